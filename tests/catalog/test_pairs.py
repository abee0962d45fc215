"""Any two systems of the catalogue: there is an audit, and what is drafted from it is sound."""

from itertools import permutations

import pytest

from handoffspec.cli.drafts import drafted
from handoffspec.cli.sides import Side, files_of, side_of
from handoffspec.diagnostics import Severity
from handoffspec.drafting.decisions import Proposals, cautious, propose, settled
from handoffspec.drafting.spec import Draft
from handoffspec.drafting.statuses import status_pairs
from handoffspec.loader import catalogue

SIDES = {name: side_of(name) for name in catalogue()}


def found(proposals: Proposals, pair: tuple[Side, Side], impact: str | None) -> dict[Severity, list[str]]:
    uses = (proposals.source.system, proposals.target.system)
    draft = Draft("first", proposals, uses, {}, impact, status_pairs(proposals.source, proposals.target))
    said: dict[Severity, list[str]] = {severity: [] for severity in Severity}
    for one in drafted(draft, files_of(pair)).found:
        said[one.severity].append(f"{one.code.code} {one.message}")
    return said


@pytest.mark.parametrize(("source", "target"), [*permutations(SIDES, 2)])
def test_a_drafted_spec_has_no_errors(source: str, target: str) -> None:
    pair = (SIDES[source], SIDES[target])
    proposals = propose(pair[0].record, pair[1].record)
    titles = {
        one.field.name for one in proposals.fields if "both are the title" in one.why or "the same name" in one.why
    }
    assert titles, "two systems for tickets have something in common"
    open_ = found(cautious(proposals), pair, None)
    assert open_[Severity.ERROR] == []
    assert {one[:6] for one in open_[Severity.WARNING]} <= {"HS0205", "HS0213"}
    assert found(proposals, pair, None)[Severity.ERROR] == []
    first = found(settled(proposals, "nobody has decided yet"), pair, "minor")
    assert first[Severity.ERROR] + first[Severity.WARNING] == []
