"""Writing files so that a reader finds the old one or the new one, never half of one."""

import contextlib
import os
import tempfile
from pathlib import Path

from handoffspec.cli.failure import CannotRunError


def write_whole(path: Path, text: str) -> None:
    """Write a text in UTF-8 in one move, its line ends as they are. See `write_whole_bytes`."""
    write_whole_bytes(path, text.encode())


def write_whole_bytes(path: Path, content: bytes) -> None:
    """Write a file in one move. What a link points at is replaced, not the link; permissions stay.

    Raises:
        CannotRunError: the file system does not allow it.
    """
    target = path.resolve()
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(mode)
            Path(name).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise CannotRunError(f"{path} cannot be written: {error.strerror or error}") from None


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet.

    Raises:
        CannotRunError: it is there, or the file system does not allow it.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise CannotRunError(
            f"{path} is there already and was left as it is.", "Give another name with -o, or remove it first."
        ) from None
    except OSError as error:
        raise CannotRunError(f"{path} cannot be written: {error.strerror or error}") from None


def make_folder(path: Path) -> None:
    """A folder, with those above it.

    Raises:
        CannotRunError: a file is in the way, or the file system does not allow it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRunError(f"{path} cannot be made a folder: {error.strerror or error}") from None


def _umask() -> int:
    # There is no way to ask without setting it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
