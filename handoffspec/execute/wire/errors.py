"""What can be wrong with a ticket's JSON, said for a support lead."""

from typing import Final, Literal

from handoffspec.text.document import Document

WireCode = Literal["HS1201", "HS1202", "HS1203", "HS1204", "HS1205", "HS1206", "HS1207", "HS1208", "HS1230"]

VALUE_UNFIT: Final = "HS1201"
"""A value is not of its field's type."""
NOT_AN_OPTION: Final = "HS1202"
"""A choice holds something that is none of its options."""
OVER_LIMIT: Final = "HS1203"
"""A text, list or number is beyond its field's limit."""
REQUIRED_EMPTY: Final = "HS1204"
"""A required field is empty."""
NOT_JSON: Final = "HS1205"
"""A line or file of tickets is not JSON (or not UTF-8)."""
NO_TICKET: Final = "HS1206"
"""JSON that is no ticket of the system."""
TOO_BIG: Final = "HS1207"
"""JSON that is larger, or nested deeper, than any ticket."""
NO_PLACE: Final = "HS1208"
"""The API of a system has no place for what is to be written."""

AS_SHOWN: Final = "HS1230"
"""A value is there only as one user sees it."""

_SHOWN: Final = 60


class WireError(Exception):
    """A ticket, or a part of one, that cannot be read or written.

    Attributes:
        code: `HS12nn`, see the constants of this module.
        message: what is wrong and what would be right, for a support lead.
        path: where in the JSON, relative to the record: `custom_fields[id=360002].value`; "" for all of it.
    """

    def __init__(self, code: WireCode, message: str, path: str = "") -> None:
        super().__init__(message)
        self.code: WireCode = code
        self.message = message
        self.path = path

    def __repr__(self) -> str:
        return f"WireError({self.code}, {self.message!r}, {self.path!r})"


def shown(value: object) -> str:
    """A value as a message shows it: short, on one line, whatever it holds."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"the flag {str(value).lower()}"
        case str():
            clean = "".join(c if c.isprintable() else " " for c in value[: _SHOWN + 1])
            return f'"{clean}"' if len(clean) <= _SHOWN else f'"{clean[:_SHOWN]}…"'
        case int() | float():
            return f"the number {value}" if abs(value) < 10**_SHOWN else "a huge number"
        case list():
            return "a list"
        case dict():
            return "an object"
        case Document():
            return "a rich text"
        case _:
            return "something else"
