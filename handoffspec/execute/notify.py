"""Who is told, as a text that names them, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from handoffspec.execute.conditions import holds
from handoffspec.execute.events import Sight
from handoffspec.execute.result import Notice
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.parties import Notify, Who


@dataclass(frozen=True, slots=True)
class Told:
    """Collects notices; nobody is told the same twice."""

    handoff: Handoff
    sight: Sight

    def each(self, who: Iterable[Who], why: str) -> Iterator[Notice]:
        """A notice for each of them who can be named."""
        for one in who:
            name = self.name(one)
            if name is not None:
                yield Notice(name, why)

    def at_the_handoff(self, notices: Sequence[Notify], why: str) -> Iterator[Notice]:
        """Those who are told when the ticket moves: whatever things change, and where a condition holds."""
        for notice in notices:
            if not notice.things and (notice.when is None or holds(notice.when, self.sight) is True):
                yield from self.each(notice.who, why)

    def holder(self, why: str) -> Iterator[Notice]:
        """The team that has held the ticket so far."""
        return self.each([Who("holder")], why)

    def name(self, who: Who) -> str | None:
        """A team's name, a channel's address, `customer`, or a person as `zendesk.assignee 613`.

        Where a field names nobody, the team that has held the ticket is told in the person's place.
        """
        match who.kind:
            case "person":
                return self._person(who) or self.handoff.from_end.held_by
            case "holder":
                return self.handoff.from_end.held_by
            case "customer":
                return "customer"
            case _:
                return who.name

    def _person(self, who: Who) -> str | None:
        if who.field is None:
            return None
        side, name = who.field.side, who.field.field
        record = self.handoff.record(side)
        seen = self.sight.before if who.previous and side in self.sight.before else self.sight.now
        value = seen.get(side, {}).get(name)
        if not isinstance(value, dict):
            return None
        person = cast("dict[str, object]", value)
        told = person.get("id") or person.get("email") or person.get("name")
        return f"{record.system}.{name} {told}" if told is not None else None


def once(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Each notice once, in order."""
    return tuple(dict.fromkeys(notices))
