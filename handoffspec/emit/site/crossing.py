"""What crosses a boundary, as a picture and the table beside it show it: fields on both sides and a line for each rule.

Everything in here is read from the plan. The picture and the table are made from the same lines, so they cannot differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from handoffspec.emit import facts
from handoffspec.emit.facts import Way
from handoffspec.emit.words import mapping
from handoffspec.emit.words.amounts import capital, clipped
from handoffspec.emit.words.names import bare, label, party, system
from handoffspec.plan import Plan
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import LossClass, Verdict, Witness
from handoffspec.schema.mapping import Flow, Rule, ToComment, ToContext, ToFields, ToNothing

Kind: TypeAlias = LossClass | Literal["fixed"]
"""A line's class. fixed: written by the handoff itself, so nothing of the source can be lost in it."""

CLASSES: Final[dict[Kind, str]] = {
    "direct": "Direct",
    "translation": "Translation",
    "lossy": "Lossy",
    "lost": "Lost",
    "fixed": "Fixed value",
}
"""Every class with its name for people, the best first."""

CONVERSATION: Final = {"sync.comments": "Comments", "sync.attachments": "Attachments"}


@dataclass(frozen=True, slots=True)
class End:
    """A place where lines begin or arrive. `context`: an entry of the context block within the field of that key."""

    key: str
    label: str
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What was computed for a line in a direction, and what the spec says that it costs."""

    kind: Kind
    causes: tuple[str, ...]
    details: str
    impact: tuple[str, ...]
    recoverable: bool
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A rule, or what becomes of a field without one. `left` and `right` are keys of ends; no right: it falls away."""

    key: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    flow: Flow
    names: tuple[str, str]
    """Both sides in words."""
    does: str
    reason: str
    there: Judged | None
    back: Judged | None
    stands_for: int = 1
    """How many fields each end of it is."""

    @property
    def kind(self) -> Kind:
        """The class that the line is drawn in: that of the way there if it goes there."""
        judged = self.there or self.back
        return judged.kind if judged else "direct"


@dataclass(frozen=True, slots=True)
class Crossing:
    """All of it. Ends in the order in which they are drawn."""

    left_title: str
    right_title: str
    left: tuple[End, ...]
    right: tuple[End, ...]
    lines: tuple[Line, ...]
    idle: tuple[str, ...]
    """Fields of the destination that nothing writes, by label."""

    def tally(self, way: Way = "out") -> dict[Kind, int]:
        """How many of the fields that leave on a way cross in each class: a field counts as the best of its lines."""
        order = list(CLASSES)
        best: dict[str, Kind] = {}
        many: dict[str, int] = {}
        for line in self.lines:
            judged = line.there if way == "out" else line.back
            for key in line.left if way == "out" else line.right:
                if judged is not None and judged.kind != "fixed":
                    best[key] = min(best.get(key, judged.kind), judged.kind, key=order.index)
                    many[key] = line.stands_for
        counted = {kind: sum(many[key] for key, found in best.items() if found == kind) for kind in order}
        return {kind: number for kind, number in counted.items() if number}


def crossing(plan: Plan) -> Crossing:
    """What the plan says of the crossing."""
    handoff = plan.handoff
    found = (*_rules(plan), *_status(plan), *_conversation(plan), *_others(plan))
    # What is lost comes last, as it is what falls out below.
    lines = tuple(sorted(found, key=lambda line: line.kind == "lost"))
    left = _ends(plan, "source", lines)
    right = _ends(plan, "destination", lines)
    written = {end.context or end.key for end in right}
    idle = [a.field for a in facts.accounts(plan, "destination") if f"destination.{a.field.name}" not in written]
    return Crossing(
        _side(handoff, "source"),
        _side(handoff, "destination"),
        left,
        right,
        lines,
        tuple(dict.fromkeys(label(field) for field in idle)) if not handoff.within else (),
    )


