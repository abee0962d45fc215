"""Circles that lead through several specs, from what is kept of their handoffs."""

from collections.abc import Sequence
from typing import Any

from handoffspec.analysis.cycles import Leg, Place, Way, any_across, ways_of
from handoffspec.cache.entries import Handoff
from handoffspec.reading import digest_of
from handoffspec.schema import handoffs as schema


def kept(handoff: schema.Handoff) -> Handoff:
    """What is kept of a handoff."""
    ways = [[way.leg.back, _place(way.start), _place(way.stop)] for way in ways_of(handoff)]
    return Handoff(handoff.name, digest_of(repr(handoff).encode("utf-8", "surrogatepass")), ways)


def has_circles(specs: Sequence[Sequence[Handoff]]) -> bool:
    """Whether there is a circle that no single spec has whole. The handoffs of one name are one."""
    return any_across([{one.name: [_way(one.name, way) for way in one.ways] for one in spec} for spec in specs])


def _place(place: Place) -> list[Any]:
    return [*place.record, list(place.end.statuses), place.end.held_by]


def _way(handoff: str, data: Any) -> Way:  # noqa: ANN401 - JSON
    back, start, stop = data
    return Way(Leg(handoff, back=back), _placed(start), _placed(stop))


def _placed(data: Any) -> Place:  # noqa: ANN401 - JSON
    system, record, statuses, team = data
    return Place((system, record), schema.End(tuple(statuses), team))
