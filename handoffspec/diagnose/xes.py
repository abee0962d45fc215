"""XES, the exchange format of process mining (IEEE 1849-2016), read as a stream."""

from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Final
from xml.parsers import expat

from handoffspec.diagnose.event import Event, UnreadableHistoryError

_PIECE: Final = 1 << 16
_ENDED: Final = frozenset({"complete", "COMPLETE"})
"""What loggers write where an event has no life of its own: it says nothing about the ticket."""
_UNSAID: Final = frozenset({"UNKNOWN", "EMPTY"})


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
    """What stands in the trace and the event that are being read."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._starts
        self.parser.EndElementHandler = self._ends
        self.parser.StartDoctypeDeclHandler = self._refused
        self.done: deque[Event] = deque()
        self._trace: dict[str, str] | None = None
        self._event: dict[str, str] | None = None

    def _starts(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "trace":
            self._trace = {}
        elif tag == "event":
            self._event = {}
        else:
            into = self._trace if self._event is None else self._event
            if into is not None and "key" in attributes:
                # A nested attribute says more of the one around it, which stands first.
                into.setdefault(attributes["key"], attributes.get("value", ""))

    def _ends(self, tag: str) -> None:
        if tag == "trace":
            self._trace = None
        elif tag == "event" and self._event is not None:
            self.done.append(_event(self._trace or {}, self._event))
            self._event = None

    def _refused(self, *_: object) -> None:
        raise UnreadableHistoryError("it declares a document type, which no log needs.", "Export it as plain XES.")


def _event(trace: dict[str, str], event: dict[str, str]) -> Event:
    def said(key: str) -> str | None:
        value = event.get(key)
        return None if value in _UNSAID else value

    stage = said("lifecycle:transition")
    status = [part for part in (said("concept:name"), stage) if part and part not in _ENDED]
    return Event(
        ticket=trace.get("concept:name"),
        time=said("time:timestamp"),
        to="/".join(dict.fromkeys(status)) or None,
        who=said("org:resource"),
        team=said("org:group"),
        priority=said("priority") or said("impact"),
    )