def _side(handoff: Handoff, side: Side) -> str:
    return party(handoff, side) if handoff.within else system(handoff, side)


# ── Lines ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rules(plan: Plan) -> Iterator[Line]:
    for rule in plan.handoff.rules:
        yield _line(plan, rule)


def _line(plan: Plan, rule: Rule) -> Line:
    handoff = plan.handoff
    turned = mapping.side_of(rule) == "destination"
    reads = tuple(_key(operand) if isinstance(operand, FieldRef) else f"fixed.{rule.id}" for operand in rule.sources)
    writes = _written(rule)
    left, right = (writes, reads) if turned else (reads, writes)
    # What the destination keeps to itself is lost on the way back, whichever way its rule is written.
    flow: Flow = "back" if turned and not writes else rule.flow
    there = _judged(plan, rule, "out") if flow in ("out", "both") else None
    back = _judged(plan, rule, "back") if flow in ("back", "both") else None
    return Line(
        rule.id,
        tuple(dict.fromkeys(left)),
        tuple(dict.fromkeys(right)),
        flow,
        mapping.ends(handoff, rule),
        mapping.transformation(handoff, rule),
        clipped(rule.reason or ""),
        there,
        back,
    )


def _written(rule: Rule) -> tuple[str, ...]:
    match rule.target:
        case ToFields(fields=refs):
            return tuple(map(_key, refs))
        case ToContext(label=heading):
            return (f"context.{heading}",)
        case ToComment(heading=heading):
            return (f"comment.{heading}",)
        case ToNothing():
            return ()


def _judged(plan: Plan, rule: Rule, way: Way) -> Judged | None:
    found = facts.verdict(plan, rule.id, way)
    loss = facts.loss(plan, rule, way)
    if not rule.fields:
        return Judged("fixed", (), "", (), recoverable=True, witnesses=())
    if loss is None:
        return None
    impact = facts.impact(loss, facts.declared(plan, rule, way), facts.details(plan, rule.id, way))
    return _computed(plan, rule.id, way, loss, found, impact)


def _computed(plan: Plan, part: str, way: Way, loss: LossClass, found: Verdict | None, impact: list[str]) -> Judged:
    return Judged(
        loss,
        tuple(map(str, found.causes)) if found else (),
        capital(facts.details(plan, part, way)),
        tuple(impact),
        recoverable=bool(found and found.recoverable),
        witnesses=found.witnesses if found else (),
    )


def _status(plan: Plan) -> Iterator[Line]:
    handoff = plan.handoff
    sync = handoff.sync
    one, other = handoff.source.lifecycle, handoff.destination.lifecycle
    if sync is None or not sync.status or one is None or other is None:
        return
    left, right = FieldRef("source", one.field), FieldRef("destination", other.field)
    judged = {way: _of_sync(plan, "sync.status", way) for way in ("out", "back")}
    flow: Flow = "both" if judged["out"] and judged["back"] else "back" if judged["back"] else "out"
    names = (bare(handoff, left), bare(handoff, right))
    does = "Kept in step by the status map"
    yield Line("sync.status", (_key(left),), (_key(right),), flow, names, does, "", judged["out"], judged["back"])


def _conversation(plan: Plan) -> Iterator[Line]:
    for part, what in CONVERSATION.items():
        there, back = _of_sync(plan, part, "out"), _of_sync(plan, part, "back")
        if there or back:
            flow: Flow = "both" if there and back else "out" if there else "back"
            yield Line(
                part, (f"source.{part}",), (f"destination.{part}",), flow, (what, what), "Copied", "", there, back
            )


def _of_sync(plan: Plan, part: str, way: Way) -> Judged | None:
    found = facts.verdict(plan, part, way)
    sync = plan.handoff.sync
    if found is None or sync is None:
        return None
    parts = {"sync.comments": sync.comments, "sync.attachments": sync.attachments}
    several = sync.status if part == "sync.status" else (parts[part],)
    judged = [d for one in several if one for d in facts.accepted(plan, part, one.accepted, way)]
    return _computed(
        plan, part, way, found.loss, found, facts.impact(found.loss, judged, facts.details(plan, part, way))
    )


