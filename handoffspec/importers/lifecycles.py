"""A lifecycle of the catalogue with the statuses that one instance has, where its metadata lists no more than these."""

from collections.abc import Iterable, Iterator

from handoffspec.importers.found import Block, LifecycleFound, Way
from handoffspec.importers.reading import Reading
from handoffspec.schema.spelled import exactly, name_or_text, wire_text
from handoffspec.schema.systems import Lifecycle, Status, Transition
from handoffspec.schema.types import Option


def read_statuses(options: Iterable[Option], reading: Reading) -> Iterator[str]:
    """Lay an instance's statuses over the catalogue's, if they are others; what they leave open.

    A status that the catalogue has not is taken to be worked on and to lead anywhere: lists of values say neither. One
    that the instance has not goes, with the ways that lead through it.
    """
    own = reading.catalogue.record.lifecycle
    here = {option.wire: option for option in options}
    if own is None or not here:
        return
    known = {_wire(status): status for status in own.statuses}
    new = [option for wire, option in here.items() if wire not in known]
    kept = [status for wire, status in known.items() if wire in here]
    if new or len(kept) < len(known):
        reading.blocks.append(_block(own, kept, new))
    if new:
        names = ", ".join(option.label for option in new)
        yield f"it is not said what kind of status {names} is, nor where it leads: taken as worked on, leading anywhere"


def _wire(status: Status) -> str | int | bool:
    return status.wire if status.wire is not None else status.name


def _block(own: Lifecycle, kept: list[Status], new: list[Option]) -> Block:
    names = {status.name for status in kept}
    initial = next((status.name for status in kept if status.initial), None) or (kept or new)[0].name
    statuses = {status.name: _status_line(status, names, initial) for status in kept}
    for option in new:
        name = option.name
        start = ", initial" if initial == name else ""
        wire = "" if option.wire == name else f", as {wire_text(option.wire)}"
        statuses[name] = f"{name_or_text(name)} is doing{start}, clock runs{wire}"
    ways = tuple(way for transition in own.transitions for way in _ways(transition, names))
    added = [name for name in statuses if name not in names]
    ways += tuple(way for name in added for way in _anywhere(name))
    text = "\n".join([f"lifecycle {own.field} {{", *statuses.values(), "", *(way.text for way in ways), "}"])
    return Block(own.field, "the lifecycle", text, LifecycleFound(statuses, ways))


def _status_line(status: Status, names: set[str], initial: str) -> str:
    parts = [
        f"{name_or_text(status.name)} is {status.category}",
        "initial" if status.name == initial else "",
        f"clock {status.clock}" if status.clock else "",
        "final" if status.final else "",
        f"shown as {name_or_text(status.shown_as)}" if status.shown_as in names and status.shown_as else "",
        f"allows {' and '.join(status.allows)}" if status.allows else "",
        f"as {wire_text(status.wire)}" if status.wire is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def _ways(transition: Transition, names: set[str]) -> Iterator[Way]:
    """A transition of the catalogue, as far as its statuses are there."""
    sources = tuple(name for name in transition.sources if name in names)
    targets = tuple(name for name in transition.targets if name in names)
    if not sources or not targets:
        return
    needs = f" needs {', '.join(transition.needs)}" if transition.needs else ""
    named = f" named {exactly(transition.name)}" if transition.name else ""
    wire = f" as {wire_text(transition.wire)}" if transition.wire is not None else ""
    ends = f"from {', '.join(map(name_or_text, sources))} to {', '.join(map(name_or_text, targets))}"
    yield from (Way(sources, target, f"{ends}{needs}{named}{wire}") for target in targets[:1])


def _anywhere(name: str) -> Iterator[Way]:
    yield Way((), name, f"from any to {name_or_text(name)}")
    yield Way((name,), "", f"from {name_or_text(name)} to any")
