"""Plain text and context blocks as Atlassian documents, in one go with the plain text that people are shown.

The same as `text.plain`, `text.context` and `text.adf_write` make by way of a document, for texts that show nothing in
another way. For any other, and where something has to be cut, the document is made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handoffspec.execute.compiled.runtime import unusual
from handoffspec.execute.context import kind_of
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.types import ChoiceType, Limit, ListType, ReferenceType, TextType, Type
from handoffspec.text.adf_write import write_adf
from handoffspec.text.context import ContextEntry, Kind, write_context
from handoffspec.text.context_values import EMPTY_LIST, EMPTY_RECORD, EMPTY_TEXT, NONE, quote_if_needed, write_value
from handoffspec.text.cut import ELLIPSIS
from handoffspec.text.document import Document
from handoffspec.text.plain import plain_text, visible_text
from handoffspec.text.visible import shows_itself

Node = dict[str, Any]

BREAK: Final[Node] = {"type": "hardBreak"}
_FENCE: Final = "andoff context · "
_AS_TEXT: Final = (TextType, ReferenceType, ChoiceType)
"""Types whose values are their own words."""


def inlines(text: str) -> list[Node]:
    """The lines of a text, which is not empty, with a break between two."""
    if "\n" not in text:
        return [{"type": "text", "text": text}]
    made: list[Node] = []
    for line in text.split("\n"):
        if line:
            made.append({"type": "text", "text": line})
        made.append(BREAK)
    made.pop()
    return made


def document(text: str) -> Node:
    """A plain text as an Atlassian document."""
    content = [{"type": "paragraph", "content": inlines(text)}] if text else []
    return {"version": 1, "type": "doc", "content": content}


# ── Entries of a context block ─────────────────────────────────────────────────────────────────────────────────────

Part = tuple[list[Node], str]
"""Nodes of a block, and their plain text with the empty line that follows."""
Write = Callable[[Any], Part]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label as a run of text, alone in a paragraph, and in words."""

    run: Node
    alone: Node
    words: str


def entry(label: str, type_: Type) -> Write | None:
    """What writes a value under a label; None for a kind of value that is rare.

    Raises:
        ContextError: the label cannot stand there.
    """
    kind = kind_of(type_)
    if kind.base == "text" and not isinstance(type_.item if isinstance(type_, ListType) else type_, _AS_TEXT):
        return None
    blank = write_context("x", "x", [ContextEntry(label, kind, None)])[2]
    made = write_adf(Document((blank,))).value["content"][0]
    run = made["content"][0]
    named = _Label(run, {"type": "paragraph", "content": [run]}, run["text"])
    if not shows_itself(run["text"]):
        return None
    if kind.many:
        return _list_entry(named, kind.one)
    if kind.base == "choice":
        return _choice_entry(named, kind)
    if kind.base == "text":
        return _text_entry(named)
    words = _WORDS.get(kind.base)
    return None if words is None else lambda value: _line(named, words(value))


def _line(label: _Label, words: str) -> Part:
    """A value beside its label; one of several lines is a quotation below it."""
    if "\n" not in words:
        paragraph: Node = {"type": "paragraph", "content": [label.run, {"type": "text", "text": f" {words}"}]}
        return [paragraph], f"{label.words} {words}\n\n"
    quoted = words.replace("\n", "\n> ")
    quote: Node = {"type": "blockquote", "content": [{"type": "paragraph", "content": inlines(words)}]}
    return [label.alone, quote], f"{label.words}\n\n> {quoted}\n\n"


def _text_entry(label: _Label) -> Write:
    run, before = label.run, label.words
    none, empty = _line(label, NONE), _line(label, EMPTY_TEXT)

    def write(value: object) -> Part:
        if value is None:
            return none
        words = value if type(value) is str else str(value)
        if not words:
            return empty
        if words.isascii() and words.isprintable():
            words = words if words[0].isalnum() and words[-1] != " " else quote_if_needed(words)
            return [
                {"type": "paragraph", "content": [run, {"type": "text", "text": f" {words}"}]}
            ], f"{before} {words}\n\n"
        if not shows_itself(words):
            unusual()
        return _line(label, words if "\n" in words else quote_if_needed(words))

    return write


def _moment(value: str | None) -> str:
    return NONE if value is None else value


def _number(value: object) -> str:
    return NONE if value is None else str(value) if type(value) is int else unusual()


def _flag(value: bool | None) -> str:  # noqa: FBT001 - it is the value
    return NONE if value is None else "yes" if value else "no"


_WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    "moment": _moment, "number": _number, "flag": _flag
}  # fmt: skip


