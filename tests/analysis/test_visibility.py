"""Internal notes over several handoffs: what is found is what copying them about does, on random webs of systems."""

import random
from dataclasses import replace
from itertools import product
from typing import cast

import pytest

from handoffspec.analysis.visibility import InternalGetsOut, visibility_facts
from handoffspec.schema.handoffs import End, Handoff
from handoffspec.schema.mapping import Flow
from handoffspec.schema.syncing import CommentSync, Sync
from handoffspec.schema.systems import Channel, CommentFacts, Record

CHANNELS: list[tuple[Channel, ...]] = [("public", "internal"), ("internal",), ("public",)]
PAIRS = cast(
    "list[tuple[tuple[Channel, Channel], ...]]",
    [(("public", one), ("internal", other)) for one, other in product(("public", "internal"), repeat=2)],
)


def record(name: str, channels: tuple[Channel, ...]) -> Record:
    return Record(name, name.title(), "ticket", "Ticket", "id", (), comments=CommentFacts(channels=channels))


def handoff(
    name: str, source: Record, destination: Record, pairs: tuple[tuple[Channel, Channel], ...], flow: Flow
) -> Handoff:
    sync = Sync("both", comments=CommentSync(flow, channels=pairs))
    return Handoff(name, name, source, destination, within=False, from_end=End(), to_end=End(), sync=sync)


def copied(handoffs: list[Handoff]) -> set[str]:
    """The handoffs that make internal comments public: a note in each system, copied until nothing is new."""
    notes = {(h.record(side).system, channel) for h in handoffs for side in ("source", "destination")
             for channel in h.record(side).comments.channels}  # fmt: skip
    blame: set[str] = set()
    for h in handoffs:
        comments = h.sync.comments if h.sync else None
        assert comments is not None
        ways = [(h.source, h.destination)] if comments.flow != "back" else []
        ways += [(h.destination, h.source)] if comments.flow != "out" else []
        for read, written in ways:
            for channel, into in comments.channels:
                there = written.comments.channels if written.comments else ()
                if (read.system, channel) in notes and into in there and (channel, into) == ("internal", "public"):
                    blame.add(h.name)
    return blame


@pytest.mark.parametrize("seed", range(200))
def test_internal_notes_get_out_where_copying_them_says_so(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's own choice
    records = [record(name, chance.choice(CHANNELS)) for name in ("desk", "tracker", "crm")]
    ends = [chance.sample(records, 2) for _ in range(chance.randint(1, 3))]
    handoffs = [
        handoff(f"h{at}", one, other, chance.choice(PAIRS), cast("Flow", chance.choice(["out", "back", "both"])))
        for at, (one, other) in enumerate(ends)
    ]
    found = {owner for owner, fact in visibility_facts(handoffs) if isinstance(fact, InternalGetsOut)}
    assert found == copied(handoffs)


def test_the_path_begins_where_notes_are_written_and_ends_where_customers_read() -> None:
    desk, tracker, crm = (record(name, ("public", "internal")) for name in ("desk", "tracker", "crm"))
    first = handoff("first", desk, tracker, (("public", "public"), ("internal", "internal")), "out")
    second = handoff("second", tracker, crm, (("public", "public"), ("internal", "public")), "out")
    ((owner, fact),) = visibility_facts([first, second])
    assert isinstance(fact, InternalGetsOut)
    assert owner == "second"
    assert [(hop.handoff, hop.start[0], hop.stop) for hop in fact.path] == [
        ("first", "desk", ("tracker", "ticket", "internal comments")),
        ("second", "tracker", ("crm", "ticket", "public comments")),
    ]
    assert visibility_facts([first, replace(second, sync=first.sync)]) == []
