"""What of Zendesk can be imported, and in which order it is read."""

from collections.abc import Mapping
from typing import Final

from handoffspec.importers import zendesk_fields
from handoffspec.importers.json import Json, entries, entry, items
from handoffspec.importers.reading import Reading
from handoffspec.importers.recognise import Kinds, Part, Test

_ENVELOPES: Final = {
    "fields": ("ticket_fields", "ticket_field"),
}
"""By kind: the key that a list stands under, and the key of one alone."""


def _enveloped(kind: str) -> Test:
    return lambda document: any(key in entry(document) for key in _ENVELOPES[kind])


def _is(kind: str) -> Test:
    enveloped = _enveloped(kind)
    bare = _BARE[kind]
    return lambda document: enveloped(document) or bare <= set(next(entries(document), {}))


_BARE: Final[Mapping[str, set[str]]] = {
    "fields": {"id", "type", "title", "position", "raw_title"},
}
"""What the entries of a list have, where the list was saved without its envelope."""

KINDS: Final = Kinds(
    "Zendesk",
    {kind: _is(kind) for kind in _ENVELOPES},
    "ticket fields",
)


def read(parts: list[Part], reading: Reading) -> None:
    """Everything that the parts say."""
    for part in parts:
        if part.kind == "fields":
            reading.complete = True
            zendesk_fields.read_fields(_listed(part), reading)


def _listed(part: Part) -> list[Json]:
    if isinstance(part.content, list):
        return part.content
    several, one = _ENVELOPES[part.kind]
    top = entry(part.content)
    return items(top[several]) if several in top else [top[one]]
