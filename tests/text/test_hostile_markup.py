"""What strangers send in the formats that are not HTML or ADF: bounded in time, harmless in what comes out."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoffspec.text.convert import FORMATS, convert
from handoffspec.text.document import Document
from tests.strategies.documents import wild, with_mentions
from tests.text.test_hostile import HARMLESS, attacks

PIECES = {
    "markdown": ["> ", "* - ", "[", "![](", "`a ``", "*a _b ", "|a|b\n|-|-\n", "<div>", "<script>", "&#9;", "\u2060"],
    "wiki": [
        "*a ", "{color:red}", "[a|", "[~a", "!a", "{code:", "{quote}", "******* a\n", "||a|", "{{", "\\\\", "{*}a",
        "| a\nb\n", "!a|b", "{panel}", "https://a", "[\\]", "-a -",
    ],
    "journal": ["[code]", "[code]<b>[/code]", "[/code]", "[code]a\n[/code]", "\u2060\n"],
    "asana_html": ['<a data-asana-gid="1">', "<ul><li>", "\n", "<hr/>", "<b/>", "\u2060\n", "<!--"],
}  # fmt: skip


@pytest.mark.parametrize("name", list(PIECES))
def test_a_very_long_text_of_everything_is_read(name: str) -> None:
    share = 400_000 // len(PIECES[name])
    source = "\n\n".join(piece * (share // len(piece)) for piece in PIECES[name])
    assert FORMATS[name].read(source).document.blocks


markup = st.lists(
    attacks
    | st.sampled_from(
        [
            "[x](javascript:alert(1))",
            "![x](data:text/html;base64,x)",
            "[x|javascript:alert(1)]",
            "!javascript:alert(1)|alt=<script>!",
            '[x](https://x.example "onclick=alert(1)")',
            '[x|https://x.example/"onmouseover=alert(1)]',
            "<https://x.example/'><script>>",
            "{html}<script>alert(1)</script>{html}",
            '{color:red"><script>}x{color}',
            '{code:x"><script>}\na\n{code}',
            "[code]<script>alert(1)</script>[/code]",
            "[code]<img src=x onerror=alert(1)>",
            "[/code]",
            '```x"><script>\na\n```',
            "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
            "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        ]
    ),
    max_size=8,
).map("\n".join)


@pytest.mark.parametrize("name", ["markdown", "wiki", "journal", "asana_html", "html"])
@settings(max_examples=60)
@given(source=markup)
def test_no_markup_of_a_stranger_gets_through(name: str, source: str) -> None:
    document = FORMATS[name].read(source).document
    assert HARMLESS.fullmatch(FORMATS["html"].write(document).value)
    assert_asana(FORMATS["asana_html"].write(document).value)
    # No entry can end its HTML early, or begin some of a stranger's.
    entry = FORMATS["journal"].write(document).value
    if "[code]" in entry.lower():
        assert entry.lower().count("[code]") == entry.lower().count("[/code]") == 1
        assert HARMLESS.fullmatch(entry.removeprefix("[code]").removesuffix("[/code]"))


# ── Asana takes XML of its tags only ───────────────────────────────────────────────────────────────────────────────

IN_COMMENTS = {"body", "strong", "em", "u", "s", "code", "a", "ul", "ol", "li", "blockquote", "pre"}
IN_DESCRIPTIONS = IN_COMMENTS | {"h1", "h2", "hr"}


def assert_asana(value: str, tags: set[str] = IN_DESCRIPTIONS) -> None:
    root = ET.fromstring(value)  # noqa: S314 - written by the program under test
    assert root.tag == "body"
    for element in root.iter():
        assert element.tag in tags
        assert set(element.attrib) <= ({"href", "data-asana-gid"} if element.tag == "a" else set())
        inside = {inner.tag for inner in element.iter()} - {element.tag}
        if element.tag in ("h1", "h2"):
            assert "\n" not in "".join(element.itertext())
        if element.tag in ("h1", "h2", "blockquote", "pre"):
            assert not inside & {"ul", "ol", "li"}
        if element.tag in ("ul", "ol"):
            assert not inside & {"h1", "h2", "blockquote", "pre", "hr"}
        assert element.tag not in ("ul", "ol") or {child.tag for child in element} <= {"li"}


@given(wild | with_mentions)
def test_what_goes_to_asana_is_xml_of_its_tags(document: Document) -> None:
    assert_asana(FORMATS["asana_html"].write(document).value)
    assert_asana(FORMATS["asana_comment"].write(document).value, IN_COMMENTS)


@given(st.text(st.characters(), max_size=30))
def test_any_text_makes_xml(text: str) -> None:
    assert_asana(convert(text, "plain", "asana_html").value)
