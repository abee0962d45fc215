"""`handoff audit` as somebody uses it: read, filled in with a spreadsheet program, read back, and checked."""

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from handoffspec.cli.sheets import read_sheet
from handoffspec.cli.sides import side_of
from handoffspec.drafting.answers import answers
from handoffspec.drafting.decisions import Proposals, propose
from tests.cli.conftest import PROGRAM

CASES = Path(__file__).parents[1] / "cases" / "audit"
Rows = list[list[str]]


@pytest.fixture(scope="module")
def sheet(environ) -> Rows:
    """The sheet of Zendesk and Jira as it comes."""
    command = [PROGRAM, "audit", "zendesk", "jira", "--format", "csv"]
    return rows_of(subprocess.run(command, env=environ, capture_output=True, check=True).stdout.decode())


@pytest.fixture(scope="module")
def proposals() -> Proposals:
    return propose(side_of("zendesk").record, side_of("jira").record)


def rows_of(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def as_csv(rows: Rows, separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def column(rows: Rows, name: str) -> int:
    return rows[0].index(name)


def filled(rows: Rows) -> Rows:
    """Every decision taken, as somebody would who types it in."""
    done = [list(row) for row in rows]
    field, decision, target = (column(rows, name) for name in ("Field", "Decision", "Destination"))
    impact, reason = column(rows, "Impact"), column(rows, "Reason")
    for row in done[1:]:
        if row[decision] == "undecided":
            row[decision], row[impact], row[reason] = "Nothing", "minor", f"nobody asks for {row[field]}"
        elif row[decision]:
            row[impact] = "Minor"
        match row[field]:
            case "requester":
                row[decision], row[target], row[reason] = "map", "Reporter", "engineering asks the reporter"
            case "brand":
                row[decision], row[target], row[impact] = "context", "Brand", "HIGH"
            case '"PROJECT"':
                row[field] = '"PLAT"'
    return done


@pytest.fixture
def decide(handoff, tmp_path: Path) -> Callable[[str | bytes], object]:
    """Reads a sheet back into `first.handoff`."""

    def run(content: str | bytes, name: str = "decisions.csv") -> object:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        (tmp_path / "first.handoff").unlink(missing_ok=True)
        return handoff("audit", "zendesk", "jira", "--decisions", name, "--spec", "first.handoff")

    return run


def test_the_page_and_the_first_spec_of_two_systems(handoff, tmp_path, expect_file):
    outcome = handoff("audit", "zendesk", "jira", "-o", "page.md", "--spec", "first.handoff")
    assert (outcome.status, outcome.out) == (0, "")
    expect_file(CASES / "zendesk_jira.md", (tmp_path / "page.md").read_text(encoding="utf-8"))
    expect_file(CASES / "zendesk_jira.handoff", (tmp_path / "first.handoff").read_text(encoding="utf-8"))
    checked = handoff("check", "first.handoff", "--format", "json")
    found = json.loads(checked.out)
    assert checked.status == 1
    assert {one["severity"] for one in found} == {"warning", "advice"}
    (open_,) = [one for one in found if one["code"] == "HS0213"]
    assert "zendesk.brand" in open_["message"]
    assert "is there already" in handoff("audit", "zendesk", "jira", "--spec", "first.handoff").err


def test_what_is_decided_everywhere_is_checked_without_a_word(handoff, sheet, decide, tmp_path):
    outcome = decide(as_csv(filled(sheet)))
    assert (outcome.status, outcome.out) == (0, "")
    text = (tmp_path / "first.handoff").read_text(encoding="utf-8")
    assert "undecided" not in text
    assert '"PLAT"' in text
    assert '-> context "Brand" because "nobody asks for brand" impact high' in text
    checked = handoff("check", "first.handoff", "--format", "json")
    assert checked.status == 0
    assert {one["severity"] for one in json.loads(checked.out)} == {"advice"}
    assert handoff("fmt", "--check", "first.handoff").status == 0


def test_a_workbook_says_the_same_and_is_the_same_twice(handoff, sheet, decide, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        assert handoff("audit", "zendesk", "jira", "--format", "xlsx", "-o", name).status == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Decisions", "Way back", "Status map"]
    assert [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)] == sheet
    page = book.worksheets[0]
    for at, row in enumerate(filled(sheet), 1):
        for place, words in enumerate(row, 1):
            page.cell(at, place).value = words or None
    # What people do to a sheet: a title above, a colour, an empty row, a second page.
    page.insert_rows(1, 2)
    page["A1"] = "Our audit"
    page["Z40"] = 1.0
    book.save(tmp_path / "filled.xlsx")
    decide(as_csv(filled(sheet)))
    by_csv = (tmp_path / "first.handoff").read_text(encoding="utf-8")
    assert decide((tmp_path / "filled.xlsx").read_bytes(), "again.xlsx").status == 0
    assert (tmp_path / "first.handoff").read_text(encoding="utf-8") == by_csv


def rewritten(rows: Rows) -> Iterator[tuple[str, bytes]]:
    """One sheet, as different programs and people leave it."""
    order = list(reversed(range(len(rows[0]))))
    turned = [[row[at] for at in order] for row in rows]
    loud = [[cell.upper() for cell in rows[0]], *rows[1:]]
    padded = [[f"\u00a0{cell}\u200b " for cell in row] for row in rows]
    yield "columns in another order", as_csv(turned).encode()
    yield "headings in capitals", as_csv(loud).encode()
    yield "semicolons", as_csv(rows, ";").encode("utf-8-sig")
    yield "tabs in UTF-16", as_csv(rows, "\t").encode("utf-16")
    yield "a line that names the separator", b"sep=;\n" + as_csv(rows, ";").encode()
    yield "blanks and marks that nobody sees", as_csv(padded).encode()
    yield "rows sorted backwards, empty ones between", as_csv([rows[0], [], *rows[:0:-1], ["", ""]]).encode()
    yield "a row twice", as_csv([*rows, rows[4]]).encode()


def test_a_sheet_is_read_however_it_was_saved(sheet, proposals, tmp_path):
    done = filled(sheet)
    expected = answers(proposals, done)
    assert expected.problems == ()
    assert {one.verb for one in expected.proposals.decisions} == {"map", "translate", "context", "nothing"}
    for how, content in rewritten(done):
        (tmp_path / "decisions.csv").write_bytes(content)
        assert answers(proposals, read_sheet(str(tmp_path / "decisions.csv"))) == expected, how


def test_what_cannot_be_taken_is_named_with_its_row_and_nothing_is_written(decide, tmp_path, expect_file):
    rows = [["Field", "Decision", "Destination", "Impact", "Reason"]]
    rows += [
        ["subject", "mapp", "summary", "", ""],
        ["description", "map", "descripton", "", ""],
        ["priorty", "translate", "priority", "", ""],
        ["type", "map", "due", "", ""],
        ["tags", "nothing", "", "minor", ""],
        ["brand", "context", "- Brand", "", ""],
        ["form", "nothing", "", "huge", "nobody asks"],
        ["requester", "map", "reporter", "", ""],
        ["assignee", "map", "assignee", "", ""],
        ["assignee", "nothing", "", "none", "they write to the team"],
        ["followers", "map", "created", "", ""],
        ["due", "map", "status", "", ""],
        ["satisfaction", "map", "", "", ""],
        ["problem", "map", "assignee", "", ""],
        ["recipient", "context", "Group", "", "it is needed"],
        ["group", "context", "", "", ""],
        ["status", "translate", "status", "", ""],
        ["created", "map", "due", "", ""],
        ["", "nothing", "", "minor", "which one?"],
        ['"Bugg"', "map", "type", "", ""],
        ["=cmd|' /C calc'!A0", "map", "summary", "", "\u202eevil\x1b[31m"],
    ]
    outcome = decide(as_csv(rows))
    assert outcome.status == 2
    assert not (tmp_path / "first.handoff").exists()
    expect_file(CASES / "problems.txt", outcome.err)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"\x00" * 100, b"a,b\n1,2\n", b'"' * 1000, b"\xd0\xcf\x11\xe0", b"Field\n=1+1\n"],
)
def test_a_file_that_is_no_sheet_decides_nothing(proposals, tmp_path, content):
    (tmp_path / "decisions.csv").write_bytes(content)
    (problem,) = answers(proposals, read_sheet(str(tmp_path / "decisions.csv"))).problems
    assert "no row has the headings Field and Decision" in problem.message


