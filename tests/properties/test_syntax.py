"""What holds of every text: nothing raises, spans stay inside, one mistake is one report, and sound lines are kept.

In CI the numbers of examples below add up to more than 5,000.
"""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoffspec.syntax import ast
from handoffspec.syntax.nodes.kids import unescape
from handoffspec.syntax.parser import MAX_ERRORS, ParseResult
from tests.properties.reading import TEXTS, Piece, nodes, pieces, read, untouched

CI = "CI" in os.environ
PIECES = [(number, piece) for number, text in enumerate(TEXTS) for piece in pieces(text)]
SOUND = [read(text).file for text in TEXTS]
WORDS = sorted({text[piece.start : piece.end] for text in TEXTS for piece in pieces(text)})
ODDITIES = [*"“”'\"\\→=:;@#\r\t\u00a0\u200b", "=>", "30min", "a-b"]


def examples(in_ci: int) -> settings:
    return settings(max_examples=in_ci if CI else in_ci // 10)


def holds(result: ParseResult, text: str) -> None:
    """Every span lies in the text, and a child's in its parent's."""
    for found in result.diagnostics:
        for span in (found.span, *(label.span for label in found.labels)):
            assert 0 <= span.start <= span.end <= len(text)
        for fix in found.fixes:
            assert 0 <= fix.span.start <= fix.span.end <= len(text)
    assert len(result.diagnostics) <= MAX_ERRORS + 1
    for node in nodes(result.file):
        assert 0 <= node.span.start <= node.span.end <= len(text)


@examples(1500)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str):
    holds(read(text), text)


@examples(1000)
@given(st.binary(max_size=300))
def test_any_bytes_are_read(raw: bytes):
    text = raw.decode("utf-8", errors="replace")
    holds(read(text), text)


@examples(1500)
@given(st.lists(st.sampled_from([*WORDS, *ODDITIES, "\n", "\n  ", "{\n", "}\n"]), max_size=60))
def test_tokens_in_any_order_are_read(words: list[str]):
    text = " ".join(words)
    holds(read(text), text)


@examples(600)
@given(st.data())
def test_a_file_that_was_cut_off_or_spliced_is_read(data: st.DataObject):
    text = data.draw(st.sampled_from(TEXTS))
    cut = data.draw(st.integers(0, len(text)))
    resumed = data.draw(st.one_of(st.just(len(text)), st.integers(0, len(text))))
    spliced = text[:cut] + text[resumed:]
    holds(read(spliced), spliced)


def changed(how: str, text: str, piece: Piece) -> str:
    token = text[piece.start : piece.end]
    if how == "junk before":
        return f"{text[: piece.start]}@@ {text[piece.start :]}"
    if how == "left out":
        return text[: piece.start] + text[piece.end :]
    return f"{text[: piece.end]} {token}{text[piece.end :]}"


def statement_of(text: str, piece: Piece) -> tuple[int, int, bool]:
    """First and last line of the innermost statement a token stands in, and whether it is the first word of a block.

    The losses that are accepted below a rule belong to the rule.
    """
    lines = text.split("\n")
    number = text.count("\n", 0, piece.start) + 1
    last = number
    opens = lines[number - 1].split("#")[0].rstrip().endswith("{")
    if opens:
        indent = len(lines[number - 1]) - len(lines[number - 1].lstrip())
        last = next(i for i in range(number, len(lines)) if lines[i].startswith(" " * indent + "}")) + 1
    begins = not text[text.rfind("\n", 0, piece.start) + 1 : piece.start].strip()
    losses = last
    while losses < len(lines) and lines[losses].split()[:1] == ["loses"]:
        losses += 1
    return last, losses, opens and begins


@examples(1200)
@given(st.sampled_from(PIECES), st.sampled_from(["junk before", "left out", "twice"]))
def test_one_token_changed_is_at_most_one_report_and_hides_nothing_else(place: tuple[int, Piece], how: str):
    number, piece = place
    text = TEXTS[number]
    line = text.count("\n", 0, piece.start) + 1
    result = read(changed(how, text, piece))
    assert len(result.diagnostics) <= 1
    holds(result, changed(how, text, piece))
    last, losses, headless = statement_of(text, piece)
    # A block without the word that says what it is cannot be read; whatever else is changed, its lines are kept.
    own = {line, *range(last + 1, losses + 1)} | (
        set(range(line, last + 1)) if headless and how == "left out" else set()
    )
    kept = untouched(result.file, line)
    assert {node for node in untouched(SOUND[number], line) if node[2] not in own} <= kept


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_node_spans_what_it_is_made_of(number: int):
    for node in nodes(SOUND[number]):
        for child in nodes(node):
            assert node.span.start <= child.span.start <= child.span.end <= node.span.end
        if isinstance(node, ast.Name | ast.Ref):
            assert node.span.text == node.text or node.span.text.endswith(node.text)
        if isinstance(node, ast.Text):
            assert node.value == unescape(node.span.text) or node.value == node.span.text
