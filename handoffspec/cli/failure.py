"""What stops a command before it could do its work: exit status 2, and one message for the person who typed it."""

from enum import IntEnum

import click


class Status(IntEnum):
    """What the program says to whoever started it."""

    FOUND_NOTHING = 0
    FOUND = 1
    COULD_NOT_RUN = 2
    INTERRUPTED = 130
    """128 and the number of the signal, as shells have it."""


class CannotRunError(click.ClickException):
    """The command could not do its work. The message says what is wrong, `help` what to do instead."""

    exit_code = Status.COULD_NOT_RUN

    def __init__(self, message: str, help: str | None = None) -> None:  # noqa: A002 - the word that reports use
        super().__init__(message)
        self.help = help
