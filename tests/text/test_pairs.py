"""Documents of every shape through each format, and from each into each other: what no loss names is unchanged."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from handoffspec.text.convert import FORMATS
from handoffspec.text.document import (
    Block,
    BulletList,
    Cell,
    Document,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    Row,
    Table,
)
from handoffspec.text.features import Feature
from handoffspec.text.plain import visible_text
from tests.strategies.documents import wild, with_mentions

RICH = [name for name in FORMATS if name != "plain"]


def filled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Nothing inside an item, a cell or a document is the same as an empty paragraph."""
    return tuple(map(one_filled, blocks)) or (Paragraph(),)


def one_filled(block: Any) -> Any:
    match block:
        case BulletList(items) | OrderedList(items):
            return replace(block, items=tuple(ListItem(filled(item.blocks)) for item in items))
        case Quote(blocks):
            return Quote(filled(blocks))
        case Table(rows):
            return Table(tuple(Row(tuple(Cell(filled(c.blocks), c.header) for c in row.cells)) for row in rows))
        case _:
            return block


@pytest.mark.parametrize("name", RICH)
@settings(max_examples=50)
@given(document=with_mentions)
def test_what_no_loss_names_comes_back(name: str, document: Document) -> None:
    written = FORMATS[name].write(document)
    if not written.losses:
        read = FORMATS[name].read(written.value)
        assert filled(read.document.blocks) == filled(document.blocks)
        assert not read.losses


@settings(max_examples=40)
@given(document=with_mentions)
def test_each_pair_of_formats_keeps_what_no_loss_names(document: Document) -> None:
    for source in RICH:
        begun = FORMATS[source].read(FORMATS[source].write(document).value).document
        for target in RICH:
            written = FORMATS[target].write(begun)
            if not written.losses:
                arrived = FORMATS[target].read(written.value)
                assert filled(arrived.document.blocks) == filled(begun.blocks), (source, target)
                assert not arrived.losses, (source, target)


@settings(max_examples=30)
@given(document=wild)
def test_no_word_is_lost_whatever_is(document: Document) -> None:
    words = Counter(filter(str.isalpha, visible_text(document)))
    for name in RICH:
        written = FORMATS[name].write(document)
        if Feature.MENTION_NAME not in written.losses:  # there the system shows the name that it knows
            read = FORMATS[name].read(written.value).document
            assert Counter(filter(str.isalpha, visible_text(read))) >= words, name
