"""Zendesk: ticket audits."""

from collections.abc import Iterator
from typing import Final

from handoffspec.diagnose.event import Event
from handoffspec.diagnose.exports.rows import Row, a_list, a_text, an_object

_KINDS: Final = {"status": "status", "group_id": "team", "assignee_id": "person", "priority": "priority"}


def is_zendesk(row: Row) -> bool:
    """An audit."""
    return "ticket_id" in row and isinstance(row.get("events"), list)


def zendesk(row: Row, _notes: list[str]) -> Iterator[Event]:
    """What it changed and said."""
    ticket, time, who = a_text(row.get("ticket_id")), a_text(row.get("created_at")), a_text(row.get("author_id"))
    for one in map(an_object, a_list(row.get("events"))):
        if one.get("type") == "Comment":
            yield Event(ticket, time, "comment", who=who, text=a_text(one.get("body")), system="zendesk")
        elif one.get("type") in {"Change", "Create"}:
            name = a_text(one.get("field_name")) or "field"
            before, after = a_text(one.get("previous_value")), a_text(one.get("value"))
            yield Event(ticket, time, _KINDS.get(name, name), before, after, who, system="zendesk")
