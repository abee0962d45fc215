"""How far long work is: a bar on standard error, at a terminal only."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final, TypeVar

import click

from handoffspec.report.look import can_be_painted

T = TypeVar("T")
_MANY_BYTES: Final = 256 * 1024
_MANY_SPECS: Final = 8
"""Fewer are done before anybody asks."""
_SOON: Final = 1.0
_LOOK_EVERY: Final = 0.2
"""Seconds before a bar for stages shows, and between two looks at how far it is."""


def watched_specs(what: str, items: Sequence[T]) -> Iterable[T]:
    """What is done with specs, one by one."""
    return _watched(what, items, len(items)) if len(items) >= _MANY_SPECS else items


@contextmanager
def watched_bytes(size: int | None, position: Callable[[], int]) -> Iterator[Callable[[], None]]:
    """What to call as a file of `size` bytes is worked through. No bar for a pipe, which has no size, or where results
    go to the terminal, as they show by themselves how far it is."""
    if size is None or size < _MANY_BYTES or sys.stdout.isatty() or not _is_shown():
        yield lambda: None
        return
    with click.progressbar(length=size, label="tickets", file=sys.stderr) as bar:
        done = 0

        def advance() -> None:
            nonlocal done
            now = position()
            bar.update(now - done)
            done = now

        yield advance


@contextmanager
def watched_work(how_far: Callable[[], tuple[str, float]]) -> Iterator[None]:
    """A bar for work that a library does, which does not come back before it is done: a thread asks what is being done
    and which part of the whole is behind, from 0 to 1."""
    if not _is_shown():
        yield
        return
    over = Event()
    watcher = Thread(target=_watch, args=(how_far, over), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _watch(how_far: Callable[[], tuple[str, float]], over: Event) -> None:
    if over.wait(_SOON):
        return
    with click.progressbar(length=1000, label=how_far()[0], file=sys.stderr, show_eta=False) as bar:
        shown = 0
        while not over.wait(_LOOK_EVERY):
            bar.label, part = how_far()
            reached = max(shown, int(1000 * part))
            bar.update(reached - shown)
            shown = reached


def _watched(what: str, items: Iterable[T], length: int) -> Iterator[T]:
    """The items, with a bar that grows with them."""
    if not _is_shown():
        yield from items
        return
    with click.progressbar(items, length=length, label=what, file=sys.stderr, show_pos=True) as bar:
        yield from bar


def _is_shown() -> bool:
    """Not without a terminal, on a dumb one, or under `NO_COLOR`."""
    return sys.stderr.isatty() and can_be_painted(os.environ)
