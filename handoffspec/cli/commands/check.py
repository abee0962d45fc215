"""`handoff check`: everything that is wrong in specs."""

import sys
from collections.abc import Iterator, Sequence

import click

from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.voice import show
from handoffspec.diagnostics import Diagnostic, Severity, closest, codes
from handoffspec.pipeline import check
from handoffspec.report import FORMATS


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How findings are shown.")
@click.option("--strict", is_flag=True, help="Advice fails the check too.")
@click.option("--select", multiple=True, metavar="CODES", help="Only these: codes, beginnings such as HS02, or names.")
@click.option("--ignore", multiple=True, metavar="CODES", help="All but these.")
def command(paths: tuple[str, ...], form: str, strict: bool, select: tuple[str, ...], ignore: tuple[str, ...]) -> int:  # noqa: FBT001
    """Find what is wrong in specs: files, folders with all specs in them, or - for standard input.

    Errors and warnings fail the check, advice only with --strict. A file that cannot be read ends it with status 2.
    """
    wanted, unwanted = list(_prefixes(select)), list(_prefixes(ignore))
    checked = check(paths, sys.stdin)
    found = [one for one in checked.diagnostics if _is_one_of(one, wanted or ["HS"]) and not _is_one_of(one, unwanted)]
    show(found, sys.stdout, form, checked.silenced)
    if checked.unread:
        return Status.COULD_NOT_RUN
    return Status.FOUND if _fail(found, strict=strict) else Status.FOUND_NOTHING


def _fail(found: Sequence[Diagnostic], *, strict: bool) -> bool:
    return any(strict or one.severity is not Severity.ADVICE for one in found)


def _is_one_of(found: Diagnostic, prefixes: Sequence[str]) -> bool:
    return found.code.code.startswith(tuple(prefixes))


def _prefixes(given: Sequence[str]) -> Iterator[str]:
    """Beginnings of codes, from codes, beginnings and names with commas between them."""
    for word in (word.strip() for words in given for word in words.split(",") if word.strip()):
        code = codes.find(word)
        prefix = code.code if code else word.upper()
        if not any(known.startswith(prefix) for known in codes.CATALOGUE):
            near = closest(word, codes.names())
            advice = f"Did you mean {near}?" if near else "`handoff explain` lists the codes."
            raise CannotRunError(f"there is no diagnostic {word!r}.", advice)
        yield prefix
