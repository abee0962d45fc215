"""What a handoff has against a pattern that was found, and the clause to write where it has nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handoffspec.diagnose.against.tally import Contradiction
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.spelling import quoted, value
from handoffspec.schema.types import ChoiceType


@dataclass(frozen=True, slots=True)
class Prevention:
    """A pattern and a handoff. `by`: rules that a `failure` of that name gives; `has`: rules of the kind that would
    do and that no failure names. `broken`: those of `by` that the histories contradict. `clause`: what to write where
    there is neither, in the section `into`, or as a section of its own where that is empty."""

    pattern: str
    handoff: str
    by: tuple[str, ...]
    has: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    into: str = ""
    clause: str = ""


def prevention(pattern: str, handoff: Handoff) -> Prevention:
    """What a handoff has against a pattern."""
    modes = [failure for failure in handoff.failures if failure.name == pattern]
    by = tuple(dict.fromkeys(name for mode in modes for name in mode.prevented_by))
    has = tuple(dict.fromkeys(_has(pattern, handoff)))
    if by or has:
        return Prevention(pattern, handoff.name, by, () if by else has)
    into, clause = _clause(pattern, handoff)
    return Prevention(pattern, handoff.name, (), into=into, clause=clause)


def with_broken(one: Prevention, contradictions: Sequence[Contradiction]) -> Prevention:
    """The same, with what the histories contradict of it."""
    wrong = [found.rule for found in contradictions if found.owner == one.handoff]
    broken = tuple(name for name in one.by if any(rule == name or rule.startswith(f"{name}.") for rule in wrong))
    return replace(one, broken=broken)


def _has(pattern: str, handoff: Handoff) -> Iterator[str]:
    """Rules of the kind that prevents a pattern."""
    owned, sync = handoff.ownership, handoff.sync
    match pattern:
        case "priority_translation":
            ranked = (rule.id for rule in handoff.rules if any("priority" in ref.field for ref in rule.fields))
            yield from (name for name in ranked if not name.startswith("map.nothing"))
            yield from ["sla"] if handoff.sla is not None else []
        case "context_loss":
            yield from (requirement.id for requirement in handoff.requirements)
            yield from ["sync.comments"] if sync is not None and sync.comments is not None else []
        case "ownership_ambiguity":
            yield from ["ownership.acknowledge"] if owned is not None and owned.acknowledge else []
            yield from ["ownership.notify"] if owned is not None and owned.notify else []
        case _:
            yield from ["sync.on_error"] if sync is not None and sync.on_error is not None else []
            yield from ["sync.audit"] if sync is not None and sync.audit is not None else []
            yield from ["ownership.acknowledge"] if handoff.within and owned is not None and owned.acknowledge else []


# ── The clause to write ────────────────────────────────────────────────────────────────────────────────────────────


def _clause(pattern: str, handoff: Handoff) -> tuple[str, str]:
    match pattern:
        case "priority_translation":
            return _placed("sla", [f"respond within 4h{_urgent(handoff)}"], there=False)
        case "context_loss":
            channels = handoff.source.comments.channels if handoff.source.comments is not None else ()
            said = f"conversation {', '.join(channels)}".strip()
            line = f'{said} because "what was said already is not asked again" otherwise ask'
            return _placed("require", [line], there=False)
        case "ownership_ambiguity":
            return _owned(handoff)
        case _ if handoff.within or handoff.sync is None:
            return _owned(handoff)
        case _:
            return _placed("sync", list(_watched(handoff)), there=True)


def _placed(section: str, lines: Sequence[str], *, there: bool) -> tuple[str, str]:
    body = "\n".join(f"  {line}" for line in lines)
    return (section, "\n".join(lines)) if there else ("", f"{section} {{\n{body}\n}}")


def _urgent(handoff: Handoff) -> str:
    field = next((f for f in handoff.source.fields if "priority" in f.name), None)
    if field is None or not isinstance(field.type, ChoiceType) or not field.type.options:
        return ""
    return f" when {field.name} is {value(field.type.options[0].name)}"


def _owned(handoff: Handoff) -> tuple[str, str]:
    owned = handoff.ownership
    team = owned.responsible[0].team if owned is not None and owned.responsible else handoff.to_end.held_by
    who = team or quoted("#where-the-receiver-reads")
    lines = [f"responsible {team}"] if team and (owned is None or not owned.responsible) else []
    told = ", ".join(dict.fromkeys(name for name in (who, handoff.from_end.held_by) if name))
    lines += [f"acknowledge within 4h by {_taken(handoff)} otherwise notify {who}", f"notify {told}"]
    return _placed("ownership", lines, there=owned is not None)


def _taken(handoff: Handoff) -> str:
    """What shows that somebody has taken a ticket over: a status that it does not arrive in, or a comment."""
    lifecycle = handoff.destination.lifecycle
    statuses = [s.name for s in lifecycle.statuses if s.category == "doing" and not s.initial] if lifecycle else []
    return f"status {value(statuses[0])}" if statuses and not handoff.within else "comment"


def _watched(handoff: Handoff) -> Iterator[str]:
    team = handoff.from_end.held_by
    then = f"then hold for {team} up to 1d and notify {team}" if team else "then stop"
    yield from ("on error {", "  retry 5 times from 30s up to 1h", f"  {then}", "}")
    who = team or quoted("#where-the-sender-reads")
    yield from ("audit {", "  log every change for 400d", "  compare every 1h")
    yield from (f"  alert {who} when lag > 10m or failures > 3 in 1h", "}")
