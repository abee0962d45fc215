"""The tour in the README, command by command. `pytest --update` pastes what the commands print."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def typed(block: str, folder: Path, environ: dict[str, str]) -> str:
    """The commands of a block, each followed by what it prints to either stream."""
    shown = ""
    for command in (line[2:] for line in block.splitlines() if line.startswith("$ ")):
        script = f"set -o pipefail; {{ {command}\n}} 2>&1"
        done = subprocess.run(["bash", "-c", script], cwd=folder, env=environ, capture_output=True, check=False)
        shown += f"$ {command}\n{done.stdout.decode()}"
    return shown


def test_the_tour_prints_what_the_readme_says(request, specs, environ):
    programs = {**environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), environ["PATH"]])}
    written = README.read_text(encoding="utf-8")
    run = CONSOLE.sub(lambda block: f"```console\n{typed(block[1], specs.parent, programs)}```", written)
    assert "a mistake in handoff itself" not in run
    if request.config.getoption("--update"):
        README.write_text(run, encoding="utf-8")
    assert run == README.read_text(encoding="utf-8")


def test_the_setup_that_ci_runs_is_in_the_readme():
    block = re.search(r"<!-- test -->\n```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    assert "pytest" in block[1]
