"""The audit of two systems as a sheet to fill in: the guide's columns, and beside them those for the decisions."""

from handoffspec.drafting.answers import DECISION, FILLED_IN
from handoffspec.drafting.decisions import VERBS, Constant, Decision
from handoffspec.emit.content import Break, Text
from handoffspec.emit.documents.audit import described
from handoffspec.emit.documents.two_systems import Direction, Row, head, rows, status_rows
from handoffspec.emit.sheet import Sheet

REQUIRED = "❗ Required there, and nothing fills it"


def decision_sheet(way: Direction, decisions: dict[str, Decision]) -> Sheet:
    """A row for each field with what is decided about it so far, then one for each value that has to be given."""
    found = [_row(row, decisions.get(row.line.field or "")) for row in rows(way)]
    fixed = [_fixed(way, constant) for constant in way.proposals.constants]
    return Sheet("Decisions", (*head(way), *FILLED_IN), (*found, *fixed), ((DECISION, VERBS),))


def way_back_sheet(way: Direction) -> Sheet:
    """The other direction, to be read."""
    return Sheet("Way back", tuple(head(way)), tuple(tuple(map(_words, row.cells)) for row in rows(way)))


def status_sheet(way: Direction) -> Sheet:
    """The status map, to be read."""
    return Sheet("Status map", ("Source Status", "Destination Status", "Sync Rule"), tuple(status_rows(way)))


def _row(row: Row, decision: Decision | None) -> tuple[str, ...]:
    audited = tuple(map(_words, row.cells))
    if decision is None:
        return (*audited, row.line.field or "", "", "", "")
    label = decision.target or ""
    return (*audited, decision.field, decision.verb, label, decision.reason or "")


def _fixed(way: Direction, constant: Constant) -> tuple[str, ...]:
    field = way.proposals.target.field(constant.target)
    shown = described(field) if field is not None else constant.target
    return ("Fixed value", shown, REQUIRED, "None", "", f'"{constant.value}"', "map", constant.target, "")


def _words(cell: str | Text) -> str:
    if isinstance(cell, str):
        return cell
    return "".join("; " if isinstance(part, Break) else part.text for part in cell)
