"""The system integration requirements: what whoever sets the systems up has to build."""

from collections.abc import Iterator

from handoffspec.emit.content import (
    Block,
    Bullets,
    Item,
    Page,
    code,
    heading,
    item,
    items,
    paragraph,
    strong,
    table,
    text,
)
from handoffspec.emit.content import Text as Words
from handoffspec.emit.documents import shared
from handoffspec.emit.documents.mishaps import audit, conflicts, errors
from handoffspec.emit.documents.syncing import direction, until
from handoffspec.emit.words import mapping
from handoffspec.emit.words.amounts import capital, count, every, listed, name, sentence
from handoffspec.emit.words.conditions import condition
from handoffspec.emit.words.names import (
    bare,
    human,
    outcome,
    statuses,
    system,
    team_and_address,
)
from handoffspec.emit.words.types import data_type
from handoffspec.plan import Plan
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff, Link, LinkRule
from handoffspec.schema.mapping import Rule, ToNothing
from handoffspec.schema.parties import Outcome


def integration(plan: Plan) -> Page:
    """The page."""
    handoff = plan.handoff
    blocks: list[Block] = [
        *shared.top(handoff, shared.INTEGRATION),
        heading(2, _between(handoff), part="name"),
        *_introduction(handoff),
        heading(2, "Configuration", part="sync"),
        *_configuration(plan),
        heading(2, "Field mappings", part="map"),
        *_field_mappings(plan),
        heading(2, "Conditional logic", part="sync.only_when"),
        *_conditional_logic(handoff),
        heading(2, "Conflict resolution", part="sync.conflict"),
        *conflicts(handoff),
        heading(2, "Error handling", part="sync.on_error"),
        *errors(handoff),
        heading(2, "Audit trail", part="sync.audit"),
        *audit(handoff),
        *shared.foot(),
    ]
    return Page(shared.INTEGRATION, tuple(blocks))


def _between(handoff: Handoff) -> str:
    if handoff.within:
        return f"Integration: none, all within {system(handoff, 'source')}"
    return f"Integration: {system(handoff, 'source')} ↔ {system(handoff, 'destination')}"


def _introduction(handoff: Handoff) -> list[Block]:
    if not handoff.within:
        return []
    return [
        paragraph(
            f"This handoff stays within {system(handoff, 'source')}: no second system is integrated and nothing is "
            "copied. What follows says what the one system has to do by itself."
        )
    ]


# ── Configuration ──────────────────────────────────────────────────────────────────────────────────────────────────


def _configuration(plan: Plan) -> list[Block]:
    handoff = plan.handoff
    rows: list[list[str | Words]] = [[text(strong(what)), capital(how)] for what, how in _settings(plan)]
    before: list[Item] = []
    if plan.unbound:
        lead = strong("To be bound in an environment file ")
        why = "(the company's own fields, whose identifiers differ between sandbox and production):"
        before.append(item(lead, why, details=[Item(text(code(name(one)))) for one in plan.unbound]))
    created = list(_to_create(handoff))
    if created:
        before.append(item(strong("To be set up first:"), details=items(created)))
    settings = table(["Setting", "Value"], rows)
    return [settings, Bullets(tuple(before))] if before else [settings]


def _settings(plan: Plan) -> Iterator[tuple[str, str]]:
    handoff = plan.handoff
    sync = handoff.sync
    if sync is not None:
        way = "Bidirectional" if sync.flow == "both" else f"Unidirectional, {direction(handoff, sync.flow)}"
        often = f"Scheduled interval, {every(sync.every)}" if sync.every else "Real-time, on every change"
        yield "Sync direction", way
        yield "Sync frequency", often + until(sync)
    elif handoff.within:
        yield "Sync direction", "None: there is one record"
        yield "Sync frequency", "None: a change is there for everybody at once"
    else:
        yield "Sync direction", f"Unidirectional, {direction(handoff, 'out')}"
        yield "Sync frequency", "Once, at the handoff; the spec keeps nothing in step afterwards"
    triggers = [condition(handoff, one, "source") for one in handoff.trigger]
    yield "Triggered by", "; or ".join(triggers) if triggers else "Nothing; people start it"
    if handoff.link is not None:
        yield "Linked by", _link(handoff, handoff.link)
    elif not handoff.within:
        yield "Linked by", "Nothing: neither ticket knows of the other, and a second event makes a second ticket"
    if handoff.link is not None and not handoff.within:
        yield "Created once", f"A second event finds the ticket again by {_destination_key(handoff, handoff.link)}"
    yield "Environment", name(plan.environment) if plan.environment else "None: names stand for themselves"


