"""The one document model every format is read into and written from.

The values hold their own invariants, so that a writer never has to distrust them: text holds no
line ends and no control characters but the tab, links and images go to harmless places only,
colours are ``#rrggbb``. Blocks may nest in any way; a writer for a stricter format flattens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from handoffspec.text.features import Feature

#: Deepest nesting that readers build; what lies deeper is kept as text of the level above.
MAX_DEPTH = 24

# U+FFFE and U+FFFF are no characters, and XML refuses them.
_UNFIT_IN_LINE = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNFIT_IN_CODE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HREF = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x20\x7f\ud800-\udfff<>\"\\]+", re.IGNORECASE)
_IMAGE_URL = re.compile(r"https?://[^\s\x00-\x20\x7f\ud800-\udfff<>\"\\]+", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]{1,40}")


class FormatError(ValueError):
    """The value cannot be read as the format it is said to have. The message is for a person."""


class Mark(StrEnum):
    """How a run of text is set."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    CODE = "code"
    SUB = "sub"
    SUP = "sup"


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters, never empty. ``href`` as `safe_href` gives it, ``colour`` as ``#rrggbb``."""

    text: str
    marks: frozenset[Mark] = frozenset()
    href: str | None = None
    colour: str | None = None

    def __post_init__(self) -> None:
        if not self.text or _UNFIT_IN_LINE.search(self.text):
            raise ValueError("a text run is empty or holds a line end or a control character")
        if {Mark.SUB, Mark.SUP} <= self.marks:
            raise ValueError("a text run is set below the line or above it, not both")
        if self.href is not None and safe_href(self.href) != self.href:
            raise ValueError(f"a link to {self.href[:40]!r} is not allowed")
        if self.colour is not None and not _COLOUR.fullmatch(self.colour):
            raise ValueError(f"{self.colour[:40]!r} is not a colour of the form #rrggbb")


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line within a paragraph."""


class People(StrEnum):
    """Whose list of people an id is from. In any other it names nobody, or somebody else."""

    ATLASSIAN = "account of Atlassian's cloud"
    JIRA = "user name of a Jira server"
    ASANA = "user of Asana"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named so that the system tells them; ``text`` is what is shown, ``id`` is for the system."""

    id: str
    text: str
    people: People

    def __post_init__(self) -> None:
        if not self.id or not self.text or _UNFIT_IN_LINE.search(self.text + self.id):
            raise ValueError("a mention needs an id and a text on one line")


Inline = Text | LineBreak | Mention


