"""Documents of every shape through each format, and from each into each other: what no loss names is unchanged."""

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
from tests.strategies.documents import with_mentions

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
@settings(max_examples=150)
@given(document=with_mentions)
def test_what_no_loss_names_comes_back(name: str, document: Document) -> None:
    written = FORMATS[name].write(document)
    if not written.losses:
        read = FORMATS[name].read(written.value)
        assert filled(read.document.blocks) == filled(document.blocks)
        assert not read.losses
