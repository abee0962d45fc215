"""A first spec between two teams of one system: nothing is copied, but somebody must be told."""

from handoffspec.drafting.spec import ownership, requirement, team
from handoffspec.schema.spelling import word
from handoffspec.schema.systems import Record
from handoffspec.schema.types import TextType


def within(name: str, record: Record, use: str) -> str:
    """The text, not formatted."""
    lifecycle = record.lifecycle
    doing = next((s.name for s in lifecycle.statuses if s.category == "doing"), None) if lifecycle else None
    status = f" status {word(doing)}" if doing else ""
    prose = next((f for f in record.fields if isinstance(f.type, TextType) and f.type.rich and not f.kept), None)
    lines = [
        f"# Between two teams of {record.system_title}: a beginning. Nothing is copied, but somebody must be told.",
        f"use {use}",
        "",
        team("first_team", "First team", record),
        team("second_team", "Second team", record),
        "",
        f'handoff {name} "The first team hands over to the second" {{',
        f"within {record.system}.{record.name}",
        f"from{status} held by first_team",
        f"to{status} held by second_team",
        'adds "What only the second team knows"',
        *("", "trigger {", 'when someone presses "Hand over"', "}"),
        *(requirement(prose) if prose is not None else ()),
        *ownership("first_team", "second_team"),
        "}",
    ]
    return "\n".join(lines) + "\n"
