"""The signs of the guide's failure patterns, each by a definition that can be read here.

Every sign is one query that gives `(ticket, stint, source, destination, about)`: the ticket, which of its teams held
it, the boundary that it had crossed then, and what it is about, as texts. docs/diagnose.md says the same in words.
"""

# ruff: noqa: S608 - queries of our own words

from typing import Final, NamedTuple

from handoffspec.diagnose.subjects import SUBJECTS

SILENCE: Final = 2 * 24 * 3600
"""Seconds on weekdays without any event after which a ticket counts as unnoticed."""
GLANCE: Final = 15 * 60
"""Seconds of work up to which a team only found out that a ticket was not for it."""
_FEW: Final = 20
"""Stays that ended in a status below which nothing is said about what is usual there."""
_DAY: Final = 24 * 3600


class Definition(NamedTuple):
    """One way in which a pattern shows. `words` end the sentence `3 tickets: …`."""

    pattern: str
    words: str
    query: str
    of_words: bool = False
    """Whether it shows only in what people wrote."""


_HERE: Final = "s.ticket, s.stint, s.team_before AS source, s.team AS destination"
_NOTHING: Final = "[]::VARCHAR[] AS about"
_SUBJECTS: Final = "list_sort(list_distinct([{}]))".format(
    ", ".join(f"CASE WHEN {{0}} & {1 << bit} <> 0 THEN '{one.name}' END" for bit, one in enumerate(SUBJECTS))
)
_LEVELS: Final = """CASE
  WHEN regexp_matches(lower({0}), 'critical|urgent|highest|blocker|emergency|^(p|sev|s)?-?1\\b') THEN 1
  WHEN regexp_matches(lower({0}), 'high|major|^(p|sev|s)?-?2\\b') THEN 2
  WHEN regexp_matches(lower({0}), 'normal|medium|moderate|^(p|sev|s)?-?3\\b') THEN 3
  WHEN regexp_matches(lower({0}), 'lowest|trivial|planning|^(p|sev|s)?-?5\\b') THEN 5
  WHEN regexp_matches(lower({0}), 'low|minor|^(p|sev|s)?-?4\\b') THEN 4 END"""

_QUESTION: Final = f"""SELECT {_HERE}, {_SUBJECTS.format("q.asked")} AS about
  FROM questions q JOIN stints s USING (ticket, stint) WHERE """

