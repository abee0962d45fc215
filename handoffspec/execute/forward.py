"""A handoff over one ticket: whether it fires, what crosses, what is lost, what is missing, who is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handoffspec.diagnostics import codes
from handoffspec.execute import calls
from handoffspec.execute.arrived import Arrived, arrive
from handoffspec.execute.comments import Copied, Written, copy_comments, copy_files
from handoffspec.execute.conditions import Truth, every, holds, some
from handoffspec.execute.draft import Draft, draft
from handoffspec.execute.events import Sight
from handoffspec.execute.gate import Gate, asking, gate_of, notices_of
from handoffspec.execute.losses import copy_losses
from handoffspec.execute.notify import once
from handoffspec.execute.requirements import absences
from handoffspec.execute.result import CallStep, Failure, Loss, MappingError, Outcome, Result
from handoffspec.execute.status import Hop, Mapped, hops, status_losses, status_when_made
from handoffspec.execute.values import Values, alike, in_plain, is_empty
from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.inputs import TicketInput
from handoffspec.execute.wire.write import NOT_YET_KNOWN, can_write, create_body, update_body
from handoffspec.plan.model import Plan
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.syncing import StatusRow
from handoffspec.schema.systems import Record


def run_forward(plan: Plan, ticket: TicketInput, at: str | None = None) -> Outcome:
    """What the handoff does with a ticket of its source. `at` is the time, ISO 8601; no clock is read."""
    handoff = plan.handoff
    try:
        return forward(handoff, arrive(handoff.source, ticket, at, strict=True))
    except (WireError, MappingError) as error:
        return Failure(handoff.name, error.code, error.message, error.path)


def forward(handoff: Handoff, arrived: Arrived) -> Result:
    """The same for a ticket that is read.

    Raises:
        MappingError: the ticket cannot be mapped.
        WireError: a value cannot be written as the destination's API has it.
    """
    sight = arrived.sight("source", handoff.destination)
    if handoff.within:
        sight = replace(sight, now={**sight.now, "destination": arrived.values})
    current = arrived.values if handoff.within else None
    made = draft(handoff, "out", _readable(handoff, arrived), current, sight)
    crossing = _crossing(handoff, arrived, made, sight)
    fired = fires(handoff, arrived, sight)
    missing = absences(handoff, arrived, sight)
    gate = gate_of(handoff, missing, strangers=made.strangers, failures=arrived.failures)
    steps = _steps(handoff, arrived, crossing, gate) if fired is not False and gate.open else ()
    return Result(
        handoff=handoff.name,
        fired=fired,
        payload=crossing.payload,
        steps=steps,
        record=crossing.record,
        losses=tuple(dict.fromkeys((*made.losses, *crossing.losses))),
        missing=tuple(absence.name for absence in gate.missing),
        notify=once(notices_of(handoff, gate, sight)) if fired is not False else (),
        held=gate.held if fired is not False else None,
        comments=tuple((c.channel, in_plain(c.text)) for c in _comments(handoff, crossing, gate)) if steps else (),
    )


def _readable(handoff: Handoff, arrived: Arrived) -> Values:
    """The values that rules read. For a record that is made anew, what is not there is as good as null."""
    if handoff.within:
        return arrived.values
    return {**dict.fromkeys(f.name for f in arrived.record.fields if f.read_at is not None), **arrived.values}


# ── Whether it fires ───────────────────────────────────────────────────────────────────────────────────────────────


def fires(handoff: Handoff, arrived: Arrived, sight: Sight) -> Truth:
    """Whether any alternative of the trigger holds, for a ticket in a status that the handoff starts from."""
    if not handoff.trigger:
        return None
    return every((_starts_here(handoff, arrived), some(holds(condition, sight) for condition in handoff.trigger)))


def _starts_here(handoff: Handoff, arrived: Arrived) -> Truth:
    """A ticket seen only after the change may have been in another status before it."""
    statuses, lifecycle = handoff.from_end.statuses, handoff.source.lifecycle
    if not statuses or lifecycle is None:
        return True
    now = arrived.values.get(lifecycle.field)
    was = arrived.before.get(lifecycle.field) if arrived.before is not None else None
    if now in statuses or was in statuses:
        return True
    return None if arrived.before is None and now in handoff.to_end.statuses else False


# ── What crosses ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Crossing:
    """Everything that would cross: the body, the arriving record, and the calls' contents."""

    payload: Values
    record: Values
    hops: tuple[Hop, ...]
    comments: tuple[Written, ...]
    copied: Copied
    files: Copied
    losses: tuple[Loss, ...]


