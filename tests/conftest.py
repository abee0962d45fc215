"""What every test directory shares: expected files, made by `pytest --update` and read before a commit; hypothesis."""

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: on a shared machine a slow moment is no failure. In CI the same examples every time.
settings.register_profile("handoffspec", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("handoffspec")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the expected files from what the program says now")


@pytest.fixture
def expect_file(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with the file that holds what is expected, or writes that file under `--update`."""

    def compare(expected: Path, actual: str) -> None:
        if request.config.getoption("--update"):
            expected.parent.mkdir(parents=True, exist_ok=True)
            expected.write_text(actual, encoding="utf-8", newline="\n")
            return
        if not expected.exists():
            pytest.fail(f"{expected} is missing: run pytest --update and read what it writes")
        wanted = expected.read_text(encoding="utf-8")
        if actual != wanted:
            lines = difflib.unified_diff(
                wanted.splitlines(), actual.splitlines(), expected.name, "what the program says", lineterm=""
            )
            pytest.fail("\n".join(lines) or "they differ in their line ends", pytrace=False)

    return compare
