"""The steps between the source and the target of a rule, and the same steps undone on the way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from handoffspec.execute.coerce import coerce
from handoffspec.execute.fitting import Taken, cut, rounded
from handoffspec.execute.values import in_plain, is_empty
from handoffspec.execute.words import from_words, words
from handoffspec.schema.mapping import Step
from handoffspec.schema.types import Limit, ListType, TextType, Type
from handoffspec.text.document import Document

REDACTED: Final = "[redacted]"
_TEXT: Final = TextType()
_TEXTS: Final = ListType(_TEXT)


@dataclass(frozen=True, slots=True)
class Typed:
    """A value and what it is."""

    type: Type
    value: object


@dataclass(frozen=True, slots=True)
class Stepped:
    """The values after some steps, and what the steps took from them."""

    values: tuple[Typed, ...]
    taken: tuple[Taken, ...] = ()


def take_steps(steps: Sequence[Step], values: Sequence[Typed], targets: Sequence[Type]) -> Stepped:
    """The values after the steps, in the order written.

    `default` waits for the end, for its value is one of the target's (`with_default`); `people` is done where types
    meet.
    """
    stepped = Stepped(tuple(values))
    for step in steps:
        made = _take(step, stepped.values, targets)
        stepped = Stepped(made.values, (*stepped.taken, *made.taken))
    return stepped


def undo_steps(steps: Sequence[Step], values: Sequence[Typed], targets: Sequence[Type]) -> tuple[Typed, ...]:
    """The values that the steps may have been given, for as many fields as `targets` says.

    Raises:
        ValueError: a text does not have the parts that were joined.
    """
    undone = tuple(values)
    for step in reversed(steps):
        undone = _undo(step, undone, targets)
    return undone


def with_default(steps: Sequence[Step], value: object) -> tuple[object, tuple[Taken, ...]]:
    """The value, or the default where it is empty."""
    default = next((step.value for step in steps if step.kind == "default"), None)
    if default is None or not is_empty(value):
        return value, ()
    return default, (Taken("empty", f"an empty value becomes {default}"),)


def _take(step: Step, values: tuple[Typed, ...], targets: Sequence[Type]) -> Stepped:
    match step.kind:
        case "joined":
            return _join(values, str(step.value or ""))
        case "split":
            return Stepped(_split(values[0], str(step.value or ""), len(targets)))
        case "cut" if step.limit is not None:
            limit = step.limit
            return _each(values, lambda typed: _cut(typed, limit))
        case "rounded":
            digits = int(cast("int", step.value) or 0)
            return _each(values, lambda typed: _round(typed, digits))
        case "prefixed":
            prefix = str(step.value or "")
            return Stepped(tuple(_prefixed(typed, prefix) for typed in values))
        case "redacted":
            return _each(values, _redact)
        case _:
            return Stepped(values)


def _each(values: tuple[Typed, ...], take: Callable[[Typed], Stepped]) -> Stepped:
    made = [take(typed) for typed in values]
    return Stepped(tuple(v for each in made for v in each.values), tuple(t for each in made for t in each.taken))


def _join(values: tuple[Typed, ...], joiner: str) -> Stepped:
    """One text; what is empty leaves no gap. Rich texts stay rich, one below the other."""
    filled = [typed for typed in values if not is_empty(typed.value)]
    if not filled:
        return Stepped((Typed(_TEXT, None),))
    if any(isinstance(typed.value, Document) for typed in filled):
        rich = TextType(rich=True)
        parts = (cast("Document", coerce(typed.value, typed.type, rich)) for typed in filled)
        return Stepped((Typed(rich, Document(tuple(block for part in parts for block in part.blocks))),))
    lists = any(isinstance(typed.type, ListType) for typed in filled)
    text = joiner.join(words(typed.type, typed.value, joiner) for typed in filled)
    taken = (Taken("structure to text", "its parts become one text"),) if lists or len(filled) > 1 else ()
    return Stepped((Typed(_TEXT, text),), taken)


def _split(typed: Typed, separator: str, count: int) -> tuple[Typed, ...]:
    """The parts of a text: a list for one target, else a part for each, the last with all the rest."""
    if typed.value is None:
        return (Typed(_TEXTS if count == 1 else _TEXT, None),) * count
    text = words(typed.type, typed.value)
    if count == 1:
        return (Typed(_TEXTS, _parts(text, separator)),)
    parts: list[str | None] = list(text.split(separator, count - 1)) if separator else [text]
    parts += [None] * (count - len(parts))
    return tuple(Typed(_TEXT, part) for part in parts)


def _parts(text: str, separator: str) -> list[str]:
    return [] if not text else text.split(separator) if separator else [text]


def _cut(typed: Typed, limit: Limit) -> Stepped:
    shorter = cut(typed.value, limit)
    return Stepped((Typed(typed.type, shorter.value),), shorter.taken)


def _round(typed: Typed, digits: int) -> Stepped:
    if not isinstance(typed.value, int | float) or isinstance(typed.value, bool):
        return Stepped((typed,))
    near = rounded(typed.value, digits)
    return Stepped((Typed(typed.type, near.value),), near.taken)


def _prefixed(typed: Typed, prefix: str) -> Typed:
    """An empty text stays empty."""
    return typed if is_empty(typed.value) else Typed(_TEXT, prefix + words(typed.type, typed.value))


def _redact(typed: Typed) -> Stepped:
    if is_empty(typed.value):
        return Stepped((typed,))
    return Stepped((Typed(_TEXT, REDACTED),), (Taken("redacted", "it is hidden on purpose"),))


def _undo(step: Step, values: tuple[Typed, ...], targets: Sequence[Type]) -> tuple[Typed, ...]:
    match step.kind:
        case "prefixed":
            prefix = str(step.value or "")
            return tuple(_without(prefix, typed) for typed in values)
        case "joined":
            parts = _split(values[0], str(step.value or ""), 1 if len(targets) == 1 else len(targets))
            return tuple(_read(typed, type_) for typed, type_ in zip(parts, targets, strict=True))
        case "split":
            return _join(values, str(step.value or "")).values
        case _:
            return values


def _without(prefix: str, typed: Typed) -> Typed:
    """The text without the prefix; a text that does not begin with it stays as it is."""
    if isinstance(typed.value, Document):
        words = in_plain(typed.value)
        return Typed(_TEXT, words.removeprefix(prefix)) if words.startswith(prefix) else typed
    return Typed(_TEXT, typed.value.removeprefix(prefix)) if isinstance(typed.value, str) else typed


def _read(typed: Typed, type_: Type) -> Typed:
    if isinstance(typed.value, str):
        return Typed(type_, from_words(type_, typed.value))
    return typed
