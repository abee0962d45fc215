"""The values of a context block, in words that a person reads and a program reads back exactly.

=======================  ==========================================================================
a value                  is written
=======================  ==========================================================================
null                     ``(none)``
an empty text            ``(empty text)``
an empty list            ``(empty list)``
an empty record          ``(empty record)``
a text                   as it stands; between ``"`` and ``"`` if it begins or ends with a blank,
                         begins with ``"``, has several lines inside a list, or is one of the words above
a text of several lines  as a quotation
a control character      by its picture (`handoffspec.text.visible`)
a number, a flag         ``12``, ``0.5``; ``yes``, ``no``
a choice                 by its label; with its name in brackets where two labels are the same
a list                   a bullet for each; numbers for records, a line ``member: value`` for each member
=======================  ==========================================================================
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from handoffspec.text.document import Block, BulletList, ListItem, OrderedList, Paragraph, Quote
from handoffspec.text.plain import as_lines
from handoffspec.text.visible import hide, hide_paragraph, show, show_paragraph

Base = Literal["text", "number", "flag", "moment", "person", "choice", "record"]

NONE = "(none)"
EMPTY_TEXT = "(empty text)"
EMPTY_LIST = "(empty list)"
EMPTY_RECORD = "(empty record)"
_MARKERS = frozenset({NONE, EMPTY_TEXT, EMPTY_LIST, EMPTY_RECORD})
_FLAGS = {"yes": True, "no": False}
_NUMBER = re.compile(r"-?[0-9]{1,300}")


class ContextError(ValueError):
    """A value or a label cannot be written to a context block, or what stands there cannot be read."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is. ``options``: a choice's names and labels. ``members``: a record's names and kinds.

    A moment (a date or a time) and a person are texts here. A member that is a list or a record itself is
    written as JSON.
    """

    base: Base
    many: bool = False
    options: tuple[tuple[str, str], ...] = ()
    members: tuple[tuple[str, Kind], ...] = ()

    @property
    def one(self) -> Kind:
        """The kind of one element of the list."""
        return Kind(self.base, options=self.options, members=self.members)


@dataclass(frozen=True, slots=True)
class Raw:
    """What stands in a block for one entry: words on the label's line, or a quotation's or a list's texts."""

    form: Literal["line", "quote", "bullets", "numbers"]
    texts: tuple[str, ...]


def write_value(kind: Kind, value: object) -> tuple[str, Block | None]:
    """The words behind the label, or the block below it (then the words are empty).

    Raises:
        ContextError: the value is not of this kind.
    """
    if value is None:
        return NONE, None
    if kind.many:
        items = _checked_list(value)
        if not items:
            return EMPTY_LIST, None
        written = tuple(_item(_write_one(kind.one, item)) for item in items)
        return "", OrderedList(written) if kind.base == "record" else BulletList(written)
    if kind.base == "record":
        return "", OrderedList((_item(_write_record(kind, value)),))
    words = _words(kind, value)
    if "\n" in words:
        return "", Quote((Paragraph(as_lines(show_paragraph(words))),))
    return quote_if_needed(show(words)), None


def read_value(kind: Kind, raw: Raw) -> Any:  # noqa: ANN401 - a JSON value of whatever shape the kind has
    """The value that `write_value` was given.

    Raises:
        ContextError: what stands there is not of this kind, with what is wrong in words.
    """
    if raw.form == "line" and raw.texts == (NONE,):
        return None
    if kind.many:
        return _read_list(kind, raw)
    if kind.base == "record":
        if raw.form != "numbers" or len(raw.texts) != 1:
            raise ContextError("one numbered item is expected")
        return _read_record(kind, raw.texts[0])
    match raw.form:
        case "line":
            return _read_words(kind, _unquote(raw.texts[0]))
        case "quote":
            return _read_words(kind, hide_paragraph("\n".join(raw.texts)))
        case _:
            raise ContextError("one value is expected, not a list")


def _read_list(kind: Kind, raw: Raw) -> list[Any]:
    if raw == Raw("line", (EMPTY_LIST,)):
        return []
    if raw.form != ("numbers" if kind.base == "record" else "bullets"):
        raise ContextError(f"a list is expected, or {EMPTY_LIST} or {NONE}")
    return [_read_one(kind.one, text) for text in raw.texts]


def _item(text: str) -> ListItem:
    return ListItem((Paragraph(as_lines(text)),))


def _write_one(kind: Kind, value: object) -> str:
    if value is None:
        return NONE
    if kind.base == "record":
        return _write_record(kind, value)
    return quote_if_needed(show(_words(kind, value)))


