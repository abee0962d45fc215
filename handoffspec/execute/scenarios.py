"""Scenarios: examples of a spec, put through the interpreter as any ticket is, and held to what they expect."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, cast

from handoffspec.execute.arrived import Arrived
from handoffspec.execute.back import back
from handoffspec.execute.events import Happened, NewComment, Sight
from handoffspec.execute.forward import forward
from handoffspec.execute.notify import Told
from handoffspec.execute.result import Failure, MappingError, Outcome, Result
from handoffspec.execute.values import Values, alike, has_item, in_plain, is_empty, to_json
from handoffspec.execute.wire.conversation import Attachment, Comment
from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.paths import ABSENT, PathError, get, parse_path
from handoffspec.plan.model import Plan
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.scenarios import (
    Expectation,
    ExpectComment,
    ExpectField,
    ExpectFires,
    ExpectHeld,
    ExpectNames,
    ExpectPath,
    ExpectTold,
    Given,
    GivenComment,
    Scenario,
)
from handoffspec.schema.systems import Record
from handoffspec.schema.types import Json, ListType, PersonType, TextType, Type
from handoffspec.text.document import Document
from handoffspec.text.plain import parse_plain

_LONGEST: Final = 400
"""Characters of a value in a report."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """An expectation that does not hold: the line it stands on, what was expected, what was found."""

    line: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """A scenario that ran; `unmet` is empty where all of it holds."""

    scenario: Scenario
    unmet: tuple[Unmet, ...]
    outcome: Outcome

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.unmet


def run_scenario(plan: Plan, scenario: Scenario) -> ScenarioOutcome:
    """A scenario on the plan of its handoff."""
    handoff = plan.handoff
    side: Side = "destination" if scenario.back else "source"
    arrived = _arrived(handoff.record(side), scenario.given)
    onto = _values(handoff.source, scenario.given.onto) if scenario.back and scenario.given.onto else None
    try:
        outcome: Outcome = back(handoff, arrived, onto) if scenario.back else forward(handoff, arrived)
    except (WireError, MappingError) as error:
        outcome = Failure(handoff.name, error.code, error.message, error.path)
    if isinstance(outcome, Failure):
        unmet = [Unmet(scenario.line, "a ticket that can be mapped", f"{outcome.code} {outcome.message}")]
    else:
        seen = _Seen(
            handoff, outcome, arrived.sight(side, handoff.record("source" if scenario.back else "destination"))
        )
        record = {**(onto or {}), **outcome.record}
        unmet = [found for each, line in scenario.expect for found in _check(seen, record, each, line)]
    return ScenarioOutcome(scenario, tuple(unmet), outcome)


# ── Given ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _arrived(record: Record, given: Given) -> Arrived:
    """The ticket that a scenario describes. What it does not tell did not happen."""
    values = _values(record, given.fields)
    before = None if given.before is None else {**values, **_values(record, given.before)}
    return Arrived(
        record=record,
        values=values,
        before=before,
        comments=tuple(_comment(comment) for comment in given.comments),
        attachments=tuple(cast("Attachment", {"name": file.name, "type": file.type}) for file in given.attachments),
        happened=Happened(
            comments=tuple(NewComment(comment.channel, _by(comment)) for comment in given.comments),
            attachments=bool(given.attachments),
            pressed=given.pressed,
            created=before is None,
        ),
        at=given.time,
        failures=given.failures,
    )


def _by(comment: GivenComment) -> str:
    return "customer" if comment.by == "customer" else "agent"


def _comment(comment: GivenComment) -> Comment:
    return {"channel": comment.channel, "text": parse_plain(comment.text).document, "author": {"name": comment.by}}


def _values(record: Record, given: tuple[tuple[str, Json], ...]) -> Values:
    fields = {f.name: f for f in record.fields}
    return {name: value_of(fields[name].type, value) for name, value in given if name in fields}


def value_of(type_: Type, given: Json) -> object:
    """A value as a spec writes it, as the interpreter has it: rich text from plain, a person from an id or address."""
    match type_, given:
        case TextType(rich=True), str():
            return parse_plain(given).document
        case PersonType(), str() | int():
            return {"email" if "@" in str(given) else "id": given}
        case ListType(item=item), list():
            return [value_of(item, each) for each in given]
        case _:
            return given


# ── Expected ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Seen:
    """What there is to look at."""

    handoff: Handoff
    result: Result
    sight: Sight


def _check(seen: _Seen, record: Values, expected: Expectation, line: int) -> Iterator[Unmet]:
    unmet: _Pair
    match expected:
        case ExpectField():
            unmet = _check_field(seen, record, expected)
        case ExpectPath():
            unmet = _check_path(seen.result, expected)
        case ExpectNames():
            unmet = _check_names(seen.result, expected)
        case ExpectTold():
            unmet = _check_told(seen, expected)
        case ExpectFires(fires=fires):
            found = {True: "it fires", False: "it does not fire", None: "it cannot be told whether it fires"}
            unmet = None if seen.result.fired is fires else (found[fires], found[seen.result.fired])
        case ExpectComment():
            unmet = _check_comment(seen.result, expected)
        case ExpectHeld(team=team):
            held = f"held for {seen.result.held}" if seen.result.held else "not held"
            unmet = None if seen.result.held == team else (f"held for {team}", held)
    if unmet is not None:
        yield Unmet(line, *unmet)


_Pair = tuple[str, str] | None
"""What was expected and what was found; None where it holds."""


def _check_field(seen: _Seen, record: Values, expected: ExpectField) -> _Pair:
    name = expected.field.field
    value = record.get(name)
    said = f"{name} {expected.how} {_shown(expected.value)}".replace(" empty null", " empty")
    if _field_holds(seen.handoff, expected, value):
        return None
    return said, f"{name} is {_shown(to_json(value))}"


def _field_holds(handoff: Handoff, expected: ExpectField, value: object) -> bool:
    target = handoff.record(expected.field.side).field(expected.field.field)
    match expected.how:
        case "empty":
            return is_empty(value)
        case "is":
            return target is not None and alike(target, value, value_of(target.type, expected.value))
        case "contains":
            return _contains(value, expected.value)
        case "lacks":
            return not _contains(value, expected.value)


def _contains(value: object, part: Json) -> bool:
    if isinstance(value, list):
        return has_item(cast("list[object]", value), part)
    text = in_plain(value) if isinstance(value, Document) else value if isinstance(value, str) else ""
    return isinstance(part, str) and part in text


def _check_path(result: Result, expected: ExpectPath) -> _Pair:
    try:
        found = get(parse_path(expected.path), dict(result.payload))
    except (PathError, WireError) as problem:
        return f"{expected.path} is {_shown(expected.value)}", str(problem)
    if found == expected.value:
        return None
    there = "nothing there" if found is ABSENT else _shown(to_json(found))
    return f"{expected.path} is {_shown(expected.value)}", there


def _check_names(result: Result, expected: ExpectNames) -> _Pair:
    found = result.missing if expected.what == "missing" else tuple(loss.field for loss in result.losses)
    if set(found) == set(expected.names):
        return None
    return f"{expected.what} {_listed(expected.names)}", f"{expected.what} {_listed(tuple(dict.fromkeys(found)))}"


def _check_told(seen: _Seen, expected: ExpectTold) -> _Pair:
    told = [notice.who for notice in seen.result.notify]
    if not expected.who:
        return None if not told else ("nobody is told", f"told {_listed(tuple(told))}")
    names = Told(seen.handoff, seen.sight)
    wanted = [name for who in expected.who if (name := names.name(who)) is not None]
    lacking = [name for name in wanted if name not in told]
    return (f"told {_listed(tuple(wanted))}", f"told {_listed(tuple(told))}") if lacking else None


def _check_comment(result: Result, expected: ExpectComment) -> _Pair:
    texts = [text for channel, text in result.comments if channel == expected.channel]
    if any(expected.text in text for text in texts):
        return None
    found = _listed(tuple(_shown(text) for text in texts)) if texts else f"no {expected.channel} comment"
    return f"{expected.channel} comment contains {_shown(expected.text)}", found


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nothing"


def _shown(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