def test_a_broken_workbook_and_one_that_fills_the_memory_are_refused(decide):
    assert "is no workbook" in decide(b"PK\x03\x04 no workbook", "a.xlsx").err
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 130 * 1024 * 1024)
    outcome = decide(bomb.getvalue(), "b.xlsx")
    assert outcome.status == 2
    assert "more than 128 MB" in outcome.err


HOSTILE = '=HYPERLINK("http://evil") | <b>x</b> `y`'
SYSTEM = """system {name} "{title}" {{
  administered by us
  record ticket "Ticket" {{
    key id
    fields {{
      id     "Id" integer kept by {name} at "id"
      topic  "{label}" text up to 100 characters at "topic"
      plus   "+1+1" text at "plus"
      minus  "-2" choice [a "@SUM(1)", b "-3"] at "minus"
      hidden "tab\u202e" text at "hidden"
    }}
    call create "POST /tickets" id at "id"
  }}
}}
"""


@pytest.fixture
def hostile(tmp_path: Path) -> None:
    label = HOSTILE.replace('"', '\\"')
    for name in ("left", "right"):
        text = SYSTEM.format(name=name, title=f"={name} | [x](y)", label=label)
        (tmp_path / f"{name}.handoff").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("hostile")
def test_names_from_strangers_break_no_table_and_are_no_formulas(handoff, tmp_path):
    page = handoff("audit", "left.handoff", "right.handoff").out
    tables = [line for line in page.splitlines() if line.startswith("| ")]
    assert {len(line.replace("\\|", "").split("|")) for line in tables} == {7}
    assert "<b>" not in page.replace("\\<b\\>", "")
    rows = rows_of(handoff("audit", "left.handoff", "right.handoff", "--format", "csv").out)
    assert {len(row) for row in rows} == {9}
    assert any(cell == f"'{HOSTILE}" for row in rows for cell in row)
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")] == []
    handoff("audit", "left.handoff", "right.handoff", "--format", "xlsx", "-o", "a.xlsx")
    cells = [cell for page in load_workbook(tmp_path / "a.xlsx") for row in page.iter_rows() for cell in row]
    assert any(cell.value == HOSTILE and cell.quotePrefix for cell in cells)
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


