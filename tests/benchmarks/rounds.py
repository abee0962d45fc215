"""Rounds in which everything is run once, in turn; ratios are made within a round, and their median and range shown."""

import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

Seconds = float
Round = Mapping[str, float]


def interleaved(runs: Mapping[str, Callable[[], float]], rounds: int) -> list[dict[str, float]]:
    """What each gave in each round."""
    made: list[dict[str, float]] = []
    for number in range(rounds):
        made.append({name: run() for name, run in runs.items()})
        print(f"round {number + 1} of {rounds} done", file=sys.stderr, flush=True)  # noqa: T201
    return made


def spread(values: Iterable[float]) -> str:
    """The median, the least and the most, as cells of a table."""
    found = sorted(values)
    return f"{figure(statistics.median(found))} | {figure(found[0])} | {figure(found[-1])}"


def figure(value: float) -> str:
    """Three digits that say something: 12,300, 0.0123, 1.23."""
    if value >= 1000:
        digits = len(str(int(value))) - 3
        return f"{round(value / 10**digits) * 10**digits:,}"
    return f"{value:.3g}" if value >= 0.001 else f"{value:.1e}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"