def _crossing(handoff: Handoff, arrived: Arrived, made: Draft, sight: Sight) -> Crossing:
    values = dict(made.values)
    kept_in = handoff.source.lifecycle
    status = arrived.values.get(kept_in.field) if kept_in else None
    if handoff.within:
        copied = files = Copied()
        mapped, path = None, _own_path(handoff, arrived)
        changed = {name: value for name, value in values.items() if not _is_so(handoff.source, arrived, name, value)}
        payload = update_body(handoff.source, changed) if changed else {}
        record = {**arrived.values, **values}
    else:
        copied = copy_comments(handoff, "out", arrived.comments)
        files = copy_files(handoff, "out", arrived.attachments)
        values |= _linked(handoff, arrived)
        mapped, direct, path = status_when_made(handoff, status, values, sight)
        payload = create_body(handoff.destination, {**values, **direct})
        _check_filled(handoff.destination, {**values, **direct})
        record = {**values, **direct}
    for hop in path:
        record |= hop.needs
    lifecycle = handoff.destination.lifecycle
    if path and lifecycle is not None:
        record[lifecycle.field] = path[-1].status
    elif mapped is not None and lifecycle is not None:
        record[lifecycle.field] = mapped.status
    losses = (
        *status_losses(handoff, status, mapped),
        *copy_losses(handoff, "out", "comments", copied),
        *copy_losses(handoff, "out", "attachments", files),
    )
    return Crossing(payload, record, path, tuple(made.comments), copied, files, losses)


def _is_so(record: Record, arrived: Arrived, name: str, value: object) -> bool:
    field = record.field(name)
    return field is not None and name in arrived.values and alike(field, arrived.values[name], value)


def _linked(handoff: Handoff, arrived: Arrived) -> Values:
    """The source's key in the destination's field for it, where that can be written."""
    field = handoff.destination.field(handoff.link.destination_field) if handoff.link else None
    if field is None or not can_write(field, at_creation=True) or arrived.id is None:
        return {}
    return {field.name: str(arrived.id) if field.type.kind == "text" else arrived.id}


def _check_filled(record: Record, values: Values) -> None:
    """A person who is a stranger is somebody's to replace; anything else that is required has to be there."""
    for field in record.fields:
        needed = field.required and field.default is None and can_write(field, at_creation=True)
        if needed and field.type.kind != "person" and is_empty(values.get(field.name)):
            message = (
                f"{record.system_title} asks for {field.label} ({field.name}), and this ticket fills nothing into it; "
                f"give the rule a `default`"
            )
            raise MappingError(codes.NEEDS_FIELD, message, f"map.{field.name}")


# ── Status ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _own_path(handoff: Handoff, arrived: Arrived) -> tuple[Hop, ...]:
    """Within one system: to the status that the handoff ends in, unless the ticket is in one already."""
    lifecycle = handoff.source.lifecycle
    ends = handoff.to_end.statuses
    if lifecycle is None or not ends or arrived.values.get(lifecycle.field) in ends:
        return ()
    now = arrived.values.get(lifecycle.field)
    row = StatusRow("to", (), (ends[0],), "out")
    return hops(handoff.source, Mapped(row, ends[0]), now if isinstance(now, str) else None, arrived.values)


# ── Steps ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _steps(handoff: Handoff, arrived: Arrived, crossing: Crossing, gate: Gate) -> tuple[CallStep, ...]:
    record = handoff.destination
    own = calls.SOURCE_NOT_KNOWN if arrived.id is None else arrived.id
    key = own if handoff.within else NOT_YET_KNOWN
    steps: list[CallStep] = []
    if not handoff.within:
        steps += calls.step(record, "create", key, crossing.payload)
        steps += calls.link_steps(handoff, arrived.id)
    elif crossing.payload:
        steps += calls.step(record, "update", key, crossing.payload)
    steps += calls.transition_steps(record, key, crossing.hops)
    steps += calls.comment_steps(record, key, _comments(handoff, crossing, gate))
    steps += calls.attach_steps(record, key, crossing.files.files)
    return tuple(steps)


def _comments(handoff: Handoff, crossing: Crossing, gate: Gate) -> Sequence[Written]:
    asks = [asking(handoff, gate.asked)] if gate.asked else []
    return (*crossing.copied.comments, *crossing.comments, *asks)
