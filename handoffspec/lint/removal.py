"""Taking a statement out of a spec without leaving a hole."""

from handoffspec.diagnostics import Span


def whole_lines(span: Span) -> Span:
    """A statement with its lines, where nothing else stands on them; otherwise with the blanks around it.

    A comment behind the statement was written by somebody and stays.
    """
    text = span.source.text
    end = span.start + len(span.text.rstrip())
    start = text.rfind("\n", 0, span.start) + 1
    after = text.find("\n", end)
    line_end = len(text) if after == -1 else after
    before, behind = text[start : span.start], text[end:line_end]
    if before.strip():
        return Span(span.source, len(text[: span.start].rstrip(" \t")), end)
    if behind.strip():
        return Span(span.source, span.start, end + len(behind) - len(behind.lstrip()))
    return Span(span.source, start, min(line_end + 1, len(text)))
