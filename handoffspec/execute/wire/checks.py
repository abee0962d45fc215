"""Values held to what their fields promise: limits, and that required fields are filled."""

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from handoffspec.execute.wire.errors import OVER_LIMIT, VALUE_UNFIT, WireError
from handoffspec.execute.wire.misfit import MisfitError, unfit
from handoffspec.execute.wire.report import misfit_error, missing_error
from handoffspec.schema.conditions import Condition
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import Limit, ListType, NumberType, RecordType, TextType, Type
from handoffspec.text.cut import Unit, measure, text_length
from handoffspec.text.document import Document

Holds = Callable[[Condition], bool | None]
"""Whether a condition over the record's fields holds; None: not known."""


def check_record(record: Record, values: Mapping[str, object], holds: Holds | None = None) -> Iterator[WireError]:
    """What in a record's values is beyond a limit, or empty although required, field by field.

    A field that is not there at all is taken as not asked for and passes, unless a company added it and says that it
    is required: what is not among a ticket's custom fields is empty. `required when` is held where `holds` can tell.
    """
    for field in record.fields:
        if field.read_at is None:
            continue
        there = field.name in values
        value = values.get(field.name)
        if is_empty(value):
            if (there or field.custom) and _required(field, holds):
                yield missing_error(record, field)
        elif (misfit := over_limit(field.type, value)) is not None:
            yield misfit_error(record, field, misfit)


def is_empty(value: object) -> bool:
    """Whether nothing is filled in: null, an empty text, list or object."""
    return value is None or value in ("", [], {}) or value == Document()


def over_limit(type_: Type, value: object) -> MisfitError | None:
    """The first limit that a value of the type is beyond; None: within all of them."""
    match type_:
        case TextType():
            return _text(type_, value)
        case NumberType():
            return _number(type_, value)
        case ListType(item, _, limit):
            values = cast("list[object]", value) if isinstance(value, list) else []
            if limit is not None and len(values) > limit.number:
                return MisfitError(OVER_LIMIT, f"{len(values)} items", f"at most {limit.number}")
            inside = ((f"[{n}]", over_limit(item, each)) for n, each in enumerate(values))
            return _first(inside)
        case RecordType(members):
            parts = cast("dict[str, object]", value) if isinstance(value, dict) else {}
            return _first((f".{m.name}", over_limit(m.type, parts.get(m.name))) for m in members)
        case _:
            return None


def _required(field: Field, holds: Holds | None) -> bool:
    if field.required or field.required_when is None or holds is None:
        return field.required
    return holds(field.required_when) is True


def _first(found: Iterator[tuple[str, MisfitError | None]]) -> MisfitError | None:
    return next((misfit.within(step) for step, misfit in found if misfit is not None), None)


def _text(type_: TextType, value: object) -> MisfitError | None:
    if isinstance(value, str) and not type_.spaces and any(c.isspace() for c in value):
        return unfit(VALUE_UNFIT, value, "a word without blanks")
    limit = type_.limit
    if limit is None or not isinstance(value, str | Document):
        return None
    length = _length(value, limit)
    if length <= limit.number:
        return None
    return MisfitError(OVER_LIMIT, f"{length} {limit.unit}", f"at most {limit.number}")


def _length(value: str | Document, limit: Limit) -> int:
    unit: Unit = "bytes" if limit.unit == "bytes" else "characters"
    return text_length(value, unit) if isinstance(value, Document) else measure(value, unit)


def _number(type_: NumberType, value: object) -> MisfitError | None:
    if not isinstance(value, int | float):
        return None
    if type_.lowest is not None and value < type_.lowest:
        return unfit(OVER_LIMIT, value, f"at least {type_.lowest:g}")
    if type_.highest is not None and value > type_.highest:
        return unfit(OVER_LIMIT, value, f"at most {type_.highest:g}")
    if type_.decimals is not None and round(value, type_.decimals) != value:
        return unfit(OVER_LIMIT, value, f"at most {type_.decimals} decimal places")
    return None
