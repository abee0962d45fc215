"""What compiled plans call: the usual forms of values in few instructions, and the interpreter's own for all others."""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from fnmatch import translate
from typing import Any, Final, NoReturn
from urllib.parse import quote

from handoffspec.execute.compiled.people import Users
from handoffspec.execute.conditions import Truth, holds
from handoffspec.execute.events import Happened, Sight
from handoffspec.execute.values import Values
from handoffspec.execute.wire.codecs import decode
from handoffspec.execute.wire.paths import ABSENT, parse_path, put
from handoffspec.execute.wire.people import Directory
from handoffspec.execute.wire.read import found_at
from handoffspec.execute.wire.write import put_field
from handoffspec.schema.conditions import Condition, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import Json, Wire
from handoffspec.text.document import Document
from handoffspec.text.plain import parse_plain

Read = Callable[[Mapping[str, object], Directory], object]

_UTC: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII).fullmatch
has_blank: Final = re.compile(r"\s").search


class UnusualError(Exception):
    """A ticket that the lines written for its plan do not cover: the interpreter takes it."""


def unusual() -> NoReturn:
    """Leave the ticket to the interpreter.

    Raises:
        UnusualError: always.
    """
    raise UnusualError


# ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────


def reader(record: Record, field: Field) -> Read:
    """Reads a field from a place of a rarer form."""

    def read(obj: Mapping[str, object], people: Directory) -> object:
        found = found_at(record, field, obj, people)
        return None if found is ABSENT else decode(field.type, field.read_as, found, people)

    return read


def decoder(field: Field) -> Callable[[object, Directory], object]:
    """Reads a value of a rarer form."""
    return lambda wire, people: decode(field.type, field.read_as, wire, people)


def indexed(listed: object, key: str, kind: type) -> Mapping[object, dict[str, object]]:
    """The objects of a list by the value of a key, which is of a kind; the first of two counts.

    Raises:
        UnusualError: it is no list of such objects.
    """
    if listed is None:
        return {}
    if type(listed) is not list:
        unusual()
    found: dict[object, dict[str, object]] = {}
    try:
        for each in listed:
            value = each[key]
            if type(value) is kind:
                if value not in found:
                    found[value] = each
            elif type(value) is not int:
                unusual()
    except (KeyError, TypeError):
        unusual()
    return found


def of_texts(value: object, names: Sequence[str]) -> bool:
    """Whether a value is an object of texts under some of the names."""
    return type(value) is dict and all(type(part) is str and name in names for name, part in value.items())


def is_moment(value: object) -> bool:
    """Whether a time is spelt as it is kept."""
    if type(value) is not str or _UTC(value) is None or value[11:13] > "23":
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def without_repeats(values: list[Hashable]) -> list[Hashable]:
    """Each value once, where it first stands. Numbers and texts only."""
    return values if len(set(values)) == len(values) else list(dict.fromkeys(values))


def from_json(wire: object) -> object:
    """What a text holds as JSON; a list that came as such is taken so.

    Raises:
        UnusualError: it is no JSON, or says something twice.
    """
    if type(wire) is not str:
        return wire if type(wire) is list else unusual()
    if not wire or wire.isspace():
        return None
    if len(wire) > _LONGEST:
        unusual()
    try:
        return _JSON.decode(wire)
    except (ValueError, RecursionError):
        unusual()


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else unusual()


_LONGEST: Final = 1024 * 1024
_JSON: Final = json.JSONDecoder(object_pairs_hook=_pairs)


# ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Options(dict[object, Wire]):
    """The forms in the API of a choice's options, by name.

    Raises:
        UnusualError: there is no such option.
    """

    def __missing__(self, name: object) -> Wire:
        unusual()


def texts(value: object) -> object:
    """A list, all of texts.

    Raises:
        UnusualError: it is none.
    """
    if type(value) is not list or not all(type(each) is str for each in value):
        unusual()
    return value


