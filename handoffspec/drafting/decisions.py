"""What is decided about each field of the source: proposed by likeness, or said by people."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, get_args

from handoffspec.drafting.likeness import ENOUGH, Candidate, candidates
from handoffspec.drafting.tables import Table, options
from handoffspec.schema.mapping import Impact
from handoffspec.schema.spelling import quoted, value
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ChoiceType, ListType, MomentType, NumberType, TextType, Type

Verb: TypeAlias = Literal["map", "translate", "context", "nothing", "undecided"]
VERBS: Final[tuple[Verb, ...]] = get_args(Verb)
_REMEMBER: Final = ("external_id", "correlation_id")
"""Fields made to hold another system's id."""
_NEAREST: Final = 2


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one field. `target`: the field it becomes, or the label of its entry in the context block.

    `table` goes with `translate`. Of a personal or secret field the reason says why it may cross.
    """

    field: str
    verb: Verb
    target: str | None = None
    impact: Impact | None = None
    reason: str | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A value for a field that the destination requires and that nothing else fills."""

    target: str
    value: str | float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a field and why; `nearest` are those that are less alike, named for whoever decides."""

    field: Field
    decision: Decision
    why: tuple[str, ...] = ()
    nearest: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """Everything that is proposed between two records."""

    source: Record
    target: Record
    fields: tuple[Proposal, ...]
    """One for each field that a handoff has to account for, in the order of the record; not the lifecycle's field."""
    constants: tuple[Constant, ...]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What is proposed, as if it were decided."""
        return tuple(proposal.decision for proposal in self.fields)


def propose(source: Record, target: Record) -> Proposals:
    """A decision for every field of the source: each field of the destination is proposed once, to the most alike."""
    fields = [field for field in source.fields if counts(field, source)]
    writable = [field for field in target.fields if field.writable and not is_status(field, target)]
    taken: dict[str, Candidate] = {}
    near: dict[str, list[Candidate]] = {}
    filled: set[str] = set()
    for candidate in candidates(fields, writable):
        name = candidate.source.name
        near.setdefault(name, []).append(candidate)
        free = name not in taken and candidate.target.name not in filled
        if candidate.score >= ENOUGH and free and _always_filled(candidate):
            taken[name] = candidate
            filled.add(candidate.target.name)
    proposals = tuple(_proposal(field, taken.get(field.name), near.get(field.name, ())) for field in fields)
    return Proposals(source, target, proposals, tuple(constants(target, filled)))


def decided(proposals: Proposals, decide: Callable[[Proposal], Decision], fixed: Sequence[Constant] = ()) -> Proposals:
    """The same proposals with other decisions; what the destination requires is filled as these ask for."""
    fields = tuple(_turned(one, decide(one)) for one in proposals.fields)
    filled = {d.target for d in (one.decision for one in fields) if d.target and d.verb in ("map", "translate")}
    missing = constants(proposals.target, {*filled, *(constant.target for constant in fixed)})
    return replace(proposals, fields=fields, constants=(*fixed, *missing))


def _turned(proposal: Proposal, decision: Decision) -> Proposal:
    """A proposal with another decision; what spoke for the one that was proposed does not speak for any other."""
    same = decision.target == proposal.decision.target and decision.verb == proposal.decision.verb
    return replace(proposal, decision=decision, why=proposal.why if same else ())


def cautious(proposals: Proposals) -> Proposals:
    """What can be proposed without asking anybody: what is personal or secret waits for somebody's reason."""
    return decided(
        proposals,
        lambda one: Decision(one.field.name, "undecided") if crosses_with_a_reason(one.field) else one.decision,
    )


def settled(proposals: Proposals, reason: str) -> Proposals:
    """Nothing left open: what is sure crosses, all else goes to nothing for one reason."""

    def decide(one: Proposal) -> Decision:
        asks = crosses_with_a_reason(one.field) or names_people(one.field.type) or _guessed(one.decision.table)
        return (
            one.decision
            if one.decision.target and not asks
            else Decision(one.field.name, "nothing", None, "minor", reason)
        )

    return decided(proposals, decide)


