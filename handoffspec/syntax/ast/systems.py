"""Systems: records, typed fields, lifecycles, automations and how the API gives and takes them."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.syntax.ast.conditions import Condition
from handoffspec.syntax.ast.words import Any, Channel, Limit, Name, Node, Number, Ref, Target, Text, Value

Wire: TypeAlias = Text | Number | Name
"""`as "3"`, `as 3`, or `as true`: a form in the API."""


@dataclass(frozen=True, slots=True)
class PlainType(Node):
    """`text`, `rich_text`, `number`, `person` and the other types of one word."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """One value of a choice: how the spec calls it, its label, and its form in the API where that differs."""

    name: Name | Text | Number
    label: Text | None
    wire: Wire | None


@dataclass(frozen=True, slots=True)
class ChoiceType(Node):
    """`choice [urgent, high]`; no choices where each instance has its own."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ListType(Node):
    """`list of text`, or with `unique` `set of text`."""

    item: "Type"
    unique: bool


@dataclass(frozen=True, slots=True)
class Member(Node):
    """A part of a record type."""

    name: Name
    label: Text | None
    type: "Type"


@dataclass(frozen=True, slots=True)
class RecordType(Node):
    """`record { step text, outcome text }`."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class ReferenceType(Node):
    """`reference to problem`."""

    to: Name


Type: TypeAlias = PlainType | ChoiceType | ListType | RecordType | ReferenceType

FlagKind: TypeAlias = Literal[
    "optional", "read only", "only at creation", "never cleared", "personal", "secret", "without spaces",
    "to be created",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flag(Node):
    """A property of a field that needs no more words."""

    kind: FlagKind


@dataclass(frozen=True, slots=True)
class Required(Node):
    """`required`, always or when a condition holds."""

    when: Condition | None


@dataclass(frozen=True, slots=True)
class KeptBy(Node):
    """`kept by zendesk`: bookkeeping that the system keeps for itself."""

    system: Name


@dataclass(frozen=True, slots=True)
class Computed(Node):
    """`computed from impact, urgency`."""

    sources: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class SeenBy(Node):
    """`seen by first_line`: nobody else sees the field."""

    teams: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class UpTo(Node):
    """`up to 255 characters`."""

    limit: Limit


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`between 1 and 5`."""

    lowest: Number
    highest: Number


@dataclass(frozen=True, slots=True)
class Decimals(Node):
    """`with 2 decimals`."""

    digits: Number


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`at "…"`, `read at "…"` or `written at "…"`: where the field stands in the API's record."""

    path: Text
    use: Literal["both", "read", "written"]


@dataclass(frozen=True, slots=True)
class Codec(Node):
    """`as html`: the form of the value in the API."""

    name: Name


@dataclass(frozen=True, slots=True)
class Ignoring(Node):
    """`compared ignoring order, case`: what does not make two values different."""

    what: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Default(Node):
    """`default open`: what the system fills in by itself."""

    value: Value


@dataclass(frozen=True, slots=True)
class Means(Node):
    """`means "…"`: one sentence for people."""

    text: Text


FieldPart: TypeAlias = (
    Flag | Required | KeptBy | Computed | SeenBy | UpTo | Between | Decimals | Path | Codec | Ignoring | Default | Means
)


@dataclass(frozen=True, slots=True)
class Field(Node):
    """A field of a record. Without a type it narrows one that is there already (only in `extend`)."""

    name: Name
    label: Text | None
    types: tuple[Type, ...]
    parts: tuple[FieldPart, ...]


@dataclass(frozen=True, slots=True)
class Status(Node):
    """A status: its category, what the clock does in it, and who sees it as what."""

    name: Name | Text
    category: Name
    clock: Name | None
    final: bool
    initial: bool
    shown_as: Name | Text | None
    allows: tuple[Name, ...]
    """Fields that can still be changed here; empty when nothing is said."""
    wire: Wire | None


@dataclass(frozen=True, slots=True)
class Transition(Node):
    """A way from some statuses to others, and the fields it needs."""

    sources: tuple[Name | Text, ...] | Any
    targets: tuple[Name | Text, ...] | Any
    needs: tuple[Name, ...]
    named: Text | None
    wire: Wire | None


