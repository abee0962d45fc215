"""The way back: a record of the destination read into the source's fields, context blocks as data, and rollback.

With the source's record as it stands (`onto`), what it says is kept as long as it still agrees with what comes back.
What is not there on the far side is none on this side too, unless `onto` says better.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from handoffspec.execute import calls
from handoffspec.execute.arrived import Arrived, arrive
from handoffspec.execute.comments import Written, copy_comments, copy_files
from handoffspec.execute.conditions import holds, some
from handoffspec.execute.context import read_block
from handoffspec.execute.draft import draft
from handoffspec.execute.events import Sight
from handoffspec.execute.fitting import Taken
from handoffspec.execute.losses import copy_losses, rule_losses
from handoffspec.execute.notify import Told, once
from handoffspec.execute.result import CallStep, Failure, Loss, MappingError, Notice, Outcome, Result
from handoffspec.execute.rules import Task, tasks
from handoffspec.execute.status import Hop, Mapped, hops, map_status, rows
from handoffspec.execute.values import Values, alike, in_plain, is_blank
from handoffspec.execute.wire.conversation import Attachment
from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.inputs import TicketInput, read_ticket
from handoffspec.execute.wire.write import update_body
from handoffspec.plan.model import Plan
from handoffspec.schema import status_map
from handoffspec.schema.handoffs import Handoff, Rollback
from handoffspec.schema.mapping import Rule, ToContext
from handoffspec.schema.systems import Record
from handoffspec.text.document import Document
from handoffspec.text.plain import parse_plain


def run_back(plan: Plan, ticket: TicketInput, onto: dict[str, object] | None = None, at: str | None = None) -> Outcome:
    """What comes back of a record of the destination. `onto` is the source's record, as its API gives it."""
    handoff = plan.handoff
    try:
        target = None if onto is None else arrive(handoff.source, read_ticket(onto, handoff.source), at, strict=False)
        return back(handoff, arrive(handoff.destination, ticket, at, strict=False), target.values if target else None)
    except (WireError, MappingError) as error:
        return Failure(handoff.name, error.code, error.message, error.path)


def back(handoff: Handoff, arrived: Arrived, onto: Values | None) -> Result:
    """The same for records that are read.

    Raises:
        MappingError: the record cannot be mapped.
        WireError: a value cannot be written as the source's API has it.
    """
    sight = arrived.sight("destination", handoff.source)
    if onto is not None:
        sight = replace(sight, now={**sight.now, "source": onto})
    fired = some(holds(c, sight) for c in handoff.rollback.when) if handoff.rollback else None
    returning = handoff.rollback if fired is True else None
    opened = _open_blocks(handoff, arrived)
    carrying = _with_carries(handoff, returning) if returning is not None else handoff
    made = draft(carrying, "back", _read(handoff, opened, onto), onto, sight)
    mapped = _status(handoff, arrived, onto, sight, returning)
    copied = copy_comments(handoff, "back", opened.comments)
    files = copy_files(handoff, "back", arrived.attachments)
    comments = (*copied.comments, *made.comments)
    payload = _payload(handoff.source, made.values, onto)
    path = _path(handoff, mapped, onto, {**(onto or {}), **made.values})
    missing = _missing(returning, opened.values)
    key = _source_key(handoff, arrived.values, onto)
    losses = (
        *made.losses,
        *opened.losses,
        *_status_losses(handoff, arrived, mapped),
        *copy_losses(handoff, "back", "comments", copied),
        *copy_losses(handoff, "back", "attachments", files),
    )
    return Result(
        handoff=handoff.name,
        fired=fired,
        payload=payload,
        steps=tuple(_steps(handoff.source, key, payload, path, comments, files.files)),
        record={**made.values, **opened.context, **_mapped_status(handoff, mapped)},
        losses=tuple(dict.fromkeys(losses)),
        missing=missing,
        notify=once(_notices(handoff, returning, missing, sight)),
        comments=tuple((comment.channel, in_plain(comment.text)) for comment in comments),
    )


def _source_key(handoff: Handoff, values: Values, onto: Values | None) -> object:
    """The source record's id: its own where it is given, else what the far record keeps as the link."""
    given = (onto or {}).get(handoff.source.key)
    if given is not None or handoff.link is None:
        return given
    return values.get(handoff.link.destination_field)


# ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Opened:
    """The far record with its context blocks taken out: the values left, what the blocks said, what was damaged."""

    values: Values
    context: Values
    comments: tuple[dict[str, object], ...]
    losses: tuple[Loss, ...]


def _open_blocks(handoff: Handoff, arrived: Arrived) -> Opened:
    """A damaged block leaves its fields, and the text that it stands in, as they were last agreed."""
    values, context = dict(arrived.values), dict[str, object]()
    losses: list[Loss] = []
    carrying = [task for task in tasks(handoff, "out") if isinstance(task.rule.target, ToContext)]
    for name, inside in _by_field(carrying).items():
        document = _rich(values.get(name))
        if document is None:
            continue
        found = read_block(handoff, document, inside)
        if found.damage is not None:
            del values[name]
            losses += _damaged(inside, f"the context block of {name} was changed: {found.damage}")
            continue
        values[name] = found.prose if isinstance(values[name], Document) else in_plain(found.prose)
        context |= found.values
    own = [task for task in carrying if cast("ToContext", task.rule.target).field is None]
    comments, said, lost = _open_comments(handoff, arrived, own)
    return Opened(values, {**context, **said}, comments, (*losses, *lost))


def _by_field(carrying: Sequence[Task]) -> dict[str, list[Task]]:
    found: dict[str, list[Task]] = {}
    for task in carrying:
        where = cast("ToContext", task.rule.target).field
        if where is not None:
            found.setdefault(where.field, []).append(task)
    return found