def _guessed(table: Table | None) -> bool:
    """Whether most values have no counterpart, by name or by their order."""
    return table is not None and not table.ordered and 2 * table.matched < table.of


def _always_filled(candidate: Candidate) -> bool:
    """Whether something stands in the destination's field for every ticket, where it is required."""
    optional = not candidate.target.required or candidate.target.default is not None
    return optional or candidate.source.required or bool(candidate.table) or stand_in(candidate.target) is not None


def _proposal(field: Field, taken: Candidate | None, near: Sequence[Candidate]) -> Proposal:
    others = tuple(candidate for candidate in near if candidate is not taken)[:_NEAREST]
    if taken is None:
        return Proposal(field, Decision(field.name, "undecided"), nearest=others)
    verb: Verb = "translate" if taken.table else "map"
    return Proposal(field, Decision(field.name, verb, taken.target.name, table=taken.table), taken.why, others)


# ── What a handoff has to account for ──────────────────────────────────────────────────────────────────────────────


def counts(field: Field, record: Record) -> bool:
    """Whether a handoff has to say what becomes of a field; the status has a map of its own."""
    exempt = field.kept or bool(field.computed_from)
    return not exempt and not is_status(field, record) and field.name not in (record.key, remembering(record))


def is_status(field: Field, record: Record) -> bool:
    """Whether it is the lifecycle's field."""
    return record.lifecycle is not None and record.lifecycle.field == field.name


def remembering(record: Record) -> str | None:
    """The field that is made to hold the other ticket's id."""
    return next((name for name in _REMEMBER if (field := record.field(name)) and field.writable), None)


def crosses_with_a_reason(field: Field) -> bool:
    """Whether it may cross only where somebody says why."""
    return field.personal or field.secret


def names_people(type_: Type) -> bool:
    """Whether its values are people, who are other accounts on the other side."""
    return type_.kind == "person" or (isinstance(type_, ListType) and names_people(type_.item))


# ── What the destination asks for ──────────────────────────────────────────────────────────────────────────────────


def constants(target: Record, filled: Collection[str]) -> list[Constant]:
    """A value for each required field that nothing fills: its first option, or a word to be replaced."""
    return [Constant(field.name, _value(field)) for field in unfilled(target, filled) if takes_constant(field.type)]


def takes_constant(type_: Type) -> bool:
    """Whether a value written in a rule fits: texts, numbers, choices, lists of them, and ids."""
    if isinstance(type_, ListType):
        return type_.item.kind in ("text", "choice")
    return type_.kind in ("text", "number", "choice", "person", "reference")


def unfilled(target: Record, filled: Collection[str]) -> list[Field]:
    """What the destination requires when a record is made there, and nothing fills."""
    return [
        field
        for field in target.fields
        if field.required and field.default is None and field.writable
        if field.name not in filled and not is_status(field, target)
    ]


def to_be_replaced(field: Field) -> str:
    """A word that stands where only people know what belongs there."""
    return field.name.replace("_", " ").upper()


def _value(field: Field) -> str | float:
    known = options(field)
    if isinstance(field.type, ListType) and isinstance(field.type.item, ChoiceType):
        known = field.type.item.options
    if known:
        return known[0].name
    return 0 if field.type.kind == "number" else to_be_replaced(field)


def stand_in(target: Field) -> str | None:
    """What stands in for an empty source, as a spec writes it; None where nothing made up can."""
    match target.type:
        case TextType():
            return quoted("Not given") if target.type.spaces else quoted("none")
        case ChoiceType(options=known):
            return value(known[0].name) if known else quoted(target.label.upper())
        case NumberType():
            return "0"
        case MomentType(precision="date"):
            return quoted("2000-01-01")
        case _:
            return None
