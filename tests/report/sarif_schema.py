"""The part of the published schema of SARIF 2.1.0 that our output uses, written down by hand.

Names, requirements, patterns and closed lists are those of the standard
(https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html); `additionalProperties: false` everywhere, as there,
makes every other key an error.
"""

from typing import Any, Final

Schema = dict[str, Any]


def _object(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, "uniqueItems": True, **more}


_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer", "minimum": 1}
_LEVEL: Final = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE: Final = _object({"text": _TEXT, "markdown": _TEXT}, "text")
_ARTIFACT: Final = _object({"uri": {"type": "string", "format": "uri-reference"}, "uriBaseId": _TEXT})
_REGION: Final = _object(dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), _NUMBER))
_LOCATION: Final = _object(
    {
        "id": {"type": "integer", "minimum": -1},
        "physicalLocation": _object({"artifactLocation": _ARTIFACT, "region": _REGION}),
        "message": _MESSAGE,
    }
)
_REPLACEMENT: Final = _object({"deletedRegion": _REGION, "insertedContent": _object({"text": _TEXT})}, "deletedRegion")
_CHANGE: Final = _object(
    {"artifactLocation": _ARTIFACT, "replacements": {"type": "array", "items": _REPLACEMENT, "minItems": 1}},
    "artifactLocation",
    "replacements",
)
_FIX: Final = _object({"description": _MESSAGE, "artifactChanges": _list(_CHANGE, minItems=1)}, "artifactChanges")
_SUPPRESSION: Final = _object({"kind": {"enum": ["inSource", "external"]}, "justification": _TEXT}, "kind")
_RULE: Final = _object(
    {
        "id": _TEXT,
        "name": _TEXT,
        "shortDescription": _MESSAGE,
        "help": _MESSAGE,
        "defaultConfiguration": _object({"level": _LEVEL}),
    },
    "id",
)
_RESULT: Final = _object(
    {
        "ruleId": _TEXT,
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": _LEVEL,
        "message": _MESSAGE,
        "locations": {"type": "array", "items": _LOCATION},
        "relatedLocations": _list(_LOCATION),
        "partialFingerprints": {"type": "object", "additionalProperties": _TEXT},
        "suppressions": _list(_SUPPRESSION),
        "fixes": _list(_FIX),
        "properties": {"type": "object"},
    },
    "message",
)
_DRIVER: Final = _object({"name": _TEXT, "version": _TEXT, "rules": _list(_RULE)}, "name")
_RUN: Final = _object(
    {
        "tool": _object({"driver": _DRIVER}, "driver"),
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": _RESULT},
    },
    "tool",
)

SCHEMA: Final = _object(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {"type": "array", "items": _RUN},
    },
    "version",
    "runs",
)
