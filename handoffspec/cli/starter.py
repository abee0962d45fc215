"""A first spec between two records: small enough to be read, complete enough to be checked.

What both sides have is mapped. Everything else stands on one line which says that nobody has decided about it yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.schema.coercions import coercion
from handoffspec.schema.spelling import quoted, word
from handoffspec.schema.systems import Field, Record, shape
from handoffspec.schema.types import ChoiceType, Option, TextType

_SCALES: Final = ("priority", "severity", "urgency", "impact")
"""Choices whose options go from most to least, so that the same place in both means about the same."""
_REMEMBER: Final = ("external_id", "correlation_id")
"""Fields made to hold another system's id."""
_SIMPLE: Final = ("text", "number", "flag", "moment", "duration", "list", "choice")
"""Kinds of values that mean the same in another system; people and references do not."""


@dataclass(frozen=True, slots=True)
class _Pair:
    source: Field
    target: Field


def starter(name: str, source: Record, target: Record, losses: Mapping[str, Sequence[str]]) -> str:
    """The text of a spec between two records of the catalogue, not formatted.

    Args:
        name: of the handoff, an identifier.
        source: the record it leaves.
        target: the record it becomes; the same one for a handoff between two teams of one system.
        losses: what was computed of this text before, by rule: a clause for each loss, written down as accepted.
    """
    lines = _within(name, source) if source == target else _across(name, source, target, losses)
    return "\n".join(lines) + "\n"


# ── Between two systems ────────────────────────────────────────────────────────────────────────────────────────────


def _across(name: str, source: Record, target: Record, losses: Mapping[str, Sequence[str]]) -> Iterator[str]:
    giving, taking = f"{source.system}_team", f"{target.system}_team"
    yield f"# From {source.system_title} to {target.system_title}: a beginning."
    yield "# `handoff check` says what is wrong with it, `handoff docs` shows it as documents."
    yield f"use {source.system}"
    yield f"use {target.system}"
    yield ""
    yield _team(giving, source)
    yield _team(taking, target)
    yield ""
    yield f'handoff {name} "{source.system_title} hands over to {target.system_title}" {{'
    yield f"from {source.system}.{source.name} held by {giving}"
    yield f"to {target.system}.{target.name} held by {taking}"
    yield from _link(source, target)
    yield f'adds "What only the people who work in {target.system_title} know"'
    yield from _trigger(source)
    yield from _requirements(source)
    yield from ("", "map {", *_rules(source, target, losses), "}")
    yield from _ownership(giving, taking)
    yield "}"


def _team(name: str, record: Record) -> str:
    return f'team {name} "{record.system_title} team" in {record.system} reached at "#{name.replace("_", "-")}"'


def _link(source: Record, target: Record) -> Iterator[str]:
    for keeper, other in ((source, target), (target, source)):
        kept = _remembering(keeper)
        if kept:
            ends = {keeper.system: f"{keeper.system}.{kept}", other.system: f"{other.system}.{other.key}"}
            yield f"linked by {ends[source.system]} and {ends[target.system]}"
            return


def _remembering(record: Record) -> str | None:
    return next((name for name in _REMEMBER if (field := record.field(name)) and field.writable), None)


def _trigger(source: Record) -> Iterator[str]:
    scale = next((f for f in source.fields if f.name in _SCALES and _options(f)), None)
    yield from ("", "trigger {")
    if scale is not None:
        yield f"when {scale.name} becomes {word(_options(scale)[0].name)}"
    yield 'when someone presses "Hand over"'
    yield "}"


def _requirements(source: Record) -> Iterator[str]:
    prose = next((f for f in source.fields if isinstance(f.type, TextType) and f.type.rich and not f.kept), None)
    if prose is not None:
        yield from ("", "require {")
        yield f'{prose.name} at least 20 characters refuse "n/a", "see above" otherwise ask'
        yield "}"


def _ownership(giving: str, taking: str) -> Iterator[str]:
    yield from ("", "ownership {", f"responsible {taking}")
    yield f"acknowledge within 4h by comment otherwise notify {giving}"
    yield f'{giving} keeps "talking to the customer"'
    yield from (f"notify {taking}, {giving}", "until done", "}")


