"""Specs as they were: in another folder, or at a commit of the git repository that they stand in.

Nothing is written into the repository: the specs of a commit are read out of it into a folder that is removed again.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from handoffspec.cli.failure import CannotRunError
from handoffspec.reading import ENDING, MAX_BYTES, MAX_FILES

_SECONDS: Final = 60
_MOST_BYTES: Final = 64 * 1024 * 1024
_FILE: Final = b"100"
"""How the mode of a plain file begins in a tree of git; links and submodules are not followed."""


@contextmanager
def as_they_were(paths: Sequence[str], against: str) -> Iterator[list[str]]:
    """The paths of the older version of what `paths` name; of a file, the folder that it stands in.

    Raises:
        CannotRunError: `against` is no folder and no commit, or git cannot be asked.
    """
    if Path(against).is_dir():
        yield [against]
        return
    top = _top(paths)
    commit = _commit(against, top)
    with TemporaryDirectory(prefix="handoff-") as folder:
        _extract(top, commit, Path(folder))
        yield [str(place) for place in _places(paths, top, Path(folder))]


def _places(paths: Sequence[str], top: Path, folder: Path) -> list[Path]:
    """Where each path stood; a path that was not there yet has no place."""
    found: dict[Path, None] = {}
    for path in paths:
        here = Path(path).resolve()
        inside = (here if here.is_dir() else here.parent).relative_to(top)
        place = folder / inside
        if any(place.rglob(f"*{ENDING}")):
            found[place] = None
    return list(found)


def _top(paths: Sequence[str]) -> Path:
    tops: set[str] = set()
    for path in paths:
        here = Path(path).resolve()
        folder = here if here.is_dir() else here.parent
        tops.add(
            _git(["rev-parse", "--show-toplevel"], folder, f"`{path}` is in no git repository").decode().rstrip("\n")
        )
    if len(tops) > 1:
        raise CannotRunError("the paths are in several git repositories.", "Name those of one repository.")
    return Path(tops.pop()).resolve()


def _commit(reference: str, top: Path) -> str:
    # git itself never takes what follows `--end-of-options` for an option, whatever it begins with.
    asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}"]
    found = _git(asked, top, f"`{reference}` is no folder, and no commit of this repository")
    return found.decode("ascii").strip()


def _extract(top: Path, commit: str, folder: Path) -> None:
    """Write the commit's specs below a folder, at the places that they have in the repository."""
    listed = _git(["ls-tree", "-r", "-l", "-z", "--full-tree", commit], top, "the commit cannot be listed")
    specs = list(_specs(listed, folder.resolve()))
    if len(specs) > MAX_FILES or sum(size for _, size, _ in specs) > _MOST_BYTES:
        raise CannotRunError(
            f"the commit holds more than {MAX_FILES:,} specs or {_MOST_BYTES // 1024 // 1024} MB of them."
        )
    asked = b"".join(identifier + b"\n" for identifier, _, _ in specs)
    contents = _git(["cat-file", "--batch"], top, "the specs of the commit cannot be read", asked)
    at = 0
    for _, size, place in specs:
        # A line that says what follows, the content, a line's end.
        at = contents.index(b"\n", at) + 1
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(contents[at : at + size])
        at += size + 1


def _specs(listed: bytes, folder: Path) -> Iterator[tuple[bytes, int, Path]]:
    """Each spec of a tree, by its identifier, its size and its place below a folder."""
    for entry in listed.split(b"\0"):
        meta, _, name = entry.partition(b"\t")
        if not name.endswith(ENDING.encode()) or not meta.startswith(_FILE):
            continue
        _, _, identifier, size = meta.split()
        place = (folder / os.fsdecode(name)).resolve()
        # git refuses names that lead out of a tree; a repository made by hand could hold one all the same.
        if place.is_relative_to(folder) and int(size) <= MAX_BYTES:
            yield identifier, int(size), place


def _git(arguments: Sequence[str], folder: Path, refused: str, given: bytes = b"") -> bytes:
    environ = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            ["git", *arguments],  # noqa: S607 - git is where the user has it
            cwd=folder,
            env=environ,
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise CannotRunError("git is not installed.", "Name a folder with the older specs instead.") from None
    except subprocess.TimeoutExpired:
        raise CannotRunError(f"git did not answer within {_SECONDS} seconds.") from None
    if done.returncode:
        raise CannotRunError(f"{refused}.", "Name a folder, a branch, a tag or a commit.")
    return done.stdout
