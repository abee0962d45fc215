"""What a table loses in one direction: found by trying every combination that can be told apart."""

from collections import defaultdict
from dataclasses import dataclass

from handoffspec.analysis.clauses import Loss, both, listed, said
from handoffspec.analysis.domains import Symbol, Table, Value


@dataclass(frozen=True, slots=True)
class Translated:
    """What becomes of the values: the losses, and whether anything looks different afterwards."""

    losses: tuple[Loss, ...]
    changed: bool
    clears: bool
    """Some combination leaves a field of the other side empty."""


def translated(table: Table) -> Translated:
    """The losses of a table. Values without a row arrive as nothing."""
    if not table.small:
        too_many = Loss("many to one", f"{table.size:,} combinations are too many to try")
        return Translated((too_many,), changed=True, clears=True)
    arrivals: dict[tuple[Value, ...], list[tuple[Value, ...]]] = defaultdict(list)
    for values in table.combinations():
        arrivals[result_of(table, values)].append(values)
    losses = [loss for result, given in arrivals.items() for loss in _merged(given, result)]
    changed = any(given != [result] for result, given in arrivals.items())
    clears = any(Symbol.EMPTY in result for result in arrivals)
    return Translated(tuple(losses), changed, clears)


def result_of(table: Table, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """What arrives: what the first fitting line says. Without a line nothing does, so that empty stays empty."""
    line = table.line(values)
    if line is not None:
        return line.result()
    width = len(table.lines[0].made) if table.lines else 1
    return (Symbol.EMPTY,) * width


def _merged(given: list[tuple[Value, ...]], result: tuple[Value, ...]) -> list[Loss]:
    """What cannot be told apart because it arrives as the same."""
    empty = [values for values in given if all(value is Symbol.EMPTY for value in values)]
    filled = [values for values in given if values not in empty]
    losses: list[Loss] = []
    if empty and filled:
        losses.append(Loss("empty", f"empty and {said(filled[0])} both become {said(result)}"))
    many = any(Symbol.OTHER in values for values in filled)
    if len(filled) > 1:
        losses.append(
            Loss("many to one", f"{listed([said(values) for values in filled])} {both(filled)} become {said(result)}")
        )
    elif many:
        losses.append(Loss("many to one", f"every other value becomes {said(result)}"))
    return losses
