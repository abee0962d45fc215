"""`docs/diagnostics.md`, the index of all diagnostics: `pytest --update tests/diagnostics/test_index.py` writes it."""

import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from handoffspec.diagnostics import Code, codes
from handoffspec.diagnostics.explain import PAGES

INDEX = Path(__file__).parents[2] / "docs" / "diagnostics.md"
GROUPS = dict(re.findall(r"(HS\d\d)xx  (\S.*?)(?=  +HS|\n)", codes.__doc__ or ""))
"""What the codes that begin alike have in common, as the catalogue says it."""

HEAD = """\
# The diagnostics

Every finding has a code, which is never used for anything else, and a name. Options take both, `allow` lines the code.
`handoff explain CODE` shows the same page as the link here: what to avoid, what to prefer, and why. Errors and warnings
fail `handoff check`, advice only with `--strict`.

This page is written from the catalogue; its test says so when it is not current.
"""


def section(group: str, members: list[Code]) -> str:
    rows = [
        f"| [{code.code}](../handoffspec/diagnostics/pages/{code.code}.md) | `{code.name}` | {code.severity} "
        f"| {code.summary} |"
        for code in members
    ]
    title = GROUPS[group]
    return "\n".join(
        [f"\n## {title[0].upper()}{title[1:]}\n", "| code | name | severity | says |", "|---|---|---|---|", *rows, ""]
    )


def test_the_index_is_current(expect_file: Callable[[Path, str], None]) -> None:
    ordered = sorted(codes.CATALOGUE.values(), key=lambda code: code.code)
    groups = [section(group, list(members)) for group, members in groupby(ordered, key=lambda code: code.code[:4])]
    expect_file(INDEX, HEAD + "".join(groups))


def test_every_link_leads_to_a_page() -> None:
    links = re.findall(r"\]\((\.\./[^)]*)\)", INDEX.read_text(encoding="utf-8"))
    assert {(INDEX.parent / link).resolve() for link in links} == set(PAGES.glob("*.md"))
