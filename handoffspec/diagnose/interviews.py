"""What to ask the people who touched the tickets that waited longest, each question with what it is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from handoffspec.diagnose.delayed import Delayed, Stay
from handoffspec.diagnose.signs import SILENCE
from handoffspec.diagnose.words import span

_LONG: Final = 24 * 3600
"""Seconds of delay from which on a stay is asked about."""
_MUCH: Final = 0.05
"""Of the ticket's delay, from which on a stay is asked about."""
_MOST: Final = 3
"""Stays of one ticket that are asked about: people have an hour, not a day."""


@dataclass(frozen=True, slots=True)
class Interview:
    """What to ask one team about its time with one ticket. `evidence`: why it is asked, a sentence each."""

    ticket: str
    team: str | None
    people: tuple[str, ...]
    began: str
    """When it got the ticket, ISO 8601 in UTC."""
    evidence: tuple[str, ...]
    questions: tuple[str, ...]


def prepare_interviews(delayed: Sequence[Delayed]) -> tuple[Interview, ...]:
    """Ticket by ticket, each from its end backward: where it was held up, and where it had come from."""
    return tuple(interview for one in delayed for interview in _of(one))


def _of(one: Delayed) -> Iterator[Interview]:
    held = sorted((n for n, stay in enumerate(one.stays) if _telling(stay, one)), key=lambda n: -one.stays[n].delay)[
        :_MOST
    ]
    asked = set(held) | {n - 1 for n in held if n and one.stays[n].source == one.stays[n - 1].team}
    for n in sorted(asked, reverse=True):
        stay = one.stays[n]
        received = tuple(_of_receiver(stay)) if n in held else ()
        sent = (_of_sender(stay),) if stay.destination is not None and n + 1 in held else ()
        evidence = (
            tuple(_evidence(stay)) if n in held else (f"it was passed on to {stay.destination}, where it then waited",)
        )
        yield Interview(one.ticket, stay.team, stay.people, f"{stay.began.isoformat()}Z", evidence, received + sent)


def _telling(stay: Stay, one: Delayed) -> bool:
    """Whether it was held up here, or its words did not get across."""
    return stay.delay > max(_LONG, _MUCH * one.delay) or any(
        pattern in {"context_loss", "priority_translation"} for pattern, _ in stay.signs
    )


def _evidence(stay: Stay) -> Iterator[str]:
    if stay.longest is not None:
        whole, part = span(stay.delay), span(stay.longest.seconds)
        yield f"{whole} of delay{'' if part == whole else f', {part} of it'} in {stay.longest.status}"
    yield from dict.fromkeys(sign for _, sign in stay.signs)


def _of_receiver(stay: Stay) -> Iterator[str]:
    patterns = {pattern for pattern, _ in stay.signs}
    came = f"When it came to you from {stay.source}, what" if stay.source is not None else "What"
    yield f"{came} did you need to know that did not stand in the ticket?"
    yield "What did you have to look up, and in which other system?"
    if "context_loss" in patterns:
        asked = f"You asked “{stay.asked}”" if stay.asked else "You had to ask"
        if stay.answer:
            known = f"Before it came to you, “{stay.answer}” stood in the ticket"
            yield f"{asked}. {known}. Could you see it where you work?"
        else:
            yield f"{asked}. Who had known the answer before, and where had they written it?"
    if "priority_translation" in patterns:
        yield "You ranked it anew. What had its priority meant to you, and what did you need to know to set it?"
    if stay.source is not None and stay.silent > SILENCE:
        until = stay.began + timedelta(seconds=stay.silent)
        yield f"Nothing happened until {until:%Y-%m-%d %H:%M}. How did you learn that the ticket was yours, and when?"
    elif "ownership_ambiguity" in patterns:
        yield "How did you learn whose turn it was?"
    if stay.source is not None and stay.destination == stay.source:
        yield f"It went straight back to {stay.source}. What would have told them before that it was not for you?"
    if stay.longest is not None and stay.longest.seconds > _LONG:
        yield f"What was it waiting for while it was in {stay.longest.status}, and who would have noticed?"
    if "black_hole" in patterns:
        yield "It is still there. What has to happen for it to leave, and who is told when that does not happen?"


def _of_sender(stay: Stay) -> str:
    return (
        f"When it went to {stay.destination}, what did you know and what had you tried? Where did you write it, and "
        "could they see it there?"
    )
