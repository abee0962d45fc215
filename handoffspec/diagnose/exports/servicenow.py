"""ServiceNow: rows of sys_audit, which say what changed, and of metric_instance, which say what a field was since when.

A field can be a text, `{display_value, link}` or `{display_value, value}`. People know the first of both; times are in
UTC in the second only.
"""

from collections.abc import Iterator
from typing import Final

from handoffspec.diagnose.event import KINDS, Event
from handoffspec.diagnose.exports.rows import Row, a_text


def is_audit(row: Row) -> bool:
    """A row of sys_audit."""
    return "fieldname" in row and "documentkey" in row


def audit(row: Row, _notes: list[str]) -> Iterator[Event]:
    """The change, or what was said."""
    name = _shown(row.get("fieldname")) or "field"
    before, after = _shown(row.get("oldvalue")), _shown(row.get("newvalue"))
    ticket, time = _shown(row.get("documentkey")), _in_utc(row.get("sys_created_on"))
    who = _shown(row.get("user")) or _shown(row.get("sys_created_by"))
    kind = KINDS.get(name, name)
    if kind == "comment":
        yield Event(ticket, time, kind, who=who, text=after, system="servicenow")
    else:
        yield Event(ticket, time, kind, before, after, who, system="servicenow")


_METRIC: Final = ("definition", "field_value", "calculation_complete")


def is_metric(row: Row) -> bool:
    """A row of metric_instance."""
    return "id" in row and "start" in row and any(name in row for name in _METRIC)


def metric(row: Row, _notes: list[str]) -> Iterator[Event]:
    """What a field was from the start on. A metric without a field and a value measures something else, such as the
    time from creation to the end: it is no event."""
    name = _shown(row.get("field")) or _shown(row.get("definition.field"))
    value = _shown(row.get("value")) or _shown(row.get("field_value"))
    if name and value:
        ticket, time = _shown(row.get("id")), _in_utc(row.get("start"))
        yield Event(ticket, time, KINDS.get(name, name), to=value, system="servicenow")


def _shown(value: object) -> str | None:
    """What people see."""
    if isinstance(value, dict):
        value = value.get("display_value") or value.get("value")
    return a_text(value)


def _in_utc(value: object) -> str | None:
    """A time as the database has it, if that is there."""
    if isinstance(value, dict):
        value = value.get("value") or value.get("display_value")
    return a_text(value)
