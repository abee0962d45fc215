"""What the ticket has to be: types, limits, and who its people are."""

import re
from collections.abc import Iterable
from typing import Any, Final

from tests.benchmarks.peers.handwritten import long_way

try:
    from orjson import loads
except ImportError:  # the ordinary tests run without it
    from json import loads


class RefusedError(ValueError):
    """A ticket that must not cross: a code of `handoff explain`, and where in the ticket."""

    def __init__(self, code: str, path: str) -> None:
        super().__init__(code, path)
        self.code = code
        self.path = path


# ── Types and limits ───────────────────────────────────────────────────────────────────────────────────────────────

_NONE: Final = type(None)
_TEXT: Final = frozenset({str, _NONE})
_WHOLE: Final = frozenset({int, _NONE})
_ID: Final = frozenset({int, str, _NONE})
_SAID: Final = frozenset({int, str})
_ONE_VALUE: Final = frozenset({int, str, float, bool, _NONE})
_FLAG: Final = frozenset({bool, _NONE})
_LIST: Final = frozenset({list, _NONE})
_OBJECT: Final = frozenset({dict, _NONE})

_KINDS: Final = (
    ("subject", _TEXT),
    ("description", _TEXT),
    ("custom_status_id", _ONE_VALUE),
    ("problem_id", _ID),
    ("tags", _LIST),
    ("group_id", _ID),
    ("organization_id", _ID),
    ("email_cc_ids", _LIST),
    ("follower_ids", _LIST),
    ("recipient", _TEXT),
    ("brand_id", _ONE_VALUE),
    ("ticket_form_id", _ONE_VALUE),
    ("satisfaction_rating", _OBJECT),
    ("external_id", _TEXT),
    ("via", _OBJECT),
    ("id", _WHOLE),
    ("url", _TEXT),
    ("is_public", _FLAG),
    ("has_incidents", _FLAG),
    ("followup_ids", _LIST),
    ("sharing_agreement_ids", _LIST),
    ("forum_topic_id", _WHOLE),
    ("allow_attachments", _FLAG),
    ("allow_channelback", _FLAG),
    ("from_messaging_channel", _FLAG),
    ("custom_fields", _LIST),
)
_STATUSES: Final = frozenset({"new", "open", "pending", "hold", "solved", "closed", None})
_PRIORITIES: Final = frozenset({"urgent", "high", "normal", "low", None})
_TYPES: Final = frozenset({"problem", "incident", "question", "task", None})
_SCORES: Final = frozenset({"unoffered", "offered", "bad", "good", None})
_PARTS: Final = frozenset({"step", "outcome"})
_RESULTS: Final = frozenset({"done", "wont_do", "duplicate", "not_reproduced", None})
IMPACTS: Final = {
    "one_user": "One user affected",
    "several_users": "Multiple users affected",
    "system_down": "Business-critical system down",
    None: "(none)",
}
_CHOICES: Final = (("status", _STATUSES), ("priority", _PRIORITIES), ("type", _TYPES))
IMPACT, PEOPLE, SYSTEM, FUNCTION, STEPS, ACTION, RESULT, FIXED_IN = _NUMBERS = range(28100000000101, 28100000000109)
DUE: Final = -3
"""Where the due date stands beside the custom fields."""
_PATHS: Final = {number: f"custom_fields[id={number}].value" for number in _NUMBERS}
_EMPTY: Final = dict.fromkeys(_NUMBERS)
_NOBODY: Final[dict[Any, dict[str, Any]]] = {}
_TEXTS: Final = ((SYSTEM, 255), (FUNCTION, 255), (ACTION, 2000), (FIXED_IN, 255))


def checked(ticket: dict[str, Any]) -> dict[int, Any]:
    """The values of the custom fields by number, structured ones read; everything in the ticket has its type."""
    get = ticket.get
    for key, kinds in _KINDS:
        if type(get(key)) not in kinds:
            raise RefusedError("HS1201", key)
    for key, options in _CHOICES:
        _choice(get(key), options, key)
    due = _moment(get("due_at"), "due_at")
    _moment(get("created_at"), "created_at")
    _moment(get("updated_at"), "updated_at")
    for key in ("requester_id", "submitter_id"):
        if (person := get(key)) is not None and type(person) is not int:
            person_of(person, _NOBODY, key)
    _lists(ticket)
    _nested(ticket)
    custom = _custom(get("custom_fields") or ())
    custom[DUE] = due
    _limits(ticket, custom)
    return custom


def _lists(ticket: dict[str, Any]) -> None:
    get = ticket.get
    for key in ("email_cc_ids", "follower_ids"):
        if people := get(key):
            _people(people, key)
    if tags := get("tags"):
        for number, tag in enumerate(tags):
            if type(tag) is not str or _BLANK(tag):
                raise RefusedError("HS1201", f"tags[{number}]")
    if numbers := get("sharing_agreement_ids"):
        _all_are(int, numbers, "sharing_agreement_ids")
    if numbers := get("followup_ids"):
        _all_are(int, numbers, "followup_ids")


def _people(people: list[Any], key: str) -> None:
    for number, person in enumerate(people):
        if type(person) is not int:
            person_of(person, _NOBODY, f"{key}[{number}]", none_is_one=False)


def _choice(value: object, options: Iterable[str | None], path: str) -> None:
    try:
        known = value in options
    except TypeError:  # a list or an object
        raise RefusedError("HS1201", path) from None
    if not known:
        raise RefusedError("HS1202", path)


