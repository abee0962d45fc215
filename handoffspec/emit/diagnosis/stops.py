"""A ticket's path from its end back to where it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.delayed import Delayed
from handoffspec.emit.diagnosis.forms import KINDS
from handoffspec.emit.diagnosis.words import NO_STATUS, NO_TEAM

_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Stop:
    """A team, or where a ticket stayed with one team a status. Seconds; `place`: where the JSON has them."""

    name: str
    delay: float
    place: str
    worst: bool


def backward(number: int, one: Delayed) -> list[Stop]:
    """The last one first. `number`: the ticket's among the delayed."""
    stops = list(_teams(number, one) if len(one.stays) > 1 else _statuses(number, one))
    worst = max((delay for _, delay, _ in stops), default=0)
    return [Stop(name, delay, place, delay == worst > 0) for name, delay, place in reversed(stops)]


def _teams(number: int, one: Delayed) -> Iterator[tuple[str, float, str]]:
    for n, stay in enumerate(one.stays):
        yield stay.team or NO_TEAM, stay.delay, f"delayed/{number}/stays/{n}/delay"


def _statuses(number: int, one: Delayed) -> Iterator[tuple[str, float, str]]:
    long = sorted(range(len(one.stretches)), key=lambda n: -one.stretches[n].seconds)[:_MOST]
    for n in sorted(long):
        stretch = one.stretches[n]
        late = stretch.seconds if KINDS[stretch.means] == "delay" else 0.0
        yield stretch.status or NO_STATUS, late, f"delayed/{number}/stretches/{n}/seconds"
