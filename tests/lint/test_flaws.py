"""One planted flaw gives exactly one finding.

`tests/cases/lint/flaws.txt` lists the flaws: a name, the code expected, and what (`-`) is replaced by what (`+`) in the
clean spec. What the findings say stands in `flaws.expected`, read by a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from pathlib import Path

import pytest

from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.pipeline import check

CASES = Path(__file__).parent.parent / "cases" / "lint"
CLEAN = (CASES / "clean.handoff").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Flaw:
    name: str
    code: str
    spec: str


def flaws() -> list[Flaw]:
    parts = (CASES / "flaws.txt").read_text(encoding="utf-8").split("── ")[1:]
    return [flaw([line for line in part.split("\n") if line]) for part in parts]


def flaw(lines: list[str]) -> Flaw:
    name, code = lines[0].split(" · ")
    texts = ["\n".join(line[2:] for line in group) for _, group in groupby(lines[1:], key=lambda line: line[0])]
    spec = CLEAN
    for old, new in zip(texts[::2], texts[1::2], strict=True):
        assert spec.count(old) == 1, f"{name}: {old!r} is not once in the clean spec"
        spec = spec.replace(old, new)
    return Flaw(name, code, spec)


FLAWS = flaws()


def findings(text: str) -> tuple[Diagnostic, ...]:
    return check(["-"], StringIO(text)).diagnostics


def told(flaw: Flaw, found: Diagnostic) -> str:
    labels = [f"      {label.message}: {label.span.text.strip()}" for label in found.labels]
    head = f"{found.code.code} {found.code.name}: {found.span.text.splitlines()[0].strip()}"
    return "\n".join([f"── {flaw.name}", head, f"  {found.message}", f"  help: {found.help}", *labels, ""])


def test_the_clean_spec_is_clean() -> None:
    assert findings(CLEAN) == ()


@pytest.mark.parametrize("flaw", FLAWS, ids=[flaw.name for flaw in FLAWS])
def test_one_flaw_gives_one_finding(flaw: Flaw) -> None:
    found = findings(flaw.spec)
    assert [one.code.code for one in found] == [flaw.code], "\n".join(told(flaw, one) for one in found)


def test_what_findings_say(expect_file: Callable[[Path, str], None]) -> None:
    expect_file(CASES / "flaws.expected", "\n".join(told(flaw, one) for flaw in FLAWS for one in findings(flaw.spec)))


def test_every_lint_code_has_a_flaw() -> None:
    judged = {code for code in codes.CATALOGUE if "HS0200" < code < "HS1000" or code.startswith("HS13")}
    # Too large for a list of flaws; its page's test makes one.
    assert judged - {codes.NOT_PROVED.code} <= {flaw.code for flaw in FLAWS}


def test_an_allow_on_the_line_above_silences() -> None:
    allowed = CLEAN.replace(
        "  rollback at most 2 times {", '  allow HS0611 because "they know"\n  # really\n  rollback {'
    )
    assert findings(allowed) == ()


def test_a_circle_through_files_that_do_not_use_each_other_is_found_where_both_are_asked_for(tmp_path: Path) -> None:
    whole = next(one.spec for one in FLAWS if one.name == "two handoffs in a circle")
    review, back, end = (whole.index(f"handoff {name} ") for name in ("review", "back", "escalation"))
    both = {"review": whole[review:back], "back": whole[back:end]}
    (tmp_path / "both.handoff").write_text(whole[:review], encoding="utf-8")
    for name, handoff in both.items():
        (tmp_path / f"{name}.handoff").write_text(f'use "both.handoff"\n\n{handoff}', encoding="utf-8")
        assert check([str(tmp_path / f"{name}.handoff")]).diagnostics == ()
    found = check([str(tmp_path)]).diagnostics
    assert [(one.code.code, Path(one.span.source.path).name) for one in found] == [("HS0619", "back.handoff")]
    assert [Path(label.span.source.path).name for label in found[0].labels] == ["review.handoff"]
