"""Where a field stands in the API."""

import re
from dataclasses import dataclass
from typing import Final

from handoffspec.importers.found import Found
from handoffspec.model.systems_fields import paths_in, place_for
from handoffspec.schema.systems import Codec, CustomPlace, Record
from handoffspec.schema.types import StructureType

_BINDABLE: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")
"""Identifiers that an environment can give."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field's paths and the form of its value there."""

    read_at: str | None
    written_at: str | None
    read_as: Codec | None
    written_as: Codec | None
    usual: bool
    """Whether it is where the system keeps custom fields of that type, so that an environment can say it."""


def place_of(found: Found, record: Record) -> Place:
    """The place that the metadata gives, or that the system has for custom fields of the type."""
    if found.read_at is not None:
        written = found.written_at or found.read_at
        if found.write_only:
            return Place(None, written, None, found.codec, usual=False)
        return Place(found.read_at, written, found.codec, found.codec, usual=_is_usual(found, record))
    place = _custom(found, record)
    paths = paths_in(place, found.identity)
    read_as, written_as = found.codec or place.read_as, found.codec or place.written_as
    return Place(paths["read_at"], paths["written_at"], read_as, written_as, usual=_is_bindable(found))


def _custom(found: Found, record: Record) -> CustomPlace:
    return place_for(found.type or StructureType(), record.customs) or CustomPlace("", None, "{id}", "{id}")


def _is_usual(found: Found, record: Record) -> bool:
    place = _custom(found, record)
    paths = paths_in(place, found.identity)
    same_place = (found.read_at, found.written_at or found.read_at) == (paths["read_at"], paths["written_at"])
    return _is_bindable(found) and same_place and (place.read_as, place.written_as) == (found.codec, found.codec)


def _is_bindable(found: Found) -> bool:
    return _BINDABLE.fullmatch(found.identity) is not None
