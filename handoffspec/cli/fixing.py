"""Mending what can be mended without asking: fixes that keep the meaning, written into the files they stand in."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.files import write_whole
from handoffspec.diagnostics import Diagnostic, Fix, Source, in_order
from handoffspec.diagnostics.findings import Findings
from handoffspec.reading import text_from

_ROUNDS: Final = 10
"""One fix can uncover the next; a spec in which that goes on for longer has other problems."""
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is left after mending, and the findings that are gone, in the order in which they were mended."""

    checked: Findings
    mended: tuple[Diagnostic, ...]


def fix(paths: Sequence[str], checked: Findings, check_again: Callable[[], Findings]) -> Fixed:
    """Apply the safe fixes of the files that were asked for, check again, and go on while there are new ones.

    Raises:
        CannotRunError: standard input is among the files, or a file cannot be written or has just been changed.
    """
    if "-" in paths:
        raise CannotRunError("standard input cannot be mended.", "Give the path of a file.")
    mended: list[Diagnostic] = []
    for _ in range(_ROUNDS):
        now = [(found, found.fixes[0]) for found in checked.diagnostics if _is_safe(found, checked)]
        done = _without_overlap(now)
        if not done:
            break
        for source in dict.fromkeys(one.span.source for _, one in done):
            _rewrite(source, [one for _, one in done if one.span.source == source])
        mended += [found for found, _ in done]
        checked = check_again()
    return Fixed(checked, tuple(mended))


def _is_safe(found: Diagnostic, checked: Findings) -> bool:
    """Several fixes are alternatives, and choosing between them is not safe."""
    return len(found.fixes) == 1 and found.fixes[0].safe and found.fixes[0].span.source in checked.asked


def _without_overlap(fixes: Iterable[tuple[Diagnostic, Fix]]) -> list[tuple[Diagnostic, Fix]]:
    """As many as do not touch each other, the first ones of each file; the others come in the next round."""
    by_finding = {id(found): (found, one) for found, one in fixes}
    ends: dict[Source, int] = {}
    taken: list[tuple[Diagnostic, Fix]] = []
    ordered = (by_finding[id(found)] for found in in_order(found for found, _ in by_finding.values()))
    for found, one in sorted(ordered, key=lambda pair: (pair[1].span.source.path, pair[1].span.start)):
        if one.span.start >= ends.get(one.span.source, 0):
            taken.append((found, one))
            ends[one.span.source] = one.span.end
    return taken


def _rewrite(source: Source, fixes: Sequence[Fix]) -> None:
    """Write a file with its fixes in one move. Its line ends and its mark at the beginning stay what they are."""
    path = Path(source.path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotRunError(f"{path} cannot be read: {error.strerror or error}") from None
    if text_from(data, source.path) != source:
        raise CannotRunError(f"{path} has changed while it was checked; nothing was written.", "Run it again.")
    raw = data.decode("utf-8")
    places = _places(raw)
    line_end = found[0] if (found := _LINE_END.search(raw)) else "\n"
    for one in sorted(fixes, key=lambda one: one.span.start, reverse=True):
        start, end = places(one.span.start), places(one.span.end)
        raw = raw[:start] + one.replacement.replace("\n", line_end) + raw[end:]
    write_whole(path, raw)


def _places(raw: str) -> Callable[[int], int]:
    """From an offset in a text as it was read to the one in the file, which may end its lines with two characters."""
    mark = int(raw.startswith("\ufeff"))
    # Where each such line end stands in the text as it was read: every one before it was a character shorter there.
    ends = [found.start() - mark - number for number, found in enumerate(re.finditer("\r\n", raw))]
    return lambda offset: mark + offset + bisect_left(ends, offset)
