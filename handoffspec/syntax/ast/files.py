"""A file and what stands at its top level: uses, constants, teams, calendars, scenarios."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.syntax.ast.handoffs import Handoff
from handoffspec.syntax.ast.parts import Allow
from handoffspec.syntax.ast.systems import Extend, System
from handoffspec.syntax.ast.words import Channel, Empty, Name, Node, Ref, Target, Text, Value


@dataclass(frozen=True, slots=True)
class Use(Node):
    """`use zendesk` (a system of the catalogue) or `use "shared/teams.handoff"` (a file)."""

    what: Name | Text


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """`let engineering_project be "PLAT"`."""

    name: Name
    value: Value


@dataclass(frozen=True, slots=True)
class Team(Node):
    """People who hold tickets together."""

    name: Name
    title: Text | None
    system: Name | None
    reached_at: Text | None
    named: Text | None
    """What the system calls the group, when not the title."""
    works: Name | None


@dataclass(frozen=True, slots=True)
class Opening(Node):
    """`open monday to friday from 09:00 to 17:00`."""

    first_day: Name
    last_day: Name | None
    opens: Text
    closes: Text


@dataclass(frozen=True, slots=True)
class Calendar(Node):
    """Working hours in a time zone."""

    name: Name
    title: Text | None
    zone: Text | None
    openings: tuple[Opening, ...]
    closed_on: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Assignment(Node):
    """`priority urgent` in a scenario."""

    field: Ref
    value: Value | Empty


@dataclass(frozen=True, slots=True)
class GivenComment(Node):
    """`with public comment by customer "Still broken"`."""

    channel: Channel
    by: Name | None
    text: Text


@dataclass(frozen=True, slots=True)
class GivenAttachment(Node):
    """`attachment "log.txt" of "text/plain"`."""

    name: Text
    type: Text


@dataclass(frozen=True, slots=True)
class GivenPress(Node):
    """`someone presses "Escalate"`."""

    label: Text


@dataclass(frozen=True, slots=True)
class GivenTime(Node):
    """`time is "2026-03-01T09:00:00Z"`."""

    moment: Text


@dataclass(frozen=True, slots=True)
class GivenFailures(Node):
    """`destination fails 6 times`."""

    times: int


BlockKind: TypeAlias = Literal["given", "before", "after", "onto"]
Given: TypeAlias = Assignment | GivenComment | GivenAttachment | GivenPress | GivenTime | GivenFailures


@dataclass(frozen=True, slots=True)
class GivenBlock(Node):
    """A ticket as a scenario gives it: as it is, before, after, or the record it comes back onto."""

    kind: BlockKind
    items: tuple[Given, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class ExpectField(Node):
    """`priority P1`, `description contains "…"`, `environment is empty`."""

    field: Ref
    how: Literal["is", "contains", "lacks", "empty"]
    value: Value | None


@dataclass(frozen=True, slots=True)
class ExpectPath(Node):
    """`"fields.project.key" is "PLAT"`: a place in the payload itself."""

    path: Text
    value: Value


@dataclass(frozen=True, slots=True)
class ExpectMissing(Node):
    """`missing attachments, conversation`; nothing named: nothing is missing."""

    names: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ExpectTold(Node):
    """`told engineering, "#sync-alerts"`."""

    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class ExpectLoses(Node):
    """`loses subject`; nothing named: nothing is lost."""

    names: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ExpectFires(Node):
    """`fires`, `does not fire`."""

    fires: bool


@dataclass(frozen=True, slots=True)
class ExpectComment(Node):
    """`with internal comment contains "…"`."""

    channel: Channel
    text: Text


@dataclass(frozen=True, slots=True)
class ExpectHeld(Node):
    """`held for service_desk`."""

    team: Name


Expectation: TypeAlias = (
    ExpectField | ExpectPath | ExpectMissing | ExpectTold | ExpectLoses | ExpectFires | ExpectComment | ExpectHeld
)


@dataclass(frozen=True, slots=True)
class Expect(Node):
    """What a scenario expects."""

    items: tuple[Expectation, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class Scenario(Node):
    """An example that runs on the compiled plan."""

    title: Text
    handoff: Name
    back: bool
    blocks: tuple[GivenBlock, ...]
    expects: tuple[Expect, ...]
    broken: bool


Item: TypeAlias = Use | Constant | Team | Calendar | System | Extend | Handoff | Scenario | Allow


@dataclass(frozen=True, slots=True)
class File(Node):
    """A whole `.handoff` file, its statements in order."""

    items: tuple[Item, ...]
    broken: bool
    """A statement of the file could not be read; what refers to it is not judged."""
