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
TYPES_DO_NOT_FIT = _code(
    "HS0156", "types-do-not-fit", _ERROR, "A value of one field cannot become a value of the other"
)
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
SECRET_IN_ENVIRONMENT = _code(
    "HS1006", "secret-in-environment", _ERROR, "An environment holds what looks like a secret"
)

# Accounting and loss
UNACCOUNTED_FIELD = _code("HS0201", "unaccounted-field", _ERROR, "Nothing says what becomes of a field")
ACCOUNTED_TWICE = _code("HS0202", "accounted-twice", _ERROR, "A field is sent to nothing and somewhere else too")
TWO_WRITERS = _code("HS0203", "two-writers", _ERROR, "Two rules write the same field of the same ticket")
LOSS_NOT_ACCEPTED = _code("HS0204", "loss-not-accepted", _ERROR, "A rule loses something that nobody has accepted")
IMPACT_UNDECIDED = _code("HS0205", "impact-undecided", _WARNING, "A loss is known but not how much it matters")
CONTEXT_IMPACT = _code("HS0206", "context-impact", _ADVICE, "A field becomes text and nobody said how much it matters")
REASON_MISSING = _code("HS0207", "reason-missing", _ERROR, "A field is sent to nothing without a reason")
LOSS_UNUSED = _code("HS0208", "loss-unused", _WARNING, "A loss is accepted that does not happen")
REQUIRED_UNFILLED = _code("HS0209", "required-unfilled", _ERROR, "Nothing fills a field that the destination requires")
REQUIRED_MAY_BE_EMPTY = _code(
    "HS0210", "required-may-be-empty", _ERROR, "A field that the destination requires stays empty for some tickets"
)
REQUIREMENT_DROPPED = _code("HS0211", "requirement-dropped", _ERROR, "Something must travel and nothing carries it")
CONTEXT_LABEL = _code("HS0212", "context-label", _ERROR, "An entry of a context block has a label that cannot find it")
UNDECIDED = _code("HS0213", "undecided", _WARNING, "Nobody has decided what becomes of a field")

# Tables and round trips
TABLE_INCOMPLETE = _code("HS0301", "table-incomplete", _ERROR, "A table has no row for a value that can come")
DEAD_ROW = _code("HS0302", "dead-row", _WARNING, "No ticket ever reaches a row of a table")
ROW_TWICE = _code("HS0303", "row-twice", _ERROR, "Two rows of a table answer to the same value")
SEVERAL_WAYS_BACK = _code("HS0304", "several-ways-back", _ERROR, "A value has several ways back through a table")
TABLE_TOO_LARGE = _code("HS0305", "table-too-large", _WARNING, "A table cuts its values up too finely to be checked")
ROUND_TRIP_BROKEN = _code(
    "HS0306", "round-trip-broken", _ERROR, "A two-way rule changes what somebody has set on the other side"
)

# Status and lifecycle
STATUS_WITHOUT_PLACE = _code("HS0401", "status-without-place", _ERROR, "No row says what a status is on the other side")
NO_STATUS_MAP = _code(
    "HS0402", "no-status-map", _ERROR, "Two systems are kept in step and their statuses are not mapped"
)
NO_TRANSITION = _code(
    "HS0403", "no-transition", _ERROR, "A status row asks for a change that the system does not allow"
)
TRANSITION_NEEDS_FIELD = _code(
    "HS0404", "transition-needs-field", _ERROR, "A status row makes a change without a field that the change needs"
)
STATUS_TWICE = _code("HS0405", "status-twice", _ERROR, "A status becomes several on the other side")
BLACK_HOLE = _code("HS0406", "black-hole", _ERROR, "A ticket gets into a status that it can never leave")
DEAD_END = _code("HS0407", "dead-end", _ERROR, "A ticket gets where its work can never be closed")
PING_PONG = _code("HS0408", "ping-pong", _ERROR, "Automations and the sync move a ticket round for ever")
REST_APART = _code("HS0409", "rest-apart", _WARNING, "Two sides rest in statuses that do not belong together")
GUARD_NEVER = _code("HS0410", "guard-never-holds", _WARNING, "The condition of a status row never holds")
GUARDS_OVERLAP = _code("HS0411", "guards-overlap", _WARNING, "The conditions of two status rows can hold at once")
CLOCKS_APART = _code("HS0413", "clocks-apart", _WARNING, "One side's clock runs while the other's stands still")
NOT_PROVED = _code("HS0414", "not-proved", _WARNING, "Two lifecycles are too large to be explored to the end")
RETURN_REFUSED = _code("HS0415", "return-refused", _ERROR, "A ticket cannot get into the status that a rollback names")
LET_GO_UNSEEN = _code(
    "HS0416", "let-go-unseen", _WARNING, "A ticket leaves the sync while at work, and nobody hears of it"
)

