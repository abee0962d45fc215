"""A Zendesk account with nothing in it but what every account begins with.

The calls and what they take were written by hand after https://developer.zendesk.com/api-reference/ticketing/
(ticket fields, triggers, custom statuses) and https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/.
"""

import re
from typing import Any, ClassVar

from tests.provisioning.fakes.server import Answer, Fake, must

_TEXT = {"type": "string", "minLength": 1}
_OPTION = {
    "type": "object",
    "properties": {"name": _TEXT, "value": {"type": "string", "pattern": r"^[^\s,A-Z]+$"}},
    "required": ["name", "value"],
    "additionalProperties": False,
}


def _in(envelope: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    inner = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"type": "object", "properties": {envelope: inner}, "required": [envelope], "additionalProperties": False}


_MORE = {
    "type": "object",
    "properties": {"custom_field_option": _OPTION},
    "required": ["custom_field_option"],
    "additionalProperties": False,
}
_FIELD = _in(
    "ticket_field",
    {
        "type": {"enum": ["text", "textarea", "checkbox", "date", "integer", "decimal", "regexp", "partialcreditcard",
                          "multiselect", "tagger", "lookup"]},
        "title": _TEXT, "agent_description": {"type": "string"}, "required": {"type": "boolean"},
        "custom_field_options": {"type": "array", "items": _OPTION, "minItems": 1},
        "relationship_target_type": {"enum": ["zen:user", "zen:organization", "zen:ticket"]},
    },
    ["type", "title"],
)  # fmt: skip
_STATUS = _in(
    "custom_status",
    {"agent_label": {**_TEXT, "maxLength": 48}, "active": {"type": "boolean"},
     "status_category": {"enum": ["new", "open", "pending", "hold", "solved"]}},
    ["agent_label", "status_category"],
)  # fmt: skip
_VALUE = {"type": ["string", "integer"]}
_CONDITION = {
    "type": "object",
    "properties": {
        "field": {"type": "string"},
        "operator": {"enum": ["is", "is_not", "changed", "value", "value_previous", "includes", "not_includes",
                              "present", "not_present"]},
        "value": _VALUE,
    },
    "required": ["field", "operator", "value"],
    "additionalProperties": False,
}  # fmt: skip
_TRIGGER = _in(
    "trigger",
    {
        "title": _TEXT,
        "active": {"type": "boolean"},
        "conditions": {
            "type": "object",
            "properties": {
                "all": {"type": "array", "items": _CONDITION},
                "any": {"type": "array", "items": _CONDITION},
            },
            "additionalProperties": False,
        },
        "actions": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {"field": {"const": "notification_webhook"}, "value": {"type": "array", "items": _TEXT}},
                "required": ["field", "value"],
                "additionalProperties": False,
            },
        },
    },
    ["title", "conditions", "actions"],
)
_WEBHOOK = _in(
    "webhook",
    {
        "name": _TEXT, "description": {"type": "string"}, "status": {"enum": ["active", "inactive"]},
        "endpoint": {"type": "string", "pattern": "^https://"}, "http_method": {"enum": ["POST", "PUT", "PATCH"]},
        "request_format": {"enum": ["json", "xml", "form_encoded"]},
        "subscriptions": {"type": "array", "items": {"type": "string"}},
    },
    ["name", "status", "endpoint", "http_method", "request_format"],
)  # fmt: skip
_SYSTEM = {"subject", "description", "status", "tickettype", "priority", "group", "assignee"}
_CONDITIONS = {
    "status", "priority", "type", "group_id", "assignee_id", "requester_id", "organization_id", "brand_id",
    "ticket_form_id", "custom_status_id", "recipient", "current_tags", "update_type", "role", "comment_is_public",
}  # fmt: skip


