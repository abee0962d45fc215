"""One ticket in two systems is one timeline: its names are joined by the links that its events say."""

from collections.abc import Iterable
from typing import Final

from handoffspec.diagnose.store import Store
from handoffspec.diagnose.words import amount

_NAMES: Final = """
CREATE TEMP TABLE names AS SELECT DISTINCT ticket, system, bare, system || ':' || bare AS whole
FROM (SELECT ticket, system, coalesce(record, ticket) AS bare FROM events)
"""
_LINKS: Final = """
CREATE TEMP TABLE links AS SELECT DISTINCT ticket, system, link,
  CASE WHEN contains(link, '://') THEN regexp_extract(rtrim(link, '/'), '[^/=]*$') ELSE link END AS tail
FROM events WHERE link IS NOT NULL
"""
"""Of an address what stands last is the ticket's name: `https://example.com/browse/KT-1`."""
_LED: Final = """
CREATE TEMP TABLE led AS
SELECT l.ticket, l.link, n.ticket AS other FROM links l JOIN names n ON n.whole = l.link
UNION SELECT l.ticket, l.link, n.ticket FROM links l JOIN names n ON n.ticket = l.link
UNION SELECT l.ticket, l.link, n.ticket FROM links l JOIN names n ON n.bare = l.tail
WHERE n.system IS DISTINCT FROM l.system AND l.link NOT IN (SELECT whole FROM names WHERE whole IS NOT NULL)
"""
"""Where a link leads: to a ticket of that whole name, or else to one that has this name in another system."""
_UNSURE: Final = "(SELECT ticket, link FROM led GROUP BY ALL HAVING count(*) > 1)"
_AT_ONCE: Final = 10_000


def join_linked(store: Store) -> None:
    """Give linked tickets one name, the first of theirs. Where there are several systems, tickets of two with the same
    number are two, so a ticket's name begins with its system. `record` keeps the name that it has there."""
    run = store.connection.execute
    [(several, linked)] = store.rows("SELECT min(system) <> max(system), count(link) FROM events")
    if several:
        run("UPDATE events SET record = ticket, ticket = system || ':' || ticket WHERE system IS NOT NULL")
    if not linked:
        return
    run(_NAMES)
    run(_LINKS)
    run(_LED)
    unsure = int(str(store.one(f"SELECT count(*) FROM {_UNSURE}")))  # noqa: S608 - our own words
    pairs = store.rows(
        f"SELECT DISTINCT ticket, other FROM led ANTI JOIN {_UNSURE} USING (ticket, link) "  # noqa: S608
        "WHERE ticket <> other ORDER BY ALL"
    )
    _rename(store, _firsts((str(one), str(other)) for one, other in pairs))
    nowhere = int(str(store.one("SELECT count(*) FROM links ANTI JOIN led USING (ticket, link)")))
    if unsure:
        store.notes.append(f"{amount(unsure, 'link')} left out: several tickets have that name, write it as jira:KT-1")
    if nowhere:
        store.notes.append(f"{amount(nowhere, 'link')} left out: no ticket here has that name")


def _firsts(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of each ticket that is linked, over however many others, the first by name; not of the first itself."""
    above: dict[str, str] = {}

    def first(ticket: str) -> str:
        while (higher := above.get(ticket, ticket)) != ticket:
            above[ticket] = above.get(higher, higher)  # shorter with each walk
            ticket = higher
        return ticket

    for one, other in pairs:
        low, high = sorted((first(one), first(other)))
        above[high] = low
    return {ticket: first(ticket) for ticket in sorted(above) if first(ticket) != ticket}


def _rename(store: Store, firsts: dict[str, str]) -> None:
    if not firsts:
        return
    store.connection.execute("CREATE TEMP TABLE firsts (ticket VARCHAR, name VARCHAR)")
    moved = list(firsts)
    for start in range(0, len(moved), _AT_ONCE):
        some = moved[start : start + _AT_ONCE]
        store.connection.execute(
            "INSERT INTO firsts SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])",
            [some, [firsts[one] for one in some]],
        )
    store.connection.execute(
        "UPDATE events SET record = coalesce(record, events.ticket), ticket = firsts.name FROM firsts "
        "WHERE events.ticket = firsts.ticket"
    )
    store.notes.append(f"joined with others by links: {amount(len(firsts), 'ticket')}")
