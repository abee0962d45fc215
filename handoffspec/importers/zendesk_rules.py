"""Zendesk's triggers, automations, ticket forms, custom statuses and service levels."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from handoffspec.importers.found import Block, Found
from handoffspec.importers.json import Entry, Json, entries, entry, items, text, truth, whole
from handoffspec.importers.naming import by_label
from handoffspec.importers.reading import Reading
from handoffspec.importers.spelling import label_of
from handoffspec.importers.zendesk_conditions import (
    UnreadableError,
    actions,
    condition,
    field_of,
    sets_only,
    spelled_value,
)
from handoffspec.importers.zendesk_fields import SOLVING
from handoffspec.schema.spelled import exactly, name_or_text
from handoffspec.schema.types import ChoiceType

# ── Triggers and automations ───────────────────────────────────────────────────────────────────────────────────────


def read_rules(kind: str, listed: Iterable[Json], reading: Reading) -> None:
    """Triggers or automations. One that cannot be read is named: no proof knows of it."""
    for value in listed:
        one = entry(value)
        title = label_of(text(one.get("title")), text(one.get("id")))
        called = f"{kind} {title}"
        if one.get("active") is False:
            reading.omit(called, "it is switched off")
            continue
        try:
            when = condition(one.get("conditions"), reading)
        except UnreadableError as error:
            reading.omit(called, f"{error}; no proof knows of this {kind}")
            continue
        lines, left = actions(one.get("actions"), reading)
        if left:
            also = "it is written without that" if lines else f"no proof knows of this {kind}"
            reading.omit(called, f"no spec can say its action {', '.join(dict.fromkeys(left))}; {also}")
        elif lines:
            reading.count()
        else:
            reading.omit(called, "it does nothing")
        if lines:
            reading.blocks.append(_block(kind, _title(title, one, lines, reading), when, lines))


def _title(title: str, one: Entry, lines: list[str], reading: Reading) -> str:
    """The title; the catalogue's, where this is the account's form of an automation that the catalogue has."""
    timed = any(text(each.get("field")) == "SOLVED" for each in entries(entry(one.get("conditions")).get("all")))
    if timed and list(sets_only(lines)) == ["set status to closed"]:
        closing = (("status", "closed"),)
        return next((own.title for own in reading.catalogue.record.automations if own.sets == closing), title)
    return title if title not in {block.identity for block in reading.blocks} else f"{title} ({text(one.get('id'))})"


def _block(kind: str, title: str, when: str, lines: list[str]) -> Block:
    spelled = "\n".join([f"automation {exactly(title)} {{", f"when {when}", *lines, "}"])
    return Block(title, f"the {kind} {title}", spelled)


# ── Forms ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_forms(forms: list[Json], reading: Reading) -> None:
    """The forms as options of the field, and what their conditions require."""
    active = [one for one in map(entry, forms) if one.get("active") is not False]
    for one in map(entry, forms):
        if one.get("active") is False:
            reading.omit(f"form {text(one.get('name'))}", "it is not active")
    pairs = [(id_, text(one.get("name"))) for one in active if (id_ := whole(one.get("id"))) is not None]
    options, wrong = by_label(pairs)
    if options:
        reading.take(
            Found(
                "ticket_form_id",
                "Form",
                ChoiceType(options),
                native="form",
                own_options=True,
                flattened="; ".join(wrong) or None,
            )
        )
    names = {str(option.wire): option.name for option in options}
    for one in active:
        form = names.get(text(one.get("id")))
        within = f"form is {name_or_text(form)}" if form and len(active) > 1 else None
        _conditions(one, within, reading)


def _conditions(form: Entry, within: str | None, reading: Reading) -> None:
    title = label_of(text(form.get("name")), text(form.get("id")))
    for rule in entries(form.get("agent_conditions")):
        for child in entries(rule.get("child_fields")):
            _child(title, rule, child, within, reading)
    if items(form.get("end_user_conditions")):
        reading.omit(f"form {title}, conditions for customers", "a spec knows what agents must fill in")


def _child(title: str, rule: Entry, child: Entry, within: str | None, reading: Reading) -> None:
    parent, field = text(rule.get("parent_field_id")), text(child.get("id"))
    called = f"form {title}, field {field} when {parent} is {text(rule.get('value')) or rule.get('value')}"
    statuses = _statuses(child, reading)
    if statuses is None:
        reading.count()
        return
    known, found = reading.fields.get(parent), reading.fields.get(field)
    if known is None or found is None:
        reading.omit(called, f"field {parent if known is None else field} is not in the files")
        return
    own = reading.catalogue.record.field(known.native) if known.native else None
    value = spelled_value(rule.get("value"), known.type or (own.type if own else None))
    if value is None:
        reading.omit(called, "the field that it depends on has no such value")
        return
    when = " and ".join(filter(None, (within, f"{reading.names()[parent]} is {value}", statuses)))
    before = f"{found.required_when} or " if found.required_when else ""
    reading.fields[field] = replace(found, required_when=f"{before}{when}")
    reading.count()


def _statuses(child: Entry, reading: Reading) -> str | None:
    """In which statuses a form requires a field: "" for all of them, None for none."""
    on = entry(child.get("required_on_statuses"))
    kind = text(on.get("type"))
    if not truth(child.get("is_required")) and not on:
        return None
    status = field_of("status", reading)
    said = [spelled_value(one, status[1]) for one in items(on.get("statuses"))] if status else []
    named = [one for one in said if one]
    if kind == "SOME_STATUSES" and named:
        return f"status is {named[0]}" if len(named) == 1 else f"status is [{', '.join(named)}]"
    return {"ALL_STATUSES": "", "NO_STATUSES": None}.get(kind, SOLVING if truth(child.get("is_required")) else None)


# ── Custom statuses ────────────────────────────────────────────────────────────────────────────────────────────────


def read_statuses(statuses: list[Json], reading: Reading) -> None:
    """The account's own statuses, as options of the field; which status each belongs to is for people to read."""
    listed = [one for one in map(entry, statuses) if one.get("active") is not False]
    gone = [text(one.get("agent_label")) for one in map(entry, statuses) if one.get("active") is False]
    pairs = [(id_, text(one.get("agent_label"))) for one in listed if (id_ := whole(one.get("id"))) is not None]
    options, wrong = by_label(pairs)
    if not options:
        return
    notes = [f"{category}: {', '.join(names)}" for category, names in _by_category(listed)]
    notes += [f"No longer offered: {', '.join(gone)}"] if gone else []
    why = "which status each of them belongs to stands in comments only"
    known = next((one for one in reading.fields.values() if one.native == "custom_status"), None)
    found = replace(
        known or Found("custom_status_id", "Custom status", None, native="custom_status"),
        type=ChoiceType(options),
        own_options=True,
        notes=tuple(notes),
        flattened="; ".join((*wrong, why)),
    )
    if known is None:
        reading.take(found)
    else:
        reading.fields[known.identity] = found


