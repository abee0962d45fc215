"""Jira: issues with `expand=changelog`, of Cloud and of servers, and the changelogs that Cloud gives in bulk."""

from collections.abc import Iterator, Sequence
from typing import Final

from handoffspec.diagnose.event import Event
from handoffspec.diagnose.exports.rows import Row, a_list, a_text, an_object

_TEAMS: Final = ("team", "teams", "squad", "group", "assigned team", "assigned group", "assignment group",
                 "support team", "support group", "owning team", "development team")  # fmt: skip
_KINDS: Final = {"status": "status", "assignee": "person", "priority": "priority"} | dict.fromkeys(_TEAMS, "team")
"""What a change of a field is, by the field's name in small letters. Which field names a team is each site's own."""
_DEEPEST: Final = 50


def is_jira(row: Row) -> bool:
    """An issue with its changelog."""
    return "changelog" in row and "fields" in row


def jira(row: Row, notes: list[str]) -> Iterator[Event]:
    """Its creation, its changes and its comments."""
    ticket, fields, log = a_text(row.get("key")) or a_text(row.get("id")), row.get("fields"), row.get("changelog")
    histories, fields = a_list(an_object(log).get("histories")), an_object(fields)
    total = an_object(log).get("total")
    if isinstance(total, int) and total > len(histories):
        notes.append(f"{ticket} has {total} changes and came with {len(histories)}: get its changelog page by page")
    changes = list(_changes(ticket, histories))
    statuses = [change for change in changes if change.kind == "status"]
    began = min(statuses, key=lambda change: change.time or "").from_ if statuses else _name(fields.get("status"))
    created, reporter = a_text(fields.get("created")), _name(fields.get("reporter")) or _name(fields.get("creator"))
    yield Event(ticket, created, to=began, who=reporter, system="jira")
    yield from changes
    for comment in map(an_object, a_list(an_object(fields.get("comment")).get("comments"))):
        body = comment.get("body")
        said = body if isinstance(body, str) else " ".join(_words(body, 0))
        when, who = a_text(comment.get("created")), _name(comment.get("author"))
        yield Event(ticket, when, "comment", who=who, text=said, system="jira")


def is_bulk_jira(row: Row) -> bool:
    """Changes of an issue out of `changelog/bulkfetch`."""
    return "issueId" in row and "changeHistories" in row


def bulk_jira(row: Row, _notes: list[str]) -> Iterator[Event]:
    """The changes. When the issue was created does not stand there."""
    yield from _changes(a_text(row.get("issueId")), a_list(row.get("changeHistories")))


def _changes(ticket: str | None, histories: Sequence[object]) -> Iterator[Event]:
    for history in map(an_object, histories):
        time, who = a_text(history.get("created")), _name(history.get("author"))
        for item in map(an_object, a_list(history.get("items"))):
            name = a_text(item.get("field")) or "field"
            before, after = (a_text(item.get(f"{end}String")) or a_text(item.get(end)) for end in ("from", "to"))
            yield Event(ticket, time, _KINDS.get(name.casefold(), name), before, after, who, system="jira")


def _words(node: object, depth: int) -> Iterator[str]:
    """The texts of an Atlassian document."""
    if isinstance(node, dict) and depth < _DEEPEST:
        if isinstance(node.get("text"), str):
            yield node["text"]
        for inner in a_list(node.get("content")):
            yield from _words(inner, depth + 1)


def _name(value: object) -> str | None:
    """Of a person or a status. Servers give `name`, Cloud does not."""
    found = an_object(value)
    return a_text(found.get("displayName")) or a_text(found.get("name")) or a_text(found.get("accountId"))
