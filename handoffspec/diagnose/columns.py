"""Which column of a table holds what, guessed from names that exports commonly have."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from handoffspec.diagnose.event import UnreadableHistoryError

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "ticket": ("ticket", "ticketid", "ticketnumber", "ticketkey", "caseid", "caseconceptname", "case", "incident",
               "incidentid", "incidentnumber", "casenumber", "requestid", "requestnumber", "issuenumber", "number",
               "issuekey", "issueid", "issue", "key", "documentkey", "id"),
    "time": ("time", "timestamp", "timetimestamp", "eventtime", "at", "createdat", "created", "syscreatedon",
             "completetimestamp", "changedat", "datetime", "occurredat", "date", "start", "updatedat", "updated",
             "sysupdatedon", "sysupdatedat", "changed", "changedate", "editdate", "modifiedat", "modified"),
    "kind": ("kind", "eventkind", "eventtype", "fieldname", "field"),
    "from": ("from", "oldvalue", "previousvalue", "before"),
    "to": ("to", "newvalue", "after", "status", "state", "activity", "conceptname", "incidentstate", "event", "value",
           "fieldvalue"),
    "team": ("team", "group", "orggroup", "assignmentgroup", "assignedgroup", "groupname", "queue", "supportgroup",
             "workgroup", "resolvergroup", "teamname"),
    "who": ("who", "person", "user", "resource", "orgresource", "author", "actor", "agent", "updatedby", "assignee",
            "assignedto"),
    "text": ("text", "comment", "comments", "body", "note", "notes", "worknotes", "message", "commentbody",
             "commenttext"),
    "system": ("system", "tool", "sourcesystem"),
    "link": ("link", "linked", "linkedticket", "externalid", "correlationid"),
    "priority": ("priority", "urgency", "impact", "severity"),
}  # fmt: skip
"""What each part of an event is called in exports, the surest name first; without case, blanks and signs."""

PARTS: Final = tuple(_NAMES)
_SIGNS: Final = re.compile(r"[\W_]+")


def mapping_of(columns: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Each part that the table has, with its column. `chosen` is what a person said, and wins.

    Raises:
        UnreadableHistoryError: a chosen column is not there, or nothing tells tickets or times.
    """
    listed = ", ".join(columns[:40])
    for part, column in chosen.items():
        if column and column not in columns:
            raise UnreadableHistoryError(f"there is no column {column!r} for {part}.", f"There are {listed}.")
    found = {part: column for part, column in chosen.items() if column}
    for part, names in _NAMES.items():
        free = [column for column in columns if column not in found.values()]
        plain = {_SIGNS.sub("", column.casefold()): column for column in reversed(free)}
        known = next((plain[name] for name in names if name in plain), None)
        if part not in chosen and known is not None:
            found[part] = known
    for part in ("ticket", "time"):
        if part not in found:
            raise UnreadableHistoryError(
                f"no column looks like the {part}.", f"Say which it is: --column {part}=NAME. There are {listed}."
            )
    return {part: found[part] for part in PARTS if part in found}


def told(mapping: Mapping[str, str]) -> str:
    """What was guessed, for people."""
    return ", ".join(f"{part} = {column}" for part, column in mapping.items())
