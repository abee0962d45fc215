"""What sets Jira Cloud up: custom fields with their context and options, their place on a screen, priorities,
resolutions and statuses, and the webhook by which changes are heard of.

The calls are those of the platform API (https://developer.atlassian.com/cloud/jira/platform/rest/v3/).
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from handoffspec.emit.provisioning.format import Body, LookUp, Send, Step, given, reference
from handoffspec.emit.provisioning.jira_options import own_options
from handoffspec.emit.provisioning.setup import (
    Setup,
    constant_for,
    described,
    hears,
    left_to_people,
    numbered,
    status_title,
    step_id,
    title_of,
)
from handoffspec.emit.provisioning.uses import Needed, NewField
from handoffspec.emit.variables import webhook
from handoffspec.emit.words.amounts import listed
from handoffspec.plan import Plan
from handoffspec.schema.systems import Category, Field
from handoffspec.schema.types import Type, choice_in

_KIND: Final = "com.atlassian.jira.plugin.system.customfieldtypes:"
_SEARCHERS: Final = {
    "textfield": "textsearcher", "textarea": "textsearcher", "float": "exactnumber", "datepicker": "daterange",
    "datetime": "datetimerange", "select": "multiselectsearcher", "multiselect": "multiselectsearcher",
    "userpicker": "userpickergroupsearcher", "multiuserpicker": "userpickergroupsearcher",
    "grouppicker": "grouppickersearcher", "multigrouppicker": "multiselectsearcher", "labels": "labelsearcher",
}  # fmt: skip
"""The searcher of each type: the table beside `POST /rest/api/3/field` in the API description."""
_SHORT: Final = 255
"""Characters that a field of one line holds."""
_CATEGORIES: Final[dict[Category, str]] = {
    "todo": "TODO", "doing": "IN_PROGRESS", "waiting": "IN_PROGRESS", "done": "DONE",
}  # fmt: skip
_DEFAULT_SCREEN: Final = 1
_OWN_PATH: Final = re.compile(r"fields\.([A-Za-z0-9_]+)")
_EVENTS: Final = (
    "jira:issue_updated", "jira:issue_deleted", "comment_created", "comment_updated", "comment_deleted",
)  # fmt: skip


def setup(plan: Plan, needs: Needed) -> Setup:
    """The steps for Jira."""
    key = constant_for(plan, needs, "project")
    steps: list[Step] = []
    if key is not None and (needs.fields or needs.options):
        steps.append(_project(needs, key))
        steps += _screen(needs) if needs.fields else ()
    for new in needs.fields:
        kind = field_type(new.field.type)
        if kind is not None:
            steps += _field(plan, needs, new, kind, on_project=key is not None)
    steps += own_options(plan, needs, key)
    steps += _required(needs)
    steps += _statuses(needs)
    if hears(plan, needs) and key is not None:
        steps.append(_webhook(plan, needs, key))
    return Setup(tuple(steps), tuple(_by_hand(plan, needs, key)))


# ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def field_type(type_: Type) -> str | None:
    """The type of custom field that holds values of a type; None: Jira has none."""
    match type_.kind:
        case "text":
            short = not type_.rich and (type_.limit is None or type_.limit.number <= _SHORT)
            return "textfield" if short else "textarea"
        case "number" | "duration":
            return "float"
        case "moment":
            return "datepicker" if type_.precision == "date" else "datetime"
        case "choice":
            return "select" if type_.options else "textfield"
        case "person":
            return "userpicker"
        case "reference":
            return "grouppicker" if type_.to == "group" else "textfield"
        case "list":
            return _list_type(type_.item)
        case "flag" | "record" | "structure":
            return None


def _list_type(item: Type) -> str | None:
    match item.kind:
        case "choice":
            return "multiselect" if item.options else "labels"
        case "text":
            return None if item.spaces else "labels"
        case "person":
            return "multiuserpicker"
        case "reference":
            return "multigrouppicker" if item.to == "group" else "labels"
        case _:
            return None


def _field(plan: Plan, needs: Needed, new: NewField, kind: str, *, on_project: bool) -> Iterator[Step]:
    made, title = step_id(needs, new.field.name), title_of(new.field)
    body: Body = {
        "name": title,
        "description": described(plan, new),
        "type": _KIND + kind,
        "searcherKey": _KIND + _SEARCHERS[kind],
    }
    yield Step(
        id=made,
        system=needs.record.system,
        what=f"the field “{title}”",
        needed_by=new.needed_by,
        look_up=LookUp("/rest/api/3/field", "", {"name": title, "schema.custom": _KIND + kind}, "id"),
        send=Send("POST", "/rest/api/3/field", body, "id"),
    )
    yield from _context(needs, new, made)
    yield _on_screen(needs, new, made) if on_project else _on_default_screen(needs, new, made)


def _context(needs: Needed, new: NewField, made: str) -> Iterator[Step]:
    """A field counts in a context, and options belong to one."""
    choice = choice_in(new.field.type)
    context, title = f"{made}.context", title_of(new.field)
    path = f"/rest/api/3/field/{{{made}}}/context"
    yield Step(
        id=context,
        system=needs.record.system,
        what=f"the context of “{title}”: all projects",
        needed_by=new.needed_by,
        look_up=LookUp(path, "values", {"isGlobalContext": True}, "id", "nextPage"),
        send=Send(
            "POST", path, {"name": f"{title}: all projects"[:_SHORT], "projectIds": [], "issueTypeIds": []}, "id"
        ),
    )
    options = choice.options if choice else ()
    within = f"{path}/{{{context}}}/option"
    for (name, _), option in zip(numbered(o.name for o in options), options, strict=True):
        yield Step(
            id=f"{made}.option.{name}",
            system=needs.record.system,
            what=f"the option “{option.wire}” of “{title}”",
            needed_by=new.needed_by,
            look_up=LookUp(within, "values", {"value": str(option.wire)}, "id", "nextPage"),
            send=Send("POST", within, {"options": [{"value": str(option.wire), "disabled": False}]}, "options.0.id"),
        )


# ── Screens ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _find(needs: Needed, name: str, what: str, look_up: LookUp) -> Step:
    """Something that must be there."""
    return Step(step_id(needs, name), needs.record.system, what, ("map.project",), look_up)


def _project(needs: Needed, key: str) -> Step:
    path = f"/rest/api/3/project/search?keys={quote(key, safe='')}"
    return _find(needs, "project", f"the project {key}", LookUp(path, "values", {"key": key}, "id", "nextPage"))


def _screen(needs: Needed) -> Iterator[Step]:
    """The way from a project to the tab of its screen."""
    at, scheme, screens = step_id(needs, "project"), step_id(needs, "screen_schemes"), step_id(needs, "screen_scheme")
    types = "/rest/api/3/issuetypescreenscheme"
    yield _find(
        needs, "screen_schemes", "its screens by issue type",
        LookUp(f"{types}/project?projectId={{{at}}}", "values", {}, "issueTypeScreenScheme.id"),
    )  # fmt: skip
    yield _find(
        needs, "screen_scheme", "its screens for most issue types",
        LookUp(f"{types}/mapping?issueTypeScreenSchemeId={{{scheme}}}", "values", {"issueTypeId": "default"},
               "screenSchemeId", "nextPage"),
    )  # fmt: skip
    yield _find(
        needs, "screen", "the screen on which issues are made",
        LookUp(f"/rest/api/3/screenscheme?id={{{screens}}}", "values", {}, "screens.default"),
    )  # fmt: skip
    screen = step_id(needs, "screen")
    yield _find(needs, "tab", "its first tab", LookUp(f"/rest/api/3/screens/{{{screen}}}/tabs", "", {}, "id"))


def _on_screen(needs: Needed, new: NewField, made: str) -> Step:
    path = f"/rest/api/3/screens/{{{step_id(needs, 'screen')}}}/tabs/{{{step_id(needs, 'tab')}}}/fields"
    return Step(
        id=f"{made}.screen",
        system=needs.record.system,
        what=f"“{title_of(new.field)}” on the project's screen",
        needed_by=new.needed_by,
        look_up=LookUp(path, "", {"id": reference(made)}, "id"),
        send=Send("POST", path, {"fieldId": reference(made)}, "id"),
    )


def _on_default_screen(needs: Needed, new: NewField, made: str) -> Step:
    return Step(
        id=f"{made}.screen",
        system=needs.record.system,
        what=f"“{title_of(new.field)}” on the default screen",
        needed_by=new.needed_by,
        look_up=LookUp(f"/rest/api/3/field/{{{made}}}/screens", "values", {"id": _DEFAULT_SCREEN}, "id", "nextPage"),
        send=Send("POST", f"/rest/api/3/screens/addToDefault/{{{made}}}"),
    )


# ── Required fields, statuses, changes ─────────────────────────────────────────────────────────────────────────────


def _required(needs: Needed) -> Iterator[Step]:
    """Which fields must be filled is said by the field configuration; this one is every project's that has no other."""
    made = [(reference(step_id(needs, n.field.name)), n.field) for n in needs.fields if field_type(n.field.type)]
    own = [(_own_id(field), field) for field in (*(new.field for new in needs.options), *needs.required)]
    required = [(id_, field) for id_, field in (*made, *own) if field.required and id_ is not None]
    if not required:
        return
    found = step_id(needs, "field_configuration")
    path = "/rest/api/3/fieldconfiguration"
    yield Step(
        found, needs.record.system, "the default field configuration", (),
        LookUp(f"{path}?isDefault=true", "values", {"isDefault": True}, "id"),
    )  # fmt: skip
    for id_, field in required:
        yield Step(
            id=step_id(needs, field.name, "required"),
            system=needs.record.system,
            what=f"“{title_of(field)}” required, in every project that has no field configuration of its own",
            send=Send(
                "PUT", f"{path}/{{{found}}}/fields", {"fieldConfigurationItems": [{"id": id_, "isRequired": True}]}
            ),
        )


