"""Bugzilla: bugs with their `history` and `comments`, as its REST API gives them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from handoffspec.diagnose.event import Event
from handoffspec.diagnose.exports.rows import Row, a_list, a_text, an_object

_KINDS: Final = {"status": "status", "component": "team", "assigned_to": "person", "priority": "priority"}
_NOBODY: Final = re.compile(r"nobody(@.*)?")
_NEEDINFO: Final = re.compile(r"needinfo\?(?:\((.*?)\))?(?=,|$)")


def is_bugzilla(row: Row) -> bool:
    """A bug."""
    return "history" in row and "id" in row


def bugzilla(row: Row, _notes: list[str]) -> Iterator[Event]:
    """Its creation, its changes and its comments."""
    ticket = a_text(row.get("id"))
    changes = [
        (a_text(one.get("when")), a_text(one.get("who")), an_object(item))
        for one in map(an_object, a_list(row.get("history")))
        for item in a_list(one.get("changes"))
    ]
    status, component = (_began(name, row, changes) for name in ("status", "component"))
    created, creator = a_text(row.get("creation_time")), a_text(row.get("creator"))
    if created:
        yield Event(ticket, created, to=status, who=creator, team=component, system="bugzilla")
    for time, who, item in changes:
        name = a_text(item.get("field_name")) or "field"
        before, after = a_text(item.get("removed")), a_text(item.get("added"))
        if name == "flagtypes.name":
            yield from _asked(ticket, time, who, before, after)
        else:
            kind = _KINDS.get(name, name)
            ends = (_somebody(before), _somebody(after)) if kind == "person" else (before, after)
            yield Event(ticket, time, kind, *ends, who, system="bugzilla")
    for comment in map(an_object, a_list(row.get("comments"))):
        time, who = a_text(comment.get("creation_time")), a_text(comment.get("creator"))
        yield Event(ticket, time, "comment", who=who, text=a_text(comment.get("text")), system="bugzilla")


def _began(name: str, row: Row, changes: Sequence[tuple[str | None, str | None, Row]]) -> str | None:
    first = next((a_text(item.get("removed")) for _, _, item in changes if item.get("field_name") == name), None)
    return first or a_text(row.get(name))


def _asked(
    ticket: str | None, time: str | None, who: str | None, before: str | None, after: str | None
) -> Iterator[Event]:
    """A flag `needinfo?(kim)` that appears is a question to Kim, one that goes is its answer. Other flags ask for a
    review or an opinion, which is work."""
    for asked in _NEEDINFO.findall(after or ""):
        yield Event(ticket, time, "question", None, asked or "anybody", who, system="bugzilla")
    for asked in _NEEDINFO.findall(before or ""):
        yield Event(ticket, time, "answer", asked or "anybody", None, who, system="bugzilla")


def _somebody(name: str | None) -> str | None:
    """Mozilla's and others' sites have an account that stands for nobody."""
    return None if name is None or _NOBODY.fullmatch(name) else name
