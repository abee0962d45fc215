"""What a support lead gets to read: one mistake in a whole escalation is one finding, with the line and what to write.

`tests/cases/mistakes/mistakes.txt` lists the mistakes: a name, and what (`-`) is replaced by what (`+`) in the spec
beside it, which is sound. What the program then says stands in `mistakes.expected`, read by a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from handoffspec.diagnostics import Diagnostic
from handoffspec.pipeline import check
from handoffspec.report import Look, renderer

CASES = Path(__file__).parent.parent / "cases" / "mistakes"
SPEC = "escalation.handoff"
SOUND = (CASES / SPEC).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Mistake:
    name: str
    right: str
    wrong: str

    @property
    def text(self) -> str:
        assert SOUND.count(self.right) == 1, f"{self.name}: {self.right!r} is not once in the spec"
        return SOUND.replace(self.right, self.wrong)


def mistakes() -> list[Mistake]:
    parts = (CASES / "mistakes.txt").read_text(encoding="utf-8").split("── ")[1:]
    return [mistake(part.rstrip("\n").split("\n")) for part in parts]


def mistake(lines: list[str]) -> Mistake:
    right, wrong = ("\n".join(line[2:] for line in lines[1:] if line.startswith(sign)) for sign in "-+")
    return Mistake(lines[0], right, wrong)


MISTAKES = mistakes()


def findings(text: str, folder: Path) -> tuple[Diagnostic, ...]:
    (folder / "shared").mkdir(exist_ok=True)
    (folder / "shared" / "teams.handoff").write_bytes((CASES / "shared" / "teams.handoff").read_bytes())
    (folder / SPEC).write_text(text, encoding="utf-8")
    return check([str(folder / SPEC)]).diagnostics


def test_the_spec_is_sound(tmp_path: Path) -> None:
    assert findings(SOUND, tmp_path) == ()


@pytest.mark.parametrize("planted", MISTAKES, ids=lambda planted: planted.name)
def test_one_mistake_is_one_finding_with_help(planted: Mistake, tmp_path: Path) -> None:
    found = findings(planted.text, tmp_path)
    assert len(found) == 1, [f"{one.span.line}: {one.message}" for one in found]
    assert found[0].help


def test_what_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_file: Callable[[Path, str], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    reports = [
        f"══ {planted.name}\n\n{renderer('text')(findings(planted.text, Path()), Look(color=False, width=100))}\n"
        for planted in MISTAKES
    ]
    expect_file(CASES / "mistakes.expected", "\n".join(reports))