def _read_one(kind: Kind, text: str) -> Any:  # noqa: ANN401
    if text == NONE:
        return None
    return _read_record(kind, text) if kind.base == "record" else _read_words(kind, _unquote(text))


def _write_record(kind: Kind, value: object) -> str:
    """A line for each member there is; further lines of a member's value are set in."""
    if not isinstance(value, Mapping):
        raise ContextError(f"a record is expected, not {type(value).__name__}")
    record = cast("Mapping[str, object]", value)
    unknown = [name for name in record if name not in dict(kind.members)]
    if unknown:
        raise ContextError(f"the record has no member {unknown[0]!r}")
    lines = [
        f"{name}: {_write_member(member, record[name])}".replace("\n", "\n  ")
        for name, member in kind.members
        if name in record
    ]
    return "\n".join(lines) or EMPTY_RECORD


def _read_record(kind: Kind, text: str) -> dict[str, Any]:
    if text == EMPTY_RECORD:
        return {}
    record: dict[str, Any] = {}
    for line in re.split(r"\n(?!  )", text):
        name, colon, words = line.replace("\n  ", "\n").partition(": ")
        member = dict(kind.members).get(name)
        if member is None or not colon or name in record:
            names = ", ".join(name for name, _ in kind.members)
            raise ContextError(f"each line begins with one of {names} and a colon, none twice")
        record[name] = _read_member(member, words)
    return record


def _write_member(kind: Kind, value: object) -> str:
    if value is not None and (kind.many or kind.base == "record"):
        return quote_if_needed(show(_json(value)))
    return _write_one(kind, value)


def _read_member(kind: Kind, words: str) -> Any:  # noqa: ANN401
    if words != NONE and (kind.many or kind.base == "record"):
        try:
            return json.loads(_unquote(words))
        except (ValueError, RecursionError):
            raise ContextError("the value is not JSON any more") from None
    return _read_one(kind, words)


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as problem:
        raise ContextError(f"the value cannot be written: {problem}") from None


def _words(kind: Kind, value: object) -> str:
    """One value in words, before anything is quoted or made visible."""
    match kind.base, value:
        case "flag", bool():
            return "yes" if value else "no"
        case "number", int() | float() if not isinstance(value, bool) and math.isfinite(value):
            return _json(value)
        case "choice", str():
            words = _choice_words(kind.options)
            if value not in words:
                raise ContextError(f"{value[:40]!r} is none of the choices")
            return words[value]
        case "text" | "moment" | "person", str():
            return value
        case _:
            raise ContextError(f"{kind.base} is expected, not {_json(value)[:40]}")


def _read_words(kind: Kind, words: str) -> Any:  # noqa: ANN401
    match kind.base:
        case "flag":
            if words not in _FLAGS:
                raise ContextError(f"yes or no is expected, not {words[:40]!r}")
            return _FLAGS[words]
        case "number":
            return _read_number(words)
        case "choice":
            meant = [name for name, spoken in _choice_words(kind.options).items() if spoken == words]
            if len(meant) != 1:
                raise ContextError(f"{words[:40]!r} is none of the choices")
            return meant[0]
        case _:
            return words


def _read_number(words: str) -> int | float:
    try:
        number = int(words) if _NUMBER.fullmatch(words) else float(words)
    except ValueError:
        raise ContextError(f"a number is expected, not {words[:40]!r}") from None
    if not math.isfinite(number):
        raise ContextError(f"a number is expected, not {words[:40]!r}")
    return number


@lru_cache(maxsize=256)
def _choice_words(options: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """For each name its label where that says which option is meant, else the label and the name."""
    both = {name: f"{label} [{name}]" for name, label in options}
    taken = Counter([*both.values(), *dict(options).values()])
    return {name: label if taken[label] == 1 else both[name] for name, label in options}


def _checked_list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise ContextError(f"a list is expected, not {type(value).__name__}")
    return cast("Sequence[object]", value)


def quote_if_needed(words: str) -> str:
    """Words already made visible. Quoted ones need no escapes: the first and the last sign are the quotes."""
    if not words:
        return EMPTY_TEXT
    plain = words == words.strip() and "\n" not in words and words not in _MARKERS and not words.startswith('"')
    return words if plain else f'"{words}"'


def _unquote(words: str) -> str:
    if words == EMPTY_TEXT:
        return ""
    if words.startswith('"'):
        if len(words) < 2 or not words.endswith('"'):
            raise ContextError('the closing " is missing')
        words = words[1:-1]
    return hide(words)
