"""What one rule makes of the values that it reads, worked out by the interpreter: once for each combination of values
where these are few, else each time."""

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import product
from typing import Any, Final, NamedTuple

from handoffspec.execute.calls import comment_steps
from handoffspec.execute.context import entries_of
from handoffspec.execute.draft import Draft, finish, take, write_comments
from handoffspec.execute.losses import as_json, rule_losses
from handoffspec.execute.people import meet
from handoffspec.execute.result import MappingError
from handoffspec.execute.rules import Task
from handoffspec.execute.values import Values
from handoffspec.execute.wire.write import NOT_YET_KNOWN
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ChoiceType, FlagType, Json

NOT_WRITTEN: Final = object()
"""Stands for the value of a field that a row of a table leaves as it is."""
_FEW: Final = 256
"""Combinations of values that are worked out beforehand."""
_MOST: Final = 65_536
"""Combinations of values that are kept."""


class Made(NamedTuple):
    """What a rule makes: the values of the fields it writes, in order, and what is lost before and after they are cut
    to what the fields hold. `stranger`: somebody has no account on the other side."""

    values: tuple[object, ...]
    losses: tuple[Json, ...]
    cut: tuple[Json, ...]
    stranger: bool


def rule(handoff: Handoff, task: Task, carried: frozenset[str]) -> Callable[[Values], Made]:
    """A rule into fields. `carried`: the fields that some rule carries whole."""
    names = [ref.field for ref in task.writes]

    def make(values: Values) -> Made:
        draft = Draft(carried=carried)
        take(handoff, task, values, None, draft)
        before = len(draft.losses)
        for name in [name for name in names if name in draft.values]:
            finish(handoff, handoff.destination, name, [], draft)
        made = tuple(draft.values.get(name, NOT_WRITTEN) for name in names)
        return Made(made, as_json(draft.losses[:before]), as_json(draft.losses[before:]), draft.strangers)

    return make


class Table(dict[Any, Made]):
    """What a rule makes of each combination of values, for fields whose values can be named: worked out beforehand
    where they are few, else when one first comes up.

    `named`: whether they can. `plain`: that the rule always makes one value, and loses nothing as it is cut.
    """

    def __init__(self, make: Callable[[Values], Made], fields: Sequence[Field]) -> None:
        super().__init__()
        self._make = make
        self._names = [field.name for field in fields]
        domains = [_values(field) for field in fields]
        self.named = all(domains)
        few = self.named and math.prod(map(len, domains)) <= _FEW
        for values in product(*domains) if few else ():
            # What no row takes is found out when a ticket has it: the interpreter then says so.
            with suppress(MappingError):
                self[values[0] if len(values) == 1 else values]
        made = self.values()
        self.plain = few and all(len(m.values) == 1 and m.values[0] is not NOT_WRITTEN and not m.cut for m in made)

    def __missing__(self, key: Any) -> Made:  # noqa: ANN401 - one value, or several in a tuple
        values = (key,) if len(self._names) == 1 else key
        made = self._make(dict(zip(self._names, values, strict=True)))
        if len(self) < _MOST:
            self[key] = made
        return made


class PlainTable(dict[Any, tuple[object, tuple[Json, ...]]]):
    """A plain table: each combination with the one value and the losses."""

    def __init__(self, table: Table) -> None:
        super().__init__({key: (made.values[0], made.losses) for key, made in table.items()})
        self._table = table

    def __missing__(self, key: Any) -> tuple[object, tuple[Json, ...]]:  # noqa: ANN401 - as in `Table`
        made = self._table[key]
        return made.values[0], made.losses


def _values(field: Field) -> tuple[object, ...]:
    """Every value of a field; none where they are too many to name."""
    match field.type:
        case FlagType():
            return (None, True, False)
        case ChoiceType(options=options) if options:
            return (None, *(option.name for option in options))
        case _:
            return ()


def people_met(handoff: Handoff, task: Task) -> Callable[[Any], tuple[object, tuple[Json, ...]]]:
    """A person into a person: who it is there, and what is lost where nobody knows."""
    taken = meet(handoff, {}, task.way).taken
    lost = as_json(rule_losses(task, task.read_fields, [taken] if taken is not None else []))

    def make(person: Any) -> tuple[object, tuple[Json, ...]]:  # noqa: ANN401 - a person, or None
        if person is None:
            return None, ()
        met = meet(handoff, person, task.way)
        return met.person, lost if met.taken is not None else ()

    return make


def comments(handoff: Handoff, tasks: Sequence[Task]) -> Callable[[Values], tuple[list[Json], tuple[Json, ...]]]:
    """The comments that rules write, as steps, and what is lost as they are cut to what a comment holds."""

    def make(values: Values) -> tuple[list[Json], tuple[Json, ...]]:
        draft = Draft()
        write_comments(handoff, "out", tasks, values, draft)
        steps = comment_steps(handoff.destination, NOT_YET_KNOWN, draft.comments)
        return [step.to_json() for step in steps], as_json(draft.losses)

    return make


def rich_text(
    handoff: Handoff, name: str, writer: Task | None, context: Sequence[Task]
) -> Callable[[object, Mapping[str, object]], tuple[object, tuple[Json, ...]]]:
    """A text with its context block, cut to what its field holds; `values` are those of the fields in the block."""
    writers = {} if writer is None else {name: writer}

    def make(value: object, values: Mapping[str, object]) -> tuple[object, tuple[Json, ...]]:
        draft = Draft(values={} if writer is None else {name: value}, writers=writers)
        finish(handoff, handoff.destination, name, list(entries_of(handoff, context, values)), draft)
        return draft.values[name], as_json(draft.losses)

    return make
