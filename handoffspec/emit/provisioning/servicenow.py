"""What sets ServiceNow up: columns with their choices, and a business rule that tells of changes.

All calls are those of the Table API (https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html); the
tables are sys_dictionary, sys_choice, sys_properties and sys_script.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from handoffspec.emit.provisioning.format import Body, LookUp, Send, Step, given
from handoffspec.emit.provisioning.setup import (
    Setup,
    described,
    hears,
    held_as_text,
    left_to_people,
    numbered,
    step_id,
    title_of,
)
from handoffspec.emit.provisioning.uses import Needed, NewField
from handoffspec.emit.variables import webhook
from handoffspec.plan import Plan
from handoffspec.schema.spelling import identifier
from handoffspec.schema.types import Option, Type, choice_in

_TABLE: Final = "/api/now/table"
_LONG: Final = 4000
"""Characters of a text that the spec does not limit."""
_WORD: Final = 40
"""Characters of a choice's value, as ServiceNow's own columns have it."""
_LONGEST_NAME: Final = 60
_TARGETS: Final[Mapping[str, str]] = {
    "group": "sys_user_group", "organisation": "core_company", "service": "cmdb_ci_service",
    "configuration_item": "cmdb_ci",
}  # fmt: skip
_SCRIPT: Final = """\
(function executeRule(current, previous) {
  var request = new sn_ws.RESTMessageV2();
  request.setEndpoint(gs.getProperty('handoff.%(handoff)s.webhook'));
  request.setHttpMethod('POST');
  request.setRequestHeader('Content-Type', 'application/json');
  request.setRequestBody(JSON.stringify({handoff: '%(handoff)s', ticket: current.getUniqueValue()}));
  request.executeAsync();
})(current, previous);
"""


def setup(plan: Plan, needs: Needed) -> Setup:
    """The steps for ServiceNow."""
    steps: list[Step] = []
    for new in needs.fields:
        kind = column_type(new.field.type)
        if kind is not None:
            steps.append(_column(plan, needs, new, kind))
            steps += _choices(needs, new, _element(new), _options(new))
    for new in needs.options:
        options = [option for option in _options(new) if option.name in new.field.unbound_values]
        steps += _choices(needs, new, new.field.written_at or new.field.name, options)
    if hears(plan, needs):
        steps += _business_rule(plan, needs)
    return Setup(tuple(steps), tuple(_by_hand(needs)))


def _options(new: NewField) -> tuple[Option, ...]:
    choice = choice_in(new.field.type)
    return choice.options if choice else ()


def _element(new: NewField) -> str:
    """A company's own columns begin with u_."""
    return f"u_{identifier(new.field.name)[:_LONGEST_NAME]}"


def column_type(type_: Type) -> tuple[str, str] | None:
    """The type of column that holds values of a type, and the table that it refers to; None: there is none."""
    match type_.kind:
        case "text" | "record" | "structure":
            return "string", ""
        case "number":
            return ("integer" if type_.integer else "decimal"), ""
        case "flag":
            return "boolean", ""
        case "moment":
            return ("glide_date" if type_.precision == "date" else "glide_date_time"), ""
        case "duration":
            return "glide_duration", ""
        case "choice":
            return "string", ""
        case "person":
            return "reference", "sys_user"
        case "reference":
            return ("reference", _TARGETS[type_.to]) if type_.to in _TARGETS else None
        case "list":
            return _list_type(type_.item)


def _list_type(item: Type) -> tuple[str, str] | None:
    """Lists of rows have a type of their own; lists of texts and structures are JSON."""
    if item.kind in ("person", "reference"):
        inner = column_type(item)
        return ("glide_list", inner[1]) if inner else None
    return ("string", "") if item.kind in ("text", "record", "structure") else None