def _rich(value: object) -> Document | None:
    return value if isinstance(value, Document) else parse_plain(value).document if isinstance(value, str) else None


def _open_comments(
    handoff: Handoff, arrived: Arrived, carrying: Sequence[Task]
) -> tuple[tuple[dict[str, object], ...], Values, tuple[Loss, ...]]:
    """Comments without those that are context blocks; of two blocks the later one counts."""
    kept: list[dict[str, object]] = []
    context: dict[str, object] = {}
    losses: list[Loss] = []
    for comment in arrived.comments:
        inside = [t for t in carrying if cast("ToContext", t.rule.target).channel == comment["channel"]]
        found = read_block(handoff, cast("Document", comment["text"]), inside)
        if found.damage is not None and inside:
            losses += _damaged(inside, f"the context block in a comment was changed: {found.damage}")
        elif found.values:
            context |= found.values
            continue
        kept.append(comment)
    return tuple(kept), context, tuple(losses)


def _damaged(inside: Sequence[Task], why: str) -> Iterator[Loss]:
    for task in inside:
        yield from rule_losses(task, task.read_fields, [Taken("structure to text", why)], "lost")


def _read(handoff: Handoff, opened: Opened, onto: Values | None) -> Values:
    """The values that rules read. A damaged text stays away; what is not there is none, where nothing is known here."""
    if onto is not None:
        return opened.values
    damaged = {loss.field for loss in opened.losses}
    names = (f.name for f in handoff.destination.fields if f.read_at is not None and f.name not in damaged)
    return {**dict.fromkeys(names), **opened.values}


def _payload(record: Record, written: Values, onto: Values | None) -> Values:
    """The body that writes the values that are not there already; empty where there are none."""
    fields = {f.name: f for f in record.fields}
    new = {
        name: value
        for name, value in written.items()
        if onto is None or name not in onto or not alike(fields[name], onto[name], value)
    }
    return update_body(record, new) if new else {}


# ── Status ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _status(
    handoff: Handoff, arrived: Arrived, onto: Values | None, sight: Sight, returning: Rollback | None
) -> Mapped | None:
    """The source's status: where a rollback returns the ticket to, else what the status map says."""
    source, destination = handoff.source.lifecycle, handoff.destination.lifecycle
    if source is None or destination is None:
        return None
    now = (onto or {}).get(source.field)
    current = now if isinstance(now, str) else None
    row = status_map.returning(returning, source, current) if returning is not None else None
    if row is not None:
        return Mapped(row, row.left[0])
    status = arrived.values.get(destination.field)
    return map_status(handoff, "back", status, sight, current) if isinstance(status, str) else None


def _mapped_status(handoff: Handoff, mapped: Mapped | None) -> Values:
    lifecycle = handoff.source.lifecycle
    return {lifecycle.field: mapped.status} if lifecycle is not None and mapped is not None and mapped.status else {}


def _path(handoff: Handoff, mapped: Mapped | None, onto: Values | None, given: Values) -> tuple[Hop, ...]:
    lifecycle = handoff.source.lifecycle
    if mapped is None or lifecycle is None or mapped.row.opens_follow_up:
        return ()
    now = (onto or {}).get(lifecycle.field)
    # The hops of a row are those of the side that it is written for; on this side a step is direct.
    own = (
        mapped if mapped.row.flow == "back" else Mapped(replace(mapped.row, through=(), with_fields=()), mapped.status)
    )
    return hops(handoff.source, own, now if isinstance(now, str) else None, given)


def _status_losses(handoff: Handoff, arrived: Arrived, mapped: Mapped | None) -> Iterator[Loss]:
    lifecycle = handoff.destination.lifecycle
    status = arrived.values.get(lifecycle.field) if lifecycle else None
    if lifecycle is not None and isinstance(status, str) and mapped is None and rows(handoff, "back"):
        detail = f"no row of the status map says what {status} becomes"
        yield Loss(lifecycle.field, "lost", "unmapped", "undecided", detail)


# ── Coming back for good ───────────────────────────────────────────────────────────────────────────────────────────


def _with_carries(handoff: Handoff, returning: Rollback) -> Handoff:
    """The handoff with what a rollback carries as rules among the others."""
    rules = (
        Rule(f"rollback.carry.{number}", carry.sources, "out", carry.target, impact="none")
        for number, carry in enumerate(returning.carries)
    )
    return replace(handoff, rules=(*handoff.rules, *rules))


def _missing(returning: Rollback | None, values: Values) -> tuple[str, ...]:
    """What a rollback asks for and the far record does not say."""
    required = returning.requires if returning is not None else ()
    return tuple(ref.field for ref in required if is_blank(values.get(ref.field)))


def _notices(handoff: Handoff, returning: Rollback | None, missing: Sequence[str], sight: Sight) -> Iterator[Notice]:
    if returning is not None:
        told = Told(handoff, sight)
        lacking = f"; missing: {', '.join(missing)}" if missing else ""
        yield from told.at_the_handoff(returning.notify, f"handed back: {handoff.title}{lacking}")


def _steps(
    record: Record,
    key: object,
    payload: Values,
    path: Sequence[Hop],
    comments: Sequence[Written],
    files: Sequence[Attachment],
) -> Iterator[CallStep]:
    known = key if isinstance(key, str | int) else calls.SOURCE_NOT_KNOWN
    if payload:
        yield from calls.step(record, "update", known, payload)
    yield from calls.transition_steps(record, known, path)
    yield from calls.comment_steps(record, known, comments)
    yield from calls.attach_steps(record, known, files)
