"""What to say about a mistake: which word was meant, what could have stood there, how such a line reads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from lark import Token
from lark.lexer import PatternStr

from handoffspec.diagnostics import Diagnostic, Source, Span, closest, codes
from handoffspec.syntax.grammar import parser

_SPOKEN: Final = {
    "NAME": "a name",
    "QNAME": "a qualified name such as `zendesk.ticket`",
    "STRING": "a text in quotes",
    "NUMBER": "a number",
    "DURATION": "a length of time such as `30m`, `4h` or `2d`",
    "ARROW": "an arrow (`->`, `<->` or `<-`)",
    "COMPARE": "a comparison (`<`, `<=`, `>` or `>=`)",
    "CLOCK": "a time of day such as `09:00`",
    "SIZE": "`kB`, `MB` or `GB`",
    "CODE": "a code such as `HS0201`",
    "_NL": "the end of the line",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "COMMA": "`,`",
    "$END": "the end of the file",
}

_PHRASES: Final = {
    "_ALLOW": "allow",
    "_ADMINISTERED": "administered by",
    "_CUSTOM": "custom",
    "_CALL": "call",
    "_LIFECYCLE": "lifecycle",
    "_AUTOMATION": "automation",
    "_COMMENTS": "comments",
    "_ATTACHMENTS": "attachments",
    "_TO_BE_CREATED": "to be created",
    "_NOT": "not (",
    "CUSTOMER_REPLIES": "customer replies",
    "AGENT_REPLIES": "agent replies",
    "COMMENT_ADDED": "comment is added",
    "ATTACHMENT_ADDED": "attachment is added",
    "TICKET_CREATED": "ticket is created",
    "_SOMEONE_PRESSES": "someone presses",
    "_OTHERWISE": "otherwise",
    "_ATTACHMENTS_OF": "attachments of",
    "_CONVERSATION": "conversation",
    "_CONTEXT": "context",
    "_COMMENT": "comment",
    "_COMMENT_PLACE": "comments",
    "_LOSES": "loses",
    "_PREVIOUS": "previous",
    "_COMMENT_FROM": "with",
    "_ATTACHMENT": "attachment",
    "_TIME_IS": "time is",
    "_DESTINATION_FAILS": "destination fails",
    "_MISSING": "missing",
    "_TOLD": "told",
    "_EXPECT_LOSES": "loses",
    "_FIRES": "fires",
    "_DOES_NOT_FIRE": "does not fire",
    "_HELD_FOR": "held for",
}

_INSTEAD: Final = {
    "=": "Equality is written `is`, a constant `let name be …`, a table row `a <-> b`.",
    "=>": "An arrow is written `->`, or `<->` both ways.",
    ":": "No colon is needed: write the name, then its value.",
    ";": "No semicolon is needed: the end of the line ends the statement.",
    "'": 'Texts stand in double quotes: "like this".',
    "!": "Write `is not`, or `has no`.",
    "&": "Write `and`.",
    "|": "Write `or`.",
    "/": "A comment begins with `#`.",
    "-": 'An arrow is written `->`; a name with a hyphen must stand in quotes: "needs-info".',
}

_SHAPES: Final = {
    "map": 'A line here reads `subject <-> summary`, `phone -> context "Phone"` or `fax -> nothing because "…" impact none`.',
    "require": "A line here reads `customer_impact`, `steps at least 1 items` or `conversation public, internal`.",
    "trigger": "A line here reads `when priority becomes urgent`.",
    "fields": 'A line here reads `subject text up to 150 characters required at "subject"`.',
    "extend": "A line here reads `customer_impact choice [low, high]`.",
    "ownership": "A line here reads `responsible engineering`, `notify previous assignee` or `acknowledge within 30m by comment`.",
    "sync": "A sync holds `status {…}`, `comments both ways {…}`, `conflict {…}`, `on error {…}`, `audit {…}`, `notify …` and `only when …`.",
    "status": 'A line here reads `open <-> "In Progress"`, perhaps with `when …`, `through …` or `with resolution Fixed`.',
    "comments": "A line here reads `tag author, source`, `keep threads` or `internal stays internal`.",
    "conflict": "A line here reads `zendesk decides priority` or `otherwise latest wins`.",
    "on": "A line here reads `retry 5 times from 30s up to 1h` or `then hold for service_desk`.",
    "audit": 'A line here reads `log every change for 400d`, `compare every 1h` or `alert "#ops" when lag > 10m`.',
    "rollback": 'A line here reads `when …`, `to status open`, `require …` or `carry notes -> comment internal "…"`.',
    "sla": "A line here reads `respond within 4h` or `tell customer when delayed past 1d`.",
    "failure": 'A line here reads `cause "…"`, `costs "…"` or `prevented by map.priority`.',
    "checklist": 'A line here reads `before "…" by service_desk`.',
    "given": 'A line here reads `priority urgent` or `with public comment by customer "…"`.',
    "expect": 'A line here reads `priority P1`, `description contains "…"` or `told engineering`.',
    "lifecycle": "A line here reads `open is doing, clock runs` or `from open to solved needs assignee`.",
    "handoff": "A handoff holds from, to, linked by, adds, trigger, require, map, people, ownership, sync, rollback, sla, failure and checklist.",
    "team": 'A team reads `team engineering "Platform" in jira reached at "#platform"`.',
    "use": 'A use reads `use zendesk` or `use "teams.handoff"`.',
}

_MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Mistake:
    """A token that cannot stand where it stands."""

    token: Token
    before: tuple[Token, ...]
    """The statement's tokens so far."""
    accepted: tuple[str, ...]
    """Kinds of token that could stand instead."""
    accepted_first: tuple[str, ...]
    """Kinds that could begin the statement."""
    block: tuple[str, ...]
    """The first word of each block around, from the outside in."""


