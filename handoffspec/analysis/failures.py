"""Laws 7 and 8: a contingency is a mechanism, and the handoff earns its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from handoffspec.analysis.facts import AddsNothing, Fact, FailureUnexplained, FailureUnprevented
from handoffspec.analysis.vocabulary import hollow
from handoffspec.schema.handoffs import Handoff


@dataclass(frozen=True, slots=True)
class PreventedByNothing(Fact):
    """What should prevent a failure mode only says that a field stays behind."""

    failure: str
    rule: str


def failure_facts(handoff: Handoff) -> Iterator[Fact]:
    """Failure modes without a mechanism or an explanation, and a handoff that does not say what it adds."""
    for failure in handoff.failures:
        if not failure.prevented_by:
            yield FailureUnprevented(failure.name)
        elif all(name.startswith("map.nothing.") for name in failure.prevented_by):
            yield PreventedByNothing(failure.name, failure.prevented_by[0])
        said: dict[str, str] = {"cause": failure.cause, "costs": failure.costs}
        lacking = tuple(name for name, words in said.items() if not words.strip())
        if lacking:
            yield FailureUnexplained(failure.name, lacking)
    if handoff.adds is None or hollow(handoff.adds):
        yield AddsNothing()
