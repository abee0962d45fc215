"""Every line of a mapping, a status map or a table matters: without it `check` says something."""

from io import StringIO
from pathlib import Path

import pytest

from handoffspec.pipeline import check

CLEAN = (Path(__file__).parent.parent / "cases" / "lint" / "clean.handoff").read_text(encoding="utf-8").split("\n")


def block(opening: str) -> range:
    """The lines inside the block that a line opens."""
    start = CLEAN.index(opening)
    indent = len(opening) - len(opening.lstrip())
    end = next(at for at in range(start + 1, len(CLEAN)) if CLEAN[at] == " " * indent + "}")
    return range(start + 1, end)


LINES = [
    at
    for opening in ("  map {", "  ownership {", "    status {", "    conflict {", "    audit {", "    on error {")
    for at in block(opening)
    if not CLEAN[at].endswith("{") and CLEAN[at].strip() != "}"
]
FREE = ("desk decides priority", "retry 5 times")
"""What decides a detail only: the rest of its block stands for it."""


@pytest.mark.parametrize("at", [at for at in LINES if CLEAN[at].strip() not in FREE], ids=lambda at: CLEAN[at].strip())
def test_a_line_that_is_not_there_is_noticed_once(at: int) -> None:
    left = [line for number, line in enumerate(CLEAN) if number != at]
    # What a rule loses goes with the rule.
    while left[at].strip().startswith("loses") and not CLEAN[at].strip().startswith("}"):
        del left[at]
    found = check(["-"], StringIO("\n".join(left))).diagnostics
    assert len(found) == 1, [(one.code.code, one.message) for one in found]