# Ownership and people
NOBODY_RESPONSIBLE = _code("HS0501", "nobody-responsible", _ERROR, "Nobody is responsible after a handoff")
PREVIOUS_NOT_TOLD = _code("HS0502", "previous-not-told", _ERROR, "Whoever held the ticket is not told that it moved")
NEXT_NOT_TOLD = _code("HS0503", "next-not-told", _ERROR, "Whoever holds the ticket next is not told directly")
NOT_ACKNOWLEDGED = _code(
    "HS0504", "not-acknowledged", _WARNING, "Nothing says by when and by what a ticket is taken over"
)
UNREACHABLE_TEAM = _code("HS0505", "unreachable-team", _WARNING, "A team is told and nothing says where it is reached")
END_UNHELD = _code("HS0506", "end-unheld", _WARNING, "An end of a handoff names no team that holds the ticket")
RESPONSIBLE_ELSEWHERE = _code(
    "HS0507", "responsible-elsewhere", _WARNING, "A team is responsible in a system it is not in"
)
PEOPLE_NOT_MATCHED = _code("HS0508", "people-not-matched", _ERROR, "People cross and nothing says how they are found")
ENDS_EARLY = _code("HS0509", "ends-early", _WARNING, "A handoff ends before the work is closed")
HOLDER_CHANGES_UNSEEN = _code(
    "HS0510", "holder-changes-unseen", _WARNING, "The responsible team changes and nobody is told"
)
RETURN_NOT_TOLD = _code(
    "HS0511", "return-not-told", _WARNING, "A ticket comes back and whoever has it again is not told"
)

# Sync, errors, audit
NOT_SYNCHRONISED = _code("HS0601", "not-synchronised", _ADVICE, "Two systems hold a ticket and are not kept in step")
NOT_LINKED = _code("HS0602", "not-linked", _ERROR, "Two systems hold a ticket and do not know of each other")
NO_WINNER = _code("HS0603", "no-winner", _ERROR, "Many tickets are linked to one and nothing says which of them counts")
NO_CONFLICT_RULE = _code(
    "HS0604", "no-conflict-rule", _ERROR, "Both sides can change the same and nothing says who wins"
)
DECIDED_TWICE = _code("HS0605", "decided-twice", _ERROR, "Both sides decide the same field")
NO_ERROR_RULE = _code("HS0606", "no-error-rule", _ERROR, "Nothing says what happens when a synchronisation fails")
NO_AUDIT = _code("HS0607", "no-audit", _ERROR, "Nothing shows whether a synchronisation works")
AUDIT_INCOMPLETE = _code("HS0608", "audit-incomplete", _WARNING, "An audit does not log, compare or alert")
FILTER_WITHOUT_EXIT = _code(
    "HS0609", "filter-without-exit", _WARNING, "A ticket can leave a filter and nothing says what then"
)
COMMENTS_LEFT_BEHIND = _code(
    "HS0610", "comments-left-behind", _WARNING, "Two systems are kept in step without comments"
)
ROLLBACK_UNBOUNDED = _code("HS0611", "rollback-unbounded", _WARNING, "A ticket may go back and forth without an end")
ROLLBACK_LEAVES_BEHIND = _code(
    "HS0612", "rollback-leaves-behind", _WARNING, "A rollback asks for what it does not carry"
)
REQUIREMENT_OUTCOME = _code("HS0613", "requirement-outcome", _ERROR, "A requirement does not say what its absence does")
RETRIES_GO_ON = _code("HS0614", "retries-go-on", _WARNING, "What fails is tried again for so long that nobody has it")
FAILURE_UNOWNED = _code(
    "HS0615", "failure-unowned", _ERROR, "What cannot be synchronised is given up and nobody hears of it"
)
ROLLBACK_ASKS_IN_VAIN = _code(
    "HS0616", "rollback-asks-in-vain", _ERROR, "A rollback asks for what the other side cannot give"
)
NO_WAY_BACK = _code("HS0617", "no-way-back", _ERROR, "A ticket should go back to where nothing leads")
NEVER_HOLDS = _code("HS0618", "never-holds", _ERROR, "No ticket ever meets a condition")
CIRCLE = _code("HS0619", "circle", _WARNING, "Handoffs can pass a ticket round for ever")
SAME_EVENT = _code("HS0620", "same-event", _WARNING, "One event sets off two handoffs")
COMES_BACK_EMPTY = _code("HS0621", "comes-back-empty", _ADVICE, "A rollback carries what nobody has to fill first")
NO_CALL = _code("HS0622", "no-call", _ERROR, "A system is described without a call that a handoff needs")
COMMENTS_UNTAGGED = _code("HS0623", "comments-untagged", _ADVICE, "Copied comments do not say who wrote them")