_UNRULED: Final[dict[facts.Means, tuple[Kind, str]]] = {
    "link": ("direct", "Taken up by the link"),
    "ownership": ("direct", "Taken up by ownership"),
    "record": ("direct", "The same field of the same ticket"),
    "unseen": ("lost", "On the ticket, but the receiver does not see it"),
    "unmapped": ("lost", "Nothing takes it up"),
}


def _others(plan: Plan) -> Iterator[Line]:
    """Fields of the source that are taken up by something else than a rule, or by nothing."""
    handoff = plan.handoff
    same: list[str] = []
    for account in facts.accounts(plan, "source"):
        if account.means == "record":
            same.append(label(account.field))
        elif account.means in _UNRULED:
            kind, does = _UNRULED[account.means]
            ref = FieldRef("source", account.field.name)
            impact = () if kind == "direct" else ("Undecided",)
            judged = Judged(kind, (), does, impact, recoverable=kind == "direct", witnesses=())
            right = _elsewhere(handoff, account.means)
            names = (bare(handoff, ref), right[1])
            yield Line(f"field.{ref.field}", (_key(ref),), right[0], "out", names, does, "", judged, None)
    if same:
        judged = Judged("direct", (), "", ("None",), recoverable=True, witnesses=())
        many = f"{len(same)} fields"
        ends = (("source.record",), ("destination.record",))
        yield Line("record", *ends, "out", (many, many), "Stay as they are", "", judged, None, len(same))


def _elsewhere(handoff: Handoff, means: facts.Means) -> tuple[tuple[str, ...], str]:
    if means == "link" and handoff.link:
        ref = FieldRef("destination", handoff.link.destination_field)
        return (_key(ref),), bare(handoff, ref)
    if means == "ownership":
        return ("ownership",), party(handoff, "destination")
    return (), mapping.NO_EQUIVALENT


# ── Ends ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _key(ref: FieldRef) -> str:
    return f"{ref.side}.{ref.field}"


def _ends(plan: Plan, side: Side, lines: tuple[Line, ...]) -> tuple[End, ...]:
    """The ends of a side in the order of the spec's rules, entries of a context block behind the field that has it."""
    keys = dict.fromkeys(key for line in lines for key in (line.left if side == "source" else line.right))
    holders = {
        f"context.{rule.target.label}": _key(rule.target.field) if rule.target.field else "comment"
        for rule in plan.handoff.rules
        if isinstance(rule.target, ToContext)
    }
    ends = [End(key, _name(plan, key), holders.get(key)) for key in keys]
    outer = [end for end in ends if end.context is None]
    placed: list[End] = []
    for end in outer:
        placed += [end, *(inner for inner in ends if inner.context == end.key)]
    around = dict.fromkeys(end.context for end in ends if end.context and all(o.key != end.context for o in outer))
    for key in around:
        placed += [End(key, _name(plan, key)), *(inner for inner in ends if inner.context == key)]
    return tuple(placed)


def _name(plan: Plan, key: str) -> str:
    kind, _, rest = key.partition(".")
    match kind:
        case "source" | "destination" if f"{rest}" in CONVERSATION:
            return CONVERSATION[rest]
        case "source" | "destination" if rest == "record":
            return "All other fields"
        case "source":
            return bare(plan.handoff, FieldRef("source", rest))
        case "destination":
            return bare(plan.handoff, FieldRef("destination", rest))
        case "fixed":
            rule = next(rule for rule in plan.handoff.rules if rule.id == rest)
            return mapping.operands(plan.handoff, rule.sources)
        case "comment":
            return f"Comment “{rest}”" if rest else "Internal comment"
        case "ownership":
            return party(plan.handoff, "destination")
        case _:
            return rest
