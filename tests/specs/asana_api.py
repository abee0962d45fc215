"""Holds bodies against what Asana publishes: the JSON Schemas of its requests, and its rich text, which is strict XML.

The schemas are made strict where the description says more than they do: only the properties listed, none that is
read only, null where `nullable` says so. Of custom fields they say text; the words beside it say a number, an object
or a list as well, by the field's type.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator, FormatChecker

from tests.specs.bound import ROOT

# developers.asana.com/docs/rich-text: in a task's description, and in a comment.
TAGS = {"body", "strong", "em", "u", "s", "code", "ol", "ul", "li", "a", "blockquote", "pre", "h1", "h2", "hr", "img"}
TABLES = {"table", "tr", "td"}
IN_COMMENTS = TAGS - {"h1", "h2", "hr", "img"}


@cache
def _validator(request: str) -> Draft202012Validator:
    published = json.loads((ROOT / "tests" / "data" / "asana_requests.json").read_text(encoding="utf-8"))
    return Draft202012Validator(_strict(published[request]), format_checker=FormatChecker())


def _strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in schema.items() if key not in ("readOnly", "nullable", "properties", "items")}
    if schema.get("nullable"):
        made["type"] = [schema["type"], "null"]
    if "properties" in schema:
        written = {name: one for name, one in schema["properties"].items() if not one.get("readOnly")}
        made |= {"properties": {name: _strict(one) for name, one in written.items()}, "additionalProperties": False}
    if "custom_fields" in made.get("properties", {}):
        value = {"type": ["string", "number", "object", "array", "null"]}
        made["properties"]["custom_fields"]["additionalProperties"] = value
    return made | ({"items": _strict(schema["items"])} if "items" in schema else {})


def problems(request: str, body: Mapping[str, Any]) -> list[str]:
    """Everything that Asana would refuse in the `data` of a request."""
    data = body.get("data", {})
    found = [] if set(body) == {"data"} else [f"the body has {sorted(body)}"]
    found += [f"{error.json_path}: {error.message[:200]}" for error in _validator(request).iter_errors(data)]
    for name, tags in (("html_notes", TAGS | TABLES), ("html_text", IN_COMMENTS)):
        found += [f"{name}: {wrong}" for wrong in rich_text_problems(data[name], tags)] if name in data else []
    needs = request != "TaskCreateRequest" or any(data.get(name) for name in ("workspace", "projects", "parent"))
    return found + ([] if needs else ["a task needs a workspace, a project or a parent"])


def rich_text_problems(text: str, tags: set[str]) -> list[str]:
    """What makes Asana refuse a rich text."""
    try:
        root = ET.fromstring(text)  # noqa: S314 - our own output
    except ET.ParseError as error:
        return [f"no XML: {error}"]
    found = [] if root.tag == "body" and not root.attrib else [f"begins with {root.tag}"]
    for element in root.iter():
        found += [f"<{element.tag}>"] if element.tag not in tags else []
        found += [f"{name} on <{element.tag}>" for name in element.attrib if element.tag not in ("a", "img")]
    return found