_UTC: Final = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII
).fullmatch
"""A time in UTC as Zendesk writes it, on a day that every month has."""


def _moment(value: object, path: str) -> str | None:
    """A time in UTC, whatever it was written in."""
    if value is None or (type(value) is str and _UTC(value)):
        return value  # type: ignore[return-value]
    if type(value) is not str or (moment := long_way.moment(value)) is None:
        raise RefusedError("HS1201", path)
    return moment


def _all_are(kind: type, values: list[object], path: str) -> None:
    for number, value in enumerate(values):
        if type(value) is not kind:
            raise RefusedError("HS1201", f"{path}[{number}]")


def _nested(ticket: dict[str, Any]) -> None:
    """What stands deeper: the ticket that this one follows, and the customer's rating."""
    if (via := ticket.get("via")) and (source := via.get("source")):
        origin = source.get("from") if type(source) is dict else source
        if origin is not None and type(origin) is not dict:
            raise RefusedError("HS1201", "via.source.from.ticket_id")
        if origin and type(origin.get("ticket_id")) not in _ID:
            raise RefusedError("HS1201", "via.source.from.ticket_id")
    if rating := ticket.get("satisfaction_rating"):
        _choice(rating.get("score"), _SCORES, "satisfaction_rating.score")
        if type(rating.get("comment")) not in _TEXT:
            raise RefusedError("HS1201", "satisfaction_rating.comment")


def _custom(listed: Iterable[Any]) -> dict[int, Any]:
    try:
        values = {**_EMPTY, **{field["id"]: field["value"] for field in listed}}
    except (KeyError, TypeError):  # an element that is no custom field
        raise RefusedError("HS1201", "custom_fields") from None
    _choice(values[IMPACT], IMPACTS, _PATHS[IMPACT])
    _choice(values[RESULT], _RESULTS, _PATHS[RESULT])
    for number, _ in _TEXTS:
        if type(values[number]) not in _TEXT:
            raise RefusedError("HS1201", _PATHS[number])
    if (people := values[PEOPLE]) is not None and (people := _listed(people, _PATHS[PEOPLE])) is not None:
        _all_are(str, people, _PATHS[PEOPLE])
    values[PEOPLE] = people
    if (steps := values[STEPS]) is not None and (steps := _listed(steps, _PATHS[STEPS])) is not None:
        for number, step in enumerate(steps):
            _step(step, number)
    values[STEPS] = steps
    return values


def _listed(value: object, path: str) -> list[Any] | None:
    """A list that stands as JSON in a text."""
    if type(value) is str:
        if not value.strip():
            return None
        try:
            value = loads(value)
        except ValueError:
            raise RefusedError("HS1201", path) from None
    if value is not None and type(value) is not list:
        raise RefusedError("HS1201", path)
    return value


def _step(step: object, number: int) -> None:
    if type(step) is not dict or not step.keys() <= _PARTS:
        raise RefusedError("HS1201", f"{_PATHS[STEPS]}[{number}]")
    for name, value in step.items():
        if type(value) not in _TEXT:
            raise RefusedError("HS1201", f"{_PATHS[STEPS]}[{number}].{name}")


_BLANK: Final = re.compile(r"\s").search
_REQUIRED_TO_SOLVE: Final = ("status", "requester_id", "assignee_id")


def _limits(ticket: dict[str, Any], custom: dict[int, Any]) -> None:
    """Texts within their limits, and what is required filled where it is given."""
    for key, most in (("subject", 150), ("description", 65000)):
        if not (text := ticket.get(key)):
            _required(ticket, key)
        elif len(text) > most:
            raise RefusedError("HS1203", key)
    for key in ("status", "requester_id") if ticket.get("status") != "solved" else _REQUIRED_TO_SOLVE:
        if ticket.get(key) is None:
            _required(ticket, key)
    for number, most in _TEXTS:
        if (text := custom[number]) and len(text) > most:
            raise RefusedError("HS1203", _PATHS[number])
    if "subject" not in ticket:
        raise RefusedError("HS1212", "map.summary")


def _required(ticket: dict[str, Any], key: str) -> None:
    if key in ticket:
        raise RefusedError("HS1204", key)


# ── People ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def users_by_id(listed: list[Any] | None) -> dict[str, dict[str, Any]]:
    """The users beside the ticket by their number."""
    return {user["id"]: user for user in listed or ()}


def person_of(
    value: Any, users: dict[Any, dict[str, Any]], path: str, *, none_is_one: bool = True
) -> dict[str, Any] | None:
    """A person from an id or a user: `id`, `email`, `name` as far as they are known."""
    if value is None and none_is_one:
        return None
    if type(value) is dict:
        person = _parts(value)
        if "id" not in person and "email" not in person:
            raise RefusedError("HS1201", path)
        known = users.get(person.get("id"))
        return {**(_parts(known) if known else {}), **person}
    if type(value) not in _SAID or value == "":
        raise RefusedError("HS1201", path)
    known = users.get(value)
    return {**_parts(known), "id": value} if known else {"id": value}


def _parts(user: dict[str, Any]) -> dict[str, Any]:
    person = {}
    for part in ("id", "email", "name"):
        if (said := user.get(part)) and type(said) in _SAID:
            person[part] = said
    return person
