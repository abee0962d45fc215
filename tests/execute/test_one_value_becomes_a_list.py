"""Where one side has one value and the other a list of them, the value is the list's only element."""

from pathlib import Path
from typing import Any

import pytest

from handoffspec.execute import Result, run_forward
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.plan import Plan
from tests.execute.conftest import plan_of

SPEC = """use zendesk
use asana

extend zendesk.ticket {
  team choice [red, blue]
}
extend asana.task {
  teams set of choice [blue, red, green]
}

team desk "Desk" in zendesk
team crew "Crew" in asana

handoff work "Work" {
  from zendesk.ticket held by desk
  to asana.task held by crew
  map {
    subject  -> name
    assignee -> followers
    team     -> teams
  }
  people match by table {
    "kim@desk.example" -> "1205001"
  }
}
"""


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path: Path = tmp_path_factory.mktemp("specs") / "work.handoff"
    path.write_text(SPEC, encoding="utf-8")
    return plan_of(path, "work")


@pytest.mark.parametrize(
    ("given", "arrives"),
    [
        ({"assignee_id": 613, "team": "red"}, {"followers": ["1205001"], "custom_fields": {"teams": ["red"]}}),
        ({"assignee_id": 999, "team": "blue"}, {"custom_fields": {"teams": ["blue"]}}),
        ({"assignee_id": None, "team": None}, {}),
    ],
    ids=["both known", "a stranger", "neither"],
)
def test_it_is_the_only_element(work: Plan, given: dict[str, Any], arrives: dict[str, Any]) -> None:
    ticket = {
        "ticket": {
            "id": 7, "subject": "Pay it back", "assignee_id": given["assignee_id"],
            "custom_fields": [{"id": "team", "value": given["team"]}],
        },
        "users": [{"id": 613, "email": "kim@desk.example"}],
    }  # fmt: skip
    result = run_forward(work, read_ticket(ticket, work.handoff.source))
    assert isinstance(result, Result)
    assert result.payload["data"] == {"name": "Pay it back", **arrives}  # type: ignore[comparison-overlap]
