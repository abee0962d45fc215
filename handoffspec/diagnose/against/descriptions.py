"""What happened in a system, held against the description of its record: statuses, transitions, fields and values."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache, partial
from typing import Final

from handoffspec.analysis.lifecycles.machine import Machine, machine
from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.conditions import SLACK
from handoffspec.diagnose.against.history import History
from handoffspec.diagnose.against.tally import Kind, Rule, Tally
from handoffspec.diagnose.against.tracks import EMPTY, Change
from handoffspec.diagnose.against.vocabulary import Vocabulary
from handoffspec.diagnose.states import Meaning, meaning
from handoffspec.schema.spelling import identifier, quoted, value, word
from handoffspec.schema.systems import Field, Record, Transition
from handoffspec.schema.types import ChoiceType, NumberType, TextType

_AS: Final[dict[Meaning, str]] = {
    "work": "is doing, clock runs",
    "queue": "is todo, clock runs",
    "waiting": "is waiting, clock paused",
    "customer": "is waiting, clock paused",
    "done": "is done, clock stopped",
}
"""How a lifecycle says what time in a status means."""
_LONGEST: Final = 60
"""Characters of a value that are shown."""


class Description:
    """One record's description as rules that a history can contradict."""

    def __init__(self, book: Book, record: Record, words: Vocabulary, tally: Tally) -> None:
        self._record, self._words, self._tally = record, words, tally
        self._machine = machine("source", record, record.lifecycle) if record.lifecycle else None
        self._rule = cache(partial(_described, book, record))

    def judge(self, history: History) -> None:
        """Hold one record's history against it."""
        if self._machine is not None:
            self._statuses(history, self._machine)
        for kind, at in history.strange:
            instead = f"Describe it: `extend {self._name} {{ {identifier(kind)} {quoted(kind)} optional text }}`."
            self._against(self._rule("field", "fields"), f"it has no field {kind}", instead, history, at)
        for name in history.changes:
            field = self._record.field(name)
            if field is not None and (self._machine is None or name != self._machine.lifecycle.field):
                self._values(history, field)

    @property
    def _name(self) -> str:
        return f"{self._record.system}.{self._record.name}"

    def _against(self, rule: Rule, said: str, instead: str, history: History, at: datetime) -> None:
        self._tally.contradicted(rule, said, instead, history.ticket, at)

    # ── The lifecycle ──────────────────────────────────────────────────────────────────────────────────────────────

    def _statuses(self, history: History, own: Machine) -> None:
        rule = self._rule("status", "lifecycle")
        for at, before, after in history.status.steps():
            if after is not None and after != EMPTY and after not in own.numbers:
                instead = self._in_lifecycle(f"{word(after)} {_AS[meaning(after, {}) or 'work']}")
                self._against(rule, f"it has no status {after}", instead, history, at)
            elif after:
                self._tally.held(rule)
            if before and after and before != after and {before, after} <= own.numbers.keys():
                self._transition(history, own, at, before, after)

    def _transition(self, history: History, own: Machine, at: datetime, before: str, after: str) -> None:
        rule = self._rule("transition", "lifecycle", before)
        made = own.transitions.get((before, after))
        if made is None and not any(move.after == own.numbers[after] for move in own.moves[own.numbers[before]]):
            instead = self._in_lifecycle(f"from {value(before)} to {value(after)}")
            said = f"it has no transition from {before} to {after}"
            self._against(rule, said, instead, history, at)
            return
        self._tally.held(rule)
        if made is not None:
            self._needs(history, made, rule, at, after)

    def _needs(self, history: History, made: Transition, rule: Rule, at: datetime, after: str) -> None:
        for name in made.needs:
            held = history.track(name).over(at - SLACK, at + SLACK)
            if held and None not in held and held == {EMPTY}:
                said = f"the transition to {after} needs {name}, which was empty"
                instead = f"Take `needs {name}` away from it, or find out how it was made without."
                self._against(self._rule("transition", "lifecycle", after), said, instead, history, at)
            elif None not in held:
                self._tally.held(rule)

    def _in_lifecycle(self, line: str) -> str:
        field = self._record.lifecycle.field if self._record.lifecycle else ""
        return f"Write `extend {self._name} {{ lifecycle {field} also {{ {line} }} }}`, or find out how it came about."

    # ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _values(self, history: History, field: Field) -> None:
        rule = self._rule("value", "fields", field.name)
        for at, before, after in history.track(field.name).steps():
            wrong = next(self._wrong(history, field, at, before, after), None)
            if wrong is not None:
                self._against(rule, *wrong, history, at)
            elif after is not None:
                self._tally.held(rule)

    def _wrong(
        self, history: History, field: Field, at: datetime, before: str | None, after: str | None
    ) -> Iterator[tuple[str, str]]:
        """What is wrong with a change, and what to do about it."""
        name = field.name
        if after is None:
            return
        if after == EMPTY:
            if before and (field.required or field.never_cleared):
                kept = "required" if field.required else "never cleared"
                yield f"{name} was emptied, and it is {kept}", f"Take `{kept}` away from {name}."
            return
        unfit = self._unfit(field, after)
        if unfit is not None:
            yield unfit
        if field.at_creation and before and at > history.first:
            yield f"{name} was changed, and it is given only at creation", f"Take `only at creation` away from {name}."
        yield from self._closed(history, field, Change(at, before, after))

    def _unfit(self, field: Field, said: str) -> tuple[str, str] | None:
        shown = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
        match field.type:
            case ChoiceType(options=options) if options and not self._words.knows(field, said):
                named = ", ".join(value(option.name) for option in options[:3])
                instead = f"Name it among the options of {field.name}: `choice [{named}, …, {value(said)}]`."
                return f"{field.name} has no option {shown}", instead
            case TextType(rich=False, limit=limit) if limit is not None and limit.unit == "characters":
                if len(said) > limit.number:
                    held = f"{field.name} holds more than {limit.number} characters"
                    return held, f"Say of {field.name} how much it holds."
            case NumberType(lowest=lowest, highest=highest):
                number = _number(said)
                below = number is not None and lowest is not None and number < lowest
                above = number is not None and highest is not None and number > highest
                if below or above:
                    return f"{field.name} is {shown}, outside its bounds", f"Say between what {field.name} lies."
            case _:
                pass
        return None

    def _closed(self, history: History, field: Field, change: Change) -> Iterator[tuple[str, str]]:
        """A change in a status that allows none of this field."""
        if self._machine is None or field.kept or field.read_only or field.computed_from:
            return
        held = history.status.over(change.at, change.at)
        statuses = [self._machine.lifecycle.status(one) if one else None for one in held]
        if statuses and all(s is not None and s.allows is not None and field.name not in s.allows for s in statuses):
            names = ", ".join(sorted(one for one in held if one))
            yield (
                f"{field.name} was changed in {names}, which does not allow it",
                f"Add {field.name} to what it allows.",
            )


def _described(book: Book, record: Record, kind: Kind, what: str, name: str = "") -> Rule:
    return book.described(kind, record, what, name)


def _number(said: str) -> float | None:
    try:
        return float(said.replace(",", ""))
    except ValueError:
        return None
