"""Types of fields, and the values that they hold.

Values at run time, by type:

| type | value |
|---|---|
| text, rich text | str; rich text is a `text.Document` inside the interpreter only |
| number | int or float |
| flag | bool |
| date, time | str, ISO 8601 (`2026-03-01`, `2026-03-01T09:00:00Z`) |
| duration | int, seconds |
| choice | str, the option's name |
| person | dict with id and perhaps email and name |
| reference | str or int, the id on its own side |
| list | list of values |
| record | dict by member |
| structure | any JSON |

A field's value may also be None (null, cleared) or not there at all (absent); an empty text and an empty list are
values of their own. The four are kept apart.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Scalar: TypeAlias = bool | int | float | str
Wire: TypeAlias = bool | int | str
"""The form of an option in the API."""
CLOSED: dict[str, str] = {"extra": "forbid"}
"""Pydantic's setting for the classes of this room: a plan with an unknown key is no plan."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most (or at least) so many characters, bytes (UTF-8) or items."""

    __pydantic_config__: ClassVar = CLOSED
    number: int
    unit: Literal["characters", "bytes", "items"]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice: the spec's name, the label people see, the form in the API."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    label: str
    wire: Wire


@dataclass(frozen=True, slots=True)
class TextType:
    """A text. `rich` holds markup; `spaces` False forbids blanks inside (tags, labels)."""

    __pydantic_config__: ClassVar = CLOSED
    rich: bool = False
    limit: Limit | None = None
    spaces: bool = True
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class NumberType:
    """A number; bounds are inclusive, `decimals` None means any precision."""

    __pydantic_config__: ClassVar = CLOSED
    integer: bool = False
    lowest: float | None = None
    highest: float | None = None
    decimals: int | None = None
    kind: Literal["number"] = "number"


@dataclass(frozen=True, slots=True)
class FlagType:
    """Yes or no."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["flag"] = "flag"


@dataclass(frozen=True, slots=True)
class MomentType:
    """A day (`date`) or a point in time (`time`)."""

    __pydantic_config__: ClassVar = CLOSED
    precision: Literal["date", "time"]
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class DurationType:
    """A length of time in seconds."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["duration"] = "duration"


@dataclass(frozen=True)
class ChoiceType:
    """One of some options. Without options any text: the values are each instance's own and not known here.

    No slots: the names are gathered once.
    """

    __pydantic_config__: ClassVar = CLOSED
    options: tuple[Option, ...] = ()
    kind: Literal["choice"] = "choice"

    @property
    def open(self) -> bool:
        """Whether the options are unknown."""
        return not self.options

    @cached_property
    def names(self) -> frozenset[str]:
        """Of its options."""
        return frozenset(option.name for option in self.options)


@dataclass(frozen=True, slots=True)
class PersonType:
    """A person, known by an id of the system's own and perhaps an e-mail address."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["person"] = "person"


@dataclass(frozen=True, slots=True)
class ReferenceType:
    """Something else of the system, by its id: organisation, group, service, configuration_item or a record."""

    __pydantic_config__: ClassVar = CLOSED
    to: str
    kind: Literal["reference"] = "reference"


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a record."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    label: str
    type: "Type"


@dataclass(frozen=True, slots=True)
class RecordType:
    """Several named parts."""

    __pydantic_config__: ClassVar = CLOSED
    members: tuple[Member, ...]
    kind: Literal["record"] = "record"


@dataclass(frozen=True, slots=True)
class ListType:
    """Several values in order, or with `unique` a set without order."""

    __pydantic_config__: ClassVar = CLOSED
    item: "Type"
    unique: bool = False
    limit: Limit | None = None
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class StructureType:
    """JSON that only its system understands."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["structure"] = "structure"


Type: TypeAlias = (
    TextType
    | NumberType
    | FlagType
    | MomentType
    | DurationType
    | ChoiceType
    | PersonType
    | ReferenceType
    | RecordType
    | ListType
    | StructureType
)


def choice_in(type_: Type) -> ChoiceType | None:
    """The choice that a field holds one or several values of."""
    inner = type_.item if isinstance(type_, ListType) else type_
    return inner if isinstance(inner, ChoiceType) else None
