"""The documents' blocks as HTML. Whatever a spec says is shown as it stands and never obeyed."""

from collections.abc import Callable
from html import escape

from handoffspec.emit.content import (
    Block,
    Break,
    Bullets,
    Checklist,
    Diagram,
    Heading,
    Inline,
    Item,
    Link,
    Note,
    Page,
    Paragraph,
    Span,
    Table,
    Text,
)
from handoffspec.emit.words.visible import visible

_TAGS = {"strong": "strong", "emphasis": "em", "code": "code"}


def render(page: Page, href: Callable[[str], str], origin: Callable[[str], str], deeper: int = 0) -> str:
    """The page's blocks, one below the other.

    Args:
        page: what it says.
        href: where the page of a name is found.
        origin: HTML that says where a part of the spec stands.
        deeper: how many levels its headings stand below their own, as part of a larger page.
    """
    return _Renderer(page.name, href, origin, deeper).render(page)


def block(one: Block) -> str:
    """A block by itself, one that links to no page."""
    return _Renderer("translation", str, str, 0).block(one)


class _Renderer:
    """Numbers the things of one page that need an id, so that several pages can stand in one file."""

    def __init__(self, name: str, href: Callable[[str], str], origin: Callable[[str], str], deeper: int) -> None:
        self._name = name
        self._href = href
        self._origin = origin
        self._deeper = deeper
        self._ticks = 0
        self._tables = 0

    def render(self, page: Page) -> str:
        """A page."""
        return "\n".join(self.block(one) for one in page.blocks)

    def block(self, one: Block) -> str:
        """A block."""
        match one:
            case Heading(level=level, text=text, part=part):
                below = level + self._deeper
                origin = f'<p class="origin">{self._origin(part)}</p>' if part else ""
                return f"<h{below}>{self._line(text)}</h{below}>{origin}"
            case Paragraph(text=text):
                return f"<p>{self._line(text)}</p>"
            case Note(text=text):
                return f'<p class="note">{self._line(text)}</p>'
            case Table():
                return self._table(one)
            case Bullets(items=items):
                return self._list(items)
            case Checklist(items=items):
                return self._checklist(items)
            case Diagram():
                return ""  # the site draws its own pictures, on a page of their own

    def _table(self, table: Table) -> str:
        self._tables += 1
        heads = "".join(f'<th scope="col">{self._line(column) or EMPTY_HEAD}</th>' for column in table.columns)
        rows = "".join(self._row(table, row) for row in table.rows)
        inside = f'<table class="cards"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        label = f"{self._name} table {self._tables}"
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{inside}</div>'

    def _row(self, table: Table, row: tuple[Text, ...]) -> str:
        cells = "".join(
            f'<td data-label="{escape(_bare(column))}">{self._line(cell)}</td>'
            for column, cell in zip(table.columns, row, strict=True)
        )
        return f"<tr>{cells}</tr>"

    def _list(self, items: tuple[Item, ...]) -> str:
        return f"<ul>{''.join(map(self._item, items))}</ul>"

    def _item(self, item: Item) -> str:
        return f"<li>{self._line(item.text)}{self._list(item.details) if item.details else ''}</li>"

    def _checklist(self, items: tuple[Item, ...]) -> str:
        return f'<ul class="checklist">{"".join(map(self._tick, items))}</ul>'

    def _tick(self, item: Item) -> str:
        self._ticks += 1
        name = f"{self._name}-{self._ticks}"
        details = self._list(item.details) if item.details else ""
        return (
            f'<li><input type="checkbox" id="{name}"><label for="{name}">{self._line(item.text)}</label>{details}</li>'
        )

    def _line(self, text: Text) -> str:
        return "".join(map(self._inline, text))

    def _inline(self, part: Inline) -> str:
        match part:
            case Break():
                return "<br>"
            case Link(text=words, target=target):
                return f'<a href="{escape(self._href(target))}">{_words(words)}</a>'
            case Span(text=words, style=style):
                tag = _TAGS.get(style)
                return f"<{tag}>{_words(words)}</{tag}>" if tag else _words(words)


EMPTY_HEAD = '<span class="unseen">Direction</span>'
"""A column without a heading holds arrows; who listens to a table needs a name for it."""


def _bare(text: Text) -> str:
    return "".join("" if isinstance(part, Break) else visible(part.text) for part in text)


def _words(words: str) -> str:
    return escape(visible(words))
