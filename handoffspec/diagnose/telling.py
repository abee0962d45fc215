"""The diagnosis for people and for programs. Texts are as the histories have them: whoever prints makes them safe."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from handoffspec.diagnose.blocks import requirement
from handoffspec.diagnose.boundaries import Boundary
from handoffspec.diagnose.diagnosis import Delayed, Diagnosis
from handoffspec.diagnose.patterns import Finding, others
from handoffspec.diagnose.words import amount, percent, span

NAMES: Final = {
    "priority_translation": "Priority translation failures",
    "context_loss": "Troubleshooting context loss",
    "ownership_ambiguity": "Ownership ambiguity after reassignment",
    "black_hole": "Automation black holes",
    "approval": "Approvals passed unchanged within an hour",
    "one_work_in_two_teams": "Tickets that keep crossing between two teams",
    "kept_twice": "Records kept twice by hand",
}
_SHOWN: Final = 10


def as_json(diagnosis: Diagnosis, failures: str) -> dict[str, object]:
    """Everything, as JSON has it. Times are seconds, shares go from 0 to 1, moments are UTC."""
    totals = diagnosis.totals
    return {
        "tickets": totals.tickets,
        "events": totals.events,
        "reassigned": totals.reassigned,
        "returned": totals.returned,
        "until": f"{totals.cut.isoformat()}Z",
        "seconds": {
            "work": totals.work,
            "delay": totals.delay,
            "customer": totals.customer,
            "after_the_work": totals.done,
        },
        "patterns": [{**asdict(f), "requirement": requirement(f)} for f in diagnosis.findings],
        "removals": [asdict(removal) for removal in diagnosis.removals],
        "boundaries": [asdict(boundary) for boundary in diagnosis.boundaries],
        "delayed": [
            {**asdict(one), "stays": [{**asdict(stay), "began": f"{stay.began.isoformat()}Z"} for stay in one.stays]}
            for one in diagnosis.delayed
        ],
        "failures": failures,
    }


def lines(diagnosis: Diagnosis) -> Iterator[str]:
    """The report, line by line."""
    totals = diagnosis.totals
    spent = totals.work + totals.delay + totals.customer
    yield f"{amount(totals.tickets, 'ticket')}, {amount(totals.events, 'event')}, until {totals.cut:%Y-%m-%d %H:%M} UTC"
    yield (
        f"{totals.reassigned:,} changed their team at least once, {totals.returned:,} went to another team and "
        "straight back"
    )
    yield (
        f"Until the work was done: {percent(_part(totals.delay, spent))} of the time delay, "
        f"{percent(_part(totals.work, spent))} work, {percent(_part(totals.customer, spent))} waiting for the "
        "customer. What passed afterwards is not counted."
    )
    yield from _delayed_lines(diagnosis)
    yield ""
    yield "## Patterns"
    for finding in diagnosis.findings:
        yield from _finding_lines(finding)
    for pattern in others(diagnosis.findings):
        yield ""
        yield f"{NAMES[pattern]}: nothing in these histories shows any"
    if diagnosis.removals:
        yield ""
        yield "## Handoffs that may not be needed"
    for removal in diagnosis.removals:
        yield ""
        yield f"{NAMES[removal.pattern]}: {amount(removal.tickets, 'ticket')}"
        yield "  " + ", ".join(f"{where} ({count})" for where, count in removal.where[:3])
        yield f"  {removal.instead}"
    yield from _boundary_lines(diagnosis)


def interview(diagnosis: Diagnosis) -> Iterator[str]:
    """Questions to ask the people who touched the delayed tickets, as a Markdown page, line by line."""
    yield "# Interviews about delayed tickets"
    for one in diagnosis.delayed:
        yield ""
        yield f"## Ticket {one.ticket}: {span(one.delay)} of delay, {span(one.work)} of work"
        before = ""
        for stay in one.stays:
            people = ", ".join(stay.people[:5]) or "nobody is named"
            yield ""
            yield f"**{stay.team}**, from {stay.began:%Y-%m-%d %H:%M} ({people}); delay {span(stay.delay)}"
            yield ""
            if before:
                yield f"- [ ] What did you need to know from {before} that did not stand in the ticket?"
                yield "- [ ] What did you look up in another system, and which?"
                yield "- [ ] How did you learn that the ticket was yours?"
            else:
                yield "- [ ] What did you know and what had you tried, and where did you write it down?"
            if stay.delay > 86400:
                yield f"- [ ] What was the ticket waiting for in these {span(stay.delay)}, and who knew?"
            before = stay.team


def _delayed_lines(diagnosis: Diagnosis) -> Iterator[str]:
    if diagnosis.delayed:
        yield ""
        yield "## The tickets that waited longest"
    for one in diagnosis.delayed:
        yield ""
        yield f"{one.ticket}: {span(one.delay)} of delay, {span(one.work)} of work"
        yield from _path(one)


def _path(one: Delayed) -> Iterator[str]:
    for stay in one.stays:
        waited = f", the customer {span(stay.customer)}" if stay.customer else ""
        yield f"  {stay.began:%Y-%m-%d %H:%M}  {stay.team}: delay {span(stay.delay)}, work {span(stay.work)}{waited}"
    if one.left_out:
        yield f"  and {one.left_out} more teams"


def _finding_lines(finding: Finding) -> Iterator[str]:
    yield ""
    yield (
        f"{NAMES[finding.pattern]}: {amount(finding.tickets, 'ticket')}, {span(finding.delay)} "
        f"({percent(finding.share)} of all delay)"
    )
    for sign in finding.signs:
        yield f"  {amount(sign.tickets, 'ticket')}: {sign.sign}"
    if finding.boundaries:
        yield "  most often " + ", ".join(f"from {a} to {b} ({n})" for a, b, n in finding.boundaries)
    yield "  for example " + ", ".join(finding.examples[:5])
    yield f"  {finding.if_fixed}"


def _boundary_lines(diagnosis: Diagnosis) -> Iterator[str]:
    for kind, title in (
        ("team", "Boundaries between teams"),
        ("status", "Changes of status"),
        ("system", "Boundaries between systems"),
    ):
        found = [one for one in diagnosis.boundaries if one.kind == kind]
        if found:
            yield ""
            yield f"## {title}, those with the most delay first"
            yield ""
            yield from map(_boundary_line, found[:_SHOWN])
        if len(found) > _SHOWN:
            yield f"  and {len(found) - _SHOWN} more, in --format json"


def _boundary_line(one: Boundary) -> str:
    verdict = f"\n    {one.verdict}: {one.why}" if one.verdict else ""
    return (
        f"  {one.source} → {one.destination}: {amount(one.times, 'time')}, {span(one.delay)} of delay, "
        f"{percent(one.back)} straight back{verdict}"
    )


def _part(seconds: float, of: float) -> float:
    return seconds / of if of else 0.0
