"""Histories held against a spec: what it prevents of what was found, and what its systems say cannot happen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from handoffspec.diagnose.patterns import Finding
from handoffspec.diagnose.store import Store
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Lifecycle, Record

_OWN_KINDS: Final = frozenset(
    {"status", "team", "person", "priority", "comment", "question", "answer", "created", "link", "field"}
)
"""What an event can be beside the change of a field of that name."""


@dataclass(frozen=True, slots=True)
class Prevention:
    """What a handoff has against a pattern. `by`: names of its rules; none: nothing is said to prevent it."""

    pattern: str
    handoff: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that happened and is not in the system's description. `rule` names what would have to say it."""

    system: str
    kind: Literal["status", "transition", "field"]
    rule: str
    said: str
    tickets: int
    example: str


@dataclass(frozen=True, slots=True)
class Against:
    """The comparison. `unseen`: systems of the spec that no event is from."""

    preventions: tuple[Prevention, ...]
    contradictions: tuple[Contradiction, ...]
    unseen: tuple[str, ...]


def hold_against(store: Store, findings: Sequence[Finding], handoffs: Sequence[Handoff]) -> Against:
    """Compare with every handoff of a spec. Call it after the diagnosis, whose tables it reads."""
    records = {end.system: end for handoff in handoffs for end in (handoff.source, handoff.destination)}
    seen = {str(row[0]) for row in store.rows("SELECT DISTINCT system FROM events WHERE system IS NOT NULL")}
    return Against(
        tuple(_prevention(finding.pattern, handoff) for finding in findings for handoff in handoffs),
        tuple(one for system in sorted(seen & set(records)) for one in _contradictions(store, records[system])),
        tuple(sorted(set(records) - seen)),
    )


def _prevention(pattern: str, handoff: Handoff) -> Prevention:
    modes = [failure for failure in handoff.failures if failure.name == pattern]
    return Prevention(pattern, handoff.name, tuple(dict.fromkeys(by for mode in modes for by in mode.prevented_by)))


def _contradictions(store: Store, record: Record) -> Iterator[Contradiction]:
    if record.lifecycle is not None:
        yield from _against_lifecycle(store, record, record.lifecycle)
    yield from _against_fields(store, record)


def _against_lifecycle(store: Store, record: Record, lifecycle: Lifecycle) -> Iterator[Contradiction]:
    names = {
        str(form).casefold(): status.name
        for status in lifecycle.statuses
        for form in (status.wire, status.shown_as, status.name)
        if form is not None
    }
    automatic = {str(value) for one in record.automations for field, value in one.sets if field == lifecycle.field}
    place = f"{record.system}.{record.name}, lifecycle {lifecycle.field}"
    for status, tickets, example in store.rows(
        "SELECT to_, count(DISTINCT ticket), min(ticket) FROM steps WHERE kind = 'status' AND system_now = $1 "
        "AND to_ IS NOT NULL GROUP BY 1 ORDER BY 1",
        [record.system],
    ):
        if str(status).casefold() not in names:
            yield Contradiction(
                record.system, "status", place, f"it has no status {status}", int(str(tickets)), str(example)
            )
    for before, after, tickets, example in store.rows(
        "SELECT before, after, count(DISTINCT ticket), min(ticket) FROM (SELECT ticket, to_ AS after, "
        "coalesce(from_, lag(to_) OVER (PARTITION BY ticket ORDER BY step)) AS before FROM steps "
        "WHERE kind = 'status' AND system_now = $1 AND to_ IS NOT NULL) WHERE before <> after "
        "GROUP BY ALL ORDER BY 1, 2",
        [record.system],
    ):
        source, target = (names.get(str(one).casefold()) for one in (before, after))
        if source is None or target is None or source == target or target in automatic:
            continue
        if lifecycle.transition(source, target) is None:
            said = f"it has no transition from {source} to {target}"
            yield Contradiction(record.system, "transition", place, said, int(str(tickets)), str(example))


def _against_fields(store: Store, record: Record) -> Iterator[Contradiction]:
    known = {
        form.casefold()
        for field in record.fields
        for path in (field.read_at, field.written_at)
        for form in (field.name, field.label, *(path.replace("[]", "").split(".") if path else ()))
    }
    for kind, tickets, example in store.rows(
        "SELECT kind, count(DISTINCT ticket), min(ticket) FROM steps WHERE system_now = $1 GROUP BY 1 ORDER BY 1",
        [record.system],
    ):
        if kind not in _OWN_KINDS and str(kind) not in known:
            place = f"{record.system}.{record.name}, fields"
            yield Contradiction(
                record.system, "field", place, f"it has no field {kind}", int(str(tickets)), str(example)
            )