class Zendesk(Fake):
    """The fields, statuses, webhooks and triggers of one account."""

    described: ClassVar = {
        "GET /api/v2/ticket_fields": {"query": ["page"], "body": None},
        "POST /api/v2/ticket_fields": {"query": [], "body": _FIELD},
        "PUT /api/v2/ticket_fields/{field}": {
            "query": [],
            "body": _in("ticket_field", {"required": {"type": "boolean"}}, []),
        },
        "GET /api/v2/ticket_fields/{field}/options": {"query": ["page"], "body": None},
        "POST /api/v2/ticket_fields/{field}/options": {"query": [], "body": _MORE},
        "GET /api/v2/custom_statuses": {"query": [], "body": None},
        "POST /api/v2/custom_statuses": {"query": [], "body": _STATUS},
        "GET /api/v2/webhooks": {"query": ["page"], "body": None},
        "POST /api/v2/webhooks": {"query": [], "body": _WEBHOOK},
        "GET /api/v2/triggers": {"query": ["page"], "body": None},
        "POST /api/v2/triggers": {"query": [], "body": _TRIGGER},
    }

    def __init__(self) -> None:
        super().__init__()
        self.fields = [
            {"id": self.number(), "type": type_, "title": type_.capitalize(), "raw_title": type_.capitalize(),
             "active": True, "required": False, "position": place, "removable": False}
            for place, type_ in enumerate(sorted(_SYSTEM))
        ]  # fmt: skip
        self.statuses: list[dict[str, Any]] = []
        self.webhooks: list[dict[str, Any]] = []
        self.triggers: list[dict[str, Any]] = []

    def handlers(self):
        return {
            "GET /api/v2/ticket_fields": lambda query: self.page("ticket_fields", self.fields, query),
            "POST /api/v2/ticket_fields": self.make_field,
            "PUT /api/v2/ticket_fields/{field}": self.change_field,
            "GET /api/v2/ticket_fields/{field}/options": lambda field, _: (
                200,
                {"custom_field_options": self.field(field).get("custom_field_options", []), "links": {"next": None}},
            ),
            "POST /api/v2/ticket_fields/{field}/options": self.make_option,
            "GET /api/v2/custom_statuses": lambda _: (200, {"custom_statuses": self.statuses}),
            "POST /api/v2/custom_statuses": self.make_status,
            "GET /api/v2/webhooks": lambda query: self.page("webhooks", self.webhooks, query),
            "POST /api/v2/webhooks": self.make_webhook,
            "GET /api/v2/triggers": lambda query: self.page("triggers", self.triggers, query),
            "POST /api/v2/triggers": self.make_trigger,
        }

    def page(self, name: str, items: list[Any], query: dict[str, str]) -> Answer:
        """Pages of three, whatever size is asked for, so that nobody can do without turning them."""
        start = int(query.get("page[after]", 0))
        more = start + 3 < len(items)
        following = f"{self.address}/api/v2/{name}?page[size]=3&page[after]={start + 3}" if more else None
        return 200, {name: items[start : start + 3], "meta": {"has_more": more}, "links": {"next": following}}

    def field(self, id_: str) -> dict[str, Any]:
        found = next((field for field in self.fields if str(field["id"]) == id_), None)
        must(found, f"there is no ticket field {id_}", 404)
        return found

    def make_field(self, body: Any) -> Answer:
        asked = body["ticket_field"]
        options = asked.get("custom_field_options", [])
        must(bool(options) == (asked["type"] in ("tagger", "multiselect")), "options and type do not fit")
        must(len({option["value"] for option in options}) == len(options), "an option stands there twice")
        must((asked["type"] == "lookup") == ("relationship_target_type" in asked), "a lookup needs its target")
        made = {
            **asked, "id": self.number(), "raw_title": asked["title"], "active": True, "position": 9999,
            "removable": True, "required": asked.get("required", False),
        }  # fmt: skip
        if options:
            made["custom_field_options"] = [{**option, "id": self.number()} for option in options]
        self.fields.append(made)
        return 201, {"ticket_field": made}

    def change_field(self, field: str, body: Any) -> Answer:
        self.field(field).update(body["ticket_field"])
        return 200, {"ticket_field": self.field(field)}

    def make_option(self, field: str, body: Any) -> Answer:
        made = {**body["custom_field_option"], "id": self.number()}
        self.field(field)["custom_field_options"].append(made)
        return 201, {"custom_field_option": made}

    def make_status(self, body: Any) -> Answer:
        made = {**body["custom_status"], "id": self.number(), "default": False}
        self.statuses.append(made)
        return 201, {"custom_status": made}

    def make_webhook(self, body: Any) -> Answer:
        made = {**body["webhook"], "id": f"01EJ{self.number()}"}
        self.webhooks.append(made)
        return 201, {"webhook": made}

    def make_trigger(self, body: Any) -> Answer:
        asked = body["trigger"]
        conditions = asked["conditions"]
        must(conditions["all"] or conditions["any"], "a trigger needs a condition")
        for condition in (*conditions["all"], *conditions["any"]):
            self.check_condition(condition)
        for action in asked["actions"]:
            known = {webhook["id"] for webhook in self.webhooks}
            must(action["value"][0] in known, f"there is no webhook {action['value'][0]}")
        made = {**asked, "id": self.number(), "default": False}
        self.triggers.append(made)
        return 201, {"trigger": made}

    def check_condition(self, condition: dict[str, Any]) -> None:
        custom = re.fullmatch(r"custom_fields_(\d+)", condition["field"])
        if custom is None:
            must(condition["field"] in _CONDITIONS, f"no condition is about {condition['field']}")
            return
        options = {option["value"] for option in self.field(custom[1]).get("custom_field_options", [])}
        if condition["operator"] in ("is", "is_not", "value", "value_previous") and options:
            must(condition["value"] in options, f"{condition['value']} is no option of that field")

    # ── What an administrator downloads ────────────────────────────────────────────────────────────────────────────

    def downloads(self) -> dict[str, Any]:
        """What the account gives for an import, by file."""
        return {
            "ticket_fields.json": {"ticket_fields": self.fields, "count": len(self.fields), "next_page": None},
        }
