"""A file of tickets to a file of results, as whole programs. Run by `tests.benchmarks.mapping`."""

import json
import os
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.differences import must_agree
from tests.benchmarks.processes import Command, seconds
from tests.benchmarks.rounds import figure, interleaved, spread, table

PEERS: Final = Path(__file__).parent / "peers"
DECODED: Final = "orjson, decode and encode alone"
READY: Final = "orjson, decode tickets and encode ready results"
OURS: Final = "handoff run"
OURS_2: Final = "handoff run --jobs 2, 2 cores"
SQL: Final = "DuckDB, 1 thread"
SQL_2: Final = "DuckDB, 2 threads, 2 cores"


@dataclass(frozen=True)
class Files:
    """The tickets of a run: many for what is fast, few for what is slow and for comparing what all of them make."""

    many: Path
    few: Path
    count_many: int
    count_few: int


@dataclass(frozen=True)
class Program:
    """`command`: from a source and a target. `prints`: its result goes to standard output. `slow`: is given few."""

    name: str
    command: Callable[[Path, Path], Command]
    cores: int = 1
    prints: bool = False
    slow: bool = False
    checks: str = "types, limits"

    def seconds(self, source: Path, target: Path) -> float:
        """How long it takes."""
        return seconds(self.command(source, target), target if self.prints else None, cores=self.cores)


def programs(at: Path, plan: Path) -> list[Program]:
    """Everything that is measured; the first maps nothing."""
    python, run = at / "venv" / "bin" / "python", at / "venv" / "bin" / "handoff"
    lines = "tests.benchmarks.peers.lines"

    def ours(jobs: int) -> Callable[[Path, Path], Command]:
        return lambda source, _: [run, "run", plan, source, "--jobs", str(jobs)]

    def sql(threads: int) -> Callable[[Path, Path], Command]:
        return lambda s, t: [python, "-m", "tests.benchmarks.peers.with_duckdb", s, t, str(threads)]

    found = [
        Program(DECODED, lambda s, t: [python, "-m", lines, "orjson", s, t], checks="nothing is mapped"),
        Program(READY, lambda s, t: [python, "-m", lines, "ready", s, t], checks="nothing is mapped"),
        Program(OURS, ours(1), prints=True),
        Program("msgspec, hand-written Python", lambda s, t: [python, "-m", lines, "msgspec", s, t]),
        Program("orjson, hand-written Python", lambda s, t: [python, "-m", lines, "handwritten", s, t]),
        Program(SQL, sql(1), checks="types"),
        Program(OURS_2, ours(2), cores=2, prints=True),
        Program(SQL_2, sql(2), cores=2, checks="types"),
    ]
    jq = [python, "-m", "tests.benchmarks.peers.jq_lines"]
    found.append(Program("jq bindings", lambda s, t: [*jq, s, t], slow=True, checks="none"))
    if (modules := at / "node" / "node_modules").exists():
        os.environ["NODE_PATH"] = str(modules)
        node = ["node", PEERS / "escalate.js", PEERS / "escalate.jsonata"]
        found.append(Program("JSONata, node", lambda s, t: [*node, s, t], slow=True, checks="none"))
    return found


def measure(
    all_of_them: list[Program], files: Files, wanted: list[dict[str, Any]], folder: Path, rounds: int
) -> Iterator[str]:
    """The parts of the tables."""
    target = folder / "results.ndjson"
    for program in all_of_them:
        program.seconds(files.few, target)
        if program.name != DECODED:
            must_agree(program.name, wanted, [json.loads(line) for line in target.open(encoding="utf-8")])

    def rate(program: Program) -> Callable[[], float]:
        source, count = (files.few, files.count_few) if program.slow else (files.many, files.count_many)
        return lambda: count / program.seconds(source, target)

    made = interleaved({program.name: rate(program) for program in all_of_them}, rounds)
    size = files.many.stat().st_size / 1e6
    yield f"{files.count_many:,} tickets, {size:,.0f} MB ({files.count_few} for what is slow), {rounds} rounds.\n\n"
    heads = ["", "tickets/s, median", "against orjson alone, median", "least", "most", "checked"]
    yield table(heads, (_row(program, made) for program in all_of_them))
    beside = [
        ("`handoff run` / DuckDB, 1 core", OURS, SQL),
        ("`handoff run --jobs 2` / DuckDB, 2 cores", OURS_2, SQL_2),
    ]
    yield "\n" + table(["", "median", "least", "most"], ([title, _ratio(made, *two)] for title, *two in beside))


def _row(program: Program, made: list[dict[str, float]]) -> list[str]:
    rate = statistics.median(one[program.name] for one in made)
    return [program.name, figure(rate), _ratio(made, program.name, DECODED), program.checks]


def _ratio(made: list[dict[str, float]], one: str, other: str) -> str:
    return spread(each[one] / each[other] for each in made)
