"""A value cut to what its new field holds, and what that took away."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, cast

from handoffspec.execute.values import is_empty
from handoffspec.schema.losses import Cause
from handoffspec.schema.systems import Codec
from handoffspec.schema.types import ChoiceType, Limit, ListType, NumberType, TextType, Type
from handoffspec.text.convert import FORMATS
from handoffspec.text.cut import ELLIPSIS, Counted, Unit, measure, truncate
from handoffspec.text.document import Document
from handoffspec.text.features import Feature, in_order
from handoffspec.text.plain import plain_text, visible_text
from handoffspec.text.visible import cut_before_half_escape

BLANK: Final = "_"
"""Stands in for blanks where none may be."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One way in which a value is not what it was, in a clause for people."""

    cause: Cause
    detail: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """A value that fits, and what was taken from it."""

    value: object
    taken: tuple[Taken, ...] = ()

    def then(self, value: object, *taken: Taken) -> "Fitted":
        """The next value, with what was taken before and now."""
        return Fitted(value, (*self.taken, *taken))


def fit(value: object, type_: Type, codec: Codec | None = None) -> Fitted:
    """The value cut, rounded or put in order as its type, and the form it is written in, ask."""
    match type_:
        case TextType():
            return _fit_text(value, type_, codec)
        case NumberType():
            return _fit_number(value, type_)
        case ListType() if isinstance(value, list):
            return _fit_list(cast("list[object]", value), type_)
        case _:
            return Fitted(value)


def counted(codec: Codec | None) -> Counted:
    """What of a rich text counts against a limit: what people see, or all that is written where that is plain text."""
    return plain_text if codec in (None, "plain") else visible_text


def cut(value: object, limit: Limit, codec: Codec | None = None) -> Fitted:
    """A text or list cut to a limit; a cut text ends in an ellipsis."""
    if limit.unit == "items":
        items = cast("list[object]", value) if isinstance(value, list) else []
        over = len(items) - limit.number
        if over <= 0:
            return Fitted(value)
        return Fitted(items[: limit.number], (Taken("truncation", f"{over} of {len(items)} items do not fit"),))
    unit: Unit = limit.unit
    cause: Cause = "bytes" if unit == "bytes" else "truncation"
    if isinstance(value, Document):
        shorter, was_cut = truncate(value, limit.number, unit, counted(codec))
        return Fitted(shorter, (beyond(cause, limit),) if was_cut else ())
    if isinstance(value, str) and measure(value, unit) > limit.number:
        return Fitted(cut_text(value, limit.number, unit), (beyond(cause, limit),))
    return Fitted(value)


def markup_taken(value: object, codec: str | None, unread: frozenset[Feature] = frozenset()) -> tuple[Taken, ...]:
    """What a rich text loses by being written in a format, after reading it left out what is `unread`."""
    form = FORMATS.get(codec or "plain", FORMATS["plain"])
    lost = in_order(unread | form.write(value).losses) if isinstance(value, Document) else ()
    return (Taken("markup", markup_clause(lost)),) if lost else ()


def markup_clause(lost: Iterable[Feature]) -> str:
    """That some formatting is not kept."""
    return f"formatting is not kept: {', '.join(map(str, lost))}"


def beyond(cause: Cause, limit: Limit) -> Taken:
    """That what is beyond a limit is cut."""
    return Taken(cause, f"over {limit.number:,} {limit.unit} is cut")


def cut_text(text: str, most: int, unit: Unit) -> str:
    """As much of a longer text as leaves room for the ellipsis; where not even that has room, nothing."""
    room = most - measure(ELLIPSIS, unit)
    if room < 0:
        return ""
    if unit == "characters":
        return cut_before_half_escape(text[:room]) + ELLIPSIS
    kept = text.encode("utf-8", "surrogatepass")[:room].decode("utf-8", "ignore")
    return cut_before_half_escape(kept) + ELLIPSIS


def _fit_text(value: object, type_: TextType, codec: Codec | None) -> Fitted:
    fitted = Fitted(value)
    if not type_.spaces and isinstance(value, str) and re.search(r"\s", value):
        without = re.sub(r"\s+", BLANK, value.strip())
        fitted = fitted.then(without, Taken("blanks", f"blanks become {BLANK}"))
    if type_.limit is None:
        return fitted
    shorter = cut(fitted.value, type_.limit, codec)
    return fitted.then(shorter.value, *shorter.taken)


def _fit_number(value: object, type_: NumberType) -> Fitted:
    digits = 0 if type_.integer else type_.decimals
    if digits is None or not isinstance(value, int | float) or isinstance(value, bool):
        return Fitted(value)
    return rounded(value, digits)


def rounded(value: float, digits: int) -> Fitted:
    """A number with so many digits behind the point."""
    near = round(value, digits)
    near = int(near) if near == int(near) and digits <= 0 else near
    return Fitted(near, (Taken("precision", f"rounded to {digits} digits behind the point"),) if near != value else ())


def _fit_list(items: list[object], type_: ListType) -> Fitted:
    each = [fit(item, type_.item) for item in items]
    causes = {taken.cause: taken for fitted in each for taken in fitted.taken}
    values = [fitted.value for fitted in each]
    taken = list(causes.values())
    if type_.unique and isinstance(type_.item, TextType | ChoiceType):
        once = list(dict.fromkeys(values))
        if len(once) < len(values):
            taken.append(Taken("many to one", "what stands twice stands once"))
        values = once
    if type_.limit is None:
        return Fitted(values, tuple(taken))
    shorter = cut(values, replace(type_.limit, unit="items"))
    return Fitted(shorter.value, (*taken, *shorter.taken))


def order_taken(value: object, source: Type, target: Type) -> tuple[Taken, ...]:
    """Whether a list loses its order by becoming a set."""
    loose = isinstance(target, ListType) and target.unique and isinstance(source, ListType) and not source.unique
    ordered = loose and isinstance(value, list) and len(cast("list[object]", value)) > 1
    return (Taken("order", "the order of the list is not kept"),) if ordered else ()


def flattened(value: object, source: Type, target: Type) -> tuple[Taken, ...]:
    """Whether parts that could be filtered on become prose."""
    parts = source.kind in ("list", "record", "structure") and target.kind == "text" and not is_empty(value)
    return (Taken("structure to text", "its parts become one text"),) if parts else ()
