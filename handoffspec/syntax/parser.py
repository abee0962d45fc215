"""Reading a text: the tree, and everything that is wrong with the text, each mistake once.

A text without mistakes goes straight through the parser. Only when that fails is it read again, a token at a time, with
recovery: a statement that cannot be read is reported and left out, or mended where one word was clearly misspelt;
the statements around it stay. What was left out marks its blocks as broken, so that nothing is said to be missing
there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, cast

from handoffspec.diagnostics import Diagnostic, Label, Source, Span, codes, in_order
from handoffspec.syntax import ast
from handoffspec.syntax.grammar import lexer, table
from handoffspec.syntax.layout import Repair, depth_of, laid_out, repairs
from handoffspec.syntax.machine import Machine
from handoffspec.syntax.nodes import Builder
from handoffspec.syntax.recovery import Recovery
from handoffspec.syntax.strange import unpaired_quote
from handoffspec.syntax.token import Token

MAX_DEPTH: Final = 40
"""Brackets deeper in each other than this are refused; the deepest sensible spec has six."""
MAX_ERRORS: Final = 200
"""After so many mistakes the rest of a text is not read: it is not a spec."""

_OPENING: Final = {"}": "{", "]": "[", ")": "("}


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The tree of a text and what is wrong with it. Statements that could not be read are not in the tree."""

    file: ast.File
    diagnostics: tuple[Diagnostic, ...]


def parse_source(source: Source) -> ParseResult:
    """Read a text. Never raises for anything that a text can hold."""
    too_deep = depth_of(source.text, MAX_DEPTH)
    if too_deep is not None:
        return ParseResult(_nothing(source), (_nested_too_deep(source, too_deep),))
    mending = repairs(source.text, MAX_ERRORS + 1)
    if len(mending) > MAX_ERRORS:
        found = [*_bracket_reports(source, mending[:MAX_ERRORS]), _rest_not_read(source, mending[-1].offset)]
        return ParseResult(_nothing(source), tuple(in_order(found)))
    sound = None if mending else _sound(source)
    return sound or _recovered(source, mending)


def _nothing(source: Source) -> ast.File:
    return ast.File(Span(source, 0, 0), (), broken=True)


def _sound(source: Source) -> ParseResult | None:
    machine = Machine(table(), Builder(source))
    last = Token("_NL", "")
    for token in laid_out(lexer().tokens(source.text, machine.states)):
        if not machine.feed(token):
            return None
        last = token
    file = machine.finish(Token.at("$END", "", last))
    return None if file is None else ParseResult(cast(ast.File, file), ())


def _recovered(source: Source, mending: tuple[Repair, ...]) -> ParseResult:
    builder = Builder(source, [repair.offset for repair in mending])
    recovery = Recovery(Machine(table(), builder), builder, source, MAX_ERRORS, mending)
    file = recovery.run()
    found = [*_bracket_reports(source, mending), *recovery.diagnostics]
    if recovery.stopped_at is not None:
        found.append(_rest_not_read(source, recovery.stopped_at))
    return ParseResult(file or _nothing(source), tuple(in_order(found)))


def _nested_too_deep(source: Source, offset: int) -> Diagnostic:
    return codes.NESTED_TOO_DEEP.at(
        Span(source, offset, offset + 1),
        f"Here blocks stand more than {MAX_DEPTH} deep in each other; nothing of this file was read.",
        help="A handoff needs about six levels. Close the blocks that were left open.",
    )


def _rest_not_read(source: Source, offset: int) -> Diagnostic:
    at = Span(source, offset, offset)
    return codes.TOO_MANY_MISTAKES.at(
        at,
        f"These are the first {MAX_ERRORS} mistakes: what follows line {at.line} was not read.",
        help="Correct the first ones and check again. If the file is no handoff spec, take it out of the folder.",
    )


def _bracket_reports(source: Source, mending: Sequence[Repair]) -> Iterator[Diagnostic]:
    """One for each line: brackets that stand together are forgotten together."""
    by_line = sorted(mending, key=lambda repair: source.position(repair.left_open)[0])
    for _, repairs_of_line in groupby(by_line, lambda repair: source.position(repair.left_open)[0]):
        together = list(repairs_of_line)
        yield unpaired_quote(source, together[0].left_open) or _bracket_report(source, together)


def _bracket_report(source: Source, together: Sequence[Repair]) -> Diagnostic:
    first = together[0]
    if first.kind == "close":
        return _left_open(source, together)
    if first.kind == "open":
        line = _line_around(source, first.left_open)
        return codes.MISSING_BRACE.at(
            Span(source, first.offset, first.offset),
            "A `{` is missing at the end of this line: the lines below stand in its block.",
            help=f"Write `{line} {{`.",
        )
    extra = Span(source, first.offset, first.offset + 1)
    if first.bracket in _OPENING.values():
        return codes.EXTRA_BRACE.at(extra, f"This `{first.bracket}` is one too many.", help="Remove it.")
    return codes.EXTRA_BRACE.at(
        extra,
        f"This `{first.bracket}` closes nothing.",
        help=f"Remove it, or put in the `{_OPENING[first.bracket]}` that is missing before it.",
    )


def _left_open(source: Source, together: Sequence[Repair]) -> Diagnostic:
    """Brackets of one line that nothing closes, the innermost first."""
    first, last = together[0], together[-1]
    header = _line_around(source, last.left_open)
    outermost = min(repair.left_open for repair in together)
    opening, end = Span(source, outermost, outermost + 1), Span(source, first.offset, first.offset)
    if any(repair.kind == "remove" for repair in together):
        message = "The brackets of this line do not pair up."
        return codes.MISSING_BRACE.at(opening, message, help="What is opened last is closed first: `[{ … }]`.")
    labels: list[Label] = []
    missing = "".join(repair.bracket for repair in together)
    content = source.text[first.left_open + 1 : first.offset]
    if content.split("\n", 1)[0].split("#", 1)[0].strip():
        message, help_ = f"a `{missing}` is missing on this line", f"Write `{missing}` where it ends."
    elif not content.strip():
        message = "no lines follow that stand in it"
        help_ = f"Remove the `{opening.text}`, or write the lines that belong in it and a `{missing}`."
    else:
        where = f"before line {end.line}" if first.offset < len(source.text) else "at the end of the file"
        message, help_ = f"a `{missing}` is missing {where}", f"Write `{missing}` {where}, under `{header}`."
        labels = [Label(end, f"by its indentation, `{header}` should end before this")] if where[0] == "b" else []
    return codes.MISSING_BRACE.at(
        opening, f"This `{opening.text}` is never closed: {message}.", help=help_, labels=labels
    )


def _line_around(source: Source, offset: int) -> str:
    return _shortened(source.line(source.position(offset)[0]).strip())


def _shortened(text: str) -> str:
    return text if len(text) <= 50 else text[:49] + "…"