def _destination_key(handoff: Handoff, link: Link) -> str:
    where = f"in {system(handoff, 'destination')}"
    return f"{bare(handoff, FieldRef('destination', link.destination_field))} {where}"


def _link(handoff: Handoff, link: Link) -> str:
    one, many = ("many" if link.source_many else "one"), ("many" if link.destination_many else "one")
    source = bare(handoff, FieldRef("source", link.source_field))
    return f"{source} in {system(handoff, 'source')} and {_destination_key(handoff, link)}, {one} to {many}"


def _to_create(handoff: Handoff) -> Iterator[str]:
    records = [handoff.source] if handoff.within else [handoff.source, handoff.destination]
    for record in records:
        fields = [found for found in record.fields if found.to_be_created]
        if fields:
            who = "" if record.ours else f" (ask {name(record.administrator or 'its administrator')})"
            yield f"Fields to create in {name(record.system_title)}{who}: {mapping.named(fields)}."


# ── Field mappings ─────────────────────────────────────────────────────────────────────────────────────────────────


def _field_mappings(plan: Plan) -> list[Block]:
    handoff = plan.handoff
    moving = [rule for rule in handoff.rules if not isinstance(rule.target, ToNothing)]
    if not moving:
        if handoff.within:
            return [paragraph("None: the ticket keeps every field it has.")]
        return [shared.missing("It maps no field to another.")]
    left, right = ("Before", "After") if handoff.within else (system(handoff, "source"), system(handoff, "destination"))
    rows: list[list[str | Words]] = []
    for rule in moving:
        first, second = mapping.ends(handoff, rule)
        arrow = mapping.ARROWS[rule.flow]
        rows.append([first, arrow, second, _types(handoff, rule), sentence(mapping.transformation(handoff, rule))])
    blocks: list[Block] = [table([left, "", right, "Data Type", "Transformation"], rows)]
    for rule in (rule for rule in moving if rule.table):
        first, second = mapping.ends(handoff, rule)
        blocks += [heading(3, f"Table: {first} and {second}"), shared.translation(handoff, rule)]
    kept = list(_kept(handoff))
    return [*blocks, Bullets(tuple(kept))] if kept else blocks


def _kept(handoff: Handoff) -> Iterator[Item]:
    """What stays on its own side, a side each."""
    sides: tuple[Side, Side] = ("source", "destination")
    for side in sides:
        nothing = [rule for rule in handoff.rules if isinstance(rule.target, ToNothing)]
        for rules, lead, end in (
            ([r for r in nothing if not r.undecided], "Stays in", "The field mapping audit says why."),
            ([r for r in nothing if r.undecided], "Undecided, and until then stays in", "Somebody has to say."),
        ):
            names = [bare(handoff, ref) for rule in rules for ref in rule.fields if ref.side == side]
            if names:
                yield item(strong(f"{lead} {system(handoff, side)}: "), f"{listed(names, most=60)}. {end}")


def _types(handoff: Handoff, rule: Rule) -> str:
    """The source's types, and the destination's where they are others."""
    read = [_type(handoff, ref) for ref in rule.fields]
    written = [_type(handoff, ref) for ref in rule.target.fields] if rule.target.kind == "fields" else ["Text"]
    left, right = (" + ".join(dict.fromkeys(types)) for types in (read, written))
    if not left or left == right:
        return right
    arrow = mapping.ARROWS[rule.flow]
    return f"{right} {arrow} {left}" if mapping.side_of(rule) == "destination" else f"{left} {arrow} {right}"


