"""What a person sees at a terminal, and that nothing of it is anywhere else."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.report.look import Look
from handoffspec.report.printable import cells
from handoffspec.report.table import Cell, rows, wrapped

ESCAPE: Final = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
SLIP: Final = f"""\
use zendesk

extend zendesk.ticket {{
  客户影响 "{"漢字" * 17}" optional tex means "\u05e9\u05dc\u05d5\u05dd\u202e"
}}
"""
Screen = Callable[..., str]


def drained(master: int) -> str:
    """All that was shown until the program ended."""
    shown = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # how Linux says that nobody has the other end any more
            part = b""
        if not part:
            return shown.decode()
        shown += part


@pytest.fixture
def screen(tmp_path, environ) -> Screen:
    """Runs the program at a terminal of so many columns and gives what that shows; `out` is a file instead of it."""

    def run(*arguments: str, columns: int = 80, out: Path | None = None, **variables: str) -> str:
        master, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        with (out or Path(os.devnull)).open("wb") as file:
            running = subprocess.Popen(
                [Path(sys.executable).parent / "handoff", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=file if out else terminal,
                stderr=terminal,
                cwd=tmp_path,
                env={**environ, "TERM": "xterm-256color", **variables},
            )
            os.close(terminal)
            shown = drained(master)
            os.close(master)
            assert running.wait() in {0, 1}
        return shown

    return run


def too_wide(shown: str, columns: int) -> list[str]:
    plain = ESCAPE.sub("", shown).splitlines()
    return [line for line in plain if sum(map(cells, line)) > columns]


@pytest.mark.parametrize("columns", [60, 100])
def test_findings_are_painted_and_fit(screen, tmp_path, columns):
    (tmp_path / "slip.handoff").write_text(SLIP, encoding="utf-8")
    shown = screen("check", "slip.handoff", columns=columns)
    assert "\x1b[1;31merror HS" in shown
    assert re.search(r"\x1b\[31m\^+\x1b\[0m", shown)
    assert "\u202e" not in shown
    assert too_wide(shown, columns) == []


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(screen, tmp_path, variables):
    (tmp_path / "slip.handoff").write_text(SLIP, encoding="utf-8")
    shown = screen("check", "slip.handoff", **variables)
    assert "error HS" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("columns", [60, 100, 200])
def test_the_list_of_diagnostics_fits(screen, columns):
    shown = screen("explain", columns=columns)
    assert too_wide(shown, columns) == []
    words = " ".join(ESCAPE.sub("", shown).split())
    assert "HS0004 syntax-error error A line cannot be read as the language" in words


def test_elsewhere_a_row_is_a_line(handoff):
    listed = handoff("explain").out.splitlines()
    assert all(re.match(r"HS\d{4}  ", line) for line in listed)


@pytest.mark.usefixtures("specs")
def test_a_bar_grows_on_long_work_at_a_terminal_only(screen, handoff, tmp_path):
    plan = handoff("compile", "specs/zendesk_to_jira.handoff", "-o", "build")
    assert plan.status == 0
    ticket = '{"id": 1, "subject": "Help", "priority": "low", "raw_subject": "%s"}\n' % ("x" * 2000)
    (tmp_path / "many.ndjson").write_text(ticket * 150, encoding="utf-8")
    (tmp_path / "few.ndjson").write_text(ticket * 3, encoding="utf-8")
    run = ("run", "build/escalation/plan.json")
    written = tmp_path / "results.ndjson"
    shown = screen(*run, "many.ndjson", out=written)
    assert "100%" in shown
    assert "\x1b[?25h" in shown, "the cursor does not come back"
    assert len(written.read_text("utf-8").splitlines()) == 150
    assert screen(*run, "few.ndjson", out=written) == ""
    assert screen(*run, "many.ndjson", out=written, NO_COLOR="1") == ""
    assert screen(*run, "many.ndjson", out=written, TERM="dumb") == ""
    assert handoff(*run, "many.ndjson").err == ""


TEXTS: Final = st.text("ab -漢é\u05e9", max_size=60)


@given(TEXTS, st.integers(10, 60))
def test_wrapping_keeps_every_character_and_the_width(text, width):
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert sum(map(cells, line)) <= width or not re.search(r"\s|漢", line)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=4), st.integers(40, 100))
def test_rows_hold_all_words(table, width):
    look = Look(color=True, fits=True, width=width)
    shown = ESCAPE.sub("", "".join(rows([[Cell(text, "31") for text in row] for row in table], look)))
    assert "".join(shown.split()) == "".join("".join(row) for row in table for row in row).replace(" ", "")


def test_a_bar_grows_while_many_specs_are_checked(screen, handoff, tmp_path):
    for number in range(9):
        (tmp_path / f"team{number}.handoff").write_text(f'use zendesk\nteam t{number} "T" in zendesk\n', "utf-8")
    written = tmp_path / "found"
    shown = screen("check", ".", "--no-cache", out=written)
    assert "checking" in shown
    assert "9/9" in shown
    assert "Nothing found" in written.read_text("utf-8")
    assert screen("check", ".", "--no-cache", out=written, NO_COLOR="1") == ""
    assert handoff("check", ".", "--no-cache").err == ""
