"""Texts that are rare: what the hand-written mapping leaves to a library that knows every case."""

import re
from typing import Any, Final

from handoffspec.execute.wire.moments import read_moment
from handoffspec.text.adf_write import write_adf
from handoffspec.text.context import ContextEntry, ContextError, Kind, join_context, write_context
from handoffspec.text.cut import truncate
from handoffspec.text.document import Document, Mark, Paragraph, Text, drop_controls
from handoffspec.text.features import in_order
from handoffspec.text.html import parse_html
from handoffspec.text.plain import parse_plain, write_plain

HIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2400-\u241f\u2421\ud800-\udfff\ufffe\uffff]").search
_UNFIT: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f\xa0\u2060\ud800-\udfff\ufffe\uffff]").search
_MOST: Final = 32767
_STEP: Final = (("step", Kind("text")), ("outcome", Kind("text")))
_IMPACTS: Final = (
    ("one_user", "One user affected"),
    ("several_users", "Multiple users affected"),
    ("system_down", "Business-critical system down"),
)
_ENTRIES: Final = (
    (28100000000106, "expected_action", "none", "Expected next action", Kind("text")),
    (28100000000101, "customer_impact", "minor", "Customer impact", Kind("choice", options=_IMPACTS)),
    (28100000000102, "affected_users", "minor", "Affected users", Kind("text", many=True)),
    (28100000000103, "affected_system", "minor", "Affected system", Kind("text")),
    (28100000000104, "business_function", "minor", "Business function affected", Kind("text")),
    (28100000000105, "troubleshooting", "minor", "Troubleshooting steps", Kind("record", many=True, members=_STEP)),
    (-1, "problem", "none", "Zendesk problem", Kind("text")),
    (-2, "follow_up_of", "none", "Follow-up of Zendesk ticket", Kind("text")),
)
"""Number, field, impact, label and kind of each value in the block."""


def moment(text: str) -> str | None:
    """A time in any of the spellings that APIs use."""
    return read_moment(text, "time")


def fit(text: str) -> bool:
    """Whether a text of HTML can stand as it is."""
    return _UNFIT(text) is None


def words(html: str) -> list[str]:
    """The words of a comment."""
    return write_plain(parse_html(html).document).value.split()


def comment(line: str, html: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """A comment below the line that says whose it is, as an Atlassian document, and what is lost of it."""
    parsed = parse_html(html)
    tag = Paragraph((Text(drop_controls(line), frozenset({Mark.BOLD})),))
    document, was_cut = truncate(Document((tag, *parsed.document.blocks)), _MOST)
    lost = [_lost("comments", "truncation", "minor", "over 32,767 characters is cut")] if was_cut else []
    if features := in_order(parsed.losses | write_adf(parsed.document).losses):
        lost.append(_lost("comments", "markup", "minor", f"formatting is not kept: {', '.join(map(str, features))}"))
    return write_adf(document).value, lost


def description(text: str, values: dict[int, Any], losses: list[dict[str, str]]) -> tuple[dict[str, Any], str]:
    """Prose and context block; the block's longest values are cut to half as much until it fits."""
    prose = parse_plain(text).document
    whole = [
        str(value) if number < 0 and (value := values[number]) is not None else values[number]
        for number, *_ in _ENTRIES
    ]
    written, most = whole, max(_extent(value) for value in whole)
    while True:
        entries = [
            ContextEntry(label, kind, value) for (_, _, _, label, kind), value in zip(_ENTRIES, written, strict=True)
        ]
        block = write_context("Service desk escalates to engineering", "escalation", entries)
        try:
            document, was_cut = join_context(prose, block, _MOST)
            break
        except ContextError:
            most //= 2
            written = [_shortened(value, most) if number != 28100000000101 else value
                       for (number, *_), value in zip(_ENTRIES, whole, strict=True)]  # fmt: skip
    for (_, field, impact, _, _), now, was in zip(_ENTRIES, written, whole, strict=True):
        if now != was:
            losses.append(_lost(field, "truncation", impact, "too long for the block"))
    if was_cut:
        detail = "over 32,767 characters, context block included, is cut"
        losses.append(_lost("description", "truncation", "minor", detail))
    return write_adf(document).value, write_plain(document).value


def _lost(field: str, cause: str, impact: str, detail: str) -> dict[str, str]:
    return {"field": field, "class": "lossy", "cause": cause, "impact": impact, "detail": detail}


def _extent(value: object) -> int:
    match value:
        case str():
            return len(value)
        case list():
            return max([len(value), *map(_extent, value)])
        case dict():
            return max(map(_extent, value.values()), default=0)
        case _:
            return 0


def _shortened(value: object, most: int) -> object:
    match value:
        case str() if len(value) > most:
            return value[: most - 1] + "…"
        case list():
            return [_shortened(item, most) for item in value[:most]]
        case dict():
            return {name: _shortened(item, most) for name, item in value.items()}
        case _:
            return value
