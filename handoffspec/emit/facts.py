"""What a plan knows about each field and rule, found for the pages: its class, its impact, what takes it up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.analysis.accounting import taken_up
from handoffspec.analysis.receivers import hidden_from
from handoffspec.emit.words.amounts import capital, clipped, listed
from handoffspec.plan import Plan
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import LossClass, Verdict
from handoffspec.schema.mapping import Accepted, Impact, Rule, ToNothing
from handoffspec.schema.systems import Field

Way: TypeAlias = Literal["out", "back"]
Means: TypeAlias = Literal["rule", "status", "link", "ownership", "record", "unseen", "unmapped"]
"""What takes a field up. record: a handoff within one system keeps the record. unseen: kept, but the receiving team
does not see it."""

LEVELS: dict[Impact | None, str] = {
    "none": "None",
    "minor": "Minor",
    "high": "High",
    "critical": "Critical",
    None: "Undecided",
}


@dataclass(frozen=True, slots=True)
class Account:
    """One field of a record and one thing that takes it up."""

    field: Field
    means: Means
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A loss that the author has judged; `impact` None: named, but not judged."""

    impact: Impact | None
    words: str


# ── Classes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def verdict(plan: Plan, rule: str, way: Way) -> Verdict | None:
    """What was computed for a rule in a direction."""
    return next((v for v in plan.verdicts if v.rule == rule and v.flow == way), None)


def loss(plan: Plan, rule: Rule, way: Way) -> LossClass | None:
    """The class of a rule in a direction; None where nothing was computed."""
    found = verdict(plan, rule.id, way)
    if found is not None:
        return found.loss
    return "lost" if isinstance(rule.target, ToNothing) else None


def details(plan: Plan, rule: str, way: Way) -> str:
    """What is lost, in the words of the analysis."""
    found = verdict(plan, rule, way)
    return "; ".join(clipped(detail) for detail in found.details) if found else ""


# ── Impact ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def declared(plan: Plan, rule: Rule, way: Way) -> list[Declared]:
    """What the author says that a rule costs in a direction."""
    named = accepted(plan, rule.id, rule.accepted, way)
    said = rule.reason or (rule.impact and rule.impact not in {one.impact for one in named})
    return [Declared(rule.impact, clipped(rule.reason or "")), *named] if said else named


def accepted(plan: Plan, rule: str, losses: tuple[Accepted, ...], way: Way) -> list[Declared]:
    """Accepted losses that concern a direction. Where none is named, those directions in which something is lost."""
    here, other = ("there", "back") if way == "out" else ("back", "there")
    elsewhere = not _loses(plan, rule, way) and _loses(plan, rule, "back" if way == "out" else "out")
    return [
        Declared(one.impact, clipped(one.what) + (f" (because {clipped(one.reason)})" if one.reason else ""))
        for one in losses
        if one.way == here or (one.way != other and not elsewhere)
    ]


def _loses(plan: Plan, rule: str, way: Way) -> bool:
    found = verdict(plan, rule, way)
    return found is not None and found.loss in ("lossy", "lost")


def impact(loss_class: LossClass | None, judged: list[Declared], lost: str) -> list[str]:
    """The impact, a line each: as declared, else `None` for what crosses unchanged, else `Undecided` and why."""
    if judged:
        unjudged = "None" if loss_class == "direct" else LEVELS[None]
        return [_line(LEVELS[one.impact] if one.impact else unjudged, one.words) for one in judged]
    match loss_class:
        case "direct":
            return ["None"]
        case "translation":
            return [_line(LEVELS[None], lost or "reversible, and no impact is named")]
        case "lost":
            return [_line(LEVELS[None], lost or "nothing of it arrives, and the spec does not say what that costs")]
        case _:
            return [_line(LEVELS[None], lost or "the spec does not say what this costs")]


def _line(level: str, words: str) -> str:
    return f"{level} – {words}" if words else level


# ── Accounting ─────────────────────────────────────────────────────────────────────────────────────────────────────


def accounts(plan: Plan, side: Side) -> list[Account]:
    """Every field of a side that is not its system's own bookkeeping, with each thing that takes it up."""
    rules: dict[FieldRef, list[Rule]] = {}
    for rule in plan.handoff.rules:
        for ref in dict.fromkeys(touched(rule)):
            rules.setdefault(ref, []).append(rule)
    fields = (field for field in plan.handoff.record(side).fields if not _exempt(field))
    return [account for field in fields for account in _of(plan, side, field, rules)]


def bookkeeping(plan: Plan, side: Side) -> list[Field]:
    """Fields that a system keeps or computes for itself: exempt from accounting."""
    return [field for field in plan.handoff.record(side).fields if _exempt(field)]


def _exempt(field: Field) -> bool:
    return field.kept or bool(field.computed_from)


def _of(plan: Plan, side: Side, field: Field, rules: Mapping[FieldRef, Sequence[Rule]]) -> list[Account]:
    handoff = plan.handoff
    ref = FieldRef(side, field.name)
    found = [Account(field, "rule", rule) for rule in rules.get(ref, ())]
    if _is_status(handoff, side, field):
        found.append(Account(field, "status"))
    if found:
        return found
    if handoff.link and field.name == (
        handoff.link.source_field if side == "source" else handoff.link.destination_field
    ):
        return [Account(field, "link")]
    if handoff.within:
        return [Account(field, "unseen" if hidden_from(handoff, field, "destination") else "record")]
    if ref in taken_up(handoff):
        return [Account(field, "ownership")]
    return [Account(field, "unmapped")]


def touched(rule: Rule) -> tuple[FieldRef, ...]:
    """Every field that a rule reads or writes."""
    return (*rule.fields, *(rule.target.fields if rule.target.kind == "fields" else ()))


def _is_status(handoff: Handoff, side: Side, field: Field) -> bool:
    lifecycle = handoff.record(side).lifecycle
    mapped = bool(handoff.sync and handoff.sync.status)
    return mapped and lifecycle is not None and lifecycle.field == field.name


# ── Counting ───────────────────────────────────────────────────────────────────────────────────────────────────────


def tally(classes: Sequence[LossClass | None]) -> str:
    """`9 direct, 2 translation and 1 lost`."""
    order: list[LossClass] = ["direct", "translation", "lossy", "lost"]
    counted = [f"{classes.count(one)} {one}" for one in order if one in classes]
    return listed(counted)


def class_name(loss_class: LossClass | None) -> str:
    """`Lossy`."""
    return capital(loss_class) if loss_class else "Not computed"
