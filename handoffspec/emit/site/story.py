"""What the site tells: each handoff's plan with where its parts stand, what was found, and what its examples did.

Whoever builds the site puts these together: a spec, its findings and its scenarios cannot all be seen from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoffspec.plan import Plan
from handoffspec.schema.types import Json


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file as the reader knows it, and a line from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of a history: what happens, and how both sides stand afterwards (None: there is no ticket yet)."""

    words: str
    source: str | None
    destination: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that `check` says of a handoff."""

    code: str
    name: str
    severity: str
    message: str
    help: str
    place: Place
    history: tuple[Moment, ...] = ()
    accepted: str | None = None
    """The reason for which the spec allows it; None: it is open."""


@dataclass(frozen=True, slots=True)
class Example:
    """A scenario and what came of it: computed when the site is built."""

    title: str
    place: Place
    back: bool
    given: Mapping[str, Json]
    onto: Mapping[str, Json]
    comments: tuple[tuple[str, str, str], ...]
    """Channel, author and text of each comment that came with the ticket."""
    attachments: tuple[str, ...]
    result: Mapping[str, Json]
    """As `handoff run` prints it."""
    arriving: tuple[tuple[str, str], ...]
    """Channel and text of each comment that arrives."""
    held: str | None
    unmet: tuple[str, ...]
    """What the scenario expects and does not find, a sentence each; none: it holds."""


@dataclass(frozen=True, slots=True)
class Story:
    """One handoff."""

    plan: Plan
    name: Place
    places: Mapping[str, Place] = field(repr=False)
    """By the ids of `model.places`."""
    findings: tuple[Finding, ...] = ()
    examples: tuple[Example, ...] = ()
    explored: bool = False
    """Whether both lifecycles were explored to the end."""

    def place(self, part: str) -> Place:
        """Where a part stands, else the nearest part around it, else the handoff's name."""
        while part:
            if part in self.places:
                return self.places[part]
            part = part.rpartition(".")[0]
        return self.name


@dataclass(frozen=True, slots=True)
class Book:
    """Everything one site tells."""

    stories: tuple[Story, ...]
    sources: Mapping[str, str]
    """The text of each spec that was read, by its path as the reader knows it."""
    made_by: str
    """The program and its version."""
