"""Baselines as files: read, written, and their paths told apart from where the command runs."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from handoffspec import baseline
from handoffspec.baseline import Baseline, BaselineError, Compared
from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.files import write_whole
from handoffspec.diagnostics.findings import Findings
from handoffspec.reading import MAX_BYTES


@dataclass(frozen=True, slots=True)
class BaselineFile:
    """A file of known findings. Paths in it are relative to its folder, wherever the command is run."""

    path: Path

    def path_of(self, source: str) -> str:
        """The path that an entry has for a source; standard input keeps its `-`."""
        return source if source == "-" else Path(os.path.relpath(source, self.path.parent)).as_posix()

    def compare(self, checked: Findings) -> Compared:
        """Part the findings into known and new ones.

        Raises:
            CannotRunError: the file cannot be read, or is no baseline.
        """
        entries = self._read()
        return baseline.compare(checked.diagnostics, entries, self.path_of, self._judged(checked, entries))

    def write(self, checked: Findings) -> int:
        """Put all findings into the file; entries of files that were not checked stay. Gives how many there are.

        Raises:
            CannotRunError: there is a file and it is no baseline, or it cannot be written.
        """
        entries = self._read() if self.path.exists() else {}
        text = baseline.renewed(checked.diagnostics, entries, self.path_of, self._judged(checked, entries))
        write_whole(self.path, text)
        return len(baseline.read(text))

    def _read(self) -> Baseline:
        try:
            with self.path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CannotRunError(
                f"the baseline {str(self.path)!r} cannot be read: {error.strerror or error}.",
                "With --write-baseline it is written from what is found now.",
            ) from None
        if len(data) > MAX_BYTES:
            raise CannotRunError(f"{str(self.path)!r} is too large to be a baseline.")
        try:
            return baseline.read(data.decode("utf-8"))
        except UnicodeDecodeError:
            raise CannotRunError(f"{str(self.path)!r} is no baseline: it is not UTF-8.") from None
        except BaselineError as error:
            raise CannotRunError(
                f"{str(self.path)!r} is no baseline: {error}.", "Remove it and write it anew."
            ) from None

    def _judged(self, checked: Findings, entries: Baseline) -> Collection[str]:
        """The paths of which everything is known: read without a mistake in the text, or no longer there."""
        broken = {found.span.source.path for found in checked.diagnostics if found.code.code.startswith("HS00")}
        read = {source.path for source in checked.sources} - broken
        gone = {e.path for e in entries.values() if e.path != "-" and not (self.path.parent / e.path).exists()}
        return {self.path_of(path) for path in read} | gone
