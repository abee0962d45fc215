"""File to file, a line at a time: `python -m tests.benchmarks.peers.lines WAY SOURCE TARGET`.

orjson: decodes and encodes each ticket, and maps nothing. ready: decodes each ticket and encodes a result that is ready
already, so as much is read and written as by the others. handwritten: the mapping by hand between the two. msgspec:
what `with_msgspec` does.
"""

import gc
import sys
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from orjson import dumps, loads

_READY: Final = 1000
"""Results that are made before, for tickets that repeat after so many."""


def way(name: str, source: Path) -> Callable[[bytes], bytes]:
    """What is done with each line."""
    if name == "orjson":
        return lambda line: dumps(loads(line))
    if name == "msgspec":
        from tests.benchmarks.peers.with_msgspec import escalate_line  # noqa: PLC0415 - only one is measured

        return escalate_line
    from tests.benchmarks.peers.handwritten.mapping import escalate  # noqa: PLC0415

    if name == "handwritten":
        return lambda line: dumps(escalate(loads(line)))
    with source.open("rb") as given:
        ready = cycle([escalate(loads(line)) for line in islice(given, _READY)])
    gc.freeze()
    return lambda line: dumps((loads(line), next(ready))[1])


def main(name: str, source: Path, target: Path) -> None:
    """Turns the one file into the other."""
    act = way(name, source)
    with source.open("rb") as given, target.open("wb") as made:
        for line in given:
            made.write(act(line))
            made.write(b"\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
