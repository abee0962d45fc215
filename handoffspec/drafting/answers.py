"""A sheet with decisions filled in, read back: every cell that cannot be taken as it stands is named with its row.

The sheet is the audit's own table with four columns to fill in. Columns are found by their headings, in any order and
any case; rows are found by the field's name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast, get_args

from handoffspec.diagnostics.suggest import closest
from handoffspec.drafting.decisions import (
    VERBS,
    Constant,
    Decision,
    Proposal,
    Proposals,
    Verb,
    crosses_with_a_reason,
    decided,
    is_status,
    stand_in,
)
from handoffspec.drafting.tables import table
from handoffspec.schema.coercions import coercion
from handoffspec.schema.mapping import Impact
from handoffspec.schema.systems import Field, Record
from handoffspec.text.context import label_problem

FIELD, IMPACT, DECISION, TARGET, REASON = "Field", "Impact", "Decision", "Destination", "Reason"
FILLED_IN: Final = (FIELD, DECISION, TARGET, REASON)
_NEEDED: Final = (FIELD, DECISION)
_IMPACTS: Final[tuple[Impact, ...]] = get_args(Impact)
_QUOTES: Final = "\"“”„'‘’"
_HEADINGS_WITHIN: Final = 20
"""Rows in which the headings are looked for: people put titles above their tables."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be taken. `row` counts from 1, as the program that shows the sheet counts."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What people decided, and what of it could not be understood."""

    proposals: Proposals
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def answers(proposals: Proposals, rows: Sequence[Sequence[str]]) -> Answers:
    """The proposals with what the rows of a sheet decide in their place; a field without a row is undecided."""
    sheet = _rows(rows)
    if sheet is None:
        return Answers(proposals, (Problem(1, f"no row has the headings {FIELD} and {DECISION}."),))
    reading = _Reading(proposals)
    for row in sheet:
        reading.take(row)
    return reading.result()


# ── The sheet ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(rows: Sequence[Sequence[str]]) -> list[_Row] | None:
    for at, row in enumerate(rows[:_HEADINGS_WITHIN]):
        columns = _columns(row)
        if all(column in columns for column in _NEEDED):
            return [
                _Row(at + 2 + below, {name: _plain(cells[i]) for name, i in columns.items() if i < len(cells)})
                for below, cells in enumerate(rows[at + 1 :])
            ]
    return None


def _columns(row: Sequence[str]) -> dict[str, int]:
    """The columns by heading; of two that are called alike the first."""
    known = {name.casefold(): name for name in (*FILLED_IN, IMPACT)}
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = known.get(_plain(cell).casefold())
        if name is not None:
            found.setdefault(name, at)
    return found


def _plain(cell: str) -> str:
    """A cell without what programs put around it: blanks of all kinds, invisible marks, the sign for a text."""
    words = " ".join(cell.replace("\ufeff", "").replace("\u200b", "").split())
    return words[1:] if words[:1] == "'" and words[1:2] in tuple("=+-@") else words


# ── One row after the other ────────────────────────────────────────────────────────────────────────────────────────


class _Reading:
    """Rows taken so far, with what was wrong with them."""

    def __init__(self, proposals: Proposals) -> None:
        self._proposals = proposals
        self._fields = {proposal.field.name: proposal.field for proposal in proposals.fields}
        self._decided: dict[str, tuple[int, Decision]] = {}
        self._fixed: dict[str, tuple[int, str]] = {}
        self._written: dict[str, int] = {}
        self._labels: dict[str, int] = {}
        self._problems: list[Problem] = []

    def take(self, row: _Row) -> None:
        """One row. An empty one, or one about something that is not decided here, says nothing."""
        name = row[FIELD]
        if name[:1] and name[0] in _QUOTES:
            self._take_fixed(row, name.strip(_QUOTES))
        elif name in self._fields:
            self._take_field(row, self._fields[name])
        elif name and (row[DECISION] or self._proposals.source.field(name) is None):
            self._say(row, self._unknown(name))
        elif not name and any(row[column] for column in (DECISION, TARGET, REASON)):
            self._say(row, f"the column {FIELD} is empty, so nobody can tell what is decided here.")

    def result(self) -> Answers:
        """Everything that was said, on top of what was proposed."""
        fixed = [Constant(name, _value(self._proposals.target, name, text)) for name, (_, text) in self._fixed.items()]
        return Answers(decided(self._proposals, self._of, fixed), tuple(self._problems))

    def _of(self, proposal: Proposal) -> Decision:
        _, decision = self._decided.get(proposal.field.name, (0, Decision(proposal.field.name, "undecided")))
        return decision

    def _say(self, row: _Row, message: str) -> None:
        self._problems.append(Problem(row.number, message))

    def _unknown(self, name: str) -> str:
        source = self._proposals.source
        field = source.field(name)
        if field is not None and is_status(field, source):
            return (
                f"`{name}` is the status, which is mapped in `sync {{ status {{ … }} }}` of the spec; leave it empty."
            )
        if field is not None:
            return f"`{name}` is kept by {source.system_title} or taken up by the link; leave the decision empty."
        near = closest(name, self._fields)
        return f"{source.system_title} has no field `{name}`." + (f" Did you mean `{near}`?" if near else "")

    # ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _take_field(self, row: _Row, field: Field) -> None:
        said = row[DECISION].casefold() or "undecided"
        verb = next((verb for verb in VERBS if verb == said), None)
        impact = _impact(row[IMPACT])
        if verb is None:
            near = closest(said, VERBS)
            hint = f" Did you mean {near}?" if near else ""
            self._say(row, f"“{row[DECISION]}” is no decision; there are {', '.join(VERBS)}.{hint}")
        elif impact == "unknown":
            self._say(row, f"“{row[IMPACT]}” is no impact; there are {', '.join(_IMPACTS)}.")
        else:
            decision = self._decision(row, field, verb, cast("Impact | None", impact))
            if decision is not None:
                self._settle(row, decision)

    def _decision(self, row: _Row, field: Field, verb: Verb, impact: Impact | None) -> Decision | None:
        reason = row[REASON] or None
        if verb == "nothing" and reason is None:
            self._say(row, f"`{field.name}` goes to nothing, and the column {REASON} does not say why.")
            return None
        if verb in ("map", "translate", "context") and crosses_with_a_reason(field) and reason is None:
            kind = "secret" if field.secret else "personal"
            self._say(row, f"`{field.name}` is {kind}; to let it cross, say why in the column {REASON}.")
            return None
        plain = Decision(field.name, verb, None, impact, reason)
        if verb in ("map", "translate"):
            return self._mapped(row, field, plain)
        return self._entry(row, field, plain) if verb == "context" else plain

    def _mapped(self, row: _Row, field: Field, decision: Decision) -> Decision | None:
        target = self._target(row)
        if target is None:
            return None
        fits, rows = coercion(field.type, target.type) is not None, table(field, target)
        if not fits and rows is None:
            self._say(
                row,
                f"`{field.name}` cannot become `{target.name}`: their values do not fit, and nothing says which becomes"
                " which. Write that table in the spec, and context, nothing or undecided here.",
            )
            return None
        if target.required and not field.required and rows is None and stand_in(target) is None:
            self._say(row, f"`{field.name}` may be empty, and `{target.name}` is required there.")
            return None
        translated = rows is not None and (decision.verb == "translate" or not fits)
        return replace(
            decision, verb="translate" if translated else "map", target=target.name, table=rows if translated else None
        )

    def _target(self, row: _Row) -> Field | None:
        """The field of the destination that a row names, by its name, with its system before it, or by its label."""
        record, said = self._proposals.target, row[TARGET]
        if not said:
            self._say(row, f"the column {TARGET} is empty; write a field of {record.system_title}.")
            return None
        plain = said.removeprefix(f"{record.system}.")
        labels = [f for f in record.fields if f.label.casefold() == said.casefold()]
        found = record.field(plain) or (labels[0] if len(labels) == 1 else None)
        if found is None:
            near = closest(plain, [field.name for field in record.fields])
            hint = f" Did you mean `{near}`?" if near else ""
            self._say(row, f"{record.system_title} has no field `{said}`.{hint}")
            return None
        if is_status(found, record) or not found.writable:
            why = "the status" if is_status(found, record) else "not written by a handoff"
            self._say(row, f"`{found.name}` of {record.system_title} is {why}.")
            return None
        return found

    def _entry(self, row: _Row, field: Field, decision: Decision) -> Decision | None:
        label = row[TARGET] or field.label
        wrong = label_problem(label)
        if wrong:
            self._say(row, f"“{label}” cannot head an entry of the context block: {wrong}.")
            return None
        return replace(decision, target=label)

    def _settle(self, row: _Row, decision: Decision) -> None:
        """A decision taken, unless another row says something else."""
        earlier = self._decided.get(decision.field)
        if earlier is not None:
            if earlier[1] != decision:
                self._say(row, f"`{decision.field}` is decided otherwise in row {earlier[0]}.")
            return
        target = decision.target
        if target is not None:
            taken = self._labels if decision.verb == "context" else self._written
            what = "the entry" if decision.verb == "context" else "the field"
            if target in taken:
                self._say(row, f"{what} “{target}” is filled by row {taken[target]} already.")
                return
            taken[target] = row.number
        self._decided[decision.field] = (row.number, decision)

    # ── Fixed values ───────────────────────────────────────────────────────────────────────────────────────────────

    def _take_fixed(self, row: _Row, value: str) -> None:
        target = self._target(row)
        if target is None:
            return
        wrong = _unfit(target, value)
        if wrong:
            self._say(row, f"“{value}” cannot stand in `{target.name}`: {wrong}.")
        elif target.name in self._written:
            self._say(row, f"the field “{target.name}” is filled by row {self._written[target.name]} already.")
        else:
            self._written[target.name] = row.number
            self._fixed[target.name] = (row.number, value)


def _impact(cell: str) -> Impact | str | None:
    """The level at the beginning of a cell; what is undecided, or left empty, is none."""
    level = cell.replace("–", " ").replace("-", " ").casefold().split()[:1]
    if not level or level == ["undecided"]:
        return None
    return next((impact for impact in _IMPACTS if impact == level[0]), "unknown")


def _unfit(field: Field, value: str) -> str | None:
    """Why a fixed value is none of a field's."""
    match field.type.kind:
        case "number":
            return None if _number(value) is not None else "a number stands there"
        case "choice" if field.type.options:
            names = [option.name for option in field.type.options]
            return None if value in names else f"there are {', '.join(names[:12])}"
        case "text" | "choice" | "person" | "reference":
            return None if value else "it is empty"
        case "list":
            fits = value and field.type.item.kind in ("text", "choice")
            return None if fits else "no fixed value fits a list of these"
        case _:
            return "a fixed value fits texts, numbers and choices only"


def _value(record: Record, name: str, text: str) -> str | float:
    field = record.field(name)
    number = _number(text) if field is not None and field.type.kind == "number" else None
    return text if number is None else number


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None
