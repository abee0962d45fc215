"""The field mapping audit: what becomes of every field of the source, and what that costs."""

from collections.abc import Iterator
from dataclasses import dataclass

from handoffspec.emit import facts
from handoffspec.emit.content import Block, Bullets, Item, Page, heading, item, lines, paragraph, strong, table
from handoffspec.emit.content import Text as Words
from handoffspec.emit.documents import shared
from handoffspec.emit.words import mapping
from handoffspec.emit.words.amounts import clipped, listed, name, sentence
from handoffspec.emit.words.failures import requirement
from handoffspec.emit.words.names import bare, label, option, party, system
from handoffspec.plan import Plan
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Failure, Handoff
from handoffspec.schema.losses import LossClass
from handoffspec.schema.mapping import Rule, ToNothing
from handoffspec.schema.syncing import CommentSync
from handoffspec.schema.systems import Field

STATUS: dict[LossClass, str] = {
    "direct": "✅ Direct map",
    "translation": "⚠️ Translation rule needed",
    "lossy": "⚠️ Lossy",
    "lost": "❌ Lost",
}


def audit(plan: Plan) -> Page:
    """The page."""
    handoff = plan.handoff
    rows = lines_of(plan, "source", "out")
    tallied = tally(rows)
    blocks: list[Block] = [
        *shared.top(handoff, shared.AUDIT),
        paragraph(
            "The status of each field is computed from both systems; the impact is what the spec declares."
            f" In all: {tallied}."
            if tallied
            else "The ticket stays the same record, so no field changes."
        ),
        _table(handoff, "source", rows),
        *sentences(plan, "source"),
    ]
    if _comes_back(plan):
        back = lines_of(plan, "destination", "back")
        blocks += [
            heading(2, "The way back", part="map"),
            paragraph(f"What an edit in {system(handoff, 'destination')} becomes: {tally(back)}."),
            _table(handoff, "destination", back),
        ]
    blocks += [heading(2, "Known failure modes from this mapping", part="map"), *_failures(plan), *shared.foot()]
    return Page(shared.AUDIT, tuple(blocks))


Row = list[str | Words]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the audit. `field`: what it is about; None for comments, attachments and fields that stay the same."""

    field: str | None
    cells: Row
    loss: LossClass | None


def columns(handoff: Handoff, side: Side) -> list[str]:
    """The guide's four columns, for what leaves a side."""
    other: Side = "destination" if side == "source" else "source"
    left, right = system(handoff, side), system(handoff, other)
    return [f"Source Field ({left})", f"Destination Field ({right})", "Status", "Impact"]


def _table(handoff: Handoff, side: Side, rows: list[Line]) -> Block:
    return table(columns(handoff, side), [line.cells for line in rows])


def tally(rows: list[Line]) -> str:
    """How many rows are of each class."""
    return facts.tally([line.loss for line in rows if line.loss is not None])


def lines_of(plan: Plan, side: Side, way: facts.Way) -> list[Line]:
    """A row for each field and each thing that takes it up, with the class that was computed."""
    rows: list[Line] = []
    same: list[Field] = []
    for account in facts.accounts(plan, side):
        if account.means == "record":
            same.append(account.field)
        elif way == "out" or _concerns(account, way):
            rows.append(Line(account.field.name, *_row(plan, account, side, way)))
    rows += [Line(None, [what, *cells], loss) for what, cells, loss in _conversation(plan, way)]
    if same:
        cells: Row = [f"{mapping.named(same)}", "The same fields of the same ticket", STATUS["direct"], "None"]
        rows.append(Line(None, cells, None))
    return rows


def _concerns(account: facts.Account, way: facts.Way) -> bool:
    """Whether something can come back through it."""
    return account.rule is not None and account.rule.flow in (way, "both")


def _comes_back(plan: Plan) -> bool:
    return not plan.handoff.within and any(rule.flow != "out" for rule in plan.handoff.rules)


def _row(plan: Plan, account: facts.Account, side: Side, way: facts.Way) -> tuple[Row, LossClass | None]:
    first = described(account.field)
    match account.means:
        case "rule" if account.rule is not None:
            return _rule_row(plan, account.rule, first, side, way)
        case "status":
            return _status_row(plan, first, way)
        case "link":
            return [first, _link(plan.handoff), "🔗 Taken up by the link", "None"], None
        case "ownership":
            return [first, f"{party(plan.handoff, 'destination')}", "👥 Taken up by ownership", "None"], None
        case "unseen":
            hidden = f"On the ticket, but {party(plan.handoff, 'destination')} does not see it"
            return [first, hidden, STATUS["lost"], "Undecided – the receiver works without it"], "lost"
        case _:
            lost = "Undecided – the spec does not account for this field"
            return [first, mapping.NO_EQUIVALENT, STATUS["lost"], lost], "lost"


def _rule_row(plan: Plan, rule: Rule, first: str, side: Side, way: facts.Way) -> tuple[Row, LossClass | None]:
    handoff = plan.handoff
    left, right = mapping.ends(handoff, rule)
    destination = right if side == "source" else left
    others = [bare(handoff, ref) for ref in rule.fields if ref.side == side]
    if len(others) > 1 and not isinstance(rule.target, ToNothing):
        first = f"{first} (with {listed(others)})" if len(others) > 6 else first
    if rule.flow not in (way, "both"):
        back = "↩️ Written on the way back only"
        return [first, destination, back, "None"], None
    loss = facts.loss(plan, rule, way)
    impact = facts.impact(loss, facts.declared(plan, rule, way), facts.details(plan, rule.id, way))
    status = STATUS[loss] if loss else "Not computed"
    return [first, _with_hint(handoff, rule, destination, side), status, lines(impact)], loss


