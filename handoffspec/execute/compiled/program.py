"""From a plan to Python that does what the plan says, and nothing else.

The module that is written has two functions: `read` takes a record apart, `cross` makes the result line of a ticket.
What does not depend on a ticket is worked out beforehand, by the interpreter itself: tables, statuses and what is
missing become dictionaries, losses and notices constants. A ticket that the lines do not cover (a value in a rare
form, a text that has to be cut, anything that is wrong) is left to the interpreter, which says what is wrong with it.
"""

import linecache
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from handoffspec.execute.compiled import adf, runtime
from handoffspec.execute.compiled.crossing import can_be_written, write_cross
from handoffspec.execute.compiled.reading import write_reader
from handoffspec.execute.compiled.rules import NOT_WRITTEN
from handoffspec.execute.compiled.source import Source
from handoffspec.execute.compiled.variables import reads_directly
from handoffspec.execute.conditions import every, some
from handoffspec.execute.fitting import cut_text
from handoffspec.execute.forward import run_forward
from handoffspec.execute.result import Failure, MappingError
from handoffspec.execute.values import is_blank, is_empty, to_json
from handoffspec.execute.wire.checks import over_limit
from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.execute.wire.misfit import MisfitError
from handoffspec.execute.wire.write import envelope
from handoffspec.plan.model import Plan
from handoffspec.schema.types import Json
from handoffspec.text.visible import shows_itself

_LEFT_TO_THE_INTERPRETER: Final = (runtime.UnusualError, MappingError, MisfitError, WireError)

Cross = Callable[[object, str | None], dict[str, Json]]


class Compiled:
    """A plan put to work: called with a ticket's JSON, as `run` is given it, it gives the ticket's result line.

    Result lines share what does not depend on the ticket: read them, do not change them.
    """

    __slots__ = ("_cross", "_plan")

    def __init__(self, plan: Plan, cross: Cross | None) -> None:
        self._plan = plan
        self._cross = cross

    def __call__(self, given: object, at: str | None = None) -> dict[str, Json]:
        """The result line. `at` is the time, ISO 8601; no clock is read."""
        if self._cross is not None:
            try:
                return self._cross(given, at)
            except _LEFT_TO_THE_INTERPRETER:
                pass
        return self._interpret(given, at)

    def covers(self, given: object, at: str | None = None) -> bool:
        """Whether the lines written for the plan take a ticket by themselves, so that it is fast."""
        if self._cross is None:
            return False
        try:
            self._cross(given, at)
        except _LEFT_TO_THE_INTERPRETER:
            return False
        return True

    def _interpret(self, given: object, at: str | None) -> dict[str, Json]:
        plan = self._plan
        try:
            return run_forward(plan, read_ticket(given, plan.handoff.source), at).to_json()
        except WireError as error:
            return Failure(plan.handoff.name, error.code, error.message, error.path).to_json()


def compile_plan(plan: Plan) -> Compiled:
    """What makes the result lines of a plan, as the interpreter would. A plan of the same content is compiled once."""
    return _compiled(_ByContent(plan))


class _ByContent:
    """A plan that is told apart by what it says."""

    __slots__ = ("plan",)

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and other.plan.hash == self.plan.hash and bool(self.plan.hash)

    def __hash__(self) -> int:
        return hash(self.plan.hash)


@lru_cache(maxsize=64)
def _compiled(by_content: _ByContent) -> Compiled:
    plan = by_content.plan
    return Compiled(plan, _cross(plan) if can_be_written(plan.handoff) else None)


def source_of(plan: Plan) -> str:
    """The Python that a plan is compiled to; empty where the interpreter does all of it."""
    return _written(plan).text if can_be_written(plan.handoff) else ""


def _written(plan: Plan) -> Source:
    source = Source()
    if reads_directly(plan.handoff.source):
        write_reader(source, plan.handoff.source)
    write_cross(source, plan.handoff)
    return source


def _cross(plan: Plan) -> Cross:
    source = _written(plan)
    file = f"<{plan.handoff.name}, compiled from plan {plan.hash[:12]}>"
    names: dict[str, Any] = {**_NAMES, **source.names}
    # The text holds names and values of the plan as Python spells them (`repr`), never as they stand in it.
    exec(compile(source.text, file, "exec"), names)  # noqa: S102
    # So that tracebacks show the lines, which say what part of the plan they are for.
    linecache.cache[file] = (len(source.text), None, source.text.splitlines(keepends=True), file)
    cross: Cross = names["cross"]
    return cross


_NAMES: Final[Mapping[str, object]] = {
    name: getattr(runtime, name)
    for name in (
        "channels",
        "from_json", "has_blank", "id_of", "indexed", "is_moment", "name_of", "of_texts", "rich",
        "says", "says_parts", "texts", "unusual", "whole_people", "whole_person", "without_repeats", "without_twins",
    )
} | {
    "NOT_WRITTEN": NOT_WRITTEN,
    "adf_document": adf.document,
    "cut_text": cut_text,
    "envelope": envelope,
    "every": every,
    "is_blank": is_blank,
    "is_empty": is_empty,
    "over_limit": over_limit,
    "shows_itself": shows_itself,
    "some": some,
    "to_json": to_json,
}  # fmt: skip
"""What the lines call."""
