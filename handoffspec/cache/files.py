"""The files of a run, each read once, to see whether they are what they were."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from handoffspec.diagnostics import Diagnostic, Source
from handoffspec.reading import MAX_BYTES, digest_of, read_bytes, text_from

_PACKAGE: Final = Path(__file__).parents[1]


@dataclass(slots=True)
class Files:
    """What stands on the disk now."""

    places: dict[str, str] = field(default_factory=dict)
    """Where each place leads once links are followed."""
    texts: dict[tuple[str, str], tuple[str, Source] | None] = field(default_factory=dict)
    """By key and the name it is shown under: digest and text; None where it cannot be had."""

    def unchanged(self, reads: Any) -> tuple[Source, ...] | None:  # noqa: ANN401 - JSON
        """The texts of files that are kept as `[place, key, shown, digest]`; None where one of them has changed.

        Raises:
            TypeError, ValueError: they are kept in another way.
        """
        sources: list[Source] = []
        for place, key, shown, digest in reads:
            text = self._text(key, shown) if not place or self._leads(place) == key else None
            if text is None or text[0] != digest:
                return None
            sources.append(text[1])
        return tuple(sources)

    def _leads(self, place: str) -> str:
        if place not in self.places:
            self.places[place] = os.path.realpath(place)
        return self.places[place]

    def _text(self, key: str, shown: str) -> tuple[str, Source] | None:
        if (key, shown) not in self.texts:
            path = _PACKAGE / shown if key.startswith("use ") else Path(key)
            self.texts[key, shown] = _read(path, shown)
        return self.texts[key, shown]


def _read(path: Path, shown: str) -> tuple[str, Source] | None:
    data = read_bytes(path, shown, MAX_BYTES)
    if isinstance(data, Diagnostic):
        return None
    source = text_from(data, shown)
    return (digest_of(data), source) if isinstance(source, Source) else None
