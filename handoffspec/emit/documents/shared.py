"""Parts that stand on more than one page."""

from handoffspec.emit.content import (
    Block,
    Diagram,
    Edge,
    Item,
    Node,
    Span,
    Text,
    heading,
    item,
    note,
    paragraph,
    strong,
    table,
)
from handoffspec.emit.content import Link as PageLink
from handoffspec.emit.words import mapping
from handoffspec.emit.words.amounts import capital, duration, listed, name, sentence, working_time
from handoffspec.emit.words.conditions import condition
from handoffspec.emit.words.names import bare, calendar, everyone, holder, status, statuses, system, things, value
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule
from handoffspec.schema.parties import Notify
from handoffspec.schema.syncing import StatusRow
from handoffspec.schema.systems import Record

SPECIFICATION = "handoff-specification"
INTEGRATION = "system-integration-requirements"
CHECKLIST = "contingency-checklist"
AUDIT = "field-mapping-audit"
TITLES = {
    SPECIFICATION: "Handoff specification",
    INTEGRATION: "System integration requirements",
    CHECKLIST: "Contingency checklist",
    AUDIT: "Field mapping audit",
}


def top(handoff: Handoff, page: str) -> list[Block]:
    """A page's title, what it is about, and the way to the other pages."""
    others = [PageLink(title, name_) for name_, title in TITLES.items() if name_ != page]
    return [
        heading(1, f"{TITLES[page]}: {title(handoff)}"),
        paragraph(others[0], " · ", others[1], " · ", others[2]),
    ]


def title(handoff: Handoff) -> str:
    """The handoff's title, or else its name."""
    return name(handoff.title or handoff.name)


def foot() -> list[Block]:
    """Where the page comes from."""
    words = "Made from the spec, like everything else about this handoff: change the spec and not this page."
    return [paragraph(Span(words, "emphasis"))]


def boundary(handoff: Handoff) -> str:
    """`Service Desk (Zendesk Support) → Platform Engineering (Jira)`."""
    return f"{_end(handoff, 'source')} → {_end(handoff, 'destination')}"


def _end(handoff: Handoff, side: Side) -> str:
    team = holder(handoff, side)
    named = handoff.from_end.statuses if side == "source" else handoff.to_end.statuses
    where = system(handoff, side)
    if named:
        where += f", {statuses(handoff, side, named)}"
    return f"{team} ({where})" if team else where


def missing(words: str) -> Block:
    """A section that the spec leaves out: said plainly, with what that means."""
    return note(strong("Not in this spec. "), words)


def led(lead: str, sentences: list[str], nothing: str) -> Item:
    """An item that begins with its subject: one sentence beside it, several below it."""
    if len(sentences) == 1:
        return item(strong(f"{lead} "), sentence(sentences[0]))
    if not sentences:
        return item(strong(f"{lead} "), nothing)
    return item(strong(lead), details=[item(sentence(one)) for one in sentences])


# ── Status ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def status_table(handoff: Handoff, rows: tuple[StatusRow, ...]) -> Block:
    """How the statuses of both sides answer to one another."""
    left, right = system(handoff, "source"), system(handoff, "destination")
    return table(
        [f"{left} Status", "", f"{right} Status", "Sync Rule"],
        [
            [
                statuses(handoff, "source", row.left),
                mapping.ARROWS[row.flow],
                statuses(handoff, "destination", row.right),
                sync_rule(handoff, row),
            ]
            for row in rows
        ],
    )


def status_diagram(handoff: Handoff, rows: tuple[StatusRow, ...]) -> Block:
    """The same as a diagram. A side that may be in any status is left out: the table says it."""
    sides: tuple[Side, Side] = ("source", "destination")
    groups = tuple((system(handoff, side), _status_nodes(handoff, side)) for side in sides)
    known = {node.key for _, nodes in groups for node in nodes}
    edges = (
        Edge(*_direction(row, one, other), row.flow == "both", row.when is not None)
        for row in rows
        for one in row.left
        for other in row.right
    )
    return Diagram(groups, tuple(edge for edge in edges if {edge.start, edge.end} <= known))


def _status_nodes(handoff: Handoff, side: Side) -> tuple[Node, ...]:
    lifecycle = handoff.record(side).lifecycle
    named = lifecycle.statuses if lifecycle else ()
    return tuple(Node(f"{side}.{one.name}", status(handoff, side, one.name)) for one in named)


def _direction(row: StatusRow, one: str, other: str) -> tuple[str, str, str]:
    """Both ends of a row as it is read, and the hops in between."""
    ends = (f"source.{one}", f"destination.{other}")
    hops = f"through {', '.join(row.through)}" if row.through else ""
    return (ends[1], ends[0], hops) if row.flow == "back" else (*ends, hops)


