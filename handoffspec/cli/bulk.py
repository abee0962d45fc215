"""Many tickets, on as many processes as are given: the same lines in the same order, whatever their number."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final, TypeVar

from handoffspec.cli.failure import CannotRunError

_PARTS: Final = 100
"""Tickets that go to a process together."""
_SIZE: Final = 256 * 1024
"""Bytes of lines after which a part is closed before it has so many."""
_AHEAD: Final = 3
"""Parts in flight for each process, so that none waits and what is read ahead stays little."""

Given = TypeVar("Given")
Made = TypeVar("Made")


_works: list[Callable[[Any], Any]] = []
"""In a process of its own: what it does with a part, set once when it begins."""


def in_order(
    work: Callable[[list[Given]], Made], given: Iterable[Given], size_of: Callable[[Given], int], jobs: int
) -> Iterator[Made]:
    """What `work` makes of the given things, in their order. With one job each is worked on as soon as it is there.

    `work` and everything it takes and gives can be pickled.

    Raises:
        CannotRunError: a process ended before its work was done.
    """
    if jobs == 1:
        yield from (work([one]) for one in given)
        return
    executor = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(work,))
    flying: deque[Future[Made]] = deque()
    whole = False
    try:
        for part in _parts(given, size_of):
            flying.append(executor.submit(_work, part))
            if len(flying) >= jobs * _AHEAD:
                yield flying.popleft().result()
        while flying:
            yield flying.popleft().result()
        whole = True
    except BrokenProcessPool:
        raise CannotRunError(
            "a process ended before its work was done.", "Try fewer --jobs: memory may be short."
        ) from None
    finally:
        # Whoever breaks off does not wait for what nobody will see; else the processes end before the program does.
        executor.shutdown(wait=whole, cancel_futures=True)


def _parts(given: Iterable[Given], size_of: Callable[[Given], int]) -> Iterator[list[Given]]:
    part: list[Given] = []
    size = 0
    for one in given:
        part.append(one)
        size += size_of(one)
        if len(part) >= _PARTS or size >= _SIZE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _begin(work: Callable[[Any], Any]) -> None:
    # Ctrl-C reaches every process of the terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _works.append(work)


def _work(part: Any) -> Any:  # noqa: ANN401 - whatever the process was begun for
    return _works[-1](part)
