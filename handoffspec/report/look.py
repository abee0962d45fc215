"""How a report should look where somebody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Look:
    """Colour or not, how many columns a line may take, and where paths are relative to."""

    color: bool = False
    fits: bool = False
    """Whether a person reads it as it is printed: tables then fit the width. A program gets a line for each row."""
    width: int = 100
    root: str = ""
    """The folder that the program was started in; absolute paths below it are shown from there."""

    @classmethod
    def of_terminal(cls, *, is_terminal: bool, columns: int, environ: Mapping[str, str], root: str = "") -> Self:
        """Plain without a terminal, on a dumb one, or with `NO_COLOR` set to anything (https://no-color.org)."""
        return cls(
            color=is_terminal and can_be_painted(environ),
            fits=is_terminal,
            width=max(40, min(columns, 160)) if is_terminal else 100,
            root=root,
        )


def can_be_painted(environ: Mapping[str, str]) -> bool:
    """Whether a terminal with these settings should get anything but text."""
    return not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def painted(text: str, *styles: str, look: Look) -> str:
    """A text in colours (SGR parameters), where there are any."""
    wanted = ";".join(filter(None, styles))
    return f"\x1b[{wanted}m{text}\x1b[0m" if look.color and wanted else text
