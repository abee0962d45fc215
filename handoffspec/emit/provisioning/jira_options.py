"""Options of fields that are Jira's own: priorities with their scheme, and resolutions."""

from collections.abc import Iterator
from typing import Final

from handoffspec.emit.provisioning.format import Body, LookUp, Send, Step, reference
from handoffspec.emit.provisioning.setup import numbered, step_id
from handoffspec.emit.provisioning.uses import Needed, NewField
from handoffspec.plan import Plan
from handoffspec.schema.types import Option, choice_in

_RANKS: Final = (
    ("#cd1316", "highest"), ("#e9494a", "high"), ("#e97f33", "medium"), ("#2d8738", "low"), ("#57a55a", "lowest"),
)  # fmt: skip
"""Jira asks for a colour and a picture. The first option is taken for the most urgent, as in Jira's own list."""


def own_options(plan: Plan, needs: Needed, key: str | None) -> Iterator[Step]:
    """The steps that make what the spec names and Jira may not have."""
    for new in needs.options:
        if new.field.name == "priority":
            yield from _priorities(plan, needs, new, key)
        elif new.field.name == "resolution":
            yield from _resolutions(needs, new)


def _unbound(new: NewField) -> list[Option]:
    choice = choice_in(new.field.type)
    return [option for option in choice.options if option.name in new.field.unbound_values] if choice else []


def _priorities(plan: Plan, needs: Needed, new: NewField, key: str | None) -> Iterator[Step]:
    options = _unbound(new)
    ids: dict[str, str] = {}
    for place, ((name, _), option) in enumerate(zip(numbered(o.name for o in options), options, strict=True)):
        colour, icon = _RANKS[min(place * len(_RANKS) // max(len(options), 1), len(_RANKS) - 1)]
        ids[option.name] = step_id(needs, "priority", name)
        yield Step(
            id=ids[option.name],
            system=needs.record.system,
            what=f"the priority “{option.wire}”",
            needed_by=new.needed_by,
            look_up=LookUp("/rest/api/3/priority/search", "values", {"name": str(option.wire)}, "id", "nextPage"),
            send=Send(
                "POST",
                "/rest/api/3/priority",
                {
                    "name": str(option.wire),
                    "statusColor": colour,
                    "iconUrl": f"/images/icons/priorities/{icon}_new.png",
                },
                "id",
            ),
        )
    choice = choice_in(new.field.type)
    if key is not None and choice and len(options) == len(choice.options):
        yield _scheme(plan, needs, new, ids)


def _scheme(plan: Plan, needs: Needed, new: NewField, ids: dict[str, str]) -> Step:
    """Which priorities a project has is said by its scheme. Jira refuses it while issues hold other priorities."""
    title = f"Handoff {plan.handoff.name}"
    standard = ids.get(str(new.field.default), next(iter(ids.values())))
    body: Body = {
        "name": title,
        "priorityIds": [reference(step, as_="number") for step in ids.values()],
        "defaultPriorityId": reference(standard, as_="number"),
        "projectIds": [reference(step_id(needs, "project"), as_="number")],
    }
    return Step(
        id=step_id(needs, "priority_scheme", plan.handoff.name),
        system=needs.record.system,
        what=f"the priority scheme “{title}”",
        needed_by=new.needed_by,
        look_up=LookUp("/rest/api/3/priorityscheme", "values", {"name": title}, "id", "nextPage"),
        send=Send("POST", "/rest/api/3/priorityscheme", body, "id"),
    )


def _resolutions(needs: Needed, new: NewField) -> Iterator[Step]:
    options = _unbound(new)
    for (name, _), option in zip(numbered(o.name for o in options), options, strict=True):
        yield Step(
            id=step_id(needs, "resolution", name),
            system=needs.record.system,
            what=f"the resolution “{option.wire}”",
            needed_by=new.needed_by,
            look_up=LookUp("/rest/api/3/resolution/search", "values", {"name": str(option.wire)}, "id", "nextPage"),
            send=Send("POST", "/rest/api/3/resolution", {"name": str(option.wire), "description": ""}, "id"),
        )
