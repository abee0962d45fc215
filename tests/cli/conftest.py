"""The program as a user starts it: a process of its own, in an empty folder."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from handoffspec.cli import frame

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
def handoff_here(tmp_path: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Handoff:
    """The same in this process, where starting the program is not the point: a tenth of a second instead of half."""

    def run(*arguments: str, stdin: str | bytes = b"", env: Mapping[str, str] | None = None) -> Outcome:
        given = io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin)
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with monkeypatch.context() as patch:
            patch.chdir(tmp_path)
            for name in os.environ:
                patch.delenv(name)
            for name, value in {**environ, **(env or {})}.items():
                patch.setenv(name, value)
            patch.setattr("sys.stdin", io.TextIOWrapper(given, encoding="utf-8"))
            patch.setattr("sys.stdout", out)
            patch.setattr("sys.stderr", err)
            status = frame.run(list(arguments))
        outcome = Outcome(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))
        assert "a mistake in handoff itself" not in outcome.err, outcome.err
        return outcome

    return run


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A copy of the project's specs in the folder that the program runs in."""
    return Path(shutil.copytree(SPECS, tmp_path / "specs"))
