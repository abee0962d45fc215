"""Which words of neighbouring statements stand under each other, and how many blanks that takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from handoffspec.syntax.format.scan import Lexeme, one_line

Flow: TypeAlias = Sequence[Lexeme]

# A cell this wide that exceeds the next narrower one by more than the gap is left out, so that one long name does
# not push a whole block to the right.
_WIDE: Final = 20
_GAP: Final = 8
_ROUNDS: Final = 10
"""So often rows that do not fit are left out of a run; then there are no columns in it. Keeps long files quick."""
_NO_OUTLIERS: Final = frozenset({"end"})  # two rows only, and both ends can be long

_TEAM_PARTS: Final = {"in": 2, "reached": 3, "named": 2, "works": 2}
_STATUS_PARTS: Final = frozenset({"when", "through", "with", "opens", "because"})
_CUSTOM_PARTS: Final = frozenset({"at", "read", "written", "up", "with", "as"})
_EVENTS: Final = frozenset({"with", "someone", "time", "destination", "attachment", "held", "does", "fires"})
_EVENT_SECONDS: Final = frozenset({"public", "internal", "presses", "is", "fails", "for", "not"})


@dataclass(frozen=True, slots=True)
class Row:
    """A statement as cells: where each starts among its lexemes. A cell that starts where the next does is empty."""

    shape: str
    """Only rows of one shape line up."""
    starts: tuple[int, ...]
    gaps: tuple[int, ...]
    """Blanks between each cell and the next."""
    whole_block: bool = False
    """Lines up with all rows of the block, not only those up to the next empty line."""


def row_of(head: str, flow: Flow) -> Row | None:
    """How a statement lines up in a block that starts with the word `head` ("" at the top level), if it does."""
    if len(flow) < 2 or flow[0].kind == "comment" or flow[0].text == "loses":
        return None
    arrow = _first(flow, 1, lambda lexeme: lexeme.kind == "arrow")
    if arrow is not None and arrow + 1 < len(flow):
        return _arrow_row(head, flow, arrow)
    make = _ROWS.get(head)
    return make(flow) if make else None


def _first(flow: Flow, start: int, wanted: Callable[[Lexeme], bool]) -> int | None:
    """Index of the first lexeme outside brackets, from `start` on, that is wanted."""
    depth = 0
    for index, lexeme in enumerate(flow):
        depth += (lexeme.kind == "open") - (lexeme.kind == "close")
        if index >= start and depth == 0 and wanted(lexeme):
            return index
    return None


def _arrow_row(head: str, flow: Flow, arrow: int) -> Row:
    if head != "status":
        return Row("arrow", (0, arrow, arrow + 1), (1, 1), whole_block=True)
    part = _first(flow, arrow + 2, lambda lexeme: lexeme.text in _STATUS_PARTS)
    return Row("arrow", (0, arrow, arrow + 1, part or len(flow)), (1, 1, 2), whole_block=True)


def _team_row(flow: Flow) -> Row | None:
    if flow[0].text != "team":
        return None
    at = 3 if len(flow) > 2 and flow[2].kind == "string" else 2
    starts = [0, 2]
    for keyword, length in _TEAM_PARTS.items():
        starts.append(at)
        if at < len(flow) and flow[at].text == keyword:
            at += length
    return Row("team", tuple(starts), (1, 1, 2, 2, 2)) if at == len(flow) else None


def _end_row(flow: Flow) -> Row | None:
    if flow[0].text not in ("from", "to"):
        return None
    held = _first(flow, 1, lambda lexeme: lexeme.text == "held")
    return Row("end", (0, 1, held or len(flow)), (1, 2))


def _call_row(flow: Flow) -> Row | None:
    if flow[0].text == "call" and len(flow) > 2 and flow[2].kind == "string":
        return Row("call", (0, 2), (1,))
    if flow[0].text == "custom":
        at = _first(flow, 2, lambda lexeme: lexeme.text in _CUSTOM_PARTS)
        return Row("custom", (0, at), (1,)) if at else None
    return None


def _field_row(flow: Flow) -> Row | None:
    special = _call_row(flow)
    if special or flow[0].kind != "word":
        return special
    titled = flow[1].kind == "string"
    return Row("field", (0, 1, 2 if titled else 1), (2, 2))


def _lifecycle_row(flow: Flow) -> Row | None:
    return Row("status", (0, 1), (1,)) if flow[1].text == "is" else None


def _path_row(flow: Flow) -> Row | None:
    return Row("path", (0, 1), (1,)) if flow[1].text == "at" else None


def _given_row(flow: Flow) -> Row | None:
    event = flow[0].text in _EVENTS and (flow[1].text in _EVENT_SECONDS or flow[1].kind == "string")
    return None if event or flow[0].kind != "word" else Row("given", (0, 1), (2,))


def _failure_row(flow: Flow) -> Row | None:
    if flow[0].text == "prevented" and len(flow) > 2:
        return Row("failure", (0, 2), (1,))
    return Row("failure", (0, 1), (1,)) if flow[1].kind == "string" else None


def _check_row(flow: Flow) -> Row | None:
    return Row("check", (0, 1), (1,)) if flow[1].kind == "string" else None


_ROWS: Final[Mapping[str, Callable[[Flow], Row | None]]] = {
    "": _team_row,
    "handoff": _end_row,
    "record": _call_row,
    "fields": _field_row,
    "extend": _field_row,
    "lifecycle": _lifecycle_row,
    "people": _path_row,
    "comments": _path_row,
    "attachments": _path_row,
    "given": _given_row,
    "before": _given_row,
    "after": _given_row,
    "onto": _given_row,
    "expect": _given_row,
    "failure": _failure_row,
    "checklist": _check_row,
}


def padding(rows: Sequence[tuple[Row, Flow]], room: int) -> list[dict[int, int]]:
    """For each row of one run: blanks before a lexeme, by its index, where they differ from the usual.

    Where a row fits into `room` characters, but not with these blanks, all rows move closer together; a row that still
    does not fit is left out.
    """
    for close in (False, True):
        lined_up = _lined_up(rows, close=close)
        if not _too_wide(rows, lined_up, room):
            return lined_up
    return _without_too_wide(rows, room)


def _without_too_wide(rows: Sequence[tuple[Row, Flow]], room: int) -> list[dict[int, int]]:
    joining = list(range(len(rows)))
    for _ in range(_ROUNDS):
        lined_up = _lined_up([rows[index] for index in joining], close=False)
        too_wide = _too_wide([rows[index] for index in joining], lined_up, room)
        if not too_wide:
            found = dict(zip(joining, lined_up, strict=True))
            return [found.get(index, {}) for index in range(len(rows))]
        joining = [index for place, index in enumerate(joining) if place not in too_wide]
    return [{} for _ in rows]


def _too_wide(rows: Sequence[tuple[Row, Flow]], lined_up: Sequence[Mapping[int, int]], room: int) -> set[int]:
    """Places of the rows for which the columns cost the fit."""
    too_wide: set[int] = set()
    for place, ((_, flow), blanks) in enumerate(zip(rows, lined_up, strict=True)):
        plain = len(one_line(flow))
        if plain <= room < plain + sum(blanks.values()) - len(blanks):  # usually one blank before a cell
            too_wide.add(place)
    return too_wide


def _lined_up(rows: Sequence[tuple[Row, Flow]], *, close: bool) -> list[dict[int, int]]:
    if len(rows) < 2:
        return [{} for _ in rows]
    cells = [_cells(row, flow) for row, flow in rows]
    _justify_arrows(rows, cells)
    row = rows[0][0]
    gaps = _gaps(row, cells, close=close)
    ends = [0] * len(rows)  # where the last cell of each row ends, on the page
    blanks: list[dict[int, int]] = [{} for _ in rows]
    active = list(range(len(rows)))
    column = 0
    for number, gap in enumerate((*gaps, 0)):
        for index in active:
            text = cells[index][number]
            if text.strip():
                blanks[index][rows[index][0].starts[number]] = column + _lead(text) - ends[index]
                ends[index] = column + len(text.rstrip())
        # The blank before `->` under `<->` is already a gap.
        widths = {
            index: len(cells[index][number]) - _lead(cells[index][number + 1])
            for index in active
            if any(cells[index][number + 1 :])
        }
        narrow = max(widths.values(), default=0) if row.shape in _NO_OUTLIERS else _narrow(sorted(widths.values()))
        active = [index for index, width in widths.items() if width <= narrow]
        column += narrow + gap if narrow else 0
    return [{start: blank for start, blank in found.items() if start} for found in blanks]


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())


def _gaps(row: Row, cells: Sequence[Sequence[str]], *, close: bool) -> tuple[int, ...]:
    titled = row.shape == "field" and any(texts[1] for texts in cells)
    return tuple(1 for _ in row.gaps) if close or titled else row.gaps  # quotes keep a title apart


def _cells(row: Row, flow: Flow) -> list[str]:
    return [one_line(flow[start:end]) for start, end in zip(row.starts, (*row.starts[1:], len(flow)), strict=True)]


def _justify_arrows(rows: Sequence[tuple[Row, Flow]], cells: Sequence[list[str]]) -> None:
    """Tips under each other: `->` to the right, `<-` to the left."""
    if rows[0][0].shape == "arrow":
        width = max(len(texts[1]) for texts in cells)
        for texts in cells:
            texts[1] = texts[1].ljust(width) if texts[1] == "<-" else texts[1].rjust(width)


def _narrow(widths: Sequence[int]) -> int:
    """The widest of those, in order, that are not much wider than the rest."""
    for narrower, wider in pairwise(widths):
        if wider > _WIDE and wider - narrower > _GAP:
            return narrower
    return widths[-1] if widths else 0
