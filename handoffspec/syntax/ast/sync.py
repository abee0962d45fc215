"""The synchronisation: status map, comments, attachments, conflicts, errors, audit."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.syntax.ast.conditions import Condition
from handoffspec.syntax.ast.parts import Allow, Arrow, Direction, Loses, Notify, Outcome
from handoffspec.syntax.ast.words import Any, Channel, Duration, Limit, Name, Node, Number, Ref, Target, Text, Value

Edits: TypeAlias = Literal["follow", "append", "ignored"]
Deletions: TypeAlias = Literal["follow", "noted", "ignored"]


@dataclass(frozen=True, slots=True)
class WithItem(Node):
    """One field and its value."""

    field: Ref
    value: Value


@dataclass(frozen=True, slots=True)
class StatusRow(Node):
    """A row of the status map; a guarded row is tried before unguarded ones."""

    left: tuple[Name | Text, ...] | Any
    arrow: Arrow
    right: tuple[Name | Text, ...] | Any
    when: Condition | None
    through: tuple[Name | Text, ...]
    with_fields: tuple[WithItem, ...]
    opens_follow_up: bool
    because: Text | None
    loses: tuple[Loses, ...]


@dataclass(frozen=True, slots=True)
class StatusMap(Node):
    """Which status answers to which."""

    rows: tuple[StatusRow, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class ChannelRule(Node):
    """`internal stays internal`, `public becomes internal`."""

    source: Channel
    target: Channel


@dataclass(frozen=True, slots=True)
class CommentSync(Node):
    """How comments travel."""

    direction: Direction | None
    tag: tuple[Name, ...]
    keep: tuple[Name, ...]
    channels: tuple[ChannelRule, ...]
    edits: Edits | None
    deletions: Deletions | None
    loses: tuple[Loses, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class AttachmentSync(Node):
    """How attachments travel."""

    direction: Direction | None
    limit: Limit | None
    types: tuple[Text, ...]
    loses: tuple[Loses, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class OnlyWhen(Node):
    """The filter, and what leaving it does."""

    condition: Condition
    otherwise: Outcome | None


@dataclass(frozen=True, slots=True)
class Decides(Node):
    """`zendesk decides priority`."""

    system: Name
    fields: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ConflictOtherwise(Node):
    """`otherwise latest wins`, `otherwise jira wins`, `otherwise hold for …`."""

    winner: Literal["latest"] | Name | Outcome


@dataclass(frozen=True, slots=True)
class Conflict(Node):
    """What happens when both sides changed the same thing."""

    decides: tuple[Decides, ...]
    otherwise: tuple[ConflictOtherwise, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class Retry(Node):
    """`retry 5 times from 30s up to 1h`."""

    times: Number
    first: Duration | None
    longest: Duration | None


@dataclass(frozen=True, slots=True)
class OnError(Node):
    """What happens when the synchronisation fails."""

    retry: tuple[Retry, ...]
    then: tuple[Outcome, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class Alarm(Node):
    """`lag > 10m`, `failures > 3 in 1h`, `difference`."""

    kind: Literal["lag", "failures", "difference"]
    operator: str | None = None
    number: Number | None = None
    duration: Duration | None = None


@dataclass(frozen=True, slots=True)
class Alert(Node):
    """Who is alerted when."""

    targets: tuple[Target, ...]
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class Audit(Node):
    """How anybody knows that the synchronisation works."""

    log_for: tuple[Duration, ...]
    compare_every: tuple[Duration, ...]
    alerts: tuple[Alert, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class Sync(Node):
    """How both sides stay in step. `every` None: on each change."""

    direction: Direction | None
    every: Duration | None
    until: Name | Text | None
    status: tuple[StatusMap, ...]
    comments: tuple[CommentSync, ...]
    attachments: tuple[AttachmentSync, ...]
    notify: tuple[Notify, ...]
    only_when: tuple[OnlyWhen, ...]
    conflict: tuple[Conflict, ...]
    on_error: tuple[OnError, ...]
    audit: tuple[Audit, ...]
    allows: tuple[Allow, ...]
    broken: bool
