"""What comes out: a result line for each ticket, in the shape and the order of keys that the language promises."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.diagnostics.diagnostic import Code
from handoffspec.execute.values import Values, to_json
from handoffspec.schema.losses import Cause
from handoffspec.schema.mapping import Impact
from handoffspec.schema.systems import Operation
from handoffspec.schema.types import Json


class MappingError(Exception):
    """A ticket that is sound and yet cannot cross.

    Attributes:
        code: from the catalogue of diagnostics, `HS12nn`.
        message: what is wrong and what would be right, for a support lead.
        path: the rule or field that it is about.
    """

    def __init__(self, code: Code, message: str, path: str) -> None:
        super().__init__(message)
        self.code = code.code
        self.message = message
        self.path = path


@dataclass(frozen=True, slots=True)
class Loss:
    """What this ticket loses. `field`: as the side that is read calls it."""

    field: str
    kind: Literal["lossy", "lost"]
    cause: Cause
    impact: Impact | Literal["undecided"]
    detail: str

    def to_json(self) -> dict[str, Json]:
        """As a result line has it."""
        return {
            "field": self.field,
            "class": self.kind,
            "cause": self.cause,
            "impact": self.impact,
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class CallStep:
    """One call of an API, in its place among the others."""

    op: Operation
    method: str
    path: str
    body: Values

    def to_json(self) -> Json:
        """As a result line has it."""
        return {"op": self.op, "method": self.method, "path": self.path, "body": to_json(dict(self.body))}


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody told, and why."""

    who: str
    why: str

    def to_json(self) -> Json:
        """As a result line has it."""
        return {"who": self.who, "why": self.why}


@dataclass(frozen=True, slots=True)
class Result:
    """What a handoff does with one ticket.

    `payload` is the body that creates the other record (that changes this side's, going back), `record` the values
    that arrive, by field name: a rich text is there as plain text with its context block, so that people and
    scenarios can read it. `held` names the team that keeps the ticket where something stopped it.
    """

    handoff: str
    fired: bool | None
    payload: Values
    steps: tuple[CallStep, ...]
    record: Values
    losses: tuple[Loss, ...]
    missing: tuple[str, ...]
    notify: tuple[Notice, ...]
    held: str | None = None
    comments: tuple[tuple[str, str], ...] = ()
    """Channel and text of each comment among the steps, for scenarios."""

    def to_json(self) -> dict[str, Json]:
        """The result line."""
        return {
            "handoff": self.handoff,
            "fired": self.fired,
            "payload": to_json(dict(self.payload)),
            "steps": [step.to_json() for step in self.steps],
            "record": to_json(dict(self.record)),
            "losses": [loss.to_json() for loss in self.losses],
            "missing": list(self.missing),
            "notify": [notice.to_json() for notice in self.notify],
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """A ticket that cannot be mapped."""

    handoff: str
    code: str
    message: str
    path: str

    def to_json(self, line: int | None = None) -> dict[str, Json]:
        """The line that stands in the result's place; `line` is the ticket's in its file, from 1."""
        error: Json = {"code": self.code, "message": self.message, "path": self.path}
        return {"handoff": self.handoff, "line": line, "error": error}


Outcome: TypeAlias = Result | Failure
