"""Reading plain files: their bytes and texts, and the specs that a path names. Nothing in them is understood yet."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol, TypeVar

from handoffspec.diagnostics import Diagnostic, Source, Span, closest, codes

ENDING: Final = ".handoff"
MAX_BYTES: Final = 4 * 1024 * 1024
MAX_FILES: Final = 10_000
"""In one folder, with all folders below it."""

T = TypeVar("T")


class Watch(Protocol):
    """Somebody who is told how far long work is: gives the same items, one after the other."""

    def __call__(self, what: str, items: Sequence[T]) -> Iterable[T]: ...


def unwatched(what: str, items: Sequence[T]) -> Iterable[T]:  # noqa: ARG001 - the shape of a watch
    """Nobody waits."""
    return items


@dataclass(frozen=True, slots=True)
class Asked:
    """One spec that a path names."""

    key: str
    """Where it really stands: the same file has the same key, whichever way it was named."""
    place: Path
    shown: str
    """What reports call it."""
    root: Path
    """The folder that holds everything it may use."""


def specs_at(path: str) -> tuple[tuple[Asked, ...], Diagnostic | None]:
    """The file of a path, or the specs in a folder and below it, and what is wrong with a folder that has none."""
    here = Path(path)
    try:
        if here.is_dir():
            return _in_folder(path, here)
        key = str(here.resolve())
    except (OSError, ValueError, RuntimeError):  # a name too long, a null character, a circle of links
        key = path
    return (Asked(key, here, path, Path(key).parent),), None


def _in_folder(shown: str, folder: Path) -> tuple[tuple[Asked, ...], Diagnostic | None]:
    root = folder.resolve()
    names = _specs_in(folder)
    if not names:
        return (), codes.FILE_NOT_READABLE.at(
            Span(Source(shown, ""), 0, 0),
            f"`{shown}` holds no spec.",
            help=f"Specs are files whose names end in `{ENDING}`; `handoff init` writes a first one.",
        )
    placed = ((name, folder / name, (folder / name).resolve()) for name in names)
    return tuple(
        Asked(str(real), place, str(Path(shown) / name), root)
        for name, place, real in placed
        if real.is_relative_to(root)
    ), None


def _specs_in(folder: Path) -> list[Path]:
    """Every spec in a folder and the folders below it, in order; hidden ones are left out."""
    names: list[Path] = []
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = Path(at).relative_to(folder)
        names += [below / name for name in files if name.endswith(ENDING) and not name.startswith(".")]
        if len(names) > MAX_FILES:
            break
    return sorted(names)[:MAX_FILES]


def text_from(data: bytes, path: str) -> Source | Diagnostic:
    """The text of a file: UTF-8, with or without a mark at its beginning, its lines ended by `\\n`."""
    try:
        return Source(path, _with_plain_lines(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        # What stands before the first wrong byte is sound, so the place can be shown; the rest stays out of the report.
        before = _with_plain_lines(data[: error.start].decode("utf-8", "ignore").removeprefix("\ufeff"))
        utf_16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        seems = " It begins like UTF-16." if utf_16 else ""
        return codes.NOT_UTF8.at(
            Span(Source(path, before), len(before), len(before)),
            f"Byte {error.start + 1} of this file (0x{data[error.start]:02X}) is not UTF-8.{seems}",
            help="Save the file again with the encoding UTF-8.",
        )


def _with_plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(path: Path, shown: str, most: int) -> bytes | Diagnostic:
    """The bytes of a plain file of at most so many, or why they cannot be had."""
    nowhere = Span(Source(shown, ""), 0, 0)
    try:
        if path.exists() and not path.is_file():
            return codes.FILE_NOT_READABLE.at(nowhere, f"`{shown}` is no file.", help="Name a file.")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no path"
        return codes.FILE_NOT_READABLE.at(nowhere, f"`{shown}` cannot be read: {reason}.", help=_near(path, shown))
    if len(data) > most:
        return codes.FILE_TOO_LARGE.at(
            nowhere,
            f"`{shown}` is larger than {most // 1024 // 1024} MB; no spec needs that.",
            help="Put each handoff into a file of its own.",
        )
    return data


def _near(path: Path, shown: str) -> str:
    """What to write instead of a path that is not there."""
    try:
        names = [entry.name for entry in os.scandir(path.parent) if entry.is_dir() or entry.name.endswith(ENDING)]
    except (OSError, ValueError):
        return "Check the folder's name."
    bare = path.name + ENDING
    meant = bare if bare in names else closest(path.name, names)
    return f"Did you mean `{Path(shown).parent / meant}`?" if meant else "Check the file's name."


def digest_of(data: bytes) -> str:
    """What two files have in common only if they are the same, byte for byte."""
    return sha256(data).hexdigest()
