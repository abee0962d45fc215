"""What a sentence of a comment does: it asks for context, it chases somebody who has not answered, or it is harmless.

Expressions for DuckDB (RE2, whose time is linear in the text), matched against one sentence in small letters. They are
tried in the order harmless, chases, asks: the first that matches says what the sentence does.
"""

from typing import Final


def _any(*expressions: str) -> str:
    return "|".join(expressions)


AUTOMATIC: Final = _any(
    r"out of (the )?office",
    r"automatic reply",
    r"auto-?reply",
    r"abwesenheit",
    r"do not reply to this",
    r"has been received",
    r"how was our service",
    r"rate (us|our)\b",
)
"""A comment in which one of these stands was written by no person, so nothing in it asks anything."""

HARMLESS: Final = _any(
    r"(thanks|thank you|thx|many thanks)[^?]{0,20} for (the|your|a|fixing|clarif|confirm|wait|help|answer|"
    r"explain)[^?]*$",
    r"follow(ing)?[- ]up.{0,60}(\bfix|\bhelp|to (say|confirm|let you|tell you|thank))",
    r"\bif (you|there) (have|need|require|want|are any|is any)",
    r"further questions",
    r"other questions",
    r"any questions",
    r"anything else",
    r"hesitate to",
    r"feel free",
    r"bei fragen",
    r"si vous avez",
    r"se avete",
    r"si tiene",
    r"let (me|us) know (if|when|whether|should) (you|it|this|that|anything|the (problem|issue|error))\b",
    r"(confirm|tell|say|know)\b.{0,60}\b(resolved|fixed|solved|closed?|works? (now|again|for you))\b",
    r"\b(can|may|shall|should|could) (i|we) (please |now )*(close|resolve)\b",
    r"\b(test|try|retry|verify|see|check)\b.{0,60}\b(whether|if) (it|this|that|everything)\b.{0,30}(work|ok\b|"
    r"fine|better|gone|help)",
    r"you asked",
    r"as (requested|asked|discussed|agreed)",
    r"answer(ing)? your question",
    r"already (clarified|answered)",
    r"^[^?]*(\basked (how|which|what|when|if|whether|us|me|for|the)\b|(wants|wanted) to know)[^?]*$",
    r"^(why|so what|guess what|really|right)\W*$",
    r"^who would have",
    r"^how hard can",
    r"did you know",
    r"^what a ",
    r"no (news|updates?|action|further|more) .{0,15}(needed|required|necessary)",
    r"\b(will|to|i'll|we'll) follow up\b",
    r"ask for an update",
)

