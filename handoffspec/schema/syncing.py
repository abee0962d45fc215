"""How both sides stay in step: the status map, comments, conflicts, errors and the audit."""

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from handoffspec.schema.conditions import Condition, FieldRef, Side
from handoffspec.schema.mapping import Accepted, Flow
from handoffspec.schema.parties import Notify, Outcome, Who
from handoffspec.schema.systems import Channel, CommentFacts
from handoffspec.schema.types import CLOSED, Scalar


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A row of the status map. Empty `left` or `right`: any status. Guarded rows are tried before unguarded ones.

    `through` are the hops on the side that is written; `with_fields` are given to the transitions that need them.
    """

    __pydantic_config__: ClassVar = CLOSED
    id: str
    """`sync.status.` and the row's own words, e.g. `sync.status.open<->In Progress`."""
    left: tuple[str, ...]
    right: tuple[str, ...]
    flow: Flow
    when: Condition | None = None
    through: tuple[str, ...] = ()
    with_fields: tuple[tuple[FieldRef, Scalar], ...] = ()
    opens_follow_up: bool = False
    reason: str | None = None
    accepted: tuple[Accepted, ...] = ()


LONGEST_NAME: Final = 255
"""Characters of a name before a copied comment; of a longer one the beginning stands there."""


@dataclass(frozen=True, slots=True)
class CommentSync:
    """How comments travel. `channels` maps a channel of the writer's side to one of the other; missing: not copied.

    Comments are a ledger of pairs of ids; `edits` and `deletions` say what happens to the copy.
    """

    __pydantic_config__: ClassVar = CLOSED
    flow: Flow
    tag_author: bool = False
    tag_source: bool = False
    keep: tuple[Literal["threads", "attachments", "formatting"], ...] = ()
    channels: tuple[tuple[Channel, Channel], ...] = ()
    edits: Literal["follow", "append", "ignored"] = "ignored"
    deletions: Literal["follow", "noted", "ignored"] = "ignored"
    accepted: tuple[Accepted, ...] = ()

    def crossing(self, read: CommentFacts, written: CommentFacts) -> tuple[Channel, ...]:
        """The channels of one side whose comments have a place on the other."""
        copied = dict(self.channels)
        return tuple(channel for channel in read.channels if copied.get(channel) in written.channels)

    def longest_tag(self, title: str) -> int:
        """Characters that the line with author and source takes at most; `title` is the system of the comment."""
        said = [LONGEST_NAME] if self.tag_author else []
        said += [len(f"{title}, internal comment")] if self.tag_source else []
        between = len(" · ") * (len(said) - 1)
        return sum(said) + between + len("\n\n") if said else 0


@dataclass(frozen=True, slots=True)
class AttachmentSync:
    """How attachments travel: up to a size, of some media types (`image/*`; none named: all)."""

    __pydantic_config__: ClassVar = CLOSED
    flow: Flow
    max_bytes: int | None = None
    types: tuple[str, ...] = ()
    accepted: tuple[Accepted, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Only records for which the condition holds are kept in step; leaving it does `otherwise`."""

    __pydantic_config__: ClassVar = CLOSED
    condition: Condition
    otherwise: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who wins when both sides changed the same thing. A thing is a field's name on either side, or `status`."""

    __pydantic_config__: ClassVar = CLOSED
    decides: tuple[tuple[Side, str], ...] = ()
    """Pairs of the side that decides and the field (as its owner calls it)."""
    otherwise: Literal["latest", "source", "destination"] | Outcome | None = None


@dataclass(frozen=True, slots=True)
class OnError:
    """Retries with growing pauses (seconds), then an outcome. `times` 0: never."""

    __pydantic_config__: ClassVar = CLOSED
    times: int = 0
    first: int = 30
    longest: int = 3600
    then: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """When somebody is alerted: the lag in seconds, failures in so many seconds, or any difference found."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["lag", "failures", "difference"]
    operator: Literal["<", "<=", ">", ">="] | None = None
    number: float | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """Who is alerted when any of the alarms goes off."""

    __pydantic_config__: ClassVar = CLOSED
    who: tuple[Who, ...]
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """How anybody knows that the synchronisation works; times in seconds."""

    __pydantic_config__: ClassVar = CLOSED
    log_for: int | None = None
    compare_every: int | None = None
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Sync:
    """How both sides stay in step. `every` None: on each change."""

    __pydantic_config__: ClassVar = CLOSED
    flow: Flow
    every: int | None = None
    until: str | None = None
    status: tuple[StatusRow, ...] = ()
    comments: CommentSync | None = None
    attachments: AttachmentSync | None = None
    notify: tuple[Notify, ...] = ()
    filter: Filter | None = None
    conflict: Conflict | None = None
    on_error: OnError | None = None
    audit: Audit | None = None
