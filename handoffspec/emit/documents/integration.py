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
from handoffspec.emit.documents.syncing import authority, direction, until, winner
from handoffspec.emit.words import mapping
from handoffspec.emit.words.amounts import capital, count, duration, every, listed, name, sentence
from handoffspec.emit.words.conditions import condition
from handoffspec.emit.words.names import (
    bare,
    everyone,
    human,
    outcome,
    statuses,
    system,
    team_and_address,
    things,
    told,
)
from handoffspec.emit.words.types import data_type
from handoffspec.plan import Plan
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Alarm, Handoff, Link, LinkRule, OnError, Outcome, Rule, ToNothing


def integration(plan: Plan) -> Page:
    """The page."""
    handoff = plan.handoff
    blocks: list[Block] = [
        *shared.top(handoff, shared.INTEGRATION),
        heading(2, _between(handoff)),
        *_introduction(handoff),
        heading(2, "Configuration"),
        *_configuration(plan),
        heading(2, "Field mappings"),
        *_field_mappings(plan),
        heading(2, "Conditional logic"),
        *_conditional_logic(handoff),
        heading(2, "Conflict resolution"),
        *_conflicts(handoff),
        heading(2, "Error handling"),
        *_errors(handoff),
        heading(2, "Audit trail"),
        *_audit(handoff),
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
        names = [bare(handoff, ref) for rule in nothing for ref in rule.fields if ref.side == side]
        if names:
            lead = strong(f"Stays in {system(handoff, side)}: ")
            yield item(lead, f"{listed(names, most=60)}. The field mapping audit says why.")


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
    elif not handoff.within:
        said.append(item(strong("Filters: "), "None: every linked ticket is kept in step, whatever becomes of it."))
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


# ── Conflicts, errors, audit ───────────────────────────────────────────────────────────────────────────────────────


def _one_record(words: str) -> list[Block]:
    return [paragraph(f"There is one record in one system{words}")]


def _conflicts(handoff: Handoff) -> list[Block]:
    if handoff.within:
        return _one_record(", so no two versions of it can disagree.")
    conflict = handoff.sync.conflict if handoff.sync else None
    if conflict is None:
        if handoff.sync is None or handoff.sync.flow != "both":
            return [paragraph("Changes flow one way only, so both systems cannot win: what flows overwrites.")]
        return [shared.missing("Both sides may change the same field, and it names no winner.")]
    decided = authority(handoff, conflict)
    rest = winner(handoff, conflict.otherwise)
    blocks: list[Block] = [
        Bullets(
            (
                item(
                    strong("When both systems are updated at the same time: "),
                    sentence(
                        f"for each field the system that decides it wins; for everything else, {rest}"
                        if decided
                        else rest
                    ),
                ),
                shared.led("Which system is authoritative:", decided, "Neither for any field."),
                *_several(handoff.link),
            )
        )
    ]
    if conflict.decides:
        rows: list[list[str | Words]] = [
            [capital(things(handoff, (thing,))), system(handoff, side)] for side, thing in conflict.decides
        ]
        blocks.append(table(["Field", "Decided by"], [*rows, ["Everything else", sentence(rest)]]))
    return blocks


def _several(link: Link | None) -> Iterator[Item]:
    """What holds where several tickets are linked to one."""
    if link is None or not (link.source_many or link.destination_many):
        return
    said = [
        *([f"their status: {name(link.status_wins)}"] if link.status_wins else []),
        *([f"their comments: from {name(link.comments_from.removeprefix('from '))}"] if link.comments_from else []),
    ]
    yield shared.led("When several tickets are linked to one:", said, "The spec does not say which of them counts.")


def _errors(handoff: Handoff) -> list[Block]:
    on_error = handoff.sync.on_error if handoff.sync else None
    if on_error is None:
        if handoff.within:
            return _one_record(f", so no transfer between systems can fail.{_noticed(handoff)}")
        return [shared.missing("When a write fails, nobody tries again and nobody is told.")]
    then = outcome(handoff, on_error.then, "the change")
    notified = [everyone(handoff, on_error.then.notify)] if on_error.then and on_error.then.notify else []
    by_hand = on_error.then.holder if on_error.then and on_error.then.kind == "hold" else None
    hand = [f"{team_and_address(handoff, by_hand)} puts it right and lets it go on"] if by_hand else []
    return [
        Bullets(
            (
                item(strong("When the synchronization fails: "), sentence(f"{_retry(on_error)}; then {then}")),
                shared.led("Retry logic:", [_retry(on_error)], ""),
                shared.led("Notification:", notified, "Nobody is told."),
                shared.led("Manual intervention:", hand, "The spec names nobody who steps in."),
            )
        )
    ]


def _noticed(handoff: Handoff) -> str:
    """How an automation of the system itself that fails in silence comes to light."""
    soon = [one for one in (handoff.ownership.acknowledge if handoff.ownership else ()) if one.otherwise]
    if not soon:
        return " Nothing brings to light a ticket that an automation of the system has left where it was."
    late = listed(f"after {duration(one.seconds)} {told(handoff, one.otherwise)}" for one in soon)
    return f" A ticket that nobody has taken over comes to light by itself: {late}."


def _retry(on_error: OnError) -> str:
    if not on_error.times:
        return "it is not tried again"
    pauses = f"first after {duration(on_error.first)}, then after growing pauses of up to {duration(on_error.longest)}"
    return f"it is tried again {count(on_error.times, 'time')}, {pauses}"


def _audit(handoff: Handoff) -> list[Block]:
    audit = handoff.sync.audit if handoff.sync else None
    if audit is None:
        if handoff.within:
            return _one_record(": its own history shows every change.")
        return [shared.missing("Nothing is logged or compared, so nobody can tell whether the integration works.")]
    compared = [f"both sides are compared {every(audit.compare_every)}"] if audit.compare_every else []
    logged = [f"every change is logged and kept for {duration(audit.log_for)}"] if audit.log_for else []
    alerts = [
        f"{everyone(handoff, one.who)}: alerted when {listed(map(_alarm, one.alarms), 'or')}" for one in audit.alerts
    ]
    return [
        Bullets(
            (
                shared.led("How anybody knows that it works:", compared, "Nothing is compared."),
                shared.led("Logging:", logged, "Nothing is logged."),
                shared.led("Monitoring and alerting:", alerts, "Nobody is alerted."),
            )
        )
    ]


_COMPARED = {"<": "under", "<=": "at most", ">": "over", ">=": "at least", None: ""}


def _alarm(alarm: Alarm) -> str:
    how = _COMPARED[alarm.operator]
    match alarm.kind:
        case "lag":
            return f"one side is {how} {duration(alarm.seconds or 0)} behind"
        case "failures":
            number = int(alarm.number) if alarm.number is not None and alarm.number.is_integer() else alarm.number
            return f"there are {how} {number} failures in {duration(alarm.seconds or 0)}"
        case "difference":
            return "a comparison finds a difference"
