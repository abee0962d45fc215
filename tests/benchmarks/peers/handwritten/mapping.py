"""`specs/zendesk_to_jira.handoff` as an engineer would write it by hand: one ticket to one result line.

It does all that the plan does on the way out: types and limits are checked, the payload, the calls, the record, the
losses, what is missing and who is told are made. It knows this one mapping and the sandbox's identifiers only, and it
takes tickets as Zendesk's API documents them (numbers are numbers), without a `before`. Texts that hold control
characters, comments in HTML beyond the editor's usual, and a block that would not fit by itself go to the library.
"""

from typing import Any, Final
from urllib.parse import quote

from tests.benchmarks.peers.handwritten.block import FOLLOW_UP, PROBLEM, TITLE, description
from tests.benchmarks.peers.handwritten.checked import (
    ACTION,
    DUE,
    FUNCTION,
    IMPACT,
    PEOPLE,
    STEPS,
    SYSTEM,
    RefusedError,
    checked,
    person_of,
    users_by_id,
)
from tests.benchmarks.peers.handwritten.comments import (
    INTERNAL,
    Comment,
    comment_bodies,
    conversation,
    crossing,
    without_description,
)
from tests.benchmarks.peers.handwritten.losses import Loss, lossy, lost

_KNOWN: Final = "{destination.id}"


def escalate(given: dict[str, Any]) -> dict[str, Any]:
    """The result line of a ticket: `{"ticket", "users", "comments", "attachments"}`, or the ticket by itself."""
    try:
        return _escalate(given)
    except RefusedError as refused:
        error = {"code": refused.code, "message": str(refused), "path": refused.path}
        return {"handoff": "escalation", "line": None, "error": error}


def _escalate(given: dict[str, Any]) -> dict[str, Any]:
    ticket, users = given.get("ticket", given), users_by_id(given.get("users"))
    comments, files = conversation(given.get("comments") or (), given.get("attachments") or (), users)
    return result(ticket, checked(ticket), users, comments, files)


def result(
    ticket: dict[str, Any],
    custom: dict[int, Any],
    users: dict[Any, dict[str, Any]],
    comments: list[Comment],
    files: list[dict[str, Any]],
) -> dict[str, Any]:
    """The result line of a ticket that is checked."""
    assignee = person_of(ticket.get("assignee_id"), users, "assignee_id")
    losses: list[Loss] = []
    record, fields = _fields(ticket, custom, assignee, losses)
    _not_carried(ticket, losses)
    described = ticket.get("description") or ""
    fields["description"], record["description"] = description(described, custom, losses)
    hops = _status(ticket.get("status"), record, losses)
    kept = without_description(comments, described) if described else comments
    bodies = comment_bodies(kept, losses)
    crossed = crossing(files, losses)
    missing = missing_of(custom, assignee, files, kept, described)
    held = "customer_impact" in missing
    payload = {"fields": fields}
    return {
        "handoff": "escalation",
        "fired": fires(ticket, custom),
        "payload": payload,
        "steps": [] if held else calls(ticket.get("id"), payload, hops, bodies, missing, crossed),
        "record": record,
        "losses": losses,
        "missing": missing,
        "notify": HELD if held else told(missing, assignee),
    }


# ── What crosses ───────────────────────────────────────────────────────────────────────────────────────────────────


def _empty(field: str, made: str) -> Loss:
    return lossy(field, "empty", "minor", f"an empty value becomes {made}")


def _many(field: str, made: str) -> Loss:
    return lossy(field, "many to one", "minor", f"other values become {made} too")


