"""Lifecycles: statuses, the transitions between them, and what a system does by itself."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from handoffspec.diagnostics import Label, Span, closest, codes
from handoffspec.model.names import NameScope, condition_of
from handoffspec.model.parties import STAND_IN
from handoffspec.model.systems_api import Found, only_one, twice
from handoffspec.model.systems_types import text_of, wire_of
from handoffspec.model.values import Constants, listed, value_of, written
from handoffspec.schema.conditions import Condition, Side
from handoffspec.schema.systems import Automation, Category, Clock, Field, Lifecycle, Record, Status, Transition
from handoffspec.schema.types import ChoiceType, Option
from handoffspec.syntax import ast

_CATEGORIES: Final[dict[str, Category]] = {"todo": "todo", "doing": "doing", "waiting": "waiting", "done": "done"}
_CLOCKS: Final[dict[str, Clock]] = {"runs": "runs", "paused": "paused", "stopped": "stopped"}


@dataclass(slots=True)
class Building:
    """A record's lifecycle while its descriptions are laid over each other."""

    system: str
    record: str
    fields: Sequence[Field]
    found: Found
    spans: dict[tuple[str, str, str], Span]
    """Where each status stands, by system, record and name."""
    complete: bool = True
    """Everything could be read: what seems to be missing is."""
    extended: bool = False
    """A company's extensions are laid over the system's own description, whose values they may have replaced."""
    about: str = ""
    named: ast.Name | None = None
    statuses: dict[str, Status] = field(default_factory=dict)
    nodes: list[ast.Transition] = field(default_factory=list)
    shown: list[tuple[str, ast.Name | ast.Text]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """How messages call the record."""
        return f"{self.system}.{self.record}"


def build_lifecycle(blocks: Sequence[Sequence[ast.Lifecycle]], building: Building) -> Lifecycle | None:
    """The lifecycle of a record from its blocks: the system's first, then each extension's."""
    own: frozenset[str] = frozenset()
    for place, block in enumerate(blocks):
        only_one(block, "lifecycle", building.found)
        for node in block[:1]:
            _lay(node, building)
        own = frozenset(building.statuses) if place == 0 else own
    building.statuses = {name: replace(s, custom=name not in own) for name, s in building.statuses.items()}
    if building.named is None:
        return None
    _check_field(building.named, building)
    _check_start(building)
    for name, shown in building.shown:
        shown_as = _status(shown, building)
        if name in building.statuses:
            building.statuses[name] = replace(building.statuses[name], shown_as=shown_as)
    transitions = [_transition(node, building) for node in building.nodes]
    sound = tuple(transition for transition in transitions if transition is not None)
    return Lifecycle(building.about, tuple(building.statuses.values()), sound)


def _lay(node: ast.Lifecycle, building: Building) -> None:
    if not node.also or building.named is None:
        building.about, building.named = node.field.text, node.field
        building.statuses.clear()
        building.nodes.clear()
        building.shown.clear()
    elif node.field.text not in (building.about, STAND_IN):
        building.found.append(
            codes.UNKNOWN_FIELD.at(
                node.field.span,
                f"The lifecycle of `{building.title}` is that of `{building.about}`, so nothing can be added for "
                f"`{node.field.text}`.",
                help=f"Write `lifecycle {building.about} also {{`.",
            )
        )
        return
    here: dict[str, Span] = {}
    for status in node.statuses:
        name = text_of(status.name)
        if name == STAND_IN:
            continue
        if name in here:
            building.found.append(twice(status.span, f"The lifecycle has a status `{name}` already.", here[name]))
            continue
        here[name] = building.spans[building.system, building.record, name] = status.name.span
        building.statuses[name] = _one(status, building)
        if status.shown_as:
            building.shown.append((name, status.shown_as))
    building.nodes.extend(node.transitions)


def _one(node: ast.Status, building: Building) -> Status:
    return Status(
        name=text_of(node.name),
        category=_CATEGORIES[node.category.text],
        clock=_CLOCKS[node.clock.text] if node.clock else None,
        initial=node.initial,
        final=node.final,
        allows=known_fields(node.allows, building) or None,
        wire=wire_of(node.wire),
    )


def known_fields(names: Collection[ast.Name], building: Building) -> tuple[str, ...]:
    """Those names that are fields of the record; the others are reported."""
    known = [f.name for f in building.fields] if names else []
    for name in names:
        if name.text in known or name.text == STAND_IN or not building.complete:
            continue
        meant = closest(name.text, known)
        help_ = f"Did you mean `{meant}`?" if meant else f"Its fields: {listed(known)}."
        building.found.append(
            codes.UNKNOWN_FIELD.at(name.span, f"`{building.title}` has no field `{name.text}`.", help=help_)
        )
    return tuple(name.text for name in names if name.text in known)


def _check_field(named: ast.Name, building: Building) -> None:
    """Report a field that is unknown or no choice; the lifecycle is kept, so that its statuses stay known."""
    known_fields([named], building)
    choices = [f.name for f in building.fields if isinstance(f.type, ChoiceType)]
    if building.about in choices:
        return
    if any(f.name == building.about for f in building.fields):
        building.found.append(
            codes.FIELD_TYPE.at(
                named.span,
                f"`{named.text}` is no choice, so it cannot go through statuses.",
                help=f"Declare it as `{named.text} choice`; the lifecycle lists its values.",
            )
        )
    building.about = closest(building.about, choices) or building.about


def _check_start(building: Building) -> None:
    initial = [status for status in building.statuses.values() if status.initial]
    named = building.named
    if len(initial) == 1 or named is None or not building.complete:
        return
    if not initial:
        first = next(iter(building.statuses), "new")
        message = "No status of this lifecycle is the one that a new ticket has."
        help_ = f"Write `initial` behind it, as in `{written(first)} is todo, initial`."
        building.found.append(codes.LIFECYCLE_START.at(named.span, message, help=help_))
        return
    spans = [building.spans[building.system, building.record, status.name] for status in initial]
    building.found.append(
        codes.LIFECYCLE_START.at(
            spans[1],
            f"`{initial[0].name}` and `{initial[1].name}` are both initial.",
            help="A new ticket has one status: remove `initial` from the others.",
            labels=[Label(spans[0], "the first one")],
        )
    )


def _status(node: ast.Name | ast.Text, building: Building) -> str | None:
    name = text_of(node)
    if name in building.statuses:
        return name
    if name != STAND_IN and building.complete:
        known = list(building.statuses)
        meant = closest(name, known)
        names = listed([written(status) for status in known])
        help_ = f"Did you mean `{written(meant)}`?" if meant else f"Its statuses: {names}."
        building.found.append(
            codes.UNKNOWN_STATUS.at(node.span, f"`{building.title}` has no status `{name}`.", help=help_)
        )
    return None


def _transition(node: ast.Transition, building: Building) -> Transition | None:
    sources, targets = _ends(node.sources, building), _ends(node.targets, building)
    needs = known_fields(node.needs, building)
    if not sources or not targets:
        return None
    return Transition(sources, targets, needs, node.named.value if node.named else None, wire_of(node.wire))


def _ends(nodes: tuple[ast.Name | ast.Text, ...] | ast.Any, building: Building) -> tuple[str, ...]:
    if isinstance(nodes, ast.Any):
        return tuple(building.statuses)
    names = (_status(node, building) for node in nodes)
    return tuple(dict.fromkeys(name for name in names if name is not None))


def with_statuses(made: Field, lifecycle: Lifecycle) -> Field:
    """The lifecycle's field with the statuses as its values."""
    said = {option.name: option for option in made.type.options} if isinstance(made.type, ChoiceType) else {}
    options = tuple(_option(status, said.get(status.name)) for status in lifecycle.statuses)
    return replace(made, type=ChoiceType(options))


def _option(status: Status, said: Option | None) -> Option:
    wire = status.wire if status.wire is not None else said.wire if said else status.name
    return Option(status.name, said.label if said else status.name, wire)


# ── Automations ────────────────────────────────────────────────────────────────────────────────────────────────────


def build_automations(
    blocks: Iterable[Sequence[ast.Automation]], record: Record, building: Building, constants: Constants
) -> tuple[Automation, ...]:
    """What the system does by itself; an extension's automation of the same title replaces the system's."""
    made: dict[str, Automation] = {}
    for place, block in enumerate(blocks):
        here: dict[str, Span] = {}
        for node in block:
            title = node.title.value
            if title in here:
                building.found.append(twice(node.title.span, f'There is an automation "{title}" already.', here[title]))
            here.setdefault(title, node.title.span)
            made[title] = replace(_automation(node, record, building, constants), custom=place > 0)
    return tuple(automation for automation in made.values() if automation.when)


def _automation(node: ast.Automation, record: Record, building: Building, constants: Constants) -> Automation:
    sets = []
    for item in node.sets:
        for name in known_fields([item.field], building):
            target = cast(Field, record.field(name))
            noun = "status" if record.lifecycle and record.lifecycle.field == name else "value"
            value, found = value_of(item.value, target.type, constants, of=f"{building.system}.{name}", noun=noun)
            building.found.extend(found)
            if isinstance(value, bool | int | float | str):
                sets.append((name, value))
    when = (condition_in(condition, record, building, constants) for condition in node.when)
    return Automation(
        title=node.title.value,
        when=tuple(condition for condition in when if condition is not None),
        sets=tuple(sets),
        clears=known_fields(node.clears, building),
    )


def condition_in(node: ast.Condition, record: Record, building: Building, constants: Constants) -> Condition | None:
    """A condition about the record that it stands in."""
    incomplete = frozenset() if building.complete else frozenset({"source", "destination"})
    scope = NameScope(record, record, "source", cast("frozenset[Side]", incomplete))
    condition, found = condition_of(node, scope, constants, inherited=building.extended)
    building.found.extend(found)
    return condition
