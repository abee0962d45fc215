"""Two versions of several handoffs, side by side."""

from collections.abc import Iterator, Sequence

from handoffspec.breaking.changes import Change, Version, in_order
from handoffspec.breaking.crossing import crossing_changes
from handoffspec.breaking.mapping import mapping_changes
from handoffspec.breaking.states import state_changes
from handoffspec.breaking.systems import system_changes
from handoffspec.breaking.telling import told_changes
from handoffspec.breaking.wording import wording_changes
from handoffspec.schema.handoffs import Handoff


def compare(old: Sequence[Version], new: Sequence[Version]) -> tuple[Change, ...]:
    """Everything that is not as it was. A handoff that is new breaks nothing; one that is gone is a change of data."""
    before = {version.handoff.name: version for version in old}
    after = {version.handoff.name: version for version in new}
    renamed = _renamed(
        [version for name, version in before.items() if name not in after],
        [version for name, version in after.items() if name not in before],
    )
    changes: list[Change] = []
    for name, version in before.items():
        successor = after.get(name) or renamed.get(name)
        if successor is None:
            message = f"there is no handoff `{name}` any more: tickets no longer cross here"
            changes.append(Change("data", name, "name", message, gone=True))
            continue
        if name in renamed:
            changes.append(Change("wording", successor.handoff.name, "name", f"the handoff was called `{name}`"))
        changes += _changes(version, successor)
    return in_order(changes)


def _changes(old: Version, new: Version) -> Iterator[Change]:
    if _ends(old.handoff) != _ends(new.handoff):
        names = [f"{system}.{record}" for system, record in _ends(new.handoff)]
        message = f"the handoff goes from {names[0]} to {names[1]} now"
        yield Change("data", new.handoff.name, "name", message)
        return
    if old.handoff == new.handoff and old.facts.verdicts == new.facts.verdicts:
        return
    yield from mapping_changes(old, new)
    yield from crossing_changes(old, new)
    yield from system_changes(old, new)
    yield from state_changes(old, new)
    yield from told_changes(old, new)
    yield from wording_changes(old, new)


def _renamed(gone: Sequence[Version], come: Sequence[Version]) -> dict[str, Version]:
    """Which handoff that is gone goes on under another name: the only one between the same records, both ways."""
    found: dict[str, Version] = {}
    for version in gone:
        alike = [other for other in come if _ends(other.handoff) == _ends(version.handoff)]
        rivals = [other for other in gone if _ends(other.handoff) == _ends(version.handoff)]
        if len(alike) == len(rivals) == 1:
            found[version.handoff.name] = alike[0]
    return found


def _ends(handoff: Handoff) -> tuple[tuple[str, str], tuple[str, str]]:
    return (handoff.source.system, handoff.source.name), (handoff.destination.system, handoff.destination.name)