CHASES: Final = _any(
    r"\b(any|have|some|new|are there) (other |further )?(news|updates?|progress|movement|feedback)\b",
    r"(give|send|provide|appreciate|like|need|get|want|with) (us |me |them )?(an?|the|your|some) ((short|quick|"
    r"brief|status) )?(update|status)\b",
    r"^(a |just a )?(very )?(gentle|friendly|kind|polite|quick|second|third|last|final) reminder",
    r"^reminder\W*$",
    r"^reminder ?:",
    r"^\W*(bump|up|eta)\W*$",
    r"^\W*ping(ing|ed)?\b",
    r"\beta (for|on|of|yet)",
    r"an eta\b",
    r"still (waiting|nothing|broken|not working|no (answer|response|reply|news|reaction)|not (fixed|resolved|"
    r"solved|heard|working))",
    r"still (does not|doesn't) work",
    r"^(hi\b.{0,30}|just |again |i am |i'm |we are |we're )*following up( on (this|it|that|my|our|the|below)\b|"
    r" here\b| again\b|\W*$)[^:]*$",
    r"check(ing)? in\b",
    r"\bchas(ing|ed|er)\b",
    r"\bnudg(e|ing)\b",
    r"\b(is|has) (anyone|anybody|someone|somebody|there anybody|there anyone)\b.{0,30}(work|look|there|pick|"
    r"respond|repl|had)",
    r"who('s| is) (working|looking|on this)",
    r"(a chance|time|a moment) to (look|check|review|read|work)",
    r"when (can|will|could|should|do|may) (i|we|they|it|this|the|you)\b.{0,60}(expect|fix|resolv|solv|done|answer|"
    r"hear|ready)",
    r"how much longer",
    r"how long (will|does|do) (it|this|we|i)\b.{0,20}(take|wait)",
    r"what('s| is)? the (current |latest )?status\b( of| on|\W*$)",
    r"what the status is",
    r"status update\b.{0,20}\?",
    r"(n't|not|never) (yet )?(heard|received)\b.{0,20}(back|any|an? |from)",
    r"heard (nothing|anything)",
    r"\bno( ?one|body)\b( has| have| is| did| ever| had)*( (repl|answer|respon|call|got|look|work|react|came|come|"
    r"care|pick)|\W*$)",
    r"\bno (response|reply|answer|feedback|activity|reaction)\b.{0,40}(\bsince\b|\bfor (a|one|two|three|\d)|"
    r"\byet\b|so far|at all|until now|\?)",
    r"with no activity",
    r"\b(has|have|had|'s|'ve) been (waiting|sitting|open|lying)\b",
    r"waiting for (your|an?|any) (feedback|answer|response|reply)",
    r"(respond|reply|answer|react) to (this|my|our|me|us)\b",
    r"again no\b",
    r"(please|kindly) (respond|reply|answer|react|advise on (the )?(progress|status)|update (the|this|"
    r"your) ticket|update us)",
    r"nothing (is )?happening",
    r"nothing has (happened|moved|been done)",
    r"unacceptable",
    r"(called|asked|asks|asking|calls|wrote) again",
    r"keeps? asking",
    r"\btimes? (i am|i'm|we are|we're|that i) (ask|writ|call)",
    r"(someone|somebody|anyone|anybody)\b.{0,15}pick (this|it) up",
    r"asks when",
    r"want(s)? to know when",
    r"gibt es .{0,20}neu",
    r"schon etwas neues",
    r"du nouveau",
    r"des nouvelles",
    r"novità",
    r"aggiornament",
    r"how far (are )?(you|they)\b",
    r"(taking|takes|took) (far |way |much )?(too|so) long",
    r"(any|an) idea (when|by when)",
    r"going on with (my|this|our|the)\b",
    r"(not|n't|never) (yet )?(got|gotten|had|received|seen) (an?|any) (answer|reply|response|update|feedback)",
    r"^updates?\b( please| pls|\?)",
    r"(for|the) (second|third|fourth|2nd|3rd|\d+th) time",
    r"(second|third|2nd|3rd) (request|mail|message|attempt)",
    r"\b(somebody|someone|anybody|anyone) (on|at) (this|it)\b",
    r"(have|get|see|hear) (us |me )?(an|the|some) (update|answer|reply)\b.{0,30}\?",
    r"alguna novedad",
    r"hay novedades",
    r"^\W*(hello|anyone|anybody|somebody)\W*\?",
    r"asking (about|for|every)\b",
    r"expedite",
    r"urgent, (we|please)",
    r"(treat|handle) this as urgent",
    r"\basap\b",
    r"losing (money|customers|business)",
    r"sorry to (push|insist|press)",
    r"promised (for|by|me|us)",
    r"(being|be|anyone) (worked on|looked (at|into)|handled|taken care of)",
    r"\bby when\b",
    r"deadline",
    r"will (this|it|that) be (fixed|done|resolved|ready|solved)\b.{0,40}\?",
    r"are (you|they) still (on|working|looking|at)\b",
    r"(not|never|n't) (yet )?(come|got|gotten|called|written|replied|responded)\b.{0,10}(back|me|us|yet)",
    r"still without",
    r"what('s| is) the latest",
    r"where (are we|do we stand|does this stand|is this)\b( with| on| now|\W*$)",
    r"still no\b",
    r"need (this|it|them) (by|before|today|now|urgently|soon)",
    r"\bsoon\W*\?",
    r"(any|some) movement",
    r"(day|week|time)s? (later|ago) and",
)

_NEEDED: Final = (
    r"(info|information|details?|logs?|context|background|steps|description|number|version|screenshots?|following|"
    r"trace|id\b|name\b|url\b)"
)
_TELLS: Final = (
    r"(clarify|confirm|provide|share (the|your|a|an|me|us|with|which|what|some|any)|(re)?send (me|us|the|a|an|"
    r"over|it|them|your|some|any)|explain|tell|telling|list (out|all|the|which)|"
    r"specify|attach|describe|elaborate|summari[sz]e|indicate|"
    r"double.?check|check (if|which|what|whether)|let (me|us) know|give (me|us)|get (me|us|the)|have the|know|"
    r"paste|upload|post the|forward|fill me in|be more (specific|precise)|more specific|reproduce)"
)

