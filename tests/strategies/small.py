"""Small handoffs: a rule or two between fields that hold a handful of values each, so that all of them can be tried."""

from dataclasses import dataclass, replace
from itertools import product
from random import Random
from typing import Any

from handoffspec.schema.coercions import coercion
from handoffspec.schema.conditions import Compare, FieldRef
from handoffspec.schema.handoffs import End, Handoff
from handoffspec.schema.mapping import Cell, Flow, People, Row, Rule, Step, ToFields
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import (
    ChoiceType,
    FlagType,
    Limit,
    ListType,
    MomentType,
    NumberType,
    Option,
    TextType,
    Type,
)

LABELS = ("A", "B b", "Ccc", "A")
CHARACTERS = ("a", "A", " ", ",")


@dataclass(frozen=True)
class Small:
    """A handoff and the values that each of its fields can hold, as its API has them."""

    handoff: Handoff
    values: dict[str, list[Any]]


def small(seed: int) -> Small:
    """The handoff of a number: the same every time."""
    random = Random(seed)  # noqa: S311 - no secret
    while True:
        made = _small(random)
        if made is not None:
            return made


def _small(random: Random) -> Small | None:
    width = random.choice([1, 1, 1, 2])
    left = [_field(random, f"s{n}") for n in range(width)]
    right = [_field(random, f"t{n}") for n in range(random.choice([1, 1, 1, 1, 2]) if width == 1 else 1)]
    flow: Flow = random.choice(["out", "back", "both", "both"])
    guard = Field("g", "G", FlagType(), read_at="g", written_at="g", kept=True)
    when = None
    if flow == "out" and random.random() < 0.1:
        when = Compare(FieldRef("source", "g"), "is", (True,))
    table, steps = (), ()
    if random.random() < 0.4:
        left, right = ([replace(field, ignoring=()) for field in side] for side in (left, right))
        table = _table(random, left, right, flow)
    else:
        found = _steps(random, left, right, flow)
        if found is None:
            return None
        steps = found
    if table and random.random() < 0.1 and len(right) == 1 and flow != "back":
        steps = _default(random, right[0])
    rule = Rule(
        "map.t",
        tuple(FieldRef("source", field.name) for field in left),
        flow,
        ToFields(tuple(FieldRef("destination", field.name) for field in right)),
        when=when,
        table=table,
        steps=steps,
    )
    handoff = Handoff(
        "small", "Small", _record("a", [*left, guard]), _record("b", right), False,
        End(held_by="here"), End(held_by="there"), rules=(rule,), people=People("email"),
    )  # fmt: skip
    values = {field.name: values_of(field) for field in (*left, *right)} | {
        "g": [True, False, None] if when else [True]
    }
    return Small(handoff, values)


def _record(system: str, fields: list[Field]) -> Record:
    key = Field("id", "Id", TextType(), kept=True, read_at="id")
    return Record(system, system, "record", "Record", "id", (key, *fields))


def _field(random: Random, name: str) -> Field:
    type_ = _type(random, depth=0)
    ignoring = ("case",) if isinstance(type_, TextType) and random.random() < 0.15 else ()
    required = random.random() < 0.25
    if required and isinstance(type_, TextType):
        # One character that is no blank leaves nothing to lose.
        type_ = replace(type_, limit=Limit(2, "characters"))
    rich = isinstance(type_, TextType) and random.random() < 0.15
    if rich:
        type_ = replace(type_, rich=True, spaces=True)
    codec = "plain" if rich else None
    return Field(
        name, name.upper(), type_, required=required, read_at=name, written_at=name,
        read_as=codec, written_as=codec, ignoring=ignoring,
    )  # fmt: skip


def _type(random: Random, depth: int) -> Type:
    match random.randrange(9 if depth == 0 else 4):
        case 0 | 4:
            count = random.randint(1, 3)
            return ChoiceType(
                tuple(Option(n, label, n) for n, label in zip("xyz"[:count], random.sample(LABELS, count), strict=True))
            )
        case 1 | 5:
            return TextType(limit=Limit(random.randint(1, 2), "characters"), spaces=random.random() < 0.7)
        case 2:
            return FlagType()
        case 3:
            low = random.randint(0, 1)
            return NumberType(integer=True, lowest=low, highest=low + random.randint(0, 10))
        case 6:
            return NumberType(lowest=0, highest=1, decimals=random.randint(0, 2))
        case 7:
            return MomentType(random.choice(["date", "time"]))
        case _:
            limit = Limit(random.randint(1, 2), "items")
            item = _type(random, depth=1)
            if isinstance(item, TextType) and item.limit == Limit(1, "characters"):
                item = replace(item, spaces=False)  # One blank is no entry.
            return ListType(item, unique=random.random() < 0.5, limit=limit)


