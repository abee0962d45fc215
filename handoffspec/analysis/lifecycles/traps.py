"""Where a ticket can go in and never out, and where it goes round without anybody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handoffspec.analysis.lifecycles.history import History, Step
from handoffspec.analysis.lifecycles.machine import Machine
from handoffspec.analysis.lifecycles.walk import FOLLOWED_UP, Walk
from handoffspec.schema.conditions import Side


def knots(edges: Mapping[int, Sequence[int]]) -> list[frozenset[int]]:
    """The strongly connected parts of a graph, each after those that it leads to (Tarjan, without recursion)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    made: list[frozenset[int]] = []
    for root in edges:
        if root in number:
            continue
        todo: list[tuple[int, Iterator[int]]] = [(root, iter(edges[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while todo:
            here, ahead = todo[-1]
            for after in ahead:
                if after not in number:
                    number[after] = low[after] = len(number)
                    stack.append(after)
                    on_stack.add(after)
                    todo.append((after, iter(edges.get(after, ()))))
                    break
                if after in on_stack:
                    low[here] = min(low[here], number[after])
            else:
                todo.pop()
                if todo:
                    before = todo[-1][0]
                    low[before] = min(low[before], low[here])
                if low[here] == number[here]:
                    made.append(frozenset(_popped(stack, on_stack, here)))
    return made


def _popped(stack: list[int], on_stack: set[int], until: int) -> Iterator[int]:
    while True:
        here = stack.pop()
        on_stack.discard(here)
        yield here
        if here == until:
            return


def traps(machine: Machine, entered: Iterable[int]) -> list[frozenset[int]]:
    """Sets of statuses that a ticket may enter and that no move of this side leaves, work being open in all of them.

    Of a lifecycle without a status in which work is over, or without any transition, nothing can be said.
    """
    numbers = range(len(machine.names))
    if not machine.transitions or not any(machine.closed(number) for number in numbers):
        return []
    edges = {number: [move.after for move in machine.moves[number]] for number in numbers}
    seen = set(entered)
    found: list[frozenset[int]] = []
    for knot in knots(edges):
        leaves = any(after not in knot for number in knot for after in edges[number])
        if not leaves and knot & seen and not any(machine.closed(number) for number in knot):
            found.append(knot)
    return sorted(found, key=min)


def dead_end(walk: Walk, explained: Iterable[tuple[Machine, frozenset[int]]]) -> History | None:
    """The shortest history to a state from which the work is never closed on both sides, other than by a known trap."""
    machines = (walk.source, walk.destination)
    if not all(any(machine.closed(at) for at in range(len(machine.names))) for machine in machines):
        return None
    alive = _alive(walk)
    trapped = [(machines.index(machine), knot) for machine, knot in explained]
    for state in walk.found.came:
        if state not in alive and not any(walk.statuses(state)[at] in knot for at, knot in trapped):
            return walk.history(state)
    return None


def _alive(walk: Walk) -> set[int]:
    """The states from which both sides can still be closed, or followed up."""
    before: dict[int, list[int]] = {}
    for state, edges in walk.found.edges.items():
        for after in edges:
            before.setdefault(after, []).append(state)
    queue = [state for state in walk.found.came if _over(walk, state)]
    alive = set(queue)
    for state in queue:
        for earlier in before.get(state, ()):
            if earlier not in alive:
                alive.add(earlier)
                queue.append(earlier)
    return alive


def _over(walk: Walk, state: int) -> bool:
    if state == FOLLOWED_UP or walk.on_their_own(state):
        return True
    a, b = walk.statuses(state)
    return walk.at_rest(state) and walk.source.closed(a) and walk.destination.closed(b)


# ── Round and round ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Round:
    """A circle that goes on without anybody."""

    way_in: History
    steps: History
    """Once round."""
    automations: frozenset[tuple[Side, str]]
    """Everything that may take part, by side and title."""


def rounds(walk: Walk) -> Iterator[Round]:
    """Circles that go on without anybody and in which the sync moves a side, the nearest first."""
    alone = walk.found.alone
    order = {state: at for at, state in enumerate(walk.found.came)}
    entries: list[tuple[int, frozenset[int], frozenset[tuple[Side, str]]]] = []
    for knot in knots({state: [after for after, _ in steps] for state, steps in alone.items()}):
        inside = [(at, step) for at in knot for after, step in alone.get(at, ()) if after in knot]
        moving = [at for at, step in inside if step.kind == "moves"]
        if moving:
            automations = frozenset((step.side, step.by) for _, step in inside if step.kind == "automation")
            entries.append((min(moving, key=order.__getitem__), knot, automations))
    for entry, knot, automations in sorted(entries, key=lambda found: order[found[0]]):
        yield Round(walk.history(entry), _round(alone, knot, entry), automations)


def _round(alone: Mapping[int, Sequence[tuple[int, Step]]], knot: frozenset[int], entry: int) -> History:
    """The shortest way from a state back to itself that begins with the sync's move."""
    after, first = next((a, step) for a, step in alone[entry] if a in knot and step.kind == "moves")
    came: dict[int, tuple[int, Step]] = {}
    queue = [after]
    for here in queue:
        for ahead, step in alone.get(here, ()):
            if ahead in knot and ahead != after and ahead not in came:
                came[ahead] = (here, step)
                queue.append(ahead)
    steps: list[Step] = []
    here = entry
    while here != after:
        here, step = came[here]
        steps.append(step)
    return (first, *reversed(steps))
