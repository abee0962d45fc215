"""What is kept of specs: how a file of it is called, and how much there may be."""

import contextlib
import os
from hashlib import sha256
from pathlib import Path
from typing import Final

from handoffspec.kept import Store, kept_folder

MOST_FILES: Final = 20_000
MOST_BYTES: Final = 128 * 1024 * 1024


def name_of(*parts: str) -> str:
    """The name that stands for these texts and no others."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def trim(store: Store) -> None:
    """Where too much is kept, remove the oldest until half of what is allowed is left."""
    with contextlib.suppress(OSError), os.scandir(store.folder) as entries:
        found = [(entry.stat(follow_symlinks=False), entry.path) for entry in entries]
        size = sum(stat.st_size for stat, _ in found)
        if len(found) <= MOST_FILES and size <= MOST_BYTES:
            return
        count = len(found)
        for stat, path in sorted(found, key=lambda one: (one[0].st_mtime_ns, one[1])):
            if count <= MOST_FILES // 2 and size <= MOST_BYTES // 2:
                return
            Path(path).unlink(missing_ok=True)
            count, size = count - 1, size - stat.st_size


def user_store() -> Store | None:
    """The user's own; None where there is no safe place for it."""
    folder = kept_folder("findings")
    return Store(folder) if folder else None
