"""What the systems' own APIs give of a ticket's history, each told by what stands in it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from handoffspec.diagnose.event import Event

Row = Mapping[str, object]


def read_export(data: bytes) -> Iterator[Event] | None:
    """The events of an answer of an API (or one a line); None where it is none that is known.

    Jira: issues with `expand=changelog`. Zendesk: ticket audits. ServiceNow: rows of sys_audit. Bugzilla: bugs with
    their `history` and `comments`.
    """
    rows = _rows(data)
    first = next(iter(rows), None)
    if first is None:
        return None
    for known, read in _READERS:
        if known(first):
            return (event for row in rows if known(row) for event in read(row))
    return None


def _rows(data: bytes) -> Sequence[Row]:
    """The objects of a JSON text, out of whatever envelope they stand in; none where it is no JSON."""
    try:
        content: object = json.loads(data)
    except (ValueError, RecursionError):
        try:
            content = [json.loads(line) for line in data.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return ()
    if isinstance(content, dict):
        envelopes = ("issues", "audits", "bugs", "result")
        content = next((content[key] for key in envelopes if isinstance(content.get(key), list)), [content])
    if not isinstance(content, list):
        return ()
    found = [row for row in content if isinstance(row, dict)]
    return [inner if isinstance(inner := row.get("data"), dict) else row for row in found]


# ── Jira ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_JIRA_KINDS: Final = {"status": "status", "assignee": "person", "priority": "priority", "team": "team"}


def _is_jira(row: Row) -> bool:
    return "changelog" in row and "fields" in row


def _jira(row: Row) -> Iterator[Event]:
    ticket, fields = _text(row.get("key")) or _text(row.get("id")), _object(row.get("fields"))
    histories = [_object(one) for one in _list(_object(row.get("changelog")).get("histories"))]
    changes = [
        (_text(one.get("created")), _name(one.get("author")), _object(item))
        for one in sorted(histories, key=lambda one: _text(one.get("created")) or "")
        for item in _list(one.get("items"))
    ]
    statuses = [item for _, _, item in changes if item.get("field") == "status"]
    began = _text(statuses[0].get("fromString")) if statuses else _name(fields.get("status"))
    yield Event(ticket, _text(fields.get("created")), to=began, who=_name(fields.get("reporter")), system="jira")
    for time, who, item in changes:
        name = _text(item.get("field")) or "field"
        kind = _JIRA_KINDS.get(name.casefold(), name)
        before, after = _text(item.get("fromString")), _text(item.get("toString"))
        yield Event(ticket, time, kind, before, after, who, system="jira")
    for comment in map(_object, _list(_object(fields.get("comment")).get("comments"))):
        body = comment.get("body")
        words = body if isinstance(body, str) else " ".join(_words(body, 0))
        yield Event(
            ticket,
            _text(comment.get("created")),
            "comment",
            who=_name(comment.get("author")),
            text=words,
            system="jira",
        )


def _words(node: object, depth: int) -> Iterator[str]:
    """The texts of an Atlassian document."""
    if isinstance(node, dict) and depth < 50:
        if isinstance(node.get("text"), str):
            yield node["text"]
        for inner in _list(node.get("content")):
            yield from _words(inner, depth + 1)


# ── Zendesk ────────────────────────────────────────────────────────────────────────────────────────────────────────

_ZENDESK_KINDS: Final = {"status": "status", "group_id": "team", "assignee_id": "person", "priority": "priority"}


def _is_zendesk(row: Row) -> bool:
    return "ticket_id" in row and isinstance(row.get("events"), list)


def _zendesk(row: Row) -> Iterator[Event]:
    ticket, time, who = _text(row.get("ticket_id")), _text(row.get("created_at")), _text(row.get("author_id"))
    for one in map(_object, _list(row.get("events"))):
        if one.get("type") == "Comment":
            yield Event(ticket, time, "comment", who=who, text=_text(one.get("body")), system="zendesk")
        elif one.get("type") in {"Change", "Create"}:
            name = _text(one.get("field_name")) or "field"
            before, after = _text(one.get("previous_value")), _text(one.get("value"))
            yield Event(ticket, time, _ZENDESK_KINDS.get(name, name), before, after, who, system="zendesk")


# ── ServiceNow ─────────────────────────────────────────────────────────────────────────────────────────────────────

_SERVICENOW_KINDS: Final = {
    "state": "status",
    "incident_state": "status",
    "assignment_group": "team",
    "assigned_to": "person",
    "priority": "priority",
    "comments": "comment",
    "work_notes": "comment",
}


def _is_servicenow(row: Row) -> bool:
    return "fieldname" in row and "documentkey" in row


def _servicenow(row: Row) -> Iterator[Event]:
    name = _text(row.get("fieldname")) or "field"
    kind = _SERVICENOW_KINDS.get(name, name)
    before, after = _text(row.get("oldvalue")), _text(row.get("newvalue"))
    ticket, time = _text(row.get("documentkey")), _text(row.get("sys_created_on"))
    who = _text(row.get("user")) or _text(row.get("sys_created_by"))
    if kind == "comment":
        yield Event(ticket, time, kind, who=who, text=after, system="servicenow")
    else:
        yield Event(ticket, time, kind, before, after, who, system="servicenow")


# ── Bugzilla ───────────────────────────────────────────────────────────────────────────────────────────────────────

_BUGZILLA_KINDS: Final = {"status": "status", "component": "team", "assigned_to": "person", "priority": "priority"}


def _is_bugzilla(row: Row) -> bool:
    return "history" in row and "id" in row


def _bugzilla(row: Row) -> Iterator[Event]:
    ticket = _text(row.get("id"))
    changes = [
        (_text(one.get("when")), _text(one.get("who")), _object(item))
        for one in map(_object, _list(row.get("history")))
        for item in _list(one.get("changes"))
    ]
    began = {name: _began(name, row, changes) for name in ("status", "component")}
    created, creator = _text(row.get("creation_time")), _text(row.get("creator"))
    if created:
        yield Event(ticket, created, to=began["status"], who=creator, team=began["component"], system="bugzilla")
    for time, who, item in changes:
        name = _text(item.get("field_name")) or "field"
        before, after = _text(item.get("removed")), _text(item.get("added"))
        if name == "flagtypes.name":
            yield from _flags(ticket, time, who, before, after)
        else:
            yield Event(ticket, time, _BUGZILLA_KINDS.get(name, name), before, after, who, system="bugzilla")
    for comment in map(_object, _list(row.get("comments"))):
        time, who = _text(comment.get("creation_time")), _text(comment.get("creator"))
        yield Event(ticket, time, "comment", who=who, text=_text(comment.get("text")), system="bugzilla")


def _began(name: str, row: Row, changes: Sequence[tuple[str | None, str | None, Row]]) -> str | None:
    first = next((_text(item.get("removed")) for _, _, item in changes if item.get("field_name") == name), None)
    return first or _text(row.get(name))


def _flags(
    ticket: str | None, time: str | None, who: str | None, before: str | None, after: str | None
) -> Iterator[Event]:
    """`needinfo?(kim)` that appears is a question to Kim; one that goes is its answer."""
    for flag in (after or "").split(", "):
        if flag.startswith("needinfo?"):
            yield Event(ticket, time, "question", None, flag, who, system="bugzilla")
    for flag in (before or "").split(", "):
        if flag.startswith("needinfo?"):
            yield Event(ticket, time, "answer", flag, None, who, system="bugzilla")


_READERS: Final[tuple[tuple[Callable[[Row], bool], Callable[[Row], Iterator[Event]]], ...]] = (
    (_is_jira, _jira),
    (_is_zendesk, _zendesk),
    (_is_servicenow, _servicenow),
    (_is_bugzilla, _bugzilla),
)


# ── Parts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _object(value: object) -> Row:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _text(value: object) -> str | None:
    """A text or a number as text; of ServiceNow's objects what people see."""
    if isinstance(value, dict):
        value = value.get("display_value") or value.get("value")
    if value is None or isinstance(value, dict | list | bool):
        return None
    return str(value) or None


def _name(value: object) -> str | None:
    found = _object(value)
    return _text(found.get("displayName")) or _text(found.get("name")) or _text(found.get("accountId"))
