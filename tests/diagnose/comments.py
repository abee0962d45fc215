"""The labelled comments, and how well questions and reminders are told from harmless ones."""

import re
from pathlib import Path

from tests.diagnose.histories import diagnosed
from tests.diagnose.scoring import Score

HERE = Path(__file__).parent


def read(name):
    """Pairs of what a comment does and its text."""
    parts = re.split(r"(?m)^== (\w+)\n", (HERE / name).read_text(encoding="utf-8"))[1:]
    return [(does, text.strip("\n")) for does, text in zip(parts[::2], parts[1::2], strict=True)]


COMMENTS = read("comments.txt")
HELD_OUT = read("comments_held_out.txt")


def told(comments):
    """What each does as the detector has it: each is written by somebody who has just received a ticket."""
    rows = []
    for number, (_, text) in enumerate(comments):
        rows += [
            {"ticket": str(number), "time": "2026-01-05 08:00", "team": "Desk", "who": "ana"},
            {"ticket": str(number), "time": "2026-01-05 09:00", "team": "Engineering", "who": "ana"},
            {"ticket": str(number), "time": "2026-01-05 10:00", "who": "bo", "kind": "comment", "text": text},
        ]
    with diagnosed(rows) as (_, store):
        found = store.rows("SELECT ticket, CASE WHEN asks THEN 'asks' WHEN chases THEN 'chases' END FROM remarks")
    by_ticket = {int(str(ticket)): does or "harmless" for ticket, does in found}
    return [by_ticket[number] for number in range(len(comments))]


def measure(comments):
    """For each thing that a comment can do to be found."""
    pairs = list(zip([does for does, _ in comments], told(comments), strict=True))
    return {
        does: Score(
            sum(found == does for _, found in pairs),
            sum(said == does for said, _ in pairs),
            sum(said == found == does for said, found in pairs),
            0,
        )
        for does in ("asks", "chases")
    }
