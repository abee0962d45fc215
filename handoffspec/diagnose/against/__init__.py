"""Histories held against a spec: what it prevents of what was found, and which of its rules did not hold.

What a history does not say is not judged. A rule is contradicted only where every reading of the history is against it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from handoffspec.diagnose.against.book import Book, Spec
from handoffspec.diagnose.against.comments import Comments
from handoffspec.diagnose.against.crossings import apart, by_team, crossings
from handoffspec.diagnose.against.descriptions import Description
from handoffspec.diagnose.against.directions import Directions
from handoffspec.diagnose.against.entering import Entering
from handoffspec.diagnose.against.history import Shown, Ticket, shown, tickets
from handoffspec.diagnose.against.in_step import StatusMap
from handoffspec.diagnose.against.linking import Linking
from handoffspec.diagnose.against.prevention import Prevention, prevention, with_broken
from handoffspec.diagnose.against.returns import Returns
from handoffspec.diagnose.against.tables import Tables
from handoffspec.diagnose.against.taking_over import TakingOver
from handoffspec.diagnose.against.tally import Contradiction, Judged, Tally, Unjudged
from handoffspec.diagnose.against.together import Against, together
from handoffspec.diagnose.against.vocabulary import Vocabulary
from handoffspec.diagnose.patterns import Finding
from handoffspec.diagnose.store import Store
from handoffspec.schema.handoffs import Handoff

__all__ = ["Against", "Contradiction", "Judged", "Prevention", "Spec", "Unjudged", "hold_against"]

_ALL: Final = "all of it"


def hold_against(
    store: Store, findings: Sequence[Finding], specs: Sequence[Spec], integration: Collection[str] = ()
) -> Against:
    """Compare with every handoff of some specs. Call it after the diagnosis, which joins linked tickets.

    `integration`: the names that the synchronisation writes under.
    """
    names = frozenset(name.casefold() for name in integration)
    return together([_held(store, findings, spec, names) for spec in specs])


def _held(store: Store, findings: Sequence[Finding], spec: Spec, integration: frozenset[str]) -> Against:
    book, handoffs = Book(spec), [one.value for one in spec.handoffs]
    records = {record.system: record for one in reversed(handoffs) for record in (one.destination, one.source)}
    teams = [team for handoff in handoffs for team in handoff.teams]
    words = {system: Vocabulary(record, teams, spec.omits.get(system, ())) for system, record in records.items()}
    seen = shown(store, words)
    tally = Tally()
    cut = store.one("SELECT max(moment) FROM events")
    if seen and isinstance(cut, datetime):
        described = {system: Description(book, records[system], words[system], tally) for system in seen}
        judges = [_Judge(book, one, tally, integration) for one in handoffs if _can_be_told(one, seen, tally)]
        for ticket in tickets(store, words, seen):
            for history in ticket.histories:
                described[history.system].judge(history)
            for judge in judges:
                judge.ticket(ticket, cut)
        for judge in judges:
            judge.finish(seen)
    contradictions = tally.contradictions()
    preventions = (prevention(finding.pattern, handoff) for finding in findings for handoff in handoffs)
    return Against(
        tuple(with_broken(one, contradictions) for one in preventions),
        contradictions,
        tally.judged(),
        tally.unjudged(),
        tuple(sorted(set(records) - set(seen))),
    )


def _can_be_told(handoff: Handoff, seen: dict[str, Shown], tally: Tally) -> bool:
    """Whether a log shows both sides, and what followed what."""
    systems = {handoff.source.system, handoff.destination.system}
    if not systems <= set(seen):
        return False
    if not handoff.within and len(systems) < 2:
        tally.unknown(handoff.name, _ALL, "two kinds of record of one system are not kept apart in a history")
        return False
    coarse = sorted(system for system in systems if seen[system].coarse)
    if coarse:
        why = f"the times of {' and '.join(coarse)} are whole hours or days, so what followed what is not to be seen"
        tally.unknown(handoff.name, _ALL, why)
    return not coarse


class _Judge:
    """One handoff with all that is judged of it."""

    def __init__(self, book: Book, handoff: Handoff, tally: Tally, integration: frozenset[str]) -> None:
        self._handoff, self._tally = handoff, tally
        self._crossed = False
        self._entering = Entering(book, handoff, tally)
        self._taking_over = TakingOver(book, handoff, tally)
        self._returns = Returns(book, handoff, handoff.rollback, tally) if handoff.rollback else None
        sync, crosses = handoff.sync, not handoff.within
        mapped = sync is not None and sync.status and handoff.source.lifecycle and handoff.destination.lifecycle
        in_step = (
            StatusMap(book, handoff, sync, tally) if mapped and sync and crosses else None,
            Tables(book, handoff, tally) if crosses else None,
            Comments(book, handoff, sync, tally) if sync and crosses else None,
            Directions(book, handoff, sync, tally, integration) if sync and crosses else None,
        )
        self._linking = Linking(book, handoff, handoff.link, tally) if handoff.link and crosses else None
        self._in_step = [one for one in in_step if one is not None]

    def ticket(self, ticket: Ticket, cut: datetime) -> None:
        """Hold one ticket against the handoff."""
        crossed = list(crossings(self._handoff, ticket))
        if self._linking is not None:
            self._linking.judge(ticket)
        self._crossed = self._crossed or bool(crossed)
        for crossing in crossed:
            if crossing.seen:
                self._entering.judge(crossing)
                self._taking_over.judge(crossing, cut)
            for part in self._in_step:
                part.judge(crossing, cut)
        if self._returns is not None:
            for source in {id(one.scene.source) for one in crossed}:
                self._returns.judge([one for one in crossed if id(one.scene.source) == source], cut)
        for history in apart(self._handoff, ticket, "source"):
            self._entering.judge_apart(history, cut)
        for history in apart(self._handoff, ticket, "destination"):
            self._entering.judge_other(history)

    def finish(self, seen: dict[str, Shown]) -> None:
        """What can only be said at the end of the log."""
        self._entering.finish(seen)
        if not self._crossed:
            self._tally.unknown(self._handoff.name, _ALL, _unseen(self._handoff))


def _unseen(handoff: Handoff) -> str:
    """Why no ticket is seen to cross."""
    start, end = handoff.from_end, handoff.to_end
    if not handoff.within:
        ends = f"{handoff.source.system} is linked to one of {handoff.destination.system} that began after it"
        return f"no ticket of {ends}; the column `link` says which belong together"
    if by_team(handoff):
        said = f"no ticket goes from {start.held_by} to {end.held_by}"
        return f"{said}; a team is known by its name, its title, or what its system calls its group (`named`)"
    said = f"no ticket goes from {' or '.join(start.statuses)} to {' or '.join(end.statuses)}"
    return f"{said} while its trigger can have held"
