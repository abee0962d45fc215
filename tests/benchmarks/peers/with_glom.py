"""The same with glom: a spec that says where each part of the result comes from. No types are checked.

The context block, comments, calls and notices are made by the functions that are written by hand, which the spec calls.
"""

from collections.abc import Callable
from itertools import chain
from json import loads
from typing import Any, Final

from glom import SKIP, Coalesce, Invoke, Merge, S, Spec, T, Val
from glom.grouping import First, Group

from tests.benchmarks.peers.handwritten.block import FOLLOW_UP, PROBLEM, description
from tests.benchmarks.peers.handwritten.checked import ACTION, FUNCTION, IMPACT, PEOPLE, STEPS, SYSTEM, person_of
from tests.benchmarks.peers.handwritten.comments import comment_bodies, conversation, crossing, without_description
from tests.benchmarks.peers.handwritten.losses import Loss
from tests.benchmarks.peers.handwritten.mapping import (
    BY_IMPACT,
    CONTEXT,
    FOLLOW_UP_LOSS,
    HELD,
    HOPS,
    ISSUE_TYPES,
    NOT_CARRIED,
    PRIORITY_NAMES,
    PROBLEM_LOSS,
    RATING_LOSS,
    SCORE_LOSS,
    SET,
    STATUS_LOSSES,
    STRANGER,
    calls,
    contact_of,
    fires,
    missing_of,
    told,
)

# ── What a spec calls ──────────────────────────────────────────────────────────────────────────────────────────────


def _if_filled(loss: Loss) -> Callable[[object], object]:
    return lambda value: SKIP if value is None or value in ("", []) else loss


def _if_any(value: object) -> object:
    return SKIP if value is None else value


def _values(**specs: object) -> tuple[object, ...]:
    """The values of the specs that give one."""
    return specs, T.values(), list


def _joined(*lists: Any) -> list[Any]:
    return list(chain.from_iterable(lists))


def _rated(part: str) -> object:
    """A part of the rating, if there is one."""
    return Coalesce(S.ticket["satisfaction_rating"][part], default=None)


def _structured(text: str | None) -> Any:
    return loads(text) if text else None


def _priority(priority: str | None, impact: str | None) -> tuple[str, tuple[Loss, ...]]:
    return BY_IMPACT[impact] if priority is None else (SET[priority], ())


def _assignee(number: int | None, users: dict[Any, Any]) -> dict[str, Any] | None:
    return person_of(number, users, "assignee_id")


def _stranger(assignee: object, contact: object) -> object:
    return STRANGER if assignee is not None and contact is None else SKIP


def _account(contact: dict[str, Any] | None) -> object:
    return SKIP if contact is None else {"accountId": contact["id"]}


def _resolution(status: str) -> object:
    return "Done" if status == "Done" else SKIP


# ── The spec ───────────────────────────────────────────────────────────────────────────────────────────────────────

