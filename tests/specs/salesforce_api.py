"""Holds bodies against what Salesforce publishes about a case: its describe, and the reference page of CaseComment."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, Literal

from tests.specs.bound import ROOT

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")
COMMENT_BYTES = 4000


@cache
def describe() -> dict[str, dict[str, Any]]:
    path = ROOT / "tests" / "data" / "metadata" / "salesforce_case.json"
    return {field["name"]: field for field in json.loads(path.read_text(encoding="utf-8"))["fields"]}


def options(field: Mapping[str, Any]) -> list[str]:
    """The values of a picklist that can be chosen."""
    return [value["value"] for value in field["picklistValues"] if value["active"]]


def problems(
    body: Mapping[str, Any],
    use: Literal["createable", "updateable"],
    own: Mapping[str, Collection[str]] | None = None,
) -> list[str]:
    """Everything that an org would refuse. `own`: the options of picklists that the company has made its own."""
    found = [f"{name} is no field" for name in body if name not in describe() and not name.endswith("__c")]
    for name, value in body.items():
        if field := describe().get(name):
            known = (own or {}).get(name, options(field))
            found += [f"{name}: {wrong}" for wrong in _wrong(field, value, use, known)]
    needed = (f for f in describe().values() if f["createable"] and not f["nillable"] and not f["defaultedOnCreate"])
    return found + [f"{f['name']} is required" for f in needed if use == "createable" and body.get(f["name"]) is None]


def _wrong(field: dict[str, Any], value: Any, use: str, known: Collection[str]) -> Iterator[str]:
    if not field[use]:
        yield f"not {use}"
    if value is None:
        if not field["nillable"]:
            yield "cannot be empty"
        return
    match field["type"]:
        case "boolean" if not isinstance(value, bool):
            yield f"no boolean: {value!r}"
        case "boolean":
            pass
        case "datetime" if not (isinstance(value, str) and MOMENT.fullmatch(value)):
            yield f"no moment: {value!r}"
        case _ if not isinstance(value, str):
            yield f"no text: {value!r}"
        case _ if len(value) > field["length"] or len(value.encode()) > field["byteLength"]:
            yield f"{len(value)} characters, {len(value.encode())} bytes"
        case "picklist" if value not in known:
            yield f"not one of {known}: {value!r}"


def comment_problems(body: Mapping[str, Any]) -> list[str]:
    """What is wrong with the body of a CaseComment."""
    found = [f"has {sorted(body)}"] if sorted(body) != ["CommentBody", "IsPublished", "ParentId"] else []
    found += [] if isinstance(body.get("IsPublished"), bool) else ["IsPublished is no boolean"]
    size = len(str(body.get("CommentBody", "")).encode())
    return found + ([] if 0 < size <= COMMENT_BYTES else [f"{size} bytes"])
