"""The tickets that the pages of diagnostics show, run through a spec: what to avoid is refused with that code."""

import json
import sys
from pathlib import Path
from typing import Final

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "diagnostics"))
from framing import examples

from handoffspec.diagnostics import codes

SPECS: Final = Path(__file__).parents[2] / "specs"
FROM_SERVICENOW: Final = ("HS1230",)
"""Pages about incidents; the others are about tickets."""
SAID_BY_RUN: Final = [code for code in codes.CATALOGUE if code.startswith("HS12")]
WITH_A_TICKET: Final = [code for code in SAID_BY_RUN if examples(code)["Avoid"].language == "json"]
WITHOUT: Final = {
    "HS1203": "shows the limit of a company's own; which ticket is over it is beside the point",
    "HS1207": "a ticket that is too big for any page",
    "HS1208": "a comment and a system without a place for it",
    "HS1210": "check refuses such a table (HS0301), so that only a plan written elsewhere gets there",
    "HS1211": "check refuses such a status map first",
    "HS1212": "check refuses such a status map first",
    "HS1213": "a history of more than 30,000 characters",
    "HS1214": "a text that somebody changed by hand on the way back",
}
"""Pages without a ticket, and why."""


def run(handoff, code, ticket):
    spec, name = ("zendesk_to_jira", "escalation")
    if code in FROM_SERVICENOW:
        spec, name = ("servicenow_to_jira", "incident_to_engineering")
    return handoff("run", str(SPECS / f"{spec}.handoff"), "--handoff", name, stdin=ticket)


def test_every_page_about_tickets_shows_one_or_cannot():
    assert {*WITH_A_TICKET} | {*WITHOUT} == {*SAID_BY_RUN}
    assert not {*WITH_A_TICKET} & {*WITHOUT}


@pytest.mark.parametrize("code", WITH_A_TICKET)
def test_the_tickets_of_a_page(handoff, code):
    shown = examples(code)
    avoid = json.loads(run(handoff, code, shown["Avoid"].text).out)
    assert avoid["error"]["code"] == code
    if shown["Prefer"].language == "json":
        prefer = run(handoff, code, shown["Prefer"].text)
        assert prefer.status == 0
        assert "error" not in json.loads(prefer.out)
