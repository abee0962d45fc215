"""The text of a first spec: small enough to be read, complete enough to be checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.drafting.decisions import (
    Constant,
    Decision,
    Proposals,
    crosses_with_a_reason,
    names_people,
    remembering,
    stand_in,
    to_be_replaced,
)
from handoffspec.drafting.statuses import StatusPair
from handoffspec.drafting.tables import options, scale
from handoffspec.schema import spelling
from handoffspec.schema.mapping import Impact
from handoffspec.schema.spelling import quoted, value, word
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import TextType

_STATUS_APART: Final = "each side keeps its own until `sync` says more"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a spec is drafted from.

    `uses`: what stands behind each `use`, as it is written. `losses`: what was computed of this draft before, by rule,
    a clause for each loss, written down as accepted. `impact`: of losses that nobody has judged; None leaves it open.
    `statuses`: the status map; `in_step`: whether it stands in a `sync`, or only as a comment.
    """

    name: str
    proposals: Proposals
    uses: tuple[str, ...]
    losses: Mapping[str, Sequence[str]]
    impact: Impact | None = None
    statuses: tuple[StatusPair, ...] = ()
    in_step: bool = False


def across(draft: Draft) -> str:
    """A spec between two systems, not formatted."""
    source, target = draft.proposals.source, draft.proposals.target
    giving, taking = f"{source.system}_team", f"{target.system}_team"
    lines = [
        f"# From {_flat(source.system_title)} to {_flat(target.system_title)}: a beginning.",
        "# `handoff check` says what is wrong with it, `handoff docs` shows it as documents.",
        *(f"use {use}" for use in draft.uses),
        "",
        team(giving, f"{source.system_title} team", source),
        team(taking, f"{target.system_title} team", target),
        "",
        f"handoff {draft.name} {quoted(f'{source.system_title} hands over to {target.system_title}')} {{",
        f"from {source.system}.{source.name} held by {giving}",
        f"to {target.system}.{target.name} held by {taking}",
        *_link(source, target),
        f"adds {quoted(f'What only the people who work in {target.system_title} know')}",
        *_trigger(source),
        *_requirements(draft.proposals),
        *("", "map {", *_rules(draft), "}"),
        *_people(draft.proposals, taking),
        *ownership(giving, taking),
        *_statuses(draft),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _flat(text: str) -> str:
    return " ".join(text.split())


def team(name: str, title: str, record: Record) -> str:
    """A team of a system, reached at a channel that is called like it."""
    return f'team {name} {quoted(title)} in {record.system} reached at "#{name.replace("_", "-")}"'


def _link(source: Record, target: Record) -> Iterator[str]:
    for keeper, other in ((source, target), (target, source)):
        kept = remembering(keeper)
        if kept:
            ends = {keeper.system: f"{keeper.system}.{kept}", other.system: f"{other.system}.{other.key}"}
            yield f"linked by {ends[source.system]} and {ends[target.system]}"
            return
    yield f"linked by {source.system}.{source.key} and {target.system}.{target.key}"


def _trigger(source: Record) -> Iterator[str]:
    ranked = next((field for field in source.fields if scale(field) and not field.kept), None)
    yield from ("", "trigger {")
    if ranked is not None:
        yield f"when {ranked.name} becomes {value(options(ranked)[0].name)}"
    yield 'when someone presses "Hand over"'
    yield "}"


def _requirements(proposals: Proposals) -> Iterator[str]:
    carried = {d.field for d in proposals.decisions if d.verb in ("map", "context")}
    prose = next((f for f in proposals.source.fields if _prose(f) and f.name in carried), None)
    if prose is not None:
        yield from requirement(prose)


def _prose(field: Field) -> bool:
    return isinstance(field.type, TextType) and field.type.rich and not field.kept


def requirement(prose: Field) -> Iterator[str]:
    """That somebody has written more than nothing."""
    yield from ("", "require {")
    yield f'{prose.name} at least 20 characters refuse "n/a", "see above" otherwise ask'
    yield "}"


def ownership(giving: str, taking: str) -> Iterator[str]:
    """Who has the ticket next, by when it is taken over, and who hears of it."""
    yield from ("", "ownership {", f"responsible {taking}")
    yield f"acknowledge within 4h by comment otherwise notify {giving}"
    yield f'{giving} keeps "talking to the customer"'
    yield from (f"notify {taking}, {giving}", "until done", "}")


# ── The map ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rules(draft: Draft) -> Iterator[str]:
    proposals = draft.proposals
    for constant in proposals.constants:
        yield from _constant(constant, proposals.target)
    for proposal in proposals.fields:
        yield from _rule(draft, proposal.field, proposal.decision)
    lifecycle = proposals.source.lifecycle
    if lifecycle is not None and not draft.in_step:
        yield f"{lifecycle.field} -> nothing because {quoted(_STATUS_APART)} impact minor"
    yield from _left(proposals.decisions)


def _rule(draft: Draft, field: Field, decision: Decision) -> Iterator[str]:
    match decision.verb:
        case "map" | "translate":
            target = draft.proposals.target.field(decision.target or "")
            if target is not None:
                yield from _mapped(draft, field, target, decision)
        case "context":
            where = _place(draft.proposals.target)
            label = quoted(decision.target or field.label)
            yield f"{field.name} -> context {label}{where}{_allowed(field, decision)}{_judged(decision)}"
        case _:
            pass


def _mapped(draft: Draft, field: Field, target: Field, decision: Decision) -> Iterator[str]:
    losses = draft.losses.get(f"map.{target.name}", ())
    head = f"{field.name} -> {spelling.target(draft.proposals.target.system, target.name)}"
    # What crosses unchanged has no impact; saying so on every line would hide where it is said for a reason.
    plain = losses or (decision.impact == "none" and not decision.reason)
    end = _allowed(field, decision) + ("" if plain else _judged(decision))
    if decision.table is not None:
        yield f"{head}{end} {{"
        yield from (f"{left} -> {right}" for left, right in decision.table.rows)
        yield "}"
    else:
        once = " once" if target.at_creation or field.at_creation else ""
        yield head + _default(field, target) + once + end
    impact = decision.impact or draft.impact
    weight = f" impact {impact}" if impact else ""
    because = f" because {quoted(decision.reason)}" if decision.reason else ""
    yield from (f"loses {quoted(clause)}{because}{weight}" for clause in losses)


def _default(field: Field, target: Field) -> str:
    stands_in = stand_in(target) if target.required and target.default is None and not field.required else None
    return f" default {stands_in}" if stands_in else ""


def _allowed(field: Field, decision: Decision) -> str:
    if not crosses_with_a_reason(field):
        return ""
    kind = "secret" if field.secret else "personal"
    return f" allow {kind} because {quoted(decision.reason or 'it is proposed, and nobody has decided yet')}"


def _judged(decision: Decision) -> str:
    because = f" because {quoted(decision.reason)}" if decision.reason else ""
    return because + (f" impact {decision.impact}" if decision.impact else "")


def _place(target: Record) -> str:
    if any(_prose(field) and field.writable for field in target.fields):
        return ""
    channels = target.comments.channels if target.comments else ()
    return f" in {'internal' if 'internal' in channels else 'public'} comments"


def _left(decisions: Sequence[Decision]) -> Iterator[str]:
    """What goes nowhere: fields with the same words on one line."""
    lines: dict[str, list[str]] = {}
    for decision in decisions:
        if decision.verb in ("nothing", "undecided"):
            lines.setdefault(f"{decision.verb}{_judged(decision)}", []).append(decision.field)
    yield from (f"{', '.join(fields)} -> {end}" for end, fields in lines.items())


def _constant(constant: Constant, target: Record) -> Iterator[str]:
    """A value that the other side insists on and that this side does not have."""
    field = target.field(constant.target)
    if field is not None and constant.value == to_be_replaced(field):
        yield f"# Write your own {to_be_replaced(field).lower()} here."
    given = quoted(constant.value) if isinstance(constant.value, str) else f"{constant.value:g}"
    yield f"{given} -> {spelling.target(target.system, constant.target)}"


def _people(proposals: Proposals, taking: str) -> Iterator[str]:
    fields = {proposal.field.name: proposal.field for proposal in proposals.fields}
    mapped = (d for d in proposals.decisions if d.verb == "map" and d.target)
    if any(names_people(fields[d.field].type) for d in mapped):
        yield from ("", f"people match by email otherwise {taking}")


# ── Status ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _statuses(draft: Draft) -> Iterator[str]:
    target = draft.proposals.target
    rows = [_status_row(pair, target) for pair in draft.statuses]
    if draft.in_step:
        yield from ("", f"sync to {target.system} on change until done {{", "status {", *rows, "}")
        yield from _conversation(draft)
        yield "}"
    elif rows:
        yield ""
        yield f"# A status map to begin with, for `sync to {target.system} on change until done {{ status {{ … }} }}`:"
        yield from (f"#   {row}" for row in rows)


def _status_row(pair: StatusPair, target: Record) -> str:
    through = f" through {', '.join(word(name) for name in pair.through)}" if pair.through else ""
    given = [(name, field) for name in pair.needs if (field := target.field(name)) is not None]
    known = [f"{name} {value(options(field)[0].name)}" for name, field in given if options(field)]
    setting = f" with {', '.join(known)}" if known else ""
    return f"{word(pair.source.name)} -> {word(pair.target.name)}{through}{setting}"


def _conversation(draft: Draft) -> Iterator[str]:
    """Comments and files, kept in step one way, as far as both sides have them."""
    source, target = draft.proposals.source, draft.proposals.target
    if source.comments and target.comments:
        yield from ("comments one way {", "tag author, source")
        yield from (
            f"{channel} stays {channel}" for channel in source.comments.channels if channel in target.comments.channels
        )
        yield "}"
    if source.attachments and target.attachments:
        yield from ("attachments one way {", "}")