ISSUE_TYPES: Final = {
    "problem": ("Bug", _many("type", "Bug")),
    "incident": ("Bug", _many("type", "Bug")),
    "question": ("Task", _many("type", "Task")),
    "task": ("Task", _many("type", "Task")),
    None: ("Bug", _empty("type", "Bug")),
}
SET: Final = {"urgent": "P1", "high": "P2", "normal": "P3", "low": "P4"}
BY_IMPACT: Final = {
    "system_down": ("P1", (_empty("priority", "P1"), _many("customer_impact", "P1"))),
    "several_users": ("P2", (_empty("priority", "P2"), _many("customer_impact", "P2"))),
    "one_user": ("P3", (_empty("priority", "P3"), _many("customer_impact", "P3"))),
    None: ("P3", (_empty("priority", "P3"), _empty("customer_impact", "P3"))),
}
PRIORITY_NAMES: Final = {
    "P1": {"name": "Highest"},
    "P2": {"name": "High"},
    "P3": {"name": "Medium"},
    "P4": {"name": "Low"},
}
_PROJECT: Final = {"key": "KT"}
_TYPE_NAMES: Final = {"Bug": {"name": "Bug"}, "Task": {"name": "Task"}}
STRANGER: Final = lossy(
    "assignee", "people", "minor", "nobody in Jira is known to be this person; Service Desk stands in"
)


def _as_context(field: str, label: str, impact: str) -> Loss:
    return lossy(field, "structure to text", impact, f"stands as “{label}” in the context block of description")


CONTEXT: Final = (
    (ACTION, _as_context("expected_action", "Expected next action", "none")),
    (IMPACT, _as_context("customer_impact", "Customer impact", "minor")),
    (PEOPLE, _as_context("affected_users", "Affected users", "minor")),
    (SYSTEM, _as_context("affected_system", "Affected system", "minor")),
    (FUNCTION, _as_context("business_function", "Business function affected", "minor")),
    (STEPS, _as_context("troubleshooting", "Troubleshooting steps", "minor")),
)
PROBLEM_LOSS: Final = _as_context("problem", "Zendesk problem", "none")
FOLLOW_UP_LOSS: Final = _as_context("follow_up_of", "Follow-up of Zendesk ticket", "none")


