"""What the analysis finds out about a handoff: plain values without severity or wording.

A fact is of one kind, and `lint` has one rule for each. `rule` and `place` are the stable ids of the handoff's parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.losses import Verdict

OutOrBack: TypeAlias = Literal["out", "back"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so. Every kind of fact is a class of its own."""


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is known about one handoff: a verdict for each rule and direction, and the facts."""

    verdicts: tuple[Verdict, ...]
    found: tuple[Fact, ...]

    def of(self, kind: type[F]) -> Iterator[F]:
        """The facts of a kind."""
        return (fact for fact in self.found if isinstance(fact, kind))


# ── Accounting and loss ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Unaccounted(Fact):
    """Nothing takes the fields up. Told together: a rule that is not there leaves fields of both sides open.

    `required`: fields of the destination that one of them could fill and nothing does. `unseen_by`: within one system,
    the receiving teams that do not see the fields.
    """

    fields: tuple[FieldRef, ...]
    required: tuple[FieldRef, ...] = ()
    unseen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountedTwice(Fact):
    """A field is sent to nothing, and another rule maps it or sends it to nothing too."""

    field: FieldRef
    nothing: str
    other: str


@dataclass(frozen=True, slots=True)
class WrittenTwice(Fact):
    """Several rules write one field, and more than one of them applies to the same ticket."""

    field: FieldRef
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelTaken(Fact):
    """Two rules put an entry of the same label into one context block."""

    label: str
    rules: tuple[str, str]


@dataclass(frozen=True, slots=True)
class LabelUnfit(Fact):
    """A label that cannot head an entry of a context block, and why."""

    label: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class LossNotAccepted(Fact):
    """A rule (or `sync.comments`, `sync.attachments`) loses something, and nobody has accepted it."""

    place: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class ReasonMissing(Fact):
    """Fields are sent to nothing without a reason."""

    rule: str


@dataclass(frozen=True, slots=True)
class Undecided(Fact):
    """Nobody has said what becomes of the fields of a rule, and until then they do not cross."""

    rule: str


@dataclass(frozen=True, slots=True)
class ImpactUndecided(Fact):
    """A loss is known, and nobody has said how much it matters. `accepted`: which of the accepted ones."""

    place: str
    kind: Literal["nothing", "accepted", "context"]
    accepted: int | None = None


@dataclass(frozen=True, slots=True)
class AcceptedInVain(Fact):
    """A loss is accepted that does not happen (any more)."""

    place: str
    accepted: int


@dataclass(frozen=True, slots=True)
class NeverFilled(Fact):
    """The destination requires a field when it creates a record, and nothing fills it."""

    field: FieldRef


@dataclass(frozen=True, slots=True)
class MayBeEmpty(Fact):
    """The destination requires a field, and the rule that fills it leaves it empty for some tickets."""

    field: FieldRef
    rule: str
    empty: tuple[FieldRef, ...]
    """The source fields that can be empty; none: the rule is guarded."""


@dataclass(frozen=True, slots=True)
class RequiredButDropped(Fact):
    """Something must travel, and nothing carries it."""

    requirement: str
    why: Literal["nothing", "no attachments", "no channel"]
    detail: str = ""


# ── Status ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NoStatusMap(Fact):
    """Both sides have a lifecycle and are kept in step, and nothing says which status is which."""


@dataclass(frozen=True, slots=True)
class StatusWithoutPlace(Fact):
    """Statuses that no row takes across; `guarded`: rows with a guard do. Told together: a row has two sides."""

    statuses: tuple[tuple[Side, str], ...]
    guarded: bool


@dataclass(frozen=True, slots=True)
class StatusTwice(Fact):
    """Two rows without a guard, or one with several statuses, send a status to different ones."""

    side: Side
    """The side that the status is read from."""
    status: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoTransition(Fact):
    """A row asks for a change that the lifecycle does not have. `before` None: nothing leads to the status at all."""

    row: str
    side: Side
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class TransitionLacksField(Fact):
    """A transition needs a field that neither the row nor the mapping gives."""

    row: str
    after: str
    field: FieldRef


# ── Ownership and people ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NobodyResponsible(Fact):
    """Nobody is responsible after the handoff; `sometimes`: only under conditions is somebody."""

    sometimes: bool
    statuses: tuple[str, ...] = ()
    """Of the destination, where the conditions tell statuses apart: those in which nobody may be responsible."""


@dataclass(frozen=True, slots=True)
class PreviousNotTold(Fact):
    """Whoever held the ticket is not told that it has moved; `next_too`: nor is whoever holds it next."""

    next_too: bool


@dataclass(frozen=True, slots=True)
class NextNotTold(Fact):
    """Whoever holds the ticket next is not told directly."""


@dataclass(frozen=True, slots=True)
class NotAcknowledged(Fact):
    """Nothing says by when and by what the new holder takes over."""


@dataclass(frozen=True, slots=True)
class Unreachable(Fact):
    """A team is told, and nothing says where it is reached."""

    team: str
    place: str


@dataclass(frozen=True, slots=True)
class EndUnheld(Fact):
    """An end of the handoff names no team that holds the ticket there."""

    side: Side


@dataclass(frozen=True, slots=True)
class ResponsibleElsewhere(Fact):
    """The responsible team does not work in the destination's system."""

    team: str
    system: str


