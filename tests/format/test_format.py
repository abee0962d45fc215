"""The one layout: read by a person in tests/cases/format, and held to its promises on spoilt copies of real files."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoffspec.diagnostics import Source
from handoffspec.syntax.format import format_text
from handoffspec.syntax.parser import parse_source

CASES = Path(__file__).parent.parent / "cases" / "format"
NAMES = sorted(path.stem for path in CASES.glob("*.handoff"))
TEXTS = {name: (CASES / f"{name}.handoff").read_text(encoding="utf-8") for name in NAMES} | {
    name: files("handoffspec").joinpath("catalog", f"{name}.handoff").read_text(encoding="utf-8")
    for name in ("jira", "zendesk")
}
FORMATTED = {name: format_text(text) for name, text in TEXTS.items()}

BITS = re.compile(r'"(?:\\.|[^"\\\n])*"|#[^\n]*|[^\S\n]+|\n|[{}()\[\],]|[^\s"#{}()\[\],]+')


def meaning(text: str) -> object:
    """The tree without its spans."""
    result = parse_source(Source("spec.handoff", text))
    assert result.diagnostics == ()
    return without_spans(result.file)


def without_spans(node: object) -> object:
    if is_dataclass(node):
        values = {field.name: without_spans(getattr(node, field.name)) for field in fields(node)}
        return type(node), {name: value for name, value in values.items() if name != "span"}
    return tuple(without_spans(part) for part in node) if isinstance(node, tuple) else node


def ink(text: str) -> list[str]:
    """Everything but the blanks between words, in order; of texts and comments, all but a comment's last blanks."""
    found = re.findall(r'"(?:\\.|[^"\\\n])*"|#[^\n]*|\S', text)
    return [bit.rstrip(" \t") if bit.startswith("#") else bit for bit in found]


def spoilt(text: str, random: Random) -> str:
    """The same statements and comments with other blanks, other newlines where none counts, and added comments."""
    out: list[str] = []
    brackets, word = 0, ""
    for bit in BITS.findall(text):
        if bit == "\n":
            counts = out[-1:] != [] and (out[-1].startswith("#") or (not brackets and word not in (",", "{")))
            out.append(random.choice(["\n", " \n\n", "\n\n\t\n"] if counts else [" ", "\n", "\n\n"]))
        elif bit.isspace():
            out.append(random.choice([" ", "  ", "\t", "      "]))
        else:
            out.append(bit)
            word = word if bit.startswith("#") else bit
            brackets += (bit in ("[", "(")) - (bit in ("]", ")"))
            if bit in (",", "{", "["):
                out.append(random.choice(["", "", "", " ", "\n", "\n\n", "\n # added\n", "# added  \n"]))
    return "".join(out)


def spoilt_texts() -> st.SearchStrategy[str]:
    return st.builds(spoilt, st.sampled_from(sorted(FORMATTED.values())), st.randoms(use_true_random=False))


@pytest.mark.parametrize("name", NAMES)
def test_layout(name: str, expect_file: Callable[[Path, str], None]) -> None:
    expect_file(CASES / f"{name}.expected", FORMATTED[name])


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_meaning_words_and_comments_stay(name: str) -> None:
    assert meaning(FORMATTED[name]) == meaning(TEXTS[name])
    assert ink(FORMATTED[name]) == ink(TEXTS[name])


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_twice_is_once(name: str) -> None:
    assert format_text(FORMATTED[name]) == FORMATTED[name]


@given(spoilt_texts())
@settings(max_examples=150)
def test_spoilt_files_keep_their_meaning(text: str) -> None:
    once = format_text(text)
    assert ink(once) == ink(text)
    assert meaning(once) == meaning(text)
    assert format_text(once) == once


@given(st.sampled_from(sorted(FORMATTED.values())), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_blanks_and_indentation_do_not_matter(text: str, random: Random) -> None:
    lines = [" " * random.randrange(9) + line.strip() + "\t" * random.randrange(2) for line in text.split("\n")]
    assert format_text("\n".join(lines)) == text


def fragments() -> Iterator[str]:
    yield from ("{", "}", "[", "]", "(", ")", ",", "->", "<->", "<-", "# c", '"t"', '"open', "\\", "\n", "\n\n", " ")
    yield from ("map", "team", "in", "loses", "from", "held", "status", "given", "record", "fields", "is", "x.y", "-5")
    yield from ("\r", "\f", "\ufeff", "'", "30m", "é", "\u2028", "\x00", "call", "custom", "at", "when", "extend")


@given(st.lists(st.sampled_from(sorted(fragments()))).map(" ".join) | st.text())
@settings(max_examples=500)
def test_anything_is_formatted_without_a_crash(text: str) -> None:
    assert isinstance(format_text(text), str)


@given(st.lists(st.sampled_from(["a", "{", "}", "[", "]", ",", "->", "loses", '"t"', "# c\n", "\n", "\n\n", "from"])))
@settings(max_examples=500)
def test_twice_is_once_even_for_what_is_no_spec(bits: list[str]) -> None:
    once = format_text(" ".join(bits))
    assert format_text(once) == once


def test_windows_line_ends_and_byte_order_mark_go() -> None:
    text = TEXTS["north_star"]
    assert format_text("\ufeff" + text.replace("\n", "\r\n")) == FORMATTED["north_star"]


def test_a_file_ends_in_one_newline() -> None:
    assert format_text("use jira") == "use jira\n"
    assert format_text("use jira\n\n\n") == "use jira\n"
    assert format_text("\n\n") == ""


def test_brackets_that_do_not_balance_leave_the_text_alone() -> None:
    text = "handoff  x {\n map  {\n}\n"
    assert format_text(text) == text
    assert format_text("{" * 10_000 + "}" * 10_000) == "{" * 10_000 + "}" * 10_000


def test_no_line_grows_past_the_width_where_a_comma_could_break_it() -> None:
    for line in FORMATTED["long"].splitlines():
        assert len(line) <= 120 or "," not in re.sub(r'"[^"]*"', "", line)
