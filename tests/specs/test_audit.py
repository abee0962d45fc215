"""The audit that a team would do by hand beside the one that is computed, as `specs/README.md` shows both."""

from typing import NamedTuple

import pytest

from handoffspec.schema.losses import Verdict
from handoffspec.schema.mapping import Rule
from tests.specs.bound import SPECS, plan


class ByHand(NamedTuple):
    """A row of the guide's table: what it says, and which rule of ours the field's own is."""

    field: str
    rule: str
    status: str
    impact: str
    same: bool


GUIDE = (
    ByHand("Title", "map.summary", "direct", "none", same=True),
    ByHand("Description", "map.description", "direct", "none", same=False),
    ByHand("Priority", "map.priority", "translation", "minor", same=False),
    ByHand("Customer impact", "map.context.Customer impact", "lost", "critical", same=False),
    ByHand("Affected users", "map.context.Affected users", "lost", "high", same=False),
    ByHand("Troubleshooting steps", "map.context.Troubleshooting steps", "lossy", "high", same=False),
)


def verdict(rule: str, flow: str) -> Verdict:
    return next(v for v in plan().verdicts if v.rule == rule and v.flow == flow)


def impact_there(rule: Rule) -> str:
    accepted = [one.impact for one in rule.accepted if one.way in (None, "there") and one.impact]
    return accepted[0] if accepted else rule.impact or "none"


@pytest.mark.parametrize("row", GUIDE, ids=lambda row: row.field)
def test_the_page_shows_both_and_says_why_they_differ(row: ByHand) -> None:
    rule = next(rule for rule in plan().handoff.rules if rule.id == row.rule)
    ours = f"{verdict(row.rule, 'out').loss}, {impact_there(rule)}"
    by_hand = f"{row.status}, {row.impact}"
    page = (SPECS / "README.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if line.startswith(f"| {row.field} | "))
    _, field, guide, computed, why, _ = (cell.strip() for cell in line.split("|"))
    assert (field, guide, computed) == (row.field, by_hand, ours)
    assert (guide == computed) == row.same
    assert len(why) > 20


def test_why_a_description_is_not_direct() -> None:
    assert verdict("map.description", "out").causes == ("truncation",)


def test_why_a_priority_is_no_mere_translation() -> None:
    assert "empty" in verdict("map.priority", "out").causes
    assert verdict("map.priority", "back").loss == "translation"


def test_a_title_is_cut_on_the_way_back_only() -> None:
    assert verdict("map.summary", "out").loss == "direct"
    assert verdict("map.summary", "back").causes == ("truncation",)


@pytest.mark.parametrize("row", GUIDE[3:], ids=lambda row: row.field)
def test_what_had_no_field_can_be_read_back_from_the_block(row: ByHand) -> None:
    assert verdict(row.rule, "out").recoverable
