"""A Salesforce org in which Case has no custom field.

What the calls take was written by hand after CustomField and PlatformEventChannelMember of the Tooling API
(https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/) and PermissionSet and FieldPermissions
(https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/).
"""

import re
from typing import Any, ClassVar

from tests.provisioning.fakes.server import Answer, Fake, must

_ROOT = "/services/data/v62.0"
_TEXT = {"type": "string", "minLength": 1}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_VALUES = _object(
    {
        "restricted": {"type": "boolean"},
        "valueSetDefinition": _object(
            {
                "sorted": {"type": "boolean"},
                "value": {
                    "type": "array",
                    "minItems": 1,
                    "items": _object(
                        {"fullName": _TEXT, "label": _TEXT, "default": {"type": "boolean"}}, ["fullName", "label"]
                    ),
                },
            },
            ["sorted", "value"],
        ),
    },
    ["valueSetDefinition"],
)
_DESCRIBED: dict[str, dict[str, Any]] = {
    "Text": {"type": "string"}, "LongTextArea": {"type": "textarea"}, "Number": {"type": "double"},
    "Html": {"type": "textarea", "htmlFormatted": True}, "Checkbox": {"type": "boolean"}, "Date": {"type": "date"},
    "DateTime": {"type": "datetime"}, "Picklist": {"type": "picklist"}, "Lookup": {"type": "reference"},
    "MultiselectPicklist": {"type": "multipicklist"},
}  # fmt: skip
"""By type of the metadata: what the describe says."""
_FIELD = _object(
    {
        "FullName": {"type": "string", "pattern": r"^Case\.[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*__c$"},
        "Metadata": _object(
            {
                "label": {**_TEXT, "maxLength": 40}, "description": {"type": "string", "maxLength": 1000},
                "inlineHelpText": {"type": "string", "maxLength": 510}, "type": {"enum": sorted(_DESCRIBED)},
                "length": {"type": "integer", "minimum": 1, "maximum": 131072},
                "visibleLines": {"type": "integer", "minimum": 2}, "precision": {"type": "integer", "maximum": 18},
                "scale": {"type": "integer", "minimum": 0, "maximum": 17}, "defaultValue": {"type": "string"},
                "valueSet": _VALUES, "required": {"type": "boolean"},
                "referenceTo": {"enum": ["User", "Account", "Case", "Asset"]}, "relationshipName": _TEXT,
            },
            ["label", "type"],
        ),
    },
    ["FullName", "Metadata"],
)  # fmt: skip
_NEEDS = {
    "Text": {"length"}, "LongTextArea": {"length", "visibleLines"}, "Html": {"length", "visibleLines"},
    "Number": {"precision", "scale"}, "Checkbox": {"defaultValue"}, "Date": set(), "DateTime": set(),
    "Picklist": {"valueSet"}, "MultiselectPicklist": {"valueSet", "visibleLines"},
    "Lookup": {"referenceTo", "relationshipName"},
}  # fmt: skip
_CHANNEL = _object(
    {"FullName": _TEXT, "Metadata": _object({"eventChannel": _TEXT, "selectedEntity": _TEXT}, ["eventChannel"])},
    ["FullName", "Metadata"],
)
_SET = _object({"Name": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$"}, "Label": _TEXT}, ["Name", "Label"])
_RIGHT = _object(
    {"ParentId": _TEXT, "SobjectType": {"const": "Case"}, "Field": _TEXT, "PermissionsRead": {"type": "boolean"},
     "PermissionsEdit": {"type": "boolean"}},
    ["ParentId", "SobjectType", "Field", "PermissionsRead", "PermissionsEdit"],
)  # fmt: skip


class Salesforce(Fake):
    """The custom fields of Case, who may see them, and the channels of change events."""

    described: ClassVar = {
        f"GET {_ROOT}/tooling/query": {"query": ["q"], "body": None},
        f"GET {_ROOT}/query": {"query": ["q"], "body": None},
        f"POST {_ROOT}/tooling/sobjects/CustomField": {"query": [], "body": _FIELD},
        f"POST {_ROOT}/tooling/sobjects/PlatformEventChannelMember": {"query": [], "body": _CHANNEL},
        f"POST {_ROOT}/sobjects/PermissionSet": {"query": [], "body": _SET},
        f"POST {_ROOT}/sobjects/FieldPermissions": {"query": [], "body": _RIGHT},
    }

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("CustomField", "PlatformEventChannelMember", "PermissionSet", "FieldPermissions")
        }

    def handlers(self):
        tooling = {f"POST {_ROOT}/tooling/sobjects/PlatformEventChannelMember": self.make_channel}
        return tooling | {
            f"GET {_ROOT}/tooling/query": self.query,
            f"GET {_ROOT}/query": self.query,
            f"POST {_ROOT}/tooling/sobjects/CustomField": self.make_field,
            f"POST {_ROOT}/sobjects/PermissionSet": lambda body: self.add("PermissionSet", body),
            f"POST {_ROOT}/sobjects/FieldPermissions": self.make_right,
        }

    def query(self, query: dict[str, str]) -> Answer:
        found = re.fullmatch(r"SELECT Id FROM (\w+) WHERE (.+)", query["q"])
        must(found and found[1] in self.rows, f"{query['q']} is no query", 400)
        wanted = dict(re.fullmatch(r"([\w.]+) = '([\w.]+)'", one).groups() for one in found[2].split(" AND "))
        rows = [row for row in self.rows[found[1]] if wanted.items() <= row.items()]
        return 200, {"totalSize": len(rows), "done": True, "records": [{"Id": row["Id"]} for row in rows]}

    def add(self, of: str, row: dict[str, Any]) -> Answer:
        made = {**row, "Id": f"{of[:3]}{self.number():015d}"}
        self.rows[of].append(made)
        return 201, {"id": made["Id"], "success": True, "errors": []}

    def make_field(self, body: Any) -> Answer:
        metadata = body["Metadata"]
        needs, kind = _NEEDS[metadata["type"]], metadata["type"]
        said = set(metadata) - {"label", "description", "inlineHelpText", "type", "required"}
        must(said == needs, f"a field of type {kind} needs {needs}, not {said}", 400)
        must(kind != "Text" or metadata["length"] <= 255, "a text holds 255 characters", 400)
        must(kind not in ("LongTextArea", "Html") or metadata["length"] >= 256, "a long text holds at least 256", 400)
        name = body["FullName"].removeprefix("Case.").removesuffix("__c")
        must(len(name) <= 40, "the name is too long", 400)
        must(name not in [row["DeveloperName"] for row in self.rows["CustomField"]], "the name is taken", 400)
        return self.add("CustomField", {**body, "DeveloperName": name, "TableEnumOrId": "Case"})

    def make_right(self, body: Any) -> Answer:
        parent = next((one for one in self.rows["PermissionSet"] if one["Id"] == body["ParentId"]), None)
        must(parent, "there is no such permission set", 400)
        field = next((one for one in self.rows["CustomField"] if one["FullName"] == body["Field"]), None)
        must(field, "there is no such field", 400)
        must(not field["Metadata"].get("required"), "a required field takes no such right", 400)
        return self.add("FieldPermissions", {**body, "Parent.Name": parent["Name"]})

    def make_channel(self, body: Any) -> Answer:
        return self.add("PlatformEventChannelMember", {**body, "DeveloperName": body["FullName"]})

    def downloads(self) -> dict[str, Any]:
        """The describe of Case, as whoever has every right sees it; only the custom fields."""
        return {"describe.json": {"name": "Case", "fields": [self.describe(row) for row in self.rows["CustomField"]]}}

    def describe(self, row: dict[str, Any]) -> dict[str, Any]:
        metadata = row["Metadata"]
        granted = {right["Field"] for right in self.rows["FieldPermissions"]}
        must(metadata.get("required") or row["FullName"] in granted, f"nobody may see {row['FullName']}")
        values = metadata.get("valueSet", {}).get("valueSetDefinition", {}).get("value", [])
        return {
            "name": row["FullName"].removeprefix("Case."), "label": metadata["label"], "soapType": "xsd:string",
            "custom": True, "createable": True, "updateable": True, "nillable": not metadata.get("required"),
            "defaultedOnCreate": metadata["type"] == "Checkbox", "inlineHelpText": metadata.get("inlineHelpText"),
            "length": metadata.get("length", 0), "scale": metadata.get("scale", 0),
            "referenceTo": [metadata["referenceTo"]] if "referenceTo" in metadata else [],
            "picklistValues": [
                {"value": one["fullName"], "label": one["label"], "active": True, "defaultValue": False}
                for one in values
            ],
            **_DESCRIBED[metadata["type"]],
        }  # fmt: skip