def _with_hint(handoff: Handoff, rule: Rule, words: str, side: Side) -> str:
    refs = rule.target.fields if rule.target.kind == "fields" else ()
    if len(refs) != 1 or refs[0].side == side:
        return words
    found = handoff.record(refs[0].side).field(refs[0].field)
    return described(found) if found else words


def _status_row(plan: Plan, first: str, way: facts.Way) -> tuple[Row, LossClass | None]:
    handoff = plan.handoff
    sync = handoff.sync
    found = facts.verdict(plan, "sync.status", way)
    lifecycle = handoff.destination.lifecycle
    other = bare(handoff, FieldRef("destination", lifecycle.field)) if lifecycle else mapping.NO_EQUIVALENT
    judged = [
        d for row in (sync.status if sync else ()) for d in facts.accepted(plan, "sync.status", row.accepted, way)
    ]
    loss = found.loss if found else None
    impact = facts.impact(loss, judged, facts.details(plan, "sync.status", way))
    return [first, f"{other}, by the status map", STATUS[loss] if loss else "Not computed", lines(impact)], loss


def _conversation(plan: Plan, way: facts.Way) -> Iterator[tuple[str, Row, LossClass]]:
    """What becomes of comments and attachments, where they are kept in step."""
    sync = plan.handoff.sync
    for part in (sync.comments, sync.attachments) if sync else ():
        what = "Comments" if isinstance(part, CommentSync) else "Attachments"
        found = facts.verdict(plan, f"sync.{what.lower()}", way)
        if part is not None and found is not None:
            judged = facts.accepted(plan, found.rule, part.accepted, way)
            impact = facts.impact(found.loss, judged, facts.details(plan, found.rule, way))
            yield what, [what, STATUS[found.loss], lines(impact)], found.loss


def _link(handoff: Handoff) -> str:
    link = handoff.link
    return f"{bare(handoff, FieldRef('destination', link.destination_field))} (the other ticket's id)" if link else ""


_FEW = 6


def described(field: Field) -> str:
    """The field with what it holds, where that is not plain text: `Priority (Urgent/High/Normal/Low)`."""
    kind = field.type
    words = label(field)
    if kind.kind == "choice" and kind.options:
        names = [option(kind, one.name) for one in kind.options]
        shown = names if len(names) <= _FEW else [*names[: _FEW - 1], "…"]
        return f"{words} ({'/'.join(shown)})"
    if kind.kind == "list" and kind.item.kind == "record":
        return f"{words} (structured)"
    if kind.kind in {"record", "structure"}:
        return f"{words} (structured)"
    if kind.kind == "list":
        return f"{words} ({'set' if kind.unique else 'list'})"
    return words


def sentences(plan: Plan, side: Side) -> list[Block]:
    """What the rows leave out: fixed values, and what a system keeps for itself."""
    said: list[Item] = []
    fixed = [rule for rule in plan.handoff.rules if not rule.fields and not isinstance(rule.target, ToNothing)]
    if fixed:
        words = listed(
            f"{mapping.target(plan.handoff, rule.target)} ({mapping.operands(plan.handoff, rule.sources)})"
            for rule in fixed
        )
        said.append(item(strong("Filled with fixed values: "), sentence(words)))
    kept = facts.bookkeeping(plan, side)
    if kept:
        who = name(plan.handoff.record(side).system_title)
        said.append(item(strong(f"Kept by {who} for itself, and not carried over: "), sentence(mapping.named(kept))))
    return [Bullets(tuple(said))] if said else []


# ── Failure modes ──────────────────────────────────────────────────────────────────────────────────────────────────


def _failures(plan: Plan) -> list[Block]:
    handoff = plan.handoff
    from_mapping = [failure for failure in handoff.failures if _from_mapping(failure)]
    others = [failure for failure in handoff.failures if not _from_mapping(failure)]
    said = [
        item(strong(f"{name(failure.title or failure.name)}: "), requirement(handoff, failure))
        for failure in from_mapping
    ]
    said += [item(strong(f"{what}: "), sentence(why)) for what, why in _grave(plan)]
    if others:
        titles = listed(name(failure.title or failure.name) for failure in others)
        said.append(item(strong("Of this handoff, but not from its mapping: "), sentence(titles)))
    if said:
        return [Bullets(tuple(said))]
    return [paragraph("None is known: the spec names none, and no field that is lost or lossy is of high impact.")]


def _from_mapping(failure: Failure) -> bool:
    return any(one.split(".")[0] in ("map", "require") for one in failure.prevented_by) or not failure.prevented_by


def _grave(plan: Plan) -> list[tuple[str, str]]:
    """Fields whose loss the spec itself calls high or critical."""
    found: list[tuple[str, str]] = []
    for rule in plan.handoff.rules:
        if rule.flow == "back":
            continue
        grave = [one for one in facts.declared(plan, rule, "out") if one.impact in ("high", "critical")]
        names = mapping.operands(plan.handoff, rule.sources)
        found += [(names, f"{one.impact} impact, {clipped(one.words) or 'for no stated reason'}") for one in grave]
    return found