def _own_id(field: Field) -> str | None:
    """The id of a field of Jira's own: the first step of its path below `fields`."""
    found = _OWN_PATH.match(field.read_at or "")
    return found[1] if found else None


def _statuses(needs: Needed) -> Iterator[Step]:
    for (name, _), status in zip(numbered(s.name for s in needs.statuses), needs.statuses, strict=True):
        label = status_title(needs, status)
        body: Body = {
            "scope": {"type": "GLOBAL"},
            "statuses": [{"name": label, "statusCategory": _CATEGORIES[status.category], "description": ""}],
        }
        search = f"/rest/api/3/statuses/search?searchString={quote(label, safe='')}"
        yield Step(
            id=step_id(needs, "status", name),
            system=needs.record.system,
            what=f"the status “{label}”",
            needed_by=("sync.status",),
            look_up=LookUp(search, "values", {"name": label}, "id", "nextPage"),
            send=Send("POST", "/rest/api/3/statuses", body, "0.id"),
        )


def _webhook(plan: Plan, needs: Needed, key: str) -> Step:
    """Registered by the integration's own app, which alone may do so; Jira forgets it after 30 days."""
    jql = f'project = "{key}"'
    body: Body = {
        "url": given(webhook(plan.handoff)),
        "webhooks": [{"events": list(_EVENTS), "jqlFilter": jql}],
    }
    return Step(
        id=step_id(needs, "webhook", plan.handoff.name),
        system=needs.record.system,
        what=f"the webhook for changes in {key}",
        needed_by=("sync",),
        look_up=LookUp("/rest/api/3/webhook", "values", {"jqlFilter": jql}, "id", "nextPage"),
        send=Send("POST", "/rest/api/3/webhook", body, "webhookRegistrationResult.0.createdWebhookId"),
    )


