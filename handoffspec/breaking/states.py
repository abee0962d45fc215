"""Statuses: what they become, how they change, what a system does by itself, and the way back."""

from collections.abc import Iterator

from handoffspec.breaking import words
from handoffspec.breaking.changes import Change, Version
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.status_map import Way, given, hops, read, rows, written
from handoffspec.schema.syncing import StatusRow
from handoffspec.schema.systems import Automation, Clock, Lifecycle, Status

_SIDES: tuple[Side, ...] = ("source", "destination")
_WAYS: tuple[Way, ...] = ("out", "back")
_CLOCKS: dict[Clock | None, str] = {None: "is unknown", "runs": "runs", "paused": "is paused", "stopped": "is stopped"}
_PAST: dict[Clock | None, str] = {None: "was unknown", "runs": "ran", "paused": "was paused", "stopped": "was stopped"}


def state_changes(old: Version, new: Version) -> Iterator[Change]:
    """Paths of a status that are gone or lead elsewhere."""
    for way in _WAYS:
        yield from _map(old, new, way)
    for side in _SIDES[: 1 if new.handoff.within else 2]:
        before, after = old.handoff.record(side), new.handoff.record(side)
        title = after.system_title
        if before.lifecycle is not None and after.lifecycle is not None:
            yield from (_change(new, f"{title}: {said}") for said in _lifecycle(before.lifecycle, after.lifecycle))
        yield from (_change(new, f"{title}: {said}") for said in _automations(before.automations, after.automations))
    yield from _ends(old, new)
    yield from _rollback(old, new)


def _change(new: Version, message: str, place: str = "sync.status") -> Change:
    return Change("state", new.handoff.name, place, message)


# ── The status map ─────────────────────────────────────────────────────────────────────────────────────────────────


def _map(old: Version, new: Version, way: Way) -> Iterator[Change]:
    side: Side = "source" if way == "out" else "destination"
    lifecycle = old.handoff.record(side).lifecycle
    there = new.handoff.record("destination" if way == "out" else "source").system_title
    for status in lifecycle.statuses if lifecycle else ():
        was, now = _rows(old.handoff, way, status.name), _rows(new.handoff, way, status.name)
        if was and [row for _, row in was] != [row for _, row in now]:
            place = now[0][0] if now else "sync.status"
            became = words.listed(_row(new.handoff, row) for _, row in now) if now else "nothing"
            before = words.listed(_row(old.handoff, row) for _, row in was)
            yield _change(new, f"`{status.name}` becomes {became} in {there}, no longer {before}", place)


def _rows(handoff: Handoff, way: Way, status: str) -> list[tuple[str, StatusRow]]:
    """The rows that read a status, without what only people read."""
    if handoff.sync is None:
        return []
    found = (row for row in rows(handoff.sync, way) if status in read(row, way) or not read(row, way))
    return [(row.id, _meaning(row, way)) for row in found]


def _meaning(row: StatusRow, way: Way) -> StatusRow:
    return StatusRow(
        "", (), written(row, way), way, row.when, hops(row, way), given(row, way), opens_follow_up=row.opens_follow_up
    )


def _row(handoff: Handoff, row: StatusRow) -> str:
    said = words.listed(f"`{status}`" for status in row.right or row.left) if row.right or row.left else "what it is"
    said = "a follow-up" if row.opens_follow_up else said
    said += f" through {words.listed(row.through)}" if row.through else ""
    said += f" with {words.listed(f'{ref.field} {value}' for ref, value in row.with_fields)}" if row.with_fields else ""
    return said + (f" when {words.condition(handoff, row.when)}" if row.when else "")


# ── Lifecycles ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _lifecycle(before: Lifecycle, after: Lifecycle) -> Iterator[str]:
    for status in before.statuses:
        now = after.status(status.name)
        if now is None:
            yield f"there is no status `{status.name}` any more"
        else:
            yield from _status(status, now)
    kept = [status.name for status in before.statuses if after.status(status.name) is not None]
    for one in kept:
        gone = [other for other in kept if before.transition(one, other) and not after.transition(one, other)]
        if gone:
            yield f"`{one}` no longer leads to {words.listed(f'`{name}`' for name in gone)}"
        for other in kept:
            was, then = before.transition(one, other), after.transition(one, other)
            if was and then and set(then.needs) - set(was.needs):
                yield f"from `{one}` to `{other}` {words.listed(then.needs)} must be given"


def _status(before: Status, after: Status) -> Iterator[str]:
    if after.clock != before.clock:
        yield f"in `{after.name}` the clock {_CLOCKS[after.clock]}; it {_PAST[before.clock]}"
    if after.final and not before.final:
        yield f"`{after.name}` is final now"
    if after.initial and not before.initial:
        yield f"tickets begin in `{after.name}`"
    if after.allows is not None and after.allows != before.allows:
        yield f"in `{after.name}` only {words.listed(after.allows)} can be changed"
    if after.category != before.category:
        yield f"`{after.name}` is {after.category}, no longer {before.category}"


def _automations(before: tuple[Automation, ...], after: tuple[Automation, ...]) -> Iterator[str]:
    yield from (f"“{one.title}” no longer happens" for one in before if one not in after)
    yield from (f"“{one.title}” happens now" for one in after if one not in before)


# ── Ends and the way back ──────────────────────────────────────────────────────────────────────────────────────────


def _ends(old: Version, new: Version) -> Iterator[Change]:
    ends = (("from", old.handoff.from_end, new.handoff.from_end), ("to", old.handoff.to_end, new.handoff.to_end))
    for place, before, after in ends:
        if before.statuses != after.statuses:
            was, now = (words.listed(e.statuses) if e.statuses else "any status" for e in (before, after))
            yield _change(new, f"the handoff goes {place} {now}, no longer {place} {was}", place)


def _rollback(old: Version, new: Version) -> Iterator[Change]:
    before, after = old.handoff.rollback, new.handoff.rollback
    if before is None:
        return
    if after is None:
        yield Change("state", new.handoff.name, "rollback", "tickets no longer come back", gone=True)
        return
    for when in before.when:
        if when not in after.when:
            said = words.condition(old.handoff, when)
            yield _change(new, f"tickets no longer come back when {said}", "rollback")
    if (before.to_status, before.to_team) != (after.to_status, after.to_team):
        to = after.to_status or after.to_team or "where they came from"
        yield _change(new, f"tickets come back to {to}", "rollback")
    if after.at_most is not None and (before.at_most is None or after.at_most < before.at_most):
        yield _change(new, f"tickets come back at most {after.at_most} times", "rollback")
    lacking = [carry for carry in before.carries if carry not in after.carries]
    for carry in lacking:
        what = words.listed(words.operand(old.handoff, source) for source in carry.sources)
        target = words.target(old.handoff, carry.target)
        yield Change("data", new.handoff.name, "rollback", f"{what} no longer comes back into {target}")
    asked = [ref for ref in after.requires if ref not in before.requires]
    if asked:
        fields = words.listed(words.field(new.handoff, ref) for ref in asked)
        yield Change("data", new.handoff.name, "rollback", f"{fields} must be filled before a ticket comes back")
    free = [ref for ref in before.requires if ref not in after.requires]
    if free:
        fields = words.listed(words.field(old.handoff, ref) for ref in free)
        yield Change("data", new.handoff.name, "rollback", f"tickets come back without {fields}")
