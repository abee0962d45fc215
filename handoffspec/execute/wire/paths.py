"""The path language of the catalogue: where in a JSON object a value stands.

    a.b             the key `b` of the object at `a`
    a[].b           the key `b` of each element of the list at `a`: several values, at most one `[]` in a path
    a[key=value].b  the key `b` of the element whose `key` has that value, compared as text
    a."odd.key"     a key with signs in it, in quotes

Reading keeps absent and null apart: a key that is not there is `ABSENT`; null is None wherever on the way it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import Final, cast

from handoffspec.execute.wire.errors import VALUE_UNFIT, WireError, shown

MAX_LENGTH: Final = 1000
"""Characters of a path."""
MAX_STEPS: Final = 50
"""Steps of a path."""


class Absent(Enum):
    """The type of `ABSENT`."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
"""The value is not there at all, which is neither null nor empty."""


class PathError(ValueError):
    """A path that cannot be read. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class Key:
    """Into an object."""

    name: str


@dataclass(frozen=True, slots=True)
class Each:
    """Into every element of a list."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Into the element of a list whose `key` has the value (as text)."""

    key: str
    value: str


Step = Key | Each | Pick


@dataclass(frozen=True, slots=True)
class Path:
    """A compiled path; `str()` gives it as it was written."""

    text: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return self.text

    @property
    def lists(self) -> bool:
        """Whether it leads to several values."""
        return Each() in self.steps

    @property
    def first_key(self) -> str:
        """The key it begins with."""
        first = self.steps[0]
        return first.name if isinstance(first, Key) else ""

    @property
    def last_key(self) -> str | None:
        """The key it ends in, if it ends in one."""
        last = self.steps[-1]
        return last.name if isinstance(last, Key) else None


_STEP = re.compile(
    r"""(?P<dot>\.)? (?: "(?P<quoted>[^"]+)" | (?P<name>[^.\[\]"]+) )
      | (?P<each>\[\])
      | \[ (?P<key>[^=\[\]]+) = (?P<value>[^\[\]]*) \]""",
    re.VERBOSE,
)


@lru_cache(maxsize=4096)
def parse_path(text: str) -> Path:
    """A path from its text.

    Raises:
        PathError: it is empty, too long, or not of the language above.
    """
    if len(text) > MAX_LENGTH:
        raise PathError(f"a path of over {MAX_LENGTH} characters leads nowhere")
    steps: list[Step] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or (found["key"] is None and found["each"] is None and bool(found["dot"]) != bool(steps)):
            raise PathError(
                f"the path {shown(text)} cannot be read at {shown(text[at:])}: write a.b, a[].b or a[key=value].b"
            )
        steps.append(_step(found))
        at = found.end()
    if not steps or not isinstance(steps[0], Key) or isinstance(steps[-1], Pick):
        raise PathError(f"the path {shown(text)} has to begin with a key and to end in one or in []")
    if any(not isinstance(a, Key) and not isinstance(b, Key) for a, b in pairwise(steps)):
        raise PathError(f"the path {shown(text)} needs a key between two pairs of brackets")
    if len(steps) > MAX_STEPS or steps.count(Each()) > 1:
        raise PathError(f"the path {shown(text)} goes too deep: at most {MAX_STEPS} steps and one []")
    return Path(text, tuple(steps))


def _step(found: re.Match[str]) -> Step:
    if found["each"] is not None:
        return Each()
    if found["key"] is not None:
        return Pick(found["key"], found["value"])
    return Key(found["quoted"] or found["name"])


def enclosing(path: Path) -> Path | None:
    """The path of what `path` stands in; None at the top."""
    steps = path.steps[:-1]
    return Path(_spell(steps), steps) if steps else None


# ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────


def get(path: Path, obj: object) -> object:
    """The value at a path, None for null, or `ABSENT`.

    With `[]` it is a list, one value for each element, None for an element that has none.

    Raises:
        WireError: something on the way is no object, or no list, where the path needs one.
    """
    return _get(path, path.steps, obj)


