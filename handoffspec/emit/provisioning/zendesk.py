"""What sets Zendesk up: ticket fields with their options, custom statuses, and what starts the handoff.

The calls are those of the Ticketing API (https://developer.zendesk.com/api-reference/ticketing/), the webhook's those
of https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/.
"""

import json
from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from handoffspec.emit.provisioning.format import Body, LookUp, Send, Step, given, reference
from handoffspec.emit.provisioning.setup import (
    Setup,
    described,
    held_as_text,
    left_to_people,
    named,
    numbered,
    status_title,
    step_id,
    title_of,
)
from handoffspec.emit.provisioning.uses import Needed, NewField
from handoffspec.emit.provisioning.zendesk_fields import field_type, tag, target_type
from handoffspec.emit.provisioning.zendesk_triggers import CHANGED, Unsayable, trigger_conditions
from handoffspec.emit.variables import webhook
from handoffspec.emit.words.amounts import NAME, name
from handoffspec.emit.words.conditions import condition as clause_of
from handoffspec.plan import Plan
from handoffspec.schema.systems import Category, Status
from handoffspec.schema.types import Option, choice_in

_PAGE: Final = "page%5Bsize%5D=100"
_CATEGORIES: Final[dict[Category, str]] = {"todo": "new", "doing": "open", "waiting": "pending", "done": "solved"}
_ASKING: Final = {"type": "tickettype", "priority": "priority", "group": "group", "assignee": "assignee"}
"""Fields of Zendesk's own that can be told to ask for a value, and their types there."""
_LONGEST_STATUS: Final = 48
"""Characters of a status's label: CustomStatusObject in the API description."""


def setup(plan: Plan, needs: Needed) -> Setup:
    """The steps for Zendesk."""
    steps = [step for new in needs.fields for step in _field(plan, needs, new)]
    steps += _required(needs)
    steps += _statuses(needs)
    by_hand = list(_by_hand(needs))
    if "source" in needs.sides:
        started, unsaid = _start(plan, needs)
        steps += started
        by_hand += unsaid
    return Setup(tuple(steps), tuple(by_hand))


# ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _field(plan: Plan, needs: Needed, new: NewField) -> Iterator[Step]:
    field = new.field
    kind = field_type(field.type)
    title = title_of(field)
    choice = choice_in(field.type)
    options = [_option(option) for option in choice.options] if choice else []
    body: Body = {
        "type": kind,
        "title": title,
        "agent_description": described(plan, new, type_=held_as_text(field.type)),
        # Zendesk asks for a required field when the ticket is solved, so that is what both kinds of "required" become.
        "required": field.required or field.required_when is not None,
    }
    if options:
        body["custom_field_options"] = list[JsonValue](options)
    if kind == "lookup":
        body["relationship_target_type"] = target_type(field.type)
    look_up: Body = {"title": title, "type": kind, "active": True}
    yield Step(
        id=step_id(needs, field.name),
        system=needs.record.system,
        what=f"the ticket field “{title}”",
        needed_by=new.needed_by,
        look_up=LookUp(f"/api/v2/ticket_fields?{_PAGE}", "ticket_fields", look_up, "id", "links.next"),
        send=Send("POST", "/api/v2/ticket_fields", {"ticket_field": body}, "ticket_field.id"),
    )
    # A field that was found may lack some; one that was just made has them all.
    yield from _more_options(needs, new, options)


def _option(option: Option) -> Body:
    return {"name": " ".join(option.label.split()) or option.name, "value": tag(option)}


def _more_options(needs: Needed, new: NewField, options: list[Body]) -> Iterator[Step]:
    field = step_id(needs, new.field.name)
    path = f"/api/v2/ticket_fields/{{{field}}}/options"
    for (called, _), option in zip(numbered(str(option["value"]) for option in options), options, strict=True):
        yield Step(
            id=f"{field}.option.{called}",
            system=needs.record.system,
            what=f"the option “{option['name']}” of “{title_of(new.field)}”",
            needed_by=new.needed_by,
            look_up=LookUp(f"{path}?{_PAGE}", "custom_field_options", {"value": option["value"]}, "id", "links.next"),
            send=Send("POST", path, {"custom_field_option": dict(option)}, "custom_field_option.id"),
        )


def _required(needs: Needed) -> Iterator[Step]:
    """Fields of Zendesk's own that the spec asks for: they are there, and are told to ask."""
    for field in needs.required:
        if field.name not in _ASKING:
            continue
        found, title = step_id(needs, field.name), title_of(field)
        look_up = LookUp(
            f"/api/v2/ticket_fields?{_PAGE}", "ticket_fields", {"type": _ASKING[field.name]}, "id", "links.next"
        )
        yield Step(found, needs.record.system, f"Zendesk's own field “{title}”", look_up=look_up)
        send = Send("PUT", f"/api/v2/ticket_fields/{{{found}}}", {"ticket_field": {"required": True}})
        yield Step(f"{found}.required", needs.record.system, f"“{title}” required to solve a ticket", send=send)