@pytest.mark.usefixtures("hostile")
def test_two_files_give_a_spec_that_uses_them(handoff, tmp_path):
    assert handoff("audit", "left.handoff", "right.handoff", "--spec", "first.handoff").status == 0
    assert 'use "left.handoff"' in (tmp_path / "first.handoff").read_text(encoding="utf-8")
    found = json.loads(handoff("check", "first.handoff", "--format", "json").out)
    assert [one for one in found if one["severity"] == "error"] == []
    (tmp_path / "elsewhere").mkdir()
    refused = handoff("audit", "left.handoff", "right.handoff", "--spec", "elsewhere/first.handoff")
    assert refused.status == 2
    assert "neither beside nor below" in refused.err


def test_a_file_that_extends_a_system_and_one_of_the_catalogue(handoff, tmp_path):
    ours = 'use zendesk\nextend zendesk.ticket {\n  component "Affected component" optional set of choice\n}\n'
    (tmp_path / "ours.handoff").write_text(ours, encoding="utf-8")
    page = handoff("audit", "ours.handoff", "jira.issue").out
    assert "| Affected component (set) | Components (set) |" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("zendesk", "zendesk"), "within one system a ticket keeps its fields"),
        (("zendesc", "jira"), "Did you mean zendesk?"),
        (("zendesk.tickets", "jira"), "Did you mean zendesk.ticket?"),
        (("nowhere.handoff", "jira"), "nowhere.handoff has errors"),
        (("zendesk", "jira", "--format", "xlsx"), "-o FILE"),
        (("zendesk", "jira", "--decisions", "nowhere.csv"), "nowhere.csv cannot be read"),
    ],
)
def test_what_cannot_be_audited_is_said(handoff, arguments, said):
    outcome = handoff("audit", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err


def test_a_workbook_of_another_program_with_numbers_and_truths(decide):
    book = Workbook()
    page = book.active
    page.append(["field", "DECISION", "destination", "Impact", "Reason", "Note"])
    page.append(["tags", "nothing", None, "None", 2024.0, True])
    made = io.BytesIO()
    book.save(made)
    assert decide(made.getvalue(), "a.xlsx").status == 0
