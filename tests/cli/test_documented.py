"""Every example of the language's page can be read."""

import re
from pathlib import Path

import pytest

from handoffspec.diagnostics import Source
from handoffspec.syntax.parser import parse_source

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
EXAMPLES = re.findall(r"^```handoff\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_there_are_examples():
    assert len(EXAMPLES) > 12


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n", 1)[0][:40])
def test_an_example_can_be_read(example):
    assert [found.message for found in parse_source(Source(PAGE.name, example)).diagnostics] == []
