"""Incidents of ServiceNow in the three shapes that its Table API has for them, from what people see of them."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from tests.specs.bound import ROOT

DATA = ROOT / "tests" / "data"
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+")
_RANK = re.compile(r"(\d) - \w+")
_LONG = re.compile(r"(\d+) (Day|Hour|Minute|Second)s?")
_SECONDS = {"Day": 86400, "Hour": 3600, "Minute": 60, "Second": 1}
_BY_LABEL = {
    "state": {"New": "1", "In Progress": "2", "On Hold": "3", "Resolved": "6", "Closed": "7", "Canceled": "8"},
    "hold_reason": {"Awaiting Caller": "1", "(2)": "2", "Awaiting Problem": "3", "Awaiting Vendor": "4"},
    "category": {"Inquiry / Help": "inquiry"},
    "contact_type": {"Virtual Agent": "virtual_agent"},
    "escalation": {"Normal": "0", "Moderate": "1", "High": "2", "Overdue": "3"},
}
_LOWER = ("category", "subcategory", "contact_type")
_JOURNALS = ("comments", "work_notes", "comments_and_work_notes")


def columns() -> dict[str, Any]:
    return json.loads((DATA / "metadata" / "servicenow_incident_columns.json").read_text(encoding="utf-8"))


def shown() -> list[dict[str, Any]]:
    """67 incidents as `sysparm_display_value=true` gives them."""
    lines = (DATA / "servicenow_incidents.ndjson").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def plain(incident: dict[str, Any]) -> dict[str, Any]:
    """The same as `false` gives it, as far as what people see tells: a name without a link stands for its id."""
    return {name: _value(name, seen) for name, seen in incident.items()}


def both(incident: dict[str, Any]) -> dict[str, Any]:
    """The same as `all` gives it."""
    return {name: _both(name, seen) for name, seen in incident.items()}


SHAPES = {"shown": lambda incident: incident, "plain": plain, "both": both}


def _both(name: str, seen: Any) -> dict[str, Any]:
    parts = seen if isinstance(seen, dict) else {"display_value": seen}
    return {**parts, "value": _value(name, seen)}


def _value(name: str, seen: Any) -> str:
    if isinstance(seen, dict):
        return seen["link"].rpartition("/")[2]
    if seen is None or name in _JOURNALS or (seen == "UNKNOWN" and name.endswith("due")):
        return ""
    if name in _BY_LABEL and seen in _BY_LABEL[name]:
        return _BY_LABEL[name][seen]
    if name.endswith("_duration") and seen:
        return _after_1970(seen)
    rank = _RANK.fullmatch(seen)
    if rank is not None:
        return rank[1]
    if _GROUPED.fullmatch(seen):
        return seen.replace(",", "")
    return seen.lower() if name in _LOWER else seen


def _after_1970(seen: str) -> str:
    seconds = sum(int(number) * _SECONDS[unit] for number, unit in _LONG.findall(seen))
    return (datetime(1970, 1, 1) + timedelta(seconds=seconds)).isoformat(sep=" ")  # noqa: DTZ001


def refused(payload: dict[str, Any]) -> list[str]:
    """Everything in the body of an incident that the instance has no column for, or whose column would not hold it."""
    return [f"{name}: {wrong}" for name, value in payload.items() for wrong in _wrong(name, value)]


@cache
def _names() -> frozenset[str]:
    return frozenset(shown()[0])


def _wrong(name: str, value: Any) -> Iterator[str]:
    if name not in _names() and not name.startswith("u_"):
        yield "no such column"
    if not isinstance(value, str):
        yield f"{value!r} is no text"
        return
    column = _COLUMNS.get(name, {})
    if value and "choices" in column and value not in column["choices"]:
        yield f"{value!r} is none of its choices"
    if column.get("type") == "string" and len(value) > column["max_length"]:
        yield f"{len(value)} characters, where {column['max_length']} are shown"
    if name.endswith(("_date", "_at")) and value and not _MOMENT.fullmatch(value):
        yield f"{value!r} is no time"


_COLUMNS = columns()
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
