"""A mistake as the parser meets it: the token, what came before it, and what could have stood in its place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from handoffspec.diagnostics import Source, Span, closest
from handoffspec.syntax.grammar import table
from handoffspec.syntax.token import Token
from handoffspec.syntax.wording import ELSEWHERE, NAMED, PHRASES


@dataclass(frozen=True, slots=True)
class Mistake:
    """A token that cannot stand where it stands."""

    token: Token
    before: tuple[Token, ...]
    """The statement's tokens so far."""
    accepted: tuple[str, ...]
    """Kinds of token that could stand instead."""
    first_instead: tuple[str, ...]
    """Kinds that could stand in place of the statement's first word, with all that follows it."""
    after_text: tuple[str, ...]
    """Kinds that could follow if a text in quotes stood here; none where it cannot."""
    block: tuple[str, ...]
    """The first word of each block around, from the outside in; `table` for one that begins with a field."""

    @property
    def words(self) -> dict[str, str]:
        """The keywords that could stand instead, and their kinds."""
        return words_of(self.accepted)


def words_of(kinds: Iterable[str]) -> dict[str, str]:
    """The keywords among kinds of token: word to kind."""
    return {_words()[kind]: kind for kind in kinds if kind in _words()}


def kinds_of(token: Token) -> tuple[str, ...]:
    """The kinds that a token could be where other words can stand: its own, and the keywords it is spelt like."""
    if token.type != "NAME":
        return (token.type,)
    return (token.type, *(kind for kind, word in _words().items() if word == token))


def comma_before_line(tokens: Sequence[Token]) -> int | None:
    """Where in a statement's tokens the comma is that ends the line above the last token's."""
    for index, (before, after) in enumerate(pairwise(tokens)):
        if before.type == "COMMA" and before.line != after.line and after.line == tokens[-1].line:
            return index
    return None


def misspelt(mistake: Mistake) -> tuple[str, str, bool] | None:
    """The keyword that was meant: its kind, its text, and whether it is the statement's first word.

    None where no keyword is close, or one is close but a name could stand there as well.
    """
    if mistake.token.type == "NAME" and "NAME" not in mistake.accepted:
        meant = _meant(str(mistake.token), mistake.words)
        if meant is not None:
            return mistake.words[meant], meant, False
    if mistake.before and mistake.before[0].type == "NAME":
        starts = words_of(mistake.first_instead)
        meant = _meant(str(mistake.before[0]), starts)
        if meant is not None:
            return starts[meant], meant, True
    return None


def corrected(token: Token, before: Sequence[Token]) -> Token | None:
    """What a token that no statement can hold was meant to be; None where it is best left out."""
    if token.type == "OPEN_STRING":
        return Token.at("STRING", token + '"', token)
    if token.type == "ODD_TEXT":
        return Token.at("STRING", in_quotes(token[1:-1]), token)
    if token.type == "ODD_ARROW":
        return Token.at("ARROW", right_arrow(token), token)
    if token.type == "ODD_NAME" and before and str(before[0]) in (*NAMED, "scenario"):
        return Token.at("NAME", token.replace("-", "_"), token)
    return None


def keyword_at(token: Token, source: Source, accepted: Iterable[str]) -> str | None:
    """The kind of keyword that a word is, among those that can stand here."""
    if token.type != "NAME":
        return None
    for kind in accepted:
        pattern = _patterns().get(kind)
        found = pattern.match(source.text, start_of(token)) if pattern else None
        if found and found[0] == token:
            return kind
    return None


@cache
def _words() -> dict[str, str]:
    """Kind of token to the keyword that it is."""
    plain = {one.name: one.literal for one in table().terminals if one.literal and one.literal[0].isalpha()}
    return {**plain, **PHRASES}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Kind of token to its pattern, for every keyword."""
    return {one.name: re.compile(one.pattern) for one in table().terminals if one.name in _words()}


def _meant(word: str, words: Iterable[str]) -> str | None:
    """The keyword that a word is close to, or that says here what the word says in other languages."""
    here = [one for one in words if " " not in one]
    elsewhere = ELSEWHERE.get(word.casefold())
    return elsewhere if elsewhere in here else closest(word, here)


def in_quotes(text: str) -> str:
    """A text as the language writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def right_arrow(odd: str) -> str:
    """The arrow of the language that an arrow of another kind looks like."""
    back, forth = odd[0] in "<←↔⇐⇔", odd[-1] in ">→↔⇒⇔"
    return "<->" if back and forth else "<-" if back else "->"


def start_of(token: Token) -> int:
    """Offset of the first character."""
    return token.start


def end_of(token: Token) -> int:
    """Offset after the last character; that of the first for a token that the layout made."""
    return token.end


def span_of(token: Token, source: Source) -> Span:
    """Where a token stands."""
    return Span(source, start_of(token), end_of(token))


def shortened(text: str) -> str:
    """At most 40 characters of a text, for a message."""
    return text if len(text) <= 40 else text[:39] + "…"
