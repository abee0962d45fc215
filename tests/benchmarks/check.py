"""How long `handoff check` takes beside yamllint: `python -m tests.benchmarks.check [--specs 1000] [--rounds 5]`.

A wheel of this checkout and yamllint are installed into an environment of their own. In each round every program runs
once, in turn, as a process; a ratio is made within a round, and its median and its range are printed. The specs are
`specs/zendesk_to_jira.handoff` without its scenarios (about 300 lines), each with its own name and reasons, beside the
files that it uses. `own`: each has its own rollback too, so that no exploration of lifecycles serves for another. The
YAML files have as many lines, none of them empty.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.benchmarks.environment import ROOT, environment

SPEC: Final = "zendesk_to_jira.handoff"


def spec(number: int, *, own_lifecycles: bool) -> str:
    """One spec of many."""
    text = re.sub(r"(?ms)^scenario .*?^}\n", "", (ROOT / "specs" / SPEC).read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^handoff (\w+)", rf"handoff \1_{number}", text)
    text = re.sub(r'because "', f'because "{number}: ', text)
    return re.sub(r"rollback at most \d+", f"rollback at most {number % 900 + 1}", text) if own_lifecycles else text


def as_yaml(text: str) -> str:
    """A YAML file of as many lines, and about as many bytes, that yamllint has nothing to say about."""
    lines = ["---"]
    for number, line in enumerate(text.splitlines()[1:]):
        words = re.sub(r"[^A-Za-z0-9 ]", "x", line.strip())[:60]
        lines.append(f"section_{number}:" if number % 10 == 0 else f"  field_{number}: {words or 'x'}"[:79].rstrip())
    return "\n".join(lines) + "\n"


def write_files(at: Path, count: int) -> None:
    """`one`, `specs`, `own` and `yaml`: the folders that are checked."""
    for name, own in (("one", False), ("specs", False), ("own", True)):
        shutil.copytree(ROOT / "specs" / "shared", at / name / "shared")
        for number in range(1 if name == "one" else count):
            (at / name / f"s{number:04}.handoff").write_text(spec(number, own_lifecycles=own), encoding="utf-8")
    for name, many in (("yaml_one", 1), ("yaml", count)):
        (at / name).mkdir()
        for number in range(many):
            (at / name / f"s{number:04}.yaml").write_text(as_yaml(spec(number, own_lifecycles=False)), encoding="utf-8")


def timed(command: Sequence[str | Path], cwd: Path, environ: Mapping[str, str]) -> float:
    """Seconds that a process takes. It must have nothing to say against what it checks."""
    began = perf_counter()
    done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, check=False)
    took = perf_counter() - began
    if done.returncode:
        sys.exit(
            f"{command} ended with {done.returncode}: {done.stdout.decode()[-2000:]}{done.stderr.decode()[-2000:]}"
        )
    return took


def runs(programs: Path, at: Path) -> dict[str, Callable[[], float]]:
    """What each round runs, in this order."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ["XDG_CACHE_HOME"] = str(at / "home")
    findings = at / "home" / "handoffspec" / "findings"

    def check(folder: str, *, cold: bool = False) -> float:
        if cold:
            shutil.rmtree(findings, ignore_errors=True)
        return timed([programs / "handoff", "check", "."], at / folder, environ)

    def lint(folder: str) -> float:
        return timed([programs / "yamllint", "."], at / folder, environ)

    return {
        "python": lambda: timed([programs / "python", "-c", "pass"], at, environ),
        "version": lambda: timed([programs / "handoff", "--version"], at, environ),
        "lint one": lambda: lint("yaml_one"),
        "check one cold": lambda: check("one", cold=True),
        "check one": lambda: check("one"),
        "lint": lambda: lint("yaml"),
        "own": lambda: check("own", cold=True),
        "cold": lambda: check("specs", cold=True),
        "warm": lambda: check("specs"),
    }


RATIOS: Final = {
    "handoff --version / Python's own start": ("version", "python"),
    "one spec, nothing changed / yamllint": ("check one", "lint one"),
    "one spec, cold / yamllint": ("check one cold", "lint one"),
    "all specs, cold / yamllint": ("cold", "lint"),
    "all specs, cold, own lifecycles / yamllint": ("own", "lint"),
    "all specs, nothing changed / cold": ("warm", "cold"),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--specs", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        programs = environment(at, "yamllint")
        write_files(at, given.specs)
        each = runs(programs, at)
        for name in ("python", "version", "lint one", "check one"):  # what is compiled once is not measured
            each[name]()
        rounds = [{name: run() for name, run in each.items()} for _ in range(given.rounds)]
    print(f"{given.specs} specs, {given.rounds} rounds, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")  # noqa: T201
    print("| | seconds, median |\n|---|---|")  # noqa: T201
    for name in each:
        print(f"| {name} | {statistics.median(one[name] for one in rounds):.3f} |")  # noqa: T201
    print("\n| ratio | median | from | to |\n|---|---|---|---|")  # noqa: T201
    for title, (one, other) in RATIOS.items():
        ratios = sorted(each_round[one] / each_round[other] for each_round in rounds)
        print(f"| {title} | {statistics.median(ratios):.3f} | {ratios[0]:.3f} | {ratios[-1]:.3f} |")  # noqa: T201


if __name__ == "__main__":
    main()
