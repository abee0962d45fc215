"""A table of events in a warehouse, which is a file of DuckDB's here, read through Ibis as any other."""

import csv
import io
import json

import duckdb
import pytest

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis calls it
TABLE = """\
ticket,happened,status,team,note
1,2026-01-05 08:00:00+01,In Progress,Service desk,
1,2026-01-05 09:00:00+01,Queued,"Engineering, 2nd",
1,2026-01-09 10:00:00+01,,,"Can you clarify
which ""users"" are affected?"
1,2026-01-09 17:00:00+01,Resolved,"Engineering, 2nd",
2,2026-01-06 08:00:00+01,In Progress,Service desk,
2,2026-01-06 09:00:00+01,Queued,"Engineering, 2nd",
2,2026-01-06 15:00:00+01,In Progress,Service desk,
"""
COLUMNS = ("--column", "time=happened")
PLACE = ("--warehouse", "EVENTS_AT", "--table", 'support."ticket ""events"".v2"')


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """The table with types of its own, under a name with signs, beside columns that nobody asks for."""
    path = tmp_path_factory.mktemp("warehouse") / "it's one.db"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA support")
        connection.execute(
            'CREATE TABLE support."ticket ""events"".v2" (ticket INTEGER, happened TIMESTAMPTZ, status VARCHAR, '
            'team VARCHAR, note VARCHAR, "odd; DROP" BLOB)'
        )
        rows = [[cell or None for cell in row] for row in csv.reader(io.StringIO(TABLE))][1:]
        connection.executemany('INSERT INTO support."ticket ""events"".v2" VALUES (?, ?, ?, ?, ?, NULL)', rows)
    return path


@pytest.fixture
def diagnose(handoff_here, warehouse):
    def run(*options, stdin="", address=f"duckdb://{warehouse}"):
        return handoff_here("diagnose", *options, "--format", "json", stdin=stdin, env={"EVENTS_AT": address})

    return run


@pytest.mark.parametrize("until", [(), ("--at", "2026-01-06T10:00+01:00")], ids=["all", "what was known then"])
def test_a_table_in_a_warehouse_says_what_the_same_file_says(diagnose, warehouse, until):
    before = warehouse.read_bytes()
    there = diagnose(*PLACE, *COLUMNS, *until)
    assert there.out == diagnose("-", *COLUMNS, *until, stdin=TABLE).out
    found = json.loads(there.out)
    assert (found["tickets"], found["events"]) == ((2, 4) if until else (2, 7))
    assert "ticket = ticket, time = happened, to = status, team = team, text = note" in there.err
    assert warehouse.read_bytes() == before


def test_a_table_and_a_file_are_one_history(diagnose):
    found = json.loads(diagnose("-", *PLACE, *COLUMNS, stdin="ticket,happened,team\n2,2026-01-07 08:00Z,Field\n").out)
    assert (found["tickets"], found["events"], found["reassigned"]) == (2, 8, 2)


@pytest.mark.parametrize(
    ("options", "address", "said"),
    [
        (PLACE[:2], None, "--warehouse and --table go together"),
        ((), None, "no events are named"),
        (("--warehouse", "duckdb://kim:hush@x", "--table", "t"), None, "the name of an environment variable"),
        (("--warehouse", "NOT_SET", "--table", "t"), None, "NOT_SET holds no connection"),
        ((*PLACE[:3], "a.b.c.d"), None, "is no name of a table"),
        ((*PLACE[:3], "support.none"), None, "TableNotFound"),
        (PLACE, "duckdb://missing.db", "does not exist"),
        (PLACE, "duckdb://missing.db?threads=hush", "EVENTS_AT cannot be read"),
        (PLACE, "sqlite://missing.db", "there is no such SQLite file"),
        (PLACE, "impala://kim:hush@127.0.0.1/x", "pip install 'ibis-framework[impala]'"),
        (PLACE, None, "no column looks like the time"),
    ],
)
def test_what_is_wrong_is_said_without_what_is_secret(diagnose, tmp_path, options, address, said):
    outcome = diagnose(*options, **({"address": address} if address else {}))
    assert outcome.status == 2
    assert said in outcome.err
    assert "hush" not in outcome.out + outcome.err
    assert list(tmp_path.iterdir()) == []
