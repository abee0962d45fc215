"""What people wrote: for each comment whether it asks or chases, what about, and what it says; and the steps they took.

Made here are `remarks` (what one person wrote at one moment), `questions` (those that the receiving side asked after a
transfer, with whether the answer stood in the ticket by then) and `taken` (steps of troubleshooting that were written
down). Mails that are quoted, signatures, code and lines of logs are no words of the writer.

A comment of whoever passed the ticket on, written as they did, belongs to the stay before.
"""

from typing import Final

from handoffspec.diagnose.phrases import ASKS, AUTOMATIC, CHASES, HARMLESS, REQUESTS
from handoffspec.diagnose.store import Store
from handoffspec.diagnose.subjects import SUBJECTS

_LONGEST: Final = 20_000
"""Characters of a comment that are read."""

_OWN_KINDS: Final = (
    "'status', 'team', 'person', 'priority', 'comment', 'question', 'answer', 'created', 'link', 'field'"
)

_NOT_OWN_WORDS: Final = (
    r"(?s)```.*?(```|$)",
    r"(?s)\{(code|noformat)[^}]*\}.*?(\{(code|noformat)\}|$)",
    r"`[^`\n]*`",
    r"(?s)(^|\n) ?-----? ?Original Message.*$",
    r"(?s)(^|\n)From: [^\n]*\n(Sent|Date|To): .*$",
    r"(?s)\n-- ?\n.*$",
    r"(?m)^[ \t]*>.*$",
    r"(?m)^(On|Am|Le|El|Il) .{0,100}(wrote|schrieb.{0,40}|a écrit|escribió|ha scritto) ?: *$",
    r"(?m)^[ \t]*(\[?\d{4}-\d\d-\d\d|\[?\d\d:\d\d|(GET|POST|PUT|DELETE|ERROR|WARN|INFO|DEBUG|FATAL|SELECT)\b).*$",
    r"(?m)^[ \t]*at [\w.$]+\(.*$",
    r"https?://\S+",
    r'"[^"\n]{0,200}"|“[^”\n]{0,200}”',
    r"@[\w.-]*\w:?",
)


def _own_words(text: str) -> str:
    text = rf"replace(replace(left({text}, {_LONGEST}), chr(13), ''), '’', '''')"
    for expression in _NOT_OWN_WORDS:
        text = f"regexp_replace({text}, '{expression}', ' ', 'g')"
    return f"lower({text})"


def _bits(column: str, expressions: tuple[str, ...]) -> str:
    return " + ".join(
        f"CASE WHEN regexp_matches({column}, '{one.replace(chr(39), chr(39) * 2)}') THEN {1 << bit} ELSE 0 END"
        for bit, one in enumerate(expressions)
    )


_ASKED: Final = tuple(subject.asked for subject in SUBJECTS)
_SAID: Final = tuple(subject.said for subject in SUBJECTS)

_REMARKS: Final = f"""
CREATE TABLE remarks AS
WITH written AS (
  SELECT e.ticket, e.step, e.moment, e.who, e.kind, e.text, e.system_now AS system,
    e.stint - (m.moment IS NOT NULL)::INT AS stint, {_own_words("e.text")} AS words
  FROM steps e LEFT JOIN steps m ON m.ticket = e.ticket AND m.stint = e.stint AND m.team_now <> m.team_before
    AND m.moment = e.moment AND m.who IS NOT DISTINCT FROM e.who
  WHERE e.text IS NOT NULL OR e.kind = 'question'
), sentences AS (
  SELECT ticket, step, unnest(regexp_extract_all(words, '(?:[^.!?\\n]|[.!?][^\\s.!?])+[.!?]*')) AS said
  FROM written WHERE NOT regexp_matches(words, $automatic)
), told AS (
  SELECT *, CASE WHEN regexp_matches(said, $harmless) THEN 'harmless' WHEN regexp_matches(said, $chases) THEN 'chases'
    WHEN regexp_matches(said, $asks) OR (ends_with(said, '?') AND NOT regexp_matches(said, $requests)) THEN 'asks'
    END AS does
  FROM (SELECT ticket, step, regexp_replace(trim(said), '^([-*•] +|[0-9]+[.)] +)', '') AS said FROM sentences)
), by_step AS (
  SELECT ticket, step, bool_or(does = 'asks') AS asks, bool_or(does = 'chases') AS chases,
    bit_or(CASE WHEN does = 'asks' THEN {_bits("said", _ASKED)} ELSE 0 END) AS asked,
    bit_or(CASE WHEN does IS NULL OR does = 'harmless' THEN {_bits("said", _SAID)} ELSE 0 END) AS said
  FROM told GROUP BY ticket, step
)
SELECT ticket, stint, moment, who, min(step) AS step, first(text ORDER BY text IS NULL, step) AS text,
  first(words ORDER BY words IS NULL, step) AS words, any_value(system) AS system,
  coalesce(bool_or(asks), false) OR bool_or(kind = 'question') AS asks,
  coalesce(bool_or(chases) AND NOT bool_or(asks), false) AS chases,
  coalesce(bit_or(asked), 0) AS asked, coalesce(bit_or(said), 0) AS said
FROM written LEFT JOIN by_step USING (ticket, step) GROUP BY ticket, stint, moment, who
"""  # noqa: S608 - our own words

