"""Every kind of change, made to the clean spec of `tests/cases/lint`: on which levels it is told, and in which words.

`tests/cases/breaking/changes.txt` lists the changes: a name, the levels expected, and what (`-`) becomes what (`+`).
What is said of them stands in `changes.expected`, read by a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import StringIO
from itertools import groupby
from pathlib import Path

import pytest

from handoffspec.breaking import Change, Version, compare
from handoffspec.pipeline import check

CASES = Path(__file__).parent.parent / "cases"
CLEAN = (CASES / "lint" / "clean.handoff").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Edit:
    name: str
    levels: tuple[str, ...]
    spec: str


def edits() -> list[Edit]:
    parts = (CASES / "breaking" / "changes.txt").read_text(encoding="utf-8").split("── ")[1:]
    return [edit(part.split("\n")) for part in parts]


def edit(lines: list[str]) -> Edit:
    name, _, levels = lines[0].partition(" · ")
    marked = [line for line in lines[1:] if line[:1] in ("-", "+")]
    texts = ["\n".join(line[2:] for line in group) for _, group in groupby(marked, key=lambda line: line[0])]
    spec = CLEAN
    for old, new in zip(texts[::2], texts[1::2], strict=True):
        assert spec.count(old) == 1, f"{name}: {old!r} is not once in the clean spec"
        spec = spec.replace(old, new)
    return Edit(name, tuple(levels.split()), spec)


EDITS = edits()


@cache
def versions(text: str) -> list[Version]:
    checked = check(["-"], StringIO(text))
    assert not [found for found in checked.diagnostics if found.code.code < "HS0200"], checked.diagnostics
    return [Version(handoff.value, facts, handoff.places) for handoff, facts in checked.handoffs]


def changes(old: str, new: str) -> tuple[Change, ...]:
    return compare(versions(old), versions(new))


@pytest.mark.parametrize("made", EDITS, ids=[made.name for made in EDITS])
def test_a_change_is_told_on_its_level(made: Edit) -> None:
    assert tuple(dict.fromkeys(change.level for change in changes(CLEAN, made.spec))) == made.levels


def test_what_is_said_of_changes(expect_file: Callable[[Path, str], None]) -> None:
    said = [
        "\n".join(
            [
                f"── {made.name}",
                *(f"{c.level}  {c.handoff} {c.place}: {c.message}" for c in changes(CLEAN, made.spec)),
                "",
            ]
        )
        for made in EDITS
    ]
    expect_file(CASES / "breaking" / "changes.expected", "\n".join(said))


def test_a_handoff_that_is_gone_and_one_that_is_new() -> None:
    systems = CLEAN.partition("handoff escalation")[0]
    assert [change.level for change in changes(CLEAN, systems)] == ["data"]
    assert changes(systems, CLEAN) == ()


def test_every_place_that_is_named_stands_in_one_of_the_two_texts() -> None:
    for made in EDITS:
        for change in changes(CLEAN, made.spec):
            version = versions(CLEAN if change.gone else made.spec)[0]
            assert version.places.span(change.place).line > 1
