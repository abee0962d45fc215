"""What two processes gain over one, and what memory many tickets need. Run by `tests.benchmarks.mapping`."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.benchmarks.processes import Command, peak_memory, seconds
from tests.benchmarks.rounds import interleaved, spread, table

_LOOP: Final = "for _ in range(80_000_000): pass"


def jobs(run: Path, plan: Path, tickets: Path, count: int, rounds: int) -> Iterator[str]:
    """Two processes beside one, over what the machine gives to two idle loops in the same round."""
    loop = [sys.executable, "-c", _LOOP]

    def ours(number: int) -> float:
        return seconds([run, "run", plan, tickets, "--jobs", str(number)], cores=2)

    def loops(number: int) -> float:
        """The time of the slowest of so many at once."""
        with ThreadPoolExecutor(number) as pool:
            return max(pool.map(lambda _: seconds(loop, cores=2), range(number)))

    made = interleaved(
        {
            "one": lambda: ours(1),
            "two": lambda: ours(2),
            "one loop": lambda: loops(1),
            "two loops": lambda: loops(2),
        },
        rounds,
    )
    gains = [(one["one"] / one["two"], 2 * one["one loop"] / one["two loops"]) for one in made]
    yield f"{count:,} tickets, {rounds} rounds.\n\n"
    yield table(
        ["", "median", "least", "most"],
        [
            ["`handoff run`: two processes against one", spread(ours for ours, _ in gains)],
            ["two idle loops against one", spread(machine for _, machine in gains)],
            ["the first over the second", spread(ours / machine for ours, machine in gains)],
        ],
    )


def peak(run: Path, plan: Path, few: Path, many: Path, counts: tuple[int, int]) -> Iterator[str]:
    """The memory of `handoff run` for many tickets beside few: the sum of what each process held at most."""
    rows: list[list[str]] = []
    for number in (1, 2):
        held = [peak_memory(_command(run, plan, file, number)) for file in (few, many)]
        shown = [f"{most / 1024:.1f} MiB" for most in held]
        rows.append([f"`--jobs {number}`", *shown, f"{held[1] / held[0]:.3f}"])
    yield table(["", f"{counts[0]:,} tickets", f"{counts[1]:,} tickets", "ratio"], rows)


def _command(run: Path, plan: Path, tickets: Path, jobs: int) -> Command:
    return [run, "run", plan, tickets, "--jobs", str(jobs)]
