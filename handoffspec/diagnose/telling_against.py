"""The comparison with a spec, for people."""

from collections.abc import Iterator, Sequence

from handoffspec.diagnose.against import Against
from handoffspec.diagnose.blocks import requirement
from handoffspec.diagnose.patterns import Finding
from handoffspec.diagnose.telling import NAMES
from handoffspec.diagnose.words import amount


def against_lines(against: Against, findings: Sequence[Finding]) -> Iterator[str]:
    """What the spec prevents, what it does not, and what contradicts it, line by line."""
    yield ""
    yield "## Against the spec"
    needed = {finding.pattern: requirement(finding) for finding in findings}
    for one in against.preventions:
        yield ""
        if one.by:
            yield f"{NAMES[one.pattern]}: {one.handoff} prevents them by {', '.join(one.by)}"
        else:
            yield f"{NAMES[one.pattern]}: {one.handoff} names nothing that prevents them"
            yield f"  {needed[one.pattern]}"
    yield ""
    for system in against.unseen:
        yield f"No event is from {system}, so nothing was held against it; --system {system} says that they are."
    if not against.contradictions and not against.unseen:
        yield "Nothing that happened contradicts the systems' descriptions."
    for found in against.contradictions:
        yield f"{found.rule}: {found.said}; {amount(found.tickets, 'ticket')}, such as {found.example}"
