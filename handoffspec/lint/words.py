"""Values and statuses as a spec writes them, for help lines that can be pasted."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from handoffspec.analysis.facts import OutOrBack
from handoffspec.diagnostics import Json
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule
from handoffspec.schema.spelling import word

_MOST: Final = 4


def spelled(values: Sequence[object]) -> str:
    """A combination of values as the left or right side of a row."""
    return ", ".join(map(_cell, values))


def _cell(value: object) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return "yes" if value else "no"
        case str():
            return word(value)
        case _ if value is ...:
            return "otherwise"
        case _:
            return str(value)


def in_words(names: Sequence[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}"


def row_of_its_own(handoff: Handoff, row: str, side: Side, words: str) -> str:
    """Where to write what a row does to one side, as a clause: a two-way row has it for the destination only."""
    found = next(one for one in handoff.sync.status if one.id == row) if handoff.sync else None
    if found is None or found.flow != "both" or side == "destination":
        return f"add `{words}` to the row"
    left, right = (", ".join(map(word, statuses)) for statuses in (found.left, found.right))
    return f"make it two rows, `{left} -> {right} …` and `{left} <- {right} {words}`"


def combination(missing: Sequence[Sequence[object]], count: int | None = None) -> str:
    """Some combinations in a sentence; of many the first ones. `count`: how many there are if not all are given."""
    shown = [
        "any other value" if all(v is ... for v in values) else f"`{spelled(values)}`" for values in missing[:_MOST]
    ]
    if (count or len(missing)) > len(shown):
        shown.append(f"{(count or len(missing)) - len(shown):,} more")
    return in_words(shown)


def example(rule: Rule, way: OutOrBack, values: Sequence[object]) -> Json:
    """A combination of a table as the ticket that has it, by the fields that the rule reads."""
    target = rule.target.fields if rule.target.kind == "fields" else ()
    read = rule.fields if way == "out" else target
    return {"ticket": {ref.field: _given(value) for ref, value in zip(read, values, strict=True)}}


def as_data(value: object) -> Json:
    """A witness's value as the JSON that it is."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(name): as_data(inner) for name, inner in cast("Mapping[object, object]", value).items()}
        case Sequence():
            return [as_data(inner) for inner in cast("Sequence[object]", value)]
        case _:
            raise TypeError(f"{type(value).__name__} is no JSON")


def _given(value: object) -> Json:
    """A value as data; of the values that no row names a made-up one."""
    match value:
        case bool() | int() | float() | str():
            return value
        case _:
            return "anything else" if value is ... else None
