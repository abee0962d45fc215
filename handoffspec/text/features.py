"""The closed list of markup features over which loss is computed."""

from __future__ import annotations

from enum import StrEnum


class Feature(StrEnum):
    """One thing a rich text can say beyond its characters. The value is what a reader is told."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    CODE = "code"
    SUB_SUP = "sub/sup"
    COLOUR = "colour"
    LINK = "link"
    HEADING = "heading"
    LIST = "list"
    NESTED_LIST = "nested list"
    ORDERED_LIST = "ordered list"
    TABLE = "table"
    CODE_BLOCK = "code block"
    QUOTE = "quote"
    IMAGE = "image"
    MENTION = "mention"
    RULE = "rule"
    LINE_BREAK = "line break"
    EMOJI = "emoji"
    PANEL = "panel"
    #: A block inside another one that the target does not nest (a table in a table's cell).
    NESTED_BLOCK = "nested block"
    #: Marks that another mark shuts out (bold inline code).
    COMBINED_MARKS = "combined marks"
    #: A heading of level 3 to 6.
    HEADING_LEVEL = "heading level"
    #: A heading of more than one line.
    BROKEN_HEADING = "line break in a heading"
    #: The number that a list starts with where that is not 1.
    LIST_START = "first number of a list"
    #: Header cells other than a whole first row, rows of different length.
    IRREGULAR_TABLE = "irregular table"
    #: Cells that span columns or rows.
    MERGED_CELLS = "merged cells"
    CODE_LANGUAGE = "language of code"
    #: What is shown for an image that cannot be.
    IMAGE_TEXT = "image description"
    #: How a person is called where they are mentioned; some systems show the name that they know.
    MENTION_NAME = "name in a mention"
    UNKNOWN = "unknown"


#: Where the whole is lost, its part goes without saying.
_WHOLE = {
    Feature.HEADING_LEVEL: Feature.HEADING,
    Feature.BROKEN_HEADING: Feature.HEADING,
    Feature.LIST_START: Feature.ORDERED_LIST,
    Feature.IRREGULAR_TABLE: Feature.TABLE,
    Feature.MERGED_CELLS: Feature.TABLE,
    Feature.CODE_LANGUAGE: Feature.CODE_BLOCK,
    Feature.IMAGE_TEXT: Feature.IMAGE,
    Feature.MENTION_NAME: Feature.MENTION,
}


def in_order(found: set[Feature] | frozenset[Feature]) -> tuple[Feature, ...]:
    """The features found, in the order of the list, so that output is the same every time; no part beside its whole."""
    return tuple(feature for feature in Feature if feature in found and _WHOLE.get(feature) not in found)
