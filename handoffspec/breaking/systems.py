"""The two systems themselves: fields that hold less or something else, comments, files and calls."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handoffspec.breaking import words
from handoffspec.breaking.changes import Change, Version
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ChoiceType, Limit, ListType, TextType

_ENDS: tuple[tuple[Side, str], ...] = (("source", "from"), ("destination", "to"))


def system_changes(old: Version, new: Version) -> Iterator[Change]:
    """What the records of both sides no longer hold or take as they did."""
    used = _used(new.handoff)
    for side, end in _ENDS[: 1 if new.handoff.within else 2]:
        before, after = old.handoff.record(side), new.handoff.record(side)
        for field in before.fields:
            now = after.field(field.name)
            place = used.get(FieldRef(side, field.name), end)
            messages = ["is gone"] if now is None else _field(field, now) if now != field else []
            name = f"{after.system}.{field.name}"
            yield from (Change("data", new.handoff.name, place, f"`{name}` {message}") for message in messages)
        yield from (Change("data", new.handoff.name, end, message) for message in _api(before, after))


def _api(before: Record, after: Record) -> Iterator[str]:
    for operation in dict.fromkeys(call.operation for call in (*before.calls, *after.calls)):
        was, now = before.call(operation), after.call(operation)
        if was is not None and was != now:
            yield f"{after.system_title}: the call `{operation}` is {'another one' if now else 'gone'}"
    if before.comments is not None and before.comments != after.comments:
        yield f"{after.system_title}: comments are described in another way"
    if before.attachments is not None and before.attachments != after.attachments:
        yield f"{after.system_title}: attachments are described in another way"


def _used(handoff: Handoff) -> Mapping[FieldRef, str]:
    """The fields that rules and requirements name, each with the first of them."""
    used: dict[FieldRef, str] = {}
    for rule in handoff.rules:
        targets = rule.target.fields if rule.target.kind == "fields" else ()
        for ref in (*rule.fields, *targets):
            used.setdefault(ref, rule.id)
    for requirement in handoff.requirements:
        if isinstance(requirement.subject, FieldRef):
            used.setdefault(requirement.subject, requirement.id)
    return used


def _field(before: Field, after: Field) -> Iterator[str]:
    was, now = _limit(before), _limit(after)
    if now is not None and (was is None or now.unit != was.unit or now.number < was.number):
        yield f"holds {words.limit(now)}, no longer {words.limit(was)}"
    gone = [name for name in _options(before) if name not in _options(after)] if _options(after) else []
    if gone:
        yield f"can no longer be {words.listed(f'`{name}`' for name in gone)}"
    if before.type.kind != after.type.kind:
        yield f"is a {after.type.kind}, no longer a {before.type.kind}"
    elif now == was and not gone and before.type != after.type and not _wider(before, after):
        yield "holds other values than before"
    yield from _rights(before, after)


def _rights(before: Field, after: Field) -> Iterator[str]:
    """Whether it has to be filled, who sees and changes it, and where."""
    if after.required and not before.required:
        yield "must be filled now"
    elif before.required and not after.required:
        yield "may stay empty now"
    if after.seen_by and (not before.seen_by or set(before.seen_by) - set(after.seen_by)):
        yield f"is now seen by {words.listed(after.seen_by)} only"
    if (before.read_at, before.read_as) != (after.read_at, after.read_as):
        yield "is read from another place in the API"
    if (before.written_at, before.written_as) != (after.written_at, after.written_as):
        yield "is written to another place in the API"
    for mark, was_so, is_so in (
        ("personal", before.personal, after.personal),
        ("secret", before.secret, after.secret),
    ):
        if was_so and not is_so:
            yield f"is no longer marked {mark}"
    if (after.read_only and not before.read_only) or (after.at_creation and not before.at_creation):
        yield "can no longer be changed"


def _limit(field: Field) -> Limit | None:
    return field.type.limit if isinstance(field.type, TextType | ListType) else None


def _options(field: Field) -> tuple[str, ...]:
    type_ = field.type.item if isinstance(field.type, ListType) else field.type
    return tuple(option.name for option in type_.options) if isinstance(type_, ChoiceType) else ()


def _wider(before: Field, after: Field) -> bool:
    """Whether only options, their labels, or room have been added."""
    if isinstance(before.type, ChoiceType) and isinstance(after.type, ChoiceType):
        wires = {option.name: option.wire for option in after.type.options}
        return not wires or all(wires.get(option.name) == option.wire for option in before.type.options)
    if isinstance(before.type, TextType) and isinstance(after.type, TextType):
        return replace(before.type, limit=None) == replace(after.type, limit=None)
    return False
