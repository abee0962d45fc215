"""What of Jira can be imported, and in which order it is read."""

from typing import Final

from handoffspec.importers import jira_fields
from handoffspec.importers.reading import Reading
from handoffspec.importers.recognise import Kinds, Part

KINDS: Final = Kinds(
    "Jira",
    {"fields": jira_fields.is_field_list},
    "the answer of GET /field",
)


def read(parts: list[Part], reading: Reading) -> None:
    """Everything that the parts say."""
    for part in parts:
        jira_fields.read_fields(part.content, reading)
