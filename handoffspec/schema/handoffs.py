"""A handoff with every name resolved, section by section. Ids are stable names, never places in a list."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from handoffspec.schema.conditions import Condition, FieldRef, Side
from handoffspec.schema.systems import Channel, Record
from handoffspec.schema.types import CLOSED, Limit, Scalar

Impact: TypeAlias = Literal["none", "minor", "high", "critical"]
Flow: TypeAlias = Literal["out", "back", "both"]
"""Out: source to destination. Back: destination to source."""
Subject: TypeAlias = Literal["source", "destination", "both"]


# ── People, teams, outcomes ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Opening:
    """Working hours of one weekday: 0 is Monday; minutes of the day."""

    __pydantic_config__: ClassVar = CLOSED
    day: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working hours in a time zone (IANA name)."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    title: str
    zone: str
    openings: tuple[Opening, ...]
    closed_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """People who hold tickets together."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    title: str
    system: str | None = None
    reached_at: str | None = None
    group: str | None = None
    """What the system calls the team's group."""
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody to tell. `person`: whoever the field names (`previous`: named before the handoff); `team`; `channel`:
    an address in quotes; `holder`: the team that held the ticket before; `customer`."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["person", "team", "channel", "holder", "customer"]
    name: str = ""
    """The team's name or the channel's address."""
    field: FieldRef | None = None
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens when something is missing or fails."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["stop", "ask", "unlink", "hold"]
    holder: str | None = None
    """The team that holds what is held."""
    seconds: int | None = None
    """How long it is held at most."""
    notify: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class Notify:
    """Who is told: at the handoff (`things` and `when` empty), when things change, or when a condition holds.

    A thing is a field, or `status`, `comments`, `attachments`.
    """

    __pydantic_config__: ClassVar = CLOSED
    who: tuple[Who, ...]
    things: tuple[str, ...] = ()
    when: Condition | None = None


# ── Ends, links, trigger, requirements ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class End:
    """One side of the boundary."""

    __pydantic_config__: ClassVar = CLOSED
    statuses: tuple[str, ...] = ()
    held_by: str | None = None


@dataclass(frozen=True, slots=True)
class LinkRule:
    """What an event of the linked record does."""

    __pydantic_config__: ClassVar = CLOSED
    event: Literal["merged", "deleted", "moved", "follow_up", "unlinked"]
    action: Literal["follow the survivor", "keep the link", "cross again"] | Outcome


@dataclass(frozen=True, slots=True)
class Link:
    """Where each side keeps the other's id; how many records are linked to how many."""

    __pydantic_config__: ClassVar = CLOSED
    source_field: str
    destination_field: str
    source_many: bool = False
    destination_many: bool = False
    rules: tuple[LinkRule, ...] = ()
    status_wins: str | None = None
    comments_from: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must travel: a field, `attachments` (of `types`) or the `conversation` (of `channels`)."""

    __pydantic_config__: ClassVar = CLOSED
    id: str
    """`require.customer_impact`, `require.attachments`, `require.conversation`."""
    subject: FieldRef | Literal["attachments", "conversation"]
    types: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    at_least: Limit | None = None
    refuse: tuple[str, ...] = ()
    when: Condition | None = None
    reason: str | None = None
    otherwise: Outcome | None = None

    @property
    def name(self) -> str:
        """What `missing` calls it."""
        return self.id.removeprefix("require.")


# ── Mapping ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the rule. `name` is the constant it came from, which an environment may replace."""

    __pydantic_config__: ClassVar = CLOSED
    value: Scalar
    name: str | None = None
    kind: Literal["constant"] = "constant"


Operand: TypeAlias = FieldRef | Constant


@dataclass(frozen=True, slots=True)
class ToFields:
    """Into fields of the other record."""

    __pydantic_config__: ClassVar = CLOSED
    fields: tuple[FieldRef, ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class ToContext:
    """Into the context block of a rich text (`field`), or of one comment on a channel (`field` None)."""

    __pydantic_config__: ClassVar = CLOSED
    label: str
    field: FieldRef | None
    channel: Channel | None = None
    kind: Literal["context"] = "context"


@dataclass(frozen=True, slots=True)
class ToComment:
    """Into a comment of its own under a heading."""

    __pydantic_config__: ClassVar = CLOSED
    channel: Channel
    heading: str
    kind: Literal["comment"] = "comment"


@dataclass(frozen=True, slots=True)
class ToNothing:
    """Nowhere; the rule's reason says why."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["nothing"] = "nothing"


RuleTarget: TypeAlias = ToFields | ToContext | ToComment | ToNothing


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row: one of some values, any value, every value no other row names, or empty."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["values", "any", "otherwise", "empty"]
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: left cells answer to the rule's sources, right cells to its target fields."""

    __pydantic_config__: ClassVar = CLOSED
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]
    flow: Flow


