"""The form of `provisioning.json`: steps that set a system up, in an order that works, and how each finds its own.

A step may refer to the id that an earlier one found or made. Such a reference is an object and never part of a text,
and no text of a spec ever becomes a key, so whatever a label says is sent as it stands.

| in a body or in `same` | stands for |
|---|---|
| `{"$id": STEP}` | the id as the API gave it |
| `{"$id": STEP, "as": "number"}`, `"as": "text"` | the same, as a JSON number or text |
| `{"$id": STEP, "in": "custom_fields_{}"}` | a text with the id in the place of `{}` |
| `{"$input": NAME}` | what whoever applies the steps gives for that name |

In a path, `{STEP}` stands for the id.
"""

import json
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

from pydantic import JsonValue, TypeAdapter

from handoffspec.schema.types import CLOSED

Method: TypeAlias = Literal["POST", "PUT", "PATCH"]
Body: TypeAlias = dict[str, JsonValue]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class LookUp:
    """A GET that finds what is there already. Places in an answer are names joined by dots."""

    __pydantic_config__: ClassVar = CLOSED
    path: str
    items: str
    """Where the answer holds the list, or the one thing; empty: the answer itself."""
    same: Body
    """The first item that has all of these values, by place, is meant."""
    id: str
    """Where in the item its id stands."""
    next: str | None = None
    """Where the answer holds the address of the next page, if there may be one."""


@dataclass(frozen=True, slots=True)
class Send:
    """The call that makes or changes something."""

    __pydantic_config__: ClassVar = CLOSED
    method: Method
    path: str
    body: Body | None = None
    id: str | None = None
    """Where the answer holds the id of what was made."""


@dataclass(frozen=True, slots=True)
class Step:
    """Looks something up, and sends only where it is not found. Without `look_up` it sends in any case, which then may
    be repeated; without `send` it must be found."""

    __pydantic_config__: ClassVar = CLOSED
    id: str
    system: str
    what: str
    """One line for people."""
    needed_by: tuple[str, ...] = ()
    """Rules, requirements and sections of the spec that need it."""
    look_up: LookUp | None = None
    send: Send | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """Something that no spec may or can know, named as an environment variable."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Account:
    """How a system is reached: its address and the value of the header `Authorization`, by the names of inputs."""

    __pydantic_config__: ClassVar = CLOSED
    system: str
    title: str
    address: str
    authorization: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """What has to be done and no call does: not to be said in the system's API, or nobody's but a person's decision."""

    __pydantic_config__: ClassVar = CLOSED
    system: str
    what: str


@dataclass(frozen=True, slots=True)
class Provisioning:
    """All that has to be set up for one handoff."""

    __pydantic_config__: ClassVar = CLOSED
    handoff: str
    environment: str | None
    plan: str
    """The hash of the plan that it was made from."""
    systems: tuple[Account, ...]
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    by_hand: tuple[ByHand, ...]
    requests: tuple[str, ...]
    """Files beside this one: what the administrators of systems that are not ours are asked for."""
    format: Literal["handoffspec.provisioning"] = "handoffspec.provisioning"
    version: Literal[1] = 1


_ALL: Final = TypeAdapter(Provisioning)


def reference(step: str, *, as_: Literal["number", "text"] | None = None, in_: str | None = None) -> Body:
    """A reference to the id that a step found or made."""
    said: Body = {"$id": step}
    if as_:
        said["as"] = as_
    if in_:
        said["in"] = in_
    return said


def given(name: str) -> Body:
    """A reference to an input."""
    return {"$input": name}


def provisioning_text(made: Provisioning) -> str:
    """The same bytes for the same steps, every time."""
    first = {"format": made.format, "version": made.version}
    return json.dumps(first | _ALL.dump_python(made, mode="json"), indent=1, ensure_ascii=False) + "\n"


def provisioning_schema() -> dict[str, Any]:
    """The JSON Schema of `provisioning.json` (2020-12)."""
    return {"$schema": _DIALECT, "title": "handoffspec provisioning", **_ALL.json_schema()}
