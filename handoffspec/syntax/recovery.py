"""Reading on after a mistake, in panic mode: back to where the statement began, on with the next.

The unit is the statement, which ends in a newline. Before a statement's first token is shifted, the height of the
parser's stack is noted; a statement with a mistake is cut off down to that height. Two things are mended instead of
cut off, so that what depends on them can still be judged: a misspelt keyword, and the first line of a block, whose
contents would be lost with it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from handoffspec.diagnostics import Diagnostic, Source
from handoffspec.syntax import ast
from handoffspec.syntax.automaton import Automaton
from handoffspec.syntax.grammar import lexer
from handoffspec.syntax.layout import Repair, inline_braces, laid_out
from handoffspec.syntax.machine import Machine
from handoffspec.syntax.mistake import (
    Mistake,
    comma_before_line,
    corrected,
    keyword_at,
    kinds_of,
    misspelt,
    start_of,
    words_of,
)
from handoffspec.syntax.mistakes import report
from handoffspec.syntax.nodes import Builder
from handoffspec.syntax.token import Token

_NEVER = ("JUNK", "OPEN_STRING", "ODD_SPACE", "ODD_TEXT", "ODD_ARROW", "ODD_NAME")
_LOSES = re.compile(r'loses[ \t]+"')
"""A line that belongs to the rule above it: it goes with a rule that could not be read."""
_LONG = 30
"""Tokens of a statement; in longer ones no misspelt word is mended."""
_DUMMY = {"NAME": "?", "STRING": '""', "QNAME": "?.?", "NUMBER": "0", "DURATION": "1s", "ARROW": "->"}


@dataclass(slots=True)
class _Statement:
    """The statement being read at one depth of blocks."""

    height: int
    """Of the parser's stack, before the first token."""
    tokens: list[Token] = field(default_factory=list)
    start_stack: list[int] = field(default_factory=list)
    reported: bool = False
    left_out: bool = False
    followed_broken: bool = False
    """The statement before this one was left out."""
    inline: int = 0
    """How many braces are open that hold no statements."""


