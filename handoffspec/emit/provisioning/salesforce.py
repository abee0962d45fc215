"""What sets Salesforce up: custom fields of Case, who may see them, and the change events that the integration hears.

The calls are those of the Tooling and the REST API: CustomField and PlatformEventChannelMember
(https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/), PermissionSet and FieldPermissions
(https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/).
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from pydantic import JsonValue

from handoffspec.emit.provisioning.format import Body, LookUp, Send, Step, reference
from handoffspec.emit.provisioning.setup import (
    Setup,
    described,
    hears,
    held_as_text,
    left_to_people,
    named,
    step_id,
    title_of,
)
from handoffspec.emit.provisioning.uses import Needed, NewField
from handoffspec.emit.words.amounts import listed
from handoffspec.plan import Plan
from handoffspec.schema.spelling import identifier
from handoffspec.schema.types import Type, choice_in

_SHORT: Final = 255
_LONG: Final = 32_768
_DIGITS: Final = 18
_LONGEST_NAME: Final = 40
"""Characters of a field's name, without its ending."""
_LONGEST_LABEL: Final = 40
_LONGEST_HELP: Final = 510
_TARGETS: Final = {"organisation": "Account", "case": "Case", "configuration_item": "Asset"}


def setup(plan: Plan, needs: Needed) -> Setup:
    """The steps for Salesforce."""
    steps = [_field(plan, needs, new) for new in needs.fields]
    steps += _rights(plan, needs)
    if hears(plan, needs):
        steps.append(_change_events(needs))
    return Setup(tuple(steps), tuple(_by_hand(plan, needs)))


def _root(needs: Needed) -> str:
    """`/services/data/v62.0`, as the catalogue's own calls have it."""
    create = needs.record.call("create")
    return create.path.split("/sobjects/", 1)[0] if create else "/services/data/v62.0"


def _object(needs: Needed) -> str:
    create = needs.record.call("create")
    return create.path.rsplit("/", 1)[-1] if create else "Case"


def _name(new: NewField) -> str:
    return identifier(new.field.name)[:_LONGEST_NAME].rstrip("_")


def _query(needs: Needed, of: str, where: str, *, tooling: bool) -> LookUp:
    """A query that holds nothing but identifiers."""
    soql = quote(f"SELECT Id FROM {of} WHERE {where}", safe="")  # noqa: S608 - no text of a spec comes in here
    return LookUp(f"{_root(needs)}{'/tooling' if tooling else ''}/query?q={soql}", "records", {}, "Id")


# ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _field(plan: Plan, needs: Needed, new: NewField) -> Step:
    title, name = title_of(new.field), _name(new)
    of = _object(needs)
    words = described(plan, new, type_=held_as_text(new.field.type))
    metadata: Body = {
        "label": title[:_LONGEST_LABEL],
        "description": words,
        "inlineHelpText": words if len(words) <= _LONGEST_HELP else words[words.rindex("[handoffspec") :],
        **_type(new.field.type),
    }
    if metadata["type"] == "Lookup":
        metadata["relationshipName"] = f"{name}_of"
    if new.field.required and metadata["type"] not in ("Checkbox", "LongTextArea", "Html"):
        metadata["required"] = True
    return Step(
        id=step_id(needs, new.field.name),
        system=needs.record.system,
        what=f"the custom field “{title}”",
        needed_by=new.needed_by,
        look_up=_query(needs, "CustomField", f"DeveloperName = '{name}' AND TableEnumOrId = '{of}'", tooling=True),
        send=Send(
            "POST",
            f"{_root(needs)}/tooling/sobjects/CustomField",
            {"FullName": f"{of}.{name}__c", "Metadata": metadata},
            "id",
        ),
    )


def _type(type_: Type) -> Body:
    match type_.kind:
        case "text":
            return _text(type_.limit.number if type_.limit else _SHORT, rich=type_.rich)
        case "number" | "duration":
            return {"type": "Number", "precision": _DIGITS, "scale": _scale(type_)}
        case "flag":
            return {"type": "Checkbox", "defaultValue": "false"}
        case "moment":
            return {"type": "Date" if type_.precision == "date" else "DateTime"}
        case "person":
            return {"type": "Lookup", "referenceTo": "User"}
        case "reference" if type_.to in _TARGETS:
            return {"type": "Lookup", "referenceTo": _TARGETS[type_.to]}
        case _:
            return _picklist(type_) or _text(_SHORT if type_.kind in ("choice", "reference") else _LONG)


