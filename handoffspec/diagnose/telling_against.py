"""The comparison with a spec, for people and for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from handoffspec.diagnose.against import Against, Contradiction, Prevention
from handoffspec.diagnose.blocks import requirement
from handoffspec.diagnose.patterns import Finding
from handoffspec.diagnose.telling import NAMES
from handoffspec.diagnose.words import amount

_MOST_UNJUDGED: Final = 12
_LIMITS: Final = "What a history does not say is not judged"


def against_json(against: Against) -> dict[str, object]:
    """Everything, as JSON has it. Moments are UTC."""
    return {
        **asdict(against),
        "contradictions": [
            {**asdict(one), "first": f"{one.first.isoformat()}Z", "last": f"{one.last.isoformat()}Z"}
            for one in against.contradictions
        ],
    }


def against_lines(against: Against, findings: Sequence[Finding]) -> Iterator[str]:
    """What the spec prevents, what it does not, and what contradicts it, line by line."""
    yield ""
    yield "## Against the spec: what it prevents"
    needed = {finding.pattern: requirement(finding) for finding in findings}
    for one in against.preventions:
        yield ""
        yield from _prevention(one, needed[one.pattern])
    yield ""
    yield "## Against the spec: what happened against its rules"
    for system in against.unseen:
        yield ""
        yield (
            f"No event is from {system}, so neither it nor a handoff to or from it was judged; "
            f"--system {system} says that they are."
        )
    held = {(one.owner, one.rule): one.times for one in against.judged}
    before: tuple[str, str, str] | None = None
    for found in against.contradictions:
        rule = (found.place, found.owner, found.rule)
        if rule != before:
            yield ""
            yield f"{found.place}: {found.owner}, {found.rule}"
        yield from _contradiction(found, held[found.owner, found.rule])
        before = rule
    if not against.contradictions and against.judged:
        yield ""
        times = sum(one.times for one in against.judged)
        yield f"Nothing: {amount(len(against.judged), 'rule')} held each time they were looked at, {times:,} in all."
    elif against.judged:
        right = sum(1 for one in against.judged if not one.contradicted)
        yield ""
        yield f"{amount(right, 'other rule')} held each time."
    yield from _unjudged(against)


def _prevention(one: Prevention, needed: str) -> Iterator[str]:
    name = NAMES[one.pattern]
    if one.by:
        yield f"{name}: {one.handoff} prevents them by {', '.join(one.by)}"
        if one.broken:
            yield f"  But {', '.join(one.broken)} did not hold, see below."
        return
    if one.has:
        yield f"{name}: {one.handoff} names nothing that prevents them, although it has {_few(one.has)}"
        yield f"  {needed}"
        yield f"  If one of these does, write `prevented by {one.has[0]}` in `failure {one.pattern}`."
        return
    yield f"{name}: {one.handoff} has nothing that prevents them"
    yield f"  {needed}"
    yield f"  For example, in its `{one.into}`:" if one.into else "  For example, write into it:"
    yield ""
    yield from (f"    {line}" for line in one.clause.splitlines())


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _contradiction(found: Contradiction, looked: int) -> Iterator[str]:
    yield f"  {found.said}"
    seen = f"    {found.times:,} of {amount(looked, 'time')}, in {amount(found.tickets, 'ticket')}: "
    seen += ", ".join(found.examples) + (" and more" if found.tickets > len(found.examples) else "")
    first, last = f"{found.first:%Y-%m-%d %H:%M}", f"{found.last:%Y-%m-%d %H:%M}"
    yield f"{seen}; {first}" if first == last else f"{seen}; from {first} to {last}"
    yield f"    {found.instead}"


def _unjudged(against: Against) -> Iterator[str]:
    if not against.unjudged:
        return
    yield ""
    yield f"{_LIMITS}:"
    reasons: dict[tuple[str, str], list[str]] = {}
    for one in against.unjudged:
        reasons.setdefault((one.owner, one.why), []).append(one.rule)
    for (owner, why), rules in reasons.items():
        shown = ", ".join(rules[:_MOST_UNJUDGED]) + (" and more" if len(rules) > _MOST_UNJUDGED else "")
        yield f"  {owner}, {shown}: {why}"
