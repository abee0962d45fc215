"""The diagnosis for people and for programs. Texts are as the histories have them: whoever prints makes them safe."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Final

from handoffspec.diagnose.blocks import requirement
from handoffspec.diagnose.boundaries import Boundary
from handoffspec.diagnose.contingencies import contingencies
from handoffspec.diagnose.delayed import Delayed
from handoffspec.diagnose.diagnosis import Diagnosis
from handoffspec.diagnose.holds import why_not
from handoffspec.diagnose.patterns import ABOUT, Finding, others
from handoffspec.diagnose.words import amount, percent, span

if TYPE_CHECKING:
    from handoffspec.diagnose.paths import Paths

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


def as_json(diagnosis: Diagnosis, paths: "Paths", failures: str) -> dict[str, object]:
    """Everything, as JSON has it. Times are seconds, shares go from 0 to 1, moments are UTC."""
    totals = diagnosis.totals
    return {
        "tickets": totals.tickets,
        "events": totals.events,
        "reassigned": totals.reassigned,
        "returned": totals.returned,
        "holds": asdict(diagnosis.holds),
        "until": f"{totals.cut.isoformat()}Z",
        "seconds": {
            "work": totals.work,
            "delay": totals.delay,
            "customer": totals.customer,
            "after_the_work": totals.done,
        },
        "patterns": [{**asdict(f), "requirement": requirement(f)} for f in diagnosis.findings],
        "removals": [asdict(removal) for removal in diagnosis.removals],
        "boundaries": [{**asdict(one), "contingencies": contingencies(one)} for one in diagnosis.boundaries],
        "delayed": [_with_moments(asdict(one)) for one in diagnosis.delayed],
        **asdict(paths),
        "interviews": [asdict(one) for one in diagnosis.interviews],
        "failures": failures,
    }


def _with_moments(value: object) -> object:
    """A value of dataclasses as JSON has it: moments are UTC in ISO 8601."""
    match value:
        case dict():
            return {name: _with_moments(one) for name, one in value.items()}
        case list() | tuple():
            return [_with_moments(one) for one in value]
        case datetime():
            return f"{value.isoformat()}Z"
        case _:
            return value


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
        yield f"{NAMES[pattern]}: {why_not(pattern, diagnosis.holds)}"
    if diagnosis.removals:
        yield ""
        yield "## Handoffs that may not be needed"
    for removal in diagnosis.removals:
        yield ""
        yield f"{NAMES[removal.pattern]}: {amount(removal.tickets, 'ticket')}"
        yield "  " + ", ".join(f"{where} ({count})" for where, count in removal.where[:3])
        yield f"  {removal.instead}"
    yield from _boundary_lines(diagnosis)


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
        spent = f"delay {span(stay.delay)}, work {span(stay.work)}{waited}"
        yield f"  {stay.began:%Y-%m-%d %H:%M}  {stay.team or 'no team'}: {spent}"
    if one.left_out:
        yield f"  and {one.left_out} more stays with less delay"


def _finding_lines(finding: Finding) -> Iterator[str]:
    yield ""
    yield (
        f"{NAMES[finding.pattern]}: {amount(finding.tickets, 'ticket')}, {span(finding.delay)} "
        f"({percent(finding.share)} of all delay)"
    )
    if finding.in_work:
        within = "in statuses of work, though nobody worked; everywhere else it counts as work"
        yield f"  {span(finding.in_work)} of it {within}"
    for sign in finding.signs:
        yield f"  {amount(sign.tickets, 'ticket')}: {sign.sign}"
    if finding.about:
        yield f"  {ABOUT[finding.pattern]} " + ", ".join(f"{thing} ({times})" for thing, times in finding.about)
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
