"""What is said of mistakes in systems and extensions, mistake by mistake."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handoffspec.diagnostics import Diagnostic, in_order
from handoffspec.loader import load
from handoffspec.model.systems import resolve_systems

CASES = Path(__file__).parent.parent / "cases" / "model"


def findings(path: Path) -> list[Diagnostic]:
    loaded = load([str(path)])
    found = list(loaded.diagnostics)
    for spec in loaded.specs:
        found.extend(resolve_systems(spec.files, loaded.catalogue).diagnostics)
    return in_order(found)


def shown(found: Diagnostic) -> str:
    place = f"{Path(found.span.source.path).name}:{found.span.line}:{found.span.column}"
    return f"{place} {found.code.code} {found.message}\n    {found.help}\n"


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.handoff")))
def test_a_case(name: str, expect_file: Callable[[Path, str], None]) -> None:
    expect_file(CASES / f"{name}.expected", "".join(map(shown, findings(CASES / f"{name}.handoff"))))
