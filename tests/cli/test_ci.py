"""The page about CI and the hooks for pre-commit: what they show is what works."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


BLOCKS: list[Any] = [YAML(typ="safe").load(text) for text in fenced("yaml")]
WORKFLOW, PIPELINE, CONFIG = BLOCKS
HOOKS = {hook["id"]: hook for hook in YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}


@pytest.fixture
def repository(tmp_path, environ):
    """A folder with the specs of this repository, and a shell in it that knows the program."""
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    path = f"{Path(sys.executable).parent}:{environ['PATH']}"

    def shell(command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", command],
            cwd=tmp_path,
            env={**environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )

    return shell


def commands() -> list[str]:
    steps = [step["run"] for step in WORKFLOW["jobs"]["check"]["steps"] if "run" in step]
    lines = fenced("sh")[0].splitlines()
    return [step for step in [*steps, *PIPELINE["handoffs"]["script"], *lines] if not step.startswith("pip install")]


def test_every_command_on_the_page_works(repository, tmp_path):
    assert len(commands()) == 7
    for command in commands():
        done = repository(command)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    sarif = json.loads((tmp_path / WORKFLOW["jobs"]["check"]["steps"][-1]["with"]["sarif_file"]).read_text("utf-8"))
    assert sarif["version"] == "2.1.0"
    report = PIPELINE["handoffs"]["artifacts"]["reports"]["codequality"]
    assert json.loads((tmp_path / report).read_text("utf-8")) == []


def test_a_finding_fails_the_steps_that_should_fail(repository, tmp_path):
    with (tmp_path / "specs" / "zendesk_to_jira.handoff").open("a", encoding="utf-8") as spec:
        spec.write("teem late\n")
    statuses = {command: repository(command).returncode for command in commands()}
    assert statuses["handoff check specs --format github"] == 1
    assert statuses["handoff check specs --format sarif > handoff.sarif || [ $? -eq 1 ]"] == 0


def test_the_example_names_hooks_that_are_there():
    assert {hook["id"] for repo in CONFIG["repos"] for hook in repo["hooks"]} == set(HOOKS)


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_passes_sound_specs_and_stops_others(repository, tmp_path, name):
    hook = HOOKS[name]
    assert hook["language"] == "python"
    assert re.search(hook["files"], "specs/zendesk_to_jira.handoff")
    files = ["specs/zendesk_to_jira.handoff"] if hook.get("pass_filenames", True) else []
    command = f"{hook['entry']} {shlex.join([*hook.get('args', []), *files])}"
    before = (tmp_path / "specs" / "zendesk_to_jira.handoff").read_bytes()
    assert repository(command).returncode == 0
    assert (tmp_path / "specs" / "zendesk_to_jira.handoff").read_bytes() == before
    with (tmp_path / "specs" / "zendesk_to_jira.handoff").open("a", encoding="utf-8") as spec:
        spec.write("teem late\n")
    assert repository(command).returncode != 0