_STRANGERS: Final = """
CREATE TABLE strangers AS
WITH asked AS (
  SELECT ticket, stint, step, who FROM remarks WHERE asks AND stint > 0
  UNION ALL SELECT ticket, stint, step, who FROM steps
  WHERE stint > 0 AND priority_before IS NOT NULL AND priority_now <> priority_before
), acted AS (
  SELECT DISTINCT e.ticket, e.who, s.stint, s.team FROM steps e JOIN stints s
    ON s.ticket = e.ticket AND s.stint = CASE WHEN e.team_now <> e.team_before THEN e.stint - 1 ELSE e.stint END
  WHERE e.ticket IN (SELECT ticket FROM asked)
)
SELECT a.ticket, a.step FROM asked a JOIN stints s USING (ticket, stint)
JOIN acted b ON b.ticket = a.ticket AND b.who = a.who AND b.stint < a.stint
GROUP BY ALL HAVING NOT bool_or(b.team IS NOT DISTINCT FROM s.team)
"""
"""What was written or ranked by somebody who had had to do with the ticket before, and never in the team that has it:
the sender or the customer, so not the receiving side."""

_QUESTIONS: Final = f"""
CREATE TABLE questions AS
WITH asked AS (
  SELECT r.*, s.team, s.team_before FROM remarks r JOIN stints s USING (ticket, stint)
  WHERE r.asks AND s.team_before IS NOT NULL
), upstream AS (
  SELECT ticket, stint, step, said, text FROM remarks WHERE said <> 0 AND ticket IN (SELECT ticket FROM asked)
  UNION ALL SELECT ticket, stint, step, {_bits("lower(replace(kind, '_', ' '))", _ASKED)} AS said,
    kind || ': ' || to_ FROM steps
  WHERE kind NOT IN ({_OWN_KINDS}) AND to_ IS NOT NULL AND ticket IN (SELECT ticket FROM asked)
)
SELECT a.ticket, a.stint, a.step, any_value(a.text) AS text, any_value(a.asked) AS asked,
  any_value(a.asked) & coalesce(bit_or(u.said), 0) AS answered,
  min_by(u.text, u.step) FILTER (a.asked & u.said <> 0) AS answer
FROM asked a LEFT JOIN upstream u ON u.ticket = a.ticket AND u.stint < a.stint AND u.step < a.step
WHERE (a.ticket, a.step) NOT IN (SELECT (ticket, step) FROM strangers) GROUP BY ALL
"""  # noqa: S608

_VERBS: Final = (
    "cleared|flushed|emptied|restarted|rebooted|reinstalled|reset|checked|tested|replaced|disabled|enabled|upgraded|"
    "pinged|reconfigured|swapped|verified|unplugged|reconnected|tried|recreated|removed|deleted|renewed|updated|reseated"
)
_NO_OBJECTS: Final = (
    "'the','a','an','his','her','their','its','our','my','this','that','these','those','it','them','all','again','and','or',"
    "'with','without','on','in','at','to','of','for','from','by','but','no','not','we','i','he','she','they','you','also',"
    "'then','twice','once','too','already','customer','user','team','desk','support','ticket','was','were','is','are','has',"
    "'have','been','got','change','success','well','as','now','still','issue','problem','both','just','up','out'"
)
_TAKEN: Final = f"""
CREATE TABLE taken AS
WITH said AS (
  SELECT ticket, stint, step, who, system, words, unnest(regexp_extract_all(words,
    '\\b(?:{_VERBS})\\b(?: [a-z0-9-]+){{1,4}}'
    '|[a-z0-9-]+ (?:(?:was|were|has been|have been|got) )?(?:{_VERBS})(?:[.,;)\\n]|$| and )'))
    AS phrase
  FROM remarks WHERE words IS NOT NULL
)
SELECT DISTINCT ticket, stint, step, who, system, words, regexp_extract(phrase, '\\b({_VERBS})\\b', 1) AS verb,
  unnest(regexp_extract_all(phrase, '[a-z0-9-]+')) AS object FROM said
UNION ALL SELECT ticket, stint, step, who, system_now, to_, kind || ':', to_ FROM steps
  WHERE kind NOT IN ({_OWN_KINDS}) AND to_ IS NOT NULL
  AND regexp_matches(kind, 'step|checklist|tried|troubleshoot|diagnos')
"""  # noqa: S608
_ONLY_OBJECTS: Final = f"DELETE FROM taken WHERE object IN ({_NO_OBJECTS}) OR object = verb"  # noqa: S608

_NOTHING_SAID: Final = """
CREATE TABLE remarks (ticket VARCHAR, stint BIGINT, moment TIMESTAMP, who VARCHAR, step BIGINT, text VARCHAR,
  words VARCHAR, system VARCHAR, asks BOOLEAN, chases BOOLEAN, asked INTEGER, said INTEGER);
CREATE TABLE strangers (ticket VARCHAR, step BIGINT);
CREATE TABLE questions (ticket VARCHAR, stint BIGINT, step BIGINT, text VARCHAR, asked INTEGER, answered INTEGER,
  answer VARCHAR);
CREATE TABLE taken (ticket VARCHAR, stint BIGINT, step BIGINT, who VARCHAR, system VARCHAR, words VARCHAR, verb VARCHAR,
  object VARCHAR)
"""
"""The same tables of a history without a word: only to make the expressions ready takes a tenth of all its time."""


def read_remarks(store: Store) -> bool:
    """Make the tables, and say whether anybody wrote anything. Call it after `lay_out`, whose tables it reads."""
    if not store.one("SELECT count(*) FROM steps WHERE text IS NOT NULL OR kind = 'question'"):
        store.connection.execute(_NOTHING_SAID)
        return False
    words = {"asks": ASKS, "chases": CHASES, "harmless": HARMLESS, "requests": REQUESTS, "automatic": AUTOMATIC}
    store.connection.execute(_REMARKS, words)
    for query in (_STRANGERS, _QUESTIONS, _TAKEN, _ONLY_OBJECTS):
        store.connection.execute(query)
    return True