def id_of(person: object) -> object:
    """A person's id.

    Raises:
        UnusualError: it is not known.
    """
    known = person.get("id") if type(person) is dict else None
    return unusual() if known is None else known


def writer(record: Record, field: Field, *, encoded: bool) -> Callable[[dict[str, object], object], None]:
    """Puts a value, or what already has its form in the API, at a field's place in a body."""
    path = parse_path(field.written_at or "")
    if encoded:
        return lambda body, value: put(path, body, value)
    return lambda body, value: put_field(record, field, body, value)


def address(path: str) -> Callable[[str | int], str]:
    """What puts an id into the path of a call, made safe for it."""
    before, _, after = path.partition("{id}")
    return lambda id_: f"{before}{id_ if type(id_) is int else quote(str(id_), safe='', errors='replace')}{after}"


# ── As the interpreter has values ──────────────────────────────────────────────────────────────────────────────────


def rich(text: str | None) -> Document | None:
    """A rich text that is held as plain text."""
    return None if text is None else parse_plain(text).document


def whole_person(value: object, people: "Directory | Users") -> object:
    """A person with all that is known."""
    return people.person(value) if type(value) is not dict and value is not None else value


def whole_people(values: Sequence[object] | None, people: "Directory | Users") -> object:
    """Each of several people with all that is known."""
    return None if values is None else [whole_person(value, people) for value in values]


# ── What is asked for ──────────────────────────────────────────────────────────────────────────────────────────────


def condition(handoff: Handoff, asked: Condition) -> Callable[[Values, Values | None, str | None], Truth]:
    """A condition that only the interpreter can decide, over values as it has them, now and before."""

    def decide(now: Values, before: Values | None, at: str | None) -> Truth:
        bare = before is None
        happened = Happened(pressed=None if bare else (), created=bare)
        records: Mapping[Side, Record] = {"source": handoff.source, "destination": handoff.destination}
        seen: Mapping[Side, Values] = {} if before is None else {"source": before}
        return holds(asked, Sight(records, {"source": now}, seen, bare, happened, at))

    return decide


def says(text: str | None, refused: frozenset[str], least: int) -> bool:
    """Whether a text is more than blanks, none of the refused phrases, and long enough."""
    said = text.strip() if text else ""
    return said != "" and len(said) >= least and (not refused or said.casefold() not in refused)


def says_parts(parts: Sequence[object] | None, refused: frozenset[str], least: int) -> bool:
    """Whether a list of texts or objects has enough elements that say something."""
    found = 0
    for part in parts or ():
        if says(part, refused, 0) if type(part) is str else part:
            found += 1
            if found >= least:
                return True
    return False


def of_types(patterns: Sequence[str]) -> Callable[[Iterable[Mapping[str, object]]], int]:
    """How many files are of the named types."""
    named = re.compile("|".join(translate(pattern.casefold()) for pattern in patterns) or r"(?s:.*)").match

    def count(files: Iterable[Mapping[str, object]]) -> int:
        types = (str(file.get("type", "")).casefold().partition(";")[0].strip() for file in files)
        return sum(1 for type_ in types if named(type_))

    return count


def name_of(person: object, people: "Directory | Users") -> object:
    """What a person is told by: id, address or name; None where there is nobody."""
    if person is None or (type(person) is int and person):
        return person
    known = person if type(person) is dict else people.person(person)
    return known.get("id") or known.get("email") or known.get("name")


def without_twins(losses: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """Each loss once."""
    if len({(loss["field"], loss["detail"]) for loss in losses}) == len(losses):
        return losses
    return list({tuple(loss.values()): loss for loss in losses}.values())


def channels(comments: Iterable[Any], described: bool) -> set[str]:  # noqa: FBT001 - compiled plans say it so
    """The channels on which something was said; a description counts as public."""
    there = {each["channel"] if isinstance(each, dict) else each.channel for each in comments}
    if described:
        there.add("public")
    return there
