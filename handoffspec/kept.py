"""The folder in which the program keeps, between runs, what it can make anew: small JSON files by name."""

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LONGEST: Final = 8 * 1024 * 1024
"""Bytes of one file. What is longer is not kept."""


def kept_folder(name: str = "") -> Path | None:
    """The user's own cache folder, or a folder in it; None where it could not be written, or others could write it.

    `$XDG_CACHE_HOME/handoffspec`, else `~/.cache/handoffspec`. What is in it is believed, so it must be nobody else's.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - no error without a home
    folder = Path(base) / "handoffspec"
    if not folder.is_absolute() or not _is_own(folder):
        return None
    inner = folder / name
    return inner if inner == folder or _is_own(inner) else None


def _is_own(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except (OSError, ValueError):
        return False
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o022):
        return False
    return os.access(folder, os.W_OK)


@dataclass(frozen=True, slots=True)
class Store:
    """Such files in a folder that nobody else can write. Any of them may be gone at any time."""

    folder: Path

    def get(self, name: str) -> object:
        """What was put there, or None: nothing, something damaged, or a file that is not the user's own."""
        try:
            with (self.folder / name).open("rb") as file:
                found = os.fstat(file.fileno())
                if found.st_size > _LONGEST or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
                    return None
                return json.loads(file.read())
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, name: str, value: object) -> None:
        """Keep something in one move. Where it cannot be kept, it is made again next time."""
        data = json.dumps(value, separators=(",", ":")).encode()
        if len(data) > _LONGEST:
            return
        import tempfile  # noqa: PLC0415 - mostly nothing has changed, and nothing is written

        with contextlib.suppress(OSError):
            handle, new = tempfile.mkstemp(dir=self.folder, suffix=".new")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(new).replace(self.folder / name)
            except BaseException:
                Path(new).unlink(missing_ok=True)
                raise
