"""Statements and blocks as text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from handoffspec.syntax.format.columns import Row, padding, row_of
from handoffspec.syntax.format.scan import Lexeme, balanced, one_line, scan, space_between
from handoffspec.syntax.format.statements import Block, Comment, Item, Part, Statement, statements

WIDTH: Final = 120
_STEP: Final = 2
_CONTINUATION: Final = 2 * _STEP
_MAX_DEPTH: Final = 100
"""Deeper than any text that the parser takes."""
_OPEN: Final = Lexeme("open", "{")
_CLOSE: Final = Lexeme("close", "}")


def format_text(text: str) -> str:
    """The text in the one layout. Its lexemes and comments, and so its meaning, stay as they are.

    Meant for texts without syntax errors; one whose brackets do not balance is given back unchanged.
    """
    lexemes = tuple(scan(text))
    if not balanced(lexemes, _MAX_DEPTH):
        return text
    return "".join(f"{line}\n" for line in _block(_apart(statements(lexemes)), "", 0))


def _apart(items: Sequence[Item]) -> tuple[Item, ...]:
    """The same items with an empty line around each block of several lines and the comments above it."""
    apart = list(items)
    comments = 0  # lines of comment directly above
    after_block = False
    for index, item in enumerate(items):
        is_block = isinstance(item, Statement) and any(isinstance(part, Block) for part in _flat(item.parts, WIDTH))
        if item.blank_before:
            comments = 0
        if after_block:
            apart[index] = _with_blank(item)
        elif is_block:
            apart[index - comments] = _with_blank(items[index - comments])
        comments = comments + 1 if isinstance(item, Comment) else 0
        after_block = is_block
    return tuple(apart)


def _with_blank(item: Item) -> Item:
    if isinstance(item, Comment):
        return Comment(item.text, blank_before=True)
    return Statement(item.parts, item.comment, blank_before=True)


def _flat(parts: Sequence[Part], room: int) -> tuple[Part, ...]:
    """The parts, with blocks as lexemes if they were on one line and all of it fits into the room."""
    flat: list[Lexeme] = []
    for part in parts:
        if isinstance(part, Lexeme) and part.kind != "comment":
            flat.append(part)
        elif isinstance(part, Block) and part.inline:
            flat += (_OPEN, *(inner for inner in part.only or () if isinstance(inner, Lexeme)), _CLOSE)
        else:
            return tuple(parts)
    fits = not any(isinstance(part, Block) for part in parts) or len(one_line(flat)) <= room
    return tuple(flat) if fits else tuple(parts)


def _block(items: Sequence[Item], head: str, indent: int) -> Iterator[str]:
    indents = _indents(items, indent)
    ready = [
        (item, _flat(item.parts, WIDTH - deep) if isinstance(item, Statement) else ())
        for item, deep in zip(items, indents, strict=True)
    ]
    blanks = _blanks(ready, head, indent)
    for index, (item, parts) in enumerate(ready):
        if item.blank_before and index:
            yield ""
        if isinstance(item, Comment):
            yield " " * indents[index] + item.text
        else:
            yield from _statement(parts, item.comment, indents[index], blanks.get(index, {}))


def _indents(items: Sequence[Item], indent: int) -> list[int]:
    """What a rule loses stands under the rule, a comment at the depth of what it stands above."""
    indents: list[int] = []
    under_rule = False
    for item in items:
        deeper = False
        if isinstance(item, Statement):
            deeper = under_rule and _loses(item)
            under_rule = deeper or any(isinstance(part, Lexeme) and part.kind == "arrow" for part in item.parts)
        indents.append(indent + _STEP * deeper)
    for index in range(len(items) - 2, -1, -1):
        if isinstance(items[index], Comment):
            indents[index] = indents[index + 1]
    return indents


def _loses(statement: Statement) -> bool:
    first, what = (*statement.parts, _CLOSE)[:2]
    return isinstance(first, Lexeme) and first.text == "loses" and isinstance(what, Lexeme) and what.kind == "string"


def _first_words(parts: Sequence[Part]) -> tuple[Lexeme, ...]:
    """What stands before the first block, its brace included."""
    words: list[Lexeme] = []
    for part in parts:
        if isinstance(part, Block):
            return (*words, _OPEN)
        words.append(part)
    return tuple(words)


def _blanks(ready: Sequence[tuple[Item, tuple[Part, ...]]], head: str, indent: int) -> dict[int, Mapping[int, int]]:
    """Blanks before the words of each statement, by its index, where they differ from the usual."""
    runs: dict[tuple[str, int], list[tuple[int, Row, tuple[Lexeme, ...]]]] = {}
    paragraph = 0
    for index, (item, parts) in enumerate(ready):
        paragraph += item.blank_before
        words = _first_words(parts)
        row = None if any(word.kind == "comment" for word in words) else row_of(head, words)
        if row and (row.shape == "arrow" or words[-1] is not _OPEN):
            runs.setdefault((row.shape, 0 if row.whole_block else paragraph), []).append((index, row, words))
    return {
        index: blanks
        for run in runs.values()
        for (index, _, _), blanks in zip(
            run, padding([(row, words) for _, row, words in run], WIDTH - indent), strict=True
        )
    }


def _statement(parts: Sequence[Part], comment: str, indent: int, blanks: Mapping[int, int]) -> Iterator[str]:
    """Its lines: words up to a block, the block, what follows it, and the comment at the end."""
    head = parts[0].text if isinstance(parts[0], Lexeme) else ""
    words: list[Lexeme] = []
    for part in parts:
        if isinstance(part, Lexeme):
            words.append(part)
            continue
        lines = _wrapped([*words, _OPEN], indent, blanks)
        yield from _with_comment(lines, part.comment)
        yield from _block(part.items, head, indent + _STEP)
        words, blanks = [_CLOSE], {}
    yield from _with_comment(_wrapped(words, indent, blanks), comment)


def _with_comment(lines: list[str], comment: str) -> list[str]:
    return [*lines[:-1], f"{lines[-1]}  {comment}"] if comment else lines


@dataclass(frozen=True, slots=True)
class _Piece:
    blanks: int
    """Before the word, unless it starts a line."""
    word: Lexeme
    depth: int
    """Brackets open after the word."""


def _pieces(words: Sequence[Lexeme], blanks: Mapping[int, int]) -> list[_Piece]:
    spaces = [0, *(space_between(before, after) for before, after in pairwise(words))]
    depths = accumulate((word.kind == "open") - (word.kind == "close") for word in words)
    return [
        _Piece(blanks.get(index, space), word, depth)
        for index, (space, word, depth) in enumerate(zip(spaces, words, depths, strict=True))
    ]


def _wrapped(words: Sequence[Lexeme], indent: int, blanks: Mapping[int, int]) -> list[str]:
    """Words on one line where they fit, else broken after commas; always broken around comments between them."""
    line = " " * indent
    lines: list[str] = []
    for chunk, starts_line in _chunks(_pieces(words, blanks)):
        if starts_line and line.strip():
            lines.append(line)
            line = " " * (indent + _CONTINUATION)
        fits = len(line) + _width(chunk) <= WIDTH or chunk[0].word.kind == "comment"
        for atom in [chunk] if fits else _atoms(chunk, 0, WIDTH - indent - _CONTINUATION):
            if not fits and line.strip() and len(line) + _width(atom) > WIDTH:
                lines.append(line)
                line = " " * (indent + _CONTINUATION)
            text = "".join(" " * piece.blanks + piece.word.text for piece in atom)
            line += text if line.strip() else text.lstrip(" ")
    return [*lines, line]


def _chunks(pieces: Sequence[_Piece]) -> Iterator[tuple[list[_Piece], bool]]:
    """The pieces between comments, and whether each chunk has to start a line."""
    chunk: list[_Piece] = []
    starts_line = False
    for piece in pieces:
        if piece.word.kind == "comment":
            if chunk:
                yield chunk, starts_line
                starts_line = False
            yield [piece], starts_line or piece.word.own_line
            chunk, starts_line = [], True
        else:
            chunk.append(piece)
    if chunk:
        yield chunk, starts_line


def _atoms(pieces: Sequence[_Piece], level: int, room: int) -> Iterator[list[_Piece]]:
    """Parts to be kept on a line: between the outermost commas; between those further in where that is too much."""
    parts: list[list[_Piece]] = [[]]
    for piece in pieces:
        parts[-1].append(piece)
        if piece.word.kind == "comma" and piece.depth == level:
            parts.append([])
    for part in filter(None, parts):
        deeper = [piece.depth for piece in part if piece.word.kind == "comma" and piece.depth > level]
        if deeper and _width(part) > room:
            yield from _atoms(part, min(deeper), room)
        else:
            yield part


def _width(pieces: Sequence[_Piece]) -> int:
    return sum(piece.blanks + len(piece.word.text) for piece in pieces)
