"""Text from strangers made safe for a terminal, and as wide as it will be seen."""

from itertools import accumulate
from unicodedata import category, combining, east_asian_width

_TAB = 4
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Control, format (bidirectional overrides, zero width), surrogate, private, unassigned, line separators."""


def shown(character: str) -> str:
    """A character as it may be printed: what a terminal would obey or hide is spelt out as `<U+202E>`."""
    if character == "\t":
        return " " * _TAB
    return f"<U+{ord(character):04X}>" if category(character) in _HIDDEN else character


def safe(text: str) -> str:
    """A text for one line: every character as it may be printed."""
    return text if text.isascii() and text.isprintable() else "".join(map(shown, text))


def cells(character: str) -> int:
    """How many columns of a terminal a character takes when shown."""
    printed = shown(character)
    if len(printed) > 1:
        return len(printed)
    if combining(character) or category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def excerpt(line: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """A part of a line that shows the characters from `start` to `end`, in at most `width` columns.

    Returns the text to print, the columns before the marked part, and the columns it takes (at least 1).
    The time depends on `width`, not on the line's length.
    """
    low, high = _window(line, start, end, width - 2)
    before, after = "…" if low > 0 else "", "…" if high < len(line) else ""
    marked_from, marked_to = max(start, low), min(end, high)
    offset = len(before) + sum(map(cells, line[low:marked_from]))
    marked = sum(map(cells, line[marked_from:marked_to]))
    return before + safe(line[low:high]) + after, offset, max(1, marked)


def _window(line: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The stretch of characters to show: the marked ones first, then what leads up to them, then what follows."""
    high = start + _fitting(line[start : min(end, start + room)], room)
    used = sum(map(cells, line[start:high]))
    lead = (room - used) if len(line) <= room else (room - used) * 2 // 3
    low = start - _fitting(line[max(0, start - room) : start][::-1], lead)
    used += sum(map(cells, line[low:start]))
    return low, high + _fitting(line[high : high + room], room - used)


def _fitting(text: str, room: int) -> int:
    """How many characters of the beginning fit into so many columns."""
    return sum(1 for total in accumulate(map(cells, text)) if total <= room)
