"""The guide's status table between the catalogue's lifecycles, and the repaired one, through `check`."""

from collections.abc import Callable
from pathlib import Path

from handoffspec.diagnostics import Diagnostic, Severity
from handoffspec.pipeline import check
from tests.analysis.lifecycles.guide import SPEC, TABLES, placed

CASES = Path(__file__).parents[2] / "cases" / "lifecycles"


def found(folder: Path, rows: str) -> list[Diagnostic]:
    return [one for one in check([str(placed(folder, rows))]).diagnostics if one.code.code.startswith("HS04")]


def told(diagnostic: Diagnostic) -> str:
    steps = diagnostic.witness if isinstance(diagnostic.witness, list) else []
    numbered = [f"  {number}. {step}" for number, step in enumerate(steps, 1)]
    rows = [f"  also: {label.span.text.strip()}" for label in diagnostic.labels]
    head = f"{diagnostic.severity} {diagnostic.code.code} {diagnostic.code.name}: {diagnostic.message}"
    return "\n".join([head, *numbered, *rows, f"  help: {diagnostic.help}", ""])


def test_the_holes_of_the_guides_table(tmp_path: Path, expect_file: Callable[[Path, str], None]) -> None:
    for name, rows in TABLES.items():
        text = "\n".join(told(one) for one in found(tmp_path, rows))
        expect_file(CASES / f"guide_{name.replace(' ', '_')}.expected", text)


def test_with_its_hops_it_has_four_holes(tmp_path: Path) -> None:
    errors = [one for one in found(tmp_path, TABLES["with its hops"]) if one.severity is Severity.ERROR]
    said = " ".join(one.message for one in errors)
    assert [one.code.code for one in errors] == ["HS0401", "HS0403", "HS0403", "HS0403"]
    assert all(one.witness for one in errors)
    for hole in ("`closed` of Zendesk", "leads to `new`", "leaves `closed`", 'from `Done` to `"In Progress"`'):
        assert hole in said


def test_the_four_are_there_without_an_end_of_the_sync(tmp_path: Path) -> None:
    path = placed(tmp_path, TABLES["with its hops"])
    path.write_text(path.read_text(encoding="utf-8").replace("on change until done {", "on change {"), encoding="utf-8")
    errors = [one for one in check([str(path)]).diagnostics if one.code.code.startswith("HS04")]
    assert [one.code.code for one in errors if one.severity is Severity.ERROR] == ["HS0401", *["HS0403"] * 3]


def test_the_repaired_table_has_none() -> None:
    assert check([str(SPEC)]).diagnostics == ()


def test_each_repair_is_needed(tmp_path: Path) -> None:
    """Without any row of the repaired table something is found again."""
    text = SPEC.read_text(encoding="utf-8")
    start = text.index("    status {\n") + len("    status {\n")
    rows = text[start : text.index("    }\n", start)].splitlines(keepends=True)
    for at, row in enumerate(rows):
        if "->" in row or "<-" in row:
            left = [other for number, other in enumerate(rows) if number != at and "loses" not in other]
            assert found(tmp_path, "\n" + "".join(left)), row
