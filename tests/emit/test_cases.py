"""The pages of three small specs, word by word: one that says nearly everything, one that says next to nothing, and one
within a single system. Read the expected pages as a support lead would before committing them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handoffspec.emit import TARGETS
from handoffspec.emit.documents import documents
from handoffspec.plan import Plan, dump_plan, load_plan

_CASES = Path(__file__).parents[1] / "cases" / "documents"
_NAMES = sorted(case.stem for case in _CASES.glob("*.handoff"))
_PAGES = ["handoff-specification", "system-integration-requirements", "contingency-checklist", "field-mapping-audit"]


@pytest.mark.parametrize("page", _PAGES)
@pytest.mark.parametrize("name", _NAMES)
def test_the_pages_of_a_case(
    name: str, page: str, plan_of: Callable[[str], Plan], expect_file: Callable[[Path, str], None]
) -> None:
    plan = plan_of(f"tests/cases/documents/{name}.handoff")
    made = {document.name: document.text for document in documents(plan)}
    assert list(made) == [f"{one}.md" for one in _PAGES]
    expect_file(_CASES / name / f"{page}.md", made[f"{page}.md"])


@pytest.mark.parametrize("name", _NAMES)
def test_a_plan_that_was_stored_gives_the_same_pages(name: str, plan_of: Callable[[str], Plan]) -> None:
    plan = plan_of(f"tests/cases/documents/{name}.handoff")
    assert documents(load_plan(dump_plan(plan))) == documents(plan)


def test_every_target_makes_files_with_names_of_their_own(plan_of: Callable[[str], Plan]) -> None:
    plan = plan_of("tests/cases/documents/escalation.handoff")
    names = [document.name for target in TARGETS.values() for document in target.make(plan)]
    assert len(names) == len(set(names))
    assert all(target.name == name for name, target in TARGETS.items())
