"""A record read and held to its own limits at once, for tests that want sound values or the first problem."""

from collections.abc import Mapping

from handoffspec.execute.values import Values
from handoffspec.execute.wire.checks import Holds, check_record
from handoffspec.execute.wire.read import read_fields
from handoffspec.schema.systems import Record


def read_record(
    record: Record, obj: Mapping[str, object], beside: Mapping[str, object] | None = None, holds: Holds | None = None
) -> Values:
    """Every field, all of them sound; the first problem is raised."""
    reading = read_fields(record, obj, beside)
    for problem in (*reading.problems, *check_record(record, reading.values, holds)):
        raise problem
    return reading.values
