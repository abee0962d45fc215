"""How many records are linked to how many, held against `one to one` and its like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.history import History, Ticket
from handoffspec.diagnose.against.tally import Tally
from handoffspec.schema.handoffs import Handoff, Link

_SORTED_OUT: Final = timedelta(days=1)
"""What is linked by mistake, or merged, has that long to be closed."""
_MOST: Final = 50
"""Records of one ticket that are compared with each other."""


@dataclass(frozen=True, slots=True)
class Linking:
    """The link of one handoff between two systems."""

    book: Book
    handoff: Handoff
    link: Link
    tally: Tally

    def judge(self, ticket: Ticket) -> None:
        """Whether two records of one side are at work for the same one of the other."""
        handoff, link = self.handoff, self.link
        sides = [ticket.of(record.system)[:_MOST] for record in (handoff.source, handoff.destination)]
        if not all(sides):
            return
        rule = self.book.rule("link", handoff, "link")
        for own, others, many in ((sides[0], sides[1], link.source_many), (sides[1], sides[0], link.destination_many)):
            if many or len(own) < 2:
                self.tally.held(rule)
                continue
            at = _both_open(own, others)
            if at is None:
                self.tally.held(rule)
                continue
            title, other = (side[0].vocabulary.record.system_title for side in (own, others))
            said = f"two of {title} were open for one of {other}, and the link is {_words(link)}"
            instead = f"Link the second to the first, or write `{_more(link, own is sides[0])}` if both are needed."
            self.tally.contradicted(rule, said, instead, ticket.name, at)


def _both_open(own: Sequence[History], others: Sequence[History]) -> datetime | None:
    """Since when two records that name the same one were both open, if they were for long enough."""
    for one, another in combinations(own, 2):
        shared = linked(another, linked(one, others))
        at = max(one.first, another.first)
        later = at + _SORTED_OUT
        if (
            shared
            and later <= min(one.shown.last, another.shown.last)
            and _open(one, at, later)
            and _open(another, at, later)
        ):
            return at
    return None


def _open(history: History, start: datetime, end: datetime) -> bool:
    held = history.status.over(start, end)
    return None not in held and not held & history.vocabulary.done


def linked(one: History, others: Sequence[History]) -> list[History]:
    """Those records that name one, or that it names."""
    return [other for other in others if one.links & other.names or other.links & one.names]


def _words(link: Link) -> str:
    return _many(source=link.source_many, destination=link.destination_many)


def _more(link: Link, of_the_source: bool) -> str:  # noqa: FBT001 - one of two sides
    """The same with several records allowed on one side more."""
    return _many(source=link.source_many or of_the_source, destination=link.destination_many or not of_the_source)


def _many(*, source: bool, destination: bool) -> str:
    return f"{'many' if source else 'one'} to {'many' if destination else 'one'}"
