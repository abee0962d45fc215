"""`docs/options.md`, every option of every command: `pytest --update tests/cli/test_options.py` writes it."""

from collections.abc import Callable, Iterator
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Final

import click
import pytest

from handoffspec.cli.frame import COMMANDS

DOCS: Final = Path(__file__).parents[2] / "docs"
HEAD: Final = """\
# All options

Each command with its options, as `handoff COMMAND --help` has them. [The commands](commands.md) says what they are for
and what is printed. This page is written from the program; its test says so when it is not current.
"""


def command(name: str) -> click.Command:
    found: click.Command = import_module(
        f"handoffspec.cli.commands.{name}_" if iskeyword(name) else f"handoffspec.cli.commands.{name}"
    ).command
    return found


def described(parameter: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in sorted(parameter.opts, key=len))
    if isinstance(parameter.type, click.Choice):
        value = " " + "\\|".join(map(str, parameter.type.choices))
    else:
        value = (
            ""
            if parameter.is_flag
            else f" {parameter.metavar or parameter.make_metavar(click.Context(click.Command('x')))}"
        )
    return f"| {names}{value} | {parameter.help or ''} |"


def section(name: str) -> Iterator[str]:
    made = command(name)
    with click.Context(made, info_name=name) as context:
        usage = " ".join(["handoff", name, *made.collect_usage_pieces(context)])
    yield f"\n## `handoff {name}`\n\n{COMMANDS[name]}\n\n`{usage}`\n"
    options = [one for one in made.params if isinstance(one, click.Option)]
    if options:
        yield "\n| option | means |\n|---|---|\n" + "".join(f"{described(one)}\n" for one in options)


def test_the_page_is_current(expect_file: Callable[[Path, str], None]) -> None:
    expect_file(DOCS / "options.md", HEAD + "".join(part for name in COMMANDS for part in section(name)))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_commands_page_explains_every_option(name: str) -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    explained = page.split(f"## `handoff {name}", 1)[1].split("\n## ", 1)[0]
    options = [one for one in command(name).params if isinstance(one, click.Option)]
    missing = [one.opts for one in options if not any(name in explained for name in one.opts)]
    assert missing == []
