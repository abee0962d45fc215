"""The mapping plan: the versioned contract between the compiler and everything that executes, configures or documents.

A plan is loaded without the spec or the parser, and holds all that a synchronisation written later will need: it works
on one side's record at a time and merges in three ways against the last agreed state, so

- a rule is the unit of merging, with a stable id and a hash of its meaning; the equality of each field is in the field;
- absent, null, empty and "not allowed to see" (a field's `seen_by`) are told apart, see `schema.types`;
- a status change is the sequence of transitions that the lifecycle in the plan allows, each able to fail;
- comments are a ledger of pairs of ids, and `sync.comments` says what edits and deletions do;
- `creation` makes a record once, however often the event arrives, and finds it again through the link;
- every field that a guard reads and every timer is listed.
"""

import hashlib
import json
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from handoffspec.schema.conditions import Condition, FieldRef
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import Verdict

VERSION: Final = 1
"""Of the plan's format. A reader refuses what it does not know."""

_BIGGEST: Final = 16 * 1024 * 1024


class PlanError(ValueError):
    """A file is no plan, or not one of a version known here. The message can be shown to the user."""


class Frozen(BaseModel):
    """Immutable, and closed: an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Creation(Frozen):
    """What makes the destination's record exactly once."""

    key: str
    """`{id}` stands for the source record's key. The destination keeps it where `found_by` says."""
    found_by: str | None
    """The destination's field that holds the source's id; None: no link, so a second event makes a second record."""


class Timer(Frozen):
    """Something that happens by the clock and not by a change."""

    id: str
    """The section it stands in: `trigger`, `rollback`, `sla.respond`, `ownership.acknowledge`, `audit.compare` …"""
    seconds: int
    what: str
    """One clause for people."""
    when: Condition | None = None
    """It runs for tickets that meet this only."""
    calendar: str | None = None
    """Whose hours count; None: every second does."""


class RuleMeaning(Frozen):
    """A rule's identity: two plans with the same hash treat the rule's fields alike."""

    id: str
    hash: str


class Plan(Frozen):
    """One handoff, executable."""

    format: Literal["handoffspec.plan"] = "handoffspec.plan"
    version: Literal[1] = VERSION
    environment: str | None = None
    """The environment whose names are bound in; None: names stand for themselves."""
    addresses: dict[str, str] = {}
    """Where the environment says that a system is reached, by the system's name."""
    handoff: Handoff
    rules: Annotated[tuple[RuleMeaning, ...], Field(description="every rule of the mapping, in order")]
    verdicts: tuple[Verdict, ...]
    creation: Creation
    guard_fields: tuple[FieldRef, ...]
    timers: tuple[Timer, ...]
    unbound: tuple[str, ...]
    """Names without an identifier: `jira.issue.what_was_tried`."""
    hash: str = ""
    """Of everything above: SHA-256, hexadecimal."""

    @model_validator(mode="after")
    def _hash_holds(self) -> Self:
        if self.hash and self.hash != content_hash(self):
            raise ValueError("the plan was changed by hand: its hash does not match its content")
        return self


def content_hash(plan: Plan) -> str:
    """SHA-256 over everything but the hash itself."""
    return digest(plan.model_dump(mode="json", exclude={"hash"}))


def digest(value: Any) -> str:  # noqa: ANN401 - any JSON
    """SHA-256 of a JSON value, keys sorted."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def dump_plan(plan: Plan) -> str:
    """The plan as text: the same bytes for the same plan, every time."""
    return json.dumps(plan.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"


def load_plan(text: str) -> Plan:
    """A plan from its text.

    Raises:
        PlanError: it is no JSON, no plan, of an unknown version, or was changed by hand.
    """
    if len(text) > _BIGGEST:
        raise PlanError(f"a plan of over {_BIGGEST // 1024 // 1024} MB is none that this program wrote")
    try:
        return Plan.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the plan"
        raise PlanError(f"this is no plan that can be run: {where}: {first['msg']}") from None


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of plans (2020-12)."""
    schema = TypeAdapter(Plan).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "handoffspec plan", **schema}
