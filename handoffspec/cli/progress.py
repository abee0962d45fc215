"""How far long work is: a bar on standard error, at a terminal only."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

import click

from handoffspec.report.look import can_be_painted

T = TypeVar("T")
_MANY_TICKETS: Final = 100
_MANY_SPECS: Final = 8
"""Fewer are done before anybody asks."""


def watched_specs(what: str, items: Sequence[T]) -> Iterable[T]:
    """What is done with specs, one by one."""
    return _watched(what, items, len(items)) if len(items) >= _MANY_SPECS else items


def watched_tickets(items: Iterable[T], length: int) -> Iterable[T]:
    """Tickets as they are run. `length` may be a guess."""
    return _watched("tickets", items, length) if length >= _MANY_TICKETS else items


def _watched(what: str, items: Iterable[T], length: int) -> Iterator[T]:
    """The items, with a bar that grows with them: not without a terminal, on a dumb one, or under `NO_COLOR`."""
    if not sys.stderr.isatty() or not can_be_painted(os.environ):
        yield from items
        return
    with click.progressbar(items, length=length, label=what, file=sys.stderr, show_pos=True) as bar:
        yield from bar
