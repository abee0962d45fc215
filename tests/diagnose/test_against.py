"""`handoff diagnose --spec`: a log executed from a spec contradicts nothing; breaking one rule names that rule."""

import random
from dataclasses import replace
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest

from handoffspec.diagnose.against import Spec, hold_against
from handoffspec.diagnose.against.links import link_tickets
from handoffspec.diagnose.diagnosis import diagnose
from handoffspec.diagnose.store import Store
from handoffspec.loader import load
from handoffspec.model.workspace import resolve
from handoffspec.schema.conditions import fields_read
from tests.diagnose.executed import SYNC, BrokenError, Walk, executed
from tests.diagnose.mutations import BETWEEN, RECORD, WITHIN

SPECS = Path(__file__).parents[2] / "specs"
NAMES = sorted(path.name for path in SPECS.glob("*.handoff"))

ONE_SYSTEM = {"status", "transition", "field", "value", "acknowledge", "rollback"}
TWO_SYSTEMS = {*ONE_SYSTEM, "trigger", "require", "responsible", "status map", "map", "comments", "direction", "link"}

NOT_BROKEN = {
    # What makes a ticket cross opens it, and an open one arrives taken over.
    "zendesk_to_asana.handoff": {"acknowledge"},
    "zendesk_to_servicenow.handoff": {"acknowledge"},
}


@cache
def spec(name, *, buttons=True):
    """A spec; without buttons its trigger names nothing that a history cannot show."""
    workspace = resolve(load([str(SPECS / name)]).specs[0].files, None, ())
    handoffs = workspace.handoffs
    if not buttons:
        kept = [tuple(c for c in one.value.trigger if shown(c, one.value.source)) for one in handoffs]
        handoffs = tuple(
            replace(one, value=replace(one.value, trigger=lines or one.value.trigger))
            for one, lines in zip(handoffs, kept, strict=True)
        )
    return Spec(handoffs, workspace.systems)


def shown(condition, record):
    """Whether a history can say that it does not hold: of buttons nothing stands there, of groups their names."""
    groups = [ref for ref in fields_read(condition) if record.field(ref.field).type.kind == "reference"]
    return condition.kind != "event" and not groups


def held(folder, of, events, *others):
    store = Store(folder)
    store.add_events(iter(events), "log", None)
    store.finish(None)
    link_tickets(store, [of])
    found = diagnose(store, {})
    made = hold_against(store, found.findings, [of, *others], [SYNC])
    store.connection.close()
    return made


def healthy(handoff, rng, number=30):
    """Tickets that keep to the spec; some of them come back as often as they may."""
    for at in range(number):
        walk = executed(handoff, f"T{at}", rng)
        if at % 5 == 0 and not (walk.done("source") or walk.done("destination") or walk.over):
            walk.roll_back()
            walk.wait(days=2)
        yield walk


@pytest.mark.parametrize("name", NAMES)
def test_a_log_executed_from_a_spec_contradicts_nothing_and_each_broken_rule_is_named(tmp_path, name):
    of = spec(name, buttons=False)
    handoff = of.handoffs[0].value
    rng = random.Random(name)  # noqa: S311 - no secret is made of it
    events = [event for walk in healthy(handoff, rng) for event in walk.events]
    expected = {}
    for mutation in (*RECORD, *(WITHIN if handoff.within else BETWEEN)):
        for side in ("source",) if handoff.within else ("source", "destination"):
            called = f"{mutation.__name__} {side}"
            walk = Walk(handoff, called, random.Random(called))  # noqa: S311
            try:
                rule = mutation(walk, side)
            except BrokenError:
                continue
            if rule is None:
                continue
            expected[walk.name] = rule
            walk.wait(days=30)
            events += walk.events
    events.append(the_end(handoff))
    made = held(tmp_path, of, events)
    named = {}
    for found in made.contradictions:
        assert found.tickets <= len(found.examples), found
        for ticket in found.examples:
            called = (ticket.partition(":")[2] or ticket).removesuffix("-2")
            named.setdefault(called, set()).add((found.kind, found.rule))
    assert named == {ticket: {rule} for ticket, rule in expected.items()}
    rules = ONE_SYSTEM if handoff.within else TWO_SYSTEMS - NOT_BROKEN.get(name, set())
    assert {kind for kind, _ in expected.values()} == rules


LESS = {
    "what was there before": lambda event: event._replace(from_=None),
    "who did it": lambda event: event._replace(who=None),
    "comments": lambda event: None if event.kind == "comment" else event,
    "teams": lambda event: None if event.kind == "team" else event,
    "anything but statuses": lambda event: event if event.kind.casefold() == "status" else None,
    "statuses": lambda event: None if event.kind.casefold() == "status" else event,
    "the hour": lambda event: event._replace(time=event.time[:10]),
    "links": lambda event: event._replace(link=None),
    "one system": lambda event: event if event.system == "zendesk" else None,
    "kinds": lambda event: event._replace(kind=event.kind.upper()),
}


@pytest.mark.parametrize(("less", "name"), list(zip(LESS, cycle(NAMES), strict=False)))
def test_what_a_log_leaves_out_is_not_held_against_anybody(tmp_path, less, name):
    of = spec(name)
    walks = healthy(of.handoffs[0].value, random.Random(less + "d"), 100)  # noqa: S311
    events = [told for walk in walks for event in walk.events if (told := LESS[less](event)) is not None]
    events = events or [the_end(of.handoffs[0].value)]
    random.Random(less).shuffle(events)  # noqa: S311
    assert held(tmp_path, of, events).contradictions == ()


def test_a_link_that_stands_in_a_field_of_the_spec_is_one(tmp_path):
    of = spec("zendesk_to_jira.handoff")
    walks = list(healthy(of.handoffs[0].value, random.Random(1), 5))  # noqa: S311
    events = [event._replace(link=None) for walk in walks for event in walk.events]
    noted = [
        event._replace(kind="external_id", from_=None, to=event.link) for w in walks for event in w.events if event.link
    ]
    events += [event._replace(ticket=event.to, to=event.ticket, system="zendesk", link=None) for event in noted]
    judged = {one.kind for one in held(tmp_path, of, events).judged}
    assert {"status map", "map", "comments", "acknowledge"} <= judged


def test_what_one_of_several_specs_describes_is_not_unknown(tmp_path):
    described, other = spec("zendesk_to_jira.handoff"), spec("customer_replied.handoff")
    events = [e for walk in healthy(described.handoffs[0].value, random.Random(2), 5) for e in walk.events]  # noqa: S311
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    alone, both = held(folders[0], other, events), held(folders[1], other, events, described)
    assert "it has no field customer_impact" in {one.said for one in alone.contradictions}
    assert not [one for one in both.contradictions if one.owner != "customer_replied"]
    assert {one.owner for one in both.judged} >= {"zendesk.ticket", "jira.issue", "escalation"}


def the_end(handoff):
    """Something that happens long after all of it, so that nothing is only not known yet."""
    walk = Walk(handoff, "the last", random.Random(0))  # noqa: S311
    walk.wait(days=900)
    walk.set_status("source", handoff.source.lifecycle.statuses[0].name)
    return walk.events[0]
