"""An Asana workspace with one project and no custom field."""

import json
from pathlib import Path
from typing import Any, ClassVar

from tests.provisioning.fakes.server import Answer, Fake, must

_FILE = Path(__file__).parents[2] / "data" / "asana_provisioning.json"
_CALLS = json.loads(_FILE.read_text(encoding="utf-8"))["calls"]
_API = "/api/1.0"
_WORKSPACE = "12000000000001"


class Asana(Fake):
    """One workspace and one project, whatever its number is."""

    described: ClassVar = {" /api/1.0".join(call.split(" ", 1)): described for call, described in _CALLS.items()}

    def __init__(self) -> None:
        super().__init__()
        self.project: str | None = None
        self.fields: list[dict[str, Any]] = []
        self.settings: list[dict[str, Any]] = []
        self.webhooks: list[dict[str, Any]] = []

    def handlers(self):
        return {
            f"GET {_API}/projects/{{project_gid}}": self.get_project,
            f"GET {_API}/workspaces/{{workspace_gid}}/custom_fields": self.get_fields,
            f"POST {_API}/custom_fields": self.make_field,
            f"GET {_API}/custom_fields/{{custom_field_gid}}": lambda gid, _: (200, {"data": self.field(gid)}),
            f"POST {_API}/custom_fields/{{custom_field_gid}}/enum_options": self.make_option,
            f"GET {_API}/projects/{{project_gid}}/custom_field_settings": self.get_settings,
            f"POST {_API}/projects/{{project_gid}}/addCustomFieldSetting": self.make_setting,
            f"GET {_API}/webhooks": lambda query: self.page("webhooks", self.webhooks, query),
            f"POST {_API}/webhooks": self.make_webhook,
        }

    def page(self, path: str, items: list[Any], query: dict[str, str]) -> Answer:
        """Pages of two, so that nobody can do without turning them."""
        start = int(query.get("offset", 0))
        uri = f"{self.address}{_API}/{path}?limit=2&offset={start + 2}"
        more = {"offset": str(start + 2), "path": f"/{path}", "uri": uri} if start + 2 < len(items) else None
        return 200, {"data": items[start : start + 2], "next_page": more}

    def get_project(self, gid: str, _: Any) -> Answer:
        self.project = gid
        return 200, {"data": {"gid": gid, "resource_type": "project", "workspace": {"gid": _WORKSPACE}}}

    def get_fields(self, workspace: str, query: dict[str, str]) -> Answer:
        must(workspace == _WORKSPACE, "there is no such workspace", 404)
        return self.page(f"workspaces/{workspace}/custom_fields", self.fields, query)

    def get_settings(self, project: str, query: dict[str, str]) -> Answer:
        must(project == self.project, "there is no such project", 404)
        return self.page(f"projects/{project}/custom_field_settings", self.settings, query)

    def field(self, gid: str) -> dict[str, Any]:
        found = next((field for field in self.fields if field["gid"] == gid), None)
        must(found, f"there is no custom field {gid}", 404)
        return found

    def make_field(self, body: Any) -> Answer:
        asked = body["data"]
        must(asked["workspace"] == _WORKSPACE, "there is no such workspace", 400)
        must(asked["name"] not in [field["name"] for field in self.fields], "the name is taken", 400)
        has_options = asked["resource_subtype"] in ("enum", "multi_enum")
        must(bool(asked.get("enum_options")) == has_options, "options and type do not fit", 400)
        must(("precision" in asked) == (asked["resource_subtype"] == "number"), "only a number has digits", 400)
        made = {name: value for name, value in asked.items() if name != "workspace"}
        made |= {"gid": str(self.number()), "type": asked["resource_subtype"], "resource_type": "custom_field"}
        if has_options:
            made["enum_options"] = [{**option, "gid": str(self.number())} for option in asked["enum_options"]]
        self.fields.append(made)
        return 201, {"data": made}

    def make_option(self, gid: str, body: Any) -> Answer:
        self.field(gid)["enum_options"].append({"enabled": True, **body["data"], "gid": str(self.number())})
        return 201, {"data": self.field(gid)["enum_options"][-1]}

    def make_setting(self, project: str, body: Any) -> Answer:
        must(project == self.project, "there is no such project", 404)
        field = self.field(body["data"]["custom_field"])
        must(field not in [one["custom_field"] for one in self.settings], "it is in the project", 403)
        self.settings.append({"gid": str(self.number()), "custom_field": field, "project": {"gid": project}})
        return 200, {"data": self.settings[-1]}

    def make_webhook(self, body: Any) -> Answer:
        must(body["data"]["resource"] == self.project, "there is no such project", 400)
        self.webhooks.append({**body["data"], "gid": str(self.number())})
        return 201, {"data": self.webhooks[-1]}

    def downloads(self) -> dict[str, Any]:
        """The project's custom field settings, on one page."""
        return {"settings.json": {"data": self.settings, "next_page": None}}
