"""Tickets that break one rule of a spec. Each makes the ticket and says which rule should be named: kind and id; None
where the spec has no such rule on that side."""

from handoffspec.analysis.lifecycles.syncing import Syncing
from handoffspec.diagnose.event import Event
from handoffspec.schema.types import ChoiceType
from tests.diagnose.executed import INTO, OTHER, SYNC, BrokenError


def alone(walk, side, status=None):
    """A record of a side that belongs to no other."""
    record = walk.handoff.record(side)
    if side == "destination" and not walk.handoff.within:
        walk.destination.clear()
    walk.set_status(side, status or record.lifecycle.statuses[0].name)
    walk.wait(days=1)
    return record


# ── What a record's description rules out ──────────────────────────────────────────────────────────────────────────


def unknown_status(walk, side):
    alone(walk, side)
    walk.set_status(side, "Parked elsewhere")
    return "status", "lifecycle"


def illegal_transition(walk, side):
    own = walk.machines[side]
    pairs = ((a, b) for a in own.names for b in own.names if a != b)
    allowed = {(own.names[at], own.names[move.after]) for at, moves in enumerate(own.moves) for move in moves}
    wrong = next((pair for pair in pairs if pair not in allowed), None)
    if wrong is None:
        return None
    alone(walk, side, wrong[0])
    walk.set_status(side, wrong[1])
    return "transition", f"lifecycle {wrong[0]}"


def transition_without_what_it_needs(walk, side):
    record = walk.handoff.record(side)
    for made in record.lifecycle.transitions:
        if made.needs:
            alone(walk, side, made.sources[0])
            walk.put(side, made.needs[0], walk.sample(side, made.needs[0]))
            for name in made.needs[1:]:
                walk.put(side, name, walk.sample(side, name))
            walk.wait(days=1)
            walk.put(side, made.needs[0], None)
            walk.wait(days=1)
            target = next(one for one in made.targets if one != made.sources[0])
            walk.set_status(side, target)
            return "transition", f"lifecycle {target}"
    return None


def unknown_field(walk, side):
    alone(walk, side)
    walk.emit(side, "moon phase", "new", "full")
    return "field", "fields"


def unknown_option(walk, side):
    record = alone(walk, side)
    fields = [f for f in record.fields if isinstance(f.type, ChoiceType) and f.type.options and not f.kept]
    field = next((f for f in fields if f.name != record.lifecycle.field), None)
    if field is None:
        return None
    walk.put(side, field.name, "As we please")
    return "value", f"fields {field.name}"


def required_field_emptied(walk, side):
    record = alone(walk, side)
    field = next(
        (f for f in record.fields if f.required and f.name in ("subject", "summary", "short_description")), None
    )
    if field is None:
        return None
    walk.put(side, field.name, "Printer")
    walk.wait(days=1)
    walk.put(side, field.name, None)
    return "value", f"fields {field.name}"


def text_too_long(walk, side):
    record = alone(walk, side)
    field = next((f for f in record.fields if f.type.kind == "text" and not f.type.rich and f.type.limit), None)
    if field is None or field.type.limit.unit != "characters":
        return None
    walk.put(side, field.name, "x" * (field.type.limit.number + 1))
    return "value", f"fields {field.name}"


def changed_while_closed(walk, side):
    record = walk.handoff.record(side)
    closed = next((s for s in record.lifecycle.statuses if s.allows is not None), None)
    if closed is None:
        return None
    alone(walk, side, closed.name)
    walk.put(side, "type", "task")
    return "value", "fields type"


RECORD = (
    unknown_status, illegal_transition, transition_without_what_it_needs, unknown_field, unknown_option,
    required_field_emptied, text_too_long, changed_while_closed,
)  # fmt: skip


# ── What a handoff rules out ───────────────────────────────────────────────────────────────────────────────────────


def crossed(walk):
    """A ticket that has crossed and been taken over in time, with nothing left to be done at once."""
    walk.begin()
    walk.trigger()
    walk.cross()
    walk.acknowledge()
    walk.wait(days=1)


def status_map(walk):
    return Syncing(walk.handoff, walk.handoff.sync, walk.machines["source"], walk.machines["destination"])


