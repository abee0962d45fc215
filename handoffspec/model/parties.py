"""Teams, calendars and constants of a file and what it uses; who is told; what happens to what is held."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from handoffspec.diagnostics import Diagnostic, Label, Span, closest, codes
from handoffspec.schema.parties import Calendar, Opening, Team
from handoffspec.syntax import ast

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
STAND_IN = "?"
"""The name that recovery puts where one was missing: nothing is said about it."""


@dataclass(slots=True)
class Parties:
    """What a file can name besides systems. Filled once by `resolve_parties`, then only read."""

    teams: dict[str, Team] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    constants: dict[str, ast.Constant] = field(default_factory=dict)
    spans: dict[tuple[str, str], Span] = field(default_factory=dict)
    """By kind (`team`, `calendar`, `constant`, `handoff`) and name."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    broken: bool = False
    """A file holds statements that could not be read: unknown names may stand there."""

    def known(self, kind: str, name: ast.Name, names: Iterable[str]) -> bool:
        """Whether a name is one of its kind; reported when it is not."""
        candidates = list(names)
        if name.text in candidates:
            return True
        if name.text != STAND_IN and not self.broken:
            self.diagnostics.append(_unknown(kind, name, candidates))
        return False

    def declare(self, kind: str, name: ast.Name) -> bool:
        """Whether a name is new among its kind; the second of two is reported."""
        first = self.spans.get((kind, name.text))
        if name.text == STAND_IN:
            return False
        if first is None:
            self.spans[kind, name.text] = name.span
            return True
        self.diagnostics.append(
            codes.DUPLICATE_NAME.at(
                name.span,
                f"There is a {kind} called `{name.text}` already.",
                help="Give one of the two another name.",
                labels=[Label(first, "the first one")],
            )
        )
        return False


def _unknown(kind: str, name: ast.Name, candidates: list[str]) -> Diagnostic:
    meant = closest(name.text, candidates)
    declared = ", ".join(f"`{c}`" for c in sorted(candidates)) or "none yet"
    help_ = f"Did you mean `{meant}`?" if meant else f"The {kind}s here: {declared}. {_DECLARE.get(kind, '')}".strip()
    return codes.UNKNOWN_PARTY.at(name.span, f"There is no {kind} called `{name.text}`.", help=help_)


_DECLARE = {
    "team": 'Declare one with `team name "Title" in system reached at "#channel"`.',
    "calendar": 'Declare one with `calendar name { zone "Europe/Berlin" … }`.',
}


def resolve_parties(files: Iterable[ast.File], systems: Iterable[str]) -> Parties:
    """The teams, calendars and constants of some files."""
    parties = Parties()
    names = list(systems)
    items = [item for file in files for item in file.items]
    parties.broken = any(file.broken for file in files)
    for item in items:
        if isinstance(item, ast.Constant) and parties.declare("constant", item.name):
            parties.constants[item.name.text] = item
        elif isinstance(item, ast.Calendar) and parties.declare("calendar", item.name):
            parties.calendars[item.name.text] = _calendar(item, parties)
    for item in items:
        if isinstance(item, ast.Team) and parties.declare("team", item.name):
            parties.teams[item.name.text] = _team(item, parties, names)
    return parties


def _team(node: ast.Team, parties: Parties, systems: list[str]) -> Team:
    if node.system:
        parties.known("system", node.system, systems)
    if node.works:
        parties.known("calendar", node.works, parties.calendars)
    title = node.title.value if node.title else node.name.text.replace("_", " ")
    return Team(
        name=node.name.text,
        title=title,
        system=node.system.text if node.system else None,
        reached_at=node.reached_at.value if node.reached_at else None,
        group=node.named.value if node.named else None,
        calendar=node.works.text if node.works else None,
    )


def _calendar(node: ast.Calendar, parties: Parties) -> Calendar:
    zone = node.zone.value if node.zone else ""
    if node.zone is None or not _is_zone(zone):
        parties.diagnostics.append(
            codes.BAD_CALENDAR.at(
                node.zone.span if node.zone else node.name.span,
                f"`{zone}` is no time zone." if node.zone else "The calendar names no time zone.",
                help='Write its name as in `zone "Europe/Berlin"` or `zone "UTC"`.',
            )
        )
        zone = "UTC"
    openings = tuple(o for opening in node.openings for o in _openings(opening, parties))
    closed = tuple(day.value for day in node.closed_on if _is_day(day, parties))
    title = node.title.value if node.title else node.name.text.replace("_", " ")
    return Calendar(node.name.text, title, zone, openings, closed)


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few specs have a calendar

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, a folder of the time zone database
        return False
    return True


def _openings(node: ast.Opening, parties: Parties) -> list[Opening]:
    days = [node.first_day, *([node.last_day] if node.last_day else [])]
    for day in days:
        if day.text not in _DAYS:
            meant = closest(day.text, _DAYS)
            parties.diagnostics.append(
                codes.BAD_CALENDAR.at(
                    day.span,
                    f"`{day.text}` is no day of the week.",
                    help=f"Did you mean `{meant}`?" if meant else "Write monday, tuesday, … or sunday.",
                )
            )
            return []
    first, last = _DAYS.index(days[0].text), _DAYS.index(days[-1].text)
    opens, closes = _minutes(node.opens), _minutes(node.closes)
    if opens is None or closes is None or closes <= opens:
        parties.diagnostics.append(
            codes.BAD_CALENDAR.at(
                node.opens.span.to(node.closes.span),
                "These hours do not run forwards within one day.",
                help="Write e.g. `from 09:00 to 17:00`; midnight is `24:00`.",
            )
        )
        return []
    span_of_days = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
    return [Opening(day, opens, closes) for day in span_of_days]


def _minutes(clock: ast.Text) -> int | None:
    hours, minutes = (int(part) for part in clock.value.split(":"))
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= 24 * 60 else None


def _is_day(text: ast.Text, parties: Parties) -> bool:
    try:
        date.fromisoformat(text.value)
    except ValueError:
        parties.diagnostics.append(
            codes.BAD_CALENDAR.at(text.span, f"`{text.value}` is no date.", help='Write it as "2026-12-25".')
        )
        return False
    return True
