"""File to file, a line at a time: `python -m tests.benchmarks.peers.lines WAY SOURCE TARGET`.

orjson: decodes and encodes, and maps nothing. handwritten: the mapping by hand between the two. msgspec: what
`with_msgspec` does.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from orjson import dumps, loads


def way(name: str) -> Callable[[bytes], bytes]:
    """What is done with each line."""
    if name == "orjson":
        return lambda line: dumps(loads(line))
    if name == "handwritten":
        from tests.benchmarks.peers.handwritten.mapping import escalate  # noqa: PLC0415 - only one is measured

        return lambda line: dumps(escalate(loads(line)))
    from tests.benchmarks.peers.with_msgspec import escalate_line  # noqa: PLC0415

    return escalate_line


def main(name: str, source: Path, target: Path) -> None:
    """Turns the one file into the other."""
    act = way(name)
    with source.open("rb") as given, target.open("wb") as made:
        for line in given:
            made.write(act(line))
            made.write(b"\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