# Failure modes and contingencies
NOT_PREVENTED = _code("HS0701", "not-prevented", _ADVICE, "A known failure mode has nothing against it")
FAILURE_UNEXPLAINED = _code("HS0702", "failure-unexplained", _ADVICE, "A known failure mode lacks its cause or costs")
PREVENTED_BY_NOTHING = _code(
    "HS0703", "prevented-by-nothing", _WARNING, "What should prevent a failure mode leaves a field behind"
)

# Advice
ADDS_NOTHING = _code("HS0801", "adds-nothing", _ADVICE, "A handoff does not say what it adds")
APPROVAL_GATE = _code("HS0802", "approval-gate", _ADVICE, "A handoff only waits for somebody to agree")
CLUSTERED_WORK = _code("HS0803", "clustered-work", _ADVICE, "Two teams pass the same work back and forth")
ONE_WAY_ONLY = _code("HS0804", "one-way-only", _ADVICE, "Two systems hold a ticket and only one hears of the other")
IMPACT_IGNORED = _code("HS0805", "impact-ignored", _ADVICE, "A priority is translated without the impact that is known")
URGENCY_UNANCHORED = _code(
    "HS0806", "urgency-unanchored", _ADVICE, "A priority crosses and nothing says what it means over there"
)
TRIED_STAYS_BEHIND = _code("HS0807", "tried-stays-behind", _ADVICE, "What has been tried does not travel")
NOBODY_MISSES_IT = _code(
    "HS0808", "nobody-misses-it", _ADVICE, "A deadline for taking over passes and nobody hears of it"
)
WAITS_FOR_EVER = _code("HS0809", "waits-for-ever", _ADVICE, "A waiting ticket is left to somebody outside")

# Privacy
PERSONAL_CROSSES = _code("HS0901", "personal-crosses", _ERROR, "Personal data crosses without a reason")
SECRET_CROSSES = _code("HS0902", "secret-crosses", _ERROR, "A secret crosses without a reason")
PRIVACY_REASON_UNUSED = _code(
    "HS0903", "privacy-reason-unused", _WARNING, "A reason is given for private data without any"
)
INTERNAL_GETS_OUT = _code("HS0904", "internal-gets-out", _ERROR, "Internal comments become public")
RESTRICTED_MADE_PUBLIC = _code(
    "HS0905", "restricted-made-public", _ERROR, "A field that only some teams see is put into a public comment"
)
PRIVATE_GOES_ON = _code(
    "HS0906", "private-goes-on", _WARNING, "Private data that has crossed goes on to another system without a reason"
)

# Running tickets
VALUE_UNFIT = _code("HS1201", "value-unfit", _ERROR, "A ticket's value is not of its field's type")
NOT_AN_OPTION = _code("HS1202", "not-an-option", _ERROR, "A ticket's value is none of its field's options")
OVER_LIMIT = _code("HS1203", "over-limit", _ERROR, "A ticket's value is beyond its field's limit")
REQUIRED_EMPTY = _code("HS1204", "required-empty", _ERROR, "A required field of a ticket is empty")
NOT_JSON = _code("HS1205", "not-json", _ERROR, "A line or a file of tickets is not JSON")
NO_TICKET = _code("HS1206", "no-ticket", _ERROR, "JSON is no ticket of the handoff's system")
TOO_BIG = _code("HS1207", "ticket-too-big", _ERROR, "JSON is larger or deeper than any ticket")
NO_PLACE = _code("HS1208", "no-place", _ERROR, "The other system has no place for what should be written")
NO_ROW = _code("HS1210", "no-row", _ERROR, "No row of a table takes a ticket's value")
NO_WAY = _code("HS1211", "no-way", _ERROR, "No transition leads to the status that a ticket should have")
NEEDS_FIELD = _code("HS1212", "needs-field", _ERROR, "The other system asks for a field that nothing fills")
NO_ROOM = _code("HS1213", "no-room", _ERROR, "A context block has no room where it should stand")
NOT_READABLE = _code("HS1214", "not-readable", _ERROR, "A text that should come back as a value is none")
AS_SHOWN = _code("HS1230", "as-shown", _ERROR, "A ticket's value is there only as one user sees it")

# Suppression
UNUSED_SUPPRESSION = _code("HS1301", "unused-suppression", _WARNING, "An allow line silences nothing")
CANNOT_SUPPRESS = _code("HS1302", "cannot-suppress", _ERROR, "An allow line names a finding that cannot be allowed")
UNKNOWN_CODE = _code("HS1303", "unknown-code", _ERROR, "An allow line names a code that does not exist")
UNUSED_BINDING = _code("HS1007", "unused-binding", _ADVICE, "An environment binds a name that no spec here has")
