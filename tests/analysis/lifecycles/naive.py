"""Two lifecycles and their sync, played through as plainly as can be: tuples, dicts and names, nothing of the program.

A `World` says what there is. `play` tries everything from every start and notes what goes wrong, with how many steps
the shortest way there has.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

FLAGS = (True, False, None)
"""The values of the field that guards may ask for."""


@dataclass
class Side:
    statuses: list[str]
    over: set[str]
    """Statuses in which the work is over."""
    people: set[tuple[str, str]]
    needs: dict[tuple[str, str], str] = field(default_factory=dict)
    timers: set[tuple[str, str]] = field(default_factory=set)
    """What the system does by itself, without anybody."""
    replies: set[tuple[str, str]] = field(default_factory=set)
    """What the system does when the customer replies."""


@dataclass
class Row:
    left: str
    right: str
    arrow: str
    hops: tuple[str, ...] = ()
    gives: bool = False
    """Whether it gives the field that transitions may need."""
    flag: bool | None = None
    """Only when the flag has this value."""
    other: str | None = None
    """Only when the side that is written is in this status."""

    @property
    def guarded(self) -> bool:
        return self.flag is not None or self.other is not None


@dataclass
class World:
    a: Side
    b: Side
    rows: list[Row]
    winner: str = ""
    """The side whose status counts when both have changed; none: either."""


State = tuple[str, str, tuple[str, str], tuple[str, int, str, str] | None]
"""Both statuses, the pair agreed on, and a write: the side written, the row, the goal, the status that was read."""


@dataclass
class Played:
    troubles: dict[tuple[str, ...], int] = field(default_factory=dict)
    states: dict[State, int] = field(default_factory=dict)
    onward: dict[State, list[tuple[State, bool, bool]]] = field(default_factory=dict)
    """The next states; whether nobody was needed and nothing failed; whether the sync wrote."""


def of_row(row: Row, way: str) -> tuple[str, str]:
    return (row.left, row.right) if way == "out" else (row.right, row.left)


def speaks(row: Row, way: str) -> bool:
    return row.arrow in ("<->", "->" if way == "out" else "<-")


def answers(world: World, way: str, status: str, other: str | None, now: str) -> set[tuple[int, str]]:
    """Rows (-1: none) and goals. `other`: what the written side keeps if it may; `now`: what it is."""
    found = set()
    for flag in FLAGS:
        found.add(answer(world, way, status, other, now, flag))
    return found


def answer(world: World, way: str, status: str, other: str | None, now: str, flag: bool | None) -> tuple[int, str]:
    reading = [(n, r) for n, r in enumerate(world.rows) if speaks(r, way) and of_row(r, way)[0] == status]
    for number, row in reading:
        if row.guarded and row.flag in (None, flag) and row.other in (None, now):
            return number, of_row(row, way)[1]
    plain = [(n, r) for n, r in reading if not r.guarded]
    back = "back" if way == "out" else "out"
    for number, row in plain:
        if of_row(row, way)[1] == other:
            returns = [r for r in world.rows if speaks(r, back) and not r.guarded and of_row(r, back)[0] == other]
            if returns and of_row(returns[0], back)[1] == status:
                return number, other
    return (plain[0][0], of_row(plain[0][1], way)[1]) if plain else (-1, "")


def carry_out(world: World, way: str, number: int, here: str, goal: str) -> tuple[str, tuple[str, ...] | None]:
    """Where the written side ends, and what went wrong."""
    side, letter = (world.b, "b") if way == "out" else (world.a, "a")
    row = world.rows[number]
    hops = list(row.hops) if way == "out" or row.arrow == "<-" else []
    gives = row.gives and (way == "out" or row.arrow == "<-")
    if here in hops:
        hops = hops[hops.index(here) + 1 :]
    route = [*hops, goal]
    if (here, route[0]) not in side.people and (here, goal) in side.people:
        route = [goal]
    at = here
    for step in route:
        if (at, step) not in side.people:
            return here, ("refused", letter, str(number), at, step)
        if (at, step) in side.needs and not gives:
            return here, ("lacks", letter, str(number), at, step)
        at = step
    return goal, None


def starts(world: World, played: Played) -> Iterator[State]:
    for status in world.a.statuses:
        if status in world.a.over:
            continue
        initial = world.b.statuses[0]
        for number, goal in sorted(answers(world, "out", status, None, initial)):
            b = initial
            if number < 0:
                played.troubles[("unplaced", "a", status)] = 2
            elif goal != initial:
                b, wrong = carry_out(world, "out", number, initial, goal)
                if wrong is not None:
                    played.troubles[wrong] = 2
            yield (status, b, (status, b), None)


def play(world: World, *, racing: bool) -> Played:
    played = Played()
    queue: deque[State] = deque()
    for state in starts(world, played):
        if state not in played.states:
            played.states[state] = 1
            queue.append(state)
    while queue:
        state = queue.popleft()
        onward = list(moves(world, state, racing=racing))
        played.onward[state] = []
        for after, wrong, alone, wrote in onward:
            if wrong is not None:
                played.troubles.setdefault(wrong, played.states[state] + 1)
            played.onward[state].append((after, alone and wrong is None, wrote))
            if after not in played.states:
                played.states[after] = played.states[state] + 1
                queue.append(after)
    return played


Next = tuple[State, tuple[str, ...] | None, bool, bool]


def moves(world: World, state: State, *, racing: bool) -> Iterator[Next]:
    a, b, agreed, flight = state
    if flight is not None:
        yield landing(world, state)
    else:
        waiting = list(reading(world, state, racing=racing))
        yield from waiting
        if waiting and not racing:
            return
    for side, letter, here in ((world.a, "a", a), (world.b, "b", b)):
        keeps = None if flight is not None and flight[0] == letter else flight
        kinds = ((side.people, False), (side.timers, True), (side.replies, False))
        for before, after, alone in ((x, y, alone) for pairs, alone in kinds for x, y in sorted(pairs)):
            if before == here:
                yield ((after, b) if letter == "a" else (a, after)) + (agreed, keeps), None, alone, False


def reading(world: World, state: State, *, racing: bool) -> Iterator[Next]:
    a, b, agreed, _ = state
    ways = [way for way, changed in (("out", a != agreed[0]), ("back", b != agreed[1])) if changed]
    if len(ways) == 2 and world.winner:
        ways = ["out" if world.winner == "a" else "back"]
    for way in ways:
        status, other = (a, b) if way == "out" else (b, a)
        for number, goal in sorted(answers(world, way, status, other, other)):
            if number < 0:
                yield (a, b, (a, b), None), ("unplaced", "a" if way == "out" else "b", status), True, False
            elif goal == other:
                yield (a, b, (a, b), None), None, True, False
            else:
                flight = ("b" if way == "out" else "a", number, goal, status)
                if racing:
                    yield (a, b, agreed, flight), None, True, False
                else:
                    yield landing(world, (a, b, agreed, flight))


def landing(world: World, state: State) -> Next:
    a, b, _, flight = state
    assert flight is not None
    letter, number, goal, status = flight
    if letter == "b":
        b, wrong = carry_out(world, "out", number, b, goal)
        return (a, b, (status, b), None), wrong, True, wrong is None
    a, wrong = carry_out(world, "back", number, a, goal)
    return (a, b, (a, status), None), wrong, True, wrong is None


# ── What follows from all of it ────────────────────────────────────────────────────────────────────────────────────


def reached(edges: dict[str, set[str]], start: str) -> set[str]:
    seen, queue = {start}, [start]
    for here in queue:
        for after in edges.get(here, ()):
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return seen


def stuck(side: Side, entered: set[str]) -> set[str]:
    """Statuses from which only statuses are reached that lead back, the work being open in all of them."""
    if not side.people or not side.over:
        return set()
    edges: dict[str, set[str]] = {}
    for before, after in side.people | side.timers | side.replies:
        edges.setdefault(before, set()).add(after)
    found = set()
    for status in side.statuses:
        there = reached(edges, status)
        round_ = all(status in reached(edges, other) for other in there)
        if round_ and not there & side.over:
            found.add(status)
    # A trap counts as a whole if a ticket gets into one of its statuses.
    return {status for status in found if reached(edges, status) & entered}


def goes_round(played: Played) -> bool:
    """Whether somewhere a circle needs nobody and the sync writes in it: peel off what leads nowhere."""
    edges = {s: [(after, wrote) for after, alone, wrote in found if alone] for s, found in played.onward.items()}
    for state, found in edges.items():
        for after, wrote in found:
            if wrote and leads(edges, after, state):
                return True
    return False


def leads(edges: dict[State, list[tuple[State, bool]]], start: State, goal: State) -> bool:
    seen, queue = {start}, [start]
    for here in queue:
        if here == goal:
            return True
        for after, _ in edges[here]:
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return False


def never_closed(world: World, played: Played) -> set[tuple[str, str]]:
    """Pairs from which both sides are never over, in a world in which nothing fails."""
    alive = {s for s in played.states if s[0] in world.a.over and s[1] in world.b.over and s[2] == s[:2]}
    grown = True
    while grown:
        more = {s for s, found in played.onward.items() if s not in alive and any(n in alive for n, _, _ in found)}
        alive |= more
        grown = bool(more)
    return {(s[0], s[1]) for s in played.states if s not in alive}


def asked(world: World, *walks: Played) -> set[tuple[str, str, str]]:
    """Which questions the sync asks: a direction, the status that it reads, and the one of the other side."""
    found = set()
    for played in walks:
        for a, b, agreed, flight in played.states:
            ways = [way for way, changed in (("out", a != agreed[0]), ("back", b != agreed[1])) if changed]
            if len(ways) == 2 and world.winner:
                ways = ["out" if world.winner == "a" else "back"]
            if flight is None:
                found |= {(way, a, b) if way == "out" else (way, b, a) for way in ways}
    return found


def guards(world: World, questions: set[tuple[str, str, str]]) -> tuple[set[int], set[tuple[int, int]]]:
    """Rows whose guard never holds when they are asked, and pairs of rows that say different things at once."""
    holding: dict[int, set[tuple[str, str, str, bool | None]]] = {}
    was_asked = set()
    for number, row in enumerate(world.rows):
        for way, status, other in questions:
            if row.guarded and speaks(row, way) and of_row(row, way)[0] == status:
                was_asked.add(number)
                flags = {flag for flag in FLAGS if row.flag in (None, flag) and row.other in (None, other)}
                holding.setdefault(number, set()).update((way, status, other, flag) for flag in flags)
    never = {number for number in was_asked if not holding[number]}
    rows = world.rows
    both = {
        (one, other)
        for one in holding
        for other in holding
        if one < other
        and holding[one] & holding[other]
        and (rows[one].left, rows[one].right) != (rows[other].left, rows[other].right)
    }
    return never, both
