"""Comments that should be on both sides."""

from dataclasses import dataclass
from datetime import datetime

from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.conditions import SLACK, truth
from handoffspec.diagnose.against.crossings import Crossing, grace
from handoffspec.diagnose.against.history import History
from handoffspec.diagnose.against.tally import Tally
from handoffspec.diagnose.words import span
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Flow
from handoffspec.schema.syncing import Sync


@dataclass(frozen=True, slots=True)
class Comments:
    """How comments are copied by a handoff's synchronisation."""

    book: Book
    handoff: Handoff
    sync: Sync
    tally: Tally

    def judge(self, crossing: Crossing, cut: datetime) -> None:
        """Hold a ticket's comments on both sides against it."""
        comments, destination = self.sync.comments, crossing.scene.destination
        if comments is None or destination is None or not crossing.alone:
            return
        sides: tuple[History, History] = (crossing.scene.source, destination)
        if not all(side.shown.comments for side in sides):
            self.tally.unknown(self.handoff.name, "sync.comments", "the histories show no comments of both sides")
            return
        if self.sync.filter is not None and truth(self.sync.filter.condition, crossing.scene, cut) is False:
            return
        rule, wait = self.book.rule("comments", self.handoff, "sync.comments"), grace(self.handoff)
        ends = min(cut, *(_ended(side) or cut for side in sides))
        ways: tuple[tuple[History, History, Flow], ...] = ((*sides, "out"), (sides[1], sides[0], "back"))
        for one, other, flow in ways:
            read, written = one.vocabulary.record.comments, other.vocabulary.record.comments
            if comments.flow not in (flow, "both") or read is None or written is None:
                continue
            if set(comments.crossing(read, written)) != set(read.channels):
                continue  # of which channel a comment is, does not stand in a history
            for at in one.commented(crossing.at + SLACK, ends - wait):
                if other.commented(at - wait, at + wait):
                    self.tally.held(rule)
                    continue
                titles = (one.vocabulary.record.system_title, other.vocabulary.record.system_title)
                said = (
                    f"a comment in {titles[0]} was followed by none in {titles[1]} within {span(wait.total_seconds())}"
                )
                instead = "Find out whether comments of these tickets are copied at all."
                self.tally.contradicted(rule, said, instead, crossing.ticket, at)


def _ended(history: History) -> datetime | None:
    """When the work was over for the last time."""
    steps = list(history.status.steps())
    return steps[-1][0] if steps and steps[-1][2] in history.vocabulary.done else None
