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
TOO_MANY_MISTAKES = _code("HS0012", "too-many-mistakes", _ERROR, "The rest of a file was not read, after many mistakes")
USE_NOT_ALLOWED = _code("HS0013", "use-not-allowed", _ERROR, "A file uses another that it may not reach")
USE_CIRCLE = _code("HS0014", "use-circle", _ERROR, "Files use each other in a circle")

# Names and types
UNKNOWN_SYSTEM = _code("HS0101", "unknown-system", _ERROR, "A name is no system that the file uses")
UNKNOWN_FIELD = _code("HS0102", "unknown-field", _ERROR, "A record has no field of that name")
UNKNOWN_RECORD = _code("HS0103", "unknown-record", _ERROR, "A system has no kind of record of that name")
UNKNOWN_STATUS = _code("HS0104", "unknown-status", _ERROR, "A lifecycle has no status of that name")
UNKNOWN_VALUE = _code("HS0105", "unknown-value", _ERROR, "A choice has no such value")
WRONG_TYPE = _code("HS0106", "wrong-type", _ERROR, "A value is not of the type that its field needs")
WRONG_OPERATOR = _code("HS0107", "wrong-operator", _ERROR, "A comparison does not fit the type of its field")
DEFINED_TWICE = _code("HS0108", "defined-twice", _ERROR, "The same thing is described twice")
FIELD_TYPE = _code("HS0109", "field-type", _ERROR, "A field does not have exactly one fitting type")
CONTRADICTION = _code("HS0110", "contradiction", _ERROR, "Words about a field repeat or contradict each other")
SENSELESS_LIMIT = _code("HS0111", "senseless-limit", _ERROR, "A limit makes no sense for what it limits")
UNKNOWN_SETTING = _code("HS0112", "unknown-setting", _ERROR, "A word about a system is none that its place knows")
BAD_PATH = _code("HS0113", "bad-path", _ERROR, "A place in the API is not written as a path")
BAD_REQUEST = _code("HS0114", "bad-request", _ERROR, "A call of the API is not a method and a path")
LIFECYCLE_START = _code("HS0115", "lifecycle-start", _ERROR, "A lifecycle does not have exactly one initial status")
KEPT_BY_ANOTHER = _code("HS0116", "kept-by-another", _ERROR, "A field is kept by a system that it does not belong to")
NO_KEY = _code("HS0117", "no-key", _ERROR, "A record does not say which field identifies it")

# Names and types in handoffs
UNKNOWN_PARTY = _code("HS0150", "unknown-party", _ERROR, "A name is no team, calendar, system or handoff declared here")
DUPLICATE_NAME = _code("HS0151", "duplicate-name", _ERROR, "Two things of a kind have the same name")
BAD_CALENDAR = _code("HS0152", "bad-calendar", _ERROR, "A calendar has hours, days or a time zone that do not exist")
SECTION_TWICE = _code("HS0153", "section-twice", _ERROR, "A section stands twice where it can stand once")
SECTION_MISSING = _code("HS0154", "section-missing", _ERROR, "A handoff lacks a part that every handoff has")
ENDS_ALIKE = _code("HS0155", "ends-alike", _ERROR, "Both ends of a handoff are the same place")
TYPES_DO_NOT_FIT = _code("HS0156", "types-do-not-fit", _ERROR, "A value of one field cannot become a value of the other")
TABLE_SHAPE = _code("HS0157", "table-shape", _ERROR, "A table row has another number of cells than the rule has fields")
SAME_SIDE = _code("HS0158", "same-side", _ERROR, "A rule maps fields of a record to the same record")
UNKNOWN_PREVENTION = _code(
    "HS0159", "unknown-prevention", _ERROR, "What a failure mode is prevented by is not in the handoff"
)
NOT_WRITABLE = _code("HS0160", "not-writable", _ERROR, "A rule writes a field that cannot be written")
NO_CONTEXT_PLACE = _code("HS0161", "no-context-place", _ERROR, "A context block has no rich text to stand in")
WRONG_WORD = _code("HS0162", "wrong-word", _ERROR, "A word is none of those that its line knows")
WRONG_KIND = _code("HS0163", "wrong-kind", _ERROR, "A field is not of the kind that its place needs")

# Environments
UNKNOWN_ENVIRONMENT = _code("HS1001", "unknown-environment", _ERROR, "There is no environment of that name")
ENVIRONMENT_NOT_READ = _code("HS1002", "environment-not-read", _ERROR, "A file of environments cannot be read")
ENVIRONMENT_SHAPE = _code("HS1003", "environment-shape", _ERROR, "An entry of an environment does not have its form")
UNBINDABLE_NAME = _code("HS1004", "unbindable-name", _ERROR, "An environment binds a name that the spec does not have")
BOUND_TWICE = _code("HS1005", "bound-twice", _ERROR, "An environment binds two things to the same place")
SECRET_IN_ENVIRONMENT = _code("HS1006", "secret-in-environment", _ERROR, "An environment holds what looks like a secret")