@dataclass(frozen=True, slots=True)
class Paragraph:
    inlines: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    inlines: tuple[Inline, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 6:
            raise ValueError("a heading's level is 1 to 6")


@dataclass(frozen=True, slots=True)
class ListItem:
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class OrderedList:
    items: tuple[ListItem, ...]
    start: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.start <= 999_999_999:
            raise ValueError("a numbered list starts at 0 to 999,999,999")


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Text set as it stands; the only place where a run of text holds line ends (``\\n``)."""

    text: str
    language: str | None = None

    def __post_init__(self) -> None:
        if _UNFIT_IN_CODE.search(self.text):
            raise ValueError("a code block holds a control character")
        if self.language is not None and not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"{self.language[:40]!r} is not the name of a language of code")


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    blocks: tuple[Block, ...] = ()
    header: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image elsewhere, at an http or https address."""

    url: str
    alt: str = ""

    def __post_init__(self) -> None:
        if safe_image_url(self.url) != self.url or _UNFIT_IN_LINE.search(self.alt):
            raise ValueError("an image needs an http or https address and a description on one line")


Block = Paragraph | Heading | BulletList | OrderedList | CodeBlock | Quote | Table | Rule | Image


@dataclass(frozen=True, slots=True)
class Document:
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reader gives: the document, and the features of the source it could not keep."""

    document: Document
    losses: frozenset[Feature] = frozenset()


V_co = TypeVar("V_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Written(Generic[V_co]):
    """What a writer gives: the value in its format, and the features it had to leave out."""

    value: V_co
    losses: frozenset[Feature] = frozenset()


def safe_href(href: str) -> str | None:
    """The link if it goes to http, https, mailto or tel, blanks around it removed; else None."""
    trimmed = href.strip()
    return trimmed if _HREF.fullmatch(trimmed) else None


def safe_image_url(url: str) -> str | None:
    """The address if it is http or https, blanks around it removed; else None."""
    trimmed = url.strip()
    return trimmed if _IMAGE_URL.fullmatch(trimmed) else None


def safe_language(name: str) -> str | None:
    """The name of a language of code, blanks around it removed, if it is one word without signs; else None."""
    trimmed = name.strip()
    return trimmed if _LANGUAGE.fullmatch(trimmed) else None


def drop_controls(text: str) -> str:
    """Foreign text made fit for one line: line ends become a blank, control characters vanish."""
    return _UNFIT_IN_LINE.sub("", re.sub(r"\r\n?|\n", " ", text))


def drop_controls_in_code(text: str) -> str:
    """Foreign text made fit for a code block: every line end becomes ``\\n``."""
    return _UNFIT_IN_CODE.sub("", re.sub(r"\r\n?", "\n", text))


def merge(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Neighbouring runs of the same kind become one: the normal form of a line of text."""
    merged: list[Inline] = []
    pending: list[Text] = []

    def flush() -> None:
        if pending:
            first = pending[0]
            whole = "".join(run.text for run in pending)
            merged.append(Text(whole, first.marks, first.href, first.colour))
            pending.clear()

    for inline in inlines:
        if not isinstance(inline, Text):
            flush()
            merged.append(inline)
            continue
        if pending and _setting(pending[0]) != _setting(inline):
            flush()
        pending.append(inline)
    flush()
    return tuple(merged)


def _setting(run: Text) -> tuple[frozenset[Mark], str | None, str | None]:
    return run.marks, run.href, run.colour


def children(block: Block) -> tuple[tuple[Block, ...], ...]:
    """The groups of blocks a block holds: one for each item, cell or quotation."""
    match block:
        case BulletList(items) | OrderedList(items):
            return tuple(item.blocks for item in items)
        case Quote(blocks):
            return (blocks,)
        case Table(rows):
            return tuple(cell.blocks for row in rows for cell in row.cells)
        case _:
            return ()


def used_features(document: Document) -> frozenset[Feature]:
    """Every feature of the closed list that this document makes use of."""
    return frozenset(_features_of_blocks(document.blocks, in_list=False))


_MARK_FEATURES = {
    Mark.BOLD: Feature.BOLD,
    Mark.ITALIC: Feature.ITALIC,
    Mark.UNDERLINE: Feature.UNDERLINE,
    Mark.STRIKE: Feature.STRIKE,
    Mark.CODE: Feature.CODE,
    Mark.SUB: Feature.SUB_SUP,
    Mark.SUP: Feature.SUB_SUP,
}

_BLOCK_FEATURES: dict[type, Feature] = {
    Heading: Feature.HEADING,
    BulletList: Feature.LIST,
    OrderedList: Feature.ORDERED_LIST,
    CodeBlock: Feature.CODE_BLOCK,
    Quote: Feature.QUOTE,
    Table: Feature.TABLE,
    Rule: Feature.RULE,
    Image: Feature.IMAGE,
}


def feature_of_block(block: Block) -> Feature | None:
    """The feature a block stands for; a paragraph stands for none."""
    return _BLOCK_FEATURES.get(type(block))


def _features_of_blocks(blocks: tuple[Block, ...], *, in_list: bool) -> Iterator[Feature]:
    for block in blocks:
        feature = feature_of_block(block)
        if feature is not None:
            yield feature
        yield from _features_of_form(block)
        is_list = isinstance(block, BulletList | OrderedList)
        if is_list and in_list:
            yield Feature.NESTED_LIST
        if isinstance(block, Paragraph | Heading):
            yield from _features_of_inlines(block.inlines)
        for group in children(block):
            yield from _features_of_blocks(group, in_list=in_list or is_list)


def _features_of_form(block: Block) -> Iterator[Feature]:
    """What a block says beyond being one of its kind."""
    match block:
        case Heading(level, inlines):
            if level > 2:
                yield Feature.HEADING_LEVEL
            if any(isinstance(inline, LineBreak) for inline in inlines):
                yield Feature.BROKEN_HEADING
        case OrderedList(_, start) if start != 1:
            yield Feature.LIST_START
        case CodeBlock(_, language) if language:
            yield Feature.CODE_LANGUAGE
        case Image(_, alt) if alt:
            yield Feature.IMAGE_TEXT
        case Table(rows) if not _is_regular(rows):
            yield Feature.IRREGULAR_TABLE
        case _:
            pass


def _is_regular(rows: tuple[Row, ...]) -> bool:
    """Whether all rows are as long as the first, with header cells in all of the first or nowhere."""
    first, *others = rows or (Row(()),)
    headers = {cell.header for cell in first.cells}
    return (
        len(headers) < 2
        and all(len(row.cells) == len(first.cells) for row in others)
        and not any(cell.header for row in others for cell in row.cells)
    )


def _features_of_inlines(inlines: tuple[Inline, ...]) -> Iterator[Feature]:
    for inline in inlines:
        match inline:
            case LineBreak():
                yield Feature.LINE_BREAK
            case Mention():
                yield Feature.MENTION
                yield Feature.MENTION_NAME
            case Text():
                yield from (_MARK_FEATURES[mark] for mark in inline.marks)
                if inline.href is not None:
                    yield Feature.LINK
                if inline.colour is not None:
                    yield Feature.COLOUR
