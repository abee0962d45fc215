"""The comparison with several specs as one: what one of them describes is not unknown because another does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handoffspec.diagnose.against.prevention import Prevention
from handoffspec.diagnose.against.tally import DESCRIBED, Contradiction, Judged, Unjudged, in_order


@dataclass(frozen=True, slots=True)
class Against:
    """The comparison. `unseen`: systems of the spec that no event is from."""

    preventions: tuple[Prevention, ...]
    contradictions: tuple[Contradiction, ...]
    judged: tuple[Judged, ...]
    unjudged: tuple[Unjudged, ...]
    unseen: tuple[str, ...]


def together(made: Sequence[Against]) -> Against:
    """The comparisons with several specs, each of a pass of its own."""
    if len(made) == 1:
        return made[0]
    found = [one for each in made for one in each.contradictions]
    kept = [one for one in found if one.kind not in DESCRIBED]
    kept += dict.fromkeys(_first(one, found) for one in found if one.kind in DESCRIBED and _everywhere(one, made))
    wrong: dict[tuple[str, str, str], int] = {}
    for one in kept:
        rule = (one.kind, one.owner, one.rule)
        wrong[rule] = wrong.get(rule, 0) + one.times
    judged = {(one.kind, one.owner, one.rule): one for each in reversed(made) for one in each.judged}
    return Against(
        tuple(dict.fromkeys(one for each in made for one in each.preventions)),
        in_order(kept),
        tuple(replace(one, contradicted=wrong.get(rule, 0)) for rule, one in sorted(judged.items())),
        tuple(dict.fromkeys(one for each in made for one in each.unjudged)),
        tuple(sorted({system for each in made for system in each.unseen})),
    )


def _first(one: Contradiction, found: Sequence[Contradiction]) -> Contradiction:
    return next(other for other in found if _same(one, other))


def _everywhere(one: Contradiction, made: Sequence[Against]) -> bool:
    """Whether every spec that describes the record is contradicted in the same way."""
    describing = [each for each in made if any(judged.owner == one.owner for judged in each.judged)]
    return all(any(_same(one, other) for other in each.contradictions) for each in describing)


def _same(one: Contradiction, other: Contradiction) -> bool:
    return (one.kind, one.owner, one.said) == (other.kind, other.owner, other.said)
