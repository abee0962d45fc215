"""The program `handoff`: arguments, streams and exit statuses. Each command is a file, imported when it is called."""

from handoffspec.cli.frame import main

__all__ = ["main"]
