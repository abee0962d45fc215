"""`handoff explain`: the page of a diagnostic, or all of them, a line each."""

from collections.abc import Iterator

import click

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.voice import show_rows
from handoffspec.diagnostics import codes, explain
from handoffspec.report.table import Cell
from handoffspec.report.text import COLORS


@click.command()
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Show the page of a diagnostic: what to avoid, what to prefer, and why.

    CODE is a code such as HS0102, or its name. Without one all of them are listed, a line each, code first.
    """
    if code is None:
        show_rows(list(_rows()), explain.index())
        return
    try:
        click.echo(explain.page(code), nl=False)
    except explain.UnknownCodeError as error:
        raise CannotRunError(str(error)) from None


def _rows() -> Iterator[tuple[Cell, ...]]:
    for code in sorted(codes.CATALOGUE.values(), key=lambda code: code.code):
        style = COLORS[code.severity]
        yield Cell(code.code, style), Cell(code.name), Cell(code.severity, style), Cell(code.summary)
