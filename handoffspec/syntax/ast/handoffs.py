"""Handoffs, section by section, in the order of the guide's template."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.syntax.ast.conditions import Condition
from handoffspec.syntax.ast.words import (
    Any,
    Channel,
    Duration,
    Empty,
    Limit,
    Name,
    Node,
    Number,
    Otherwise,
    Ref,
    Target,
    Text,
    Value,
)

ArrowKind: TypeAlias = Literal["<->", "->", "<-"]
Impact: TypeAlias = Literal["none", "minor", "high", "critical"]
DirectionKind: TypeAlias = Literal["both ways", "one way", "to"]
OutcomeKind: TypeAlias = Literal["stop", "ask", "unlink", "hold"]
LinkEvent: TypeAlias = Literal["merged", "deleted", "moved", "follow_up", "unlinked"]
LinkAction: TypeAlias = Literal["follow the survivor", "keep the link", "cross again"]
LinkSubject: TypeAlias = Literal["status", "comments"]
WinRule: TypeAlias = Literal["from all", "worst wins", "latest wins", "all must agree"]
Edits: TypeAlias = Literal["follow", "append", "ignored"]
Deletions: TypeAlias = Literal["follow", "noted", "ignored"]


@dataclass(frozen=True, slots=True)
class Arrow(Node):
    """`<->`, `->` or `<-`."""

    kind: ArrowKind


@dataclass(frozen=True, slots=True)
class Allow(Node):
    """`allow HS0412 because "…"`, on the line above what it is about."""

    code: str
    reason: Text


@dataclass(frozen=True, slots=True)
class End(Node):
    """`from zendesk.ticket status open held by service_desk`; the record is None in a `within` handoff."""

    record: Ref | None
    statuses: tuple[Name | Text, ...]
    held_by: Name | None


@dataclass(frozen=True, slots=True)
class Outcome(Node):
    """What happens when something is not there: stop, ask, unlink, or hold for someone."""

    kind: OutcomeKind
    holder: Name | None = None
    limit: Duration | None = None
    notify: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkRule(Node):
    """What merging, deleting, moving or a follow-up does to the link."""

    event: LinkEvent
    action: LinkAction | Outcome


@dataclass(frozen=True, slots=True)
class LinkWins(Node):
    """Where many are linked to one: whose status or comments count."""

    subject: LinkSubject
    rule: WinRule


@dataclass(frozen=True, slots=True)
class Linked(Node):
    """`linked by zendesk.external_id and jira.id, many to one { … }`."""

    source: Ref
    destination: Ref
    cardinality: tuple[str, str] | None
    rules: tuple[LinkRule, ...]
    wins: tuple[LinkWins, ...]


@dataclass(frozen=True, slots=True)
class When(Node):
    """One `when …` line; several lines are alternatives."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Trigger(Node):
    """What makes the ticket cross."""

    whens: tuple[When, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class RequiredAttachments(Node):
    """`attachments of "image/*"`; no types for `attachments of any`."""

    types: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class RequiredConversation(Node):
    """`conversation public, internal`."""

    channels: tuple[Channel, ...]


Subject: TypeAlias = Ref | RequiredAttachments | RequiredConversation


@dataclass(frozen=True, slots=True)
class Requirement(Node):
    """One thing that must travel with the ticket, and what its absence does."""

    subject: Subject
    at_least: Limit | None
    refuse: tuple[Text, ...]
    when: Condition | None
    because: Text | None
    otherwise: Outcome | None


@dataclass(frozen=True, slots=True)
class Require(Node):
    """The information requirements; `otherwise` stands for every line that says nothing else."""

    requirements: tuple[Requirement, ...]
    otherwise: tuple[Outcome, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class Nothing(Node):
    """`-> nothing`."""


@dataclass(frozen=True, slots=True)
class ToFields(Node):
    """`-> summary`, or several fields that one is split into."""

    fields: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ToContext(Node):
    """`-> context "Customer impact" in description`. `place` None: the destination's description."""

    label: Text
    place: Ref | Channel | None


@dataclass(frozen=True, slots=True)
class ToComment(Node):
    """`-> comment internal "Back from engineering"`."""

    channel: Channel
    heading: Text


RuleTarget: TypeAlias = Nothing | ToFields | ToContext | ToComment


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A row of a table. A list in a cell stands for each of its values."""

    left: tuple["Cell", ...]
    arrow: Arrow
    right: tuple["Cell", ...]


Cell: TypeAlias = Value | Any | Otherwise | Empty


@dataclass(frozen=True, slots=True)
class Table(Node):
    """The rows of a table."""

    rows: tuple[Row, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class Guard(Node):
    """`when …` on a rule or a status row."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Because(Node):
    """`because "…"`."""

    reason: Text


@dataclass(frozen=True, slots=True)
class ImpactIs(Node):
    """`impact high`."""

    level: Impact


@dataclass(frozen=True, slots=True)
class AllowPrivate(Node):
    """`allow personal because "…"`."""

    kind: Literal["personal", "secret"]
    reason: Text


@dataclass(frozen=True, slots=True)
class Transform(Node):
    """A step between source and target: `joined with ", "`, `cut to 100 characters`, `default "…"`, `redacted` …"""

    kind: Literal["once", "redacted", "default", "joined", "split", "cut", "rounded", "prefixed", "people", "as"]
    argument: Value | Limit | None = None


RulePart: TypeAlias = Table | Guard | Because | ImpactIs | AllowPrivate | Transform


@dataclass(frozen=True, slots=True)
class Loses(Node):
    """A computed loss that the author accepts: what is lost, how much it matters, perhaps one direction only."""

    what: Text
    impact: Impact | None
    reason: Text | None
    way: Literal["there", "back"] | None


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """`priority <-> priority { … }`."""

    sources: tuple[Ref | Text | Number, ...]
    arrow: Arrow
    target: RuleTarget
    parts: tuple[RulePart, ...]
    loses: tuple[Loses, ...]


@dataclass(frozen=True, slots=True)
class Map(Node):
    """The field mapping."""

    rules: tuple[Rule, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class People(Node):
    """How people of one side are found on the other. `table` None: by e-mail."""

    table: tuple[Row, ...] | None
    otherwise: Name | Outcome | None


@dataclass(frozen=True, slots=True)
class Responsible(Node):
    """Who is responsible, always or when a condition holds."""

    team: Name
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Acknowledge(Node):
    """By when and by what the new holder takes over."""

    within: Duration
    by: "Acknowledgement"
    otherwise: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class AckStatus(Node):
    """`by status "In Progress"`."""

    statuses: tuple[Name | Text, ...]


@dataclass(frozen=True, slots=True)
class AckComment(Node):
    """`by public comment`."""

    channel: Channel | None


@dataclass(frozen=True, slots=True)
class AckChange(Node):
    """`by assignee changes`."""

    field: Ref


Acknowledgement: TypeAlias = AckStatus | AckComment | AckChange


@dataclass(frozen=True, slots=True)
class Keeps(Node):
    """`service_desk keeps "talking to the customer"`."""

    team: Name
    what: Text


@dataclass(frozen=True, slots=True)
class ThingsChange(Node):
    """`when status, comments change`."""

    things: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Notify(Node):
    """Who is told, at the handoff or whenever something changes."""

    targets: tuple[Target, ...]
    when: ThingsChange | Condition | None


@dataclass(frozen=True, slots=True)
class Until(Node):
    """`until done`: a status category or a status."""

    state: Name


@dataclass(frozen=True, slots=True)
class Ownership(Node):
    """Who holds the ticket next."""

    responsible: tuple[Responsible, ...]
    acknowledge: tuple[Acknowledge, ...]
    keeps: tuple[Keeps, ...]
    notify: tuple[Notify, ...]
    until: tuple[Until, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class Direction(Node):
    """`both ways`, `one way` or `to jira`."""

    kind: DirectionKind
    to: Name | None = None


@dataclass(frozen=True, slots=True)
class Through(Node):
    """`through "In Progress"`."""

    statuses: tuple[Name | Text, ...]


@dataclass(frozen=True, slots=True)
class With(Node):
    """`with resolution Fixed`: the fields a transition needs."""

    items: tuple["WithItem", ...]


@dataclass(frozen=True, slots=True)
class WithItem(Node):
    """One field and its value."""

    field: Ref
    value: Value


@dataclass(frozen=True, slots=True)
class OpensFollowUp(Node):
    """`opens follow_up`: a change that cannot be written opens a new ticket linked to the old."""


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
    until: Name | None
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


@dataclass(frozen=True, slots=True)
class Carry(Node):
    """What a rollback takes back, and where it is put."""

    sources: tuple[Ref | Text | Number, ...]
    target: RuleTarget


@dataclass(frozen=True, slots=True)
class Rollback(Node):
    """When the ticket returns, to where, and with what."""

    at_most: Number | None
    whens: tuple[When, ...]
    to_status: tuple[Name | Text, ...]
    to_team: Name | None
    requires: tuple[Ref, ...]
    carries: tuple[Carry, ...]
    notify: tuple[Notify, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class SlaTarget(Node):
    """`respond within 4h when priority is urgent`."""

    kind: Literal["respond", "resolve"]
    within: Duration
    when: Condition | None


@dataclass(frozen=True, slots=True)
class SlaTell(Node):
    """`tell customer when delayed past 1d`."""

    targets: tuple[Target, ...]
    past: Duration


@dataclass(frozen=True, slots=True)
class Sla(Node):
    """The clock's targets and who is told when they will be missed."""

    targets: tuple[SlaTarget, ...]
    tells: tuple[SlaTell, ...]
    hours: Name | None
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class Failure(Node):
    """A known failure mode; what prevents it are references to rules of the same handoff."""

    name: Name
    title: Text
    seen: tuple[Text, ...]
    cause: tuple[Text, ...]
    costs: tuple[Text, ...]
    prevented_by: tuple[Ref, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class CheckItem(Node):
    """An item of one's own for the checklist."""

    moment: Literal["before", "after"]
    text: Text
    by: Name | None


@dataclass(frozen=True, slots=True)
class Checklist(Node):
    """Items beside those that the compiler makes from the rest."""

    items: tuple[CheckItem, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class Handoff(Node):
    """One boundary a ticket crosses. Sections are tuples: more than one is reported by the resolver."""

    name: Name
    title: Text | None
    from_end: tuple[End, ...]
    to_end: tuple[End, ...]
    within: tuple[Ref, ...]
    linked: tuple[Linked, ...]
    adds: tuple[Text, ...]
    trigger: tuple[Trigger, ...]
    require: tuple[Require, ...]
    map: tuple[Map, ...]
    people: tuple[People, ...]
    ownership: tuple[Ownership, ...]
    sync: tuple[Sync, ...]
    rollback: tuple[Rollback, ...]
    sla: tuple[Sla, ...]
    failures: tuple[Failure, ...]
    checklist: tuple[Checklist, ...]
    allows: tuple[Allow, ...]
    broken: bool
