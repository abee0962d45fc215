"""Tables: complete, without overlap, both ways; ServiceNow's nine pairs are the model case."""

from dataclasses import replace
from io import StringIO
from itertools import product
from pathlib import Path
from time import perf_counter

import pytest

from handoffspec.analysis.facts_tables import DeadRow, RowsOverlap, TableGap, TableTooLarge
from handoffspec.analysis.tables import table_facts
from handoffspec.diagnostics import Diagnostic
from handoffspec.execute import Result, run_back, run_forward
from handoffspec.execute.wire.inputs import TicketInput
from handoffspec.pipeline import check, plans
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import End, Handoff
from handoffspec.schema.mapping import Cell, Row, Rule, ToFields
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import TextType

MODEL = Path(__file__).parent.parent / "cases" / "analysis" / "servicenow.handoff"
TEXT = MODEL.read_text(encoding="utf-8")
LEVELS, PRIORITIES = ("high", "medium", "low"), ("P1", "P2", "P3", "P4", "P5")


def about_tables(text: str) -> list[Diagnostic]:
    return [found for found in check(["-"], StringIO(text)).diagnostics if found.code.code.startswith("HS03")]


def test_the_nine_pairs_are_whole() -> None:
    assert about_tables(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "said", "witness"),
    [
        ("medium, medium  -> P3", "", "HS0301", "`medium, medium`", {"impact": "medium", "urgency": "medium"}),
        ("low, low       <-> P5", "low, low -> P5", "HS0301", "`P5` has no way back", {"priority": "P5"}),
        (
            "low, high       -> P3", "low, high -> P3\n low, high -> P2",
            "HS0303", "`low, high`", {"impact": "low", "urgency": "high"},
        ),
        (
            "low, high       -> P3", "low, high -> P3\n [low, high], low -> P2",
            "HS0303", "`high, low`", {"impact": "high", "urgency": "low"},
        ),
        ("low, low       <-> P5", "low, low <-> P5\n any, any -> P1", "HS0302", "No ticket ever reaches", None),
        ("medium, high    -> P2", "medium, high <-> P2", "HS0304", "`P2` has several ways back", None),
        ("high, medium   <-> P2", "high, medium -> P2\n medium, medium <- P2", "HS0306", "", None),
    ],
)  # fmt: skip
def test_what_is_missing_or_doubled_is_printed(old: str, new: str, code: str, said: str, witness: object) -> None:
    assert TEXT.count(old) == 1
    found = about_tables(TEXT.replace(old, new))
    assert code in [one.code.code for one in found]
    one = next(one for one in found if one.code.code == code)
    assert said in one.message
    if witness is not None:
        assert one.witness == {"ticket": witness}


def test_each_pair_stays_while_it_agrees_and_each_priority_is_kept() -> None:
    plan = plans(check([str(MODEL)]))["incident_to_issue"]
    for impact, urgency in product(LEVELS, LEVELS):
        ticket = {"impact": impact, "urgency": urgency}
        there = run_forward(plan, TicketInput(record=ticket))
        assert isinstance(there, Result)
        for priority in PRIORITIES:
            back = run_back(plan, TicketInput(record={"priority": priority}), dict(ticket))
            assert isinstance(back, Result)
            if priority == there.record["priority"]:
                assert back.record == ticket
            again = run_forward(plan, TicketInput(record=dict(back.record)))
            assert isinstance(again, Result)
            assert again.record["priority"] == priority


# ── Size ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def texts(rows: list[Row], width: int) -> Handoff:
    """A handoff with a table from some texts to one."""
    key = Field("id", "Id", TextType(), kept=True, read_at="id")
    sources = tuple(Field(f"s{n}", f"S{n}", TextType(), read_at=f"s{n}", written_at=f"s{n}") for n in range(width))
    target = Field("t", "T", TextType(), read_at="t", written_at="t")
    rule = Rule(
        "map.t", tuple(FieldRef("source", f.name) for f in sources), "out", ToFields((FieldRef("destination", "t"),)),
        table=tuple(rows),
    )  # fmt: skip
    ends = (End(held_by="here"), End(held_by="there"))
    left, right = (
        Record(name, name, "record", "Record", "id", (key, *fields))
        for name, fields in (("a", sources), ("b", (target,)))
    )
    return Handoff("h", "H", left, right, False, *ends, rules=(rule,))


def row(*given: str | None) -> Row:
    """A row; None takes any value."""
    cells = tuple(Cell("any") if value is None else Cell("values", (value,)) for value in given)
    return Row(cells, (Cell("values", ("-".join(map(str, given)),)),), "out")


def test_ten_thousand_rows_are_checked_in_a_moment() -> None:
    rows = [row(f"a{n % 100}", f"b{n // 100}") for n in range(10_000)]
    doubled = replace(rows[77], right=(Cell("values", ("other",)),))
    begin = perf_counter()
    found = list(table_facts(texts([*rows, doubled, row(None, None)], 2)))
    assert perf_counter() - begin < 10
    assert [type(fact) for fact in found] == [RowsOverlap]
    assert isinstance(found[0], RowsOverlap)
    assert (found[0].first, found[0].second, found[0].values) == (77, 10_000, ("a77", "b0"))


def test_gaps_of_a_large_table_are_counted() -> None:
    [gap] = table_facts(texts([row(f"a{n}", f"b{n}") for n in range(200)], 2))
    assert isinstance(gap, TableGap)
    # 200 named values, one for all others and empty, in each of two columns; all empty needs no row.
    assert gap.out_count == 202 * 202 - 200 - 1
    assert len(gap.out) < 1_000


def test_rows_that_cut_across_each_other_end_with_a_word() -> None:
    rows = [row(*(f"{c}{n}" if (n >> c) & 1 else None for c in range(7))) for n in range(1, 127)]
    begin = perf_counter()
    found = list(table_facts(texts(rows, 7)))
    assert perf_counter() - begin < 10
    assert [type(fact) for fact in found] == [TableTooLarge]


def test_a_row_behind_one_that_takes_everything_is_dead() -> None:
    found = list(table_facts(texts([row(None, "x"), row("y", "x"), row(None, None)], 2)))
    assert found == [DeadRow("map.t", 1, 0)]
