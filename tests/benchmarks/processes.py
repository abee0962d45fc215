"""Programs run as a user runs them, on the cores that they are given: how long they take, how much memory they need."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter, sleep
from typing import Final

from tests.benchmarks.environment import ROOT

Command = Sequence[str | Path]
_OFTEN: Final = 0.1
"""Seconds between two looks at a program's memory."""


def seconds(command: Command, target: Path | None = None, *, cores: int = 1) -> float:
    """How long a program takes; what it prints goes into the target.

    On one core the seconds are those of the processor, which do not count what others did on it meanwhile; on several
    they are those of the clock.
    """
    with (target or Path(os.devnull)).open("wb") as out, TemporaryFile() as wrong:
        began = perf_counter()
        process = _begun(command, out.fileno(), wrong.fileno(), cores)
        _, status, used = os.wait4(process.pid, 0)
        took = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        wrong.seek(0)
        _must_end_well(command, process.returncode, wrong.read())
    return used.ru_utime + used.ru_stime if cores == 1 else took


def peak_memory(command: Command) -> int:
    """The most that a program and those that it starts hold: the sum of the most that each did, in KiB."""
    with Path(os.devnull).open("wb") as out, TemporaryFile() as wrong:
        process = _begun(command, out.fileno(), wrong.fileno(), os.cpu_count() or 1)
        most: dict[int, int] = {}
        while process.poll() is None:
            for number in _family(process.pid):
                most[number] = max(most.get(number, 0), _high_water(number))
            sleep(_OFTEN)
        wrong.seek(0)
        _must_end_well(command, process.returncode, wrong.read())
    return sum(most.values())


def _begun(command: Command, out: int, wrong: int, cores: int) -> "subprocess.Popen[bytes]":
    """Held to so many cores, where the system can do that."""

    def hold() -> None:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-cores:])

    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=wrong, preexec_fn=hold)  # noqa: PLW1509 - nothing but the affinity is set


def _must_end_well(command: Command, status: int, wrong: bytes) -> None:
    if status:
        sys.exit(f"{' '.join(map(str, command))} ended with {status}: {wrong.decode()[-2000:]}")


def _family(number: int) -> list[int]:
    """A process and all that come from it."""
    try:
        children = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [number, *(one for child in children for one in _family(int(child)))]


def _high_water(number: int) -> int:
    try:
        status = Path(f"/proc/{number}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
