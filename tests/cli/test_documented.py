"""Every code block of the README and of `docs/` is what it says it is. `pytest --update` pastes what commands print.

What stands in a block decides how it is held to that:

- `console`: what follows `$ ` is run, in the order of the page, in one folder that has a copy of `specs/`; what is
  printed to either stream is compared.
- `handoff`: parsed. `json`, `yaml`, `python`: read. What is run of them is run by the tests of those pages.
- A block below `<!-- file: NAME -->` is also written to that file of the folder, for the commands that follow.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from ruamel.yaml import YAML

from handoffspec.diagnostics import Source
from handoffspec.syntax.parser import parse_source

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = sorted([ROOT / "README.md", ROOT / "specs" / "README.md", *(ROOT / "docs").glob("*.md")])
BLOCK: Final = re.compile(
    r"^(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<language>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
RUN_ELSEWHERE: Final = {("README.md", "sh"), ("ci.md", "sh"), ("README.md", "mermaid"), ("index.md", "{toctree}")}
"""Set-up that `.ci/run` does as it is written, what `test_ci.py` runs, a picture, and the contents of the site."""


@dataclass(frozen=True)
class Block:
    language: str
    body: str
    file: str | None


def blocks(page: Path) -> list[Block]:
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(block["language"], block["body"], block["file"]) for block in found]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def environment(environ) -> dict[str, str]:
    """The program in the path, and somebody who commits."""
    who = {f"GIT_{role}_{what}": "ana@shop.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**environ, **who, "PATH": os.pathsep.join([str(Path(sys.executable).parent), environ["PATH"]])}


def typed(block: str, folder: Path, environment: dict[str, str]) -> str:
    """The commands of a block, each followed by what it prints to either stream."""
    shown = ""
    for command in (line[2:] for line in block.splitlines() if line.startswith("$ ")):
        script = f"set -o pipefail; {{ {command}\n}} 2>&1"
        done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, capture_output=True, check=False)
        shown += f"$ {command}\n{done.stdout.decode()}"
    return shown


CONSOLES: Final = [page for page in PAGES if any(block.language == "console" for block in blocks(page))]


@pytest.mark.parametrize("page", CONSOLES, ids=name)
def test_commands_print_what_the_page_says(page, request, specs, environment):
    written = page.read_text(encoding="utf-8")

    def run(block: "re.Match[str]") -> str:
        if block["file"]:
            (specs.parent / block["file"]).write_text(block["body"], encoding="utf-8")
        if block["language"] != "console":
            return block[0]
        assert block["body"].startswith("$ "), "nothing is typed in this block"
        return f"```console\n{typed(block['body'], specs.parent, environment)}```"

    ran = BLOCK.sub(run, written)
    assert "a mistake in handoff itself" not in ran
    if request.config.getoption("--update"):
        page.write_text(ran, encoding="utf-8")
    assert ran == page.read_text(encoding="utf-8")


def parsed(body: str) -> None:
    assert [found.message for found in parse_source(Source("page.handoff", body)).diagnostics] == []


READ: Final[dict[str, Callable[[str], object]]] = {
    "handoff": parsed,
    "json": json.loads,
    "yaml": YAML(typ="safe").load,
    "python": lambda body: compile(body, "page.py", "exec"),
}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_blocks_can_be_read(page):
    for block in blocks(page):
        if block.language in READ:
            READ[block.language](block.body)
        elif block.language != "console" and (page.name, block.language) not in RUN_ELSEWHERE:
            assert block.file, f"nothing is done with a block of {block.language or 'no language'}:\n{block.body}"


def test_no_fence_is_overlooked():
    for page in PAGES:
        assert len(re.findall(r"^```", page.read_text(encoding="utf-8"), re.MULTILINE)) == 2 * len(blocks(page)), page