def wrong_status(walk, side):
    """A change that is answered with a status that the map does not give."""
    crossed(walk)
    syncing, other = status_map(walk), OTHER[side]
    back_to = walk.handoff.rollback.to_status if side == "source" else None
    for status in walk.moves(side):
        if status == back_to:
            continue
        for wrong in walk.moves(other):
            pair = (status, wrong) if side == "source" else (wrong, status)
            before = walk.status(other)
            plans = syncing.plans(INTO[side], status, before)
            if syncing.related(*pair, follow_up=True) or any(
                plan.answer != "write" or plan.goal == wrong for plan in plans
            ):
                continue
            if any(p.goal == status for p in syncing.plans(INTO[other], wrong, walk.status(side))):
                continue
            walk.move(side, status, "bo", answered=False)
            walk.wait(minutes=1)
            walk.move(other, wrong, SYNC, answered=False)
            return "status map", syncing.plans(INTO[side], status, wrong)[0].row_id
    raise BrokenError("every answer fits")


def no_answer(walk, side):
    """A change that nothing answers."""
    crossed(walk)
    syncing = status_map(walk)
    back_to = walk.handoff.rollback.to_status if side == "source" else None
    for status in walk.moves(side):
        plans = syncing.plans(INTO[side], status, walk.status(OTHER[side]))
        pair = (status, walk.status("destination")) if side == "source" else (walk.status("source"), status)
        if status == back_to or syncing.related(*pair, follow_up=True) or any(p.answer != "write" for p in plans):
            continue
        walk.move(side, status, "bo", answered=False)
        return "status map", plans[0].row_id
    raise BrokenError("the other side stands right already")


def back_to_open_and_no_answer(walk, side):
    """The same with the status that a rollback leads to, while what the rollback asks for never changes."""
    if side != "source" or walk.handoff.rollback.to_status is None:
        return None
    crossed(walk)
    goal = walk.handoff.rollback.to_status
    for status in walk.moves("source"):
        walk.move("source", status, "bo")
        walk.wait(days=1)
        break
    plans = status_map(walk).plans("out", goal, walk.status("destination"))
    if goal not in walk.moves("source") or any(plan.answer != "write" for plan in plans):
        return None
    if status_map(walk).related(goal, walk.status("destination"), follow_up=True):
        return None
    if any(part in str(walk.handoff.rollback.when) for part in ("'status'", "'result'")):
        return None
    walk.move("source", goal, "bo", answered=False)
    return "status map", plans[0].row_id


def taken_over_late(walk, side):
    if side != "source":
        return None
    walk.begin()
    if not walk.handoff.within:
        walk.trigger(keep_status=True)
    else:
        walk.trigger()
    walk.cross()
    line = walk.handoff.ownership.acknowledge[0]
    if line.by == "status" and walk.status("destination") in line.statuses:
        raise BrokenError("it arrives taken over")
    walk.wait(days=9)
    walk.acknowledge()
    return "acknowledge", "ownership.acknowledge"


def given_to_another_team(walk, side):
    if side != "source":
        return None
    walk.begin()
    walk.trigger()
    others = [team.name for team in walk.handoff.teams if team.name != walk.handoff.ownership.responsible[0].team]
    if not others or (walk.handoff.within):
        return None
    walk.cross(into=others[0])
    walk.acknowledge()
    return "responsible", "ownership.responsible"


def crossed_without_its_trigger(walk, side):
    if side != "source":
        return None
    walk.begin()
    for condition in walk.handoff.trigger:
        for part in getattr(condition, "conditions", (condition,)):
            if part.kind == "compare" and part.operator == "becomes" and not walk.is_status("source", part.field):
                walk.put("source", part.field.field, other_value(walk, part))
    walk.wait(hours=5)
    walk.cross()
    walk.acknowledge()
    return "trigger", "trigger"


def other_value(walk, part):
    field = walk.handoff.source.field(part.field.field)
    if isinstance(field.type, ChoiceType) and field.type.options:
        return next(o.name for o in field.type.options if o.name not in part.values)
    return "1"


def stayed_although_the_trigger_held(walk, side):
    if side != "source" or walk.handoff.within:
        return None
    walk.begin()
    walk.trigger()
    walk.wait(days=3)
    walk.comment("source")
    return "trigger", "trigger"


def crossed_without_what_is_required(walk, side):
    """Without a field whose absence holds the ticket."""
    if side != "source":
        return None
    required = next((r for r in walk.handoff.requirements if r.otherwise and r.otherwise.kind == "hold"), None)
    if required is None:
        return None
    walk.begin()
    walk.put("source", required.subject.field, None)
    walk.wait(hours=2)
    walk.trigger()
    walk.cross()
    walk.acknowledge()
    return "require", required.id


