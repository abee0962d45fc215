"""The findings that a team has decided to live with for now, so that only new ones are reported.

A baseline is a JSON object with a line for each finding, sorted, which merges well in a version control system:

    {
      "3b46af66bcaffbc6416b963bad6ac757": {"path": "specs/a.handoff", "code": "HS0504", "message": "…"},
      "version": 1
    }
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from handoffspec.diagnostics import Diagnostic, Silenced, in_order
from handoffspec.diagnostics.fingerprint import fingerprints

VERSION: Final = 1
_TEXT_CODES: Final = "HS00"
"""Mistakes that keep a file from being read. What is behind them is not known, so they cannot be put off."""


class BaselineError(ValueError):
    """A text is no baseline; the message says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One known finding. Only its fingerprint is compared; the rest is for the people who read the file."""

    path: str
    """Relative to the folder of the baseline, with forward slashes."""
    code: str
    message: str


Baseline = Mapping[str, Entry]
"""Entries by fingerprint."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings held against a baseline."""

    new: tuple[Diagnostic, ...]
    known: tuple[Silenced, ...]
    gone: tuple[str, ...]
    """Fingerprints of entries that no longer occur."""


def read(text: str) -> Baseline:
    """The baseline in a text.

    Raises:
        BaselineError: it is none, or of another version.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BaselineError("it is not JSON") from None
    if not isinstance(data, dict) or data.pop("version", None) != VERSION:
        raise BaselineError(f'it has no `"version": {VERSION}`')
    return {mark: _entry(mark, value) for mark, value in data.items()}


def _entry(mark: str, value: object) -> Entry:
    parts = [value.get(part) for part in ("path", "code", "message")] if isinstance(value, dict) else []
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) < 3:
        raise BaselineError(f"the entry {mark[:40]!r} does not have a path, a code and a message")
    return Entry(*texts)


def compare(
    found: Sequence[Diagnostic], baseline: Baseline, path_of: Callable[[str], str], judged: Collection[str]
) -> Compared:
    """Part the findings into known and new ones. Entries of the paths in `judged` that do not occur are gone."""
    marks = _marked(found, path_of)
    occurring = set(marks.values())
    ordered = in_order(found)
    return Compared(
        new=tuple(one for one in ordered if marks.get(id(one)) not in baseline),
        known=tuple(Silenced(one, "baseline") for one in ordered if marks.get(id(one)) in baseline),
        gone=tuple(mark for mark, entry in baseline.items() if entry.path in judged and mark not in occurring),
    )


def renewed(found: Sequence[Diagnostic], old: Baseline, path_of: Callable[[str], str], judged: Collection[str]) -> str:
    """The text of a baseline with these findings, and with the old entries of files that were not judged."""
    marks = _marked(found, path_of)
    entries = {mark: entry for mark, entry in old.items() if entry.path not in judged}
    for one in in_order(found):
        if id(one) in marks:
            entries[marks[id(one)]] = Entry(path=path_of(one.span.source.path), code=one.code.code, message=one.message)
    return _written(entries)


def _marked(found: Iterable[Diagnostic], path_of: Callable[[str], str]) -> dict[int, str]:
    """The fingerprint of each finding that a baseline may hold, by its identity."""
    able = [one for one in in_order(found) if not one.code.code.startswith(_TEXT_CODES)]
    return {id(one): mark for one, mark in zip(able, fingerprints(able, path_of), strict=True)}


def _written(entries: Baseline) -> str:
    ordered = sorted(entries.items(), key=lambda item: (item[1].path, item[1].code, item[1].message, item[0]))
    lines = [f"  {json.dumps(mark)}: {json.dumps(asdict(entry))},\n" for mark, entry in ordered]
    # The version stands last, so that every entry ends in a comma and a merge never has to add one.
    return f'{{\n{"".join(lines)}  "version": {VERSION}\n}}\n'
