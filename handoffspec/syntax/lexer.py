"""From text to tokens. A word is a keyword only where the parser can take one: the lexer looks at the parser's state.

Most kinds of token can stand anywhere: one regular expression finds which it is. In a state some more can: keywords,
and phrases that begin with a word and look ahead. The result is that of trying all that can stand there in the order of
the table.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from handoffspec.syntax.table import Table, Terminal
from handoffspec.syntax.token import Token

_WORD: Final = "NAME"
"""The kind that a keyword has where it is none."""
_LINE_END: Final = "_NL"
"""The only kind that holds newlines."""
_BEGINNING: Final = re.compile(r"[A-Za-z]*(?![?*+{A-Za-z])")

_Match: TypeAlias = Callable[[str, int], re.Match[str] | None]


@dataclass(frozen=True, slots=True)
class _Phrase:
    rank: int
    terminal: Terminal
    begins: str
    """A text that each token of this kind begins with."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What can stand in some states beside what can stand anywhere."""

    keywords: Mapping[str, str]
    """Word to kind."""
    phrases: Mapping[str, Sequence[_Phrase]]
    """By the first character, in the order of the table."""
    others: Sequence[_Phrase]
    """Those that any other character may begin."""


class Lexer:
    """Serves any number of texts."""

    def __init__(self, table: Table, everywhere: Collection[str]) -> None:
        """`everywhere`: the kinds that are known in each state."""
        self._states = table.states
        self._ranks = {one.name: rank for rank, one in enumerate(table.terminals)}
        ignored = "|".join(one.pattern for one in table.terminals if one.name in table.ignored)
        kinds = "|".join(f"(?P<{one.name}>{one.pattern})" for one in table.terminals if one.name in everywhere)
        self._everywhere: _Match = re.compile(f"(?>(?:{ignored})*)(?:{kinds})").match
        self._sometimes = {
            one.name: one for one in table.terminals if one.name not in everywhere and one.name not in table.ignored
        }
        self._contexts: dict[int, _Context] = {}
        self._same: dict[frozenset[str], _Context] = {}
        self._matches: dict[str, _Match] = {}

    def tokens(self, text: str, stack: Sequence[int]) -> Iterator[Token]:
        """The tokens of a text. `stack`: the parser's states, the current one last, as they are at each token."""
        everywhere, contexts, ranks = self._everywhere, self._contexts, self._ranks
        at, line = 0, 1
        # The grammar has a kind for any character, so that nothing is found at the end only.
        while (found := everywhere(text, at)) and (kind := found.lastgroup):
            at, after = found.span(kind)
            context = contexts.get(stack[-1]) or self._context(stack[-1])
            for phrase in context.phrases.get(text[at], context.others):
                if phrase.rank < ranks[kind] and text.startswith(phrase.begins, at):
                    meant = self._match(phrase.terminal)(text, at)
                    if meant is not None:
                        kind, after = phrase.terminal.name, meant.end()
                        break
            else:
                if kind == _WORD:
                    kind = context.keywords.get(text[at:after], kind)
            yield Token(kind, text[at:after], at, after, line)
            if kind == _LINE_END:
                line += text.count("\n", at, after)
            at = after

    def _match(self, terminal: Terminal) -> _Match:
        known = self._matches.get(terminal.name)
        if known is None:
            known = self._matches[terminal.name] = re.compile(terminal.pattern).match
        return known

    def _context(self, state: int) -> _Context:
        names = frozenset(self._sometimes.keys() & self._states[state].keys())
        made = self._same.get(names)
        if made is None:
            made = self._same[names] = self._made([self._sometimes[name] for name in names])
        self._contexts[state] = made
        return made

    def _made(self, terminals: Collection[Terminal]) -> _Context:
        keywords = {one.literal: one.name for one in terminals if one.literal is not None}
        phrases = sorted(
            (_Phrase(self._ranks[one.name], one, _beginning(one)) for one in terminals if one.literal is None),
            key=lambda phrase: phrase.rank,
        )
        firsts = {phrase.begins[0] for phrase in phrases if phrase.begins}
        return _Context(
            keywords,
            {first: [one for one in phrases if one.begins[:1] in ("", first)] for first in firsts},
            [one for one in phrases if not one.begins],
        )


def _beginning(terminal: Terminal) -> str:
    """The letters that a pattern begins with, none where it has other ways to begin."""
    found = _BEGINNING.match(terminal.pattern)
    return found[0] if found and not _has_ways(terminal.pattern) else ""


def _has_ways(pattern: str) -> bool:
    """Whether a pattern is made of several, outside all brackets."""
    depth = 0
    for sign in re.findall(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]", pattern, re.DOTALL):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            return True
    return False
