"""Real texts, their tokens, and what of a tree can be compared after one place of the text was changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from handoffspec.diagnostics import Source
from handoffspec.syntax import ast
from handoffspec.syntax.parser import ParseResult, parse_source

CASES = Path(__file__).parent.parent / "cases" / "syntax"
TEXTS = tuple((CASES / f"{name}.handoff").read_text(encoding="utf-8") for name in ("north_star", "phrasebook"))

_TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|#[^\n]*|<->|->|<-|<=|>=|[\w.]+|[^\s\w]')


@dataclass(frozen=True)
class Piece:
    """One token of a text."""

    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """The tokens, comments left out."""
    return [Piece(*found.span()) for found in _TOKEN.finditer(text) if not found[0].startswith("#")]


def read(text: str) -> ParseResult:
    return parse_source(Source("a.handoff", text))


def nodes(node: object) -> Iterator[ast.Node]:
    """A node and all that it holds."""
    if isinstance(node, tuple):
        for one in node:
            yield from nodes(one)
    elif isinstance(node, ast.Node):
        yield node
        for part in fields(node):
            yield from nodes(getattr(node, part.name))


def untouched(file: ast.File, line: int) -> set[tuple[str, str, int, int]]:
    """The nodes of no block that stand on other lines than this one: kind, text, line and column."""
    return {
        (type(node).__name__, node.span.text, node.span.line, node.span.column)
        for node in nodes(file)
        if "\n" not in node.span.text and node.span.line != line
    }
