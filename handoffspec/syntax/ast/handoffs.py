"""Handoffs, section by section, in the order of the guide's template."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.syntax.ast.conditions import Condition
from handoffspec.syntax.ast.mapping import Map, People, RuleTarget
from handoffspec.syntax.ast.parts import Allow, Notify, Outcome, When
from handoffspec.syntax.ast.sync import Sync
from handoffspec.syntax.ast.words import Channel, Duration, Limit, Name, Node, Number, Ref, Target, Text

LinkEvent: TypeAlias = Literal["merged", "deleted", "moved", "follow_up", "unlinked"]
LinkAction: TypeAlias = Literal["follow the survivor", "keep the link", "cross again"]
LinkSubject: TypeAlias = Literal["status", "comments"]
WinRule: TypeAlias = Literal["from all", "worst wins", "latest wins", "all must agree"]


@dataclass(frozen=True, slots=True)
class End(Node):
    """`from zendesk.ticket status open held by service_desk`; the record is None in a `within` handoff."""

    record: Ref | None
    statuses: tuple[Name | Text, ...]
    held_by: Name | None


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
class Until(Node):
    """`until done`: a status category or a status."""

    state: Name | Text


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
