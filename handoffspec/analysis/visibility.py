"""Law 10 over several handoffs: where internal comments and private fields get to, system by system.

A place is a field or a channel of comments of one kind of record. What stands in it goes on over the rules, the
context blocks, the comments and the ways back of every handoff that begins or ends there.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from handoffspec.analysis.domains import read_by, ways, written_by
from handoffspec.analysis.facts import Fact, OutOrBack
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import RuleTarget, ToComment, ToContext, ToFields
from handoffspec.schema.systems import Channel, Field, Record

Place: TypeAlias = tuple[str, str, str]
"""System, record, and a field's name or a channel as in `internal comments`."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One crossing: from a place to another, by a part of a handoff."""

    handoff: str
    part: str
    """The id of the rule or section that does it."""
    start: Place
    stop: Place
    within: bool = False
    reasoned: bool = False
    """Whether the author says why private data may take it."""


@dataclass(frozen=True, slots=True)
class InternalGetsOut(Fact):
    """Internal comments become public. The path begins where they are written and goes on to where they are read."""

    path: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class PrivateGoesOn(Fact):
    """A private field has crossed with a reason, or within its system, and goes on from there without one."""

    kind: str
    path: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class RestrictedMadePublic(Fact):
    """A field that only some teams see is put into a public comment."""

    field: FieldRef
    part: str


def visibility_facts(handoffs: Sequence[Handoff]) -> list[tuple[str, Fact]]:
    """What gets further than it should, each with the handoff that takes it there."""
    found: list[tuple[str, Fact]] = []
    spoken = [hop for handoff in handoffs for hop in _comments(handoff)]
    for handoff in handoffs:
        widening = [hop for hop in _comments(handoff) if _widens(hop)]
        if widening:
            found.append((handoff.name, InternalGetsOut(_whole_way(widening[0], spoken))))
        found += [(handoff.name, fact) for fact in _restricted(handoff)]
    found += _private(handoffs, [hop for handoff in handoffs for hop in (*_fields(handoff), *_comments(handoff))])
    return found


# ── Internal comments ──────────────────────────────────────────────────────────────────────────────────────────────


def _widens(hop: Hop) -> bool:
    return hop.start[2] == _spoken("internal") and hop.stop[2] == _spoken("public")


def _whole_way(widening: Hop, hops: Sequence[Hop]) -> tuple[Hop, ...]:
    """The hop that makes them public, behind the hop that brings them there and before those that take them further."""
    before = next((hop for hop in hops if hop.stop == widening.start and hop.start[2] == widening.start[2]), None)
    if before is not None and (before.start[:2] == widening.stop[:2] or before.handoff == widening.handoff):
        before = None
    after = next((hop for hop in hops if hop.start == widening.stop and hop.stop[2] == widening.stop[2]), None)
    return tuple(hop for hop in (before, widening, after) if hop is not None)


def _comments(handoff: Handoff) -> Iterator[Hop]:
    """How comments are copied. A channel that the other side does not have is refused when it is written."""
    sync = handoff.sync.comments if handoff.sync else None
    if sync is None or handoff.within:
        return
    flows: tuple[OutOrBack, ...] = ("out", "back") if sync.flow == "both" else (sync.flow,)
    for way in flows:
        read, written = _records(handoff, way)
        for channel, into in sync.channels:
            if channel in _channels(read) and into in _channels(written):
                start, stop = _place(read, _spoken(channel)), _place(written, _spoken(into))
                yield Hop(handoff.name, "sync.comments", start, stop)


def _records(handoff: Handoff, way: OutOrBack) -> tuple[Record, Record]:
    return (handoff.source, handoff.destination) if way == "out" else (handoff.destination, handoff.source)


def _channels(record: Record) -> tuple[Channel, ...]:
    return record.comments.channels if record.comments else ()


def _spoken(channel: Channel) -> str:
    return f"{channel} comments"


def _place(record: Record, name: str) -> Place:
    return record.system, record.name, name


# ── Fields that only some see ──────────────────────────────────────────────────────────────────────────────────────


