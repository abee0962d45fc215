"""`docs/text.md`: its tables are those of the program; `pytest --update tests/text/test_page.py` writes them."""

import re
from collections.abc import Callable
from pathlib import Path

from handoffspec.text.convert import FORMATS, markup_loss
from handoffspec.text.features import Feature

PAGE = Path(__file__).parents[2] / "docs" / "text.md"
NAMES = [name for name in FORMATS if name != "plain"]


def kept() -> str:
    """What survives being written, by feature and format."""
    rows = ["| | " + " | ".join(f"`{name}`" for name in NAMES) + " |", "|---|" + "---|" * len(NAMES)]
    for feature in Feature:
        if any(feature in FORMATS[name].keeps for name in NAMES):
            signs = ("yes" if feature in FORMATS[name].keeps else "" for name in NAMES)
            rows.append(f"| {feature} | " + " | ".join(signs) + " |")
    return "\n".join(rows)


def lost() -> str:
    """What some text of one format loses in another."""
    pairs = [(source, target) for source in NAMES for target in NAMES if source != target]
    rows = ["| from | to | lost |", "|---|---|---|"]
    return "\n".join([*rows, *(f"| `{a}` | `{b}` | {', '.join(markup_loss(a, b))} |" for a, b in pairs)])


def test_the_page_says_what_the_program_does(expect_file: Callable[[Path, str], None]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, table in (("kept", kept()), ("lost", lost())):
        page = re.sub(
            rf"(<!-- {name} -->\n).*?(\n<!-- end -->)", lambda m, t=table: m[1] + t + m[2], page, flags=re.DOTALL
        )
    expect_file(PAGE, page)
