"""Files made from plans: a folder for each handoff, or a whole site."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.files import make_folder, write_whole
from handoffspec.emit import Document

_LONGEST: Final = 100


def write_folders(folder: Path, made: Mapping[str, Sequence[Document]]) -> list[Path]:
    """Write the documents of each handoff into a folder of its name. Nothing is written if any name is refused.

    Raises:
        CannotRunError: a name is no folder's name, two names are the same folder's, or a file cannot be written.
    """
    _refuse_bad_names(made)
    written: list[Path] = []
    for name, documents in made.items():
        make_folder(folder / name)
        for document in documents:
            path = folder / name / document.name
            write_whole(path, document.text)
            written.append(path)
    return written


def write_tree(folder: Path, documents: Sequence[Document], names: Sequence[str]) -> None:
    """Write documents whose names are paths below a folder; `names` are the handoffs that they are named after.

    Raises:
        CannotRunError: as `write_folders`.
    """
    _refuse_bad_names(names)
    for below in sorted({document.name.rpartition("/")[0] for document in documents}):
        make_folder(folder / below)
    for document in documents:
        write_whole(folder / document.name, document.text)


def _refuse_bad_names(names: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        # The grammar allows letters, digits and _ only; a plan is a file that anybody may have written.
        if not name.isidentifier() or len(name.encode()) > _LONGEST:
            raise CannotRunError(f"no folder can be called {name!r}, as the handoff is.", "Give it a plain name.")
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            raise CannotRunError(f"the handoffs {other!r} and {name!r} would share a folder.", "Rename one of them.")
