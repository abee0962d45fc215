"""The catalogue, its pages, and the one way to make a diagnostic."""

import re
import subprocess
import sys

import pytest

from handoffspec.diagnostics import Diagnostic, Source, Span, codes, explain, in_order

SOURCE = Source("a.handoff", "one\ntwo\n")


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(path.stem for path in explain.PAGES.glob("*.md")) == sorted(codes.CATALOGUE)


@pytest.mark.parametrize("code", codes.CATALOGUE)
def test_a_page_says_what_to_avoid_what_to_prefer_and_why(code: str) -> None:
    page = explain.page(code)
    assert page.startswith(f"# {code} {codes.CATALOGUE[code].name}\n")
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == ["Avoid", "Prefer", "Why"]
    for section in page.split("\n## ")[1:]:
        assert section.split("\n", 1)[1].strip(), f"{code}: {section.splitlines()[0]} says nothing"


def test_a_summary_is_a_sentence_without_its_full_stop() -> None:
    for code in codes.CATALOGUE.values():
        assert code.summary[0].isupper(), code
        assert not code.summary.endswith("."), code


def test_a_page_is_found_by_code_or_name_in_any_case() -> None:
    assert explain.page("hs0004") == explain.page("Syntax-Error") == explain.page(" HS0004 ")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("HS00004", "did you mean HS0004?"),
        ("sintax-error", "did you mean syntax-error?"),
        ("bananas", "lists them all"),
    ],
)
def test_an_unknown_code_is_answered_with_what_to_write(asked: str, said: str) -> None:
    with pytest.raises(explain.UnknownCodeError, match=re.escape(said)):
        explain.page(asked)


def test_a_path_is_no_code() -> None:
    with pytest.raises(explain.UnknownCodeError):
        explain.page("../codes.py")


def test_the_index_has_a_line_for_each_code_in_order() -> None:
    lines = explain.index()
    assert [line.split()[0] for line in lines] == sorted(codes.CATALOGUE)
    assert all(codes.CATALOGUE[line[:6]].summary in line for line in lines)


def test_a_code_or_a_name_is_never_used_twice() -> None:
    # In a process of its own: the attempt must not leave anything in the catalogue of this one.
    attempt = "from handoffspec.diagnostics import codes as c; c._code({!r}, {!r}, c.Severity.ERROR, 'Again')"
    for code, name in [
        ("HS0004", "brand-new"),
        ("HS9999", "syntax-error"),
        ("HS99", "brand-new"),
        ("HS9999", "Two words"),
    ]:
        run = subprocess.run(
            [sys.executable, "-c", attempt.format(code, name)], capture_output=True, text=True, check=False
        )
        assert "ValueError" in run.stderr, (code, name)


def test_a_diagnostic_comes_from_the_catalogue_only() -> None:
    with pytest.raises(TypeError, match="comes from the catalogue"):
        Diagnostic(codes.SYNTAX_ERROR, "message", Span(SOURCE, 0, 1), None, (), None, (), (), _key=None)


def test_findings_are_sorted_by_place_and_given_once() -> None:
    other = Source("B.handoff", SOURCE.text)
    late = codes.SYNTAX_ERROR.at(Span(SOURCE, 4, 5), "late")
    early = codes.UNKNOWN_WORD.at(Span(SOURCE, 0, 1), "early")
    same_place = codes.SYNTAX_ERROR.at(Span(SOURCE, 0, 1), "early")
    elsewhere = codes.SYNTAX_ERROR.at(Span(other, 0, 1), "elsewhere")
    again = codes.SYNTAX_ERROR.at(Span(SOURCE, 4, 5), "late")
    assert in_order([late, early, again, same_place, elsewhere]) == [elsewhere, same_place, early, late]
