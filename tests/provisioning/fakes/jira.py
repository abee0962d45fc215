"""A Jira site with one project, its screen and what every site begins with, and no custom field."""

import json
from pathlib import Path
from typing import Any

from tests.provisioning.fakes.server import Answer, Fake, must

_CALLS = json.loads((Path(__file__).parents[2] / "data" / "jira_provisioning.json").read_text(encoding="utf-8"))[
    "calls"
]
_KIND = "com.atlassian.jira.plugin.system.customfieldtypes:"
_SCHEMAS: dict[str, dict[str, Any]] = {
    "textfield": {"type": "string"}, "textarea": {"type": "string"}, "float": {"type": "number"},
    "datepicker": {"type": "date"}, "datetime": {"type": "datetime"}, "select": {"type": "option"},
    "multiselect": {"type": "array", "items": "option"}, "userpicker": {"type": "user"},
    "multiuserpicker": {"type": "array", "items": "user"}, "grouppicker": {"type": "group"},
    "multigrouppicker": {"type": "array", "items": "group"}, "labels": {"type": "array", "items": "string"},
}  # fmt: skip
_SYSTEM: dict[str, dict[str, Any]] = {
    "summary": {"type": "string"}, "description": {"type": "string"}, "issuetype": {"type": "issuetype"},
    "project": {"type": "project"}, "priority": {"type": "priority"}, "resolution": {"type": "resolution"},
    "status": {"type": "status"}, "duedate": {"type": "date"},
    "labels": {"type": "array", "items": "string"}, "assignee": {"type": "user"},
}  # fmt: skip


