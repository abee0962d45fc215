"""A ServiceNow instance that has its own columns of incidents and none of the company's.

What the tables take was written by hand after the columns of sys_dictionary, sys_choice, sys_properties and sys_script,
as the instance's own dictionary lists them (https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html).
Every value of a row is a text.
"""

from typing import Any, ClassVar

from tests.provisioning.fakes.server import Answer, Fake, must

_YES = {"enum": ["true", "false"]}
_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_TEXT = {"type": "string", "minLength": 1}
_TYPES = {
    "string", "integer", "decimal", "boolean", "glide_date", "glide_date_time", "glide_duration", "reference",
    "glide_list",
}  # fmt: skip


def _row(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_TABLES = {
    "sys_dictionary": _row(
        {
            "name": _NAME, "element": {"type": "string", "pattern": "^u_[a-z0-9_]+$", "maxLength": 80},
            "column_label": _TEXT, "internal_type": {"enum": sorted(_TYPES)}, "mandatory": _YES, "read_only": _YES,
            "active": _YES, "comments": {"type": "string"}, "reference": _NAME, "choice": {"enum": ["1", "3"]},
            "max_length": {"type": "string", "pattern": "^[1-9][0-9]*$"},
        },
        ["name", "element", "column_label", "internal_type"],
    ),
    "sys_choice": _row(
        {
            "name": _NAME, "element": _NAME, "value": _TEXT, "label": _TEXT, "inactive": _YES,
            "sequence": {"type": "string", "pattern": "^[0-9]+$"}, "language": {"const": "en"},
        },
        ["name", "element", "value", "label"],
    ),
    "sys_properties": _row(
        {"name": {"type": "string", "pattern": "^[a-z0-9_.]+$"}, "value": _TEXT, "type": {"const": "string"},
         "description": {"type": "string"}},
        ["name", "value", "type"],
    ),
    "sys_script": _row(
        {
            "name": _TEXT, "collection": _NAME, "when": {"enum": ["before", "after", "async", "display"]},
            "action_insert": _YES, "action_update": _YES, "active": _YES, "script": _TEXT,
        },
        ["name", "collection", "when", "script"],
    ),
}  # fmt: skip


class ServiceNow(Fake):
    """The rows of four tables."""

    described: ClassVar = {
        **{f"GET /api/now/table/{table}": {"query": ["sysparm_query"], "body": None} for table in _TABLES},
        **{f"POST /api/now/table/{table}": {"query": [], "body": schema} for table, schema in _TABLES.items()},
    }

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[dict[str, str]]] = {table: [] for table in _TABLES}

    def handlers(self):
        made = {f"GET /api/now/table/{table}": self.finder(table) for table in _TABLES}
        return made | {f"POST /api/now/table/{table}": self.maker(table) for table in _TABLES}

    def finder(self, table: str):
        def find(query: dict[str, str]) -> Answer:
            wanted = dict(one.split("=", 1) for one in query["sysparm_query"].split("^"))
            return 200, {"result": [row for row in self.rows[table] if wanted.items() <= row.items()]}

        return find

    def maker(self, table: str):
        def make(body: Any) -> Answer:
            columns = {(row["name"], row["element"]) for row in self.rows["sys_dictionary"]}
            if table == "sys_dictionary":
                must((body["name"], body["element"]) not in columns, "there is such a column", 403)
                must(("reference" in body) == (body["internal_type"] in ("reference", "glide_list")), "to what?", 400)
            if table == "sys_choice":
                # Columns without the prefix are the instance's own.
                known = (body["name"], body["element"]) in columns or not body["element"].startswith("u_")
                must(known, "there is no such column", 400)
            made = {**body, "sys_id": f"{self.number():032x}"}
            self.rows[table].append(made)
            return 201, {"result": made}

        return make

    def downloads(self) -> dict[str, Any]:
        """Exports of the dictionary and the choices."""
        tables = {"dictionary.json": self.rows["sys_dictionary"], "choices.json": self.rows["sys_choice"]}
        return {file: {"result": rows} for file, rows in tables.items() if rows}
