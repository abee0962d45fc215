"""Reading a text: the tree, and everything that is wrong with the text, each mistake once.

A text without mistakes goes straight through lark. Only when that fails is it read again, a token at a time, with
recovery: a statement that cannot be read is reported and left out, or mended where one word was clearly misspelt;
the statements around it stay. What was left out marks its blocks as broken, so that nothing is said to be missing
there.
"""

from dataclasses import dataclass
from threading import Lock
from typing import Final, cast

from lark.exceptions import UnexpectedInput

from handoffspec.diagnostics import Diagnostic, Label, Source, Span, codes, in_order
from handoffspec.syntax import ast
from handoffspec.syntax.grammar import parser
from handoffspec.syntax.layout import Repair, depth_of, repairs
from handoffspec.syntax.recovery import Recovery

MAX_DEPTH: Final = 40
"""Brackets deeper in each other than this are refused; the deepest sensible spec has six."""
MAX_ERRORS: Final = 200
"""After so many mistakes the rest of a text is not read: it is not a spec."""

_LOCK = Lock()


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
    mending = repairs(source.text)
    with _LOCK:
        sound = None if mending else _sound(source)
        return sound or _recovered(source, mending)


def _nothing(source: Source) -> ast.File:
    return ast.File(Span(source, 0, 0), (), broken=True)


def _sound(source: Source) -> ParseResult | None:
    lark, builder, _ = parser()
    builder.begin(source)
    try:
        return ParseResult(cast(ast.File, lark.parse(source.text)), ())
    except UnexpectedInput:
        return None


def _recovered(source: Source, mending: tuple[Repair, ...]) -> ParseResult:
    lark, builder, layout = parser()
    builder.begin(source)
    builder.broken_at.extend(repair.offset for repair in mending)
    layout.repairs = mending
    try:
        recovery = Recovery(
            lark.parse_interactive(source.text), builder, source, MAX_ERRORS, _lines_of(source, mending)
        )
        file = recovery.run()
    finally:
        layout.repairs = ()
    found = [*(_bracket_report(source, repair) for repair in mending), *recovery.diagnostics]
    return ParseResult(file or _nothing(source), tuple(in_order(found)))


def _lines_of(source: Source, mending: tuple[Repair, ...]) -> frozenset[int]:
    """The lines that hold a bracket which does not match; what else is wrong there follows from it."""
    return frozenset(source.position(repair.left_open)[0] for repair in mending)


def _nested_too_deep(source: Source, offset: int) -> Diagnostic:
    return codes.NESTED_TOO_DEEP.at(
        Span(source, offset, offset + 1),
        f"Here blocks stand more than {MAX_DEPTH} deep in each other; nothing of this file was read.",
        help="A handoff needs about six levels. Close the blocks that were left open.",
    )


def _bracket_report(source: Source, repair: Repair) -> Diagnostic:
    if repair.kind == "remove":
        return codes.EXTRA_BRACE.at(
            Span(source, repair.offset, repair.offset + 1),
            f"This `{repair.bracket}` closes nothing.",
            help="Remove it, or put in the opening bracket that is missing above.",
        )
    if repair.kind == "open":
        return codes.MISSING_BRACE.at(
            Span(source, repair.offset, repair.offset),
            "A `{` is missing at the end of this line: the lines below stand in its block.",
            help=f"Write `{_line_around(source, repair.offset)} {{`.",
        )
    opening = Span(source, repair.left_open, repair.left_open + 1)
    header = _line_around(source, repair.left_open)
    end = Span(source, repair.offset, repair.offset)
    where = f"before line {end.line}" if repair.offset < len(source.text) else "at the end of the file"
    return codes.MISSING_BRACE.at(
        opening,
        f"This `{opening.text}` is never closed: a `{repair.bracket}` is missing {where}.",
        help=f"Write `{repair.bracket}` {where}, under the line that opens it (`{header}`).",
        labels=[Label(end, f"by its indentation, `{header}` should end before this")],
    )


def _line_around(source: Source, offset: int) -> str:
    return _shortened(source.line(source.position(offset)[0]).strip())


def _shortened(text: str) -> str:
    return text if len(text) <= 50 else text[:49] + "…"
