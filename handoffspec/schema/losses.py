"""What a rule does to the information that crosses it: computed by `analysis`, carried by the plan, never declared."""

from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal, TypeAlias, cast

from handoffspec.schema.types import CLOSED

_SPELT_OUT: Final = 60

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
class Witness:
    """The smallest ticket that shows a loss, and what the receiver sees of it. Its values are made up.

    Fields by name, values as scenarios give them: a choice by its option, a person by id or address, rich text as plain
    text, or as `{"html": …}` and the like where formatting matters. A long text is `{"repeat": "a", "times": 255}`,
    with `"first"` and `"then"` if it begins or ends differently; see `whole`. Comments and attachments stand as
    `comments` and `attachments`; a comment has `channel` and `text`, and where it matters `id`, `parent` and `author`.
    """

    __pydantic_config__: ClassVar = CLOSED
    cause: Cause
    ticket: dict[str, object] = field(hash=False)
    arrives: dict[str, object] | None = field(default=None, hash=False)
    """What the receiver's fields hold then; nothing in it: nothing arrives. None: it takes a run to tell."""
    other: dict[str, object] | None = field(default=None, hash=False)
    """A second ticket of which the same arrives; None: what arrives is less than the ticket by itself."""
    before: dict[str, object] | None = field(default=None, hash=False)
    """The ticket as it was when it crossed; `ticket` is what it became later."""


def repeated(text: str, times: int, then: str = "", first: str = "") -> object:
    """A text so many times over with its end and its beginning, short enough to be carried along."""
    if times <= _SPELT_OUT:
        return first + text * times + then
    ends = {"then": then, "first": first}
    return {"repeat": text, "times": times, **{name: end for name, end in ends.items() if end}}


def whole(value: object) -> object:
    """A witness's value with its long texts spelt out."""
    match value:
        case {"repeat": str() as text, "times": int() as times}:
            ends = cast("dict[str, object]", value)
            return str(ends.get("first", "")) + text * times + str(ends.get("then", ""))
        case dict():
            return {name: whole(inner) for name, inner in cast("dict[str, object]", value).items()}
        case list():
            return [whole(inner) for inner in cast("list[object]", value)]
        case _:
            return value


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
    witnesses: tuple[Witness, ...] = ()
    """For each cause the smallest ticket that shows it, where one can be made up."""