# ── Statuses ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _statuses(needs: Needed) -> Iterator[Step]:
    for (called, _), status in zip(numbered(s.name for s in needs.statuses), needs.statuses, strict=True):
        label = status_title(needs, status)[:_LONGEST_STATUS]
        body: Body = {"agent_label": label, "status_category": _category(status)}
        yield Step(
            id=step_id(needs, "status", called),
            system=needs.record.system,
            what=f"the status “{label}”",
            needed_by=("sync.status",),
            look_up=LookUp("/api/v2/custom_statuses", "custom_statuses", body, "id"),
            send=Send(
                "POST", "/api/v2/custom_statuses", {"custom_status": {**body, "active": True}}, "custom_status.id"
            ),
        )


def _category(status: Status) -> str:
    """Hold is the waiting that the requester sees as open."""
    on_hold = status.category == "waiting" and status.shown_as is not None
    return "hold" if on_hold else _CATEGORIES[status.category]


# ── What starts the handoff ────────────────────────────────────────────────────────────────────────────────────────


def _start(plan: Plan, needs: Needed) -> tuple[list[Step], list[str]]:
    """The webhook, and a trigger for every change that may start the handoff or has to reach the other side.

    A trigger only wakes the integration. The plan decides whether the handoff fires, and from which statuses.
    """
    handoff = plan.handoff
    title = f"Handoff {handoff.name}"
    wakes: list[tuple[str, Body]] = []
    unsaid: list[str] = []
    for condition in handoff.trigger:
        said = clause_of(handoff, condition, "source")
        try:
            made = trigger_conditions(needs, condition)
        except Unsayable as reason:
            unsaid.append(f"No trigger can start the handoff when {said}: {reason}")
            continue
        alone = len(made) == 1 and len(said) <= NAME
        shown = name(said)
        wakes += [(shown if alone else f"{shown} ({n} of {len(made)})", what) for n, what in enumerate(made, 1)]
    if handoff.sync and handoff.sync.flow != "back" and handoff.sync.every is None:
        wakes.append(("keep in step", {"all": [CHANGED], "any": []}))
    if not wakes and not any("webhook" in words for words in unsaid):
        return [], unsaid
    triggers = [_trigger(plan, needs, n, f"{title}: {said}", what) for n, (said, what) in enumerate(wakes, 1)]
    return [_webhook(plan, needs, title), *triggers], unsaid


def _webhook(plan: Plan, needs: Needed, title: str) -> Step:
    """Zendesk signs what it sends, so the address needs no secret."""
    body: Body = {
        "name": title,
        "description": f"Tells the integration of a ticket that the handoff {plan.handoff.name} is about.",
        "status": "active",
        "endpoint": given(webhook(plan.handoff)),
        "http_method": "POST",
        "request_format": "json",
        "subscriptions": ["conditional_ticket_events"],
    }
    return Step(
        id=_webhook_id(plan, needs),
        system=needs.record.system,
        what=f"the webhook “{title}”",
        needed_by=("trigger",),
        look_up=LookUp(f"/api/v2/webhooks?{_PAGE}", "webhooks", {"name": title}, "id", "links.next"),
        send=Send("POST", "/api/v2/webhooks", {"webhook": body}, "webhook.id"),
    )


def _webhook_id(plan: Plan, needs: Needed) -> str:
    return step_id(needs, "webhook", plan.handoff.name)


def _trigger(plan: Plan, needs: Needed, number: int, title: str, conditions: Body) -> Step:
    sent = json.dumps({"handoff": plan.handoff.name, "ticket": "{{ticket.id}}"})
    body: Body = {
        "title": title,
        "active": True,
        "conditions": conditions,
        "actions": [{"field": "notification_webhook", "value": [reference(_webhook_id(plan, needs)), sent]}],
    }
    return Step(
        id=step_id(needs, "trigger", plan.handoff.name, str(number)),
        system=needs.record.system,
        what=f"the trigger “{title}”",
        needed_by=("sync",) if conditions["all"] == [CHANGED] else ("trigger",),
        look_up=LookUp(f"/api/v2/triggers?{_PAGE}", "triggers", {"title": title}, "id", "links.next"),
        send=Send("POST", "/api/v2/triggers", {"trigger": body}, "trigger.id"),
    )


# ── What no call does ──────────────────────────────────────────────────────────────────────────────────────────────


def _by_hand(needs: Needed) -> Iterator[str]:
    if needs.fields:
        fields = named(new.field for new in needs.fields)
        yield f"Where tickets have several forms, put these fields on each form that agents use: {fields}."
    asked_for = [field for field in needs.required if field.name in _ASKING]
    required = [*(new.field for new in needs.fields if new.field.required), *asked_for]
    if required:
        yield f"Zendesk asks for a required field when a ticket is solved, and not before: {named(required)}."
    for new in needs.options:
        yield f"Give “{title_of(new.field)}” the values of the spec: Zendesk has no call that adds them."
    for new in needs.fields:
        yield from _not_held(new)
    yield from left_to_people(needs, asked_for)


def _not_held(new: NewField) -> Iterator[str]:
    """What a ticket field cannot say of the values that it holds."""
    choice = choice_in(new.field.type)
    for option in choice.options if choice else ():
        if tag(option) != option.wire:
            yield (
                f"The value of an option is a tag, so “{option.label}” of “{title_of(new.field)}” becomes "
                f"`{tag(option)}`. Write it so in the environment, under `values:`."
            )