# ── The map ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rules(source: Record, target: Record, losses: Mapping[str, Sequence[str]]) -> Iterator[str]:
    pairs = list(_pairs(source, target))
    filled = {pair.target.name for pair in pairs}
    for field in target.fields:
        if field.required and field.writable and field.name not in filled and not _is_status(field, target):
            yield from _constant(field)
    for pair in pairs:
        yield from _rule(pair)
        yield from (f"loses {quoted(clause)} impact minor" for clause in losses.get(f"map.{pair.target.name}", ()))
    if source.lifecycle is not None:
        reason = "each side keeps its own until `sync` says more"
        yield f'{source.lifecycle.field} -> nothing because "{reason}" impact minor'
    mapped = {pair.source.name for pair in pairs}
    left = [f.name for f in source.fields if _counts(f, source) and f.name not in mapped]
    if left:
        yield f'{", ".join(left)} -> nothing because "nobody has decided yet who would miss it" impact minor'


def _pairs(source: Record, target: Record) -> Iterator[_Pair]:
    """What both sides have: by name, the title of both, and what is the only one of its kind on both sides."""
    free = [f for f in target.fields if f.writable and not _is_status(f, target)]
    for field in source.fields:
        if not _counts(field, source) or field.personal or field.secret or field.type.kind not in _SIMPLE:
            continue
        found = next((f for f in free if _alike(field, source, f, target) and _fits(field, f)), None)
        if found is not None:
            free.remove(found)
            yield _Pair(field, found)


def _counts(field: Field, record: Record) -> bool:
    """Whether a handoff has to say what becomes of a field."""
    return not field.kept and not _is_status(field, record) and field.name not in (record.key, _remembering(record))


def _is_status(field: Field, record: Record) -> bool:
    return record.lifecycle is not None and record.lifecycle.field == field.name


def _alike(field: Field, source: Record, other: Field, target: Record) -> bool:
    if field.name == other.name or (field == _title(source) and other == _title(target)):
        return True
    same_list = field.type.kind == "list" and shape(field.type) == shape(other.type)
    return same_list and _only(field, source) and _only(other, target)


def _title(record: Record) -> Field | None:
    """The one line that a ticket is known by."""
    return next((f for f in record.fields if f.required and isinstance(f.type, TextType) and not f.type.rich), None)


def _only(field: Field, record: Record) -> bool:
    return sum(shape(other.type) == shape(field.type) for other in record.fields if not other.kept) == 1


def _fits(field: Field, other: Field) -> bool:
    if isinstance(field.type, ChoiceType) or isinstance(other.type, ChoiceType):
        return field.name in _SCALES and bool(_options(field)) and bool(_options(other))
    return coercion(field.type, other.type) is not None


def _options(field: Field) -> tuple[Option, ...]:
    return field.type.options if isinstance(field.type, ChoiceType) else ()


def _rule(pair: _Pair) -> Iterator[str]:
    left, right = pair.source, pair.target
    head = f"{left.name} -> {right.name}"
    if not _options(left):
        once = " once" if right.at_creation or left.at_creation else ""
        default = ' default "Nothing was written."' if right.required and not left.required else ""
        yield head + default + once
        return
    yield f"{head} {{"
    options = _options(right)
    for at, option in enumerate(_options(left)):
        yield f"{word(option.name)} -> {word(options[at * len(options) // len(_options(left))].name)}"
    if not left.required:
        usual = right.default if isinstance(right.default, str) else options[len(options) // 2].name
        yield f"empty -> {word(usual)}"
    yield "}"


def _constant(field: Field) -> Iterator[str]:
    """A value that the other side insists on and that this side does not have."""
    options = _options(field)
    if not options:
        yield f"# Write your own {field.label.lower()} here."
    yield f"{quoted(options[0].name if options else field.label.upper())} -> {field.name}"


# ── Between two teams of one system ────────────────────────────────────────────────────────────────────────────────


def _within(name: str, record: Record) -> Iterator[str]:
    lifecycle = record.lifecycle
    doing = next((s.name for s in lifecycle.statuses if s.category == "doing"), None) if lifecycle else None
    status = f" status {word(doing)}" if doing else ""
    yield f"# Between two teams of {record.system_title}: a beginning. Nothing is copied, but somebody must be told."
    yield f"use {record.system}"
    yield ""
    yield _team("first_team", record).replace(f'"{record.system_title} team"', '"First team"')
    yield _team("second_team", record).replace(f'"{record.system_title} team"', '"Second team"')
    yield ""
    yield f'handoff {name} "The first team hands over to the second" {{'
    yield f"within {record.system}.{record.name}"
    yield f"from{status} held by first_team"
    yield f"to{status} held by second_team"
    yield 'adds "What only the second team knows"'
    yield from ("", "trigger {", 'when someone presses "Hand over"', "}")
    yield from _requirements(record)
    yield from _ownership("first_team", "second_team")
    yield "}"
