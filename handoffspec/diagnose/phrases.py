"""Words in comments: a question whose answer somebody upstream may have had, and a reminder that nobody answered."""

from typing import Final

ASKS: Final = (
    r"can you (please )?(clarify|confirm|provide|share|send|explain|tell)|could you (please )?(clarify|confirm|provide|"
    r"share|send|explain|tell)|please (clarify|provide|specify|confirm which)|what('s| is| was) the "
    r"(background|context|impact|exact)|which (users?|customers?|version|system|environment|server)|who is affected|"
    r"what (have|has) (you|been) (already )?tr(y|ied)|need more (information|info|details)|more details"
)
CHASES: Final = (
    r"following up|follow(ing)?[- ]up on|any (news|update|progress)|still (waiting|broken|not working|no answer)|"
    r"when (can|will) (i|we) expect|is anyone|is anybody|has anyone looked|reminder"
)
HARMLESS: Final = (
    r"thank you for (the fix|fixing|your help|clarifying|confirming)|following up on your fix|works? (now|again)|"
    r"no (further|more) (questions|action)|just following up to (confirm|say|thank|let you know)|resolved now|"
    r"as you asked|you asked|thanks for (the fix|fixing|clarifying)|no (news|update) needed|"
    r"already (clarified|answered)"
)
"""Such a comment asks nothing, whatever else it says. Written for DuckDB's expressions (RE2), in small letters."""