SIGNS: Final = (
    Definition(
        "priority_translation",
        "the receiving team changed the priority",
        f"""SELECT {_HERE}, [e.priority_before || ' → ' || e.priority_now] AS about
        FROM steps e JOIN stints s USING (ticket, stint) WHERE s.team_before IS NOT NULL AND e.moment > s.began
        AND e.priority_now <> e.priority_before AND lower(e.priority_now) <> lower(e.priority_before)
        AND (e.kind = 'priority' OR e.system_now IS NOT DISTINCT FROM e.system_before) AND e.means <> 'done'
        AND (e.ticket, e.step) NOT IN (SELECT (ticket, step) FROM strangers)""",
    ),
    Definition(
        "priority_translation",
        "its priority fell as it crossed to another system",
        f"""SELECT ticket, stint, system_before AS source, system_now AS destination,
          [priority_before || ' → ' || priority_now] AS about FROM (
          SELECT *, {_LEVELS.format("priority_before")} AS level_before, {_LEVELS.format("priority_now")} AS level
          FROM steps WHERE system_now <> system_before AND priority_now <> priority_before)
        WHERE level > level_before + 1""",
    ),
    Definition(
        "context_loss",
        "the receiving side asked for what stood in the ticket before the transfer",
        f"{_QUESTION} q.answered <> 0",
        of_words=True,
    ),
    Definition(
        "context_loss",
        "the receiving side asked for what nobody had written before the transfer",
        f"{_QUESTION} q.asked <> 0 AND q.answered = 0",
        of_words=True,
    ),
    Definition(
        "context_loss",
        "the receiving side asked, in words that do not say what about",
        f"{_QUESTION} q.asked = 0",
        of_words=True,
    ),
    Definition(
        "context_loss",
        "a step that had been taken before the transfer was taken again",
        f"""SELECT {_HERE}, list_sort(list(DISTINCT n.verb || ' ' || n.object)) AS about
        FROM taken b JOIN taken n
          ON n.ticket = b.ticket AND n.verb = b.verb AND n.object = b.object AND n.stint > b.stint
          AND (n.who <> b.who OR n.who IS NULL OR b.who IS NULL)
          AND NOT (n.words = b.words AND n.system IS DISTINCT FROM b.system)
        JOIN stints o ON o.ticket = b.ticket AND o.stint = b.stint
        JOIN stints s ON s.ticket = n.ticket AND s.stint = n.stint
        WHERE o.team <> s.team GROUP BY s.ticket, s.stint, n.step, s.team_before, s.team""",
        of_words=True,
    ),
    Definition(
        "ownership_ambiguity",
        "it went straight back to the team that it came from, after a glance or none",
        f"""SELECT {_HERE}, {_NOTHING} FROM stints s WHERE s.team_next = s.team_before
        AND (NOT s.touched OR s.work < {GLANCE}) AND NOT s.ended_there""",
    ),
    Definition(
        "ownership_ambiguity",
        "it was moved on before anybody worked on it",
        f"""SELECT {_HERE}, {_NOTHING} FROM stints s WHERE s.team_before IS NOT NULL AND s.team_next IS NOT NULL
        AND s.team_next <> s.team_before AND NOT s.touched AND NOT s.ended_there AND s.customer = 0""",
    ),
    Definition(
        "ownership_ambiguity",
        "nothing happened for two days after the transfer",
        f"""SELECT {_HERE}, {_NOTHING} FROM stints s WHERE s.team_before IS NOT NULL
        AND weekdays(s.began, s.first_until) > {SILENCE} AND s.first_means NOT IN ('customer', 'done')""",
    ),
    Definition(
        "ownership_ambiguity",
        "nobody was assigned after the transfer, and it lay there for two days",
        f"""SELECT {_HERE}, {_NOTHING} FROM stints s WHERE s.team_before IS NOT NULL
        AND weekdays(s.began, coalesce(s.left_at, $cut)) > {SILENCE} AND s.delay + s.work > {SILENCE}
        AND (ticket, stint) IN (SELECT (ticket, stint) FROM steps WHERE kind = 'person' GROUP BY ticket, stint
          HAVING bool_and(to_ IS NULL))""",
    ),
    Definition(
        "ownership_ambiguity",
        "somebody asked for news, and nobody did anything for two days",
        f"""SELECT {_HERE}, {_NOTHING} FROM (
          SELECT r.ticket, r.stint, r.step, any_value(r.moment) AS moment, max_by(h.means, h.step) AS means,
            coalesce(min(h.moment) FILTER (h.moment > r.moment AND (h.who <> r.who OR h.who IS NULL)), $cut) AS until
          FROM remarks r JOIN steps h USING (ticket) WHERE r.chases AND h.moment >= r.moment GROUP BY ALL) c
        JOIN steps e USING (ticket, step) JOIN stints s ON s.ticket = c.ticket AND s.stint = c.stint
        WHERE weekdays(c.moment, c.until) > {SILENCE} AND e.means NOT IN ('done', 'customer')""",
        of_words=True,
    ),
    Definition(
        "black_hole",
        "it has been in one status for twice as long as 19 of 20 tickets that left it took, and nobody touched it",
        f"""SELECT {_HERE}, [v.status] AS about FROM visits v JOIN stints s USING (ticket, stint)
        JOIN usual u USING (status) WHERE u.ended >= {_FEW} AND v.left_at IS NULL
        AND v.means NOT IN ('done', 'customer') AND epoch($cut - v.began) > greatest(2 * u.most, {_DAY})
        AND weekdays(v.last_at, $cut) > {SILENCE}""",
    ),
    Definition(
        "black_hole",
        "it has been in one status for a week and twice as long as any of the few tickets that left it, untouched",
        f"""SELECT {_HERE}, [v.status] AS about FROM visits v JOIN stints s USING (ticket, stint)
        LEFT JOIN usual u USING (status) WHERE coalesce(u.ended, 0) < {_FEW} AND v.left_at IS NULL
        AND v.means NOT IN ('done', 'customer')
        AND epoch($cut - v.began) > greatest(2 * coalesce(u.longest, 0), 7 * {_DAY})
        AND weekdays(v.last_at, $cut) > {SILENCE}""",
    ),
)

USUAL: Final = """
CREATE TABLE usual AS SELECT status, count(*) AS ended, quantile_cont(epoch(left_at - began), 0.95) AS most,
  max(epoch(left_at - began)) AS longest FROM visits WHERE left_at IS NOT NULL GROUP BY status
"""
"""How long tickets are in a status, of those that left it."""
