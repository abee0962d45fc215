"""Documents of rich text, for every format."""

from typing import Any

from hypothesis import strategies as st

from handoffspec.text.document import (
    BulletList,
    Cell,
    CodeBlock,
    Document,
    Heading,
    Image,
    LineBreak,
    ListItem,
    Mark,
    Mention,
    OrderedList,
    Paragraph,
    People,
    Quote,
    Row,
    Rule,
    Table,
    Text,
    merge,
)

#: What is markup somewhere, blanks of all kinds, what is written from right to left, what is wider than two bytes.
words = st.one_of(
    st.text(st.sampled_from("ab1 \t\xa0\u2060\u3000<&>\"'é😀…א\\*_~-+^#`|!:;.)([]{}=?@/"), min_size=1, max_size=8),
    st.sampled_from(
        [
            "{code}",
            "[/code]",
            "[code]",
            "[x|y]",
            "h1. ",
            "bq. ",
            "1. ",
            "- ",
            "# ",
            "> ",
            "---",
            "----",
            "&#42;",
            "&amp;",
            "&copy x",
            "&notit;",
            "{color:red}",
            "{quote}",
            "!a!",
            "[~x]",
            "(y)",
            ":)",
            "||",
            "~~",
            "**",
            "```",
            "<br>",
            "https://example.com/a_b",
        ]
    ),
)
hrefs = st.sampled_from(["https://example.com/?a=1&copy=2", "mailto:ana@shop.example", "tel:+3212345"])
colours = st.sampled_from(["#ff0000", "#00aa99"])


def marks(exclude: frozenset[Mark] = frozenset()) -> st.SearchStrategy[frozenset[Mark]]:
    chosen = st.frozensets(st.sampled_from([mark for mark in Mark if mark not in exclude]), max_size=3)
    return chosen.map(lambda found: found - {Mark.SUB} if Mark.SUP in found else found)


formatted = st.builds(Text, words, marks(frozenset({Mark.CODE})), st.none() | hrefs, st.none() | colours)
inline_code = st.builds(Text, words, st.just(frozenset({Mark.CODE})), st.none() | hrefs)
wild_text = st.builds(Text, words, marks(), st.none() | hrefs, st.none() | colours)
mentions = st.builds(
    Mention, st.sampled_from(["5b10", "x:1"]), st.sampled_from(["@Ana", "@Bo B"]), st.just(People.ATLASSIAN)
)
code_text = st.text(st.sampled_from("ab \t\n<&>\xa0"), max_size=12)
code_blocks = st.builds(CodeBlock, code_text, st.none() | st.sampled_from(["python", "c++"]))
images = st.builds(Image, st.just("https://example.com/i.png?a=1&b=2"), st.sampled_from(["", 'a "shot"']))


def lines_of(*kinds: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.one_of(*kinds, st.just(LineBreak())), max_size=5).map(merge)


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(strategy, min_size=1, max_size=most).map(tuple)


def documents(inlines: st.SearchStrategy[Any]) -> st.SearchStrategy[Document]:
    """Documents that ADF and HTML both hold as they are."""
    paragraphs = st.builds(Paragraph, inlines)
    flat = paragraphs | code_blocks | images
    in_item = st.recursive(
        flat,
        lambda inner: st.one_of(
            st.builds(BulletList, some(st.builds(ListItem, some(inner, 2)), 2)),
            st.builds(OrderedList, some(st.builds(ListItem, some(inner, 2)), 2), st.integers(0, 12)),
        ),
        max_leaves=4,
    )
    quotes = st.builds(Quote, some(in_item))
    headings = st.builds(Heading, st.integers(1, 6), inlines)
    in_cell = st.one_of(in_item, quotes, headings, st.just(Rule()))
    cells = st.builds(Cell, some(in_cell, 2), st.booleans())
    tables = st.builds(Table, some(st.builds(Row, some(cells))))
    return st.builds(Document, some(st.one_of(in_item, quotes, headings, st.just(Rule()), tables), 4))


sound = documents(lines_of(formatted, inline_code))
with_mentions = documents(lines_of(formatted, inline_code, mentions))

wild_blocks: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.builds(Paragraph, lines_of(wild_text, mentions)),
        st.builds(Heading, st.integers(1, 6), lines_of(wild_text)),
        code_blocks,
        images,
        st.just(Rule()),
        st.just(BulletList(())),
        st.just(Quote(())),
        st.just(Table((Row(()),))),
    ),
    lambda inner: st.one_of(
        st.builds(Quote, some(inner)),
        st.builds(BulletList, some(st.builds(ListItem, st.lists(inner, max_size=2).map(tuple)))),
        st.builds(OrderedList, some(st.builds(ListItem, some(inner)))),
        st.builds(Table, some(st.builds(Row, some(st.builds(Cell, some(inner), st.booleans()))))),
    ),
    max_leaves=8,
)
wild = st.builds(Document, st.lists(wild_blocks, max_size=4).map(tuple))