@dataclass(frozen=True, slots=True)
class EndsEarly(Fact):
    """The ownership or the synchronisation ends in a state in which the work is not closed."""

    section: str
    state: str


@dataclass(frozen=True, slots=True)
class HolderChangesUnseen(Fact):
    """The responsible team depends on the ticket, and teams that it passes to are told nothing when it changes."""

    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NobodyMissesIt(Fact):
    """The new holder has so much time to take over, and nobody is told when they do not."""


@dataclass(frozen=True, slots=True)
class PeopleNotMatched(Fact):
    """Rules take people to another system, and nothing says how they are found or what stands in for a stranger."""

    rules: tuple[str, ...]
    section: bool
    """Whether the section is there, without a stand-in."""


# ── Synchronisation, errors, audit ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NotSynchronised(Fact):
    """Two systems hold the ticket, and nothing keeps them in step."""


@dataclass(frozen=True, slots=True)
class NotLinked(Fact):
    """Two systems hold the ticket, and neither knows the other's id; the fields that could keep it, else the keys."""

    source: FieldRef
    destination: FieldRef


@dataclass(frozen=True, slots=True)
class NoWinner(Fact):
    """Many records are linked to one, and nothing says whose status or comments count."""

    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoConflictRule(Fact):
    """Both sides may change the same thing, and nothing says who wins. No things: the section is not there."""

    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecidedTwice(Fact):
    """Both sides decide the same thing."""

    thing: str


@dataclass(frozen=True, slots=True)
class NoErrorRule(Fact):
    """Nothing says what happens when the synchronisation fails; `retries`: it is tried again, and then?"""

    retries: bool


@dataclass(frozen=True, slots=True)
class NoAudit(Fact):
    """Nothing shows whether the synchronisation works; `lacking` names the parts that an audit section leaves out."""

    section: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilterWithoutExit(Fact):
    """A record can leave the filter, and nothing says what happens to it then."""


@dataclass(frozen=True, slots=True)
class CommentsLeftBehind(Fact):
    """Both sides have comments, and the synchronisation does not carry them, or only those of one side (`silent`)."""

    silent: Side | None = None
    """The side that hears nothing; None: both."""


@dataclass(frozen=True, slots=True)
class CommentsUntagged(Fact):
    """Comments are copied and do not say whose they are."""


@dataclass(frozen=True, slots=True)
class RequirementWithoutOutcome(Fact):
    """Requirements do not say what their absence does; one line can say it for all."""

    requirements: tuple[str, ...]


# ── Failure modes, advice, privacy ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FailureUnprevented(Fact):
    """A known failure mode with nothing against it."""

    failure: str


@dataclass(frozen=True, slots=True)
class FailureUnexplained(Fact):
    """A known failure mode without its cause or its costs."""

    failure: str
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddsNothing(Fact):
    """The handoff does not say what it adds."""


@dataclass(frozen=True, slots=True)
class PrivateCrosses(Fact):
    """A personal or secret field crosses without a reason."""

    field: FieldRef
    rule: str
    kind: Literal["personal", "secret"]


@dataclass(frozen=True, slots=True)
class PrivateInVain(Fact):
    """A reason is given for private data, and the rule carries none."""

    rule: str
