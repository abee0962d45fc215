"""What stops a ticket and who is told, worked out by the interpreter once for each combination of what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from handoffspec.execute.calls import comment_steps
from handoffspec.execute.events import Sight
from handoffspec.execute.gate import asking, gate_of, notices_of
from handoffspec.execute.notify import once
from handoffspec.execute.requirements import absence_of
from handoffspec.execute.wire.write import NOT_YET_KNOWN
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.parties import Who
from handoffspec.schema.types import Json


class Told(NamedTuple):
    """A notice to a person: the words before the person, whose number among those asked for it is, and why."""

    before: str
    person: int
    why: str

    def notice(self, people: Sequence[object]) -> Json:
        """With the person named."""
        return {"who": f"{self.before}{people[self.person]}", "why": self.why}


@dataclass(frozen=True, slots=True)
class Decided:
    """What holds for every ticket that lacks the same and whose people are known alike."""

    open: bool
    missing: tuple[str, ...]
    notices: "tuple[Json | Told, ...]"
    asks: tuple[Json, ...]
    """The steps that ask for what is missing."""

    def told(self, people: Sequence[object]) -> list[Json]:
        """The notices, with the people named."""
        return [each.notice(people) if isinstance(each, Told) else each for each in self.notices]


def people_told(handoff: Handoff) -> tuple[Who, ...]:
    """Those who may be told because a field of the source names them, each once."""
    named = (who for who in _everybody(handoff) if who.kind == "person")
    return tuple(dict.fromkeys(who for who in named if who.field is not None and who.field.side == "source"))


def can_be_kept(handoff: Handoff) -> bool:
    """Whether who is told hangs on nothing else: no condition, and no field that names one person before and after."""
    notices = handoff.ownership.notify if handoff.ownership else ()
    fields = [who.field for who in people_told(handoff)]
    return all(n.when is None for n in notices if not n.things) and len(set(fields)) == len(fields)


def _everybody(handoff: Handoff) -> Iterator[Who]:
    for notice in handoff.ownership.notify if handoff.ownership else ():
        yield from notice.who
    outcomes = [requirement.otherwise for requirement in handoff.requirements]
    if handoff.people is not None:
        outcomes.append(handoff.people.otherwise)
    for outcome in outcomes:
        yield from outcome.notify if outcome is not None else ()


class Gates(dict[tuple[int, bool, tuple[bool, ...]], Decided]):
    """By what is missing (a bit for each requirement), whether there are strangers, and who of those told is known."""

    def __init__(self, handoff: Handoff) -> None:
        super().__init__()
        self._handoff = handoff
        self._absences = [absence_of(handoff.source, requirement) for requirement in handoff.requirements]
        self._people = people_told(handoff)

    def __missing__(self, key: tuple[int, bool, tuple[bool, ...]]) -> Decided:
        bits, strangers, known = key
        handoff = self._handoff
        missing = [absence for place, absence in enumerate(self._absences) if bits >> place & 1]
        gate = gate_of(handoff, missing, strangers=strangers, failures=0)
        names = {who.field.field: f"\0{n}" for n, who in enumerate(self._people) if who.field and known[n]}
        now: Mapping[Side, Mapping[str, object]] = {"source": {name: {"id": mark} for name, mark in names.items()}}
        sight = Sight({"source": handoff.source, "destination": handoff.destination}, now)
        notices = tuple(_template(notice.who, notice.why) for notice in once(notices_of(handoff, gate, sight)))
        asked = [asking(handoff, gate.asked)] if gate.asked and gate.open else []
        asks = tuple(step.to_json() for step in comment_steps(handoff.destination, NOT_YET_KNOWN, asked))
        self[key] = decided = Decided(gate.open, tuple(absence.name for absence in missing), notices, asks)
        return decided


def _template(who: str, why: str) -> "Json | Told":
    before, mark, place = who.partition("\0")
    return Told(before, int(place), why) if mark else {"who": who, "why": why}