def _restricted(handoff: Handoff) -> Iterator[Fact]:
    carries = handoff.rollback.carries if handoff.rollback else ()
    carried = [("rollback", tuple(s for s in c.sources if isinstance(s, FieldRef)), c.target) for c in carries]
    for part, refs, target in [*((rule.id, rule.fields, rule.target) for rule in handoff.rules), *carried]:
        if isinstance(target, ToComment | ToContext) and target.channel == "public":
            hidden = next((ref for ref in refs if (field := _field(handoff, ref)) and field.seen_by), None)
            if hidden is not None:
                yield RestrictedMadePublic(hidden, part)


def _field(handoff: Handoff, ref: FieldRef) -> Field | None:
    return handoff.record(ref.side).field(ref.field)


# ── Private fields ─────────────────────────────────────────────────────────────────────────────────────────────────


def _private(handoffs: Sequence[Handoff], hops: Sequence[Hop]) -> Iterator[tuple[str, Fact]]:
    """Each place where something private leaves a system that it had reached before, without a word."""
    kinds = dict(_marked(handoffs))
    told: set[tuple[str, str]] = set()
    for origin, kind in kinds.items():
        for path in _reached(origin, hops, kinds):
            last = path[-1]
            if (last.handoff, last.part) not in told:
                told.add((last.handoff, last.part))
                yield last.handoff, PrivateGoesOn(kind, path)


def _marked(handoffs: Sequence[Handoff]) -> Iterator[tuple[Place, str]]:
    for record in (record for handoff in handoffs for record in (handoff.source, handoff.destination)):
        for field in record.fields:
            if field.personal or field.secret:
                yield _place(record, field.name), "secret" if field.secret else "personal"


def _reached(origin: Place, hops: Sequence[Hop], kinds: Mapping[Place, str]) -> Iterator[tuple[Hop, ...]]:
    """Paths that end with a crossing without a reason; the first hop is told by the rule that makes it."""
    seen = {origin}
    waiting: deque[tuple[Hop, ...]] = deque(
        (hop,) for hop in hops if hop.start == origin and (hop.reasoned or hop.within)
    )
    while waiting:
        path = waiting.popleft()
        last = path[-1]
        if len(path) > 1 and not last.within and not last.reasoned:
            yield path
        elif last.stop not in seen and last.stop not in kinds:
            seen.add(last.stop)
            waiting.extend((*path, hop) for hop in hops if _goes_on(last, hop, origin))


def _goes_on(last: Hop, hop: Hop, origin: Place) -> bool:
    """By another handoff, and not back to where the field is at home."""
    return hop.start == last.stop and hop.handoff != last.handoff and hop.stop[:2] != origin[:2]


def _fields(handoff: Handoff) -> Iterator[Hop]:
    """What the rules and the way back take from place to place. Redacted values are nobody's."""
    for rule in handoff.rules:
        if any(step.kind == "redacted" for step in rule.steps):
            continue
        for way in ways(rule):
            targets = _targets(handoff, rule.target, written_by(rule, way), "out" if way == "out" else "back")
            for ref in read_by(rule, way):
                start = _place(handoff.record(ref.side), ref.field)
                reasoned = rule.private_reason is not None
                yield from (Hop(handoff.name, rule.id, start, stop, handoff.within, reasoned) for stop in targets)
    for carry in handoff.rollback.carries if handoff.rollback else ():
        fields = carry.target.fields if isinstance(carry.target, ToFields) else ()
        targets = _targets(handoff, carry.target, fields, "back")
        for operand in carry.sources:
            if isinstance(operand, FieldRef):
                start = _place(handoff.record(operand.side), operand.field)
                yield from (Hop(handoff.name, "rollback", start, stop, handoff.within) for stop in targets)


def _targets(handoff: Handoff, target: RuleTarget, fields: Sequence[FieldRef], way: OutOrBack) -> tuple[Place, ...]:
    side: Side = "destination" if way == "out" else "source"
    if isinstance(target, ToComment | ToContext) and target.channel is not None:
        return (_place(handoff.record(side), _spoken(target.channel)),)
    if isinstance(target, ToContext) and target.field is not None:
        fields = (target.field,)
    return tuple(_place(handoff.record(ref.side), ref.field) for ref in fields)
