"""`handoff check`: everything that is wrong in specs."""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from handoffspec.cache.check import check
from handoffspec.cache.store import user_store
from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.progress import watched_specs
from handoffspec.cli.voice import say, show
from handoffspec.diagnostics import Diagnostic, Severity, Silenced, closest, codes
from handoffspec.diagnostics.findings import Findings
from handoffspec.kept import Store
from handoffspec.report import FORMATS
from handoffspec.report.printable import safe

_NEW_BEFORE_COLLECTING: Final = 50_000
"""Objects; Python's own choice is 700."""


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How findings are shown.")
@click.option("--strict", is_flag=True, help="Advice fails the check too.")
@click.option("--select", multiple=True, metavar="CODES", help="Only these: codes, beginnings such as HS02, or names.")
@click.option("--ignore", multiple=True, metavar="CODES", help="All but these.")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Report only what is not in it.")
@click.option("--write-baseline", is_flag=True, help="Put everything found now, selected or not, into the baseline.")
@click.option(
    "--fix", "mend", is_flag=True, help="Mend in the files what can be mended without changing what they mean."
)
@click.option("--no-cache", is_flag=True, help="Look at everything anew, whatever earlier runs have found.")
def command(  # noqa: PLR0913, PLR0917 - one argument an option, as click gives them
    paths: tuple[str, ...],
    form: str,
    strict: bool,  # noqa: FBT001
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: Path | None,
    write_baseline: bool,  # noqa: FBT001
    mend: bool,  # noqa: FBT001
    no_cache: bool,  # noqa: FBT001
) -> int:
    """Find what is wrong in specs: files, folders with all specs in them, or - for standard input.

    Errors and warnings fail the check, advice only with --strict. A file that cannot be read ends it with status 2.
    """
    if write_baseline and baseline is None:
        raise CannotRunError(
            "--write-baseline needs to know where.", "Name the file: --baseline FILE --write-baseline."
        )
    # Nearly everything that is made here is kept until the end: looking for garbage took a third of a large check.
    gc.set_threshold(_NEW_BEFORE_COLLECTING)
    is_wanted = _wanted(select, ignore)
    store = None if no_cache else user_store()
    checked = check(paths, sys.stdin, store, watched_specs)
    if mend:
        checked = _mended(paths, checked, store)
    new, silenced = _held_against(baseline, checked, write=write_baseline)
    found = [one for one in new if is_wanted(one)]
    show(found, sys.stdout, form, [one for one in silenced if is_wanted(one.found)])
    if checked.unread:
        return Status.COULD_NOT_RUN
    return Status.FOUND if _fail(found, strict=strict) else Status.FOUND_NOTHING


def _mended(paths: Sequence[str], checked: Findings, store: Store | None) -> Findings:
    """What is wrong after everything has been mended that can be, and a line for each thing that was."""
    from handoffspec.cli.fixing import fix  # noqa: PLC0415 - only where something is to be mended

    fixed = fix(paths, checked, lambda: check(paths, None, store))
    for found in fixed.mended:
        say(f"fixed {safe(found.span.source.path)}:{found.span.line} {found.code.code} {found.code.name}")
    return fixed.checked


def _held_against(
    path: Path | None, checked: Findings, *, write: bool
) -> tuple[Sequence[Diagnostic], Sequence[Silenced]]:
    """What is new, and what is silenced."""
    if path is None:
        return checked.diagnostics, checked.silenced
    from handoffspec.cli.baselines import BaselineFile  # noqa: PLC0415 - only where there is one

    file = BaselineFile(path)
    if write:
        count = file.write(checked)
        say(f"wrote {count} finding{'s' if count != 1 else ''} to {safe(str(path))}")
    compared = file.compare(checked)
    if compared.gone:
        one = len(compared.gone) == 1
        number = (
            "1 entry of the baseline no longer occurs"
            if one
            else f"{len(compared.gone)} entries of the baseline no longer occur"
        )
        say(f"{number}: take {'it' if one else 'them'} out with --baseline {safe(str(path))} --write-baseline")
    return compared.new, (*checked.silenced, *compared.known)


def _fail(found: Sequence[Diagnostic], *, strict: bool) -> bool:
    return any(strict or one.severity is not Severity.ADVICE for one in found)


def _wanted(select: Sequence[str], ignore: Sequence[str]) -> Callable[[Diagnostic], bool]:
    """Whether a finding is one of those that were asked for."""
    wanted, unwanted = tuple(_prefixes(select)) or ("HS",), tuple(_prefixes(ignore))
    return lambda one: one.code.code.startswith(wanted) and not one.code.code.startswith(unwanted)


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
