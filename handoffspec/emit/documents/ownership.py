"""Ownership transfer: who holds the ticket next, by what they take it over, and who is told."""

from collections.abc import Iterator

from handoffspec.emit.content import Block, Bullets, Item, item, strong
from handoffspec.emit.documents import shared
from handoffspec.emit.words import mapping
from handoffspec.emit.words.amounts import clipped, duration
from handoffspec.emit.words.conditions import condition
from handoffspec.emit.words.names import field, outcome, status, statuses, team, team_and_address, told
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import People
from handoffspec.schema.parties import Acknowledge, Ownership


def ownership(handoff: Handoff) -> list[Block]:
    """The section's content."""
    blocks: list[Block] = []
    said: list[Item] = []
    if handoff.ownership is None:
        blocks.append(shared.missing("It transfers no ownership: after the handoff nobody is answerable by rule."))
    else:
        said += _items(handoff, handoff.ownership)
    if handoff.people is not None:
        said.append(shared.led("People on both sides:", _people(handoff, handoff.people), ""))
    return [*blocks, Bullets(tuple(said))] if said else blocks


def _items(handoff: Handoff, owned: Ownership) -> Iterator[Item]:
    holders = [
        team_and_address(handoff, r.team) + (f", when {condition(handoff, r.when)}" if r.when else "")
        for r in owned.responsible
    ]
    yield shared.led("Responsible after the handoff:", holders, "The spec names nobody.")
    taken = [_acknowledge(handoff, one) for one in owned.acknowledge]
    yield shared.led("Taken over:", taken, "The spec does not say by when or how the new holder takes over.")
    kept = [f"{team(handoff, one.team)} keeps {clipped(one.what)}" for one in owned.keeps]
    yield shared.led("Stays where it was:", kept, "Nothing: all of the work moves.")
    notices = [shared.notice(handoff, one) for one in owned.notify]
    yield shared.led("Notification requirements:", notices, "Nobody is told. They have to notice by themselves.")
    until = f"Until {_until(handoff, owned.until)}." if owned.until else "Until the work closes."
    yield item(strong("How long: "), until)


def _acknowledge(handoff: Handoff, one: Acknowledge) -> str:
    if one.by == "status":
        how = f"setting the status to {statuses(handoff, 'destination', one.statuses)}"
    elif one.by == "comment":
        how = f"writing {mapping.channel_comment(one.channel)}"
    else:
        how = f"changing {field(handoff, one.field) if one.field else 'a field'}"
    late = f"; if not, {told(handoff, one.otherwise)}" if one.otherwise else ""
    return f"within {duration(one.seconds)}, by {how}{late}"


def _until(handoff: Handoff, state: str) -> str:
    words = {"todo": "the work waits to be begun", "doing": "work goes on", "waiting": "the ticket waits"}
    return words.get(state) or ("the work is done" if state == "done" else status(handoff, "destination", state))


def _people(handoff: Handoff, people: People) -> list[str]:
    how = "by e-mail address" if people.by == "email" else f"by a table of {len(people.table):,} pairs"
    said = [f"the same person is found on the other side {how}"]
    if people.otherwise_team:
        said.append(f"{team(handoff, people.otherwise_team)} stands in for anybody who is not found there")
    if people.otherwise:
        said.append(f"for anybody who is not found there, {outcome(handoff, people.otherwise)}")
    return said
