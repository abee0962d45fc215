"""What things are called: systems, teams, fields, statuses, values, people."""

from handoffspec.emit.words.amounts import capital, clipped, duration, listed, name
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.parties import Notify, Outcome, Who
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ListType, Scalar, Type


def human(identifier: str) -> str:
    """`customer_impact` as `Customer impact`; a name that was written for people stays as it is."""
    plain = identifier.isidentifier() and identifier == identifier.lower()
    return name(capital(identifier.replace("_", " ")) if plain else identifier)


def quoted(text: str) -> str:
    """A value or an address, as the spec has it."""
    return f"“{name(text)}”"


# ── Systems and teams ──────────────────────────────────────────────────────────────────────────────────────────────


def system(handoff: Handoff, side: Side) -> str:
    """`Zendesk Support`."""
    return name(handoff.record(side).system_title)


def ticket(handoff: Handoff, side: Side) -> str:
    """`Jira issue`: the system and what it calls its tickets."""
    record = handoff.record(side)
    return f"{name(record.system_title)} {name(record.title).lower()}"


def team(handoff: Handoff, identifier: str) -> str:
    """The team's title."""
    found = handoff.team(identifier)
    return name(found.title) if found and found.title else human(identifier)


def calendar(handoff: Handoff, identifier: str) -> str:
    """A calendar's title and time zone."""
    found = next((c for c in handoff.calendars if c.name == identifier), None)
    return f"{name(found.title)}, {name(found.zone)}" if found else name(identifier)


def team_and_address(handoff: Handoff, identifier: str) -> str:
    """`Platform Engineering (#platform-oncall)`."""
    found = handoff.team(identifier)
    address = f" ({name(found.reached_at)})" if found and found.reached_at else ""
    return team(handoff, identifier) + address


def holder(handoff: Handoff, side: Side) -> str | None:
    """The team that holds the ticket on a side; None where the spec names nobody."""
    end = handoff.from_end if side == "source" else handoff.to_end
    if end.held_by:
        return team(handoff, end.held_by)
    if side == "destination" and handoff.ownership:
        always = [r.team for r in handoff.ownership.responsible if r.when is None]
        return team(handoff, always[0]) if always else None
    return None


def party(handoff: Handoff, side: Side) -> str:
    """Who hands over or receives, as the subject of a sentence: the team, or else the system."""
    return holder(handoff, side) or system(handoff, side)


def known_names(handoff: Handoff) -> tuple[str, ...]:
    """Words that keep their capital in the middle of a sentence."""
    records = (handoff.source, handoff.destination)
    return (*(r.system_title for r in records), *(r.system for r in records), *(t.title for t in handoff.teams))


# ── Fields and values ──────────────────────────────────────────────────────────────────────────────────────────────


def label(field: Field) -> str:
    """What people call the field."""
    return name(field.label) if field.label and field.label != field.name else human(field.name)


def bare(handoff: Handoff, ref: FieldRef) -> str:
    """The field's label alone."""
    found = handoff.record(ref.side).field(ref.field)
    return label(found) if found else human(ref.field)


def field(handoff: Handoff, ref: FieldRef, home: Side | None = None) -> str:
    """The field's label, with its system unless that is understood (`home`) or there is only one."""
    words = bare(handoff, ref)
    return words if handoff.within or ref.side == home else f"{words} ({system(handoff, ref.side)})"


def status(handoff: Handoff, side: Side, identifier: str) -> str:
    """What people call a status."""
    return _status(handoff.record(side), identifier)


def _status(record: Record, identifier: str) -> str:
    found = record.field(record.lifecycle.field) if record.lifecycle else None
    if found is not None and found.type.kind == "choice":
        shown = next((o.label for o in found.type.options if o.name == identifier), identifier)
        return human(shown) if shown == identifier else name(shown)
    return human(identifier)


def statuses(handoff: Handoff, side: Side, identifiers: tuple[str, ...]) -> str:
    """Several statuses; none named: any."""
    return listed((status(handoff, side, s) for s in identifiers), "or") if identifiers else "Any status"


