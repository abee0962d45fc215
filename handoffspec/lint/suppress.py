"""`allow HS0505 because "…"` on the line above what it is about.

Errors of the text, of names and of the laws that must hold cannot be allowed: a computed loss is accepted with `loses`,
a field is accounted for with `-> nothing`, each with a reason of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

from handoffspec.diagnostics import Diagnostic, Fix, Silenced, Source, closest, codes
from handoffspec.lint.removal import whole_lines
from handoffspec.syntax import ast

NEVER: Final = frozenset(
    code.code
    for code in (
        codes.UNACCOUNTED_FIELD,
        codes.ACCOUNTED_TWICE,
        codes.LOSS_NOT_ACCEPTED,
        codes.REASON_MISSING,
        codes.TABLE_INCOMPLETE,
        codes.SECRET_CROSSES,
    )
)
"""Findings of lint that no `allow` can silence."""
_ALLOW: Final = "allow"
_JUDGED: Final = ("HS02", "HS03", "HS04", "HS05", "HS06", "HS07", "HS08", "HS09")
"""The ranges that lint reports in. Everything before and after is a mistake, not a judgement."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What is left of the findings, with what is wrong about the `allow` lines, and what they silence."""

    diagnostics: tuple[Diagnostic, ...]
    silenced: tuple[Silenced, ...]


def allows_of(node: object) -> Iterator[ast.Allow]:
    """Every `allow` below a node of the tree, in order."""
    if isinstance(node, ast.Allow):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from allows_of(part)
    elif isinstance(node, ast.Node) and node.span.source.text.find(_ALLOW, node.span.start, node.span.end) >= 0:
        for field in fields(node):
            yield from allows_of(getattr(node, field.name))


def suppress(allows: Iterable[ast.Allow], diagnostics: Sequence[Diagnostic], *, complete: bool = True) -> Suppressed:
    """The findings without those that an `allow` silences.

    `complete`: everything was read and judged, so that an `allow` that silences nothing is one too many.
    """
    left = list(diagnostics)
    wrong: list[Diagnostic] = []
    silenced: list[Silenced] = []
    for allow in allows:
        refused = _refused(allow)
        if refused is not None:
            wrong.append(refused)
            continue
        about = _line_about(allow)
        allowed = [d for d in left if _is_about(d, allow, about)]
        if complete and not allowed:
            wrong.append(_unused(allow))
        silenced += [Silenced(d, "allow", allow.reason.value) for d in allowed]
        left = [d for d in left if not _is_about(d, allow, about)]
    return Suppressed((*left, *wrong), tuple(silenced))


def _is_about(diagnostic: Diagnostic, allow: ast.Allow, line: int) -> bool:
    same_text = diagnostic.span.source == allow.span.source
    return same_text and diagnostic.code.code == allow.code and diagnostic.span.line == line


def _line_about(allow: ast.Allow) -> int:
    """The first line below that says something: comments, blanks and other `allow` lines do not."""
    source: Source = allow.span.source
    for number in range(allow.span.line + 1, source.line_count + 1):
        words = source.line(number).strip()
        if words and not words.startswith("#") and not _is_allow(words):
            return number
    return 0


def _is_allow(line: str) -> bool:
    words = line.split(maxsplit=2)
    return len(words) > 1 and words[0] == "allow" and words[1].startswith("HS")


def _refused(allow: ast.Allow) -> Diagnostic | None:
    code = codes.CATALOGUE.get(allow.code)
    if code is None:
        meant = closest(allow.code, codes.CATALOGUE)
        help_ = f"Did you mean `{meant}`?" if meant else "`handoff explain` lists all codes."
        return codes.UNKNOWN_CODE.at(allow.span, f"There is no diagnostic {allow.code}.", help=help_)
    if code.code in NEVER or not code.code.startswith(_JUDGED):
        return codes.CANNOT_SUPPRESS.at(
            allow.span,
            f"{allow.code} ({code.name}) cannot be allowed.",
            help=f"Mend what it reports; `handoff explain {allow.code}` says how.",
        )
    return None


def _unused(allow: ast.Allow) -> Diagnostic:
    return codes.UNUSED_SUPPRESSION.at(
        allow.span,
        f"Nothing on the next line is reported as {allow.code}.",
        help="Remove this line, or put it right above the line that it is about.",
        fixes=[Fix(whole_lines(allow.span), "", safe=True)],
    )
