"""What is said of mistakes in systems and extensions, mistake by mistake."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_cut_out_of_a_text_the_rest_is_resolved(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(sorted(CASES.glob("*.handoff")))).read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 40, len(text))))
    loaded = load(["-"], io.StringIO(text[:start] + text[end:]))
    for spec in loaded.specs:
        found = resolve_systems(spec.files, loaded.catalogue).diagnostics
        assert all(d.code.code.startswith("HS01") and d.help for d in found)
