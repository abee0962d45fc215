"""Specs that have to be read: what is found in each, kept for the next run. Many are shared out among the cores."""

import os
import signal
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Final

from handoffspec.cache.across import kept
from handoffspec.cache.entries import UNSTABLE, Entry, Fresh, Known, written
from handoffspec.cache.store import trim
from handoffspec.diagnostics import Diagnostic
from handoffspec.kept import Store
from handoffspec.loader import Loaded, Spec, load_asked
from handoffspec.model.described import Descriptions
from handoffspec.pipeline import judge
from handoffspec.reading import Asked, Watch, unwatched

WORTH_A_PROCESS: Final = 20
"""Specs. Each share of them reads the files that they have in common once more."""
_SHARES: Final = 8
"""Of each process, so that none waits long for the others."""


def read(asked: Sequence[Asked], store: Store, names: Mapping[str, str], watch: Watch) -> Fresh | None:
    """Read and judge specs, and keep what is found in each under its name. None where they must be read together."""
    processes = min(_cores(), len(asked) // WORTH_A_PROCESS)
    if processes < 2:
        fresh = _part(store, names, asked, watch)
        trim(store)
        return fresh
    size = max(WORTH_A_PROCESS, len(asked) // (processes * _SHARES))
    shares = [asked[at : at + size] for at in range(0, len(asked), size)]
    parts: list[Fresh] = []
    try:
        with ProcessPoolExecutor(processes, get_context("fork"), _interrupted_quietly) as pool:
            done = pool.map(partial(_part, store, names), shares)
            told = iter(watch("checking", asked))
            for share in shares:
                parts.append(next(done))
                deque(islice(told, len(share)), maxlen=0)
            deque(told, maxlen=0)
    except BrokenProcessPool:
        return None
    trim(store)
    # What cannot be read is told once for all specs, so it takes all of them to say where.
    if any(found.code in UNSTABLE for part in parts for found in part.reading):
        return None
    known = {key: spec for part in parts for key, spec in part.known.items()}
    return Fresh(known, tuple(found for part in parts for found in part.reading), any(part.unread for part in parts))


def _cores() -> int:
    """How many processes may work at once: one where they cannot be had cheaply."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else 1


def _interrupted_quietly() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _part(store: Store, names: Mapping[str, str], asked: Sequence[Asked], watch: Watch = unwatched) -> Fresh:
    loaded = load_asked(asked, watch)
    # What several specs cannot read is told of one: what is found in each alone is not known then.
    stable = not any(found.code in UNSTABLE for found in loaded.diagnostics)
    by_path: dict[str, list[Diagnostic]] = {}
    for found in loaded.diagnostics:
        by_path.setdefault(found.span.source.path, []).append(found)
    known: dict[str, Known] = {}
    described = Descriptions()
    for spec in watch("checking", loaded.specs):
        one = _known(spec, loaded, by_path, described)
        key = one.keys[0]
        known[key] = one
        if stable and spec.alone:
            reads = [[read.place, read.key, read.source.path, read.digest] for read in spec.reads]
            store.put(names[key], [reads, written(one.entry, one.sources)])
    texts = set(loaded.sources)
    return Fresh(known, loaded.diagnostics, any(found.span.source not in texts for found in loaded.diagnostics))


def _known(spec: Spec, loaded: Loaded, reading: Mapping[str, Sequence[Diagnostic]], described: Descriptions) -> Known:
    judged = judge(spec, None, loaded.catalogue, described)
    sources = tuple(read.source for read in spec.reads)
    paths = dict.fromkeys(source.path for source in sources)
    entry = Entry(
        tuple(found for path in paths for found in reading.get(path, ())),
        judged.diagnostics,
        judged.silenced,
        tuple(kept(handoff.value) for handoff in judged.workspace.handoffs),
    )
    return Known(tuple(read.key for read in spec.reads), sources, entry)
