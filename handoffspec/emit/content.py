"""What a page says, before anybody decides how it looks: blocks of headings, paragraphs, tables and lists.

The builders of pages make these values; a renderer (`markdown`, later HTML) makes text of them. Nothing in here is
marked up: a star is a star, and the renderer alone knows what has to be escaped.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Style: TypeAlias = Literal["plain", "strong", "emphasis", "code"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some words in one style."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page of ours. The target is that page's name and never comes from a spec."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a cell or a paragraph."""


Inline: TypeAlias = Span | Link | Break
Text: TypeAlias = tuple[Inline, ...]
BREAK = Break()


def text(*parts: str | Inline) -> Text:
    """A text of words and styled words."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts if part != "")


def strong(words: str) -> Span:
    """Words that the eye should find."""
    return Span(words, "strong")


def code(words: str) -> Span:
    """Words as a machine writes them."""
    return Span(words, "code")


def lines(parts: list[str]) -> Text:
    """Several sentences, each on a line of its own."""
    spans: list[Inline] = []
    for part in parts:
        spans += [BREAK, Span(part)] if spans else [Span(part)]
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the page's title. `part`: the id of the spec's part that what stands below is made from."""

    level: int
    text: Text
    part: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph set apart: what the page is, or what the spec leaves open."""

    text: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Raises ValueError for a row that has more or fewer cells than there are columns."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row does not have {len(self.columns)} cells")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with details below it."""

    text: Text
    details: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list to tick off. Details are told, not ticked."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in a diagram. `key` is its own within the diagram and is never shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A way between two things; `both`: it leads back too; `sometimes`: under a condition."""

    start: str
    end: str
    label: str = ""
    both: bool = False
    sometimes: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """Things in groups, side by side, and the ways between them. What it says is said in words beside it as well."""

    groups: tuple[tuple[str, tuple[Node, ...]], ...]
    edges: tuple[Edge, ...]


Block: TypeAlias = Heading | Paragraph | Note | Table | Bullets | Checklist | Diagram


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `name` has no ending: the renderer's format gives it one."""

    name: str
    blocks: tuple[Block, ...]


# ── Short ways to say the usual ────────────────────────────────────────────────────────────────────────────────────


def heading(level: int, *parts: str | Inline, part: str = "") -> Heading:
    """A heading of words, over what is made from a part of the spec."""
    return Heading(level, text(*parts), part)


def paragraph(*parts: str | Inline) -> Paragraph:
    """A paragraph of words."""
    return Paragraph(text(*parts))


def note(*parts: str | Inline) -> Note:
    """A note of words."""
    return Note(text(*parts))


def item(*parts: str | Inline, details: list[Item] | None = None) -> Item:
    """An item of words, with details below it."""
    return Item(text(*parts), tuple(details or ()))


def items(sentences: list[str]) -> list[Item]:
    """One item for each sentence."""
    return [item(sentence) for sentence in sentences]


def table(columns: list[str], rows: list[list[str | Text]]) -> Table:
    """A table of words."""
    return Table(
        tuple(text(column) for column in columns),
        tuple(tuple(text(cell) if isinstance(cell, str) else cell for cell in row) for row in rows),
    )
