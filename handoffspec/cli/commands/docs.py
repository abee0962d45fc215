"""`handoff docs`: the documents that people read."""

from collections.abc import Mapping
from pathlib import Path

import click

from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.output import write_folders, write_tree
from handoffspec.cli.specs import resolved, sound
from handoffspec.cli.voice import say
from handoffspec.emit import documents
from handoffspec.emit.words.amounts import count
from handoffspec.pipeline import Checked, plans
from handoffspec.plan import Plan


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="Where.")
@click.option("--format", "form", type=click.Choice(["md", "html"]), default="md", help="md if not said.")
def command(paths: tuple[str, ...], folder: Path, form: str) -> int:
    """Write the documents of each handoff, all made from the spec.

    In Markdown: a folder DIR/HANDOFF with the handoff specification, the system integration requirements, the
    contingency checklist and the field mapping audit.

    In HTML: a site to open at DIR/index.html, with the same documents, a map, pictures of what crosses and of both
    lifecycles, examples as they arrive, and each handoff as one file DIR/HANDOFF.html that can be mailed. What `check`
    finds is shown there too, with histories to be played step by step; if there are errors, the status is 1.
    """
    checked = resolved(paths) if form == "html" else sound(paths)
    made = plans(checked)
    if not made:
        raise CannotRunError("there is no handoff in there.", "A spec needs a `handoff` to be documented.")
    for path in _write_site(checked, made, folder) if form == "html" else _write_markdown(made, folder):
        say(f"wrote {path}")
    if checked.errors:
        say(f"the spec has {count(len(checked.errors), 'error')}, which the pages show. `handoff check` lists them.")
        return Status.FOUND
    return Status.FOUND_NOTHING


def _write_markdown(made: Mapping[str, Plan], folder: Path) -> list[Path]:
    return write_folders(folder, {name: documents(plan) for name, plan in made.items()})


def _write_site(checked: Checked, made: Mapping[str, Plan], folder: Path) -> list[Path]:
    from handoffspec.emit.site import site  # noqa: PLC0415 - templates are slow to import, and needed here only
    from handoffspec.stories import book  # noqa: PLC0415

    write_tree(folder, site(book(checked)), list(made))
    return [folder / "index.html"]
