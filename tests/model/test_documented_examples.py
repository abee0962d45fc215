"""The examples on the pages about names and types: what to avoid has that finding alone, what to prefer has none."""

import re
from pathlib import Path

import pytest

from handoffspec.diagnostics import codes
from handoffspec.diagnostics.explain import PAGES
from handoffspec.loader import load
from handoffspec.model.systems import resolve_systems

ABOUT_SYSTEMS = [code for code in codes.CATALOGUE if "HS0101" <= code <= "HS0117"]
EXAMPLE = re.compile(r"## (Avoid|Prefer)\n\n```handoff\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("code", ABOUT_SYSTEMS)
def test_the_examples_of_a_page(code: str, tmp_path: Path) -> None:
    examples = dict(EXAMPLE.findall((PAGES / f"{code}.md").read_text(encoding="utf-8")))
    assert set(examples) == {"Avoid", "Prefer"}
    for heading, wanted in (("Avoid", [code]), ("Prefer", [])):
        spec = tmp_path / f"{heading}.handoff"
        spec.write_text(examples[heading], encoding="utf-8")
        loaded = load([str(spec)])
        systems = resolve_systems(loaded.specs[0].files, loaded.catalogue)
        assert [d.code.code for d in (*loaded.diagnostics, *systems.diagnostics)] == wanted, heading