@cache
def _words() -> dict[str, str]:
    """Kind of token to the keyword that it is."""
    lark, _, _ = parser()
    plain = {t.name: t.pattern.value for t in lark.terminals if isinstance(t.pattern, PatternStr)}
    return {**{kind: word for kind, word in plain.items() if word[0].isalpha()}, **_PHRASES}


def _kind_of(word: str, kinds: Iterable[str]) -> str:
    words = _words()
    return next(kind for kind in kinds if words.get(kind) == word)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Kind of token to its pattern, for every keyword."""
    lark, _, _ = parser()
    words = _words()
    return {t.name: re.compile(t.pattern.to_regexp()) for t in lark.terminals if t.name in words}


def keyword_at(token: Token, source: Source, accepted: Iterable[str]) -> str | None:
    """The kind of keyword that a word is, among those that can stand here."""
    if token.type != "NAME":
        return None
    for kind in accepted:
        pattern = _patterns().get(kind)
        found = pattern.match(source.text, token.start_pos or 0) if pattern else None
        if found and found[0] == token:
            return kind
    return None


def misspelt(mistake: Mistake) -> tuple[str, str, bool] | None:
    """The keyword that was meant: its kind, its text, and whether it is the statement's first word.

    None where no keyword is close, or one is close but a name could stand there as well.
    """
    words = _words()
    here = [words[kind] for kind in mistake.accepted if kind in words]
    if mistake.token.type == "NAME" and "NAME" not in mistake.accepted:
        meant = closest(str(mistake.token), here)
        if meant is not None and " " not in meant:
            return _kind_of(meant, mistake.accepted), meant, False
    if mistake.before and mistake.before[0].type == "NAME":
        starts = [words[kind] for kind in mistake.accepted_first if kind in words]
        meant = closest(str(mistake.before[0]), starts)
        if meant is not None and " " not in meant:
            return _kind_of(meant, mistake.accepted_first), meant, True
    return None


def report(mistake: Mistake, source: Source) -> Diagnostic:
    """The diagnostic for a mistake."""
    token = mistake.token
    span = Span(source, token.start_pos or 0, max(token.start_pos or 0, token.end_pos or 0))
    if token.type == "OPEN_STRING":
        return codes.UNCLOSED_TEXT.at(
            span, "This text has no closing quote on its line.", help='End it with `"` on the same line.'
        )
    meant = misspelt(mistake)
    if meant is not None:
        kind, text, of_first = meant
        del kind
        wrong = mistake.before[0] if of_first else token
        return codes.UNKNOWN_WORD.at(
            Span(source, wrong.start_pos or 0, wrong.end_pos or 0),
            f"`{wrong}` is no word that can stand here.",
            help=f"Did you mean `{text}`?",
        )
    if token.type == "JUNK":
        return codes.STRANGE_CHARACTER.at(
            span, f"`{token}` has no meaning outside quotes.", help=_INSTEAD.get(str(token)) or _expected(mistake)
        )
    comma = _comma_before_line(mistake)
    if comma is not None:
        return codes.SYNTAX_ERROR.at(
            Span(source, comma.start_pos or 0, comma.end_pos or 0),
            "The line ends in a comma, so the next line was read as part of it.",
            help="Remove the comma, or write what should follow it.",
        )
    if token.type == "_NL":
        end = (mistake.before[-1].end_pos or 0) if mistake.before else span.start
        return codes.SYNTAX_ERROR.at(Span(source, end, end), "The line ends too early.", help=_expected(mistake))
    return codes.SYNTAX_ERROR.at(span, f"{_spoken(token)} cannot stand here.", help=_expected(mistake))


def _comma_before_line(mistake: Mistake) -> Token | None:
    """The comma at the end of the line above the mistake, when the statement went on over it."""
    tokens = [*mistake.before, mistake.token]
    for before, after in zip(tokens, tokens[1:], strict=False):
        if before.type == "COMMA" and before.line != after.line and after.line == mistake.token.line:
            return before
    return None


def _spoken(token: Token) -> str:
    text = str(token)
    if token.type == "$END" or not text:
        return "The end of the file"
    return f"`{text}`" if len(text) <= 40 else f"`{text[:39]}…`"


def _expected(mistake: Mistake) -> str:
    """What could stand there, and how such a line reads."""
    words = _words()
    names = [_SPOKEN[kind] for kind in mistake.accepted if kind in _SPOKEN and kind != "_NL"]
    keywords = sorted({f"`{words[kind]}`" for kind in mistake.accepted if kind in words})
    ends = ["the end of the line"] if "_NL" in mistake.accepted else []
    could = [*names, *keywords, *ends]
    shape = _shape(mistake)
    if not could or (len(could) > _MOST_NAMED and shape):
        return shape or "See the language reference for what can stand here."
    listed = ", ".join(could[:12]) + (" …" if len(could) > 12 else "")
    return f"Expected here: {listed}." + (f" {shape}" if shape and len(could) > 2 else "")


def _shape(mistake: Mistake) -> str | None:
    for word in reversed((*mistake.block, *(str(token) for token in mistake.before[:1]))):
        if word in _SHAPES:
            return _SHAPES[word]
    return None
