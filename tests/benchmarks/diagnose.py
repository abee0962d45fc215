"""How long `handoff diagnose` takes beside reading and counting the same events, and how much memory.

`python -m tests.benchmarks.diagnose LOG [--rounds 5]`: LOG is XES (gzipped or not) or CSV. Of XES its events are also
written as CSV, for DuckDB, which reads no XES. In each round every program runs once, in turn, as a process; a ratio is
made within a round, and its median and its range are printed.

`python -m tests.benchmarks.diagnose --events 5000000`: a log of so many made events, one run, its time and its memory.
"""

import argparse
import csv
import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

from handoffspec.diagnose.xes import read_xes, xes_mapping

HANDOFF: Final = Path(sys.executable).parent / "handoff"
COUNT_TABLE: Final = "import duckdb, sys; print(duckdb.sql(f\"SELECT count(*) FROM read_csv('{sys.argv[1]}')\"))"
COUNT_LINES: Final = """
import duckdb, sys
lines = f"read_csv('{sys.argv[1]}', auto_detect=false, delim='\\1', quote='', escape='', columns={{'line': 'VARCHAR'}})"
print(duckdb.sql(f"SELECT count(*) FROM {lines} WHERE line LIKE '%<event>%'"))
"""
PARSE: Final = """
import gzip, sys
from xml.parsers import expat
events = 0
def starts(tag, attributes):
    global events
    events += tag == "event"
parser = expat.ParserCreate()
parser.StartElementHandler = starts
parser.ParseFile((gzip.open if sys.argv[1].endswith(".gz") else open)(sys.argv[1], "rb"))
print(events)
"""
STATUSES: Final = ("Queued", "In Progress", "Waiting for customer", "On hold", "Assigned", "Resolved", "Closed")


def made_events(count: int) -> Iterator[tuple[str, ...]]:
    """Rows of tickets of up to 17 events each, in 400 teams."""
    rng = random.Random(5)  # noqa: S311 - no secret is made of it
    made = ticket = 0
    while made < count:
        ticket += 1
        at, team = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(1_000_000)), rng.randrange(400)
        for _ in range(min(rng.randrange(1, 18), count - made)):
            team = rng.randrange(400) if rng.random() < 0.25 else team
            asks = "Can you clarify which version it is, please?" if rng.random() < 0.03 else ""
            person, status = f"person {rng.randrange(3000)}", rng.choice(STATUSES)
            yield f"INC{ticket:08}", at.isoformat(), status, f"Team {team}", person, asks
            at += timedelta(seconds=rng.randrange(1, 300_000))
            made += 1


def write_csv(path: Path, head: Sequence[str], rows: Iterator[Sequence[str | None]]) -> None:
    """A table with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


def as_csv(log: Path, at: Path) -> Path:
    """The events of a log in XES as a table; a table itself."""
    with gzip.open(log) if log.suffix == ".gz" else log.open("rb") as file:
        if not file.read(200).lstrip().startswith(b"<"):
            return log
        file.seek(0)
        mapping = xes_mapping(file, {})
        file.seek(0)
        rows = ((e.ticket, e.time, e.to, e.team, e.who, e.priority) for e in read_xes(file, mapping))
        write_csv(at / "log.csv", ("ticket", "time", "status", "team", "who", "priority"), rows)
    return at / "log.csv"


def timed(command: Sequence[str | Path]) -> tuple[float, float]:
    """Seconds that a process takes, and its largest memory in MB."""
    began = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = perf_counter() - began
    if process.returncode not in {0, 1}:  # 1: something was found
        sys.exit(f"{command} ended with {process.returncode}: {said.decode()[-2000:]}")
    return took, used.ru_maxrss / 1024


def beside(log: Path, rounds: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        table = as_csv(log, Path(folder))
        each: dict[str, Callable[[], tuple[float, float]]] = {
            "DuckDB counts the table": lambda: timed([sys.executable, "-c", COUNT_TABLE, table]),
            "diagnose the table": lambda: timed([HANDOFF, "diagnose", table]),
        }
        ratios = {"the table: diagnose / DuckDB": ("diagnose the table", "DuckDB counts the table")}
        if table != log:
            each |= {
                "Python parses XES": lambda: timed([sys.executable, "-c", PARSE, log]),
                "DuckDB counts lines of XES": lambda: timed([sys.executable, "-c", COUNT_LINES, log]),
                "diagnose XES": lambda: timed([HANDOFF, "diagnose", log]),
            }
            ratios |= {
                "XES: diagnose / Python parses it": ("diagnose XES", "Python parses XES"),
                "XES: diagnose / DuckDB counts its lines": ("diagnose XES", "DuckDB counts lines of XES"),
            }
        for run in each.values():  # what is compiled once is not measured
            run()
        done = [{name: run() for name, run in each.items()} for _ in range(rounds)]
    print(f"{rounds} rounds, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")  # noqa: T201
    print("| | seconds, median | MB |\n|---|---|---|")  # noqa: T201
    for name in each:
        seconds, memory = (statistics.median(one[name][part] for one in done) for part in (0, 1))
        print(f"| {name} | {seconds:.2f} | {memory:.0f} |")  # noqa: T201
    print("\n| ratio | median | from | to |\n|---|---|---|---|")  # noqa: T201
    for title, (one, other) in ratios.items():
        found = sorted(each_round[one][0] / each_round[other][0] for each_round in done)
        print(f"| {title} | {statistics.median(found):.1f} | {found[0]:.1f} | {found[-1]:.1f} |")  # noqa: T201


def large(events: int) -> None:
    """Print what a large log takes."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "large.csv"
        write_csv(log, ("ticket", "time", "status", "team", "who", "comment"), made_events(events))
        size = log.stat().st_size / 1e6
        counted, _ = timed([sys.executable, "-c", COUNT_TABLE, log])
        took, memory = timed([HANDOFF, "diagnose", log])
    said = f"{events:,} events, {size:.0f} MB: {took:.1f} s, at most {memory:.0f} MB"
    print(f"{said}; DuckDB counts it in {counted:.1f} s")  # noqa: T201


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("log", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int)
    given = parser.parse_args()
    if given.log:
        beside(given.log, given.rounds)
    if given.events:
        large(given.events)


if __name__ == "__main__":
    main()
