"""What every command has around it: the list of commands, the streams, and one place where failures end.

Commands and everything they need are imported when they are called, so `--version` and `--help` answer at once.
"""

import errno
import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import IO, Final

import click
from click.exceptions import Exit

from handoffspec import __version__
from handoffspec.cli import let_go_of_stdout
from handoffspec.cli.failure import CannotRunError, Status

COMMANDS: Final = {
    "init": "Write a small spec that checks, from a few questions.",
    "audit": "Say which fields of two systems answer to each other, before there is a spec.",
    "import": "Write what a system's own metadata says as blocks that extend it.",
    "check": "Find what is wrong in specs.",
    "fmt": "Bring specs into the one layout; comments stay.",
    "compile": "Write each handoff's plan, and what sets both systems up.",
    "docs": "Write the documents people read, from the specs.",
    "run": "Turn tickets into what the other system is given.",
    "test": "Run the scenarios that stand in specs.",
    "breaking": "Say what changed for the people and systems on both sides.",
    "diagnose": "Find in ticket histories where handoffs fail.",
    "explain": "Show the page of a diagnostic, or list them all.",
}
"""Every command with the line that `handoff --help` shows for it, in the order in which a spec meets them."""

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CONTEXT: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Commands(click.Group):
    """Commands by name, each imported from the file of that name; of `import`, a word of Python's, from `import_`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"handoffspec.cli.commands.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(_unknown_command(name), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        # From the table, not from the commands, which would have to be imported for it.
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _unknown_command(name: str) -> str:
    from handoffspec.diagnostics import closest  # noqa: PLC0415 - only for people who slipped

    near = closest(name, COMMANDS)
    advice = f"Did you mean {near!r}?" if near else f"There are {', '.join(COMMANDS)}."
    return f"there is no command {name!r}. {advice}"


@click.group(
    cls=_Commands,
    context_settings=_CONTEXT,
    invoke_without_command=True,
    epilog="Exit status: 0 nothing found, 1 findings, 2 could not run. A path `-` is standard input.",
)
@click.version_option(__version__, prog_name="handoff", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, envvar="HANDOFF_DEBUG", help="Show where the program failed, if it does.")
@click.pass_context
def _handoff(ctx: click.Context, debug: bool) -> int | None:  # noqa: ARG001, FBT001 - read before click is called
    """One spec for the moment a ticket crosses a boundary: checked, compiled, run and documented."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        return Status.COULD_NOT_RUN
    return None


def run(arguments: list[str]) -> int:
    """Run the program; gives its exit status."""
    _prepare(sys.stdout)
    _prepare(sys.stderr)
    debug = "--debug" in arguments[:1] or bool(os.environ.get("HANDOFF_DEBUG"))
    try:
        status = _called(arguments)
        sys.stdout.flush()
    except click.ClickException as error:
        _say(error)
        return Status.COULD_NOT_RUN
    except (KeyboardInterrupt, click.Abort):
        return Status.INTERRUPTED
    except BrokenPipeError:
        return let_go_of_stdout()
    except OSError as error:
        return _full(error) if error.errno in _FULL else _internal(error, debug=debug)
    except Exception as error:  # noqa: BLE001 - nobody who runs a command should meet a traceback
        return _internal(error, debug=debug)
    return status


def _called(arguments: list[str]) -> int:
    """What `click.Command.main` does, without its own ways of ending the program."""
    try:
        with _handoff.make_context("handoff", list(arguments)) as ctx:
            status = _handoff.invoke(ctx)
            return int(status or Status.FOUND_NOTHING)
    except Exit as done:
        return done.exit_code


def _prepare(stream: IO[str]) -> None:
    """A character that the terminal cannot show is spelt out; it never stops the program."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _say(error: click.ClickException) -> None:
    from handoffspec.report.printable import safe  # noqa: PLC0415 - the common way has nothing to say

    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
    # click's own messages list possible options over several lines; a name in them may be anything.
    message = " ".join(safe(line.strip()) for line in error.format_message().splitlines())
    click.echo(f"handoff: {message}", err=True)
    if isinstance(error, CannotRunError) and error.help:
        click.echo(f"  {safe(error.help)}", err=True)


def _full(error: OSError) -> int:
    """Files are named where they are written; what else fills up is where the output goes."""
    let_go_of_stdout()  # what is left in its buffer has no place either
    _say(CannotRunError(f"the output ends here: {error.strerror}.", "Make room, or send the output elsewhere."))
    return Status.COULD_NOT_RUN


def _internal(error: Exception, *, debug: bool) -> int:
    if debug:
        import traceback  # noqa: PLC0415 - only for who looks for the mistake

        traceback.print_exception(error)
    kind = type(error).__name__
    again = "" if debug else " The same with HANDOFF_DEBUG=1 shows where."
    click.echo(f"handoff: this is a mistake in handoff itself ({kind}), please report it.{again}", err=True)
    return Status.COULD_NOT_RUN
