"""Findings as data, as language.md promises them."""

import json
from collections.abc import Callable
from pathlib import Path

from handoffspec.diagnostics import Diagnostic, Label, Source, Span, codes
from handoffspec.report import Look, renderer

CASES = Path(__file__).parent.parent / "cases" / "report"


def finding() -> Diagnostic:
    source = Source("specs/größe.handoff", "team x {\n}\n")
    return codes.MISSING_BRACE.at(
        Span(source, 7, 10),
        "This “block” is open.",
        help="write `}`",
        labels=[Label(Span(source, 0, 4), "opened here")],
        witness={"history": ["a\x1b[2J", None, 1.5, True]},
    )


def test_the_array_reads_as_its_expected_file(expect_file: Callable[[Path, str], None]) -> None:
    expect_file(CASES / "finding.json", renderer("json")([finding()], Look()))


def test_it_is_plain_ascii_and_reads_back() -> None:
    text = renderer("json")([finding()], Look())
    assert text.isascii()
    assert json.loads(text)[0]["path"] == "specs/größe.handoff"
    assert json.loads(text)[0]["witness"] == {"history": ["a\x1b[2J", None, 1.5, True]}


def test_no_findings_are_an_empty_array() -> None:
    assert json.loads(renderer("json")([], Look())) == []


def test_the_same_finding_comes_once_and_in_order() -> None:
    first = codes.EMPTY_FILE.at(Span(Source("a", ""), 0, 0), "Empty.")
    found = json.loads(renderer("json")([finding(), first, finding()], Look()))
    assert [one["code"] for one in found] == ["HS0009", "HS0005"]


def test_an_unpaired_surrogate_in_a_path_is_no_crash() -> None:
    text = renderer("json")([codes.EMPTY_FILE.at(Span(Source("a\udcff", ""), 0, 0), "Empty.")], Look())
    assert text.encode("utf-8")
