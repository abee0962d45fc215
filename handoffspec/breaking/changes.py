"""What a change of a spec is: for whom it matters, where it stands, and a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from handoffspec.analysis.facts import Facts
from handoffspec.model.places import Places
from handoffspec.schema.handoffs import Handoff

Level: TypeAlias = Literal["data", "state", "told", "wording"]
"""Data: information that crossed is lost or becomes something else. State: a status, a change of status or a way back
is gone or leads elsewhere. Told: somebody is no longer told, or somebody else holds the ticket. Wording: texts only."""

LEVELS: Final[tuple[Level, ...]] = ("data", "state", "told", "wording")


@dataclass(frozen=True, slots=True)
class Version:
    """One handoff as one of the two versions has it."""

    handoff: Handoff
    facts: Facts
    places: Places


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is no longer as it was. `place` is a part of the handoff, in the old version if `gone`."""

    level: Level
    handoff: str
    place: str
    message: str
    gone: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What an approval names: level, handoff and place."""
        return self.level, self.handoff, self.place


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each change once, the gravest level first, then by handoff and place."""
    ranks = {level: at for at, level in enumerate(LEVELS)}
    return tuple(sorted(dict.fromkeys(changes), key=lambda c: (ranks[c.level], c.handoff, c.place, c.message)))
