"""The program as a user starts it: a process of its own, in an empty folder."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).parent / "handoff"


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


Handoff = Callable[..., Outcome]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Nothing of whoever runs the tests decides how the program behaves."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return {**kept, "HOME": str(tmp_path), "PYTHONUTF8": "1"}


@pytest.fixture
def handoff(tmp_path: Path, environ: dict[str, str]) -> Handoff:
    """Runs the program in `tmp_path` and gives its exit status and both streams. No traceback is ever right."""

    def run(*arguments: str, stdin: str | bytes = b"", env: Mapping[str, str] | None = None) -> Outcome:
        done = subprocess.run(
            [PROGRAM, *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**environ, **(env or {})},
            timeout=120,
            check=False,
        )
        outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in outcome.err, outcome.err
        assert "a mistake in handoff itself" not in outcome.err, outcome.err
        return outcome

    return run
