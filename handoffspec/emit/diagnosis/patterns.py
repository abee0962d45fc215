"""The guide's patterns as the page tells them: what each is, what was looked for, and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.holds import Holds, why_not
from handoffspec.diagnose.patterns import PATTERNS, Finding, signs_of
from handoffspec.diagnose.telling import NAMES

_IS: Final = {
    "priority_translation": "The priority crosses without its meaning: what is urgent to one team is not to the next.",
    "context_loss": "What was found out and tried stays behind, so the next team asks for it or does it again.",
    "ownership_ambiguity": "After a transfer nobody is sure whose turn it is, and the ticket lies there or goes round.",
    "black_hole": "A ticket gets into a status that something should take it out of, and nothing does.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A pattern. `found`: its number among the findings and the finding; None: it does not show."""

    name: str
    says: str
    looked_for: Sequence[str]
    why_not: str
    """Said where it does not show."""
    found: tuple[int, Finding] | None


def told(findings: Sequence[Finding], holds: Holds) -> list[Told]:
    """All of them, those that show first, each in the guide's order."""
    numbered = {finding.pattern: (n, finding) for n, finding in enumerate(findings)}
    every = [Told(NAMES[one], _IS[one], signs_of(one), why_not(one, holds), numbered.get(one)) for one in PATTERNS]
    return sorted(every, key=lambda one: one.found is None)
