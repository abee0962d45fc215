"""Which program it is that finds something: what it found once holds only as long as it is the same one."""

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from handoffspec import __version__

_PACKAGE: Final = Path(__file__).parents[1]
_ENDINGS: Final = (".py", ".handoff", ".lark")
_ZONES: Final = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
"""Where Python looks for time zones (https://docs.python.org/3/library/zoneinfo.html), which calendars name."""


def program() -> str:
    """The version, Python's, and every file of the package with its size and time: a checkout changes under us."""
    return "\n".join((__version__, sys.version, os.environ.get("PYTHONTZPATH", ""), *_files()))


def _files() -> Iterator[str]:
    yield from _below(_PACKAGE)
    for place in (str(_PACKAGE.parent / "grammar" / "handoff.lark"), *_ZONES, *_modules("tzdata")):
        try:
            found = os.stat(place)  # noqa: PTH116 - a text is enough
        except OSError:
            continue
        yield f"{place} {found.st_size} {found.st_mtime_ns}"


def _below(folder: str | Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith(_ENDINGS):
                found = entry.stat()
                yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"
            elif entry.is_dir() and entry.name not in {"__pycache__", "pages"}:
                yield from _below(entry.path)


def _modules(*names: str) -> Iterator[str]:
    """Where libraries begin that decide what is found, without importing them."""
    for name in names:
        found = find_spec(name)
        if found is not None and found.origin:
            yield found.origin
