"""Findings for people at a terminal: what, where, the line itself, what it clashes with, and what to write.

Everything that came from a spec or a path is made printable first, and what follows a line break is indented, so no
spec can forge a finding, move the cursor or hide a character.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from handoffspec.diagnostics import Diagnostic, Severity, Silenced, Span, in_order
from handoffspec.diagnostics.silenced import silenced_in_order
from handoffspec.report.look import Look, painted
from handoffspec.report.outline import outline
from handoffspec.report.printable import excerpt, safe
from handoffspec.report.table import wrapped

COLORS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.ADVICE: "36"}
_BOLD, _DIM, _BLUE, _GREEN = "1", "2", "34", "32"
_HERE, _ELSEWHERE = "^", "-"
_INDENT = "  "
_MANY_LABELS: Final = 6
_FEW_LABELS: Final = 3
"""Of more than many places only a few are shown; the other formats have all of them."""


def render(diagnostics: Sequence[Diagnostic], look: Look, silenced: Sequence[Silenced] = ()) -> str:
    """The findings in order, a blank line between them, and one line that counts them and what is silenced."""
    found = in_order(diagnostics)
    blocks = ["\n".join(_finding(one, look)) + "\n\n" for one in found]
    return "".join(blocks) + summary(found, silenced) + "\n"


def summary(diagnostics: Sequence[Diagnostic], silenced: Sequence[Silenced] = ()) -> str:
    """`3 errors, 1 warning in 2 files (2 suppressed, 1 in the baseline)`."""
    by = Counter(one.by for one in silenced_in_order(silenced))
    known = [f"{by['allow']} suppressed"] if by["allow"] else []
    known += [f"{by['baseline']} in the baseline"] if by["baseline"] else []
    beside = f" ({', '.join(known)})" if known else ""
    if not diagnostics:
        return f"Nothing found{beside}."
    counts = Counter(found.severity for found in diagnostics)
    files = len({found.span.source.path for found in diagnostics})
    parts = [_counted(counts[severity], severity) for severity in Severity if counts[severity]]
    return f"{', '.join(parts)} in {_counted(files, 'file')}{beside}"


def _counted(number: int, noun: str) -> str:
    # Advice has no plural: "2 advice" would not be read aloud.
    if noun == Severity.ADVICE:
        return f"{number} piece{'s' if number != 1 else ''} of advice"
    return f"{number} {noun}{'s' if number != 1 else ''}"


def _finding(found: Diagnostic, look: Look) -> Iterator[str]:
    color = COLORS[found.severity]
    title = painted(f"{found.severity} {found.code.code} {found.code.name}", _BOLD, color, look=look)
    yield f"{title}  {_place(found.span)}"
    yield from _prose(found.message, look.width)
    gutter = len(str(max(span.line for span in (found.span, *(label.span for label in found.labels)))))
    if found.span.source.text:
        yield ""
        yield from _shown(found.span, "", gutter, (_HERE, color), look)
    shown = found.labels if len(found.labels) <= _MANY_LABELS else found.labels[:_FEW_LABELS]
    for label in shown:
        yield ""
        yield _INDENT + _place(label.span)
        if label.span.source.text:
            yield from _shown(label.span, label.message, gutter, (_ELSEWHERE, _BLUE), look)
        else:
            yield from _prose(label.message, look.width)
    if len(shown) < len(found.labels):
        yield ""
        yield f"{_INDENT}and {len(found.labels) - len(shown)} more such places"
    if found.witness is not None:
        yield ""
        yield _INDENT + painted("example:", _BOLD, look=look)
        yield from (_INDENT * 2 + line for line in outline(found.witness, look.width - 4))
    if found.help:
        yield ""
        yield from _help(found.help, look)


def _help(text: str, look: Look) -> Iterator[str]:
    """The help, its lines under each other to the right of the word."""
    head = "help: "
    first, *rest = _prose(text, look.width - len(head))
    yield _INDENT + painted(head.strip(), _BOLD, _GREEN, look=look) + f" {first.strip()}"
    yield from ((" " * len(head) + line).rstrip() for line in rest)


def _place(span: Span) -> str:
    """`path:line:column`, or the path alone of a source that could not be read or says nothing."""
    path = safe(span.source.path)
    return f"{path}:{span.line}:{span.column}" if span.source.text else path


def _shown(span: Span, note: str, gutter: int, mark: tuple[str, str], look: Look) -> Iterator[str]:
    """The first line of a span, what it covers of it underlined, and a note at the underline.

    `mark` is the character to underline with and its colour.
    """
    line = span.source.line(span.line)
    # A span that takes its own line's end along is still about one line.
    last_line, _ = span.source.position(span.start + len(span.text.rstrip("\n")))
    end = min(len(line), span.column - 1 + (span.end - span.start))
    bar = painted("|", _DIM, look=look)
    text, offset, marked = excerpt(line, span.column - 1, end, look.width - gutter - len(_INDENT) - 3)
    number = painted(f"{span.line:>{gutter}}", _DIM, look=look)
    yield f"{_INDENT}{number} {bar} {text}".rstrip()
    notes = [f"(to line {last_line})"] if last_line > span.line else []
    notes += [safe(note)] if note else []
    underline = painted(mark[0] * marked, mark[1], look=look)
    yield f"{_INDENT}{' ' * gutter} {bar} {' ' * offset}{' '.join([underline, *notes])}"


def _prose(text: str, width: int) -> Iterator[str]:
    """Paragraphs filled to the width; lines that begin with a blank are examples and stay as they are."""
    for line in text.split("\n"):
        clean = safe(line)
        if not clean.strip() or clean.startswith(" "):
            yield (_INDENT + clean).rstrip()
        else:
            yield from (_INDENT + part for part in wrapped(clean, max(width, 30) - len(_INDENT)))