def crossed_without_asking(walk, side):
    if side != "source" or walk.handoff.within:
        return None
    required = [
        r
        for r in walk.handoff.requirements
        if r.otherwise and r.otherwise.kind == "ask" and not isinstance(r.subject, str)
    ]
    fields = walk.handoff.source
    required = [
        r
        for r in required
        if not (fields.field(r.subject.field).never_cleared or fields.field(r.subject.field).required)
    ]
    if not required:
        return None
    walk.begin()
    walk.put("source", required[-1].subject.field, None)
    walk.wait(hours=2)
    walk.trigger()
    walk.cross()
    walk.acknowledge()
    walk.wait(days=2)
    walk.talk("source")
    return "require", required[-1].id


def wrong_priority(walk, side):
    """A change of a field that the table translates otherwise."""
    crossed(walk)
    rule = next((r for r in walk.handoff.rules if r.flow == "both" and r.table and r.target.kind == "fields"), None)
    other = OTHER[side]
    rows = [
        row
        for row in rule.table
        if row.flow == "both" and all(c.kind in ("values", "any") for c in row.left + row.right)
    ]
    read, write = (rule.fields, rule.target.fields) if side == "source" else (rule.target.fields, rule.fields)
    cells = [(r.left, r.right) if side == "source" else (r.right, r.left) for r in rows]
    for ref, cell in zip(write, cells[1][1], strict=True):
        if cell.kind == "values":
            walk.put(ref.side, ref.field, str(cell.values[0]), "bo")
    walk.wait(seconds=20)
    walk.tables(other)
    walk.wait(days=1)
    for ref, cell in zip(read, cells[-1][0], strict=True):
        if cell.kind == "values":
            walk.put(ref.side, ref.field, str(cell.values[0]), "bo")
    return "map", rule.id


def comment_not_copied(walk, side):
    if walk.handoff.sync.comments is None:
        return None
    crossed(walk)
    walk.comment(side, "bo")
    walk.wait(days=2)
    walk.talk(side)
    return "comments", "sync.comments"


def written_against_the_arrow(walk, side):
    crossed(walk)
    flow = INTO[OTHER[side]]
    written = {
        ref
        for r in walk.handoff.rules
        if r.flow in (flow, "both") and r.target.kind == "fields"
        for ref in (*r.fields, *r.target.fields)
    }
    for rule in walk.handoff.rules:
        refs = [
            ref
            for ref in (*rule.fields, *(rule.target.fields if rule.target.kind == "fields" else ()))
            if ref.side == side
        ]
        if rule.flow == INTO[side] and not rule.table and refs and not any(ref in written for ref in refs):
            name = refs[0].field
            named = [r for r in walk.handoff.rules if refs[0] in r.fields or refs[0] in getattr(r.target, "fields", ())]
            given = {ref.field for row in walk.handoff.sync.status for ref, _ in row.with_fields if ref.side == side}
            if walk.handoff.record(side).field(name).type.kind != "text" or name == "description" or name in given:
                continue
            walk.put(side, name, "Written by nobody", SYNC)
            return "direction", named[0].id
    return None


def came_back_too_often(walk, side):
    if side != "source":
        return None
    crossed(walk)
    rollback = walk.handoff.rollback
    for _ in range(rollback.at_most + 1):
        if rollback.to_team:
            walk.roll_back()
            walk.wait(days=1)
            walk.trigger()
            walk.cross()
            walk.acknowledge()
            continue
        if walk.status("source") == rollback.to_status:
            moved = next((s for s in walk.moves("source") if not closes(walk, s)), None)
            if moved is None:
                raise BrokenError("nowhere to go")
            walk.move("source", moved, "bo")
        walk.roll_back()
        walk.wait(days=1)
    return "rollback", "rollback"


def linked_twice(walk, side):
    """A second record of the other side for the same one."""
    crossed(walk)
    record = walk.handoff.record(side)
    link = walk.name if side == "destination" else f"{walk.name}-2"
    status = next(s.name for s in record.lifecycle.statuses if s.initial)
    taken = walk.handoff.ownership.acknowledge[0].statuses if side == "destination" else ()
    for before, after in zip((None, status), (status, *taken), strict=False):
        at = walk.now.isoformat()
        made = Event(f"{walk.name}-3", at, "status", before, after, "bo", system=record.system, link=link)
        walk.events.append(made)
        walk.wait(minutes=5)
    return "link", "link"


def closes(walk, status):
    own = walk.machines["source"]
    return own.closed(own.numbers[status])


BETWEEN = (
    wrong_status, no_answer, back_to_open_and_no_answer, taken_over_late, given_to_another_team,
    crossed_without_its_trigger, stayed_although_the_trigger_held, crossed_without_what_is_required,
    crossed_without_asking, wrong_priority, comment_not_copied, written_against_the_arrow, came_back_too_often,
    linked_twice,
)  # fmt: skip
WITHIN = (taken_over_late, came_back_too_often)
