"""What mapping costs beside its peers: `python -m tests.benchmarks.mapping [--quick]`.

The work is all of `specs/zendesk_to_jira.handoff` on the way out, bound to its sandbox: each peer makes the whole
result line, and before anything is timed the lines of all are compared with those of the interpreter. In each round
everything runs once, in turn; a ratio is made within a round, and its median and range are printed.

The peers are installed into an environment of their own; `--at` keeps it, so that a second run begins at once.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.benchmarks.environment import ROOT, environment, node_modules
from tests.benchmarks.zendesk import tickets

_PEERS: Final = ("glom", "jq", "jsonata-python", "orjson", "msgspec")


def main() -> None:
    """Makes the environment and runs the parts in it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few tickets and rounds: whether it runs, not how fast")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--at", type=Path, help="a folder for the environment, kept")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    rounds = given.rounds or (2 if given.quick else 7)
    if given.inside is not None:
        _inside(given.inside, rounds, quick=given.quick)
        return
    with tempfile.TemporaryDirectory() as folder:
        at = given.at or Path(folder)
        if not (at / "venv").exists():
            at.mkdir(exist_ok=True)
            environment(at, *_PEERS)
            node_modules(at, "jsonata@2")
        options = ["--inside", at, "--rounds", str(rounds), *(["--quick"] * given.quick)]
        command = [at / "venv" / "bin" / "python", "-m", "tests.benchmarks.mapping", *options]
        sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def _inside(at: Path, rounds: int, *, quick: bool) -> None:
    _say(f"Python {platform.python_version()}, {os.cpu_count()} cores, {_processor()}\n")
    _say("\n### One ticket in memory\n\n")
    _memory(at, 40 if quick else 400, rounds)


def _memory(at: Path, count: int, rounds: int) -> None:
    from tests.benchmarks import memory, project  # noqa: PLC0415 - what a part needs

    with tempfile.TemporaryDirectory() as folder:
        plan = project.plan_of(project.compiled(at / "venv" / "bin", Path(folder), project.SPEC, "--env", "sandbox"))
        file = Path(folder) / "tickets.ndjson"
        given = list(tickets(count))
        file.write_text("".join(json.dumps(ticket) + "\n" for ticket in given), encoding="utf-8")
        modules = at / "node" / "node_modules"
        found = modules if modules.exists() else None
        for part in memory.measure(project.reference(plan), project.executor(plan), given, file, found, rounds):
            _say(part)


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _say(text: str) -> None:
    print(text, end="", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
