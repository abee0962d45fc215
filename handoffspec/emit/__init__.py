"""What is made of a plan, and by which module: the one table of targets.

A target makes files from a plan alone and writes none: whoever asked decides where they go.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handoffspec.emit.document import Document
from handoffspec.emit.documents import documents
from handoffspec.emit.provisioning import provisioning, provisioning_schema
from handoffspec.emit.runtime import configuration, synchronisation_schema
from handoffspec.emit.schema import schema_text
from handoffspec.plan import Plan, dump_plan, plan_schema


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of output."""

    name: str
    what: str
    """One clause for people."""
    make: Callable[[Plan], tuple[Document, ...]]


TARGETS: Final[dict[str, Target]] = {
    target.name: target
    for target in (
        Target("plan", "the plan that runs", lambda plan: (Document("plan.json", dump_plan(plan)),)),
        Target(
            "schema", "the JSON Schema of plans", lambda _: (Document("plan.schema.json", schema_text(plan_schema())),)
        ),
        Target("provisioning", "what has to be set up on both sides, as calls or as a request", provisioning),
        Target(
            "provisioning schema",
            "the JSON Schema of the calls",
            lambda _: (Document("provisioning.schema.json", schema_text(provisioning_schema())),),
        ),
        Target("synchronisation", "how both sides are kept in step, for whoever runs it", configuration),
        Target(
            "synchronisation schema",
            "the JSON Schema of that",
            lambda _: (Document("synchronisation.schema.json", schema_text(synchronisation_schema())),),
        ),
        Target("documents", "the pages people read, in Markdown", documents),
    )
}
"""Every target by its name."""

__all__ = ["TARGETS", "Document", "Target", "documents"]
