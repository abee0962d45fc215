"""What a site tells of some specs: plans, findings and the examples as they run, put together for `emit.site`."""

from collections.abc import Iterator, Sequence
from typing import cast

from handoffspec import __version__
from handoffspec.analysis import Facts
from handoffspec.analysis.lifecycles.facts import NotProved
from handoffspec.diagnostics import Diagnostic, Span
from handoffspec.emit.site.story import Book, Example, Finding, Moment, Place, Story
from handoffspec.execute import ScenarioOutcome, run_scenario
from handoffspec.execute.result import Failure
from handoffspec.model.handoffs import ResolvedHandoff
from handoffspec.pipeline import Checked, plans
from handoffspec.plan import Plan
from handoffspec.schema.types import Json


def book(checked: Checked) -> Book:
    """Everything that a site tells of specs whose every name is known."""
    made = plans(checked)
    return Book(
        tuple(_story(checked, handoff, facts, made[handoff.value.name]) for handoff, facts in checked.handoffs),
        {source.path: source.text for source in checked.sources},
        f"handoffspec {__version__}",
    )


def _story(checked: Checked, handoff: ResolvedHandoff, facts: Facts, plan: Plan) -> Story:
    outcomes = (run_scenario(plan, one) for one in checked.scenarios if one.handoff == handoff.value.name)
    return Story(
        plan,
        _place(handoff.places.name),
        {part: _place(span) for part, span in handoff.places.spans.items()},
        tuple(_findings(checked, handoff)),
        tuple(map(_example, outcomes)),
        explored=not any(facts.of(NotProved)),
    )


def _place(span: Span) -> Place:
    return Place(span.source.path, span.line)


# ── Findings ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _findings(checked: Checked, handoff: ResolvedHandoff) -> Iterator[Finding]:
    """What was found in a handoff, what is open first."""
    begins = [other.places.name for other, _ in checked.handoffs]
    for found in checked.diagnostics:
        if _is_in(found, handoff, begins):
            yield _finding(found, None)
    for one in checked.silenced:
        if _is_in(one.found, handoff, begins):
            yield _finding(one.found, one.reason or "")


def _is_in(found: Diagnostic, handoff: ResolvedHandoff, begins: list[Span]) -> bool:
    """A finding belongs to the last handoff that begins before it in its file."""
    before = [b for b in begins if b.source == found.span.source and b.start <= found.span.start]
    return bool(before) and max(before, key=lambda span: span.start) == handoff.places.name


def _finding(found: Diagnostic, accepted: str | None) -> Finding:
    return Finding(
        found.code.code,
        found.code.name,
        found.severity.value,
        found.message,
        found.help or "",
        _place(found.span),
        tuple(_history(found)),
        accepted,
    )


def _history(found: Diagnostic) -> Iterator[Moment]:
    """The steps that a finding about lifecycles comes with. What is said after the last one changes nothing."""
    if not found.stands:
        return
    steps = cast("Sequence[str]", found.witness)
    last = found.stands[-1]
    for at, words in enumerate(steps):
        yield Moment(words, *(found.stands[at] if at < len(found.stands) else last))


# ── Examples ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _example(ran: ScenarioOutcome) -> Example:
    scenario, given = ran.scenario, ran.scenario.given
    return Example(
        title=scenario.title,
        place=Place(scenario.path, scenario.line),
        back=scenario.back,
        given=_fields(given.fields),
        onto=_fields(given.onto),
        comments=tuple((comment.channel, comment.by, comment.text) for comment in given.comments),
        attachments=tuple(f"{file.name} ({file.type})" for file in given.attachments),
        result=ran.outcome.to_json(),
        arriving=() if isinstance(ran.outcome, Failure) else ran.outcome.comments,
        held=None if isinstance(ran.outcome, Failure) else ran.outcome.held,
        unmet=tuple(f"Line {unmet.line} expects {unmet.expected} and finds {unmet.found}." for unmet in ran.unmet),
    )


def _fields(given: tuple[tuple[str, Json], ...]) -> dict[str, Json]:
    return dict(given)
