"""How often tickets came back, held against `rollback at most`."""

from dataclasses import dataclass
from datetime import datetime

from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.conditions import Scene, ever
from handoffspec.diagnose.against.crossings import Crossing, grace
from handoffspec.diagnose.against.tally import Tally
from handoffspec.schema.handoffs import Handoff, Rollback


@dataclass(frozen=True, slots=True)
class Returns:
    """The rollback of one handoff."""

    book: Book
    handoff: Handoff
    rollback: Rollback
    tally: Tally

    def judge(self, crossed: list[Crossing], cut: datetime) -> None:
        """Count how often one record came back for a reason that the rollback names."""
        most = self.rollback.at_most
        if most is None or not crossed:
            return
        scene, ticket = crossed[0].scene, crossed[0].ticket
        moments = [at for at in self._arrivals(scene, crossed[0].at, cut) if self._because(scene, at)]
        rule = self.book.rule("rollback", self.handoff, "rollback")
        if not moments:
            self.tally.unknown(self.handoff.name, "rollback", "no ticket is seen to come back for what it names")
        elif len(moments) <= most:
            self.tally.held(rule)
        else:
            said = f"a ticket came back {len(moments)} times, and at most {most} are allowed"
            instead = "Look what these tickets lacked each time, and ask for it in `require`."
            self.tally.contradicted(rule, said, instead, ticket, moments[most])

    def _arrivals(self, scene: Scene, start: datetime, end: datetime) -> list[datetime]:
        """When the source came into the status or to the team that a rollback leads to."""
        status, team = self.rollback.to_status, self.rollback.to_team
        steps = scene.source.status.steps()
        if status is not None:
            return [at for at, _, after in steps if after == status and start < at <= end]
        words = scene.source.vocabulary
        field = words.field_of("team")
        moved = scene.source.track(field.name).steps() if field is not None else ()
        return [
            at for at, before, after in moved if words.team(after) == team != words.team(before) and start < at <= end
        ]

    def _because(self, scene: Scene, at: datetime) -> bool:
        """Whether what the rollback asks for was so, surely, shortly before or just then."""
        return ever(self.rollback.when, scene, at - grace(self.handoff), at).at is not None