@dataclass(frozen=True, slots=True)
class Lifecycle(Node):
    """The statuses of a record. In `extend`, `also` adds to what is there; without it, it replaces."""

    field: Name
    also: bool
    statuses: tuple[Status, ...]
    transitions: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class SetField(Node):
    """`set status to open`."""

    field: Name
    value: Value


@dataclass(frozen=True, slots=True)
class Automation(Node):
    """What the system does by itself."""

    title: Text
    when: tuple[Condition, ...]
    sets: tuple[SetField, ...]
    clears: tuple[Name, ...]
    notifies: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class PathFact(Node):
    """`author at "author_id"`: where a part of a comment, an attachment, a person or a call stands."""

    name: Name
    path: Text
    codec: Codec | None
    channel: Channel | None = None
    """`text at "work_notes" when internal`: only for comments of that channel."""
    equals: Text | None = None
    """`public at "element" is "comments"`: the text that says yes."""


@dataclass(frozen=True, slots=True)
class CommentFacts(Node):
    """What comments can hold in this system. None where nothing is said."""

    channels: tuple[Channel, ...]
    format: Name | None
    limit: Limit | None
    threads: bool | None
    edited: bool | None
    paths: tuple[PathFact, ...]


@dataclass(frozen=True, slots=True)
class AttachmentFacts(Node):
    """What attachments can be in this system."""

    limits: tuple[Limit, ...]
    paths: tuple[PathFact, ...]


@dataclass(frozen=True, slots=True)
class ValueFacts(Node):
    """How values look in the API where they are not plain JSON. None where nothing is said."""

    paths: tuple[PathFact, ...]
    text: bool
    """`all as text`"""
    zone: Name | None
    origin: Text | None
    """`durations from "1970-01-01 00:00:00"`"""
    joined: Text | None
    """`lists joined with ","`"""
    parts: Text | None
    """`parts after "."`"""


@dataclass(frozen=True, slots=True)
class PeopleFacts(Node):
    """How a person looks in the API."""

    paths: tuple[PathFact, ...]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`call create "POST /api/v2/tickets" fields in "ticket"`."""

    operation: Name
    request: Text
    parts: tuple[PathFact, ...]


CustomPart: TypeAlias = Path | Codec | UpTo | Decimals


@dataclass(frozen=True, slots=True)
class Custom(Node):
    """Where this system keeps custom fields, and what it holds in them: for one type, or (type None) for all others."""

    type: Type | None
    parts: tuple[CustomPart, ...]


@dataclass(frozen=True, slots=True)
class Omits(Node):
    """Properties of the official record that the description leaves out, and why."""

    paths: tuple[Text, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Administered(Node):
    """`administered by us`, or by whom requests must be made (`by` None for us)."""

    by: Text | None


@dataclass(frozen=True, slots=True)
class Record(Node):
    """A kind of ticket."""

    name: Name
    title: Text | None
    key: Name | None
    fields: tuple[Field, ...]
    values: tuple[ValueFacts, ...]
    lifecycles: tuple[Lifecycle, ...]
    automations: tuple[Automation, ...]
    people: tuple[PeopleFacts, ...]
    comments: tuple[CommentFacts, ...]
    attachments: tuple[AttachmentFacts, ...]
    calls: tuple[Call, ...]
    customs: tuple[Custom, ...]
    omits: tuple[Omits, ...]


@dataclass(frozen=True, slots=True)
class System(Node):
    """One tool that holds tickets."""

    name: Name
    title: Text | None
    sources: tuple[Text, ...]
    administered: Administered | None
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Extend(Node):
    """One company's own fields, statuses and automations on a system or one of its records."""

    target: Ref
    fields: tuple[Field, ...]
    lifecycles: tuple[Lifecycle, ...]
    automations: tuple[Automation, ...]
    comments: tuple[CommentFacts, ...]
    attachments: tuple[AttachmentFacts, ...]
    calls: tuple[Call, ...]
    customs: tuple[Custom, ...]
    administered: Administered | None
    broken: bool
    """A statement inside could not be read."""
