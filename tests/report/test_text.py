"""The terminal form: each case's whole output is in tests/cases/report, read by a person."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.diagnostics import Diagnostic, Label, Source, Span, codes
from handoffspec.report import Look, renderer
from handoffspec.report.printable import cells, safe

CASES = Path(__file__).parent.parent / "cases" / "report"

ESCALATION = Source(
    "specs/escalation.handoff",
    """\
handoff escalation "Service desk escalates to engineering" {
  map {
    prioritty <-> priority
\tsubject <-> "要約" summary
    description -> description once
      loses "text over 32,767 characters, which a customer who pastes a log reaches in one go" because "engineering \
asks for the log itself and reads it as an attachment" impact minor
  }
}
""",
)
CATALOGUE = Source("zendesk.handoff", "system zendesk {\n" + "\n" * 120 + "  record ticket {\n  }\n}\n")


def at(source: Source, words: str) -> Span:
    start = source.text.index(words)
    return Span(source, start, start + len(words))


def misspelt() -> Diagnostic:
    return codes.UNKNOWN_WORD.at(
        at(ESCALATION, "prioritty"),
        "`prioritty` is no field of a Zendesk ticket.",
        help="write `priority`:\n\n    priority <-> priority",
        labels=[Label(at(CATALOGUE, "record ticket"), "its fields are listed here")],
    )


REPORTS: dict[str, list[Diagnostic]] = {
    "nothing": [],
    "misspelt_field": [misspelt()],
    "tab_and_wide_characters": [codes.UNKNOWN_WORD.at(at(ESCALATION, "summary"), "Only one field can stand here.")],
    "long_line": [
        codes.SYNTAX_ERROR.at(at(ESCALATION, "because"), "`because` comes after `impact`. " * 5, help="swap " * 30)
    ],
    "open_block": [
        codes.MISSING_BRACE.at(
            Span(ESCALATION, ESCALATION.text.index("map"), len(ESCALATION.text)),
            "This block is opened and never closed.",
        )
    ],
    "end_of_file": [
        codes.SYNTAX_ERROR.at(Span(ESCALATION, len(ESCALATION.text), len(ESCALATION.text)), "The file ends early.")
    ],
    "no_text": [
        codes.FILE_NOT_READABLE.at(
            Span(Source("specs/gone.handoff", ""), 0, 0), "There is no such file.", help="see `ls specs`"
        )
    ],
    "witness": [
        codes.SYNTAX_ERROR.at(
            at(ESCALATION, "description once"),
            "A description that is too long arrives cut.",
            witness={
                "ticket": {"description": "a" * 32_768, "tags": [], "priority": None, "escalated": True, "votes": 3},
                "lines": "first\nsecond",
                "history": ["Zendesk: solved", "Jira: Done, back to To Do", "Zendesk: \x1b[2J"],
                "steps": [{"step": "Restarted", "outcome": "Still down"}],
            },
        )
    ],
    "hostile": [
        codes.STRANGE_CHARACTER.at(
            Span(Source("a\x1b]0;owned\x07.handoff", 'team x "\u202e\x1b[31mred\x00\u200b"\n'), 8, 10),
            "The text \x1b[2J holds control characters.\nerror HS0001 forged  b.handoff:1:1",
            help="remove them\nhelp: or else",
        )
    ],
    "several": [
        misspelt(),
        codes.EMPTY_FILE.at(Span(Source("specs/empty.handoff", ""), 0, 0), "This file says nothing."),
        codes.SYNTAX_ERROR.at(at(ESCALATION, "once"), "`once` cannot stand here."),
    ],
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_reads_as_its_expected_file(name: str, expect_file: Callable[[Path, str], None]) -> None:
    expect_file(CASES / f"{name}.txt", renderer("text")(REPORTS[name], Look(width=80)))


def test_a_report_in_colour(expect_file: Callable[[Path, str], None]) -> None:
    visible = renderer("text")(REPORTS["misspelt_field"], Look(color=True, width=80)).replace("\x1b", "ESC")
    expect_file(CASES / "colour.txt", visible)


@pytest.mark.parametrize("name", REPORTS)
def test_colour_changes_nothing_but_the_colour(name: str) -> None:
    colored = renderer("text")(REPORTS[name], Look(color=True, width=80))
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == renderer("text")(REPORTS[name], Look(width=80))


@pytest.mark.parametrize(
    ("is_terminal", "environ", "color"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": ""}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(is_terminal: bool, environ: dict[str, str], color: bool) -> None:
    assert Look.of_terminal(is_terminal=is_terminal, columns=80, environ=environ).color is color


HOSTILE = st.text(alphabet=st.characters(exclude_characters=["\n"]), min_size=1, max_size=300)


@given(HOSTILE, st.data(), st.integers(40, 160))
def test_no_source_line_is_wider_than_the_terminal_or_obeyed_by_it(line: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    report = renderer("text")([codes.SYNTAX_ERROR.at(Span(Source("a", line), start, end), "Wrong.")], Look(width=width))
    for printed in report.splitlines():
        assert sum(map(cells, printed)) <= width
        assert safe(printed) == printed


@given(HOSTILE)
def test_the_underline_stands_under_what_it_marks(line: str) -> None:
    text = line + "MARKED" + line
    report = renderer("text")(
        [codes.SYNTAX_ERROR.at(Span(Source("a", text), len(line), len(line) + 6), "Wrong.")], Look()
    )
    *_, shown, underline, _blank, _summary = report.splitlines()
    offset = underline.index("^")
    column = 0
    for number, character in enumerate(shown):
        if column == offset and shown[number:].startswith("MARKED"):
            break
        column += cells(character)
    else:
        pytest.fail(f"{shown}\n{underline}")
    assert underline.count("^") == 6


def test_a_line_of_megabytes_is_shown_at_once() -> None:
    source = Source("a", "x" * 5_000_000 + "y" + "z" * 5_000_000)
    report = renderer("text")([codes.SYNTAX_ERROR.at(Span(source, 5_000_000, 5_000_001), "Wrong.")], Look())
    assert len(report) < 1_000
    assert "xyz" in report