def _scale(type_: Type) -> int:
    """Places behind the point; two where the spec does not say."""
    if type_.kind != "number" or type_.integer:
        return 0
    return 2 if type_.decimals is None else min(type_.decimals, _DIGITS - 1)


def _picklist(type_: Type) -> Body | None:
    choice = choice_in(type_)
    if choice is None or not choice.options:
        return None
    values: list[JsonValue] = [
        {"fullName": str(option.wire), "label": " ".join(option.label.split()) or option.name, "default": False}
        for option in choice.options
    ]
    held: Body = {"valueSet": {"restricted": True, "valueSetDefinition": {"sorted": False, "value": values}}}
    several = type_.kind == "list"
    return {"type": "MultiselectPicklist", "visibleLines": 4, **held} if several else {"type": "Picklist", **held}


def _text(length: int, *, rich: bool = False) -> Body:
    if rich:
        return {"type": "Html", "length": _LONG, "visibleLines": 25}
    if length <= _SHORT:
        return {"type": "Text", "length": length}
    return {"type": "LongTextArea", "length": min(length, 131_072), "visibleLines": 5}


# ── Who may see them, and who is told ──────────────────────────────────────────────────────────────────────────────


def _rights(plan: Plan, needs: Needed) -> Iterator[Step]:
    """A new field is seen by nobody. Required ones are seen by everybody and take no such right."""
    of, root = _object(needs), _root(needs)
    open_ = [new for new in needs.fields if not new.field.required]
    if not open_:
        return
    name = f"Handoff_{identifier(plan.handoff.name)}"
    granted = step_id(needs, "permission_set", plan.handoff.name)
    yield Step(
        id=granted,
        system=needs.record.system,
        what=f"the permission set {name}",
        needed_by=(),
        look_up=_query(needs, "PermissionSet", f"Name = '{name}'", tooling=False),
        send=Send(
            "POST", f"{root}/sobjects/PermissionSet", {"Name": name, "Label": f"Handoff {plan.handoff.name}"}, "id"
        ),
    )
    path = f"{root}/sobjects/FieldPermissions"
    for new in open_:
        field = f"{of}.{_name(new)}__c"
        yield Step(
            id=step_id(needs, new.field.name, "permission", plan.handoff.name),
            system=needs.record.system,
            what=f"the right to see and edit “{title_of(new.field)}” in {name}",
            needed_by=new.needed_by,
            look_up=_query(needs, "FieldPermissions", f"Field = '{field}' AND Parent.Name = '{name}'", tooling=False),
            send=Send(
                "POST",
                path,
                {"ParentId": reference(granted), "SobjectType": of, "Field": field, "PermissionsRead": True,
                 "PermissionsEdit": True},
                "id",
            ),
        )  # fmt: skip


def _change_events(needs: Needed) -> Step:
    of = _object(needs)
    member = f"ChangeEvents_{of}ChangeEvent"
    return Step(
        id=step_id(needs, "change_events"),
        system=needs.record.system,
        what=f"change events of {of}",
        needed_by=("trigger",) if "source" in needs.sides else ("sync",),
        look_up=_query(needs, "PlatformEventChannelMember", f"DeveloperName = '{member}'", tooling=True),
        send=Send(
            "POST",
            f"{_root(needs)}/tooling/sobjects/PlatformEventChannelMember",
            {"FullName": member, "Metadata": {"eventChannel": "ChangeEvents", "selectedEntity": f"{of}ChangeEvent"}},
            "id",
        ),
    )


def _by_hand(plan: Plan, needs: Needed) -> Iterator[str]:
    if any(not new.field.required for new in needs.fields):
        granted = f"Handoff_{identifier(plan.handoff.name)}"
        yield f"Give the permission set {granted} to the integration and to whoever works on cases."
    if needs.fields:
        yield "Put the new fields on the page layouts of cases."
    for new in needs.options:
        values = listed((f"“{value}”" for value in new.field.unbound_values), most=40)
        yield f"The picklist “{title_of(new.field)}” needs the values {values}, in this order."
    if needs.statuses:
        names = listed((f"“{status.name}”" for status in needs.statuses), most=40)
        yield f"The picklist of statuses needs {names}."
    if hears(plan, needs):
        yield "The integration subscribes to the change events of cases; Salesforce calls no webhook by itself."
    required = [new.field for new in needs.fields if new.field.required]
    if required:
        yield f"A required field must be filled by every integration that opens cases: {named(required)}."
    yield from left_to_people(needs)
