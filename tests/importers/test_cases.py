"""Metadata and what is made of it: real excerpts, and cases made up for what these have not."""

from pathlib import Path

import pytest

from tests.importers.reading import assert_sound, documents_in, imported

TESTS = Path(__file__).parents[1]
EXPECTED = TESTS / "cases" / "import"
FILES = sorted([*(TESTS / "data" / "metadata").glob("*.json"), *EXPECTED.glob("*.json")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_made_of_a_file_is_what_is_expected(file, expect_file):
    system = file.stem.replace(".", "_").split("_")[0]
    found, text = imported(system, documents_in(file))
    assert_sound(found, text, system)
    omitted = "".join(f"omitted {one.field}: {one.why}\n" for one in found.omitted)
    expect_file(EXPECTED / f"{file.stem}.expected", f"{text}\n{omitted}{found.seen} read\n")