def _get(path: Path, steps: Sequence[Step], obj: object) -> object:
    for place, step in enumerate(steps):
        if obj is None:
            return None
        match step:
            case Key(name):
                inside = _object(path, steps[:place], obj)
                if name not in inside:
                    return ABSENT
                obj = inside[name]
            case Pick():
                obj = _pick(step, _list(path, obj))
                if obj is ABSENT:
                    return ABSENT
            case Each():
                rest = steps[place + 1 :]
                found = (_get(path, rest, element) for element in _list(path, obj))
                return [None if value is ABSENT else value for value in found]
    return obj


def _pick(step: Pick, elements: Sequence[object]) -> object:
    for element in elements:
        if isinstance(element, dict):
            inside = cast("dict[str, object]", element)
            if step.key in inside and as_text(inside[step.key]) == step.value:
                return inside
    return ABSENT


def as_text(value: object) -> str | None:
    """A scalar as a selector or a table spells it: `360002`, `true`; None for what has no such spelling."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            return str(value) if abs(value) < 1e300 else None
        case _:
            return None


def _object(path: Path, before: Sequence[Step], obj: object) -> dict[str, object]:
    if isinstance(obj, dict):
        return cast("dict[str, object]", obj)
    where = f" ({_spell(before)})" if before else ""
    raise WireError(VALUE_UNFIT, f"{path} needs an object on its way{where}, and there is {shown(obj)}", path.text)


def _list(path: Path, obj: object) -> list[object]:
    if isinstance(obj, list):
        return cast("list[object]", obj)
    raise WireError(VALUE_UNFIT, f"{path} needs a list on its way, and there is {shown(obj)}", path.text)


def _spell(steps: Sequence[Step]) -> str:
    text = ""
    for step in steps:
        match step:
            case Key(name):
                name = f'"{name}"' if set(name) & set(".[]") else name
                text += f".{name}" if text else name
            case Each():
                text += "[]"
            case Pick(key, value):
                text += f"[{key}={value}]"
    return text


# ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def put(path: Path, obj: dict[str, object], value: object) -> None:
    """Puts a value at a path, making the objects and lists on the way, in the order of the calls.

    With `[]` the value is a list (each element gets its value), or None for the whole list. A selector takes the
    element that is there or makes one, its key a number if the value is spelt like one: ids in APIs are numbers.

    Raises:
        WireError: something put before is no object, or no list, where the path needs one.
    """
    _put(path, path.steps, obj, value)


def _put(path: Path, steps: Sequence[Step], obj: dict[str, object], value: object) -> None:
    step, rest = steps[0], steps[1:]
    assert isinstance(step, Key), "parse_path puts a key first and after every pair of brackets"  # noqa: S101
    if not rest:
        obj[step.name] = value
    elif isinstance(rest[0], Key):
        _put(path, rest, _object(path, (step,), obj.setdefault(step.name, {})), value)
    elif isinstance(rest[0], Each):
        if value is None:
            obj[step.name] = None
        else:
            _put_each(path, rest[1:], _list(path, obj.setdefault(step.name, [])), _list(path, value))
    else:
        elements = _list(path, obj.setdefault(step.name, []))
        _put_picked(path, rest[0], rest[1:], elements, value)


def _put_each(path: Path, rest: Sequence[Step], elements: list[object], values: list[object]) -> None:
    if not rest:
        elements[:] = values
        return
    while len(elements) < len(values):
        elements.append({})
    for element, value in zip(elements, values, strict=False):
        _put(path, rest, _object(path, (), element), value)


def _put_picked(path: Path, pick: Pick, rest: Sequence[Step], elements: list[object], value: object) -> None:
    found = _pick(pick, elements)
    if found is ABSENT:
        found = {pick.key: _number_or_text(pick.value)}
        elements.append(found)
    _put(path, rest, _object(path, (), found), value)


def _number_or_text(value: str) -> int | str:
    plain = value.isascii() and value.isdigit() and len(value) <= 18 and (value == "0" or value[0] != "0")
    return int(value) if plain else value
