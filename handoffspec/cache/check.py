"""`pipeline.check` for those who need its findings only: what has not changed since an earlier run is not read again.

The findings are the same, byte for byte. What is kept of a spec holds for the program, the folder and the name that it
was asked for by, and as long as each file that it was read from has the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from handoffspec.cache.entries import Fresh, Known, understood
from handoffspec.cache.files import Files
from handoffspec.cache.program import program
from handoffspec.cache.store import name_of
from handoffspec.diagnostics import in_order
from handoffspec.diagnostics.findings import Findings
from handoffspec.diagnostics.silenced import silenced_in_order
from handoffspec.kept import Store
from handoffspec.reading import Asked, Watch, specs_at, unwatched


def check(paths: Sequence[str], stdin: TextIO | None, store: Store | None, watch: Watch = unwatched) -> Findings:
    """The findings in specs and folders of specs. Without a store, and for standard input, everything is read."""
    asked = None if store is None or "-" in paths else _asked(paths)
    found = _remembered(asked, store, watch) if asked and store else None
    if found is not None:
        return found
    from handoffspec import pipeline  # noqa: PLC0415 - with all stages; mostly nothing has changed

    return pipeline.check(paths, stdin, watch=watch)


def _asked(paths: Sequence[str]) -> tuple[Asked, ...] | None:
    """Each file once; None where a folder holds none."""
    by_key: dict[str, Asked] = {}
    for path in paths:
        asked, problem = specs_at(path)
        if problem:
            return None
        for one in asked:
            by_key.setdefault(one.key, one)
    return tuple(by_key.values())


def _remembered(asked: Sequence[Asked], store: Store, watch: Watch) -> Findings | None:
    """From what is kept and from what is read now; None where the specs have to be looked at all together."""
    here, files = (program(), str(Path.cwd())), Files()
    names = {one.key: name_of(*here, str(one.root), one.key, str(one.place), one.shown) for one in asked}
    known = {one.key: _get(store, names[one.key], files) for one in asked}
    missing = [one for one in asked if known[one.key] is None]
    fresh = _read(missing, store, names, watch)
    if fresh is None:
        return None
    specs = [spec for one in asked if (spec := known[one.key] or fresh.known.get(one.key))]
    if not _apart(specs, store, here[0]):
        return None
    reading = [*fresh.reading, *(found for spec in known.values() if spec for found in spec.entry.reading)]
    judged = [found for spec in specs for found in spec.entry.judged]
    return Findings(
        diagnostics=tuple(in_order([*in_order(reading), *judged])),
        silenced=tuple(silenced_in_order(one for spec in specs for one in spec.entry.silenced)),
        sources=tuple({k: s for spec in specs for k, s in zip(spec.keys, spec.sources, strict=True)}.values()),
        asked=tuple(spec.sources[0] for spec in specs),
        unread=fresh.unread,
    )


def _read(missing: Sequence[Asked], store: Store, names: Mapping[str, str], watch: Watch) -> Fresh | None:
    if not missing:
        return Fresh({}, (), unread=False)
    from handoffspec.cache.fresh import read  # noqa: PLC0415 - with all stages; mostly nothing has changed

    return read(missing, store, names, watch)


# ── What is kept ───────────────────────────────────────────────────────────────────────────────────────────────────


def _get(store: Store, name: str, files: Files) -> Known | None:
    data: Any = store.get(name)
    try:
        reads, entry = data
        sources = files.unchanged(reads)
        if not sources:
            return None
        return Known(tuple(key for _, key, _, _ in reads), sources, understood(entry, sources))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return None  # none, a damaged one, or one that somebody else wrote


# ── What several specs have to do with each other ──────────────────────────────────────────────────────────────────


def _apart(specs: Sequence[Known], store: Store, program_: str) -> bool:
    """Whether what is found in each spec is what is found in all of them together."""
    return _one_name_each(specs) and not _circles(specs, store, program_)


def _one_name_each(specs: Sequence[Known]) -> bool:
    """Whether each file is shown under one name, and each handoff's name means one handoff."""
    shown = ((key, s.path) for spec in specs for key, s in zip(spec.keys, spec.sources, strict=True))
    meant = ((one.name, one.digest) for spec in specs for one in spec.entry.handoffs)
    return _agree(shown) and _agree(meant)


def _agree(pairs: Iterable[tuple[str, str]]) -> bool:
    first: dict[str, str] = {}
    return all(first.setdefault(key, value) == value for key, value in pairs)


def _circles(specs: Sequence[Known], store: Store, program_: str) -> bool:
    """Whether a circle leads through several specs: kept too, for the same handoffs in the same specs."""
    if len(specs) < 2:
        return False
    handoffs = [spec.entry.handoffs for spec in specs]
    meant = (part for spec in handoffs for part in ("", *(word for one in spec for word in (one.name, one.digest))))
    name = name_of(program_, "circles", *meant)
    answer = store.get(name)
    if isinstance(answer, bool):
        return answer
    from handoffspec.cache.across import has_circles  # noqa: PLC0415 - with all stages; mostly nothing has changed

    answer = has_circles(handoffs)
    store.put(name, answer)
    return answer
