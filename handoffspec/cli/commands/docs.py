"""`handoff docs`: the documents that people read."""

from pathlib import Path

import click

from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.output import write_folders
from handoffspec.cli.specs import sound
from handoffspec.cli.voice import say
from handoffspec.emit import documents
from handoffspec.pipeline import plans


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="Where.")
@click.option("--format", "form", type=click.Choice(["md", "html"]), default="md", help="html is not made yet.")
def command(paths: tuple[str, ...], folder: Path, form: str) -> int:
    """Write for each handoff a folder DIR/HANDOFF with its documents.

    The handoff specification, the system integration requirements, the contingency checklist, the field mapping audit
    and the design requirements, all made from the spec.
    """
    if form == "html":
        raise CannotRunError("documents in HTML are not made yet.", "Leave --format away, or write --format md.")
    made = plans(sound(paths))
    if not made:
        raise CannotRunError("there is no handoff in there.", "A spec needs a `handoff` to be documented.")
    for path in write_folders(folder, {name: documents(plan) for name, plan in made.items()}):
        say(f"wrote {path}")
    return Status.FOUND_NOTHING
