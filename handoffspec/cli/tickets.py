"""Files of tickets as they are read: plain, gzip or zstd as their first bytes say, with what has been read so far."""

import io
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol, cast

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.voice import say

_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_AT_ONCE: Final = 1024
"""Packed bytes unpacked in one go. A hostile file may unpack to some 30,000 times as much, which is still little."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where tickets come from. `size`: bytes of the file as it lies there; None for a pipe or a terminal."""

    stream: BinaryIO
    size: int | None
    position: Callable[[], int]
    """Bytes of the file read so far."""


@contextmanager
def open_tickets(named: str) -> Iterator[Source]:
    """The tickets of a file; `-` is standard input.

    Reading the stream raises OSError with the reason where the file is damaged or cannot be read on.

    Raises:
        CannotRunError: there is no such file, or it is packed in a way that needs a library which is not there.
    """
    if named == "-":
        if sys.stdin.isatty():
            say("reading tickets from the terminal; end with Ctrl-D")
        yield _source(cast("io.BufferedReader", sys.stdin.buffer))
        return
    try:
        file = Path(named).open("rb")  # noqa: SIM115 - closed below, whatever the reader does
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no path"
        raise CannotRunError(f"the tickets in {named!r} cannot be read: {reason}.", "Name a file, or - .") from None
    with file:
        yield _source(file)


def _source(file: io.BufferedReader) -> Source:
    raw = file.raw
    about = os.fstat(file.fileno())
    size = about.st_size if stat.S_ISREG(about.st_mode) else None
    try:
        begins = file.peek(len(_ZSTD))
    except OSError:
        begins = b""  # whoever reads on is told why
    new = _zstd if begins.startswith(_ZSTD) else _gzip if begins.startswith(_GZIP) else None
    stream = file if new is None else io.BufferedReader(_Unpacked(file, new))
    return Source(stream, size, raw.tell if size is not None else lambda: 0)


# ── Packed files ───────────────────────────────────────────────────────────────────────────────────────────────────


class _Unpacker(Protocol):
    """One member of a gzip file, or one frame of a zstd file."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


def _gzip() -> _Unpacker:
    return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)


def _zstd() -> _Unpacker:
    try:
        from zstandard import ZstdDecompressor  # noqa: PLC0415 - an extra
    except ImportError:
        raise CannotRunError(
            "zstd needs zstandard.", "Install it with `pip install 'handoffspec[zstd]'`, or give gzip."
        ) from None
    return cast("_Unpacker", ZstdDecompressor().decompressobj())


class _Unpacked(io.RawIOBase):
    """The bytes that a packed file holds, member by member, in bounded memory."""

    def __init__(self, file: BinaryIO, new: Callable[[], _Unpacker]) -> None:
        super().__init__()
        self._file = file
        self._new = new
        self._member: _Unpacker | None = new()
        self._packed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        room = memoryview(cast("bytearray", buffer))
        while not self._ready and self._fill():
            pass
        taken = self._ready[: len(room)]
        room[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def _fill(self) -> bool:
        """Unpack a little more; False at the end."""
        packed = self._packed or self._file.read(_AT_ONCE)
        self._packed = b""
        if not packed:
            if self._member is not None:
                raise OSError("the packed file ends in the middle")
            return False
        member = self._member or self._new()
        try:
            self._ready = memoryview(member.decompress(packed))
        except Exception as error:  # each library has a class of its own for it
            raise OSError("the packed file is damaged") from error
        self._packed = member.unused_data if member.eof else b""
        self._member = None if member.eof else member
        return True
