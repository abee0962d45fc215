"""What strangers send: bounded in time, harmless in what comes out."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.text.convert import FORMATS, convert
from handoffspec.text.document import FormatError
from handoffspec.text.html import MAX_SOURCE

LONG = 400_000
PIECES = [
    "<div>",
    "<a>",
    "<b><i><p>",
    "<table>",
    "<ul><li>",
    "<div></p>",
    "<table><tr><td>",
    "<!--",
    "<",
    "</",
    "&",
    "&#",
    "&#9",
    "<a href='",
    "<a b=c ",
    "<svg>",
    "<head>",
    "<object>",
    "<p>x</p>",
    "</ul></li>",
    "<br>",
    "<blockquote>",
    "<pre>",
    "<![CDATA[",
    "<b></i>",
    "\xa0\u2060",
    "<img src=x>",
    "<a " + " " * 50,
    "<style>",
    "</style",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_very_long_text_of_anything_is_read_and_written(piece: str) -> None:
    source = (piece * (LONG // len(piece) + 1))[:LONG]
    document = FORMATS["html"].read(source).document
    for name in ("html", "adf", "plain"):
        FORMATS[name].write(document)


def test_numbers_without_end_are_read() -> None:
    assert convert("&#" + "9" * 100_000 + ";&#x" + "f" * 100_000 + ";", "html", "plain").value == "\ufffd\ufffd"


def test_html_over_the_limit_is_refused() -> None:
    with pytest.raises(FormatError, match="at most 4,000,000"):
        FORMATS["html"].read("x" * (MAX_SOURCE + 1))


def test_a_deep_atlassian_document_gives_its_text() -> None:
    node: dict[str, Any] = {"type": "paragraph", "content": [{"type": "text", "text": "deep down"}]}
    for _ in range(500):
        node = {"type": "bulletList", "content": [{"type": "listItem", "content": [node]}]}
    written = convert({"type": "doc", "version": 1, "content": [node]}, "adf", "html")
    assert "deep down" in written.value
    assert "nested block" in written.losses


HARMLESS = re.compile(
    r"(?:[^<>]|</?(?:p|h[1-6]|ul|ol|li|pre|code|blockquote|table|tbody|tr|t[dh]|strong|em|u|s|sub|sup)>|<br>|<hr>|</a>"
    r'|</span>|<ol start="\d+">|<code class="language-[^"<>]*">|<span style="color:#[0-9a-f]{6}">'
    r'|<a href="(?:https?:|mailto:|tel:)[^"<>\s]*">|<img src="https?:[^"<>\s]*" alt="[^"<>]*">)*',
    re.IGNORECASE,
)
attacks = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<script>alert(1)</script>",
                "<a href=javascript:alert(1)>",
                "<a href='java\tscript:alert(1)'>",
                '<a href="https://x.example/&quot;onmouseover=alert(1)">',
                "<a href='https://x.example' onclick=alert(1)>",
                "<img src=x onerror=alert(1)>",
                "<img src='https://x.example/i.png' alt='\"><script>'>",
                "<svg/onload=alert(1)>",
                "&lt;script&gt;",
                "<p style='color:red;background:url(javascript:x)'>",
                "<span style='color:#f00'>",
                "<pre><code class='language-x\"><script>'>",
                "</pre>",
                "</a>",
                "<<b>script>",
                "<!-- > -->",
                "<ol start='\"><script>'><li>",
                "\x00",
            ]
        ),
        st.text(st.sampled_from("<>/&;\"'= abpliu!-#x1\n"), max_size=12),
    ),
    max_size=12,
).map("".join)


@given(attacks)
def test_no_markup_of_a_stranger_gets_through(source: str) -> None:
    written = convert(source, "html", "html").value
    assert HARMLESS.fullmatch(written), written
    assert convert(written, "html", "html").value == written


@given(attacks)
def test_plain_text_stays_text(source: str) -> None:
    assert HARMLESS.fullmatch(convert(source, "plain", "html").value)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
node_types = st.sampled_from(
    [
        "paragraph",
        "heading",
        "bulletList",
        "orderedList",
        "taskList",
        "decisionList",
        "taskItem",
        "listItem",
        "codeBlock",
        "blockquote",
        "table",
        "tableRow",
        "tableCell",
        "rule",
        "mediaSingle",
        "media",
        "blockCard",
        "panel",
        "expand",
        "text",
        "hardBreak",
        "mention",
        "emoji",
        "date",
        "status",
        "inlineCard",
        "x",
    ]
)
mark_types = st.sampled_from(["strong", "link", "textColor", "subsup", "code", "annotation", "x"])
attributes = st.dictionaries(
    st.sampled_from(["level", "order", "text", "url", "href", "color", "id", "type", "timestamp", "language", "alt"]),
    json_values | st.sampled_from(["https://x.example", "javascript:x", "#ff0000", "9" * 30, "external", "1"]),
    max_size=3,
)
foreign_marks = st.fixed_dictionaries({"type": mark_types, "attrs": attributes})
nodes: st.SearchStrategy[Any] = st.recursive(
    json_values,
    lambda inner: st.fixed_dictionaries(
        {"type": node_types},
        optional={
            "content": st.lists(inner, max_size=3) | json_values,
            "attrs": attributes | json_values,
            "text": st.text(max_size=5) | json_values,
            "marks": st.lists(st.fixed_dictionaries({"type": mark_types, "attrs": attributes}), max_size=2)
            | json_values,
        },
    ),
    max_leaves=12,
)


@given(st.lists(nodes, max_size=4))
def test_a_broken_atlassian_document_is_read_for_what_it_has(content: list[Any]) -> None:
    written = convert({"type": "doc", "content": content}, "adf", "html").value
    assert HARMLESS.fullmatch(written), written


@pytest.mark.parametrize("value", [None, "text", [], {}, {"type": "paragraph"}, 3])
def test_what_is_no_atlassian_document_is_said_to_be_none(value: object) -> None:
    with pytest.raises(FormatError, match='"type": "doc"'):
        convert(value, "adf", "plain")


def test_what_is_no_text_is_said_to_be_none() -> None:
    with pytest.raises(FormatError, match="HTML is a text, and this is dict"):
        convert({}, "html", "plain")