def _column(plan: Plan, needs: Needed, new: NewField, kind: tuple[str, str]) -> Step:
    field, table, title = new.field, needs.record.name, title_of(new.field)
    internal, target = kind
    body: Body = {
        "name": table,
        "element": _element(new),
        "column_label": title,
        "internal_type": internal,
        "mandatory": _yes(field.required),
        "read_only": _yes(field.read_only),
        "active": "true",
        "comments": described(plan, new, type_=held_as_text(field.type)),
    }
    if internal == "string":
        body["max_length"] = str(_length(field.type))
    if target:
        body["reference"] = target
    if field.type.kind == "choice":
        # 3: a list without an empty line, 1: with one.
        body["choice"] = "3" if field.required else "1"
    query = f"name={table}^element={_element(new)}"
    return _row(
        needs, step_id(needs, field.name), "sys_dictionary", query, f"the column “{title}”", body, new.needed_by
    )


def _length(type_: Type) -> int:
    if type_.kind == "choice":
        return _WORD
    return type_.limit.number if type_.kind == "text" and type_.limit else _LONG


def _yes(holds: bool) -> str:  # noqa: FBT001 - the value itself
    return "true" if holds else "false"


def _choices(needs: Needed, new: NewField, element: str, options: tuple[Option, ...] | list[Option]) -> Iterator[Step]:
    table = needs.record.name
    for place, ((called, _), option) in enumerate(
        zip(numbered(option.name for option in options), options, strict=True)
    ):
        value, label = str(option.wire), " ".join(option.label.split()) or option.name
        query = f"name={table}^element={element}^language=en"
        body: Body = {
            "name": table, "element": element, "value": value, "label": label, "sequence": str(place),
            "language": "en", "inactive": "false",
        }  # fmt: skip
        yield _row(
            needs, step_id(needs, new.field.name, "option", called), "sys_choice", query,
            f"the choice “{label}” of “{title_of(new.field)}”", body, new.needed_by, same={"value": value},
        )  # fmt: skip


def _row(  # noqa: PLR0913 - what a step says, and the row
    needs: Needed,
    step: str,
    table: str,
    query: str,
    what: str,
    body: Body,
    needed_by: tuple[str, ...],
    *,
    same: Body | None = None,
) -> Step:
    """A row of a table, found by a query that holds nothing but identifiers."""
    return Step(
        id=step,
        system=needs.record.system,
        what=what,
        needed_by=needed_by,
        look_up=LookUp(f"{_TABLE}/{table}?sysparm_query={quote(query, safe='')}", "result", same or {}, "sys_id"),
        send=Send("POST", f"{_TABLE}/{table}", body, "result.sys_id"),
    )


def _business_rule(plan: Plan, needs: Needed) -> Iterator[Step]:
    """Tells of every change; the plan decides what it means. The address is a property, so that it can change."""
    name, table = plan.handoff.name, needs.record.name
    why = ("trigger",) if "source" in needs.sides else ("sync",)
    setting = f"handoff.{name}.webhook"
    yield _row(
        needs, step_id(needs, "property", name), "sys_properties", f"name={setting}", f"the property {setting}",
        {"name": setting, "value": given(webhook(plan.handoff)), "type": "string",
         "description": f"Where the integration of the handoff {name} hears of changes."}, why,
    )  # fmt: skip
    title = f"Handoff {name}"
    yield _row(
        needs, step_id(needs, "business_rule", name), "sys_script", f"collection={table}^name={title}",
        f"the business rule “{title}”",
        {"name": title, "collection": table, "when": "async", "action_insert": "true", "action_update": "true",
         "active": "true", "script": _SCRIPT % {"handoff": name}}, why,
    )  # fmt: skip


def _by_hand(needs: Needed) -> Iterator[str]:
    for new in needs.fields:
        title = title_of(new.field)
        if column_type(new.field.type) is None:
            yield f"ServiceNow has no column for values such as those of “{title}”: write another type in the spec."
        elif new.field.seen_by:
            yield f"An access rule (ACL) has to keep “{title}” from everybody else."
    for status in needs.statuses:
        yield f"Give incidents the state “{status.name}”; its value goes into the spec, as in `as 11`."
    if needs.fields:
        yield "Put the new columns on the form."
    yield from left_to_people(needs)
