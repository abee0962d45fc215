"""Pages as Markdown that GitHub shows well. Whatever a spec says is shown as it stands and never obeyed."""

import re

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
from handoffspec.emit.mermaid import flowchart
from handoffspec.emit.words.visible import visible

ENDING = ".md"


def render(page: Page) -> str:
    """The page as Markdown, ending in a newline."""
    return "\n\n".join(_block(block) for block in page.blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"{'#' * level} {_heading(text)}"
        case Paragraph(text=text):
            return _line(text)
        case Note(text=text):
            return f"> {_line(text)}"
        case Table():
            return _table(block)
        case Bullets(items=items):
            return "\n".join(_items(items, "- ", ""))
        case Checklist(items=items):
            return "\n".join(_items(items, "- [ ] ", ""))
        case Diagram():
            return f"```mermaid\n{flowchart(block)}\n```"


def _table(table: Table) -> str:
    head = [_line(column) for column in table.columns]
    body = [[_line(cell) for cell in row] for row in table.rows]
    return "\n".join(_row(cells) for cells in [head, ["---"] * len(head), *body])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _items(items: tuple[Item, ...], mark: str, indent: str) -> list[str]:
    written: list[str] = []
    for item in items:
        written.append(f"{indent}{mark}{_line(item.text)}")
        written += _items(item.details, "- ", indent + "  ")
    return written


# ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _line(text: Text) -> str:
    """Spans in one line. Its first character cannot begin a list, a heading or a rule."""
    return _begin("".join(_inline(part) for part in text).strip())


def _heading(text: Text) -> str:
    """As `_line`; hashes at its end would be taken for the heading's own."""
    return re.sub(r"(?<![\\#])(#+)$", r"\\\1", _line(text))


def _inline(part: Inline) -> str:
    match part:
        case Break():
            return "<br>"
        case Link(text=words, target=target):
            return f"[{escape(words)}]({target}{ENDING})"
        case Span(text=words, style="code"):
            return _code(words)
        case Span(text=words, style="plain"):
            return escape(words)
        case Span(text=words, style=style):
            return _styled(words, "**" if style == "strong" else "_")


def _styled(words: str, mark: str) -> str:
    """Marks stand close to the words, or Markdown does not see them."""
    inner = escape(words)
    core = inner.strip()
    if not core:
        return inner
    return f"{inner[: len(inner) - len(inner.lstrip())]}{mark}{core}{mark}{inner[len(inner.rstrip()) :]}"


def _code(words: str) -> str:
    """A code span; where backticks or a table's bars would end it, the HTML element that means the same."""
    inner = visible(words)
    if "`" in inner or "|" in inner or not inner.strip():
        return f"<code>{escape(inner)}</code>"
    return f"`{inner}`"


_MARKS = re.compile(
    r"[\\`*\[\]<>|~]"  # marks wherever they stand
    r"|_(?![^\W_])|(?<![^\W_])_"  # not inside a word
    r"|&(?=[#\w])"  # an entity
    r"|(?<=https):(?=//)|(?<=http):(?=//)|(?<=ftp):(?=//)|(?<=www)\.",  # addresses that become links by themselves
    re.IGNORECASE,
)


def escape(words: str) -> str:
    """Words as they stand, in Markdown and in the HTML and mathematics that GitHub finds in it."""
    escaped = _MARKS.sub(lambda found: "\\" + found[0], visible(words))
    return escaped.replace("$", "<span>$</span>")


_BEGINS = re.compile(r"(?:[-+=](?=[-+=\s]|$)|#)|(\d{1,9})([.)])(?=\s|$)")


def _begin(line: str) -> str:
    found = _BEGINS.match(line)
    if found is None:
        return line
    if found[1]:
        return f"{found[1]}\\{line[len(found[1]) :]}"
    return "\\" + line
