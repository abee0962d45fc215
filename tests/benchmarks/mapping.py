"""What mapping costs beside its peers: `python -m tests.benchmarks.mapping [--quick] [--parts memory,files,…]`.

The work is all of `specs/zendesk_to_jira.handoff` on the way out, bound to its sandbox: each peer makes the whole
result line, and before anything is timed the lines of all are compared with those of the interpreter. In each round
everything runs once, in turn; a ratio is made within a round, and its median and range are printed. What runs on one
core is timed by the processor, so that others on the machine disturb it less.

memory: one object to another. files: a file with a ticket a line to a file of results. jobs: two processes beside one.
peak: the memory of `handoff run`. growth: how the cost grows with fields and with rows of a table.

The peers are installed into an environment of their own; `--at` keeps it, so that a second run begins at once.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.environment import ROOT, environment, node_modules
from tests.benchmarks.zendesk import tickets

_PARTS: Final = {
    "memory": "One ticket in memory",
    "files": "A file of tickets to a file of results",
    "jobs": "Two processes",
    "peak": "Memory",
    "growth": "How one ticket's cost grows",
}
_BLOCK: Final = 1000
"""Tickets that a long file repeats."""
_PEERS: Final = ("glom", "jq", "jsonata-python", "duckdb", "orjson", "msgspec", "zstandard")


@dataclass(frozen=True)
class Size:
    """How much is measured: tickets in memory, in a file, in a file for the memory that is held; rounds."""

    memory: int
    file: int
    few: int
    most: int
    rounds: int
    quick: bool


def main() -> None:
    """Makes the environment and runs the parts in it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few tickets and rounds: whether it runs, not how fast")
    parser.add_argument("--parts", default=",".join(_PARTS))
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--tickets", type=int, help="in the file of the parts files and jobs")
    parser.add_argument("--most", type=int, help="in the longer file of the part peak")
    parser.add_argument("--at", type=Path, help="a folder for the environment, kept")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside is not None:
        _inside(given.inside, given.parts.split(","), _size(given))
        return
    with tempfile.TemporaryDirectory() as folder:
        at = given.at or Path(folder)
        programs = environment(at, *_PEERS)
        node_modules(at, "jsonata@2")
        command = [programs / "python", "-m", "tests.benchmarks.mapping", *sys.argv[1:], "--inside", at]
        sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def _size(given: argparse.Namespace) -> Size:
    usual = Size(40, 400, 100, 1000, 2, True) if given.quick else Size(400, 30_000, 10_000, 1_000_000, 7, False)
    asked = {"file": given.tickets, "most": given.most, "rounds": given.rounds}
    return replace(usual, **{name: number for name, number in asked.items() if number})


def _inside(at: Path, parts: list[str], size: Size) -> None:
    from tests.benchmarks import project  # noqa: PLC0415 - the project of the environment

    _say(f"Python {platform.python_version()}, {os.cpu_count()} cores, {_processor()}\n")
    with tempfile.TemporaryDirectory() as folder:
        plan = project.compiled(at / "venv" / "bin", Path(folder), project.SPEC, "--env", "sandbox")
        for part in parts:
            _say(f"\n### {_PARTS[part]}\n\n")
            for text in _PART[part](at, Path(folder), plan, size):
                _say(text)


def _memory(at: Path, folder: Path, plan: Path, size: Size) -> Iterator[str]:
    from tests.benchmarks import memory, project  # noqa: PLC0415 - what a part needs

    loaded = project.plan_of(plan)
    file, given = _written(folder, size.memory)
    modules = at / "node" / "node_modules"
    found = modules if modules.exists() else None
    return memory.measure(project.reference(loaded), project.executor(loaded), given, file, found, size.rounds)


def _files(at: Path, folder: Path, plan: Path, size: Size) -> Iterator[str]:
    from tests.benchmarks import files, project  # noqa: PLC0415

    few, given = _written(folder, size.memory)
    reference = project.reference(project.plan_of(plan))
    wanted = [reference(ticket) for ticket in given]
    both = files.Files(_repeated(folder, size.file), few, size.file, len(given))
    return files.measure(files.programs(at, plan), both, wanted, folder, size.rounds)


def _jobs(at: Path, folder: Path, plan: Path, size: Size) -> Iterator[str]:
    from tests.benchmarks import scaling  # noqa: PLC0415

    tickets_of = _repeated(folder, size.file)
    return scaling.jobs(at / "venv" / "bin" / "handoff", plan, tickets_of, size.file, size.rounds)


def _peak(at: Path, folder: Path, plan: Path, size: Size) -> Iterator[str]:
    from tests.benchmarks import scaling  # noqa: PLC0415

    run, counts = at / "venv" / "bin" / "handoff", (size.few, size.most)
    few, many = (_repeated(folder, count) for count in counts)
    yield from scaling.peak(run, plan, few, many, counts)
    many.unlink()


def _growth(at: Path, folder: Path, plan: Path, size: Size) -> Iterator[str]:  # noqa: ARG001 - plans of its own
    from tests.benchmarks import growth_mapping  # noqa: PLC0415

    drawn = None if size.quick else ROOT / "docs" / "growth-mapping.svg"
    return growth_mapping.measure(at / "venv" / "bin", size.rounds, drawn, quick=size.quick)


_PART: Final = {"memory": _memory, "files": _files, "jobs": _jobs, "peak": _peak, "growth": _growth}


def _written(folder: Path, count: int) -> tuple[Path, list[dict[str, Any]]]:
    """So many tickets, and the file they are written to."""
    file, given = folder / f"tickets{count}.ndjson", list(tickets(count))
    file.write_text("".join(json.dumps(ticket) + "\n" for ticket in given), encoding="utf-8")
    return file, given


def _repeated(folder: Path, count: int) -> Path:
    """A file of so many tickets, the same ones again and again."""
    lines = _written(folder, min(count, _BLOCK))[0].read_bytes().splitlines(keepends=True)
    block, file = b"".join(lines), folder / f"repeated{count}.ndjson"
    with file.open("wb") as out:
        for _ in range(count // len(lines)):
            out.write(block)
        out.writelines(lines[: count % len(lines)])
    return file


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _say(text: str) -> None:
    print(text, end="", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
