"""Compiled plans held to the interpreter: the same bytes for the same ticket, sound or broken in any way."""

import json
import traceback
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoffspec.execute import Failure, run_forward
from handoffspec.execute.compiled import compile_plan, source_of
from handoffspec.execute.compiled.html import content, words
from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.plan import Plan
from handoffspec.text.adf_write import write_adf
from handoffspec.text.html import parse_html
from handoffspec.text.plain import plain_text
from tests.benchmarks.zendesk import tickets
from tests.specs.bound import SPECS, all_plans, plan
from tests.strategies.zendesk_tickets import full_tickets

_DATA = Path(__file__).parents[1] / "data"
_ODD: tuple[Any, ...] = (
    *(None, "", " ", 0, 1, -1, 1.5, True, False, [], {}, "n/a", "x", "a\r\nb", "␍", "\u2028", "\x00", "\ud800", 10**30),
    *("a" * 300, "a " * 40000, "urgent", "open", "solved", "new", "Handoff context · escalation · x", "(none)", '"q"'),
    *(
        [None],
        [""],
        [1],
        ["a b"],
        ["a", "a"],
        [{}],
        {"id": 1},
        {"id": "7", "value": "x"},
        {"id": 8, "role": "agent"},
        "2026-01-01",
        "7",
    ),
    *("2026-01-01T00:00:00+02:00", "2026-11-02T24:00:00Z", '["a"]', "[]", '[{"step":"a","step":"b"}]', "{", "<b>x"),
)
_PLANS = ("escalation", "to_operations", "ticket_to_incident", "defect", "incident_to_engineering", "customer_replied")


def _lines(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _tickets_for(made: Plan) -> list[Any]:
    match made.handoff.source.system:
        case "zendesk":
            return [*_lines(SPECS / "samples" / "zendesk_tickets.ndjson"), *tickets(25)]
        case "salesforce":
            return _lines(SPECS / "samples" / "salesforce_cases.ndjson")
        case _:
            return _lines(_DATA / "servicenow_incidents.ndjson")


def _interpreted(made: Plan, ticket: object) -> str:
    try:
        return json.dumps(run_forward(made, read_ticket(ticket, made.handoff.source)).to_json())
    except WireError as error:
        return json.dumps(Failure(made.handoff.name, error.code, error.message, error.path).to_json())


def _places(value: object, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*place, key)
        yield from _places(each, (*place, key))


def _broken(ticket: object, random: Random) -> Any:
    """The ticket with one to three of its values taken out or replaced by odd ones."""
    broken: Any = deepcopy(ticket)
    for _ in range(random.choice((1, 1, 2, 3))):
        *way, last = random.choice(list(_places(broken)) or [("x",)])
        inner = broken
        for key in way:
            inner = inner[key]
        if random.random() < 0.15 and last in (inner if isinstance(inner, dict) else range(len(inner))):
            del inner[last]
        else:
            inner[last] = deepcopy(random.choice(_ODD))
    return broken


@pytest.mark.parametrize("name", _PLANS)
def test_a_compiled_plan_gives_what_the_interpreter_gives_for_sound_tickets_and_broken_ones(name: str) -> None:
    made = plan(name)
    compiled, random, sound = compile_plan(made), Random(name), _tickets_for(made)  # noqa: S311 - no secret
    given = [*sound, *(_broken(random.choice(sound), random) for _ in range(150))]
    for ticket in given:
        # A ticket that is left to the interpreter gives what that gives: nothing is compared but the time it takes.
        if compiled.covers(ticket):
            assert json.dumps(compiled(ticket)) == _interpreted(made, ticket)
    crossing = [ticket for ticket in sound if "error" not in compiled(ticket)]
    covered = sum(map(compiled.covers, crossing))
    assert covered >= (0.8 * len(crossing) if source_of(made) else 0)


@given(full_tickets())
@settings(max_examples=60)
def test_any_ticket_that_fits_its_fields_gives_what_the_interpreter_gives(ticket: Any) -> None:
    made = plan()
    assert json.dumps(compile_plan(made)(ticket)) == _interpreted(made, ticket)


def test_a_ticket_with_nothing_right_in_it_gives_the_interpreters_error() -> None:
    made = plan()
    for ticket in (None, 7, "x", [], {}, {"ticket": None}, {"ticket": {"id": 1}}, {"after": 1}):
        assert json.dumps(compile_plan(made)(ticket)) == _interpreted(made, ticket)
        assert "error" in compile_plan(made)(ticket)


_TAGS = (
    "p",
    "div",
    "strong",
    "em",
    "code",
    "ul",
    "li",
    'a href="https://x.example/?a=1&amp;b"',
    'a href="javascript:x"',
)
_PIECES = (
    "a",
    "two words",
    " ",
    "  ",
    "\n",
    "&nbsp;",
    "&amp;",
    "&lt;p&gt;",
    "ä",
    "\u2060",
    "\x01",
    "<br>",
    "<",
    ">",
    "<h1>x</h1>",
)


@given(st.recursive(
    st.sampled_from(_PIECES),
    lambda inner: st.tuples(st.sampled_from(_TAGS), st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0].split()[0]}>"
    ),
    max_leaves=12,
))  # fmt: skip
@settings(max_examples=300)
def test_html_of_an_editor_is_read_as_by_way_of_a_document(html: str) -> None:
    parsed = parse_html(html)
    assert words(html) == plain_text(parsed.document).split()
    made = content(html)
    if made is not None:
        written = write_adf(parsed.document)
        assert made.blocks == written.value["content"]
        assert not written.losses
        assert parsed.losses == ({"link"} if made.link_lost else frozenset())


def test_plans_of_the_same_content_are_compiled_once() -> None:
    made = plan()
    assert compile_plan(made) is compile_plan(made.model_copy(deep=True))
    assert compile_plan(made) is not compile_plan(plan(environment=None))


class _Key:
    """A key that no JSON has, and that fails when it is compared."""

    def __hash__(self) -> int:
        return hash("tags")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("not to be compared")


def test_a_traceback_names_the_part_of_the_plan_that_it_comes_from() -> None:
    ticket = deepcopy(next(tickets(1)))
    del ticket["ticket"]["tags"]
    ticket["ticket"][_Key()] = []
    with pytest.raises(RuntimeError) as raised:
        compile_plan(plan())(ticket)
    said = "".join(traceback.format_exception(raised.value))
    assert 'File "<escalation, compiled from plan ' in said
    assert "now_tags = record.get('tags')  # tags" in said


def test_every_plan_of_the_specs_can_be_compiled() -> None:
    for made in all_plans("sandbox").values():
        text = source_of(made)
        assert text == source_of(made)
        compile(text, "x", "exec")


def test_fields_may_be_called_as_what_the_lines_call_their_own() -> None:
    made = plan()
    renamed = made.model_dump_json()
    for old, new in (
        ("summary", "link"),
        ("labels", "gates"),
        ("promised_by", "people"),
        ("support_contact", "record"),
    ):
        renamed = renamed.replace(f'"{old}"', f'"{new}"').replace(f'"map.{old}"', f'"map.{new}"')
    other = Plan.model_validate_json(json.dumps(json.loads(renamed) | {"hash": ""}))
    for ticket in tickets(20):
        assert json.dumps(compile_plan(other)(ticket)) == _interpreted(other, ticket)
        assert compile_plan(other).covers(ticket) == compile_plan(made).covers(ticket)
