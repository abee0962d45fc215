"""What crosses: fields that no longer arrive, losses that were not there, other values, shorter fields."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from typing import Final, TypeAlias

from handoffspec.analysis.domains import read_by, ways
from handoffspec.analysis.facts import OutOrBack
from handoffspec.breaking import words
from handoffspec.breaking.changes import Change, Version
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import Verdict
from handoffspec.schema.mapping import Cell, Rule

_RANKS: Final = ("direct", "translation", "lossy", "lost")
_MOST: Final = 20_000
_SHOWN: Final = 3
_Value: TypeAlias = object
_EMPTY: Final = "empty"
_OTHER: Final = "any other value"


def mapping_changes(old: Version, new: Version) -> Iterator[Change]:
    """What is no longer carried, or not as it was."""
    yield from _arrivals(old, new)
    rules = {rule.id: rule for rule in new.handoff.rules}
    for rule in old.handoff.rules:
        if rule.id in rules:
            yield from _of_rule(old, new, rule, rules[rule.id])
    for rule in new.handoff.rules:
        if rule.id not in {before.id for before in old.handoff.rules} and not rule.fields:
            yield from _newly_filled(new, rule)


# ── What arrives ───────────────────────────────────────────────────────────────────────────────────────────────────


def _arrivals(old: Version, new: Version) -> Iterator[Change]:
    before, after = _arrives(old.handoff), _arrives(new.handoff)
    # Another value in the same rule is told with the rule.
    rules = {rule.id for rule in new.handoff.rules}
    for (way, source), targets in before.items():
        now = after.get((way, source), {})
        gone = [name for name in targets if name not in now]
        if not gone or (source.startswith('"') and any(rule in rules for rule in targets.values())):
            continue
        away = next(
            (r.id for r in new.handoff.rules if r.target.kind == "nothing" and source in _sources(new, r)), None
        )
        place = next(iter(now.values()), away)
        to = words.listed(f"`{name}`" for name in gone)
        instead = f"; it goes to {words.listed(f'`{name}`' for name in now)}" if now else ""
        message = f"`{source}` no longer goes to {to}{instead}"
        yield Change("data", new.handoff.name, place or targets[gone[0]], message, gone=place is None)


def _arrives(handoff: Handoff) -> dict[tuple[OutOrBack, str], dict[str, str]]:
    """By direction and source, the targets with the rule that fills each."""
    found: dict[tuple[OutOrBack, str], dict[str, str]] = {}
    for rule in handoff.rules:
        if rule.target.kind == "nothing":
            continue
        for way in ways(rule):
            back = way == "back" and rule.target.kind == "fields"
            sources = [words.field(handoff, ref) for ref in read_by(rule, way)] if back else _operands(handoff, rule)
            target = words.listed(words.operand(handoff, s) for s in rule.sources) if back else _target(handoff, rule)
            for source in sources:
                found.setdefault((way, source), {})[target] = rule.id
    return found


def _target(handoff: Handoff, rule: Rule) -> str:
    return words.target(handoff, rule.target)


def _operands(handoff: Handoff, rule: Rule) -> list[str]:
    return [words.operand(handoff, source) for source in rule.sources]


def _sources(version: Version, rule: Rule) -> list[str]:
    return _operands(version.handoff, rule)


def _newly_filled(new: Version, rule: Rule) -> Iterator[Change]:
    filled = _target(new.handoff, rule)
    yield Change(
        "data", new.handoff.name, rule.id, f"`{filled}` is always filled with {_operands(new.handoff, rule)[0]}"
    )


# ── One rule ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_rule(old: Version, new: Version, before: Rule, after: Rule) -> Iterator[Change]:
    said = [
        *_losses(old, new, before, after),
        *_tables(new, before, after),
        *_guard(new, before, after),
        *_constants(new, before, after),
    ]
    if not said and _bare(before) != _bare(after) and set(ways(before)) <= set(ways(after)):
        said = [Change("data", new.handoff.name, after.id, f"`{_target(new.handoff, after)}` is filled in another way")]
    yield from said


def _bare(rule: Rule) -> Rule:
    """Without what only people read, and what is said by other changes."""
    return replace(rule, accepted=(), reason=None, impact=None, private_reason=None, table=(), flow="out", when=None)


def _losses(old: Version, new: Version, before: Rule, after: Rule) -> Iterator[Change]:
    for way in ways(after):
        was, now = _verdict(old, before.id, way), _verdict(new, after.id, way)
        if was is None or now is None:
            continue
        details = [d for cause, d in zip(now.causes, now.details, strict=False) if cause not in (*was.causes, "guard")]
        if details or _RANKS.index(now.loss) > max(_RANKS.index(was.loss), _RANKS.index("translation")):
            there = "on the way there" if way == "out" else "on the way back"
            what = words.listed(details) if details else f"it is {now.loss}"
            message = f"`{words.listed(_operands(new.handoff, after))}` loses {there} what it did not lose: {what}"
            yield Change("data", new.handoff.name, after.id, message)
        elif was.recoverable and not now.recoverable:
            message = f"`{words.listed(_operands(new.handoff, after))}` can no longer be read back from the context"
            yield Change("data", new.handoff.name, after.id, message)


def _verdict(version: Version, rule: str, way: OutOrBack) -> Verdict | None:
    return next((v for v in version.facts.verdicts if v.rule == rule and v.flow == way), None)


def _guard(new: Version, before: Rule, after: Rule) -> Iterator[Change]:
    if before.when != after.when:
        only = f"only when {words.condition(new.handoff, after.when)}" if after.when else "for every ticket"
        yield Change("data", new.handoff.name, after.id, f"`{_target(new.handoff, after)}` is now filled {only}")


def _constants(new: Version, before: Rule, after: Rule) -> Iterator[Change]:
    if not before.fields and not after.fields and before.sources != after.sources:
        was, now = (words.listed(words.operand(new.handoff, source) for source in r.sources) for r in (before, after))
        filled = _target(new.handoff, after)
        yield Change("data", new.handoff.name, after.id, f"`{filled}` is filled with {now}, no longer with {was}")


# ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tables(new: Version, before: Rule, after: Rule) -> Iterator[Change]:
    if before.table == after.table or len(before.sources) != len(after.sources):
        return
    for way in ways(after):
        changed = _other_results(before, after, way)
        if changed:
            shown = [f"{_said(given)} becomes {_said(now)}, no longer {_said(was)}" for given, was, now in changed]
            more = f" (and {len(shown) - _SHOWN} more)" if len(shown) > _SHOWN else ""
            back = " on the way back" if way == "back" else ""
            yield Change("data", new.handoff.name, after.id, f"{'; '.join(shown[:_SHOWN])}{more}{back}")


def _other_results(
    before: Rule, after: Rule, way: OutOrBack
) -> list[tuple[tuple[_Value, ...], tuple[_Value, ...] | None, tuple[_Value, ...] | None]]:
    """Combinations with the result that they had and the one that they have, where these differ."""
    was, now = _lines(before, way), _lines(after, way)
    width = max((len(given) for given, _ in (*was, *now)), default=0)
    domains = [
        list(dict.fromkeys([*(v for given, _ in (*was, *now) for v in given[at].values), _OTHER, _EMPTY]))
        for at in range(width)
    ]
    if prod(map(len, domains)) > _MOST:
        return [((_OTHER,), None, None)]
    results = ((values, _result(was, values), _result(now, values)) for values in product(*domains))
    # What had no row before could not cross at all: a row for it breaks nothing.
    return [(values, one, other) for values, one, other in results if one != other and one is not None]


def _lines(rule: Rule, way: OutOrBack) -> list[tuple[tuple[Cell, ...], tuple[Cell, ...]]]:
    """The rows of a direction as they are tried: those with `otherwise` last."""
    rows = [row for row in rule.table if row.flow in (way, "both")]
    lines = [(row.left, row.right) if way == "out" else (row.right, row.left) for row in rows]
    return sorted(lines, key=lambda line: any(cell.kind == "otherwise" for cell in line[0]))


def _result(
    lines: Sequence[tuple[tuple[Cell, ...], tuple[Cell, ...]]], values: tuple[_Value, ...]
) -> tuple[_Value, ...] | None:
    made = next((m for given, m in lines if all(map(_takes, given, values))), None)
    return None if made is None else tuple(c.values[0] if c.values else c.kind for c in made)


def _takes(cell: Cell, value: _Value) -> bool:
    return value in cell.values if cell.kind == "values" else cell.kind != "empty" or value is _EMPTY


def _said(values: tuple[_Value, ...] | None) -> str:
    return "nothing" if values is None else f"`{', '.join(map(str, values))}`"
