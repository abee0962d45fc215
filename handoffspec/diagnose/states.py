"""What time in a status means, told from the words of its name, so that delay is not taken for work."""

import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

Meaning: TypeAlias = Literal["work", "queue", "waiting", "customer", "done"]
"""work: somebody is at it. queue: it is nobody's turn yet. waiting: for another party that is not the customer.
customer: for the customer. done: the work is over, so what passes until it is closed is no failure."""

MEANINGS: Final[tuple[Meaning, ...]] = get_args(Meaning)

_WORDS: Final[tuple[tuple[Meaning, str], ...]] = (
    ("queue", r"reopened|re-opened|unresolved"),
    ("customer", r"(wait|pending|await|hold).*(user|customer|caller|requester|reporter|client)|^pending$"),
    (
        "done",
        r"\b(resolved?|closed?|closure|completed?|cancell?ed|done|solved|fixed|verified|in call|rejected|duplicate)\b",
    ),
    ("queue", r"awaiting assignment|queued|unassigned|\b(new|open|assigned|to do|todo|backlog|triage|submitted)\b"),
    ("waiting", r"wait|hold|pending|blocked|suspended|approv|paused"),
    ("work", r"progress|accepted|in charge|active|doing|review|working|investigat|develop|in work"),
)
"""In the order in which they are tried."""


def meaning(status: str, chosen: Mapping[str, Meaning]) -> Meaning | None:
    """What time in it means; None where its name says nothing. `chosen` is what a person said, and wins.

    Of a status with a stage behind a slash (`Accepted/Wait - User`) the stage says more, so it is asked first.
    """
    if status in chosen:
        return chosen[status]
    for name in dict.fromkeys((status.rpartition("/")[2], status)):
        plain = name.casefold().replace("_", " ")
        found = next((means for means, words in _WORDS if re.search(words, plain)), None)
        if found:
            return found
    return None
