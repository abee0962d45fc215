"""Types, options and texts as a spec writes them, with nothing of them changed."""

from typing import Final

from handoffspec.schema.spelling import word
from handoffspec.schema.systems import shape
from handoffspec.schema.types import ChoiceType, ListType, Option, RecordType, Type, Wire

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def exactly(text: str) -> str:
    """A text that can be spelled, between quotes, with nothing of it changed."""
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'


def name_or_text(name: str) -> str:
    """A name as a spec writes it, in quotes and unchanged where it is more than one word."""
    return exactly(name) if word(name) != name else name


def type_text(type_: Type) -> str:
    """A type as a spec writes it, without its limits."""
    match type_:
        case ChoiceType(options=()):
            return "choice"
        case ChoiceType(options=options):
            return f"choice [{', '.join(map(option_text, options))}]"
        case ListType(item=item, unique=unique):
            return f"{'set' if unique else 'list'} of {type_text(item)}"
        case RecordType(members=members):
            return f"record {{ {', '.join(f'{m.name} {exactly(m.label)} {type_text(m.type)}' for m in members)} }}"
        case _:
            return shape(type_)


def option_text(option: Option) -> str:
    """An option: its name, its label and its form in the API, where these differ from the name."""
    label = "" if option.label == option.name else f" {exactly(option.label)}"
    wire = option.wire
    form = "" if wire == option.name else f" as {wire_text(wire)}"
    return f"{name_or_text(option.name)}{label}{form}"


def wire_text(wire: Wire) -> str:
    """The form of a value in the API, as a spec writes it."""
    return exactly(wire) if isinstance(wire, str) else str(wire).lower()
