"""A history in which all that a diagnosis can tell shows, with names that try to break what they are put into."""

import csv
import io
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handoffspec.cli.histories import add_file
from handoffspec.diagnose.diagnosis import Diagnosis, diagnose
from handoffspec.diagnose.paths import Paths, measure_paths
from handoffspec.diagnose.store import Store

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
TEAMS = [
    "Service desk",
    "Application support, 2nd line",
    "<script>alert(1)</script>",
    'Netz & "Größe" > Rechenzentrum </svg><img src=x onerror=alert(2)>',
    "Approvals",
    "\u202egnp.exe",
]
STATUSES = ["Queued", "In Progress", "Wait - Vendor", "Wait - User", "In Progress", "Resolved"]
COMMENTS = ["", "", "", "Can you clarify which users are affected? <b>", "Any news? {{ 7 * 7 }}", "Thanks"]
HEAD = ["ticket", "system", "time", "status", "team", "who", "comment", "priority", "link"]


def history(tickets: int = 120, teams: int = 0) -> str:
    """A table as CSV. `teams`: how many more there are than those with odd names."""
    rng = random.Random(11)  # noqa: S311 - no secret is made of it
    names = TEAMS + [f"Team {n}" for n in range(teams)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for number in range(tickets):
        at, team, home = START + timedelta(hours=rng.randrange(2000)), names[0], rng.choice(names)
        for _ in range(rng.randrange(2, 9)):
            if rng.random() < 0.5:
                team = home if team != home and rng.random() < 0.7 else rng.choice([names[0], rng.choice(names)])
            who, said, priority = rng.choice(["Ana", "Bo", "<i>Kim</i>"]), rng.choice(COMMENTS), rng.choice("1223")
            writer.writerow(
                [f"INC-{number}", "zendesk", at.isoformat(), rng.choice(STATUSES), team, who, said, priority, ""]
            )
            at += timedelta(hours=rng.expovariate(1 / 40))
        if number % 20 == 0:
            writer.writerow([f"KT-{number}", "jira", at.isoformat(), "To Do", "", who, "", "", f"INC-{number}"])
    return out.getvalue()


def diagnosis_of(table: str, folder: Path) -> tuple[Diagnosis, Paths]:
    """What is found in a table, and where its time went, without starting the program."""
    (folder / "store").mkdir()
    (folder / "history.csv").write_text(table, encoding="utf-8")
    store = Store(folder / "store")
    add_file(store, str(folder / "history.csv"), {}, None)
    store.finish(None)
    found = diagnose(store, {}), measure_paths(store)
    store.connection.close()
    return found
