"""`handoff audit`: what two systems have in common and what they lack, before any spec exists."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from handoffspec.cli.drafts import compiled, drafted
from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.files import write_new, write_whole, write_whole_bytes
from handoffspec.cli.sheets import read_sheet, without_openpyxl
from handoffspec.cli.sides import Side, files_of, side_of
from handoffspec.cli.voice import say
from handoffspec.drafting.answers import answers
from handoffspec.drafting.decisions import Proposals, cautious, propose
from handoffspec.drafting.spec import Draft
from handoffspec.drafting.statuses import status_pairs
from handoffspec.emit.documents.decision_sheet import decision_sheet, status_sheet, way_back_sheet
from handoffspec.emit.documents.two_systems import Direction, two_systems
from handoffspec.emit.markdown import render
from handoffspec.emit.sheet import csv_text, xlsx_bytes
from handoffspec.report.printable import safe
from handoffspec.syntax import ast

_FORMATS = ("md", "csv", "xlsx")


@click.command()
@click.argument("source", metavar="SOURCE")
@click.argument("destination", metavar="DEST")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="md", help="Markdown, or a sheet to fill in.")
@click.option("-o", "--output", metavar="FILE", help="Where to; standard output unless said.")
@click.option("--decisions", metavar="FILE", help="A sheet (CSV or XLSX) with the decisions filled in.")
@click.option("--spec", metavar="FILE", help="Write a first spec, too, in which everything is accounted for.")
def command(
    source: str, destination: str, form: str, output: str | None, decisions: str | None, spec: str | None
) -> int:
    """Write the field mapping audit of two systems before any spec exists.

    SOURCE and DEST are systems of the catalogue (zendesk, jira.issue), or files that extend or describe one.
    """
    shows = spec is None or output is not None or form != "md"
    _refuse_early(form, output, spec if shows else None)
    pair = _Pair.of(source, destination)
    proposed = propose(pair.source.record, pair.destination.record)
    chosen = _answered(proposed, decisions) if decisions else cautious(proposed)
    if spec is not None:
        _write_spec(pair, chosen, spec)
    if shows:
        out = pair.direction(chosen if decisions else proposed)
        back = pair.direction(propose(proposed.target, proposed.source))
        _write_audit(out, back, chosen if decisions else None, form, output)
    return Status.FOUND_NOTHING


def _refuse_early(form: str, output: str | None, spec: str | None) -> None:
    """What cannot be written is said before anything is."""
    if form == "xlsx" and output in (None, "-"):
        raise CannotRunError("a workbook is not for the terminal.", "Say where to with -o FILE.")
    if form == "xlsx" and find_spec("openpyxl") is None:
        raise without_openpyxl()
    if spec == "-" and output in (None, "-"):
        raise CannotRunError("the audit and the spec would both go to standard output.", "Say where to with -o FILE.")


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two systems."""

    source: Side
    destination: Side

    @classmethod
    def of(cls, source: str, destination: str) -> "_Pair":
        pair = cls(side_of(source), side_of(destination))
        if pair.source.record.system == pair.destination.record.system:
            raise CannotRunError(
                f"both are {pair.source.record.system}, and within one system a ticket keeps its fields.",
                "Name two systems; `handoff init` writes a handoff between two teams of one.",
            )
        return pair

    def direction(self, proposals: Proposals) -> Direction:
        """What is proposed, with what the compiler says of it. The spec that stands in for it is never seen."""
        statuses = status_pairs(proposals.source, proposals.target)
        return Direction(proposals, compiled(self._draft(proposals, (), in_step=True), self._files), statuses)

    def spec(self, proposals: Proposals, folder: Path) -> str:
        """The text of a first spec in a folder."""
        uses = (self.source.use(folder), self.destination.use(folder))
        return drafted(self._draft(proposals, uses, in_step=False), self._files).text

    def _draft(self, proposals: Proposals, uses: tuple[str, ...], *, in_step: bool) -> Draft:
        source, target = proposals.source, proposals.target
        statuses = status_pairs(source, target)
        return Draft(f"{source.system}_to_{target.system}", proposals, uses, {}, None, statuses, in_step)

    @property
    def _files(self) -> tuple[ast.File, ...]:
        return files_of((self.source, self.destination))


def _answered(proposed: Proposals, sheet: str) -> Proposals:
    found = answers(proposed, read_sheet(sheet))
    if found.problems:
        for problem in found.problems:
            say(safe(f"{sheet}, row {problem.row}: {problem.message}"))
        rows = "a row" if len(found.problems) == 1 else f"{len(found.problems)} rows"
        raise CannotRunError(f"nothing was written, because {rows} of {sheet} cannot be taken as they stand.")
    return found.proposals


def _write_spec(pair: _Pair, chosen: Proposals, spec: str) -> None:
    path = Path(spec)
    folder = Path() if spec == "-" else path.parent
    text = pair.spec(chosen, folder)
    if spec == "-":
        click.echo(text, nl=False)
        return
    write_new(path, text)
    open_ = sum(decision.verb == "undecided" for decision in chosen.decisions)
    count = "nothing" if not open_ else "1 field" if open_ == 1 else f"{open_} fields"
    say(f"wrote {path}, with {count} undecided. Next: `handoff check {path}`")


def _write_audit(out: Direction, back: Direction, decided: Proposals | None, form: str, output: str | None) -> None:
    if form == "md":
        _put(render(two_systems(out, back, decided=decided is not None)), output)
        return
    # What is personal is proposed on the page and waits in the sheet for somebody's reason.
    open_ = decided or cautious(out.proposals)
    sheet = decision_sheet(out, {decision.field: decision for decision in open_.decisions})
    if form == "csv":
        _put(csv_text(sheet), output)
        return
    write_whole_bytes(Path(output or ""), xlsx_bytes([sheet, way_back_sheet(back), status_sheet(out)]))
    say(f"wrote {output}")


def _put(text: str, output: str | None) -> None:
    if output in (None, "-"):
        click.echo(text, nl=False)
        return
    write_whole(Path(output), text)
    say(f"wrote {output}")