# ── Rules ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _steps(random: Random, left: list[Field], right: list[Field], flow: Flow) -> tuple[Step, ...] | None:
    """Steps that fit; None where the fields do not fit each other."""
    read = left[0].type
    if any(field.type.kind == "list" for field in (*left, *right)) and max(len(left), len(right)) > 1:
        return None
    if len(left) > 1:
        steps, made = (Step("joined", random.choice([",", " ", ""])),), TextType()
    elif len(right) > 1:
        if not isinstance(read, TextType) or read.limit is None or read.limit.number < 2:
            return None
        # A tab, which no value here has, would be the only blank left in a piece.
        spaces = all(not isinstance(field.type, TextType) or field.type.spaces for field in right)
        steps, made = (Step("split", random.choice([",", " "] if spaces else [","])),), TextType(limit=read.limit)
    else:
        choices = [((), read), ((), read), ((), read), *(_of_one(random, read, right[0]) if flow != "back" else [])]
        steps, made = random.choice(choices)
    there = flow == "back" or all(coercion(made, field.type) is not None for field in right)
    return steps if there and (flow == "out" or _comes_back(steps, left, right)) else None


def _of_one(random: Random, read: Type, target: Field) -> list[tuple[tuple[Step, ...], Type]]:
    """Steps between one field and another, with what they make."""
    found: list[tuple[tuple[Step, ...], Type]] = [(_default(random, target), read)]
    plain, into_text = isinstance(read, TextType) and not read.rich, isinstance(target.type, TextType)
    if isinstance(read, TextType) and plain:
        found.append(((Step("cut", limit=Limit(random.randint(1, 2), "characters")),), read))
        if into_text:
            found.append(((Step("prefixed", "a"),), read))
        if isinstance(target.type, ListType):
            found.append(((Step("split", ","),), ListType(TextType(limit=read.limit), limit=Limit(3, "items"))))
    if isinstance(read, NumberType):
        found.append(((Step("rounded", random.randint(0, 1)),), read))
    if isinstance(read, ListType) and into_text:
        found.append(((Step("joined", random.choice([",", ", "])),), TextType()))
    if into_text:
        found.append(((Step("redacted"),), TextType()))
    return found


def _comes_back(steps: tuple[Step, ...], left: list[Field], right: list[Field]) -> bool:
    if any(step.kind in ("joined", "split") for step in steps):
        return all(isinstance(field.type, TextType) and not field.type.rich for field in (*left, *right))
    return all(coercion(right[0].type, field.type) is not None for field in left)


def _default(random: Random, field: Field) -> tuple[Step, ...]:
    filled = [value for value in scalars(field.type) if value not in ("", None)]
    return (Step("default", random.choice(filled)),) if filled and field.type.kind != "list" else ()


def _table(random: Random, left: list[Field], right: list[Field], flow: Flow) -> tuple[Row, ...]:
    rows = []
    for _ in range(random.randint(1, 6)):
        way: Flow = random.choice(["out", "back", "both"]) if flow == "both" else flow
        rows.append(
            Row(
                tuple(_cell(random, field, read=way != "back") for field in left),
                tuple(_cell(random, field, read=way == "back") for field in right),
                way,
            )
        )
    return tuple(rows)


def _cell(random: Random, field: Field, *, read: bool) -> Cell:
    values = [value for value in scalars(field.type) if not isinstance(value, str) or value.strip()]
    kind = random.random()
    if kind < 0.15 and not field.required:
        return Cell("empty")
    if kind < 0.35 and read:
        return Cell(random.choice(["any", "otherwise"]))
    count = random.choice([1, 1, 1, 2])
    return Cell("values", tuple(random.sample(values, min(count, len(values)))))


# ── Values ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def scalars(type_: Type) -> list[Any]:
    """Every value of a type, of a list every entry."""
    match type_:
        case ChoiceType(options=options):
            return [option.name for option in options]
        case TextType(limit=limit):
            letters = [c for c in CHARACTERS if type_.spaces or c != " "]
            most = limit.number if limit else 1
            return ["".join(text) for n in range(most + 1) for text in product(letters, repeat=n)]
        case FlagType():
            return [True, False]
        case NumberType(integer=True, lowest=low, highest=high):
            return list(range(int(low or 0), int(high or 0) + 1))
        case NumberType(decimals=decimals):
            steps = 10 ** (decimals or 0)
            return [n / steps for n in range(steps + 1)]
        case MomentType(precision="date"):
            return ["2026-03-01", "2026-03-02"]
        case MomentType():
            return ["2026-03-01T00:00:00Z", "2026-03-01T09:00:00Z", "2026-03-02T00:00:00Z"]
        case ListType(item=item):
            return scalars(item)
        case _:
            raise AssertionError(type_)


def values_of(field: Field) -> list[Any]:
    """Every value that a field can hold; of the entries of a list the first few."""
    type_ = field.type
    found = scalars(type_)
    if isinstance(type_, TextType):
        found = [*found, "q", "w"]
    if isinstance(type_, MomentType):
        # Two that no row names stand for all the others.
        found = [*found, *(value.replace("-03-", "-04-") for value in found[:2])]
    if isinstance(type_, ListType):
        entries = [entry for entry in found if not isinstance(entry, str) or entry.strip()]
        if isinstance(type_.item, TextType):
            entries = [*entries, "q", "w"]
        entries = [*entries[:2], *entries[2:][-3:]]
        most = type_.limit.number if type_.limit else 1
        lists = [list(one) for n in range(most + 1) for one in product(entries, repeat=n)]
        found = [one for one in lists if not type_.unique or (len(set(one)) == len(one) and one == sorted(one))]
    if field.required:
        return [value for value in found if value != [] and (not isinstance(value, str) or value.strip())]
    return [*found, None]
