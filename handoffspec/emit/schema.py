"""A JSON Schema as text."""

import json
from typing import Any


def schema_text(schema: dict[str, Any]) -> str:
    """The schema, the same bytes every time, ending in a newline."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
