"""`handoff explain`: the page of a diagnostic, or all of them, a line each."""

import click

from handoffspec.cli.failure import CannotRunError
from handoffspec.diagnostics import explain


@click.command()
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Show the page of a diagnostic: what to avoid, what to prefer, and why.

    CODE is a code such as HS0102, or its name. Without one all of them are listed, a line each, code first.
    """
    if code is None:
        click.echo("\n".join(explain.index()))
        return
    try:
        click.echo(explain.page(code), nl=False)
    except explain.UnknownCodeError as error:
        raise CannotRunError(str(error)) from None
