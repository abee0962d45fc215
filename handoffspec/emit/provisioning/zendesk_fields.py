"""Which ticket field of Zendesk holds the values of a type."""

import re
from typing import Final

from handoffspec.schema.types import Option, Type

_SHORT: Final = 255
"""Characters that fit a line; a longer text gets a field of several lines."""
_NO_TAG: Final = re.compile(r"[^\w/.-]+")


def field_type(type_: Type) -> str:
    """The type of ticket field that holds values of a type; a structure is JSON text in a field of several lines."""
    match type_.kind:
        case "text":
            short = not type_.rich and type_.limit is not None and type_.limit.number <= _SHORT
            return "text" if short else "textarea"
        case "number":
            return "integer" if type_.integer else "decimal"
        case "flag":
            return "checkbox"
        case "moment":
            return "date" if type_.precision == "date" else "text"
        case "duration":
            return "integer"
        case "choice":
            return "tagger" if type_.options else "text"
        case "person" | "reference":
            return "lookup" if target_type(type_) else "text"
        case "list":
            return "multiselect" if type_.item.kind == "choice" and type_.item.options else "textarea"
        case "record" | "structure":
            return "textarea"


def target_type(type_: Type) -> str | None:
    """What a lookup field refers to; None: Zendesk has nothing that such a reference could point at."""
    if type_.kind == "person":
        return "zen:user"
    known = {"organisation": "zen:organization", "ticket": "zen:ticket"}
    return known.get(type_.to) if type_.kind == "reference" else None


def tag(option: Option) -> str:
    """An option's value is a tag: no blanks, small letters."""
    return _NO_TAG.sub("_", str(option.wire)).casefold()
