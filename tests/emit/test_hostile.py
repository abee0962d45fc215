"""Whatever stands in a spec is shown and never obeyed: the pages keep their structure and show each text as it is."""

import re
from collections.abc import Callable, Iterator

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from handoffspec.emit.content import (
    Block,
    Break,
    Bullets,
    Checklist,
    Diagram,
    Edge,
    Heading,
    Item,
    Node,
    Note,
    Page,
    Paragraph,
    Span,
    Table,
    Text,
)
from handoffspec.emit.documents import pages
from handoffspec.emit.markdown import render
from handoffspec.emit.words.visible import visible
from handoffspec.plan import Plan
from tests.strategies.hostile import TEXTS, hostile

_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@given(data=st.data())
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_text_breaks_a_page(plan_of: Callable[[str], Plan], data: st.DataObject) -> None:
    plan = plan_of("tests/cases/documents/escalation.handoff")
    for page in pages(data.draw(hostile(plan))):
        assert_shows(page)


@given(words=TEXTS)
@settings(max_examples=400)
@example(words="x" * 10_000)
def test_each_kind_of_block_shows_any_text(words: str) -> None:
    shown = (Span(words),)
    styled = (Span(words, "strong"), Span(" and "), Span(words, "code"))
    table = Table((shown, shown), ((shown, shown), ((*shown, Break(), *shown), styled)))
    list_ = (Item(shown, (Item(shown),)), Item(shown))
    nodes = (Node("a", words), Node("b", words))
    blocks: tuple[Block, ...] = (
        Diagram(((words, nodes),), (Edge("a", "b", words), Edge("b", "a", both=True, sometimes=True))),
        Heading(2, shown),
        Paragraph(shown),
        Note(styled),
        table,
        Bullets(list_),
        Checklist(list_),
    )
    for block in blocks:
        assert_shows(Page("page", (block,)))


# ── What a page must look like to whoever reads its Markdown ───────────────────────────────────────────────────────

_BLOCKS = {
    "heading", "paragraph", "blockquote", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td",
    "fence",
}  # fmt: skip
_INLINE = {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "code_inline"}


_WORDS = r'"(?:[^"\n#&<>`%{}|\[\]\\]|#\d+;)+"'
_DIAGRAM = re.compile(
    rf"flowchart LR\n(?:  subgraph g\d+\[{_WORDS}\]\n    direction TB\n(?:    n\d+\({_WORDS}\)\n)*  end\n)+"
    rf"(?:  n\d+ (?:--|<--|-\.-|<-\.-)>(?:\|{_WORDS}\|)? n\d+\n)*"
)
"""A diagram whose labels hold nothing that could be more than a label."""


def assert_shows(page: Page) -> None:
    """The Markdown, read again, has the page's structure and its words, and nothing besides."""
    tokens = _READER.parse(render(page))
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} - {"inline"}
    assert kinds <= _BLOCKS
    diagrams = [token.content for token in tokens if token.type == "fence" and token.info == "mermaid"]
    assert len(diagrams) == sum(isinstance(block, Diagram) for block in page.blocks)
    assert all(_DIAGRAM.fullmatch(diagram) for diagram in diagrams)
    assert [t for t in map(_read, _inlines(tokens)) if t] == [t for t in map(_said, _texts(page.blocks)) if t]
    rows = [row for block in page.blocks if isinstance(block, Table) for row in block.rows]
    heads = [column for block in page.blocks if isinstance(block, Table) for column in block.columns]
    assert sum(token.type == "th_open" for token in tokens) == len(heads)
    assert sum(token.type == "td_open" for token in tokens) == sum(len(row) for row in rows)


def _inlines(tokens: list[Token]) -> Iterator[Token]:
    return (token for token in tokens if token.type == "inline")


def _read(inline: Token) -> str:
    """The words of a token, with a line break where one is shown. Links must be those to our own pages."""
    words: list[str] = []
    for child in inline.children or []:
        if child.type == "html_inline":
            assert child.content in ("<br>", "<span>", "</span>", "<code>", "</code>")
            words.append(" " if child.content == "<br>" else "")
        elif child.type == "link_open":
            assert str(child.attrs["href"]).endswith(".md")
            assert "/" not in str(child.attrs["href"])
        elif child.type != "link_close":
            assert child.type in _INLINE
            words.append(child.content)
    return " ".join("".join(words).split())


def _said(text: Text) -> str:
    return " ".join("".join(" " if isinstance(part, Break) else visible(part.text) for part in text).split())


def _texts(blocks: tuple[Block, ...]) -> Iterator[Text]:
    for block in blocks:
        match block:
            case Heading(text=text) | Paragraph(text=text) | Note(text=text):
                yield text
            case Table(columns=columns, rows=rows):
                yield from columns
                for row in rows:
                    yield from row
            case Bullets(items=items):
                yield from _item_texts(items)
            case Checklist(items=items):
                for item in items:
                    yield (Span("[ ] "), *item.text)
                    yield from _item_texts(item.details)


def _item_texts(items: tuple[Item, ...]) -> Iterator[Text]:
    for item in items:
        yield item.text
        yield from _item_texts(item.details)
