"""A field of the catalogue against what one instance says of it: only what the instance narrows is written."""

from dataclasses import replace

from handoffspec.importers.found import Found
from handoffspec.schema.systems import Field, Record, shape
from handoffspec.schema.types import ChoiceType, Limit, ListType, Option, TextType, Type


def difference(found: Found, record: Record) -> Found | None:
    """What has to be said in `extend` of a field that the catalogue has; None where it says as much already."""
    own = record.field(found.native or "")
    if own is None:
        return found
    is_status = record.lifecycle is not None and record.lifecycle.field == own.name
    options = None if is_status else _options(found.type, own.type)
    narrowed = replace(
        found,
        type=options or (_shorter(found.type, own.type) if own.writable else None),
        required=found.required and not own.required,
        required_when=None if own.required or own.required_when else found.required_when,
        read_only=found.read_only and own.writable,
        at_creation=False,
        kept=False,
        personal=False,
        secret=False,
        default=found.default if options and _default_is_new(found, own) else None,
    )
    says_something = narrowed.type or narrowed.required or narrowed.required_when or narrowed.read_only
    return narrowed if says_something else None


def disagreement(found: Found, record: Record) -> str | None:
    """Where an instance has another kind of field than the catalogue says; the catalogue's stands then."""
    own = record.field(found.native or "")
    if own is None or found.type is None or found.type.kind == own.type.kind:
        return None
    return f"the catalogue has it as {shape(own.type)}, the instance as {shape(found.type)}"


def _options(new: Type | None, own: Type) -> Type | None:
    """The instance's options, where they are not those of the catalogue. Names that the catalogue has stay."""
    match new, own:
        case ListType(item=ChoiceType() as inner), ListType(item=ChoiceType() as before):
            item = _options(inner, before)
            return replace(own, item=item) if item else None
        case ChoiceType(options=options), ChoiceType(options=before) if options:
            names = {option.wire: option for option in before}
            kept = tuple(_as_known(option, names.get(option.wire)) for option in options)
            same = {option.wire for option in options} == set(names)
            return None if same else ChoiceType(kept)
        case _:
            return None


def _as_known(option: Option, before: Option | None) -> Option:
    return option if before is None else replace(option, name=before.name)


def _shorter(new: Type | None, own: Type) -> Type | None:
    """A text that holds less than the catalogue says, as its type with the smaller limit."""
    if not isinstance(new, TextType) or not isinstance(own, TextType) or new.limit is None:
        return None
    return replace(own, limit=new.limit) if _less(new.limit, own.limit) else None


def _less(new: Limit, own: Limit | None) -> bool:
    return own is None or (new.unit == own.unit and new.number < own.number)


def _default_is_new(found: Found, own: Field) -> bool:
    return found.default is not None and found.default != own.default
