"""Plain text comes back character for character, whatever carried it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.text.convert import FORMATS, convert

# Mostly what trips up rich text; lone surrogates are what damaged JSON brings.
awkward = st.text(
    st.one_of(
        st.sampled_from(" \t\r\n\x00\x0b\x1b\x1f\x7f\x85\xa0\u2028\u2060\u200b␀␉␊␍␛u0D8;<>&\"'\\-*#> "),
        st.characters(),
        st.characters(categories=["Cs"]),
    ),
    max_size=40,
)
line_ends = st.lists(st.sampled_from(["a", " b ", "\n", "\r\n", "\r", "\t", "␍␊"]), max_size=12).map("".join)


@pytest.mark.parametrize("carrier", list(FORMATS))
@given(text=awkward | line_ends)
def test_plain_text_comes_back_exactly(carrier: str, text: str) -> None:
    carried = convert(text, "plain", carrier)
    assert carried.losses == ()
    assert convert(carried.value, carrier, "plain").value == text


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\r\n", "\r", "a\r\nb\r\n", "a\r\nb\n", "\n\na", "a\n\n\n", "  a  ", "\ta\t\tb", "␍", "␛␍␊"]
)
def test_texts_that_differ_stay_apart_in_adf(text: str) -> None:
    assert convert(convert(text, "plain", "adf").value, "adf", "plain").value == text


def test_windows_line_ends_are_said_once_and_others_where_they_stand() -> None:
    shown = convert("one\r\ntwo\r\nthree", "plain", "html").value
    assert shown == "<p>one<br>two<br>three␍␊</p>"
    assert convert("one\r\ntwo\nthree", "plain", "html").value == "<p>one␍<br>two<br>three</p>"


def test_rich_text_is_laid_out_for_people() -> None:
    source = (
        "<h2>Steps</h2><ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><ol start=3><li>a<br>b</li></ol>"
        "<blockquote>said</blockquote><table><tr><th>k<th>v<tr><td>1<td>2</table><pre>x = 1\ny</pre><hr>"
        "<p>see <a href='https://example.com/a'>this</a> and <a href='https://example.com'>https://example.com</a></p>"
    )
    written = convert(source, "html", "plain")
    assert written.value.split("\n") == [
        "Steps",
        "",
        "- one",
        "  - inner",
        "- two",
        "",
        "3. a",
        "   b",
        "",
        "> said",
        "",
        "k | v",
        "1 | 2",
        "",
        "x = 1",
        "y",
        "",
        "---",
        "",
        "see this (https://example.com/a) and https://example.com",
    ]
    assert written.losses == (
        "link",
        "heading",
        "list",
        "nested list",
        "ordered list",
        "table",
        "code block",
        "quote",
        "rule",
    )
