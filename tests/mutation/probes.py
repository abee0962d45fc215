"""Tickets that tell two plans apart: every value of what tables read, every status, there and back."""

import json
from itertools import product
from pathlib import Path
from typing import Any

_SAMPLES = Path(__file__).parents[2] / "specs" / "samples" / "zendesk_tickets.ndjson"
_COMMENTS = [{"text": "Still down."}, {"text": "Restarted it."}]


def _desk(**values: Any) -> dict[str, Any]:
    usual = {
        "id": "7",
        "status": "open",
        "title": "Down",
        "story": "<p>All of it</p>",
        "priority": "high",
        "impact": "one",
    }
    more = {"tags": ["b", "a"], "steps": ["Restarted"], "phone": "123", "pin": "9", "agent_id": "4", "brand": "SHOP"}
    return {**usual, **more, "tracker_id": None, **values}


def _issue(**values: Any) -> dict[str, Any]:
    usual = {"id": "X-1", "state": "doing", "project": "CORE", "name": "Down", "text": "All of it", "rank": "B"}
    return {**usual, "labels": ["a"], "owner": "9", "outcome": None, "finding": "None", "notes": "own", **values}


_DESK = [
    *(
        _desk(priority=priority, impact=impact)
        for priority, impact in product(("urgent", "high", "low", None), ("one", "many", None))
    ),
    *(_desk(status=status) for status in ("open", "waiting", "solved")),
    _desk(title="x" * 100, tags=[], steps=[], agent_id=None),
    {"before": _desk(), "after": _desk(priority="urgent"), "comments": _COMMENTS},
]
THERE: dict[str, list[Any]] = {
    "desk": _DESK,
    "zendesk": [json.loads(line) for line in _SAMPLES.read_text(encoding="utf-8").splitlines()],
}
"""By system: tickets as its API gives them, and changes of them."""

BACK: list[tuple[Any, Any]] = [
    *(
        (_issue(rank=rank), _desk(priority=priority))
        for rank, priority in product("ABC", ("urgent", "high", "low", None))
    ),
    *(
        (_issue(state=state, outcome=outcome), _desk(status=status))
        for state, status, outcome in product(
            ("todo", "doing", "review", "done"), ("open", "waiting", "solved"), (None, "fixed", "rejected")
        )
    ),
    ({"before": _issue(), "after": _issue(outcome="rejected"), "comments": _COMMENTS}, _desk()),
]
"""Records of the tracker, each with the ticket that it comes back onto."""
