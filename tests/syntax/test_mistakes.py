"""Each file of tests/cases/syntax/mistakes holds one mistake, and says in which line. A person reads the reports."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from handoffspec.diagnostics import Source
from handoffspec.report import Look, renderer
from handoffspec.syntax.parser import ParseResult, parse_source

CASES = Path(__file__).parent.parent / "cases" / "syntax"
SINGLE = sorted((CASES / "mistakes").glob("*.handoff"))


def read(path: Path) -> ParseResult:
    return parse_source(Source(path.name, path.read_text(encoding="utf-8")))


def report(result: ParseResult) -> str:
    return renderer("text")(result.diagnostics, Look())


def test_there_are_enough_single_mistakes():
    assert len(SINGLE) >= 45


@pytest.mark.parametrize("path", SINGLE, ids=lambda path: path.stem)
def test_one_mistake_is_reported_once_at_its_line_with_help(path: Path, expect_file: Callable[[Path, str], None]):
    result = read(path)
    (found,) = result.diagnostics
    stated = re.match(r"# One mistake, in line (\d+)", path.read_text(encoding="utf-8"))
    assert stated is not None
    assert found.span.line == int(stated[1])
    assert found.help
    expect_file(path.with_suffix(".expected"), report(result))


def test_four_mistakes_are_four_reports_and_what_is_sound_stays(expect_file: Callable[[Path, str], None]):
    path = CASES / "four_mistakes.handoff"
    result = read(path)
    assert [found.span.line for found in result.diagnostics] == [4, 11, 19, 26]
    expect_file(path.with_suffix(".expected"), report(result))


@pytest.mark.parametrize("name", ["north_star", "phrasebook"])
def test_the_examples_of_the_design_are_read_without_a_word(name: str):
    result = read(CASES / f"{name}.handoff")
    assert result.diagnostics == ()
    assert not result.file.broken


@pytest.mark.parametrize(
    "text",
    [
        "use zendesk\n\tuse jira\n",
        "\tuse zendesk",
        "use zendesk # with a comment\r\nuse jira\r\n",
        "\n\n# nothing but a comment\n",
        "",
        "use zendesk\f\n",
    ],
)
def test_blanks_tabs_comments_and_line_ends_are_no_mistakes(text: str):
    assert parse_source(Source("a.handoff", text)).diagnostics == ()
