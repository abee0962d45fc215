"""A handoff with every name resolved, section by section. Ids are stable names, never places in a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, TypeAlias

from handoffspec.schema.conditions import Condition, FieldRef, Side
from handoffspec.schema.mapping import Operand, People, Rule, RuleTarget, ToContext
from handoffspec.schema.parties import Calendar, Notify, Outcome, Ownership, Team, Who
from handoffspec.schema.syncing import Sync
from handoffspec.schema.systems import Channel, Record
from handoffspec.schema.types import CLOSED, Limit

Subject: TypeAlias = Literal["source", "destination", "both"]


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


@dataclass(frozen=True)
class Handoff:
    """One boundary, whole. For a handoff within one system source and destination are the same record.

    No slots: which rules go into context blocks is worked out once.
    """

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

    @cached_property
    def entries(self) -> Mapping[FieldRef, Sequence[Rule]]:
        """The rules into context blocks, by the field that holds the block."""
        found: dict[FieldRef, list[Rule]] = {}
        for rule in self.rules:
            if isinstance(rule.target, ToContext) and rule.target.field is not None:
                found.setdefault(rule.target.field, []).append(rule)
        return found

    @cached_property
    def entries_of(self) -> Mapping[FieldRef, Sequence[Rule]]:
        """The same rules, by the first field that they read."""
        found: dict[FieldRef, list[Rule]] = {}
        for rule in (rule for rules in self.entries.values() for rule in rules if rule.fields):
            found.setdefault(rule.fields[0], []).append(rule)
        return found

    def record(self, side: Side) -> Record:
        """The record of a side."""
        return self.source if side == "source" else self.destination

    def team(self, name: str) -> Team | None:
        """The team of that name."""
        return next((t for t in self.teams if t.name == name), None)
