"""How the exploration grows with the lifecycles: `python -m tests.benchmarks.lifecycles [MOST]`, a line for each size.

Both sides have as many statuses, a transition between any two, and an automation into every third. `closed`: the last
status of the source is never left, so that many messages fail, which is the dearest case. `bounded`: the sync ends when
the work is done, has a filter that tickets may leave, and a rollback.
"""

import sys
from dataclasses import replace
from random import Random
from time import perf_counter

from handoffspec.analysis.lifecycles import explore
from handoffspec.schema.handoffs import Handoff
from tests.analysis.lifecycles import worlds
from tests.analysis.lifecycles.naive import Back, Filter, Row, Side, World


def world(size: int, *, closed: bool) -> World:
    """Two lifecycles of a size with a status map from each status to its like."""
    sides = [_side(letter, size) for letter in "ab"]
    if closed:
        last = sides[0].statuses[-1]
        sides[0].people = {pair for pair in sides[0].people if pair[0] != last}
    rows = [Row(x, y, "<->") for x, y in zip(sides[0].statuses, sides[1].statuses, strict=True)]
    return World(sides[0], sides[1], rows)


def _side(letter: str, size: int) -> Side:
    random = Random(size)  # noqa: S311 - the same for the same size
    statuses = [f"{letter}{number}" for number in range(size)]
    side = Side(statuses, {statuses[-1]}, {(x, y) for x in statuses for y in statuses if x != y})
    side.replies = {(random.choice(statuses[:-1]), statuses[number]) for number in range(0, size, 3)}
    side.replies = {(before, after) for before, after in side.replies if before != after}
    return side


def main(most: int) -> None:
    """Print the sizes, the states and the time each takes."""
    print(f"{'statuses':>8} {'map':>7} {'quiet':>8} {'racing':>8} {'failing':>8} {'seconds':>8}")  # noqa: T201
    for size in [size for size in (4, 6, 8, 12, 16, 20, 24) if size <= most]:
        for name in ("sound", "closed", "bounded"):
            made = world(size, closed=name == "closed")
            if name == "bounded":
                made.until, made.only, made.back = "done", Filter("unlink", heard=True), Back("a1", most=2)
            handoff: Handoff = replace(worlds.handoff(made), name=f"size {size}")
            began = perf_counter()
            found = explore(handoff)
            took = perf_counter() - began
            numbers = f"{found.quiet_states:>8,} {found.racing_states:>8,} {found.troubles:>8,} {took:>8.2f}"
            print(f"{size:>8} {name:>7} {numbers}")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 24)
