"""What the metadata of a system says, before it is spelled as a spec."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoffspec.schema.systems import Codec, Record
from handoffspec.schema.types import Scalar, Type


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The system as it is shipped: what an import is laid over."""

    record: Record
    omits: Mapping[str, str]
    """Why the catalogue leaves something out, by its path in the API."""


@dataclass(frozen=True, slots=True)
class Found:
    """A field as the metadata describes it."""

    identity: str
    """What the system knows it by; the same at the next import, whatever it is called by then."""
    label: str
    type: Type | None
    """None: a field of the catalogue, whose type stands as it is."""
    native: str | None = None
    """The catalogue's field that it is; then only what differs is written."""
    name: str | None = None
    """What the spec that it was made for calls it."""
    required: bool = False
    required_when: str | None = None
    """A condition as a spec writes it."""
    read_only: bool = False
    at_creation: bool = False
    kept: bool = False
    personal: bool = False
    secret: bool = False
    default: Scalar | None = None
    read_at: str | None = None
    """Where it stands in the API; None: where the system keeps custom fields of its type."""
    written_at: str | None = None
    write_only: bool = False
    codec: Codec | None = None
    own_options: bool = False
    """The options' forms in the API are this instance's own: another one has others for the same options."""
    notes: tuple[str, ...] = ()
    """What a spec has no words for, for people: comments above the field."""
    flattened: str | None = None
    """Why the field counts as omitted although something of it is written."""


@dataclass(frozen=True, slots=True)
class Omitted:
    """Something that no spec will know of, or not all of it, and why."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Way:
    """A transition: where it begins (nothing: everywhere), where it ends, and its line."""

    sources: tuple[str, ...]
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class LifecycleFound:
    """The lines of a lifecycle, by what they are about."""

    statuses: Mapping[str, str]
    """By name."""
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A lifecycle or an automation as a spec writes it, and what makes it the same one at the next import."""

    identity: str
    """An automation's title."""
    said: str
    """What it is, for people."""
    text: str
    lifecycle: LifecycleFound | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """All that some files of one system say. Every field seen is represented or omitted."""

    fields: tuple[Found, ...] = ()
    """Those that are written."""
    found: tuple[Found, ...] = ()
    """All of them, also those of which the catalogue says as much."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The name of each field in the spec, by its identity."""
    blocks: tuple[Block, ...] = ()
    transitions: Mapping[str, str] = field(default_factory=dict)
    """Identifiers of transitions by their names, where an environment is to give them."""
    complete: bool = False
    """Whether the files list every field, so that one that is not among them is gone."""
    represented: int = 0
    omitted: tuple[Omitted, ...] = ()

    @property
    def seen(self) -> int:
        """How many fields, statuses, automations and other parts were read."""
        return self.represented + len(self.omitted)


class ImportRefusedError(Exception):
    """A document that no import can use. The message says what it is, `help` what to do instead."""

    def __init__(self, message: str, help: str) -> None:  # noqa: A002 - the word that reports use
        super().__init__(message)
        self.help = help
