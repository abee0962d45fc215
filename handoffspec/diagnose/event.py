"""The one form that every history is brought into: an event of a ticket."""

from typing import Final, NamedTuple


class UnreadableHistoryError(ValueError):
    """A file is no history that can be read. The message says what is wrong, `help` what to do instead."""

    def __init__(self, message: str, help: str | None = None) -> None:  # noqa: A002 - the word that reports use
        super().__init__(message)
        self.help = help


class Event(NamedTuple):
    """Something that happened to a ticket. Every part is a text as the history gives it, or None."""

    ticket: str | None
    time: str | None
    kind: str | None = "status"
    """status, team, person, priority, comment, question, created, or the name of another field. None: a status, or a
    comment where there is a text and no status."""
    from_: str | None = None
    to: str | None = None
    who: str | None = None
    """Who did it."""
    team: str | None = None
    """The team that holds the ticket from then on; None: the row does not say, so it stays."""
    text: str | None = None
    system: str | None = None
    link: str | None = None
    """The same ticket in another system."""
    priority: str | None = None


KINDS: Final = {
    "state": "status",
    "incident_state": "status",
    "group_id": "team",
    "assignment_group": "team",
    "assignee": "person",
    "assignee_id": "person",
    "assigned_to": "person",
    "comments": "comment",
    "work_notes": "comment",
}
"""Fields that are the same wherever they occur, with the kind of event that their change is."""
