"""Systems: records, fields, lifecycles, and how the API gives and takes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, TypeAlias

from handoffspec.schema.conditions import Condition
from handoffspec.schema.types import CLOSED, Limit, Scalar, Type, Wire

Codec: TypeAlias = Literal[
    "html", "asana_html", "asana_comment", "adf", "wiki", "markdown", "journal", "plain", "json", "semicolons"
]
"""How a value looks in the API where that is not the natural JSON of its type."""
Ignoring: TypeAlias = Literal["order", "case", "markup", "seconds", "blanks"]
Category: TypeAlias = Literal["todo", "doing", "waiting", "done"]
Clock: TypeAlias = Literal["runs", "paused", "stopped"]
Channel: TypeAlias = Literal["public", "internal"]
Operation: TypeAlias = Literal["create", "read", "update", "transition", "comment", "attach", "link"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record.

    Paths are relative to the record in the API: `a.b`, `a[].b` (each element), `a[key=value].b` (the element whose
    key has that value). None: the field cannot be read, or written, there.
    """

    __pydantic_config__: ClassVar = CLOSED
    name: str
    label: str
    type: Type
    required: bool = False
    required_when: Condition | None = None
    read_only: bool = False
    at_creation: bool = False
    """Can be given when the record is created, and never changed."""
    never_cleared: bool = False
    kept: bool = False
    """Bookkeeping that the system keeps for itself: exempt from accounting."""
    computed_from: tuple[str, ...] = ()
    seen_by: tuple[str, ...] = ()
    """Teams that see the field; nobody named: everybody."""
    personal: bool = False
    secret: bool = False
    read_at: str | None = None
    written_at: str | None = None
    read_as: Codec | None = None
    written_as: Codec | None = None
    ignoring: tuple[Ignoring, ...] = ()
    default: Scalar | None = None
    to_be_created: bool = False
    custom: bool = False
    """Added by `extend`: its place in the API comes from an environment unless it is written down."""
    bound: bool = True
    """False: a custom field whose identifier no environment has given; its name stands in for it."""
    unbound_values: tuple[str, ...] = ()
    """Options that `extend` gave a field of the system's own, and that no environment has given a form in the API."""
    extended: bool = False
    """A field of the system's own that `extend` says more of."""
    meaning: str | None = None

    @property
    def writable(self) -> bool:
        """Whether a synchronisation can write it at creation or later."""
        return not self.read_only and not self.kept and not self.computed_from and self.written_at is not None


@dataclass(frozen=True, slots=True)
class Status:
    """A status of a lifecycle. `allows` names the only fields that can be changed in it; None: any."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    category: Category
    clock: Clock | None = None
    initial: bool = False
    final: bool = False
    shown_as: str | None = None
    allows: tuple[str, ...] | None = None
    wire: Wire | None = None
    custom: bool = False
    """Added by `extend`: the system does not come with it."""


@dataclass(frozen=True, slots=True)
class Transition:
    """From each of some statuses to each of others (never to itself), with the fields that it needs."""

    __pydantic_config__: ClassVar = CLOSED
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    needs: tuple[str, ...] = ()
    name: str | None = None
    wire: Wire | None = None


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The statuses that a field goes through."""

    __pydantic_config__: ClassVar = CLOSED
    field: str
    statuses: tuple[Status, ...]
    transitions: tuple[Transition, ...]

    def status(self, name: str) -> Status | None:
        """The status of that name."""
        return next((s for s in self.statuses if s.name == name), None)

    def transition(self, source: str, target: str) -> Transition | None:
        """The first transition from one status to another."""
        return next((t for t in self.transitions if source in t.sources and target in t.targets), None)


@dataclass(frozen=True, slots=True)
class Automation:
    """What a system does by itself when any of the conditions holds."""

    __pydantic_config__: ClassVar = CLOSED
    title: str
    when: tuple[Condition, ...]
    sets: tuple[tuple[str, Scalar], ...] = ()
    clears: tuple[str, ...] = ()
    custom: bool = False
    """Added by `extend`: the system does not come with it."""


