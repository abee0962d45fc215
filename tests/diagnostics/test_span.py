"""Positions: lines and columns from 1, columns in characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.diagnostics import Source, Span

TEXTS = st.text(alphabet=st.one_of(st.just("\n"), st.characters(exclude_categories=["Cs"])), max_size=200)


@given(TEXTS, st.integers(-3, 203))
def test_a_position_is_what_counting_says(text: str, offset: int) -> None:
    before = text[: max(0, offset)]
    expected = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert Source("-", text).position(offset) == expected


@given(TEXTS)
def test_the_lines_are_the_text(text: str) -> None:
    source = Source("-", text)
    assert "\n".join(source.line(n + 1) for n in range(source.line_count)) == text


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_line_that_is_not_there_is_an_error(number: int) -> None:
    with pytest.raises(IndexError, match="has 2 lines"):
        Source("a.handoff", "one\ntwo").line(number)


def test_a_span_knows_both_its_ends_and_its_text() -> None:
    span = Span(Source("a.handoff", "grün {\n  é}\n"), 5, 10)
    assert (span.line, span.column, span.end_line, span.end_column) == (1, 6, 2, 4)
    assert span.text == "{\n  é"


def test_two_spans_join_in_either_order() -> None:
    source = Source("a.handoff", "one two three")
    one, three = Span(source, 0, 3), Span(source, 8, 13)
    assert one.to(three) == three.to(one) == Span(source, 0, 13)


def test_spans_of_two_files_do_not_join() -> None:
    with pytest.raises(ValueError, match="no span reaches"):
        Span(Source("a", "x"), 0, 1).to(Span(Source("b", "x"), 0, 1))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1)])
def test_a_span_runs_forwards(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="runs forwards"):
        Span(Source("a", "abc"), start, end)
