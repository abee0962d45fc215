"""The folder in which the program keeps, between runs, what it can make anew."""

import os
from pathlib import Path


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
