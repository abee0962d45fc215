"""Words by which a field or a handoff is recognised as what it is for. English, as the specs' own words are.

Advice rests on them and nothing else does: a spec whose fields are called something else gets less advice.
"""

import re
from collections.abc import Iterable
from typing import Final

from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Field

_PRIORITY: Final = re.compile(r"\b(priority|severity|urgency)\b")
_IMPACT: Final = re.compile(r"\b(impact|criticality|business value|affected (users|customers))\b")
_TRIED: Final = re.compile(r"\b(troubleshooting|steps?|tried|diagnos\w*|workarounds?|attempts?|findings?)\b")
_APPROVAL: Final = re.compile(r"\b(approv\w*|sign(s|ed)? off|authori[sz]\w*|permission|consent|visibility|oversight)\b")
_HOLLOW: Final = re.compile(r"\W*(n/?a|none|nothing|no|tbd|todo|visibility|information|context|it depends)?\W*")


def ranks(field: Field) -> bool:
    """Whether a field says how urgent a ticket is."""
    return bool(_PRIORITY.search(_words(field)))


def weighs(field: Field) -> bool:
    """Whether a field says what a ticket means for the business, in values that a table can read."""
    return field.type.kind in ("choice", "flag") and bool(_IMPACT.search(_words(field))) and not ranks(field)


def tells_what_was_tried(field: Field) -> bool:
    """Whether a field holds what has been tried or found out about a ticket."""
    return field.type.kind in ("text", "list", "record") and bool(_TRIED.search(_words(field)))


def approves(handoff: Handoff, more: Iterable[str] = ()) -> bool:
    """Whether a handoff is there to get somebody's consent, by its own words."""
    words = (handoff.name, handoff.title, handoff.adds or "", *handoff.to_end.statuses, *more)
    return bool(_APPROVAL.search(_spelled(" . ".join(words))))


def hollow(text: str) -> bool:
    """Whether an answer says nothing."""
    return _HOLLOW.fullmatch(text.casefold()) is not None


def _words(field: Field) -> str:
    return _spelled(f"{field.name} . {field.label}")


def _spelled(text: str) -> str:
    return text.casefold().replace("_", " ")
