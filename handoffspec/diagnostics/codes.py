"""The one catalogue of diagnostics. Append; never reuse or renumber: people write these codes into their specs.

Each entry has a page in `pages/`, named after its code. The ranges:

    HS00xx  reading and syntax          HS07xx  failure modes and contingencies
    HS01xx  names and types             HS08xx  advice
    HS02xx  accounting and loss         HS09xx  privacy
    HS03xx  tables and round trips      HS10xx  environments
    HS04xx  status and lifecycle        HS11xx  scenarios
    HS05xx  ownership and people        HS12xx  running tickets
    HS06xx  sync, errors, audit         HS13xx  suppression
"""

import re
from typing import Final

from handoffspec.diagnostics.diagnostic import Code, Severity

CATALOGUE: Final[dict[str, Code]] = {}
"""Every code, by its `HSnnnn`, in the order of this file."""

_BY_NAME: Final[dict[str, Code]] = {}


def _code(code: str, name: str, severity: Severity, summary: str) -> Code:
    if not re.fullmatch(r"HS\d{4}", code):
        raise ValueError(f"{code} is not HS and four digits")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise ValueError(f"{name} is not words joined by hyphens")
    if code in CATALOGUE or name in _BY_NAME:
        raise ValueError(f"{code} {name}: the catalogue has this code or name already")
    made = Code(code, name, severity, summary)
    CATALOGUE[code] = _BY_NAME[name] = made
    return made


def find(code_or_name: str) -> Code | None:
    """The code written as `HS0102`, `hs0102` or by its name."""
    return CATALOGUE.get(code_or_name.upper()) or _BY_NAME.get(code_or_name.lower())


def names() -> list[str]:
    """Every code and every name, for suggestions."""
    return [*CATALOGUE, *_BY_NAME]


_ERROR, _WARNING, _ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE

# Reading and syntax
FILE_NOT_READABLE = _code("HS0001", "file-not-readable", _ERROR, "A file cannot be opened and read")
NOT_UTF8 = _code("HS0002", "not-utf8", _ERROR, "A file is not text in UTF-8")
FILE_TOO_LARGE = _code("HS0003", "file-too-large", _ERROR, "A file is larger than any spec needs to be")
SYNTAX_ERROR = _code("HS0004", "syntax-error", _ERROR, "A line cannot be read as the language")
MISSING_BRACE = _code("HS0005", "missing-brace", _ERROR, "A block or a list is opened and never closed")
EXTRA_BRACE = _code("HS0006", "extra-brace", _ERROR, "A brace or bracket closes nothing")
UNCLOSED_TEXT = _code("HS0007", "unclosed-text", _ERROR, "A text in quotes has no closing quote on its line")
NESTED_TOO_DEEP = _code(
    "HS0008", "nested-too-deep", _ERROR, "Blocks or lists stand deeper in each other than is allowed"
)
EMPTY_FILE = _code("HS0009", "empty-file", _WARNING, "A file says nothing")
UNKNOWN_WORD = _code("HS0010", "unknown-word", _ERROR, "A word is not one that can stand at this place")
STRANGE_CHARACTER = _code(
    "HS0011", "strange-character", _ERROR, "A character is none that the language uses outside quotes"
)
