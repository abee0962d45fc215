"""Messages that fail, put together by cause, so that one mistake in a table is one finding."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.analysis.facts import Fact
from handoffspec.analysis.lifecycles.facts import (
    EndedOpen,
    Lacking,
    Parted,
    Refused,
    RestApart,
    ReturnRefused,
    Unplaced,
)
from handoffspec.analysis.lifecycles.history import History
from handoffspec.analysis.lifecycles.machine import Machine
from handoffspec.analysis.lifecycles.syncing import READ, Syncing
from handoffspec.analysis.lifecycles.walk import Cause
from handoffspec.schema import status_map
from handoffspec.schema.conditions import Side

_End: TypeAlias = Literal["never leaves", "never enters"]


@dataclass(frozen=True, slots=True)
class _Failed:
    """A change that a row asks for and that cannot be made."""

    side: Side
    row: str
    before: str
    after: str
    needs: tuple[str, ...]
    history: History


def together(troubles: Mapping[Cause, History], syncing: Syncing) -> Iterator[Fact]:
    """A fact for each cause, in the order in which the first of its messages failed."""
    refused: list[_Failed] = []
    lacking: list[_Failed] = []
    returned: list[_Failed] = []
    for cause, history in troubles.items():
        match cause:
            case ("unplaced", ("source" | "destination") as side, status):
                yield Unplaced(((side, status),), _guarded(syncing, side, status), history)
            case ("apart", ("source" | "destination") as side):
                yield RestApart(side, history)
            case ("left",):
                yield Parted(history)
            case ("ended",):
                yield EndedOpen(syncing.sync.until or "", history)
            case ("refused" | "lacks", "source", status_map.ROLLBACK, before, after, *needs):
                returned.append(_Failed("source", status_map.ROLLBACK, before, after, tuple(needs), history))
            case ("refused" | "lacks", ("source" | "destination") as side, row, before, after, *needs):
                failed = _Failed(side, row, before, after, tuple(needs), history)
                (lacking if needs else refused).append(failed)
            case _:
                raise ValueError(f"a trouble of no known kind: {cause}")
    yield from _refused(refused, syncing)
    yield from _lacking(lacking)
    for fields in dict.fromkeys(one.needs for one in returned):
        found = [one for one in returned if one.needs == fields]
        yield ReturnRefused(_named(found)[0], fields, _shortest(found))


def _guarded(syncing: Syncing, side: Side, status: str) -> bool:
    way = next(way for way, read in READ.items() if read == side)
    return any(row.when is not None for row in status_map.reading(syncing.sync, way, status))


def _refused(failed: Iterable[_Failed], syncing: Syncing) -> Iterator[Fact]:
    left: list[_Failed] = []
    ends: dict[tuple[Side, _End, str], list[_Failed]] = {}
    for one in failed:
        end = _end(one, syncing.machines[one.side])
        if end is None:
            left.append(one)
        else:
            ends.setdefault((one.side, *end), []).append(one)
    for (side, why, status), found in ends.items():
        changes, rows = _named(found)
        yield Refused(side, why, status, changes, rows, _shortest(found))
    for found in _hanging_together(left):
        changes, rows = _named(found)
        yield Refused(found[0].side, "no transition", changes[0][1], changes, rows, _shortest(found))


def _end(failed: _Failed, machine: Machine) -> tuple[_End, str] | None:
    """The status at fault where nothing leads out of it, or nothing into it."""
    if not any(before == failed.before for before, _ in machine.transitions):
        return "never leaves", failed.before
    if not any(after == failed.after for _, after in machine.transitions):
        return "never enters", failed.after
    return None


def _hanging_together(failed: list[_Failed]) -> list[list[_Failed]]:
    """Changes that share a row or a transition: mending that mends all of them."""
    groups: list[list[_Failed]] = []
    for one in failed:
        touching = [group for group in groups if any(_shares(one, other) for other in group)]
        merged = [*(other for group in touching for other in group), one]
        groups = [group for group in groups if group not in touching]
        groups.append(merged)
    order = {id(one): at for at, one in enumerate(failed)}
    for group in groups:
        group.sort(key=lambda one: (len(one.history), order[id(one)]))
    return sorted(groups, key=lambda group: order[id(group[0])])


def _shares(one: _Failed, other: _Failed) -> bool:
    same_change = (one.before, one.after) == (other.before, other.after)
    return one.side == other.side and (one.row == other.row or same_change)


def _lacking(failed: Iterable[_Failed]) -> Iterator[Fact]:
    alike: dict[tuple[Side, tuple[str, ...]], list[_Failed]] = {}
    for one in failed:
        alike.setdefault((one.side, one.needs), []).append(one)
    for (side, fields), found in alike.items():
        for group in _hanging_together(found):
            changes, rows = _named(group)
            yield Lacking(side, fields, changes, rows, _shortest(group))


def _named(failed: list[_Failed]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The changes and the rows, those of the shortest history first."""
    ordered = sorted(failed, key=lambda one: len(one.history))
    changes = tuple(dict.fromkeys((one.before, one.after) for one in ordered))
    return changes, tuple(dict.fromkeys(one.row for one in ordered))


def _shortest(failed: Iterable[_Failed]) -> History:
    return min((one.history for one in failed), key=len)
