"""The examples on the pages of diagnostics as specs: an example shows a few lines, and the frame says the rest.

The frame is a handoff from the Zendesk of the catalogue to its Jira, with the company fields that the pages speak of. A
part that the example has is left out of the frame. Fields that the page does not name are sent to nothing, so that the
page's own lines are what is judged.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from io import StringIO
from textwrap import indent
from typing import Final

from handoffspec.diagnostics.explain import PAGES
from handoffspec.loader import catalogue, load
from handoffspec.model.systems import resolve_systems

_EXAMPLE: Final = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
_SECTION: Final = re.compile(r"^## (Avoid|Prefer)\n\n(.*?)(?=^## )", re.DOTALL | re.MULTILINE)
_ROWS: Final = 'open <-> "In Progress"\nsolved <-> "Done" through "In Progress" with resolution Done'

_FIELDS: Final = """
extend zendesk.ticket {
  customer_impact optional choice [one_user, several_users, system_down]
  affected_users  optional text up to 255 characters
  affected_system optional text up to 255 characters
  troubleshooting optional text up to 2000 characters
  steps           optional list of text
  history         optional list of text
  access_code     optional secret text up to 20 characters
  impact          optional choice [high, low]
  urgency         optional choice [high, low]
}
extend jira.issue {
  priority         optional choice [P1, P2, P3, P4]
  urgency          optional choice [high, medium, low]
  impact           optional text up to 20 characters
  cause            optional text up to 20 characters
  what_was_tried   optional text up to 2000 characters
  reference_number required text up to 255 characters
}
"""
_TEAMS: Final = {
    "service_desk": 'team service_desk "Service Desk" in zendesk reached at "#service-desk"',
    "first_line": 'team first_line "First line" in zendesk reached at "#first-line"',
    "second_line": 'team second_line "Second line" in zendesk reached at "#second-line"',
    "engineering": 'team engineering "Engineering" in jira reached at "#engineering"',
}
_PARTS: Final = {
    "from": "from zendesk.ticket held by service_desk",
    "to": "to jira.issue held by engineering",
    "linked": "linked by zendesk.external_id and jira.id",
    "adds": 'adds "A diagnosis"',
    "trigger": "trigger {\nwhen priority becomes urgent\n}",
    "people": "people match by email otherwise engineering",
    "ownership": "ownership {\nresponsible engineering\nacknowledge within 30m by comment\n"
    "notify engineering, previous assignee\n}",
}
_TWO_WAY: Final = """priority <-> priority {
  urgent <-> P1
  high <-> P2
  normal <-> P3
  low <-> P4
  empty -> P4
}
"""
_TOP: Final = {"use", "team", "calendar", "extend", "system", "let", "handoff", "scenario"}
_OF_HANDOFF: Final = {*_PARTS, "require", "map", "sync", "rollback", "sla", "failure", "checklist", "within"}
_OF_SYNC: Final = {"status", "comments", "attachments", "conflict", "on", "audit", "only"}


@dataclass(frozen=True)
class Example:
    """One example of a page: its language as the page says it (none where there is only prose), and its text."""

    language: str | None
    text: str


def examples(code: str) -> dict[str, Example]:
    """The first example under `Avoid` and under `Prefer`."""
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    found = {heading: _EXAMPLE.search(body) for heading, body in _SECTION.findall(page)}
    return {heading: Example(one[1], one[2]) if one else Example(None, "") for heading, one in found.items()}


def framed(example: str, page: Iterable[str], *, rows: bool = False) -> str:
    """An example as a whole spec. `page`: all examples beside it; `rows`: lines outside any
    section are rows of the status map, not of the map."""
    text = re.sub(r"status \{ … \}", f"status {{\n{_ROWS}\n}}", example)
    first = text.split(maxsplit=1)[0]
    if rows and first not in _TOP | _OF_HANDOFF | _OF_SYNC:
        text, first = _inside("status", text), "status"
    if first in _OF_SYNC:
        text, first = _inside("sync both ways on change until done", text), "sync"
    if first not in _TOP | _OF_HANDOFF:
        text, first = _inside("map", text), "map"
    if first in _OF_HANDOFF:
        text = _handoff(text, " ".join(page))
    elif not re.search(r"^handoff ", text, re.MULTILINE):
        text += _handoff("", " ".join(page))
    else:
        absent = [
            part
            for name, part in (("trigger", _PARTS["trigger"]), ("map", f"map {{\n{_rest(text, text)}}}"))
            if f"{name} {{" not in text
        ]
        text = re.sub(r"^(handoff .*\{)$", "\n".join([r"\1", *absent]), text, flags=re.MULTILINE)
    uses = [f"use {name}" for name in ("zendesk", "jira") if f"use {name}" not in text]
    teams = [line for name, line in _TEAMS.items() if not re.search(rf"^team {name}\b", text, re.MULTILINE)]
    return "\n".join([*uses, _FIELDS, *teams, text])


def _inside(head: str, text: str) -> str:
    return f"{head} {{\n{indent(text, '  ')}}}\n"


def _handoff(text: str, page: str) -> str:
    """A handoff around sections, with every part that they lack."""
    present = set(re.findall(r"^(\w+)", text, re.MULTILINE))
    absent = {"from", "to", "linked"} if "within" in present else {"linked"} & _meant(text)
    parts = [line for name, line in _PARTS.items() if name not in present | absent]
    needed = set(re.findall(r"require\.(\w+)", text)) & set(_fields("zendesk", "ticket"))
    parts += [f"require {{\notherwise ask\n{name}\n}}" for name in sorted(needed) if "require" not in present]
    rest = _rest(text, page)
    if "map" in present:
        # Behind the example's own lines: its block is the one whose brace stands alone at the beginning of a line.
        at = re.search(r"^map \{\n.*?^\}", text, re.DOTALL | re.MULTILINE)
        assert at, text
        text = text[: at.end() - 1] + rest + text[at.end() - 1 :]
    else:
        parts.append(f"map {{\n{rest}}}")
    return "\n".join(['handoff example "An example" {', *parts, text + "}", ""])


def _meant(text: str) -> set[str]:
    """An example that shows both ends shows the line between them too, or means that it is not there."""
    return {"linked"} if {"from", "to"} <= set(re.findall(r"^(\w+)", text, re.MULTILINE)) else set()


def _rest(text: str, page: str) -> str:
    """The lines of the map that an example needs and does not show."""
    named = _words(page)
    if "sync " in text:
        named |= {"status", "external_id", "priority", "assignee"}
    referred = re.findall(r"map\.(\w+)", text)
    lines = [f'{name} -> context "{name}" impact minor\n' for name in referred if name in _fields("zendesk", "ticket")]
    lines += [_TWO_WAY] if "sync " in text else []
    lines += ["assignee <-> assignee\n"] if "sync " in text or "people " in text else []
    lines += [_nothing("zendesk", "ticket", named)]
    lines += [_nothing("jira", "issue", named)] if "sync " in text else []
    return "".join(lines)


def _words(page: str) -> set[str]:
    """What a page names outside texts; how much something matters is no field called `impact`."""
    return set(re.findall(r"\w+", re.sub(r'"[^"]*"|#.*|impact (none|minor|high|critical)', "", page)))


def _nothing(system: str, record: str, named: Collection[str]) -> str:
    """Lines for every field of a record that is not named."""
    fields = [f"{system}.{name}" for name in _fields(system, record) if name not in named]
    return "".join(f'{field} -> nothing because "not this page\'s" impact none\n' for field in fields)


@cache
def _fields(system: str, record: str) -> list[str]:
    loaded = load(["-"], StringIO(f"use zendesk\nuse jira\n{_FIELDS}"))
    found = resolve_systems(loaded.specs[0].files, catalogue()).records[system, record]
    return [field.name for field in found.fields if not field.kept]
