"""XES, the exchange format of process mining (IEEE 1849-2016), read as a stream."""

import contextlib
from collections import deque
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import BinaryIO, Final
from xml.parsers import expat

from handoffspec.diagnose.columns import mapping_of
from handoffspec.diagnose.event import Event, UnreadableHistoryError

_PIECE: Final = 1 << 18
_FEW: Final = 500
"""Events among which every attribute that matters is expected to occur."""
_OF_TRACE: Final = "case:"
"""Before the name of a trace's attribute, as event tables have it."""
_STAGE: Final = "lifecycle:transition"
_STANDARD: Final = {
    "ticket": "case:concept:name",
    "time": "time:timestamp",
    "to": "concept:name",
    "team": "org:group",
    "who": "org:resource",
}
"""What the standard's own extensions call the parts of an event."""
_ENDED: Final = frozenset({"complete", "COMPLETE"})
"""What loggers write where an event has no life of its own: it says nothing about the ticket."""
_UNSAID: Final = frozenset({"UNKNOWN", "EMPTY", "", None})


_PLACES: Final = {name.rstrip("_"): place for place, name in enumerate(Event._fields)}


def xes_mapping(stream: BinaryIO, chosen: Mapping[str, str]) -> dict[str, str]:
    """Which attribute holds which part of an event, told from the beginning of a log; empty where no event stands
    there. `chosen` is what a person said, and wins.

    Raises:
        UnreadableHistoryError: a chosen attribute does not occur, or nothing tells tickets or times.
    """
    reader = _Reader(None)
    with contextlib.suppress(expat.ExpatError):  # `read_xes` says so
        while len(reader.done) < _FEW and (piece := stream.read(_PIECE)):
            reader.parser.Parse(piece)
    if not reader.done:
        return {}
    standard = {part: key for part, key in _STANDARD.items() if key in reader.keys and part not in chosen}
    return mapping_of(tuple(reader.keys), {**standard, **chosen})


def read_xes(stream: BinaryIO, mapping: Mapping[str, str]) -> Iterator[Event]:
    """The events of a log, trace by trace. Of a status the stage of its life is part, where there is one.

    Raises:
        UnreadableHistoryError: it is no XML, or declares entities.
    """
    reader = _Reader(mapping)
    try:
        while piece := stream.read(_PIECE):
            reader.parser.Parse(piece)
            while reader.done:
                yield reader.done.popleft()
        reader.parser.Parse(b"", True)  # noqa: FBT003 - the parser's own signature
    except expat.ExpatError as error:
        raise UnreadableHistoryError(
            f"it is no XML from line {error.lineno} on: {expat.errors.messages[error.code]}.",
            "Export the log again, all of it.",
        ) from None
    yield from reader.done


class _Reader:
    """What stands in the trace and the event that are being read. Most of the time of a log is spent in `_starts`.
    Without a mapping it notes which attributes occur."""

    def __init__(self, mapping: Mapping[str, str] | None) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._starts if mapping is not None else self._lists
        self.parser.EndElementHandler = self._ends
        self.parser.StartDoctypeDeclHandler = self._refused
        self.done: deque[Event] = deque()
        self.keys: dict[str, None] = {}
        named = mapping or {}
        self._plan = [
            (_PLACES[part], key.removeprefix(_OF_TRACE), key.startswith(_OF_TRACE)) for part, key in named.items()
        ]
        self._read = frozenset({key for _, key, _ in self._plan} | {_STAGE})
        self._staged = named.get("to") == _STANDARD["to"]
        self._trace: dict[str, str | None] = {}
        self._into = self._trace
        """The attributes of the trace or of the event, whichever is being read."""
        self._begun = False

    def _starts(self, tag: str, attributes: dict[str, str]) -> None:
        if (key := attributes.get("key")) in self._read:
            value = attributes.get("value")
            # A nested attribute says more of the one around it, which stands first.
            if key not in self._into and value not in _UNSAID:
                self._into[key] = value
        elif tag == "event":
            self._into = {}
        elif tag == "trace":
            self._trace = self._into = {}

    def _lists(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "event":
            self._into = {}
        elif tag == "trace":
            self._trace = self._into = {}
            self._begun = True
        elif self._begun and (key := attributes.get("key")):
            self.keys[f"{_OF_TRACE}{key}" if self._into is self._trace else key] = None

    def _ends(self, tag: str) -> None:
        if tag == "event":
            parts: list[str | None] = [None] * len(Event._fields)
            for place, key, of_trace in self._plan:
                parts[place] = (self._trace if of_trace else self._into).get(key)
            if self._staged:
                parts[_PLACES["to"]] = _status(parts[_PLACES["to"]], self._into.get(_STAGE))
            self.done.append(Event._make(parts))
            self._into = self._trace

    def _refused(self, *_: object) -> None:
        raise UnreadableHistoryError("it declares a document type, which no log needs.", "Export it as plain XES.")


@lru_cache(maxsize=4096)
def _status(name: str | None, stage: str | None) -> str | None:
    parts = [part for part in (name, stage) if part and part not in _ENDED]
    return "/".join(dict.fromkeys(parts)) or None
