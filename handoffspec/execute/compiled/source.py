"""Python in the making: lines, each marked with the part of the plan it is for, and the constants that they name."""

import keyword
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

_UNFIT: Final = re.compile(r"\W", re.ASCII)
_INDENT: Final = "    "


@dataclass(slots=True)
class Source:
    """The text of a module, and the values that its names stand for."""

    names: dict[str, object] = field(default_factory=dict[str, object])
    _lines: list[str] = field(default_factory=list[str])
    _depth: int = 0
    _part: str = ""

    def line(self, text: str) -> None:
        """One line at the present depth. Its end says what part of the plan it is for, so that tracebacks do."""
        mark = f"  # {self._part}" if self._part else ""
        self._lines.append(f"{_INDENT * self._depth}{text}{mark}")

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Lines below a head such as `if x:`."""
        self.line(head)
        self._depth += 1
        yield
        self._depth -= 1

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Lines for a part of the plan, such as `map.priority`."""
        plain = "".join(char if char.isprintable() else " " for char in name)
        before, self._part = self._part, plain
        yield
        self._part = before

    def name(self, value: object, hint: str) -> str:
        """A name for a value; equal hints give `_IMPACT`, `_IMPACT_2` and so on.

        It begins with `_`, so that it is none of the names that every plan has.
        """
        base = "_" + _UNFIT.sub("_", hint).upper().strip("_")
        chosen, number = base, 1
        while chosen in self.names and self.names[chosen] is not value:
            number += 1
            chosen = f"{base}_{number}"
        self.names[chosen] = value
        return chosen

    @property
    def text(self) -> str:
        """The module."""
        return "\n".join(self._lines) + "\n"


def identifier(prefix: str, name: str) -> str:
    """A variable for a field: `now_customer_impact`."""
    plain = _UNFIT.sub(lambda found: f"_{ord(found[0]):x}_", name)
    return f"{prefix}_{plain}" if not keyword.iskeyword(f"{prefix}_{plain}") else f"{prefix}_{plain}_"
