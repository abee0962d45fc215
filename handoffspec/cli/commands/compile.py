"""`handoff compile`: each handoff's plan and what has to be set up for it, with the schemas that both satisfy."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.output import write_folders
from handoffspec.cli.specs import sound
from handoffspec.cli.voice import say
from handoffspec.emit import TARGETS, Document
from handoffspec.pipeline import plans
from handoffspec.plan import Plan

_TARGETS = (
    "plan", "schema", "provisioning", "provisioning schema", "synchronisation", "synchronisation schema",
)  # fmt: skip
_VALIDATED = ("plan.json", "provisioning.json", "synchronisation.yaml")


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="Where.")
@click.option("--env", "environment", metavar="NAME", help="Bind names to the identifiers of this environment.")
def command(paths: tuple[str, ...], folder: Path, environment: str | None) -> int:
    """Write for each handoff a folder DIR/HANDOFF with its plan and all that makes it real.

    plan.json is all that `handoff run` needs, provisioning.json holds the calls that set the systems up (or a request
    to an administrator does), synchronisation.yaml is for whoever keeps both sides in step. All is validated against
    its schema before anything is written, and nothing is written while a spec has errors.
    """
    made = plans(sound(paths, environment), environment)
    if not made:
        raise CannotRunError("there is no handoff in there.", "A spec needs a `handoff` to be compiled.")
    files = {name: _documents(plan) for name, plan in made.items()}
    for documents in files.values():
        _validate(documents)
    for path in write_folders(folder, files):
        say(f"wrote {path}")
    for name, plan in made.items():
        if plan.unbound:
            say(f"{name}: no identifier is known for {', '.join(plan.unbound)}")
    return Status.FOUND_NOTHING


def _documents(plan: Plan) -> list[Document]:
    return [document for target in _TARGETS for document in TARGETS[target].make(plan)]


def _validate(documents: Sequence[Document]) -> None:
    """What its own schema refuses is a mistake of this program, so it ends as one."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import, and needed here only
    from ruamel.yaml import YAML  # noqa: PLC0415

    by_name = {document.name: document.text for document in documents}
    for name in _VALIDATED:
        schema = json.loads(by_name[f"{Path(name).stem}.schema.json"])
        # JSON is YAML too, but read ten times faster as what it is.
        content = json.loads(by_name[name]) if name.endswith(".json") else YAML(typ="safe").load(by_name[name])
        Draft202012Validator(schema).validate(content)