@dataclass(frozen=True, slots=True)
class PathFact:
    """Where a part of a comment, file, person or call stands. `envelope`: all of it stands inside (`in "ticket"`)."""

    __pydantic_config__: ClassVar = CLOSED
    part: str
    path: str
    codec: Codec | None = None
    envelope: bool = False
    channel: Channel | None = None
    """Only for comments of that channel; None: of any."""
    equals: str | None = None
    """The text that stands there where the part holds; None: it is true or false."""


@dataclass(frozen=True, slots=True)
class ValueForms:
    """How a system gives and takes values where that is not the natural JSON of their types."""

    __pydantic_config__: ClassVar = CLOSED
    value: str | None = None
    """A value may stand in an object, under this key."""
    shown: str | None = None
    """The key of what people see in its place: the label of a choice, a name, `1,000`, `2 Hours 5 Minutes`."""
    link: str | None = None
    """The key of an address that ends in the id of what is referred to."""
    text: bool = False
    """Everything is text: `true`, `7`, and an empty text for nothing at all."""
    utc: bool = False
    """Times are written `2026-03-01 09:00:00`, in UTC."""
    origin: str | None = None
    """A length of time is given as the moment so long after this one: `1970-01-01 00:00:00`."""
    joined: str | None = None
    """Lists are one text, with this between the elements."""
    parts: str | None = None
    """A part of a person stands beside the person, under the person's place, this and the part's own place."""


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """What comments can hold. Parts: id, text, author, public or internal, created, parent, attachments."""

    __pydantic_config__: ClassVar = CLOSED
    channels: tuple[Channel, ...] = ("public",)
    format: Codec = "plain"
    limit: Limit | None = None
    threads: bool = False
    edited: bool = False
    paths: tuple[PathFact, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """What attachments can be. Parts: name, type, url, size."""

    __pydantic_config__: ClassVar = CLOSED
    max_bytes: int | None = None
    max_items: int | None = None
    paths: tuple[PathFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the API: method, path (`{id}` stands for the record's key) and where its parts go in the body."""

    __pydantic_config__: ClassVar = CLOSED
    operation: Operation
    method: str
    path: str
    parts: tuple[PathFact, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomPlace:
    """Where custom fields of a type (by its `shape`, "" for every other) stand; `{id}` is the identifier.

    `type` holds what the system takes in them: its limits are those of every such field that states none of its own.
    """

    __pydantic_config__: ClassVar = CLOSED
    shape: str
    type: Type | None = None
    read_at: str | None = None
    written_at: str | None = None
    read_as: Codec | None = None
    written_as: Codec | None = None


@dataclass(frozen=True)
class Record:
    """A kind of ticket in a system. No slots: its fields are put in order by name once."""

    __pydantic_config__: ClassVar = CLOSED
    system: str
    system_title: str
    name: str
    title: str
    key: str
    fields: tuple[Field, ...]
    forms: ValueForms | None = None
    lifecycle: Lifecycle | None = None
    automations: tuple[Automation, ...] = ()
    comments: CommentFacts | None = None
    attachments: AttachmentFacts | None = None
    people: tuple[PathFact, ...] = ()
    calls: tuple[Call, ...] = ()
    customs: tuple[CustomPlace, ...] = ()
    ours: bool = True
    """Whether we may set it up; else `administrator` must be asked."""
    administrator: str | None = None

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in reversed(self.fields)}

    def call(self, operation: Operation) -> Call | None:
        """The call for an operation."""
        return next((c for c in self.calls if c.operation == operation), None)


def shape(type_: Type) -> str:
    """The words a type is written with, without its details: `text`, `list of choice`, `rich_text`."""
    match type_.kind:
        case "list":
            return f"{'set' if type_.unique else 'list'} of {shape(type_.item)}"
        case "text":
            return "rich_text" if type_.rich else "text"
        case "number":
            return "integer" if type_.integer else "number"
        case "moment":
            return type_.precision
        case "reference":
            plain = ("organisation", "group", "service", "configuration_item")
            return type_.to if type_.to in plain else f"reference to {type_.to}"
        case other:
            return other