# ── What no call does ──────────────────────────────────────────────────────────────────────────────────────────────


def _by_hand(plan: Plan, needs: Needed, key: str | None) -> Iterator[str]:
    where = f"the project {key}" if key else "each project that takes part"
    for new in needs.fields:
        if field_type(new.field.type) is None:
            title = title_of(new.field)
            yield f"Jira has no field for values such as those of “{title}”: write another type in the spec."
        yield from _labels(new)
    for new in needs.options:
        if new.field.name not in ("priority", "resolution"):
            yield f"Give “{title_of(new.field)}” the values of the spec in {where}."
    if any(new.field.name == "priority" for new in needs.options):
        yield (
            f"Jira refuses the new priorities while issues of {where} hold others: say in its administration what "
            f"becomes of these."
        )
    lifecycle = needs.record.lifecycle
    if lifecycle and plan.handoff.sync and plan.handoff.sync.status:
        names = listed((f"“{status.name}”" for status in lifecycle.statuses), most=40)
        yield f"The workflow of {where} needs the statuses {names} and the transitions between them."
    if hears(plan, needs):
        if key is None:
            yield "Register a webhook for the projects that take part: Jira takes none for all projects."
        else:
            yield "Jira forgets a webhook after 30 days; `PUT /rest/api/3/webhook/refresh` extends it, and has to run."
    yield from left_to_people(needs, [field for field in needs.required if _own_id(field)])


def _labels(new: NewField) -> Iterator[str]:
    choice = choice_in(new.field.type)
    for option in choice.options if choice else ():
        if option.label != str(option.wire):
            yield (
                f"An option of Jira has one text, so people see “{option.wire}” in “{title_of(new.field)}” where the "
                f"spec says “{option.label}”."
            )
