"""A mark at the end of a field's description in its system: which field of a spec it is, and of which type.

A system holds less than a spec says: a list of steps becomes a text of several lines, and nothing but its label tells
what the spec calls it. Whoever sets the system up leaves the mark, and whoever imports it reads it.
"""

import re
from typing import Final

from handoffspec.schema.spelled import type_text
from handoffspec.schema.types import Type

_MARK: Final = re.compile(r"\[handoffspec ([^\W\d]\w*)(?:: (.+))?\]\s*\Z", re.DOTALL)
_LONGEST: Final = 4000
"""Characters at the end of a description that can hold a mark."""


def mark(name: str, type_: Type | None = None) -> str:
    """`[handoffspec affected_users: list of text]`; the type only where the system's own says less."""
    return f"[handoffspec {name}: {type_text(type_)}]" if type_ else f"[handoffspec {name}]"


def marked(description: str) -> tuple[str, str | None] | None:
    """The name of a mark and the words of its type, which anybody may have written; None where there is no mark."""
    found = _MARK.search(description[-_LONGEST:])
    return (found[1], found[2]) if found else None
