"""Texts that only people read."""

from collections.abc import Iterator

from handoffspec.breaking.changes import Change, Version
from handoffspec.schema.handoffs import Handoff


def wording_changes(old: Version, new: Version) -> Iterator[Change]:
    """What is said in other words, or newly said."""
    before, after = dict(_texts(old.handoff)), dict(_texts(new.handoff))
    for (place, what), text in after.items():
        if (place, what) in before and before[place, what] != text:
            yield Change("wording", new.handoff.name, place, f"{what} is worded anew")
        elif (place, what) not in before and text and (place.startswith(("failure.", "checklist")) or what == "adds"):
            yield Change("wording", new.handoff.name, place, f"{what} is new")
    for (place, what), text in before.items():
        if (place, what) not in after and text and place.startswith(("failure.", "checklist")):
            yield Change("wording", new.handoff.name, place, f"{what} is gone", gone=place not in new.places.spans)


def _texts(handoff: Handoff) -> Iterator[tuple[tuple[str, str], object]]:
    yield ("name", "the title"), handoff.title
    yield ("adds", "adds"), handoff.adds or ""
    for requirement in handoff.requirements:
        yield (requirement.id, "the reason"), requirement.reason
    for rule in handoff.rules:
        yield (rule.id, "what is accepted or why"), (rule.reason, rule.impact, rule.private_reason, rule.accepted)
    for row in handoff.sync.status if handoff.sync else ():
        yield (row.id, "what is accepted or why"), (row.reason, row.accepted)
    if handoff.sync is not None and handoff.sync.comments is not None:
        yield ("sync.comments", "what is accepted"), handoff.sync.comments.accepted
    for failure in handoff.failures:
        yield (f"failure.{failure.name}", f"the failure mode “{failure.title}”"), failure
    for item in handoff.checklist:
        yield ("checklist", f"“{item.text}”"), (item.moment, item.by)
    for team in handoff.teams:
        yield ("name", f"the title of {team.name}"), team.title
    for side, record in (("source", handoff.source), ("destination", handoff.destination)):
        for field in record.fields:
            yield (f"{side}", f"the label of {record.system}.{field.name}"), field.label
