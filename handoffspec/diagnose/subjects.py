"""What a question is about, and what shows that somebody had written of it before.

Expressions for DuckDB (RE2), matched against one sentence in small letters.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Subject:
    """`asked` tells a question about it, and a field for it by its name; `said` a sentence that answers one."""

    name: str
    asked: str
    said: str


_DAYS: Final = (
    r"(monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|this morning|last (night|week)|"
    r"\d{1,2}[:.]\d\d|20\d\d-\d|\d{1,2}(st|nd|rd|th)?( of)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"the (update|upgrade|release|migration|change))"
)

SUBJECTS: Final = (
    Subject(
        "version",
        r"version|release|\bbuild\b|firmware|patch level|v\d+ or",
        r"\bv?\d+\.\d+(\.\d+)*\b|(version|release|build|firmware)( is| was|:)? ?[a-z-]*\d",
    ),
    Subject(
        "who is affected",
        r"(which|what|how many|all|affected|impacted) (of the )?(users?|customers?|people|accounts|hosts?|sites?|"
        r"devices)|\b(who|users?|people|customers?) (is|are|was|were) (affected|impacted|concerned)|for all users",
        r"\b(\d+|all|every|each|some|several|one|two|three|forty|whole|only|most)\b.{0,30}\b(users?|people|"
        r"customers?|staff|colleagues|accounts?|sites?|shops?|hosts?)\b|\b(is|are|was|were) (affected|impacted)|"
        r"everyone|everybody|affects ",
    ),
    Subject(
        "what was tried",
        r"\btri(ed|es)\b|\btry\b|been done|you do(ne)?\b|\bsteps\b.{0,25}(taken|performed|done|taken by)|"
        r"which steps|what steps|already (been )?(restart|clear|reboot|reset|check)|cleared already|find out|"
        r"outcome|troubleshoot|any steps",
        r"\b(tried|cleared|restarted|rebooted|reinstalled|reset|checked|tested|replaced|disabled|enabled|upgraded|"
        r"flushed|pinged|reconfigured|rolled back|swapped|verified|unplugged|reconnected)\b",
    ),
    Subject(
        "how to reproduce it",
        r"reproduc|expected (result|behaviou?r)",
        r"steps to reproduce|can reproduce|reproduced|reproducible|reproduces|^\W*1[.)] ",
    ),
    Subject(
        "logs",
        r"\blogs?\b|\btrace\b|stack ?trace|har file|\bdump\b|output of|screenshot",
        r"attached|stack ?trace|(logs?|trace|dump|screenshot)s? (is|are|shows?|says?|from|of|at|in|below|here)\b|"
        r"uploaded",
    ),
    Subject(
        "the error",
        r"error|message|what (does|do|did).{0,30}(see|mean)",
        r"\b(error|message|exception|code)\b( is| was| says| reads|:)? .{2,}|\berr_|\b[45]\d\d\b|timed? ?out",
    ),
    Subject(
        "the environment",
        r"environment|browser|operating system|\bos\b|platform|production|staging|\bdevice|\bservers?\b|"
        r"\bhosts?\b|tenant|\bsites?\b|region|database",
        r"windows|linux|mac ?os|ubuntu|android|\bios\b|firefox|chrome|\bedge\b|safari|production|staging|"
        r"\bon prod\b|laptop|iphone|\b(server|host|tenant|region|site)( is|:)? [a-z]*-?\d",
    ),
    Subject(
        "the account",
        r"account|\bplan\b|contract|licen[cs]e|subscription|order( id)?|customer (id|number|name)|serial|"
        r"request id",
        r"(account|contract|order|customer|serial|licen[cs]e|subscription|request)( number| id| no\.?| key)?( is|"
        r":)? ?[a-z#-]{0,4}\d+|(enterprise|premium|basic|business|professional|free|gold|silver) (plan|account|"
        r"customer|contract)|plan (is|:)",
    ),
    Subject(
        "when it began",
        r"when (did|it|was|has)|since when|what time|\bstarted\b|first occur|time of",
        r"\b(since|from|started|starts|began|begins|after|at|on|occurred|happened)\b.{0,25}" + _DAYS,
    ),
    Subject(
        "the impact",
        r"impact|urgen|priority|business|workaround",
        r"impact( is|:)|business|critical|blocked|(cannot|can't) (work|sell|ship|order|pay)|workaround|revenue|"
        r"\bdown\b",
    ),
    Subject(
        "what had changed",
        r"(what|anything|something|was|were)\b.{0,20}chang",
        r"\b(changed|updated|upgraded|migrated|rolled out|deployed|installed|renewed)\b.{0,40}("
        + _DAYS
        + r"|before|since)",
    ),
    Subject(
        "the contact",
        r"contact|who reported|phone number|reported by",
        r"contact( is|:| person)|reported by|reporter|phone( number)?( is|:)? ?\+?\d|[a-z0-9._-]+@[a-z0-9-]+\.",
    ),
)
"""The place of a subject is its bit in what was asked and what was said."""
