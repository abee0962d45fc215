"""The program as a user starts it: a process of its own, in an empty folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

SPECS = Path(__file__).parents[2] / "specs"
PROGRAM = Path(sys.executable).parent / "handoff"


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


Handoff = Callable[..., Outcome]


@pytest.fixture(scope="session")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nothing of whoever runs the tests decides how the program behaves; all runs share a home and its cache."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return {**kept, "HOME": str(tmp_path_factory.mktemp("home")), "PYTHONUTF8": "1"}


@pytest.fixture
def handoff(tmp_path: Path, environ: dict[str, str]) -> Handoff:
    """Runs the program in `tmp_path` and gives its exit status and both streams. No traceback is ever right."""

    def run(
        *arguments: str, stdin: str | bytes = b"", env: Mapping[str, str] | None = None, cwd: Path = tmp_path
    ) -> Outcome:
        done = subprocess.run(
            [PROGRAM, *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=cwd,
            env={**environ, **(env or {})},
            timeout=120,
            check=False,
        )
        outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in outcome.err, outcome.err
        assert "a mistake in handoff itself" not in outcome.err, outcome.err
        return outcome

    return run


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A copy of the project's specs in the folder that the program runs in."""
    return Path(shutil.copytree(SPECS, tmp_path / "specs"))
