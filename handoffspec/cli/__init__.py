"""The program `handoff`: arguments, streams and exit statuses. Each command is a file, imported when it is called."""

import os
import sys

from handoffspec import __version__


def main() -> None:
    """Run the program with the arguments it was started with, and end it."""
    if sys.argv[1:] == ["--version"]:
        sys.exit(_say_version())
    from handoffspec.cli.frame import run  # noqa: PLC0415 - with click

    sys.exit(run(sys.argv[1:]))


def _say_version() -> int:
    """What scripts ask first, to know whether the program is there: the answer needs nothing else of it."""
    try:
        sys.stdout.write(f"handoff {__version__}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        return let_go_of_stdout()
    return 0


def let_go_of_stdout() -> int:
    """The exit status where whoever read us has gone (`| head`). Python would complain when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141