def _choice_entry(label: _Label, kind: Kind) -> Write | None:
    """Every option is known, so each is written once."""
    values = [None, *(name for name, _ in kind.options)]
    words = {value: write_value(kind, value)[0] for value in values}
    if not all(shows_itself(each) and "\n" not in each for each in words.values()):
        return None
    parts = {value: _line(label, each) for value, each in words.items()}
    return parts.__getitem__


def _list_entry(label: _Label, one: Kind) -> Write | None:
    if one.base == "text":
        return lambda values: _bullets(label, values)
    if one.base == "record" and all(member.base == "text" and not member.many for _, member in one.members):
        names = [name for name, _ in one.members]
        return lambda values: _numbers(label, names, values)
    return None


def _bullets(label: _Label, values: Sequence[str] | None) -> Part:
    if not values:
        return _line(label, NONE if values is None else EMPTY_LIST)
    items = [_inside(value) for value in values]
    lines = "\n- ".join([item.replace("\n", "\n  ") for item in items])
    listed = {"type": "bulletList", "content": [_item(item) for item in items]}
    return [label.alone, listed], f"{label.words}\n\n- {lines}\n\n"


def _numbers(label: _Label, names: Sequence[str], values: Sequence[Mapping[str, str]] | None) -> Part:
    if not values:
        return _line(label, NONE if values is None else EMPTY_LIST)
    items = [
        "\n".join([f"{name}: {_inside(value[name])}".replace("\n", "\n  ") for name in names if name in value])
        or EMPTY_RECORD
        for value in values
    ]
    lines = [
        f"{number}. " + item.replace("\n", "\n" + " " * (2 + len(str(number)))) for number, item in enumerate(items, 1)
    ]
    listed = {"type": "orderedList", "attrs": {"order": 1}, "content": [_item(item) for item in items]}
    return [label.alone, listed], f"{label.words}\n\n" + "\n".join(lines) + "\n\n"


def _inside(value: str | None) -> str:
    """A text as an element of a list."""
    if not value:
        return NONE if value is None else EMPTY_TEXT
    if not shows_itself(value):
        unusual()
    return quote_if_needed(value)


def _item(text: str) -> Node:
    return {"type": "listItem", "content": [{"type": "paragraph", "content": inlines(text)}]}


# ── The whole block ────────────────────────────────────────────────────────────────────────────────────────────────


class Block:
    """Prose with a context block below it."""

    def __init__(self, handoff: Handoff, number: int, limit: Limit | None) -> None:
        """`number`: of entries."""
        entries = [ContextEntry(f"x{n}", Kind("text"), None) for n in range(number)]
        blocks = write_context(handoff.title, handoff.name, entries)
        self.plain = shows_itself(plain_text(Document(blocks)))
        """Whether what surrounds the entries is shown as it is."""
        written = write_adf(Document(blocks)).value["content"]
        self._head, self._foot = written[:2], written[-1]
        self._head_text = plain_text(Document(blocks[:2])) + "\n\n"
        self._foot_text = visible_text(Document(blocks[-1:]))
        self._most = limit.number if limit is not None else None

    def join(self, prose: str | None, parts: Sequence[Part]) -> tuple[Node, str, bool]:
        """The whole as an Atlassian document and as plain text, and whether the prose was cut.

        Raises:
            UnusualError: the block alone is too long, or the prose has lines like those of a block.
        """
        content: list[Node] = [*self._head]
        text = self._head_text
        for nodes, said in parts:
            content += nodes
            text += said
        content.append(self._foot)
        text += self._foot_text
        room = None if self._most is None else self._most - len(text)
        was_cut = False
        if prose:
            if _FENCE in prose:
                unusual()
            was_cut = room is not None and len(prose) + 2 > room
            lines, prose = _cut(prose, room - 2) if was_cut and room is not None else (inlines(prose), prose)
            content.insert(0, {"type": "paragraph", "content": lines})
            text = f"{prose}\n\n{text}"
        elif room is not None and room < 0:
            unusual()
        return {"version": 1, "type": "doc", "content": content}, text, was_cut


def _cut(text: str, most: int) -> tuple[list[Node], str]:
    """So much of a text that is longer, with an ellipsis, which stands by itself where a line had ended."""
    if most < 1:
        unusual()
    kept = text[: most - 1]
    made = inlines(kept) if kept else []
    if made and made[-1] is not BREAK and text[most - 1] != "\n":
        made[-1] = {"type": "text", "text": f"{made[-1]['text']}{ELLIPSIS}"}
    else:
        made.append({"type": "text", "text": ELLIPSIS})
    return made, kept + ELLIPSIS
