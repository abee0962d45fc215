"""Law 6: retries end, and what fails, waits or is given up has an owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handoffspec.analysis.facts import Fact
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.parties import Outcome
from handoffspec.schema.syncing import OnError

_TOO_LONG: Final = 30 * 24 * 3600
"""Seconds. A ticket that has waited for a month has been forgotten."""
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class RetriesGoOn(Fact):
    """A change that fails is tried again for so many seconds before anybody has it."""

    times: int
    seconds: int


@dataclass(frozen=True, slots=True)
class FailureUnowned(Fact):
    """What cannot be synchronised is given up, and nobody has it or hears of it."""

    kind: str


def end_facts(handoff: Handoff) -> Iterator[Fact]:
    """Retries without an end, and failures without an owner."""
    on_error = handoff.sync.on_error if handoff.sync else None
    if on_error is None:
        return
    seconds = _seconds(on_error)
    if seconds > _TOO_LONG:
        yield RetriesGoOn(on_error.times, seconds)
    then = on_error.then
    if then is not None and then.kind != "hold" and not then.notify:
        yield FailureUnowned(then.kind)


def outcomes(handoff: Handoff) -> Iterator[tuple[str, Outcome]]:
    """Everything that is said about what is missing, fails or leaves, with the place where it is said."""
    sync, people = handoff.sync, handoff.people
    yield from ((r.id, r.otherwise) for r in handoff.requirements if r.otherwise)
    yield from (
        ("link", r.action) for r in (handoff.link.rules if handoff.link else ()) if isinstance(r.action, Outcome)
    )
    if people is not None and people.otherwise is not None:
        yield "people", people.otherwise
    if sync is None:
        return
    if sync.filter is not None and sync.filter.otherwise is not None:
        yield "sync.only_when", sync.filter.otherwise
    if sync.conflict is not None and isinstance(sync.conflict.otherwise, Outcome):
        yield "sync.conflict", sync.conflict.otherwise
    if sync.on_error is not None and sync.on_error.then is not None:
        yield "sync.on_error", sync.on_error.then


def _seconds(on_error: OnError) -> int:
    """How long the retries take together, each pause twice the one before up to the longest."""
    total, pause = 0, max(on_error.first, 1)
    for number in range(min(on_error.times, _MOST)):
        if pause >= on_error.longest:
            return total + (on_error.times - number) * on_error.longest
        total, pause = total + pause, pause * 2
    return total
