"""What must travel with the ticket, and what happens where it is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, cast

from handoffspec.execute.arrived import Arrived
from handoffspec.execute.conditions import holds
from handoffspec.execute.events import Sight
from handoffspec.execute.values import Values, in_plain, is_blank
from handoffspec.execute.words import words
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff, Requirement
from handoffspec.schema.parties import Outcome
from handoffspec.schema.systems import Record
from handoffspec.schema.types import Limit
from handoffspec.text.cut import Unit, measure
from handoffspec.text.document import Document

STOP: Final = Outcome("stop")
"""Where a spec does not say what the absence of something does."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Something that is missing, what people call it, and what that does."""

    name: str
    label: str
    outcome: Outcome


def absences(handoff: Handoff, arrived: Arrived, sight: Sight) -> tuple[Absence, ...]:
    """The requirements that a ticket does not meet. One whose condition cannot be known is asked for."""
    asked = (r for r in handoff.requirements if r.when is None or holds(r.when, sight) is not False)
    return tuple(absence_of(handoff.source, r) for r in asked if not _met(handoff.source, r, arrived))


def absence_of(record: Record, requirement: Requirement) -> Absence:
    """What it is called and does that a requirement of a record's ticket is not met."""
    return Absence(requirement.name, _label(record, requirement), requirement.otherwise or STOP)


def _label(record: Record, requirement: Requirement) -> str:
    if not isinstance(requirement.subject, FieldRef):
        return {"attachments": "Attachments", "conversation": "Conversation"}[requirement.subject]
    field = record.field(requirement.subject.field)
    return field.label if field else requirement.subject.field


def _met(record: Record, requirement: Requirement, arrived: Arrived) -> bool:
    match requirement.subject:
        case "attachments":
            fitting = [each for each in arrived.attachments if _of_types(each, requirement.types)]
            return len(fitting) >= (requirement.at_least.number if requirement.at_least else 1)
        case "conversation":
            there = {comment["channel"] for comment in arrived.comments} | _described(arrived)
            return set(requirement.channels) <= there if requirement.channels else bool(there)
        case FieldRef(field=name):
            return says_enough(record, name, arrived.values, requirement)


def _described(arrived: Arrived) -> set[object]:
    """A description that is the first comment is a public one."""
    first = arrived.first_comment_field
    return {"public"} if first is not None and not is_blank(arrived.values.get(first)) else set()


def _of_types(attachment: Values, types: Sequence[str]) -> bool:
    given = str(attachment.get("type", "")).casefold().partition(";")[0].strip()
    return not types or any(fnmatchcase(given, pattern.casefold()) for pattern in types)


def says_enough(record: Record, name: str, values: Values, requirement: Requirement) -> bool:
    """Whether a field is filled with more than blanks, none of the refused phrases, and enough of it."""
    value = values.get(name)
    field = record.field(name)
    refused = {_phrase(text) for text in requirement.refuse}
    if isinstance(value, list):
        parts = [part for part in cast("list[object]", value) if not is_blank(part) and not _refused(part, refused)]
        return bool(parts) and _enough(parts, requirement.at_least)
    if is_blank(value) or _refused(value, refused):
        return False
    text = words(field.type, value) if field else value
    return _enough(text, requirement.at_least)


def _refused(value: object, refused: set[str]) -> bool:
    said = in_plain(value) if isinstance(value, Document) else value
    return isinstance(said, str) and _phrase(said) in refused


def _phrase(text: str) -> str:
    return text.strip().casefold()


def _enough(value: object, least: Limit | None) -> bool:
    if least is None:
        return True
    if isinstance(value, list):
        return len(cast("list[object]", value)) >= least.number
    unit: Unit = "bytes" if least.unit == "bytes" else "characters"
    return measure(str(value).strip(), unit) >= least.number