def _type(handoff: Handoff, ref: FieldRef) -> str:
    found = handoff.record(ref.side).field(ref.field)
    return data_type(found) if found else human(ref.field)


# ── Conditional logic ──────────────────────────────────────────────────────────────────────────────────────────────


def _conditional_logic(handoff: Handoff) -> list[Block]:
    sync = handoff.sync
    triggers = [condition(handoff, one, "source") for one in handoff.trigger]
    records = "When to hand over:" if sync is None else "When records begin to be synchronized:"
    said = [shared.led(records, triggers, "The spec names no trigger.")]
    if sync is not None and sync.filter is not None:
        leaving = outcome(handoff, sync.filter.otherwise, "the change") if sync.filter.otherwise else ""
        after = f". When that ends, {leaving}" if leaving else ". The spec does not say what happens when that ends"
        said.append(shared.led("Filters:", [f"only while {condition(handoff, sync.filter.condition)}{after}"], ""))
    elif sync is not None:
        said.append(item(strong("Filters: "), "None: every linked ticket is kept in step, whatever becomes of it."))
    else:
        said.append(item(strong("Filters: "), "None: nothing is kept in step after the handoff."))
    said.append(_status_requirements(handoff))
    said.append(shared.led("Team ownership rules:", _team_rules(handoff), "None: teams play no part."))
    guarded = [rule for rule in handoff.rules if rule.when is not None]
    conditional = [
        f"{mapping.operands(handoff, rule.sources)}: only when {condition(handoff, rule.when, 'source')}"
        for rule in guarded
        if rule.when is not None
    ]
    said.append(shared.led("Fields that cross only sometimes:", conditional, "None."))
    if handoff.link is not None and handoff.link.rules:
        said.append(
            shared.led(
                "When the other ticket is merged or goes:", [_link_rule(handoff, r) for r in handoff.link.rules], ""
            )
        )
    return [Bullets(tuple(said))]


def _status_requirements(handoff: Handoff) -> Item:
    needs: list[str] = []
    if handoff.from_end.statuses:
        needs.append(f"before: {statuses(handoff, 'source', handoff.from_end.statuses)}")
    if handoff.to_end.statuses:
        needs.append(f"after: {statuses(handoff, 'destination', handoff.to_end.statuses)}")
    if handoff.sync is not None and handoff.sync.status:
        rows = count(len(handoff.sync.status), "row")
        needs.append(f"the status map of the handoff specification ({rows}) says which status follows which")
    return shared.led("Status requirements:", needs, "None: any status will do.")


def _team_rules(handoff: Handoff) -> list[str]:
    said: list[str] = []
    if handoff.from_end.held_by:
        said.append(f"before: held by {team_and_address(handoff, handoff.from_end.held_by)}")
    if handoff.to_end.held_by:
        said.append(f"after: held by {team_and_address(handoff, handoff.to_end.held_by)}")
    if handoff.ownership is not None:
        said += [
            f"{team_and_address(handoff, r.team)} is responsible when {condition(handoff, r.when)}"
            for r in handoff.ownership.responsible
            if r.when is not None
        ]
    return said


_EVENTS = {
    "merged": "merged with another",
    "deleted": "deleted",
    "moved": "moved elsewhere",
    "follow_up": "followed up by a new ticket",
    "unlinked": "unlinked",
}
_ACTIONS = {
    "follow the survivor": "the link follows the ticket that remains",
    "keep the link": "the link stays",
    "cross again": "the handoff begins anew",
}


def _link_rule(handoff: Handoff, rule: LinkRule) -> str:
    action = outcome(handoff, rule.action) if isinstance(rule.action, Outcome) else _ACTIONS[rule.action]
    return f"{_EVENTS[rule.event]}: {action}"