ASKS: Final = _any(
    r"\b(can|could|would|will|might)( you| we| i| u| someone| somebody| anyone| anybody|"
    r" the [a-z]+)\b.{0,60}\b" + _TELLS,
    r"\b(please|pls|plz|kindly)\b.{0,20}\b(clarify|provide|specify|share|re-?send|send (me|us|the|them|a|an|over|"
    r"it)|attach|describe|elaborate|explain|indicate|fill (in|out)|complete the|add (the|any|more) (missing|steps|"
    r"logs?|details?|info)|paste|upload|tell (me|us)|(confirm|advise|check|let (me|us) know) (which|what|who|"
    r"whose|when|where|how|if|whether))\b",
    r"\bask(ing)? (you )?to (tell|send|provide|share|clarify|confirm|specify|describe)",
    r"which .{0,40} please\W*$",
    r"(^|[,:;–-] ?|\b(and|but|so|or|also) )(is|are|was|were|do|does|did|has|have|had) (the|it|this|they|he|she|"
    r"you|there|we|any) [^?]*$",
    r"^\W*(which|whose|how many) (of|user|version|customer|server|one|site|host|device|system|"
    r"account)\b.{0,40}(\?| please| is (it|this|that)| (do|does|did|are) (you|they|we|it))\W*",
    r"^\W*(i|we)( would|'d| do)? (like|need|want|have) to know",
    r"let (me|us) know (the|which|what|who|where|how|what's)\b",
    r"(cannot|can't|could not|couldn't|unable to) (proceed|continue|start|help|do anything|work on|"
    r"investigate)\b.{0,30}\bwithout",
    r"request(ing|ed)? (more|further|additional)\b",
    r"need to know",
    r"please (ask|check with) the\b.{0,30}\b(for|which|what|when|whether|if|how)\b",
    r"please (state|name|list) the\b",
    r"\b(name|number|details?|info|information|description|logs?|version|steps|id)( is| are)? missing\W*$",
    r"\b(ticket|description|field|form) is empty",
    r"^\W*(the |exact |full |any )*(version|logs?|screenshots?|steps( to reproduce)?|browser|os|environment|"
    r"users?|user ?name|account|impact|contact|customer|device|host ?name|url|error( message)?|details?|"
    r"serial( number)?|order( id)?)( please| pls| plz)?\s*\?",
    r"^(i|we)('d|'ll|'m|'re| am| are| would| will| still| do| also| really)* (need|require|lack|"
    r"miss)(ing)?\b.{0,40}" + _NEEDED,
    r"^(still |we |i )?(need(s|ed)?|missing|lacking)\b:?.{0,40}" + _NEEDED,
    r"^(need|waiting for) the exact\b",
    r"to tell us (which|what|who|when|where|how|if|whether)",
    r"come back with",
    r"too (short|vague|little)\b.{0,25}(act|work|help|go|start|understand)",
    r"(there (is|are) no|not enough|insufficient|without any|lack of|i (see|have|find) no) ([a-z]+ )?" + _NEEDED,
    r"more (details?|information|info|context) (is |are )?(needed|required|please)",
    r"(unclear|not clear) (to (me|us)|which|what|who|how|whether|from)",
    r"(cannot|can't|could not|couldn't) (tell|see) (which|what|who)",
    r"still (do not|don't) (know|understand) (what|which|who|how)",
    r"(is|was)(n't| not) (documented|stated|mentioned)",
    r"(können|könnten|koennen) sie\b.{0,60}(schicken|senden|mitteilen|angeben|nennen|sagen|bestätigen|erklären)",
    r"^\W*(welche[rsnm]?|wer|was|wann|wo|wie|seit wann)\b[^?]*\?",
    r"(pouvez|pourriez)-vous\b.{0,60}(précis|fourn|envoy|indiq|dire)",
    r"^\W*(quel(le)?s?|qui|quand|comment|combien|depuis quand|quale|quali|chi|quando|dove|come|quanti)\b[^?]*\?",
    r"(potete|può|puoi|potrebbe|puede|podría|puedes|pueden)\b.{0,60}(indica|forni|invia|conferma|dire|specific|"
    r"envia|decir)",
    r"^\W*(qué|cuál|cuáles|quién|cuándo|dónde)[^?]*\?",
)

REQUESTS: Final = _any(
    r"^(hi\b.{0,30}|hello\b.{0,30}|and |so |please |team,? )*(can|could|would|will|shall) (you|u|someone|somebody|"
    r"anyone|anybody|i|we)\b",
    r"(können|könnten) sie",
    r"pouvez-vous",
    r"pourriez-vous",
    r"potete",
    r"puede",
)
"""A sentence with a question mark that is none of the above asks too, unless it asks for something to be done."""