class Jira(Fake):
    """One site. A project's issues have the fields that stand on the project's screen."""

    described = _CALLS

    def __init__(self, key: str = "PLAT") -> None:
        super().__init__()
        self.key = key
        self.project = self.number()
        self.fields = [
            {"id": id_, "key": id_, "name": id_.capitalize(), "custom": False, "schema": {**schema, "system": id_}}
            for id_, schema in _SYSTEM.items()
        ]
        self.contexts: dict[str, list[dict[str, Any]]] = {}
        self.options: dict[str, list[dict[str, Any]]] = {}
        self.screen = [{"id": id_, "name": id_.capitalize()} for id_ in ("summary", "issuetype", "priority")]
        self.priorities: list[dict[str, Any]] = []
        self.schemes: list[dict[str, Any]] = []
        self.resolutions: list[dict[str, Any]] = []
        self.statuses: list[dict[str, Any]] = []
        self.required = {"summary", "issuetype"}
        self.webhooks: list[dict[str, Any]] = []

    def handlers(self):
        at = "/rest/api/3"
        fields, screens = f"{at}/field/{{fieldId}}", f"{at}/screens/{{screenId}}/tabs"
        return {
            f"GET {at}/field": lambda _: (200, self.fields),
            f"POST {at}/field": self.make_field,
            f"GET {fields}/context": lambda id_, _: self.page(self.contexts[self.custom(id_)["id"]]),
            f"POST {fields}/context": self.make_context,
            f"GET {fields}/context/{{contextId}}/option": lambda id_, context, _: self.page(
                self.options[self.context(id_, context)["id"]]
            ),
            f"POST {fields}/context/{{contextId}}/option": self.make_options,
            f"GET {fields}/screens": lambda id_, _: self.page(
                [{"id": 1, "name": "Default Screen"}] if self.on_screen(id_) else []
            ),
            f"POST {at}/screens/addToDefault/{{fieldId}}": lambda id_, _: self.put_on_screen({"fieldId": id_}),
            f"GET {at}/project/search": lambda query: self.page(
                [{"id": str(self.project), "key": self.key}] if query.get("keys") == self.key else []
            ),
            f"GET {at}/issuetypescreenscheme/project": self.screen_schemes,
            f"GET {at}/issuetypescreenscheme/mapping": self.screen_scheme,
            f"GET {at}/screenscheme": self.default_screen,
            f"GET {screens}": lambda _screen, _query: (200, [{"id": 77, "name": "Fields"}]),
            f"GET {screens}/{{tabId}}/fields": lambda _screen, _tab, _query: (200, self.screen),
            f"POST {screens}/{{tabId}}/fields": lambda _screen, _tab, body: self.put_on_screen(body),
            f"GET {at}/priority/search": lambda _: self.page(self.priorities),
            f"POST {at}/priority": lambda body: self.make_named(self.priorities, body),
            f"GET {at}/priorityscheme": lambda _: self.page(self.schemes),
            f"POST {at}/priorityscheme": self.make_scheme,
            f"GET {at}/resolution/search": lambda _: self.page(self.resolutions),
            f"POST {at}/resolution": lambda body: self.make_named(self.resolutions, body),
            f"GET {at}/fieldconfiguration": lambda _: self.page([{"id": 300, "isDefault": True}]),
            f"PUT {at}/fieldconfiguration/{{id}}/fields": self.configure,
            f"GET {at}/statuses/search": lambda _: self.page(self.statuses),
            f"POST {at}/statuses": self.make_statuses,
            f"GET {at}/webhook": lambda _: self.page(self.webhooks),
            f"POST {at}/webhook": self.make_webhook,
        }

    def page(self, items: list[Any]) -> Answer:
        return 200, {"startAt": 0, "maxResults": 100, "total": len(items), "isLast": True, "values": items}

    # ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def custom(self, id_: str) -> dict[str, Any]:
        found = next((field for field in self.fields if field["id"] == id_ and field["custom"]), None)
        must(found, f"there is no custom field {id_}", 404)
        return found

    def context(self, field: str, id_: str) -> dict[str, Any]:
        found = next((one for one in self.contexts[self.custom(field)["id"]] if one["id"] == id_), None)
        must(found, f"{field} has no context {id_}", 404)
        return found

    def make_field(self, body: Any) -> Answer:
        number = self.number()
        id_, kind = f"customfield_{number}", body["type"].removeprefix(_KIND)
        must(kind in _SCHEMAS, f"{body['type']} is no type of field", 400)
        schema = {**_SCHEMAS[kind], "custom": body["type"], "customId": number}
        made = {"id": id_, "key": id_, "name": body["name"], "custom": True, "schema": schema}
        made["description"] = body["description"]
        self.fields.append(made)
        self.contexts[id_] = []
        return 201, made

    def make_context(self, field: str, body: Any) -> Answer:
        made = {"id": str(self.number()), "name": body["name"], "isGlobalContext": not body.get("projectIds")}
        self.contexts[self.custom(field)["id"]].append(made)
        self.options[made["id"]] = []
        return 201, {**body, "id": made["id"]}

    def make_options(self, field: str, context: str, body: Any) -> Answer:
        must("option" in str(self.custom(field)["schema"]), f"{field} has no options", 400)
        options = self.options[self.context(field, context)["id"]]
        for option in body["options"]:
            must(option["value"] not in [known["value"] for known in options], "there is such an option", 400)
        made = [{**option, "id": str(self.number())} for option in body["options"]]
        options += made
        return 200, {"options": made}

    def on_screen(self, id_: str) -> bool:
        return id_ in [field["id"] for field in self.screen]

    def put_on_screen(self, body: Any) -> Answer:
        field = self.custom(body["fieldId"])
        must(not self.on_screen(field["id"]), "it stands on the screen", 400)
        self.screen.append({"id": field["id"], "name": field["name"]})
        return 200, self.screen[-1]

    def screen_schemes(self, query: dict[str, str]) -> Answer:
        must(query.get("projectId") == str(self.project), "there is no such project", 404)
        return self.page([{"issueTypeScreenScheme": {"id": "41"}, "projectIds": [str(self.project)]}])

    def screen_scheme(self, query: dict[str, str]) -> Answer:
        must(query.get("issueTypeScreenSchemeId") == "41", "there is no such scheme", 404)
        other = {"issueTypeId": "10000", "issueTypeScreenSchemeId": "41", "screenSchemeId": "50"}
        return self.page([other, {**other, "issueTypeId": "default", "screenSchemeId": "51"}])

    def default_screen(self, query: dict[str, str]) -> Answer:
        must(query.get("id") == "51", "there is no such scheme", 404)
        return self.page([{"id": 51, "name": "PLAT", "screens": {"default": 61}}])

    def configure(self, id_: str, body: Any) -> Answer:
        must(id_ == "300", f"there is no field configuration {id_}", 404)
        for item in body["fieldConfigurationItems"]:
            must(item["id"] in [field["id"] for field in self.fields], f"there is no field {item['id']}", 400)
            (self.required.add if item["isRequired"] else self.required.discard)(item["id"])
        return 204, None

    # ── The rest ───────────────────────────────────────────────────────────────────────────────────────────────────

    def make_named(self, things: list[dict[str, Any]], body: Any) -> Answer:
        must(body["name"].casefold() not in [one["name"].casefold() for one in things], "the name is taken", 400)
        must("iconUrl" in body or things is self.resolutions, "a priority needs a picture", 400)
        things.append({**body, "id": str(self.number())})
        return 201, {"id": things[-1]["id"]}

    def make_scheme(self, body: Any) -> Answer:
        known = {int(priority["id"]) for priority in self.priorities}
        must(set(body["priorityIds"]) <= known, "there is no such priority", 400)
        must(body["defaultPriorityId"] in body["priorityIds"], "the default is not in the scheme", 400)
        must(body["projectIds"] == [self.project], "there is no such project", 400)
        self.schemes.append({**body, "id": str(self.number())})
        return 201, {"id": self.schemes[-1]["id"]}

    def make_statuses(self, body: Any) -> Answer:
        made = [{**status, "id": str(self.number())} for status in body["statuses"]]
        self.statuses += made
        return 200, made

    def make_webhook(self, body: Any) -> Answer:
        made = [{**webhook, "id": self.number()} for webhook in body["webhooks"]]
        self.webhooks += made
        return 200, {"webhookRegistrationResult": [{"createdWebhookId": webhook["id"]} for webhook in made]}

    # ── What an administrator downloads ────────────────────────────────────────────────────────────────────────────

    def downloads(self) -> dict[str, Any]:
        """What the site gives for an import, by file: the fields as `GET /field/search` lists them."""
        resolutions = [
            {"self": f"https://example.atlassian.net/rest/api/3/resolution/{one['id']}", **one}
            for one in self.resolutions
        ]
        fields = {"startAt": 0, "total": len(self.fields), "isLast": True, "values": self.fields}
        return {"fields.json": fields, "createmeta.json": self.createmeta(), "resolutions.json": resolutions}

    def createmeta(self) -> dict[str, Any]:
        """As `GET /rest/api/3/issue/createmeta?expand=projects.issuetypes.fields`."""
        shown = {field["id"]: self.meta(field) for field in self.fields if self.on_screen(field["id"])}
        types = [{"id": "10004", "name": "Bug", "subtask": False, "fields": shown}]
        return {"projects": [{"id": str(self.project), "key": self.key, "name": "Platform", "issuetypes": types}]}

    def meta(self, field: dict[str, Any]) -> dict[str, Any]:
        made = {
            "required": field["id"] in self.required, "schema": field["schema"], "name": field["name"],
            "key": field["id"], "fieldId": field["id"], "hasDefaultValue": False, "operations": ["set"],
        }  # fmt: skip
        if field["id"] == "priority" and self.schemes:
            scheme = self.schemes[-1]
            chosen = {int(one["id"]): {"id": one["id"], "name": one["name"]} for one in self.priorities}
            made["allowedValues"] = [chosen[id_] for id_ in scheme["priorityIds"]]
            made |= {"hasDefaultValue": True, "defaultValue": chosen[scheme["defaultPriorityId"]]}
        elif field["id"] in self.contexts and "option" in str(field["schema"]["type"]):
            made["allowedValues"] = [o for one in self.contexts[field["id"]] for o in self.options[one["id"]]]
        return made
