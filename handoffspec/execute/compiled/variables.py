"""How the values of a record stand in variables.

They stand there as `schema.types` says, but for two that are cheaper as they came: a person by the id, as long as
nobody asks for more, and a rich text that was read from plain text as that text.
"""

from collections.abc import Sequence

from handoffspec.execute.compiled.source import identifier
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ChoiceType, ListType, PersonType, ReferenceType, StructureType, TextType


def readable(record: Record) -> tuple[Field, ...]:
    """The fields that are read, in order."""
    return tuple(field for field in record.fields if field.read_at is not None)


def reads_directly(record: Record) -> bool:
    """Whether a record is read by lines of its own: not where a system has forms of its own for values."""
    return record.forms is None


def stands_as_text(record: Record, field: Field) -> bool:
    """Whether a rich text is held as the plain text that it was read from."""
    rich = isinstance(field.type, TextType) and field.type.rich
    return rich and field.read_as in ("plain", None) and reads_directly(record)


def filled_test(record: Record, field: Field, variable: str) -> str:
    """An expression that is true where a value says something."""
    match field.type:
        case TextType(rich=True) if not stands_as_text(record, field):
            return f"not is_empty({variable})"
        case StructureType():
            return f"not is_empty({variable})"
        case TextType() | ListType():
            return variable
        case ReferenceType():
            return f"{variable} is not None and {variable} != ''"
        case ChoiceType() if field.type.open:
            return f"{variable} is not None and {variable} != ''"
        case _ if field.type.kind == "record":
            return variable
        case _:
            return f"{variable} is not None"


def as_interpreted(record: Record, field: Field, when: str = "now") -> str:
    """An expression for a value as the interpreter has it, `now` or as it `was`."""
    variable = identifier(when, field.name)
    if stands_as_text(record, field):
        return f"rich({variable})"
    if not reads_directly(record):
        return variable
    if isinstance(field.type, PersonType):
        return f"whole_person({variable}, people)"
    if isinstance(field.type, ListType) and isinstance(field.type.item, PersonType):
        return f"whole_people({variable}, people)"
    return variable


def write_values(record: Record, names: Sequence[str], when: str = "now") -> str:
    """An expression for the values of some fields as the interpreter has them, by name."""
    fields = [field for field in readable(record) if field.name in names]
    return "{" + ", ".join(f"{field.name!r}: {as_interpreted(record, field, when)}" for field in fields) + "}"


def text_beyond(type_: TextType, variable: str) -> list[str]:
    """Tests that are true for a text beyond what a type holds."""
    tests = [] if type_.spaces else [f"has_blank({variable})"]
    if type_.limit is not None:
        counted = variable if type_.limit.unit != "bytes" else f"{variable}.encode('utf-8', 'surrogatepass')"
        tests.append(f"len({counted}) > {type_.limit.number}")
    return tests
