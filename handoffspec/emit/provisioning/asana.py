"""What sets Asana up: custom fields with their options, their place in the project, and a webhook.

The calls are those of version 1.0 of the API (https://developers.asana.com/reference/customfields).
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from pydantic import JsonValue

from handoffspec.emit.provisioning.format import Body, LookUp, Send, Step, given, reference
from handoffspec.emit.provisioning.setup import (
    Setup,
    constant_for,
    described,
    hears,
    held_as_text,
    left_to_people,
    named,
    numbered,
    step_id,
    title_of,
)
from handoffspec.emit.provisioning.uses import Needed, NewField
from handoffspec.emit.variables import webhook
from handoffspec.plan import Plan
from handoffspec.schema.types import Type, choice_in

_API: Final = "/api/1.0"
_MOST_DECIMALS: Final = 6
_FILTERS: Final = (("task", "added"), ("task", "changed"), ("task", "deleted"), ("story", "added"))
"""What the integration is told of: kind of thing, and what happened to it."""


def setup(plan: Plan, needs: Needed) -> Setup:
    """The steps for Asana."""
    key = constant_for(plan, needs, "projects")
    made = [new for new in needs.fields if field_type(new.field.type) is not None]
    steps: list[Step] = []
    if key is not None and (made or hears(plan, needs)):
        steps += _project(needs, key)
        for new in made:
            steps += _field(plan, needs, new)
        if hears(plan, needs):
            steps.append(_webhook(plan, needs))
    return Setup(tuple(steps), tuple(_by_hand(plan, needs, key)))


def _project(needs: Needed, key: str) -> Iterator[Step]:
    """The project, and the workspace that its fields belong to: both must be there."""
    path = f"{_API}/projects/{quote(key, safe='')}?opt_fields=workspace"
    for name, what, at in (("project", f"the project {key}", "gid"), ("workspace", "its workspace", "workspace.gid")):
        yield Step(step_id(needs, name), needs.record.system, what, ("map.projects",), LookUp(path, "data", {}, at))


def field_type(type_: Type) -> str | None:
    """The type of custom field that holds values of a type; None: Asana has none."""
    match type_.kind:
        case "text" | "record" | "structure":
            return "text"
        case "number" | "duration":
            return "number"
        case "moment":
            return "date"
        case "choice":
            return "enum" if type_.options else "text"
        case "person" | "flag":
            return None
        case "reference":
            return "text"
        case "list":
            return _list_type(type_.item)


def _list_type(item: Type) -> str:
    if item.kind == "choice" and item.options:
        return "multi_enum"
    return "people" if item.kind == "person" else "text"


def _field(plan: Plan, needs: Needed, new: NewField) -> Iterator[Step]:
    field, made, title = new.field, step_id(needs, new.field.name), title_of(new.field)
    kind = field_type(field.type)
    choice = choice_in(field.type)
    data: Body = {
        "workspace": reference(step_id(needs, "workspace")),
        "name": title,
        "resource_subtype": kind,
        "description": described(plan, new, type_=held_as_text(field.type) or (field.type if choice else None)),
    }
    labels = [" ".join(option.label.split()) or option.name for option in choice.options] if choice else []
    if labels:
        data["enum_options"] = [{"name": label, "enabled": True} for label in labels]
    if kind == "number":
        data["precision"] = _precision(field.type)
    known = f"{_API}/workspaces/{{{step_id(needs, 'workspace')}}}/custom_fields?limit=100"
    yield Step(
        id=made,
        system=needs.record.system,
        what=f"the custom field “{title}”",
        needed_by=new.needed_by,
        look_up=LookUp(known, "data", {"name": title, "resource_subtype": kind}, "gid", "next_page.uri"),
        send=Send("POST", f"{_API}/custom_fields", {"data": data}, "data.gid"),
    )
    yield from _more_options(needs, new, made, labels)
    yield _on_project(needs, new, made)


def _precision(type_: Type) -> JsonValue:
    if type_.kind != "number" or type_.integer:
        return 0
    return min(_MOST_DECIMALS if type_.decimals is None else type_.decimals, _MOST_DECIMALS)


def _more_options(needs: Needed, new: NewField, made: str, labels: list[str]) -> Iterator[Step]:
    """A field that was found may lack some; one that was just made has them all."""
    for called, label in numbered(labels):
        yield Step(
            id=f"{made}.option.{called}",
            system=needs.record.system,
            what=f"the option “{label}” of “{title_of(new.field)}”",
            needed_by=new.needed_by,
            look_up=LookUp(f"{_API}/custom_fields/{{{made}}}", "data.enum_options", {"name": label}, "gid"),
            send=Send("POST", f"{_API}/custom_fields/{{{made}}}/enum_options", {"data": {"name": label}}, "data.gid"),
        )


def _on_project(needs: Needed, new: NewField, made: str) -> Step:
    at = f"{_API}/projects/{{{step_id(needs, 'project')}}}"
    settings = f"{at}/custom_field_settings?opt_fields=custom_field&limit=100"
    return Step(
        id=f"{made}.setting",
        system=needs.record.system,
        what=f"“{title_of(new.field)}” in the project",
        needed_by=new.needed_by,
        look_up=LookUp(settings, "data", {"custom_field.gid": reference(made)}, "gid", "next_page.uri"),
        send=Send("POST", f"{at}/addCustomFieldSetting", {"data": {"custom_field": reference(made)}}, "data.gid"),
    )


def _webhook(plan: Plan, needs: Needed) -> Step:
    """Asana first asks the address whether it is meant, and signs what it sends afterwards."""
    at, target = reference(step_id(needs, "project")), given(webhook(plan.handoff))
    filters: list[JsonValue] = [{"resource_type": kind, "action": action} for kind, action in _FILTERS]
    query = f"workspace={{{step_id(needs, 'workspace')}}}&resource={{{step_id(needs, 'project')}}}&limit=100"
    return Step(
        id=step_id(needs, "webhook", plan.handoff.name),
        system=needs.record.system,
        what="the webhook for changes in the project",
        needed_by=("trigger",) if "source" in needs.sides else ("sync",),
        look_up=LookUp(f"{_API}/webhooks?{query}", "data", {"target": target}, "gid", "next_page.uri"),
        send=Send(
            "POST", f"{_API}/webhooks", {"data": {"resource": at, "target": target, "filters": filters}}, "data.gid"
        ),
    )


def _by_hand(plan: Plan, needs: Needed, key: str | None) -> Iterator[str]:
    if key is None and (needs.fields or hears(plan, needs)):
        fields = f" make {named(new.field for new in needs.fields)} there, and" if needs.fields else ""
        yield f"The spec does not say which project it is:{fields} register a webhook for its tasks and their stories."
    for new in needs.fields:
        if field_type(new.field.type) is None:
            title = title_of(new.field)
            yield f"Asana has no field for values such as those of “{title}”: write another type in the spec."
    required = [new.field for new in needs.fields if new.field.required]
    if required:
        yield f"Asana requires no custom field. Ask for {named(required)} in the project's form."
    yield from left_to_people(needs)
