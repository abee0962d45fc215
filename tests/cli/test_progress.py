"""The bar for long work: at a terminal only, and with what is being done."""

import io
from itertools import count
from threading import Event

import pytest

from handoffspec.cli import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("stream", "no_colour", "shown"), [
    (Terminal(), None, True), (io.StringIO(), None, False), (Terminal(), "1", False),
])  # fmt: skip
def test_a_bar_shows_what_a_library_is_doing_to_who_can_see_it(monkeypatch, stream, no_colour, shown):
    monkeypatch.setattr(progress, "_SOON", 0)
    monkeypatch.setattr(progress, "_LOOK_EVERY", 0)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_colour:
        monkeypatch.setenv("NO_COLOR", no_colour)
    looks, seen = count(), Event()

    def how_far():
        part = min(next(looks) / 10, 1)
        if part == 1:
            seen.set()
        return ("reading" if part < 0.5 else "counting"), part

    with progress.watched_work(how_far):
        assert not shown or seen.wait(30)
    said = stream.getvalue()
    assert [word in said for word in ("reading", "counting", "50%")] == [shown] * 3
