"""Holds a payload against the create metadata of a Jira Cloud project: what a real instance would refuse."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.specs.bound import ROOT
from tests.text.test_formats import adf_validator

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")
_LABEL = re.compile(r"\S+")
MADE = {f"customfield_{number}": {"required": False, "schema": {"type": "string"}} for number in (10081, 10082)}
"""Fields that are made for the specs: texts of one line that hold the other system's number."""
_RICH = ("description", "environment")


@cache
def metadata() -> Any:
    return json.loads((ROOT / "tests" / "data" / "createmeta-cloud-1.json").read_text(encoding="utf-8"))["projects"][0]


def problems(payload: dict[str, Any]) -> list[str]:
    """Everything that the instance would refuse; empty for a payload that creates an issue."""
    if set(payload) != {"fields"}:
        return [f"the body has {sorted(payload)}"]
    fields = payload["fields"]
    types = {kind["name"]: kind["fields"] for kind in metadata()["issuetypes"]}
    if fields.get("project") != {"key": metadata()["key"]}:
        return [f"project {fields.get('project')}"]
    if fields.get("issuetype", {}).get("name") not in types:
        return [f"issue type {fields.get('issuetype')}"]
    known = {**types[fields["issuetype"]["name"]], **MADE}
    found = [f"{name} is not a field of this type" for name in fields if name not in known]
    found += [f"{name} is required" for name, field in known.items() if field["required"] and not fields.get(name)]
    return found + [
        f"{name}: {wrong}" for name in fields if name in known for wrong in _wrong(known[name], fields[name])
    ]


def _wrong(field: dict[str, Any], value: Any) -> Iterator[str]:
    schema = field["schema"]
    match schema["type"]:
        case "string" if schema.get("system") in _RICH or schema.get("custom", "").endswith(":textarea"):
            yield from (error.message[:200] for error in adf_validator().iter_errors(value))
        case "priority":
            if value not in [{"name": option["name"]} for option in field["allowedValues"]]:
                yield f"not one of those allowed: {value!r}"
        case "option":
            if value not in [{"value": option["value"]} for option in field["allowedValues"]]:
                yield f"not one of those allowed: {value!r}"
        case "project" | "issuetype":
            pass
        case kind:
            if not _CHECKS[kind](value):
                yield f"no {kind}: {value!r}"


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\n" not in value and len(value) <= 255


def _is_labels(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and _LABEL.fullmatch(one) for one in value)


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and _MOMENT.fullmatch(value) is not None


def _is_user(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"accountId"} and bool(value["accountId"])


_CHECKS = {"string": _is_line, "array": _is_labels, "datetime": _is_moment, "user": _is_user}