def _by_category(statuses: list[Entry]) -> Iterator[tuple[str, list[str]]]:
    categories = dict.fromkeys(text(one.get("status_category")) or "no category" for one in statuses)
    for category in categories:
        said = [one for one in statuses if (text(one.get("status_category")) or "no category") == category]
        yield category, [text(one.get("agent_label")) for one in said]


# ── Service levels ─────────────────────────────────────────────────────────────────────────────────────────────────

_METRICS: Final = {"first_reply_time": "respond", "requester_wait_time": "resolve", "agent_work_time": "resolve"}


def read_policies(policies: Iterable[Json], reading: Reading) -> None:
    """Service levels are promises of a handoff and no part of a system: each is named with what to write there."""
    for one in map(entry, policies):
        lines = "; ".join(_targets(one))
        why = "service levels stand in a handoff's `sla`"
        title = label_of(text(one.get("title")), text(one.get("id")))
        reading.omit(f"service level {title}", f"{why}: {lines}" if lines else why)


def _targets(policy: Entry) -> Iterator[str]:
    for metric in entries(policy.get("policy_metrics")):
        minutes, kind = whole(metric.get("target")), text(metric.get("metric"))
        if minutes and kind in _METRICS:
            yield f"{_METRICS[kind]} within {minutes}m when priority is {text(metric.get('priority'))} ({kind})"
