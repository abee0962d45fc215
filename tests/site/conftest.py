"""The site of this repository's own specs, built as a user builds it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.site.history import history

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).parent / "handoff"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


def build(specs: Path, folder: Path, status: int = 0) -> Path:
    """The site of some specs; specs are named as they are from the folder above them."""
    made = subprocess.run(
        [PROGRAM, "docs", specs.name, "-o", folder, "--format", "html"],
        cwd=specs.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == status, made.stderr
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of all specs."""
    return build(ROOT / "specs", tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def diagnosed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `diagnose` writes of a history in which everything shows, held against a spec."""
    folder = tmp_path_factory.mktemp("diagnosed")
    spec = ROOT / "specs" / "zendesk_to_jira.handoff"
    made = subprocess.run(
        [PROGRAM, "diagnose", "-", "-o", folder, "--spec", spec],
        input=history(),
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert made.returncode == 1, made.stderr
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser without a window. CI installs one and must not go without; elsewhere these tests need not run."""
    if CHROMIUM is None:
        if "CI" in os.environ:
            pytest.fail("there is no Chromium on this machine, and CI installs one")
        pytest.skip("needs Chromium: Debian's package is called chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield opened
        opened.close()
