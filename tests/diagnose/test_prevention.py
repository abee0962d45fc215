"""What a spec has against a pattern; a clause that is written as proposed, and a pasted failure block, check clean."""

from dataclasses import replace
from datetime import datetime

import pytest

from handoffspec.diagnose.against.prevention import Prevention, prevention, with_broken
from handoffspec.diagnose.against.tally import Rule, Tally
from handoffspec.diagnose.patterns import PATTERNS
from handoffspec.pipeline import check

BETWEEN = """\
use zendesk
use jira

team desk "Service desk" in zendesk reached at "#desk"
team makers "Engineering" in jira reached at "#makers"

handoff up "The desk asks engineering" {
  from zendesk.ticket held by desk
  to   jira.issue     held by makers
  linked by zendesk.external_id and jira.id
  trigger {
    when priority becomes urgent
  }
  sync one way on change until done {
    status {
      open -> "In Progress"
    }
  }
}
"""
WITHIN = """\
use zendesk

team desk "Service desk" in zendesk reached at "#desk"
team second "Second line" in zendesk reached at "#second"

handoff on "The desk hands on" {
  within zendesk.ticket
  from status open held by desk
  to   status open held by second
  trigger {
    when group changes
  }
}
"""
OWNED = WITHIN.replace("  trigger {", "  ownership {\n    responsible second\n  }\n  trigger {")
NAMES = {
    "priority_translation": "sla",
    "context_loss": "require.conversation",
    "ownership_ambiguity": "ownership.acknowledge",
    "black_hole": "sync.audit",
}


def checked(tmp_path, text):
    path = tmp_path / "spec.handoff"
    path.write_text(text, encoding="utf-8")
    made = check([str(path)])
    [handoff] = [one.value for one, _ in made.handoffs]
    return handoff, {(one.code.code, one.message) for one in made.diagnostics}


def written(text, one: Prevention, failure):
    """The text with the clause where it belongs, and the failure that it prevents."""
    if one.into:
        head, _, tail = text.partition(f"  {one.into} ")
        line, _, rest = tail.partition("\n")
        text = f"{head}  {one.into} {line}\n{one.clause}\n{rest}"
        return text.rstrip().removesuffix("}") + f"{failure}\n}}\n"
    return text.rstrip().removesuffix("}") + f"{one.clause}\n{failure}\n}}\n"


@pytest.mark.parametrize("text", [BETWEEN, WITHIN, OWNED], ids=["between", "within", "owned"])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_clause_that_is_proposed_checks_clean_and_prevents(tmp_path, text, pattern):
    handoff, before = checked(tmp_path, text)
    one = prevention(pattern, handoff)
    assert one.clause
    assert (one.by, one.has) == ((), ())
    name = "ownership.acknowledge" if pattern == "black_hole" and handoff.within else NAMES[pattern]
    failure = (
        f'failure {pattern} "It happens" {{\n  seen "once"\n  cause "none"\n  costs "a day"\n  prevented by {name}\n}}'
    )
    after, found = checked(tmp_path, written(text, one, failure))
    assert found - before == set()
    assert prevention(pattern, after).by == (name,)
    assert name in prevention(pattern, replace(after, failures=())).has


def test_a_rule_that_is_named_and_did_not_hold_is_said_to_be_broken():
    tally = Tally()
    at = datetime.fromisoformat("2026-03-02T09:00")
    for rule in ("sync.status.open<->In Progress", "ownership.acknowledge", "require.steps"):
        tally.contradicted(Rule("status map", "up", rule, "a:1"), "said", "instead", "7", at)
    named = Prevention("black_hole", "up", ("sync.status", "ownership.notify", "require.step", "ownership.acknowledge"))
    assert with_broken(named, tally.contradictions()).broken == ("sync.status", "ownership.acknowledge")
    assert with_broken(replace(named, handoff="other"), tally.contradictions()).broken == ()
