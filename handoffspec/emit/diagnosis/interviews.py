"""The sheet for interviews: what to ask whom, and why."""

from collections.abc import Iterator
from itertools import groupby

from handoffspec.diagnose.diagnosis import Diagnosis
from handoffspec.diagnose.interviews import Interview
from handoffspec.diagnose.words import span
from handoffspec.emit.content import Block, Checklist, Page, heading, item, note, paragraph, strong


def interviews(diagnosis: Diagnosis) -> Page:
    """Ticket by ticket, each from where it stood longest back to where it came from."""
    return Page("interviews", tuple(_blocks(diagnosis)))


def _blocks(diagnosis: Diagnosis) -> Iterator[Block]:
    yield heading(1, "Interviews about delayed tickets")
    if not diagnosis.interviews:
        yield paragraph("No ticket was held up for more than a day, so there is nobody to ask.")
        return
    yield paragraph(
        "For the people who had the ticket, the last first. Ask about this one ticket, not about handoffs in general, "
        "and keep their words."
    )
    yield note(
        "Listen for a question that somebody upstream could have answered: then what is known stands on the wrong side "
        "of the boundary."
    )
    delayed = {one.ticket: one for one in diagnosis.delayed}
    for ticket, asked in groupby(diagnosis.interviews, key=lambda one: one.ticket):
        one = delayed[ticket]
        yield heading(2, f"Ticket {ticket}: {span(one.delay)} of delay, {span(one.work)} of work")
        for interview in asked:
            yield from _interview(interview)


def _interview(one: Interview) -> Iterator[Block]:
    people = ", ".join(one.people) or "whoever had it"
    at = one.began[:16].replace("T", " ")
    yield heading(3, f"{one.team or people}, from {at}")
    why = (strong("Because: "), f"{'; '.join(one.evidence)}.")
    yield paragraph(strong("Ask: "), f"{people}. ", *why) if one.team else paragraph(*why)
    yield Checklist(tuple(item(question) for question in one.questions))
