"""The JSON Schema of plans as text."""

import json

from handoffspec.plan import plan_schema


def schema_text() -> str:
    """The schema, the same bytes every time, ending in a newline."""
    return json.dumps(plan_schema(), indent=1, ensure_ascii=False) + "\n"
