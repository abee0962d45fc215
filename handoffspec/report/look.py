"""How a report should look where somebody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Look:
    """Colour or not, how many columns a line may take, and where paths are relative to."""

    color: bool = False
    width: int = 100
    root: str = ""
    """The folder that the program was started in; absolute paths below it are shown from there."""

    @classmethod
    def of_terminal(cls, *, is_terminal: bool, columns: int, environ: Mapping[str, str], root: str = "") -> Self:
        """Plain without a terminal, on a dumb one, or with `NO_COLOR` set to anything (https://no-color.org)."""
        color = is_terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        return cls(color=color, width=max(40, min(columns, 160)) if is_terminal else 100, root=root)
