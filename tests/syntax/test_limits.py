"""Texts that are no specs: large, deep, or nothing but mistakes. The answer is right and comes after one reading."""

import pytest

from handoffspec.diagnostics import Source
from handoffspec.syntax.parser import MAX_ERRORS, ParseResult, parse_source

MILLION = 1_000_000


def read(text: str) -> ParseResult:
    return parse_source(Source("a.handoff", text))


def codes_of(result: ParseResult) -> list[str]:
    return [found.code.code for found in result.diagnostics]


@pytest.mark.parametrize("bracket", ["{", "[", "(", "{\n", "a {\n", "[{", "([{"])
def test_ten_thousand_brackets_in_each_other_are_one_report(bracket: str):
    result = read(bracket * 10_000)
    assert codes_of(result) == ["HS0008"]
    assert result.file.broken


def test_what_is_closed_again_is_not_deep():
    assert codes_of(read("team a\n" * 10 + "use {}\n" * 50)) == ["HS0004"] * 50


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * 10 * MILLION, "HS0004"),
        ("@" * 10 * MILLION, "HS0011"),
        ('"' + "a" * 10 * MILLION, "HS0007"),
        ("“" + "a" * 10 * MILLION, "HS0011"),
        ("\u00a0" * 10 * MILLION, "HS0011"),
        ("1" * 10 * MILLION, "HS0004"),
        ("use " + "a-" * 5 * MILLION, "HS0011"),
        ("extend a {\n, " + "custom " * 150_000 + "\n}", "HS0004"),
        ("extend a {\n, " + "lifecycle " * 150_000 + "\n}", "HS0004"),
        ('use "' + "\\" * 2 * MILLION, "HS0007"),
    ],
    ids=["word", "signs", "text", "curly", "blanks", "number", "hyphens", "phrase", "other phrase", "backslashes"],
)
def test_megabytes_in_one_line_are_one_report(text: str, code: str):
    assert codes_of(read(text)) == [code]


def test_megabytes_of_comments_and_blank_lines_are_nothing():
    assert codes_of(read("# a comment\n" * 200_000 + " \n" * MILLION + "#" * 5 * MILLION)) == []


def test_many_sound_statements_are_all_read():
    result = read("use zendesk\n" * 20_000)
    assert codes_of(result) == []
    assert len(result.file.items) == 20_000


@pytest.mark.parametrize("line", ["junk here", "@", "-> ->", "use use use", '"unclosed', "team “a”"])
def test_two_hundred_thousand_lines_of_junk_are_read_until_it_is_certain_that_they_are_junk(line: str):
    result = read(f"{line}\n" * 200_000)
    assert len(result.diagnostics) == MAX_ERRORS + 1
    assert result.file.broken
    *_, last = result.diagnostics
    assert last.code.name == "too-many-mistakes"
    assert last.message == "These are the first 200 mistakes: what follows line 200 was not read."


@pytest.mark.parametrize("bracket", ["}", "]", "(]", "{]", "}\n", "  x\n}\n", "a {\n]\n"])
def test_brackets_that_never_fit_are_given_up_as_well(bracket: str):
    result = read(bracket * 200_000)
    assert len(result.diagnostics) <= MAX_ERRORS + 1
    assert result.diagnostics[-1].code.name in ("too-many-mistakes", "nested-too-deep")
    assert result.file.broken


def test_what_stands_before_the_two_hundredth_mistake_is_in_the_tree():
    result = read("use zendesk\n" + "junk here\n" * 300 + "use jira\n")
    assert len(result.file.items) == 1
    assert result.file.broken
