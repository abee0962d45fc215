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
    UNKNOWN = "unknown"


def in_order(found: set[Feature] | frozenset[Feature]) -> tuple[Feature, ...]:
    """The features found, in the order of the list, so that output is the same every time."""
    return tuple(feature for feature in Feature if feature in found)
