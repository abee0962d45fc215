"""`handoff compile`: each handoff's plan, and the schema that it satisfies."""

import json
from pathlib import Path

import click

from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.output import write_folders
from handoffspec.cli.specs import sound
from handoffspec.cli.voice import say
from handoffspec.emit import TARGETS, Document
from handoffspec.pipeline import plans
from handoffspec.plan import Plan, plan_schema

_TARGETS = ("plan", "schema", "provisioning", "provisioning schema")


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="Where.")
@click.option("--env", "environment", metavar="NAME", help="Bind names to the identifiers of this environment.")
def command(paths: tuple[str, ...], folder: Path, environment: str | None) -> int:
    """Write for each handoff a folder DIR/HANDOFF with plan.json and plan.schema.json.

    The plan is all that `handoff run` needs. Every plan is validated against its schema before anything is written, and
    nothing is written while a spec has errors. Provisioning and runtime configuration are not made yet.
    """
    made = plans(sound(paths, environment), environment)
    if not made:
        raise CannotRunError("there is no handoff in there.", "A spec needs a `handoff` to be compiled.")
    for plan in made.values():
        _validate(plan)
    written = write_folders(folder, {name: _documents(plan) for name, plan in made.items()})
    for path in written:
        say(f"wrote {path}")
    for name, plan in made.items():
        if plan.unbound:
            say(f"{name}: no identifier is known for {', '.join(plan.unbound)}")
    return Status.FOUND_NOTHING


def _documents(plan: Plan) -> list[Document]:
    return [document for target in _TARGETS for document in TARGETS[target].make(plan)]


def _validate(plan: Plan) -> None:
    """A plan that its own schema refuses is a mistake of this program, so it ends as one."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import, and needed here only

    Draft202012Validator(plan_schema()).validate(json.loads(TARGETS["plan"].make(plan)[0].text))