class Recovery:
    """One reading of one text. `run` may be called once."""

    def __init__(
        self,
        machine: Machine,
        builder: Builder,
        source: Source,
        most: int,
        mending: Sequence[Repair],
    ) -> None:
        """Ready to read; after `most` mistakes the rest is skipped. A mistake on a mended line is known already."""
        self._repaired_lines = frozenset(source.position(repair.left_open)[0] for repair in mending)
        self._inline = inline_braces(source.text, mending)
        self._machine = machine
        self._stream = laid_out(lexer().tokens(source.text, machine.states), mending)
        self._automaton = Automaton(machine.table)
        self._builder = builder
        self._source = source
        self._most = most
        self._open = [_Statement(len(self._machine.states))]
        self._fresh = True
        self.diagnostics: list[Diagnostic] = []
        self.stopped_at: int | None = None
        """The offset behind which nothing was read, after too many mistakes."""

    def run(self) -> ast.File | None:
        """Read to the end; None when not even an empty file is left."""
        last = Token("_NL", "")
        for token in self._stream:
            last = token
            self._take(token)
            if len(self.diagnostics) >= self._most:
                self.stopped_at = start_of(token)
                self._builder.broken_at.append(self.stopped_at)
                break
        return self._finish(last)

    def _finish(self, last: Token) -> ast.File | None:
        end = Token.at("$END", "", last)
        for statement in reversed(self._open):
            file = self._machine.finish(end)
            if file is not None:
                return cast(ast.File, file)
            self._machine.cut(statement.height)
        return None

    def _take(self, token: Token) -> None:
        statement = self._open[-1]
        if self._fresh:
            statement.start_stack = list(self._machine.states)
            statement.followed_broken, statement.left_out, statement.reported = statement.left_out, False, False
            statement.tokens, statement.inline = [], 0
            statement.height = len(self._machine.states)
        if self._fresh and statement.followed_broken and _LOSES.match(self._source.text, start_of(token)):
            statement.reported = True
            self._skip(token, statement)
            return
        if token.type in _NEVER:
            self._strange(token, statement)
            return
        fed = self._fed_as_meant(token)
        if fed is None:
            self._mistaken(token)
        else:
            self._append(fed, statement)
            self._enter(fed)

    def _append(self, fed: Token, statement: _Statement) -> None:
        if not statement.tokens:
            # Only now: the first token of a statement makes the parser finish the statement before.
            statement.height = len(self._machine.states) - 1
        statement.tokens.append(fed)

    def _strange(self, token: Token, statement: _Statement) -> None:
        """Read a token that no statement can hold as what was meant, or read on without it."""
        if not statement.reported:
            self._say(self._mistake(token, statement), statement)
        self._fresh = False
        meant = corrected(token, statement.tokens)
        if meant is not None and self._machine.feed(meant):
            self._append(meant, statement)

    def _enter(self, token: Token) -> None:
        """Keep track of statements and blocks after a token that was fed."""
        statement = self._open[-1]
        if self._changes_inline(token, statement):
            self._fresh = False
            return
        self._fresh = token.type in ("_NL", "LBRACE") and not statement.inline
        if token.type == "LBRACE":
            self._open.append(_Statement(len(self._machine.states)))
        elif token.type == "RBRACE" and len(self._open) > 1:
            self._open.pop()
            self._fresh = False

    def _changes_inline(self, token: Token, statement: _Statement) -> bool:
        """Whether the token opens or closes a brace that holds no statements."""
        if token.type == "LBRACE" and token.start in self._inline:
            statement.inline += 1
            return True
        if token.type == "RBRACE" and statement.inline:
            statement.inline -= 1
            return True
        return False

    def _fed_as_meant(self, token: Token) -> Token | None:
        """The token as it was fed; None where it cannot stand.

        A word that was read while its block was still wrongly open was taken for a name: it may be a keyword here.
        """
        if self._machine.feed(token):
            return token
        kind = keyword_at(token, self._source, self._automaton.accepted(self._machine.states))
        if kind is None:
            return None
        made = Token.at(kind, str(token), token)
        return made if self._machine.feed(made) else None

    def _mistaken(self, token: Token) -> None:
        statement = self._open[-1]
        mistake = self._mistake(token, statement)
        if self._begun_with_phrase(mistake, statement):
            return
        self._say(mistake, statement)
        if not self._mended(mistake, statement) and not self._parted(token, statement):
            self._skip(token, statement)

    def _begun_with_phrase(self, mistake: Mistake, statement: _Statement) -> bool:
        """Read the first word as the keyword that it is, although what it looks ahead for is not there.

        What is wrong with the line is then found where it is wrong: `lifecycle status = {`.
        """
        tokens = [*statement.tokens, mistake.token]
        kinds = mistake.first_instead if statement.tokens else mistake.accepted
        kind = words_of(kinds).get(str(tokens[0]))
        if kind is None or tokens[0].type != "NAME" or len(tokens) > _LONG:
            return False
        self._machine.cut(statement.height)
        statement.tokens = []
        self._fresh = False
        self._feed_made(kind, str(tokens[0]), tokens[0], statement)
        for token in tokens[1:]:
            self._take(token)
        return True

    def _parted(self, token: Token, statement: _Statement) -> bool:
        """Read the next line apart where a comma at the end of the line above had joined it to the statement."""
        tokens = [*statement.tokens, token]
        comma = comma_before_line(tokens)
        if comma is None or len(tokens) > _LONG or statement.inline:
            return False
        above, below = tokens[:comma], tokens[comma + 1 :]
        line_end = Token.at("_NL", "\n", tokens[comma])
        self._machine.cut(statement.height)
        if self._automaton.leads_to(statement.start_stack, [kinds_of(one) for one in (*above, line_end)]):
            self._again([*above, line_end])
        self._again([one for one in below if one.type != "_NL"])
        return True

    def _again(self, tokens: Sequence[Token]) -> None:
        """Read tokens as the beginning of a statement, about which nothing more is said."""
        self._fresh = True
        for token in tokens:
            self._take(self._here(token))
            self._open[-1].reported = True

    def _here(self, token: Token) -> Token:
        """A word as the lexer would have read it here: a keyword where it is one, else a name."""
        accepted = self._automaton.accepted(self._machine.states)
        kind = keyword_at(token, self._source, accepted)
        if kind is None and token.type not in accepted and token.isidentifier():
            kind = "NAME"
        return Token.at(kind, str(token), token) if kind else token

    def _mistake(self, token: Token, statement: _Statement) -> Mistake:
        return Mistake(
            token=token,
            before=tuple(statement.tokens),
            accepted=tuple(self._automaton.accepted(self._machine.states)),
            first_instead=self._first_instead(token, statement),
            after_text=self._after_text(),
            block=self._block_header(),
        )

    def _first_instead(self, token: Token, statement: _Statement) -> tuple[str, ...]:
        if not statement.tokens or statement.tokens[0].type != "NAME" or len(statement.tokens) > _LONG:
            return ()
        rest = [kinds_of(other) for other in (*statement.tokens[1:], token)]
        stack, could = statement.start_stack, self._automaton.accepted(statement.start_stack)
        return tuple(kind for kind in could if self._automaton.leads_to(stack, [(kind,), *rest]))

    def _after_text(self) -> tuple[str, ...]:
        after = self._automaton.shifted(self._machine.states, "STRING")
        return tuple(self._automaton.accepted(after)) if after else ()

    def _say(self, mistake: Mistake, statement: _Statement) -> None:
        """Report a mistake, once a statement and unless it follows from one that was reported."""
        self._builder.broken_at.append(start_of(statement.tokens[0] if statement.tokens else mistake.token))
        if not statement.reported and not self._known(mistake, statement):
            self.diagnostics.append(report(mistake, self._source))
        statement.reported = True

    def _known(self, mistake: Mistake, statement: _Statement) -> bool:
        """Whether the mistake is the consequence of one that was reported before."""
        after_broken = statement.followed_broken or bool(self._repaired_lines)
        if after_broken and [*mistake.before, mistake.token][0] == "loses":
            return True
        return any(token.line in self._repaired_lines for token in (mistake.token, *mistake.before))

    def _block_header(self) -> tuple[str, ...]:
        """The first word of each block around, from the outside in; `table` for one that begins with a field."""
        firsts = [block.tokens[0] for block in self._open[:-1] if block.tokens]
        return tuple("table" if first.type in _DUMMY else str(first) for first in firsts)

    def _mended(self, mistake: Mistake, statement: _Statement) -> bool:
        """Read the keyword that a misspelt word was meant to be, where the statement can go on with it."""
        meant = misspelt(mistake)
        if meant is None or len(statement.tokens) > _LONG:
            return False
        kind, text, of_first = meant
        if not of_first:
            self._fresh = False
            return self._feed_made(kind, text, mistake.token, statement)
        rest = [*statement.tokens[1:], mistake.token]
        self._machine.cut(statement.height)
        first, statement.tokens = statement.tokens[0], []
        self._fresh = False
        if not self._feed_made(kind, text, first, statement):
            return False
        for token in rest:
            self._take(token)
        return True

    def _feed_made(self, kind: str, text: str, at: Token, statement: _Statement) -> bool:
        made = Token.at(kind, text, at)
        if not self._machine.feed(made):
            return False
        self._append(made, statement)
        return True

    def _skip(self, token: Token, statement: _Statement) -> None:
        """Leave the statement out, except that a block which opens in it is still read."""
        statement.left_out = True
        while not self._ends(token, statement):
            following = next(self._stream, None)
            if following is None:
                break
            token = following
        if token.type == "LBRACE" and self._block_opened(token, statement):
            return
        self._machine.cut(statement.height)
        if token.type == "LBRACE":
            self._skip_block()
        elif token.type == "RBRACE":
            self._leave_block(token)
        self._fresh = True

    def _ends(self, token: Token, statement: _Statement) -> bool:
        """Whether a skipped statement ends or opens a block with this token."""
        if self._changes_inline(token, statement):
            return False
        return not statement.inline and token.type in ("_NL", "LBRACE", "RBRACE")

    def _leave_block(self, token: Token) -> None:
        """A closing brace ended the broken statement: it closes the block around it."""
        if len(self._open) > 1:
            if self._machine.feed(token):
                self._open.pop()
                return
            self._open.pop()
            self._machine.cut(self._open[-1].height)

    def _block_opened(self, brace: Token, statement: _Statement) -> bool:
        """Whether the first line of a block could be completed with stand-ins, so that its contents are read."""
        way = self._automaton.way_to(self._machine.states, "LBRACE", 3)
        if way is None or not statement.tokens:
            return False
        for kind in way:
            if not self._feed_made(kind, _DUMMY.get(kind, kind.lower()), brace, statement):
                return False
        self._fresh = False
        self._take(brace)
        return True

    def _skip_block(self) -> None:
        depth = 1
        for token in self._stream:
            depth += (token.type == "LBRACE") - (token.type == "RBRACE")
            if depth == 0:
                break
        next(self._stream, None)