_CUSTOM: Final = (
    S.ticket["custom_fields"],
    [{T["id"]: T["value"]}],
    Merge(),
    {
        IMPACT: T[IMPACT],
        PEOPLE: (T[PEOPLE], _structured),
        SYSTEM: T[SYSTEM],
        FUNCTION: T[FUNCTION],
        STEPS: (T[STEPS], _structured),
        ACTION: T[ACTION],
        PROBLEM: S.ticket["problem_id"],
        FOLLOW_UP: Coalesce(S.ticket["via"]["source"]["from"]["ticket_id"], default=None),
    },
)
_LOSSES: Final = Invoke(_joined).specs(
    _values(type=(S.ticket["type"], ISSUE_TYPES.get, T[1])),
    S.priority[1],
    (S.custom, _values(**{str(number): Invoke(_if_filled(loss)).specs(T[number]) for number, loss in CONTEXT})),
    _values(
        problem=Invoke(_if_filled(PROBLEM_LOSS)).specs(S.custom[PROBLEM]),
        follow_up=Invoke(_if_filled(FOLLOW_UP_LOSS)).specs(S.custom[FOLLOW_UP]),
        assignee=Invoke(_stranger).specs(S.assignee, S.contact),
    ),
    (S.ticket, _values(**{key: Invoke(_if_filled(loss)).specs(T[key]) for key, loss in NOT_CARRIED})),
    _values(
        score=Invoke(_if_filled(SCORE_LOSS)).specs(_rated("score")),
        comment=Invoke(_if_filled(RATING_LOSS)).specs(_rated("comment")),
    ),
    S.cut,
    _values(status=Invoke(_if_any).specs((S.ticket["status"], STATUS_LOSSES.get))),
    S.not_kept,
    S.behind,
)
_PAYLOAD: Final = {
    "fields": {
        "summary": S.ticket["subject"],
        "description": S.described[0],
        "project": {"key": Val("KT")},
        "issuetype": {"name": S.type},
        "priority": (S.priority[0], PRIORITY_NAMES.get),
        "labels": S.ticket["tags"],
        "customfield_10080": Invoke(_account).specs(S.contact),
        "customfield_10070": Invoke(_if_any).specs(S.ticket["due_at"]),
        "customfield_10067": (S.ticket["id"], str),
    }
}
_RECORD: Final = {
    "project": Val("KT"),
    "type": S.type,
    "summary": S.ticket["subject"],
    "description": S.described[1],
    "labels": S.ticket["tags"],
    "priority": S.priority[0],
    "promised_by": S.ticket["due_at"],
    "support_contact": S.contact,
    "zendesk_ticket": (S.ticket["id"], str),
    "resolution": Invoke(_resolution).specs((S.ticket["status"], HOPS.get, T[0])),
    "status": (S.ticket["status"], HOPS.get, T[0]),
}
_RESULT: Final = {
    "handoff": Val("escalation"),
    "fired": Invoke(fires).specs(S.ticket, S.custom),
    "payload": S.payload,
    "steps": Invoke(lambda held, *parts: [] if held else calls(*parts)).specs(
        S.held, S.ticket["id"], S.payload, (S.ticket["status"], HOPS.get, T[1]), S.bodies, S.missing, S.crossing
    ),
    "record": _RECORD,
    "losses": _LOSSES,
    "missing": S.missing,
    "notify": Invoke(lambda held, *parts: HELD if held else told(*parts)).specs(S.held, S.missing, S.assignee),
}
_ESCALATION: Final = Spec(
    (
        S(
            ticket=T["ticket"],
            users=Spec((T["users"], Group({T["id"]: First()}))),
            cut=Invoke(list),
            not_kept=Invoke(list),
            behind=Invoke(list),
        ),
        S(
            custom=Spec(_CUSTOM),
            talk=Invoke(conversation).specs(T["comments"], Val(()), S.users),
            assignee=Invoke(_assignee).specs(S.ticket["assignee_id"], S.users),
        ),
        S(
            kept=Invoke(without_description).specs(S.talk[0], S.ticket["description"]),
            described=Invoke(description).specs(S.ticket["description"], S.custom, S.cut),
            crossing=Invoke(crossing).specs(S.talk[1], S.behind),
            contact=Spec((S.assignee, contact_of)),
            type=Spec((S.ticket["type"], ISSUE_TYPES.get, T[0])),
            priority=Invoke(_priority).specs(S.ticket["priority"], S.custom[IMPACT]),
        ),
        S(
            bodies=Invoke(comment_bodies).specs(S.kept, S.not_kept),
            missing=Invoke(missing_of).specs(S.custom, S.assignee, S.talk[1], S.kept, S.ticket["description"]),
            payload=Spec(_PAYLOAD),
        ),
        S(held=Spec((S.missing, lambda missing: "customer_impact" in missing))),
        _RESULT,
    )
)


def escalate(given: dict[str, Any]) -> dict[str, Any]:
    """The result line of a ticket."""
    made: dict[str, Any] = _ESCALATION.glom(given)
    return made