def value(found: Field | None, scalar: Scalar) -> str:
    """A value as people see it in that field, in quotation marks where it is text."""
    if isinstance(scalar, bool):
        return "yes" if scalar else "no"
    if isinstance(scalar, int | float):
        if found is not None and found.type.kind == "duration":
            return duration(int(scalar))
        return str(scalar)
    return quoted(option(found.type if found else None, scalar))


def option(type_: Type | None, identifier: str) -> str:
    """The label of a choice's option, where it has one."""
    inner = type_.item if isinstance(type_, ListType) else type_
    if inner is not None and inner.kind == "choice":
        shown = next((o.label for o in inner.options if o.name == identifier), identifier)
        return human(shown) if shown == identifier else name(shown)
    return name(identifier)


# ── People ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def who(handoff: Handoff, somebody: Who) -> str:
    """Somebody to tell, as the subject of a sentence."""
    match somebody.kind:
        case "person":
            return _person(handoff, somebody)
        case "team":
            return team_and_address(handoff, somebody.name)
        case "channel":
            return name(somebody.name)
        case "holder":
            before = holder(handoff, "source")
            return f"the team that held the ticket before ({before})" if before else "whoever held the ticket before"
        case "customer":
            return "the customer"


def _person(handoff: Handoff, somebody: Who) -> str:
    if somebody.field is None:
        return "the previous holder" if somebody.previous else "the holder"
    role = bare(handoff, somebody.field)
    words = f"the {'previous ' if somebody.previous else ''}{role[:1].lower()}{role[1:]}"
    return words if handoff.within else f"{words} ({system(handoff, somebody.field.side)})"


def everyone(handoff: Handoff, several: tuple[Who, ...]) -> str:
    """Several people, each once."""
    return listed(dict.fromkeys(who(handoff, somebody) for somebody in several))


def told(handoff: Handoff, several: tuple[Who, ...]) -> str:
    """`Ana is told`, `Ana and Bo are told`."""
    return f"{everyone(handoff, several)} {'is' if len(set(several)) == 1 else 'are'} told"


def told_at_handoff(handoff: Handoff) -> list[str]:
    """Everyone who is told at the moment of the handoff, each once."""
    notices = handoff.ownership.notify if handoff.ownership else ()
    named = [who(handoff, somebody) for notice in notices if is_at_handoff(notice) for somebody in notice.who]
    return list(dict.fromkeys(named))


def is_at_handoff(notice: Notify) -> bool:
    """Whether people are told at the handoff, and not when something changes later."""
    return not notice.things and notice.when is None


def things(handoff: Handoff, names: tuple[str, ...]) -> str:
    """What is watched: `Status and comments`."""
    found = [n if n in ("status", "comments", "attachments") else _thing(handoff, n) for n in names]
    return listed(found, "or")


def _thing(handoff: Handoff, identifier: str) -> str:
    sides: tuple[Side, Side] = ("source", "destination")
    field_of = next((f for side in sides if (f := handoff.record(side).field(identifier))), None)
    return label(field_of) if field_of else human(identifier)


# ── Outcomes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def outcome(handoff: Handoff, result: Outcome | None, thing: str = "the ticket") -> str:
    """What happens then, as one clause about `thing` (a ticket, a change)."""
    if result is None:
        return "nothing is laid down"
    also = f", and {told(handoff, result.notify)}" if result.notify else ""
    match result.kind:
        case "stop":
            return f"{thing} does not cross{also}"
        case "ask":
            return f"{thing} crosses, a comment asks for it, and whoever held it before is told{also}"
        case "unlink":
            return f"the link between the two records is taken away{also}"
        case "hold":
            by = team_and_address(handoff, result.holder) if result.holder else "somebody the spec does not name"
            most = f" for at most {duration(result.seconds)}" if result.seconds else ""
            return f"{thing} is held for {by}{most}{also}"


def reason(text: str | None) -> str:
    """`, because …` in the spec's own words; nothing where it gives none."""
    return f", because {clipped(text).rstrip('. ')}" if text else ""
