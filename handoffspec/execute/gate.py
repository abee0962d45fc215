"""What stops a ticket, who holds it then, who is told, and what is asked for in its comments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handoffspec.execute.comments import Written
from handoffspec.execute.events import Sight
from handoffspec.execute.notify import Told
from handoffspec.execute.requirements import Absence
from handoffspec.execute.result import Notice
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Channel
from handoffspec.text.document import Document, Paragraph, Text


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the ticket crosses, what it lacks, who holds it if it does not, and what there is to tell."""

    missing: tuple[Absence, ...]
    asked: tuple[Absence, ...]
    stopped: tuple[Absence, ...]
    held: str | None
    gave_up: bool

    @property
    def open(self) -> bool:
        """Whether anything crosses."""
        return not self.stopped and not self.gave_up


def gate_of(handoff: Handoff, missing: Sequence[Absence], *, strangers: bool, failures: int) -> Gate:
    """The gate for a ticket that lacks something, has people who are strangers there, or meets a system that fails."""
    stopped = [absence for absence in missing if absence.outcome.kind != "ask"]
    if strangers and handoff.people is not None and handoff.people.otherwise is not None:
        stranger = Absence("people", "An account on the other side", handoff.people.otherwise)
        stopped += [stranger] if stranger.outcome.kind != "ask" else []
    on_error = handoff.sync.on_error if handoff.sync else None
    gave_up = failures > (on_error.times if on_error else 0)
    held = next((a.outcome.holder or handoff.from_end.held_by for a in stopped if a.outcome.kind == "hold"), None)
    if held is None and gave_up and on_error is not None and on_error.then is not None:
        held = on_error.then.holder or handoff.from_end.held_by
    asked = tuple(absence for absence in missing if absence.outcome.kind == "ask")
    return Gate(tuple(missing), asked, tuple(stopped), held, gave_up)


def notices_of(handoff: Handoff, gate: Gate, sight: Sight) -> Iterator[Notice]:
    """Everybody who is told, in order; perhaps somebody twice."""
    told = Told(handoff, sight)
    for absence in gate.stopped:
        why = f"missing: {absence.label}; the ticket {_kept(handoff, absence)}"
        if absence.outcome.kind == "hold" and absence.outcome.holder:
            yield Notice(absence.outcome.holder, why)
        yield from told.holder(why)
        yield from told.each(absence.outcome.notify, why)
    if gate.gave_up and not gate.stopped:
        yield from _failure_notices(handoff, gate, told)
    if gate.open:
        for absence in gate.asked:
            why = f"missing: {absence.label}; a comment asks for it"
            yield from told.holder(why)
            yield from told.each(absence.outcome.notify, why)
        if handoff.ownership is not None:
            yield from told.at_the_handoff(handoff.ownership.notify, f"handed over: {handoff.title}")


def _kept(handoff: Handoff, absence: Absence) -> str:
    if absence.outcome.kind != "hold":
        return "does not cross"
    team = handoff.team(absence.outcome.holder) if absence.outcome.holder else None
    return f"is held for {team.title}" if team else "is held"


def _failure_notices(handoff: Handoff, gate: Gate, told: Told) -> Iterator[Notice]:
    on_error = handoff.sync.on_error if handoff.sync else None
    times = on_error.times if on_error else 0
    why = f"{handoff.destination.system_title} did not answer after {times} retries"
    if gate.held:
        yield Notice(gate.held, why)
    if on_error is not None and on_error.then is not None:
        yield from told.each(on_error.then.notify, why)


def asking(handoff: Handoff, asked: Sequence[Absence]) -> Written:
    """One comment that asks for all that is missing, on the narrowest channel there is."""
    channels = handoff.destination.comments.channels if handoff.destination.comments else ()
    channel: Channel = "internal" if "internal" in channels else "public"
    names = ", ".join(absence.label for absence in asked)
    line = f"Missing from this ticket: {names}. Please add what you know, so that work can begin."
    return Written(channel, Document((Paragraph((Text(line),)),)))
