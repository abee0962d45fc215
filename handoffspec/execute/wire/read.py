"""A record's fields from the JSON that its API gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handoffspec.execute.wire.codecs import decode
from handoffspec.execute.wire.errors import AS_SHOWN, WireError
from handoffspec.execute.wire.forms import as_shown, natural, shown_alone, with_parts_beside
from handoffspec.execute.wire.misfit import MisfitError
from handoffspec.execute.wire.paths import ABSENT, Path, enclosing, get, parse_path
from handoffspec.execute.wire.people import Directory
from handoffspec.execute.wire.report import misfit_error, place_error
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ListType, PersonType

Values = dict[str, object]
"""By field name, as `schema.types` says; a rich text is a `text.Document`. An absent field has no key."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read, and what could not, in the order of the record's fields."""

    values: Values
    problems: tuple[WireError, ...]


def read_fields(record: Record, obj: Mapping[str, object], beside: Mapping[str, object] | None = None) -> Reading:
    """Every field that stands in the record's JSON (without its envelope). Never raises.

    `beside` is what the envelope stands in; users listed there are joined to the people of the record. A value that
    is not of its field's type, or none of its options, is a problem and no value; limits are not looked at.
    """
    directory = Directory(record, beside)
    shown = as_shown(record, obj)
    values: Values = {}
    problems: list[WireError] = []
    for field in record.fields:
        if field.read_at is None:
            continue
        try:
            wire = found_at(record, field, obj, directory)
            if wire is not ABSENT:
                wire = with_parts_beside(record, field, natural(record, field, wire, shown=shown), obj)
                values[field.name] = decode(field.type, field.read_as, wire, directory)
        except MisfitError as misfit:
            # What a system keeps for itself crosses nowhere: that it cannot be told from what is shown stops nothing.
            if not (field.kept and misfit.code == AS_SHOWN):
                problems.append(misfit_error(record, field, misfit))
        except WireError as error:
            problems.append(place_error(record, field, error))
    return Reading(values, tuple(problems))


def is_of(record: Record, obj: Mapping[str, object]) -> bool:
    """Whether anything of the record stands in the JSON."""
    return any(key in obj for key in _top_keys(record))


def _top_keys(record: Record) -> Iterator[str]:
    for field in record.fields:
        if field.read_at is not None:
            yield parse_path(field.read_at).first_key


def found_at(record: Record, field: Field, obj: Mapping[str, object], directory: Directory) -> object:
    """What stands at the field's path. Where that is the id of a person, the whole user is taken if it is there."""
    path = parse_path(field.read_at or "")
    if isinstance(_item(field), PersonType) and directory.id_key is not None and path.last_key == directory.id_key:
        user = enclosing(path)
        if user is not None and len(user.steps) > 1:
            return _users(path, user, obj)
    return shown_alone(record, path, obj)


def _users(path: Path, user: Path, obj: Mapping[str, object]) -> object:
    """The user objects, where ids are read; a key without its id is as absent as by the path itself."""
    found = get(path, obj)
    return found if found is ABSENT or found is None else get(user, obj)


def _item(field: Field) -> object:
    return field.type.item if isinstance(field.type, ListType) else field.type
