"""Whether conditions can hold, against the interpreter on every ticket that they can tell apart."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from handoffspec.analysis.worlds import possible, uncovered
from handoffspec.execute.conditions import holds
from handoffspec.execute.events import Happened, Sight
from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, FieldRef, Not
from handoffspec.schema.handoffs import End, Handoff
from handoffspec.schema.systems import Field, Lifecycle, Record, Status
from handoffspec.schema.types import ChoiceType, Option

COLOURS = ("red", "green", "blue")
SIZES = ("small", "large")


def choice(name: str, options: tuple[str, ...], *, required: bool) -> Field:
    return Field(name, name, ChoiceType(tuple(Option(o, o, o) for o in options)), required=required)


RECORD = Record(
    "desk",
    "Desk",
    "ticket",
    "Ticket",
    "id",
    (choice("colour", COLOURS, required=True), choice("size", SIZES, required=False)),
)
HANDOFF = Handoff("h", "h", RECORD, RECORD, within=True, from_end=End(), to_end=End())


def compare(name: str, options: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    operators = st.sampled_from(["is", "is not", "is empty", "is filled", "becomes", "becomes empty", "changes"])
    values = st.lists(st.sampled_from(options), min_size=1, max_size=2).map(tuple)

    def made(operator: str, named: tuple[str, ...]) -> Condition:
        bare = operator in ("is empty", "is filled", "becomes empty", "changes")
        return Compare(FieldRef("source", name), operator, () if bare else named)  # type: ignore[arg-type]

    return st.builds(made, operators, values)


CONDITIONS = st.recursive(
    st.one_of(compare("colour", COLOURS), compare("size", SIZES)),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)
TICKETS = [{"colour": colour, "size": size} for colour, size in product(COLOURS, (*SIZES, None))]


def sight(before: dict[str, object], now: dict[str, object]) -> Sight:
    return Sight(now={"source": now}, before={"source": before}, records={"source": RECORD}, happened=Happened())


@given(CONDITIONS)
def test_a_condition_is_possible_where_some_change_meets_it(condition: Condition) -> None:
    met = any(holds(condition, sight(before, now)) for before, now in product(TICKETS, TICKETS))
    assert possible(HANDOFF, [condition]) == met


@given(st.lists(CONDITIONS, min_size=1, max_size=3))
def test_a_value_is_uncovered_where_some_ticket_meets_none(conditions: list[Condition]) -> None:
    open_ = {t["colour"] for t in TICKETS if not any(holds(one, sight(t, t)) for one in conditions)}
    assert set(uncovered(HANDOFF, conditions, FieldRef("source", "colour"))) == open_


def test_too_many_cases_are_not_judged() -> None:
    fields = tuple(choice(f"f{n}", ("a", "b", "c"), required=True) for n in range(12))
    wide = Handoff(
        "h", "h", Record("d", "D", "t", "T", "id", fields), Record("d", "D", "t", "T", "id", fields),
        within=True, from_end=End(), to_end=End(),
    )  # fmt: skip
    never = [Compare(FieldRef("source", f.name), "is", ("a",)) for f in fields]
    assert possible(wide, [*never, Compare(FieldRef("source", "f0"), "is", ("b",))])
    assert uncovered(wide, never, FieldRef("source", "f0")) == ()


def test_a_status_is_one_of_its_lifecycle() -> None:
    statuses = (Status("open", "doing", initial=True), Status("done", "done"))
    field = Field("status", "Status", ChoiceType(), required=True)
    record = Record("d", "D", "t", "T", "id", (field,), lifecycle=Lifecycle("status", statuses, ()))
    handoff = Handoff("h", "h", record, record, within=True, from_end=End(), to_end=End())
    ref = FieldRef("source", "status")
    assert uncovered(handoff, [Compare(ref, "is", ("done",))], ref) == ("open",)
    assert not possible(handoff, [Compare(ref, "is not", ("open", "done"))])
