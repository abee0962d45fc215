"""Types of fields as people say them."""

from handoffspec.emit.words.amounts import limit, listed, name
from handoffspec.emit.words.names import human
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ChoiceType, ListType, NumberType, RecordType, TextType, Type

_PLAIN = {
    "flag": "yes or no",
    "duration": "length of time",
    "person": "person",
    "structure": "structured data",
}
_REFERENCES = {"configuration_item": "configuration item"}


def data_type(field: Field) -> str:
    """`Text, up to 150 characters`; whether the field may be empty."""
    words = type_name(field.type)
    return f"{words[:1].upper()}{words[1:]}{', required' if field.required else ''}"


def type_name(type_: Type) -> str:
    """A type in a few words."""
    match type_:
        case TextType():
            return _text(type_)
        case NumberType():
            return _number(type_)
        case ChoiceType():
            return _choice(type_)
        case RecordType(members=members):
            return f"structure of {listed(name(m.label or m.name).lower() for m in members)}"
        case ListType():
            most = f", up to {limit(type_.limit)}" if type_.limit else ""
            return f"{'set' if type_.unique else 'list'} of {_plural(type_.item)}{most}"
        case _ if type_.kind == "moment":
            return "date" if type_.precision == "date" else "date and time"
        case _ if type_.kind == "reference":
            return f"link to {_article(_REFERENCES.get(type_.to, name(type_.to)))}"
        case _:
            return _PLAIN[type_.kind]


def _text(type_: TextType) -> str:
    words = "rich text" if type_.rich else "text"
    if type_.limit:
        words += f", up to {limit(type_.limit)}"
    return words if type_.spaces else f"{words}, without blanks"


def _number(type_: NumberType) -> str:
    words = "whole number" if type_.integer else "number"
    if type_.lowest is not None and type_.highest is not None:
        words += f" from {type_.lowest:,g} to {type_.highest:,g}"
    return words if type_.decimals is None else f"{words}, {type_.decimals} decimals"


def _choice(type_: ChoiceType) -> str:
    if type_.open:
        return "choice, values of the instance's own"
    return f"choice of {listed((human(option.label) for option in type_.options), 'or')}"


def _plural(type_: Type) -> str:
    match type_:
        case TextType(spaces=False):
            return "words"
        case TextType():
            return "texts"
        case RecordType(members=members):
            return f"entries with {listed(name(m.label or m.name).lower() for m in members)}"
        case _ if type_.kind == "person":
            return "people"
        case ChoiceType(options=()):
            return "choices"
        case _:
            return type_name(type_)


def _article(words: str) -> str:
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"
