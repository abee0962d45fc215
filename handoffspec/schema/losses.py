"""What a rule does to the information that crosses it: computed by `analysis`, carried by the plan, never declared."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from handoffspec.schema.types import CLOSED

LossClass: TypeAlias = Literal["direct", "translation", "lossy", "lost"]
"""Direct: unchanged. Translation: changed, and the other way known. Lossy: two tickets that the receiver's fields
cannot tell apart. Lost: nothing of it arrives in any field."""

Cause: TypeAlias = Literal[
    "truncation",  # the other side holds fewer characters or items
    "bytes",  # the other side counts bytes, not characters
    "many to one",  # several values become the same
    "empty",  # an empty value becomes a filled one, or the other way round
    "structure to text",  # parts that could be filtered on become prose
    "markup",  # formatting that the other side lacks
    "precision",  # a time becomes a day, digits are rounded
    "order",  # a list becomes a set
    "people",  # a person without an account on the other side
    "blanks",  # texts with blanks where none may be
    "redacted",  # hidden on purpose
    "once",  # later changes do not cross
    "guard",  # the rule applies to some tickets only
    "visibility",  # who may see it
    "threads",  # which comment answers which
    "edits",  # later changes of a comment
    "unmapped",  # nothing takes it up
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule does in one direction."""

    __pydantic_config__: ClassVar = CLOSED
    rule: str
    """The rule's id, or `sync.status`, `sync.comments`, `sync.attachments`."""
    flow: Literal["out", "back"]
    loss: LossClass
    causes: tuple[Cause, ...] = ()
    details: tuple[str, ...] = ()
    """One clause for each cause, for people: `over 255 characters is cut`."""
    recoverable: bool = False
    """Whether the whole value can be read again from a context block."""
