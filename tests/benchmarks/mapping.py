"""What mapping costs beside its peers: `python -m tests.benchmarks.mapping [--quick] [--parts memory,files,…]`.

The work is all of `specs/zendesk_to_jira.handoff` on the way out, bound to its sandbox: each peer makes the whole
result line, and before anything is timed the lines of all are compared with those of the interpreter. In each round
everything runs once, in turn; a ratio is made within a round, and its median and range are printed.

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
_MANY: Final = 30_000
_BLOCK: Final = 1000
_PEERS: Final = ("glom", "jq", "jsonata-python", "duckdb", "orjson", "msgspec", "zstandard")


def main() -> None:
    """Makes the environment and runs the parts in it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few tickets and rounds: whether it runs, not how fast")
    parser.add_argument("--parts", default=",".join(_PARTS))
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--at", type=Path, help="a folder for the environment, kept")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    rounds = given.rounds or (2 if given.quick else 7)
    if given.inside is not None:
        _inside(given.inside, given.parts.split(","), rounds, quick=given.quick)
        return
    with tempfile.TemporaryDirectory() as folder:
        at = given.at or Path(folder)
        if not (at / "venv").exists():
            at.mkdir(exist_ok=True)
            environment(at, *_PEERS)
            node_modules(at, "jsonata@2")
        options = ["--inside", at, "--parts", given.parts, "--rounds", str(rounds), *(["--quick"] * given.quick)]
        command = [at / "venv" / "bin" / "python", "-m", "tests.benchmarks.mapping", *options]
        sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def _inside(at: Path, parts: list[str], rounds: int, *, quick: bool) -> None:
    from tests.benchmarks import project  # noqa: PLC0415 - the project of the environment

    _say(f"Python {platform.python_version()}, {os.cpu_count()} cores, {_processor()}\n")
    with tempfile.TemporaryDirectory() as folder:
        plan = project.compiled(at / "venv" / "bin", Path(folder), project.SPEC, "--env", "sandbox")
        for part in parts:
            _say(f"\n### {_PARTS[part]}\n\n")
            for text in _PART[part](at, Path(folder), plan, rounds, quick):
                _say(text)


def _memory(at: Path, folder: Path, plan: Path, rounds: int, quick: bool) -> Iterator[str]:
    from tests.benchmarks import memory, project  # noqa: PLC0415 - what a part needs

    loaded = project.plan_of(plan)
    file, given = _written(folder, 40 if quick else 400)
    modules = at / "node" / "node_modules"
    found = modules if modules.exists() else None
    return memory.measure(project.reference(loaded), project.executor(loaded), given, file, found, rounds)


def _files(at: Path, folder: Path, plan: Path, rounds: int, quick: bool) -> Iterator[str]:
    from tests.benchmarks import files, project  # noqa: PLC0415

    (few, given), many = _written(folder, 40 if quick else 400), 400 if quick else _MANY
    reference = project.reference(project.plan_of(plan))
    wanted = [reference(ticket) for ticket in given]
    both = files.Files(_repeated(folder, many), few, many, len(given))
    return files.measure(files.programs(at, plan), both, wanted, folder, rounds)


def _jobs(at: Path, folder: Path, plan: Path, rounds: int, quick: bool) -> Iterator[str]:
    from tests.benchmarks import scaling  # noqa: PLC0415

    many = 400 if quick else _MANY
    return scaling.jobs(at / "venv" / "bin" / "handoff", plan, _repeated(folder, many), many, rounds)


def _peak(at: Path, folder: Path, plan: Path, rounds: int, quick: bool) -> Iterator[str]:  # noqa: ARG001 - each once
    from tests.benchmarks import scaling  # noqa: PLC0415

    few, many = (100, 1000) if quick else (10_000, 1_000_000)
    run = at / "venv" / "bin" / "handoff"
    return scaling.peak(run, plan, _repeated(folder, few), _repeated(folder, many), (few, many))


def _growth(at: Path, folder: Path, plan: Path, rounds: int, quick: bool) -> Iterator[str]:  # noqa: ARG001
    from tests.benchmarks import growth_mapping  # noqa: PLC0415

    drawn = None if quick else ROOT / "docs" / "growth-mapping.svg"
    return growth_mapping.measure(at / "venv" / "bin", rounds, drawn, quick=quick)


_PART: Final = {"memory": _memory, "files": _files, "jobs": _jobs, "peak": _peak, "growth": _growth}


def _written(folder: Path, count: int) -> tuple[Path, list[dict[str, Any]]]:
    """So many tickets, and the file they are written to."""
    file, given = folder / f"tickets{count}.ndjson", list(tickets(count))
    file.write_text("".join(json.dumps(ticket) + "\n" for ticket in given), encoding="utf-8")
    return file, given


def _repeated(folder: Path, count: int) -> Path:
    """A file of so many tickets, the same thousand again and again."""
    block = _written(folder, min(count, _BLOCK))[0].read_bytes()
    file = folder / f"repeated{count}.ndjson"
    if not file.exists():
        with file.open("wb") as out:
            for _ in range(max(1, count // _BLOCK)):
                out.write(block)
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
