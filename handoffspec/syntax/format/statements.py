"""From lexemes to statements and blocks, by the rules of the layout pass: which newline ends a statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from handoffspec.syntax.format.scan import Lexeme

# Before the brace of a type or value; before any other brace stands the name or title of a block.
_BEFORE_RECORDS: Final = frozenset({
    "record", "be", "default", "is", "not", "has", "no", "contains", "with", "to", "from", "becomes", "changes",
    "<=", ">=", "<", ">", "->", "<->", "<-", ",",
})  # fmt: skip
# In these blocks every brace belongs to a value.
_VALUES_ONLY: Final = frozenset({"given", "before", "after", "onto", "expect"})


@dataclass(frozen=True, slots=True)
class Comment:
    """A line that holds a comment only."""

    text: str
    blank_before: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Braces and the lines between them."""

    items: tuple["Item", ...]
    comment: str
    """What stands after the opening brace, or nothing."""
    inline: bool
    """Written on one line, and without a block inside."""

    @property
    def only(self) -> "tuple[Part, ...] | None":
        """The parts of its only statement, if that and no comment is all there is; () for an empty block."""
        if self.comment or len(self.items) > 1:
            return None
        if not self.items:
            return ()
        item = self.items[0]
        if isinstance(item, Comment) or item.comment:
            return None
        return None if any(isinstance(part, Lexeme) and part.kind == "comment" for part in item.parts) else item.parts


Part: TypeAlias = Lexeme | Block


@dataclass(frozen=True, slots=True)
class Statement:
    """What ends at a newline that counts. The braces of types and values are lexemes, those of blocks a `Block`."""

    parts: tuple[Part, ...]
    comment: str
    blank_before: bool


Item: TypeAlias = Comment | Statement


def statements(lexemes: Sequence[Lexeme]) -> tuple[Item, ...]:
    """The items of a text whose brackets balance."""
    return _Reader(lexemes).items("")[0]


@dataclass(slots=True)
class _Draft:
    """The statement being read."""

    parts: list[Part] = field(default_factory=list[Part])
    brackets: int = 0
    fresh_line: bool = False
    ends_in: str = ""
    """The last lexeme that is no comment."""

    @property
    def goes_on(self) -> bool:
        """Whether the next newline does not end it."""
        return self.brackets > 0 or self.ends_in == ","

    @property
    def head(self) -> str:
        return self.parts[0].text if self.parts and isinstance(self.parts[0], Lexeme) else ""

    def add(self, *parts: Part) -> None:
        self.parts.extend(parts)
        last = parts[-1]
        if not isinstance(last, Lexeme) or last.kind != "comment":
            self.ends_in = last.text if isinstance(last, Lexeme) else "}"
        self.fresh_line = False


class _Reader:
    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        self._lexemes = lexemes
        self._at = 0

    def items(self, head: str) -> tuple[tuple[Item, ...], bool]:
        """Items up to the brace that closes them or the end, and whether they stand on one line."""
        items: list[Item] = []
        draft, blank, one_line = _Draft(), False, True
        while self._at < len(self._lexemes):
            lexeme = self._lexemes[self._at]
            self._at += 1
            if lexeme.kind == "newline":
                one_line = False
                if draft.parts and draft.goes_on:
                    draft.fresh_line = True
                    continue
                _finish(items, draft, blank, "")
                draft, blank = _Draft(), lexeme.leaves_blank
            elif lexeme.kind == "comment":
                if not draft.parts:
                    items.append(Comment(lexeme.text, blank))
                elif draft.goes_on:
                    draft.add(Lexeme("comment", lexeme.text, draft.fresh_line))
                else:
                    _finish(items, draft, blank, lexeme.text)
                    draft = _Draft()
            elif lexeme.text == "}" and not draft.brackets:
                break
            else:
                self._word(lexeme, draft, head)
        _finish(items, draft, blank, "")
        return tuple(items), one_line

    def _word(self, lexeme: Lexeme, draft: _Draft, head: str) -> None:
        """A lexeme of the statement, or the block that it opens."""
        if lexeme.text == "{" and not draft.brackets:
            self._brace(lexeme, draft, head)
        else:
            draft.brackets += (lexeme.kind == "open") - (lexeme.kind == "close")
            draft.add(lexeme)

    def _brace(self, lexeme: Lexeme, draft: _Draft, head: str) -> None:
        comment = ""
        if self._at < len(self._lexemes) and self._lexemes[self._at].kind == "comment":
            comment = self._lexemes[self._at].text
            self._at += 1
        items, one_line = self.items(draft.head)
        block = Block(items, comment, one_line)
        is_value = not draft.parts or draft.ends_in in _BEFORE_RECORDS or head in _VALUES_ONLY
        only = block.only
        flat = only is not None and not any(isinstance(part, Block) for part in only)
        if only is not None and flat and (is_value or not only):
            draft.add(lexeme, *only, Lexeme("close", "}"))
        else:
            draft.add(Block(items, comment, one_line and flat))


def _finish(items: list[Item], draft: _Draft, blank: bool, comment: str) -> None:  # noqa: FBT001 - a draft's parts
    if draft.parts:
        items.append(Statement(tuple(draft.parts), comment, blank))
