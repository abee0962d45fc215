"""XES, the exchange format of process mining (IEEE 1849-2016), read as a stream."""

from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, Final
from xml.parsers import expat

from handoffspec.diagnose.event import Event, UnreadableHistoryError

_PIECE: Final = 1 << 18
_READ: Final = frozenset(
    {"concept:name", "lifecycle:transition", "time:timestamp", "org:resource", "org:group", "priority", "impact"}
)
_ENDED: Final = frozenset({"complete", "COMPLETE"})
"""What loggers write where an event has no life of its own: it says nothing about the ticket."""
_UNSAID: Final = frozenset({"UNKNOWN", "EMPTY", "", None})


def read_xes(stream: BinaryIO) -> Iterator[Event]:
    """The events of a log, trace by trace.

    Raises:
        UnreadableHistoryError: it is no XML, or declares entities.
    """
    reader = _Reader()
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
    """What stands in the trace and the event that are being read. Most of the time of a log is spent in `_starts`."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._starts
        self.parser.EndElementHandler = self._ends
        self.parser.StartDoctypeDeclHandler = self._refused
        self.done: deque[Event] = deque()
        self._trace: dict[str, str | None] = {}
        self._into: dict[str, str | None] = {}
        """The attributes of the trace or of the event, whichever is being read."""

    def _starts(self, tag: str, attributes: dict[str, str]) -> None:
        if (key := attributes.get("key")) in _READ:
            value = attributes.get("value")
            # A nested attribute says more of the one around it, which stands first.
            if key not in self._into and value not in _UNSAID:
                self._into[key] = value
        elif tag == "event":
            self._into = {}
        elif tag == "trace":
            self._trace = self._into = {}

    def _ends(self, tag: str) -> None:
        if tag == "event":
            said = self._into.get
            name, stage = said("concept:name"), said("lifecycle:transition")
            self.done.append(
                Event(
                    self._trace.get("concept:name"),
                    said("time:timestamp"),
                    to=_status(name, stage),
                    who=said("org:resource"),
                    team=said("org:group"),
                    priority=said("priority") or said("impact"),
                )
            )
            self._into = self._trace

    def _refused(self, *_: object) -> None:
        raise UnreadableHistoryError("it declares a document type, which no log needs.", "Export it as plain XES.")


@lru_cache(maxsize=4096)
def _status(name: str | None, stage: str | None) -> str | None:
    parts = [part for part in (name, stage) if part and part not in _ENDED]
    return "/".join(dict.fromkeys(parts)) or None
