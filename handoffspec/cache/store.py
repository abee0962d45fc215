"""Small JSON files by name, in a folder that nobody else can write. Any of them may be gone at any time."""

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from handoffspec.kept import kept_folder

MOST_FILES: Final = 20_000
MOST_BYTES: Final = 128 * 1024 * 1024
_LONGEST: Final = 8 * 1024 * 1024
"""Bytes of one file. What is longer is not kept."""


def name_of(*parts: str) -> str:
    """The name that stands for these texts and no others."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of such files."""

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
        with contextlib.suppress(OSError):
            handle, new = tempfile.mkstemp(dir=self.folder, suffix=".new")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(new).replace(self.folder / name)
            except BaseException:
                Path(new).unlink(missing_ok=True)
                raise

    def trim(self) -> None:
        """Where too much is kept, remove the oldest until half of what is allowed is left."""
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
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
