"""People on the other side: known by their address or a table; and what stands in for strangers."""

from dataclasses import dataclass
from typing import cast

from handoffspec.execute.fitting import Taken
from handoffspec.execute.tables import Way
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import People

Person = dict[str, object]


@dataclass(frozen=True, slots=True)
class Met:
    """A person of the other side; None for a stranger, then `taken` says who stands in."""

    person: Person | None
    taken: Taken | None = None


def meet(handoff: Handoff, value: object, way: Way) -> Met:
    """The person on the other side who is this one here.

    By e-mail the address stands for the id, which only the other system can tell:
    `{destination.person:ana@shop.example}`.
    """
    person = cast("Person", value)
    if handoff.source.system == handoff.destination.system:
        return Met(person)
    people = handoff.people
    found = None if people is None else _by_table(people, person, way) if people.by == "table" else person.get("email")
    if found is None:
        return Met(None, Taken("people", _stranger(handoff, way)))
    if "@" not in str(found):
        return Met({**_told(person), "id": found})
    side = "destination" if way == "out" else "source"
    return Met({**_told(person), "id": f"{{{side}.person:{found}}}", "email": found})


def _by_table(people: People, person: Person, way: Way) -> str | None:
    known = {str(person[part]) for part in ("id", "email") if part in person}
    pairs = people.table if way == "out" else tuple((right, left) for left, right in people.table)
    return next((there for here, there in pairs if here in known), None)


def _told(person: Person) -> Person:
    return {part: person[part] for part in ("email", "name") if part in person}


def _stranger(handoff: Handoff, way: Way) -> str:
    there = (handoff.destination if way == "out" else handoff.source).system_title
    people = handoff.people
    if people is None:
        return f"nothing says who this person is in {there}"
    team = handoff.team(people.otherwise_team) if people.otherwise_team else None
    stands_in = f"{team.title} stands in" if team else "nobody stands in"
    return f"nobody in {there} is known to be this person; {stands_in}"
