"""What is said of a field whose value cannot be taken."""

from handoffspec.execute.wire.errors import AS_SHOWN, NOT_AN_OPTION, OVER_LIMIT, REQUIRED_EMPTY, WireError
from handoffspec.execute.wire.misfit import MisfitError
from handoffspec.schema.systems import Field, Record


def misfit_error(record: Record, field: Field, misfit: MisfitError) -> WireError:
    """The error for a value; a personal or secret one is not shown."""
    hidden = (field.personal or field.secret) and misfit.code != OVER_LIMIT
    found = "something else" if hidden else misfit.found
    message = f"{_name(record, field)} holds {found}; allowed is {misfit.allowed}. {_way_out(record, misfit)}"
    return WireError(misfit.code, message, (field.read_at or "") + misfit.inside)


def place_error(record: Record, field: Field, error: WireError) -> WireError:
    """The error for a field that cannot even be looked for."""
    return WireError(error.code, f"{_name(record, field)} cannot be read: {error.message}.", error.path)


def missing_error(record: Record, field: Field) -> WireError:
    """The error for a required field that is empty."""
    message = f"{_name(record, field)} is empty, and it is required. Fill it in before the ticket crosses"
    if field.custom:
        message += f", or take the word required from the company's own extension of {record.system}.{record.name}"
    return WireError(REQUIRED_EMPTY, message + ".", field.read_at or "")


def _name(record: Record, field: Field) -> str:
    own = "the company's own field " if field.custom else ""
    return f"{own}{field.label} ({record.system}.{record.name}.{field.name})"


def _way_out(record: Record, misfit: MisfitError) -> str:
    extension = f"extend {record.system}.{record.name}"
    if misfit.code == NOT_AN_OPTION:
        return f"Correct the ticket, or name the option in {extension}."
    if misfit.code == OVER_LIMIT:
        return f"Shorten it, or state the real limit in {extension}."
    if misfit.code == AS_SHOWN:
        call = record.call("read")
        how = f", as by {call.method} {call.path}" if call is not None else ""
        return f"What one user sees depends on that user: ask for the values too{how}."
    return f"Correct the ticket, or give the field its real type in {extension}."
