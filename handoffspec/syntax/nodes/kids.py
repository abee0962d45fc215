"""How the parser's reductions reach the functions that make nodes.

The parser keeps every token, so a node's span reaches from the first to the last child, keywords included. The
children's kinds are what the grammar says; the functions pick them by kind instead of by place. A rule without a
function stays as its children until its parent opens it (`part`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeVar

from handoffspec.diagnostics import Source, Span
from handoffspec.syntax.ast import Duration, Name, Node, Number, Text
from handoffspec.syntax.token import Token

N = TypeVar("N")
Maker: TypeAlias = "Callable[[Kids], Any]"
M = TypeVar("M", bound="Maker")

RULES: Final[dict[str, Maker]] = {}
"""Rule of the grammar to the function that makes its node."""

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}
_NO_KEYWORDS: Final = frozenset({"NAME", "QNAME", "STRING", "NUMBER", "DURATION", "_NL", "LBRACE", "RBRACE", "COMMA"})


def rule(make: M) -> M:
    """Registers a function for the rule of its name (`rule_` for the rule called `rule`)."""
    RULES[make.__name__.removesuffix("_") if make.__name__ == "rule_" else make.__name__] = make
    return make


@dataclass(frozen=True, slots=True)
class Builder:
    """What the nodes of one text have in common."""

    source: Source
    broken_at: list[int] = field(default_factory=list)
    """Offsets of what could not be read."""


class Kids:
    """The children of one reduction."""

    __slots__ = ("_builder", "_children", "rule")

    def __init__(self, builder: Builder, children: Sequence[Any], rule: str = "") -> None:
        """The children: tokens, nodes made before, and what is left of rules without a function."""
        self._builder = builder
        self._children = children
        self.rule = rule

    @property
    def start(self) -> int:
        """Offset of the first child."""
        return _start(self._children[0])

    @property
    def end(self) -> int:
        """Offset after the last child."""
        return _end(self._children[-1])

    @property
    def span(self) -> Span:
        """From the first to the last child that is more than a line's end."""
        first = next((c for c in self._children if not _is_line_end(c)), None)
        if first is None:
            return Span(self._builder.source, 0, 0)
        last = next(c for c in reversed(self._children) if not _is_line_end(c))
        return Span(self._builder.source, _start(first), _end(last))

    @property
    def broken(self) -> bool:
        """Whether a statement between the first and the last child could not be read."""
        if not self._builder.broken_at:
            return False
        span = self.span
        return any(span.start <= offset <= span.end for offset in self._builder.broken_at)

    @property
    def any_broken(self) -> bool:
        """Whether a statement anywhere in the text could not be read."""
        return bool(self._builder.broken_at)

    def of(self, *kinds: type[N]) -> tuple[N, ...]:
        """The children of these kinds, in order."""
        return tuple(c for c in self._children if isinstance(c, kinds))

    def one(self, *kinds: type[N]) -> N | None:
        """The first child of these kinds."""
        return next((c for c in self._children if isinstance(c, kinds)), None)

    def the(self, *kinds: type[N]) -> N:
        """The first child of these kinds; the grammar says that there is one."""
        return next(c for c in self._children if isinstance(c, kinds))

    def parts(self, *rules: str) -> "tuple[Kids, ...]":
        """The children made by rules that have no function of their own."""
        return tuple(c for c in self._children if isinstance(c, Kids) and c.rule in rules)

    def part(self, name: str) -> "Kids | None":
        """The first child made by this rule, which has no function of its own."""
        return next(iter(self.parts(name)), None)

    def names(self) -> tuple[Name, ...]:
        """Each NAME."""
        return tuple(self._name(t) for t in self._tokens("NAME"))

    def name(self) -> Name:
        """The first NAME, which the grammar says is there."""
        return self.names()[0]

    def maybe_name(self) -> Name | None:
        """The first NAME."""
        return next(iter(self.names()), None)

    def texts(self) -> tuple[Text, ...]:
        """Each text in quotes."""
        return tuple(self._text(t) for t in self._tokens("STRING"))

    def text(self) -> Text:
        """The first text in quotes, which the grammar says is there."""
        return self.texts()[0]

    def maybe_text(self) -> Text | None:
        """The first text in quotes."""
        return next(iter(self.texts()), None)

    def numbers(self) -> tuple[Number, ...]:
        """Each number."""
        return tuple(self._number(t) for t in self._tokens("NUMBER"))

    def durations(self) -> tuple[Duration, ...]:
        """Each length of time."""
        return tuple(Duration(self.at(t), int(t[:-1]) * _SECONDS[t[-1]]) for t in self._tokens("DURATION"))

    def clocks(self) -> tuple[Text, ...]:
        """Each time of day, `09:00`."""
        return tuple(Text(self.at(t), str(t)) for t in self._tokens("CLOCK"))

    def marks(self) -> tuple[Name | Text | Number, ...]:
        """Names, texts and numbers, in order: statuses, choices, the wire form of either."""
        makers: dict[str, Callable[[Token], Name | Text | Number]] = {
            "NAME": self._name,
            "STRING": self._text,
            "NUMBER": self._number,
        }
        return tuple(makers[c.type](c) for c in self._children if isinstance(c, Token) and c.type in makers)

    def excluding(self, node: Node) -> "Kids":
        """The children without one of them."""
        return Kids(self._builder, [c for c in self._children if c is not node])

    def token(self, kind: str) -> Token | None:
        """The first token of a kind."""
        return next(self._tokens(kind), None)

    def has(self, word: str) -> bool:
        """Whether a keyword is among the children."""
        return any(_is_keyword(c, word) for c in self._children)

    def keywords(self) -> str:
        """The keywords joined by blanks, names, texts and numbers left out: `is not`, `customer replies`."""
        return " ".join(
            " ".join(c.split()) for c in self._children if isinstance(c, Token) and c.type not in _NO_KEYWORDS
        )

    def after(self, word: str) -> "Kids":
        """The children after the first keyword `word`."""
        return Kids(self._builder, self._children[self._index(word) + 1 :])

    def until(self, word: str) -> "Kids":
        """The children before the first keyword `word`, all of them where it is not there."""
        return Kids(self._builder, self._children[: self._index(word)])

    def at(self, token: Token) -> Span:
        """Where a token stands."""
        return Span(self._builder.source, _start(token), _end(token))

    def _index(self, word: str) -> int:
        return next((i for i, c in enumerate(self._children) if _is_keyword(c, word)), len(self._children))

    def _tokens(self, kind: str) -> Iterator[Token]:
        return (c for c in self._children if isinstance(c, Token) and c.type == kind)

    def _name(self, token: Token) -> Name:
        return Name(self.at(token), str(token))

    def _text(self, token: Token) -> Text:
        return Text(self.at(token), unescape(token))

    def _number(self, token: Token) -> Number:
        return Number(self.at(token), Decimal(token))


def _is_line_end(child: object) -> bool:
    return isinstance(child, Token) and child.type == "_NL"


def _is_keyword(child: object, word: str) -> bool:
    return isinstance(child, Token) and child == word and child.type not in ("NAME", "STRING")


def unescape(quoted: str) -> str:
    """The text between the quotes: `\\n`, `\\t`, `\\r`, and any other character after a backslash for itself."""
    inner = quoted[1:-1]
    if "\\" not in inner:
        return inner
    out: list[str] = []
    characters = iter(inner)
    for character in characters:
        if character == "\\":
            escaped = next(characters, "\\")
            out.append(_ESCAPES.get(escaped, escaped))
        else:
            out.append(character)
    return "".join(out)


def _start(child: "Token | Kids | Node") -> int:
    return child.span.start if isinstance(child, Node) else child.start


def _end(child: "Token | Kids | Node") -> int:
    return child.span.end if isinstance(child, Node) else child.end
