"""What each kind of rule loses: the verdicts of a whole spec, and tables against the interpreter, value by value."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from handoffspec.analysis import verdicts
from handoffspec.analysis.facts import OutOrBack
from handoffspec.analysis.facts_tables import TableGap
from handoffspec.analysis.tables import table_facts
from handoffspec.execute.tables import Table
from handoffspec.pipeline import check
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import End, Handoff
from handoffspec.schema.losses import Verdict
from handoffspec.schema.mapping import Cell, Flow, Row, Rule, ToContext, ToFields
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ChoiceType, Option, TextType

CASES = Path(__file__).parent.parent / "cases" / "analysis"


def told(verdict: Verdict) -> str:
    whole = ", whole in the context block" if verdict.recoverable else ""
    lines = [f"{verdict.rule} {verdict.flow}: {verdict.loss}{whole}"]
    return "\n".join([*lines, *(f"  {c}: {d}" for c, d in zip(verdict.causes, verdict.details, strict=True))])


def test_every_way_in_which_a_field_becomes_another(expect_file: Callable[[Path, str], None]) -> None:
    [(_, facts)] = check([str(CASES / "pairs.handoff")]).handoffs
    expect_file(CASES / "pairs.expected", "\n".join(map(told, facts.verdicts)) + "\n")


# ── Tables, by brute force ─────────────────────────────────────────────────────────────────────────────────────────

LEFT, RIGHT = ("a", "b", "c"), ("x", "y", "z")


def choice(name: str, options: tuple[str, ...], *, required: bool) -> Field:
    type_ = ChoiceType(tuple(Option(option, option, option) for option in options))
    return Field(name, name, type_, required=required, read_at=name, written_at=name)


def record(system: str, fields: tuple[Field, ...]) -> Record:
    key = Field("id", "Id", TextType(), kept=True, read_at="id")
    return Record(system, system, "record", "Record", "id", (key, *fields))


def cells(options: tuple[str, ...]) -> st.SearchStrategy[Cell]:
    values = st.lists(st.sampled_from(options), min_size=1, max_size=2, unique=True)
    named = values.map(lambda names: Cell("values", tuple(names)))
    return st.one_of(named, named, st.sampled_from([Cell("empty"), Cell("otherwise"), Cell("any")]))


def made(options: tuple[str, ...]) -> st.SearchStrategy[Cell]:
    return st.one_of(st.sampled_from(options).map(lambda name: Cell("values", (name,))), st.just(Cell("empty")))


@st.composite
def handoffs(draw: st.DrawFn) -> Handoff:
    width = draw(st.integers(1, 2))
    required = draw(st.lists(st.booleans(), min_size=width + 1, max_size=width + 1))
    sources = tuple(choice(f"s{at}", LEFT[: draw(st.integers(2, 3))], required=required[at]) for at in range(width))
    target = choice("t", RIGHT[: draw(st.integers(2, 3))], required=required[-1])
    flow: Flow = draw(st.sampled_from(["out", "back"]))
    read, written = (cells, made) if flow == "out" else (made, cells)
    rows = st.builds(
        Row,
        st.tuples(*[(read if flow == "out" else made)(options(field)) for field in sources]),
        st.tuples((written if flow == "out" else cells)(options(target))),
        st.just(flow),
    )
    rule = Rule(
        "map.t",
        tuple(FieldRef("source", field.name) for field in sources),
        flow,
        ToFields((FieldRef("destination", "t"),)),
        table=tuple(draw(st.lists(rows, min_size=1, max_size=7))),
    )
    ends = (End(held_by="here"), End(held_by="there"))
    return Handoff("h", "H", record("a", sources), record("b", (target,)), False, *ends, rules=(rule,))


def options(field: Field) -> tuple[str, ...]:
    assert isinstance(field.type, ChoiceType)
    return tuple(option.name for option in field.type.options)


def combinations(fields: list[Field]) -> list[tuple[str | None, ...]]:
    found: list[tuple[str | None, ...]] = [()]
    for field in fields:
        values = [*options(field), *([] if field.required else [None])]
        found = [(*before, value) for before in found for value in values]
    return found


def by_brute_force(handoff: Handoff, way: OutOrBack) -> tuple[str, set[tuple[str | None, ...]]]:
    """The class of the rule, and the filled combinations without a row, from running every value."""
    [rule] = handoff.rules
    sources = [field for field in handoff.source.fields if not field.kept]
    targets = [field for field in handoff.destination.fields if not field.kept]
    read, written = (sources, targets) if way == "out" else (targets, sources)
    table = Table(rule.table)
    arrivals: dict[tuple[object, ...], list[tuple[object, ...]]] = defaultdict(list)
    gaps: set[tuple[str | None, ...]] = set()
    for values in combinations(read):
        # The destination's record is new: what a row leaves as it is stays empty.
        made = table.translate(values, way, None)
        if made is None and any(value is not None for value in values):
            gaps.add(values)
        arrived = tuple(value if isinstance(value, str) else None for value in made or [None] * len(written))
        arrivals[arrived].append(values)
    collide = any(len(given) > 1 for given in arrivals.values())
    stuck = any(
        value is None and field.required for arrived in arrivals for value, field in zip(arrived, written, strict=True)
    )
    same = all(given == [arrived] for arrived, given in arrivals.items())
    return ("lossy" if collide or stuck else "direct" if same else "translation"), gaps


@given(handoffs())
def test_a_table_loses_what_running_every_value_through_it_loses(handoff: Handoff) -> None:
    [verdict] = verdicts(handoff)
    way = verdict.flow
    expected, gaps = by_brute_force(handoff, way)
    assert verdict.loss == expected
    found = [fact for fact in table_facts(handoff) if isinstance(fact, TableGap)]
    assert {gap for fact in found for gap in (fact.out if way == "out" else fact.back)} == gaps


@given(handoffs())
def test_a_context_block_that_holds_the_sources_gives_them_back(handoff: Handoff) -> None:
    rich = Field("d", "D", TextType(rich=True), read_at="d", written_at="d")
    [rule] = handoff.rules
    entries = tuple(
        Rule(f"map.context.{ref.field}", (ref,), "out", ToContext(ref.field, FieldRef("destination", "d")))
        for ref in rule.fields
    )
    whole = replace(
        handoff,
        destination=replace(handoff.destination, fields=(*handoff.destination.fields, rich)),
        rules=(rule, *entries),
    )
    verdict = verdicts(whole)[0]
    assert verdict.recoverable == (verdict.loss == "lossy" and verdict.flow == "out")