def _fields(
    ticket: dict[str, Any], custom: dict[int, Any], assignee: dict[str, Any] | None, losses: list[Loss]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The record that arrives and the fields of the body, both without the description."""
    kind, loss = ISSUE_TYPES[ticket.get("type")]
    losses.append(loss)
    if (priority := SET.get(ticket.get("priority"))) is None:
        priority, empty = BY_IMPACT[custom[IMPACT]]
        losses += empty
    subject, tags, due, own = ticket.get("subject"), ticket.get("tags"), custom[DUE], ticket.get("id")
    contact = contact_of(assignee)
    _context_losses(ticket, custom, losses)
    if assignee is not None and contact is None:
        losses.append(STRANGER)
    record = {
        "project": "KT",
        "type": kind,
        "summary": subject,
        "description": "",
        "labels": tags,
        "priority": priority,
        "promised_by": due,
        "support_contact": contact,
    }
    fields = {
        "summary": subject,
        "description": {},
        "project": _PROJECT,
        "issuetype": _TYPE_NAMES[kind],
        "priority": PRIORITY_NAMES[priority],
    }
    if tags is not None:
        fields["labels"] = tags
    if contact is not None:
        fields["customfield_10080"] = {"accountId": contact["id"]}
    if due is not None:
        fields["customfield_10070"] = due
    if own is not None:
        record["zendesk_ticket"] = fields["customfield_10067"] = str(own)
    return record, fields


def contact_of(assignee: dict[str, Any] | None) -> dict[str, Any] | None:
    """The assignee in Jira, known by the address."""
    if assignee is None or (mail := assignee.get("email")) is None:
        return None
    told = {part: assignee[part] for part in ("email", "name") if part in assignee}
    return {**told, "id": f"{{destination.person:{mail}}}"} if "@" in str(mail) else {**told, "id": mail}


def _context_losses(ticket: dict[str, Any], custom: dict[int, Any], losses: list[Loss]) -> None:
    losses += [loss for number, loss in CONTEXT if custom[number]]
    problem, origin = ticket.get("problem_id"), None
    if (via := ticket.get("via")) and (source := via.get("source")) and (start := source.get("from")):
        origin = start.get("ticket_id")
    if problem is not None and problem != "":
        losses.append(PROBLEM_LOSS)
    if origin is not None and origin != "":
        losses.append(FOLLOW_UP_LOSS)
    custom[PROBLEM], custom[FOLLOW_UP] = problem, origin


def _not_taken(field: str, impact: str, why: str) -> Loss:
    return lost(field, "unmapped", impact, why)


_TALKS: Final = "the service desk talks to the customer"
NOT_CARRIED: Final = (
    ("requester_id", _not_taken("requester", "minor", _TALKS)),
    ("submitter_id", _not_taken("submitter", "minor", _TALKS)),
    ("recipient", _not_taken("recipient", "minor", _TALKS)),
    ("email_cc_ids", _not_taken("ccs", "minor", _TALKS)),
    ("organization_id", _not_taken("organization", "minor", "the affected users say who is waiting")),
    ("follower_ids", _not_taken("followers", "minor", "the affected users say who is waiting")),
    ("group_id", _not_taken("group", "none", "they sort the service desk's own queues")),
    ("brand_id", _not_taken("brand", "none", "they sort the service desk's own queues")),
    ("ticket_form_id", _not_taken("form", "none", "they sort the service desk's own queues")),
    ("custom_status_id", _not_taken("custom_status", "minor", "the status that it belongs to crosses")),
)
_EMPTY: Final = ("", [])
SCORE_LOSS: Final = _not_taken("satisfaction", "none", "given after the work is closed")
RATING_LOSS: Final = _not_taken("satisfaction_comment", "none", "about the service desk, and personal")


def _not_carried(ticket: dict[str, Any], losses: list[Loss]) -> None:
    get = ticket.get
    losses += [loss for key, loss in NOT_CARRIED if (value := get(key)) is not None and value not in _EMPTY]
    if rating := get("satisfaction_rating"):
        if rating.get("score") is not None:
            losses.append(SCORE_LOSS)
        if rating.get("comment"):
            losses.append(RATING_LOSS)


# ── Status ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _goes(transition: str, **fields: dict[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {"fields": fields} if fields else {}
    path = f"/rest/api/3/issue/{_KNOWN}/transitions"
    return {"op": "transition", "method": "POST", "path": path, "body": {**body, "transition": {"id": transition}}}


_BEGUN: Final = _goes("21")
_DONE: Final = ("Done", (_BEGUN, _goes("51", resolution={"name": "Done"})))
HOPS: Final = {
    "new": ("To Do", ()),
    "open": ("In Progress", (_BEGUN,)),
    "pending": ("In Review", (_BEGUN, _goes("31"))),
    "hold": ("Blocked", (_BEGUN, _goes("41"))),
    "solved": _DONE,
    "closed": _DONE,
}
STATUS_LOSSES: Final = {
    "new": lossy("status", "many to one", "none", "other statuses become To Do too"),
    "closed": lossy("status", "many to one", "none", "other statuses become Done too"),
}


def _status(status: str | None, record: dict[str, Any], losses: list[Loss]) -> tuple[dict[str, Any], ...]:
    """The transitions to the status that the issue should have."""
    if status is None:
        return ()
    goal, hops = HOPS[status]
    if goal == "Done":
        record["resolution"] = "Done"
    record["status"] = goal
    if (loss := STATUS_LOSSES.get(status)) is not None:
        losses.append(loss)
    return hops


# ── What is missing, who is told ───────────────────────────────────────────────────────────────────────────────────

_LABELS: Final = {
    "customer_impact": "Customer impact",
    "affected_users": "Affected users",
    "affected_system": "Affected system",
    "business_function": "Business function affected",
    "troubleshooting": "Troubleshooting steps",
    "expected_action": "Expected next action",
    "assignee": "Assignee",
    "attachments": "Attachments",
    "conversation": "Conversation",
}
_SAYS_NOTHING: Final = frozenset({"", "n/a", "unknown", "see above"})
_ASKS_NOTHING: Final = frozenset({"", "n/a", "tbd", "please fix"})
HELD: Final = [{"who": "service_desk", "why": "missing: Customer impact; the ticket is held for Service Desk"}]
_ASKED: Final = {
    name: {"who": "service_desk", "why": f"missing: {label}; a comment asks for it"} for name, label in _LABELS.items()
}
_HANDED_OVER: Final = f"handed over: {TITLE}"


def missing_of(
    custom: dict[int, Any],
    assignee: dict[str, Any] | None,
    files: list[dict[str, Any]],
    comments: list[Comment],
    described: str,
) -> list[str]:
    action = (custom[ACTION] or "").strip()
    public = not (described == "" or described.isspace()) or any(comment.public for comment in comments)
    met = (
        custom[IMPACT] is not None,
        any(person.strip() for person in custom[PEOPLE] or ()),
        (custom[SYSTEM] or "").strip().casefold() not in _SAYS_NOTHING,
        (custom[FUNCTION] or "").strip().casefold() not in _SAYS_NOTHING,
        any(custom[STEPS] or ()),
        len(action) >= 10 and action.casefold() not in _ASKS_NOTHING,
        assignee is not None,
        any(_useful(file) for file in files),
        public and not all(comment.public for comment in comments),
    )
    return [name for name, there in zip(_LABELS, met, strict=True) if not there]


def _useful(file: dict[str, Any]) -> bool:
    kind = file.get("type", "").casefold().partition(";")[0].strip()
    return kind.startswith(("text/", "image/")) or kind == "application/zip"


def fires(ticket: dict[str, Any], custom: dict[int, Any]) -> bool | None:
    """Whether the handoff is asked for; None: nobody knows who pressed what."""
    fires = (
        ticket.get("priority") == "urgent"
        or custom[IMPACT] == "system_down"
        or (ticket.get("status") == "open" and "needs-engineering" in (ticket.get("tags") or ()))
        or ticket.get("group_id") in (28100000005009, "28100000005009")
    )
    return True if fires else None


def told(missing: list[str], assignee: dict[str, Any] | None) -> list[Loss]:
    person = None if assignee is None else assignee.get("id") or assignee.get("email") or assignee.get("name")
    return [
        *[_ASKED[name] for name in missing],
        {"who": "engineering", "why": _HANDED_OVER},
        {"who": "service_desk" if person is None else f"zendesk.assignee {person}", "why": _HANDED_OVER},
    ]


# ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_COMMENTS: Final = f"/rest/api/3/issue/{_KNOWN}/comment"
_FILES: Final = f"/rest/api/3/issue/{_KNOWN}/attachments"
_LINKED: Final = {"ticket": {"external_id": _KNOWN}}


def calls(
    own: int | None,
    payload: dict[str, Any],
    hops: tuple[dict[str, Any], ...],
    bodies: list[dict[str, Any]],
    missing: list[str],
    files: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    key = "{source.id}" if own is None else quote(str(own), safe="")
    steps = [
        {"op": "create", "method": "POST", "path": "/rest/api/3/issue", "body": payload},
        {"op": "link", "method": "PUT", "path": f"/api/v2/tickets/{key}", "body": _LINKED},
        *hops,
    ]
    if missing:
        bodies = [*bodies, _asking(missing)]
    steps += [{"op": "comment", "method": "POST", "path": _COMMENTS, "body": body} for body in bodies]
    steps += [{"op": "attach", "method": "POST", "path": _FILES, "body": {"file": file}} for file in files]
    return steps


def _asking(missing: list[str]) -> dict[str, Any]:
    names = ", ".join([_LABELS[name] for name in missing])
    line = f"Missing from this ticket: {names}. Please add what you know, so that work can begin."
    content = [{"type": "paragraph", "content": [{"type": "text", "text": line}]}]
    return {"body": {"version": 1, "type": "doc", "content": content}, "properties": INTERNAL}