@dataclass(frozen=True, slots=True)
class Step:
    """A step between source and target, in the order written.

    default VALUE (for an empty source); joined TEXT; split TEXT; cut LIMIT; rounded DIGITS; prefixed TEXT; redacted;
    people (matched as the handoff's `people` says).
    """

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["default", "joined", "split", "cut", "rounded", "prefixed", "redacted", "people"]
    value: Scalar | None = None
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A computed loss that the author accepts. `way` None: in both directions."""

    __pydantic_config__: ClassVar = CLOSED
    what: str
    impact: Impact | None = None
    reason: str | None = None
    way: Literal["there", "back"] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the mapping: the unit of merging.

    The rule is normalised so that `sources` and `target` are on opposite sides; `flow` is relative to the handoff:
    "out" rules read the source record, "back" rules write it. A rule whose sources are the destination's fields and
    whose target is nothing accounts for these fields.
    """

    __pydantic_config__: ClassVar = CLOSED
    id: str
    """`map.` and the target's field names, or `map.context.LABEL`, `map.comment.HEADING`, `map.nothing.SOURCE`."""
    sources: tuple[Operand, ...]
    flow: Flow
    target: RuleTarget
    once: bool = False
    when: Condition | None = None
    table: tuple[Row, ...] = ()
    steps: tuple[Step, ...] = ()
    reason: str | None = None
    impact: Impact | None = None
    private_reason: str | None = None
    """Why a personal or secret field may cross."""
    accepted: tuple[Accepted, ...] = ()

    @property
    def fields(self) -> tuple[FieldRef, ...]:
        """The fields among the sources."""
        return tuple(s for s in self.sources if isinstance(s, FieldRef))


@dataclass(frozen=True, slots=True)
class People:
    """How people are found on the other side: by e-mail, or by a table of ids; and what stands in for a stranger."""

    __pydantic_config__: ClassVar = CLOSED
    by: Literal["email", "table"]
    table: tuple[tuple[str, str], ...] = ()
    otherwise_team: str | None = None
    otherwise: Outcome | None = None


# ── Ownership ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who holds the ticket, always or when a condition holds."""

    __pydantic_config__: ClassVar = CLOSED
    team: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """By when and by what the new holder takes over: a status, a comment, or a change of a field."""

    __pydantic_config__: ClassVar = CLOSED
    seconds: int
    by: Literal["status", "comment", "change"]
    statuses: tuple[str, ...] = ()
    channel: Channel | None = None
    field: FieldRef | None = None
    otherwise: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeps:
    """What a team keeps doing after the handoff."""

    __pydantic_config__: ClassVar = CLOSED
    team: str
    what: str


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who holds the ticket next, who is told, until when."""

    __pydantic_config__: ClassVar = CLOSED
    responsible: tuple[Responsible, ...] = ()
    acknowledge: tuple[Acknowledge, ...] = ()
    keeps: tuple[Keeps, ...] = ()
    notify: tuple[Notify, ...] = ()
    until: str | None = None


# ── Synchronisation ────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── Coming back, clocks, failure modes ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Carry:
    """What a rollback takes back from the destination, and where it is put on the source."""

    __pydantic_config__: ClassVar = CLOSED
    sources: tuple[Operand, ...]
    target: RuleTarget


@dataclass(frozen=True, slots=True)
class Rollback:
    """When the ticket returns: any of `when`; to a status, with what, at most so often."""

    __pydantic_config__: ClassVar = CLOSED
    when: tuple[Condition, ...]
    to_status: str | None = None
    to_team: str | None = None
    requires: tuple[FieldRef, ...] = ()
    carries: tuple[Carry, ...] = ()
    notify: tuple[Notify, ...] = ()
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class SlaTarget:
    """Respond or resolve within so many seconds, always or when a condition holds."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["respond", "resolve"]
    seconds: int
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class SlaTell:
    """Who is told when work is delayed past so many seconds."""

    __pydantic_config__: ClassVar = CLOSED
    who: tuple[Who, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class Sla:
    """Targets, counted in a calendar's hours where one is named."""

    __pydantic_config__: ClassVar = CLOSED
    targets: tuple[SlaTarget, ...] = ()
    tells: tuple[SlaTell, ...] = ()
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A known failure mode. `prevented_by` are ids of rules, requirements or sections of the same handoff."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    """priority_translation, context_loss, ownership_ambiguity, black_hole, or a name of one's own."""
    title: str
    seen: tuple[str, ...] = ()
    cause: str = ""
    costs: str = ""
    prevented_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckItem:
    """An item of the author's own on the checklist."""

    __pydantic_config__: ClassVar = CLOSED
    moment: Literal["before", "after"]
    text: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Handoff:
    """One boundary, whole. For a handoff within one system source and destination are the same record."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    title: str
    source: Record
    destination: Record
    within: bool
    from_end: End
    to_end: End
    adds: str | None = None
    link: Link | None = None
    trigger: tuple[Condition, ...] = ()
    """Alternatives: the handoff fires when any of them holds."""
    requirements: tuple[Requirement, ...] = ()
    rules: tuple[Rule, ...] = ()
    people: People | None = None
    ownership: Ownership | None = None
    sync: Sync | None = None
    rollback: Rollback | None = None
    sla: Sla | None = None
    failures: tuple[Failure, ...] = ()
    checklist: tuple[CheckItem, ...] = ()
    teams: tuple[Team, ...] = ()
    """The teams that the handoff names."""
    calendars: tuple[Calendar, ...] = ()

    def record(self, side: Side) -> Record:
        """The record of a side."""
        return self.source if side == "source" else self.destination

    def team(self, name: str) -> Team | None:
        """The team of that name."""
        return next((t for t in self.teams if t.name == name), None)