def sync_rule(handoff: Handoff, row: StatusRow) -> str:
    """When and how a row applies, in a sentence or two."""
    written: Side = "source" if row.flow == "back" else "destination"
    parts = [{"out": "On the way out only", "back": "On the way back only", "both": "Direct map"}[row.flow]]
    if row.when is not None:
        parts.append(f"when {condition(handoff, row.when)}")
    if row.through:
        parts.append(f"by way of {listed((status(handoff, written, hop) for hop in row.through), 'then')}")
    if row.with_fields:
        given = (
            f"{bare(handoff, ref)} {value(handoff.record(ref.side).field(ref.field), given)}"
            for ref, given in row.with_fields
        )
        parts.append(f"setting {listed(given)}")
    if row.opens_follow_up:
        parts.append("opens a follow-up ticket, because this one cannot be reopened")
    if row.reason:
        parts.append(f"because {name(row.reason)}")
    closes = _closing(handoff, row)
    return f"{', '.join(parts)}{closes}"


def _closing(handoff: Handoff, row: StatusRow) -> str:
    """Reaching the end on one side ends the work on the other."""
    if row.flow != "both" or not (_ends(handoff.source, row.left) and _ends(handoff.destination, row.right)):
        return ""
    return ", ends the work on both sides"


def _ends(record: Record, named: tuple[str, ...]) -> bool:
    found = [record.lifecycle.status(one) for one in named] if record.lifecycle else []
    return bool(found) and all(one is not None and one.category == "done" for one in found)


# ── Clocks ─────────────────────────────────────────────────────────────────────────────────────────────────────────

CLOCKS = {"runs": "running", "paused": "paused", "stopped": "stopped"}


def clocks(record: Record) -> list[str]:
    """In which statuses the clock runs, is paused, is stopped: `running in New and Open`."""
    if record.lifecycle is None:
        return []
    said: list[str] = []
    for clock, words in CLOCKS.items():
        names = [_status_name(record, one.name) for one in record.lifecycle.statuses if one.clock == clock]
        said += [f"{words} in {listed(names)}"] if names else []
    return said


def _status_name(record: Record, identifier: str) -> str:
    from_options = record.field(record.lifecycle.field) if record.lifecycle else None
    shown = value(from_options, identifier)
    return capital(shown.strip("“”"))


def targets(handoff: Handoff) -> list[str]:
    """Service level targets, a clause each."""
    if handoff.sla is None:
        return []
    hours = f" of working time ({calendar(handoff, handoff.sla.calendar)})" if handoff.sla.calendar else ""
    length = working_time if handoff.sla.calendar else duration
    words = {"respond": "first answer", "resolve": "solution"}
    return [
        f"{words[target.kind]} within {length(target.seconds)}{hours}"
        + (f" when {condition(handoff, target.when, 'source')}" if target.when else "")
        for target in handoff.sla.targets
    ]


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def working_hours(handoff: Handoff, identifier: str) -> list[str]:
    """When a calendar's hours are: `Monday to Friday from 09:00 to 17:00`, a line for each kind of day."""
    found = next((c for c in handoff.calendars if c.name == identifier), None)
    if found is None:
        return []
    days: dict[str, list[int]] = {}
    for opening in found.openings:
        days.setdefault(f"from {_clock(opening.opens)} to {_clock(opening.closes)}", []).append(opening.day)
    said = [f"{_day_names(sorted(set(which)))} {hours}" for hours, which in days.items()]
    return [*said, f"not on {listed(map(name, found.closed_on))}"] if found.closed_on else said


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day_names(days: list[int]) -> str:
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return listed(_DAYS[day] for day in days)


# ── Notices ────────────────────────────────────────────────────────────────────────────────────────────────────────


def notice(handoff: Handoff, said: Notify, moment: str = "at the handoff") -> str:
    """Who is told when, as a sentence; `moment` is when that goes without saying."""
    told = capital(everyone(handoff, said.who))
    if said.things:
        verb = "changes" if len(said.things) == 1 and not said.things[0].endswith("s") else "change"
        return f"{told}: told when {things(handoff, said.things)} {verb}"
    if said.when is not None:
        return f"{told}: told when {condition(handoff, said.when)}"
    return f"{told}: told {moment}"


# ── Translation tables ─────────────────────────────────────────────────────────────────────────────────────────────


def translation(handoff: Handoff, rule: Rule) -> Block:
    """A rule's table, row by row, the source's side first."""
    left, right = mapping.columns(handoff, rule)
    turned = mapping.side_of(rule) == "destination"
    sides: tuple[Side, Side] = ("destination", "source") if turned else ("source", "destination")
    heads = [[_head(handoff, word, side) for word in words] for words, side in zip((left, right), sides, strict=True)]
    if turned:
        heads.reverse()
    rows: list[list[str | Text]] = []
    for row in rule.table:
        first, second = mapping.cells(handoff, rule, row)
        arrow = mapping.ARROWS[row.flow]
        rows.append([*second, arrow, *first] if turned else [*first, arrow, *second])
    return table([*heads[0], "", *heads[1]], rows)


def _head(handoff: Handoff, word: str, side: Side) -> str:
    return word if handoff.within else f"{word} ({system(handoff, side)})"
