"""Two lifecycles and their sync, played through as plainly as can be: tuples, dicts and names, nothing of the program.

A `World` says what there is. `play` tries everything from every start and notes what goes wrong, with how many steps
the shortest way there has; a way with fewer rollbacks counts as shorter.
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
class Filter:
    """Only tickets with the flag, or with a side in one of these statuses, are kept in step."""

    otherwise: str
    """`unlink`, `stop` or `hold`."""
    letter: str = ""
    statuses: tuple[str, ...] = ()
    heard: bool = False
    """Whether being unlinked reaches somebody."""


@dataclass
class Back:
    """A rollback: where to, how often, and when: always possible, or only with side b in or entering a status."""

    to: str
    most: int
    status: str = ""
    becomes: bool = False


@dataclass
class World:
    a: Side
    b: Side
    rows: list[Row]
    winner: str = ""
    """The side whose status counts when both have changed; none: either."""
    until: str = ""
    """`done`, `doing`, or a status."""
    only: Filter | None = None
    back: Back | None = None
    final: set[str] = field(default_factory=set)


GONE = ("", "")
State = tuple[str, str, tuple[str, str], tuple[str, int, str, str] | None, str, int]
"""Both statuses, the pair agreed on, and a write: the side written, the row, the goal, the status that was read. Then
what has become of the sync (`left`, `ended`), and how often the ticket has come back."""
ROLLBACK = -2
"""In place of a row."""
MANY = 1000
"""A rollback costs as much as that many steps."""


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
    return {answer(world, way, status, other, now, flag) for flag in FLAGS}


def answers_inside(world: World, way: str, status: str, other: str) -> set[tuple[int, str]]:
    """The answers to a ticket that meets the filter."""
    return {answer(world, way, status, other, other, flag) for flag in flags(world)}


def flags(world: World) -> tuple[bool | None, ...]:
    return (True,) if world.only is not None and not world.only.letter else FLAGS


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
            yield (status, b, (status, b), None, "", 0)


def play(world: World, *, racing: bool) -> Played:
    played = Played()
    buckets: dict[int, deque[State]] = {1: deque(starts(world, played))}
    while buckets:
        cost = min(buckets)
        state = buckets[cost].popleft()
        if not buckets[cost]:
            del buckets[cost]
        if state in played.states:
            continue
        played.states[state] = cost
        played.onward[state] = []
        if parted(world, state):
            played.troubles.setdefault((state[4],), cost)
        for after, wrong, alone, wrote in moves(world, state, racing=racing):
            if wrong is not None:
                played.troubles.setdefault(wrong, cost + 1)
            played.onward[state].append((after, alone and wrong is None, wrote))
            buckets.setdefault(cost + 1 + MANY * (after[5] - state[5]), deque()).append(after)
    return played


Next = tuple[State, tuple[str, ...] | None, bool, bool]


def moves(world: World, state: State, *, racing: bool) -> Iterator[Next]:
    a, b, agreed, flight, gone, times = state
    waiting: list[Next] = []
    asleep = False
    if flight is not None:
        yield landing(world, state)
    elif not gone:
        rest = (a, b) == agreed
        if rest and ends_for_good(world) and reached(world, a, b):
            yield (a, b, GONE, None, "ended", times), None, True, False
            return
        asleep = rest and is_over(world, a, b)
        outside, perhaps = leaving(world, a, b)
        if not asleep and not outside:
            waiting = list(reading(world, state, racing=racing))
            yield from waiting
            yield from coming_back(world, state, racing=racing)
        if world.only is not None and world.only.otherwise != "hold" and (outside or (perhaps and rest)):
            yield (a, b, GONE, None, "left", times), None, False, False
        unlinked = outside and world.only is not None and world.only.otherwise == "unlink"
        if not racing and not rest and (waiting or unlinked):
            return
    for side, letter, here in ((world.a, "a", a), (world.b, "b", b)):
        keeps = None if flight is not None and flight[0] == letter else flight
        kinds = ((side.people, False), (side.timers, True), (side.replies, False))
        for before, after, alone in ((x, y, alone) for pairs, alone in kinds for x, y in sorted(pairs)):
            if before == here:
                x, y = (after, b) if letter == "a" else (a, after)
                then = (x, y) if asleep and is_over(world, x, y) else agreed
                yield (x, y, then, keeps, gone, times), None, alone, False


# ── Where the sync holds no longer ─────────────────────────────────────────────────────────────────────────────────


def reached(world: World, a: str, b: str) -> bool:
    """Whether both sides are where the sync ends."""
    over = (a in world.a.over, b in world.b.over)
    if world.until == "done":
        return all(over)
    if world.until == "doing":
        return not any(over)
    return world.until in (a, b)


def ends_for_good(world: World) -> bool:
    return world.until not in ("", "done", *world.a.over, *world.b.over)


def is_over(world: World, a: str, b: str) -> bool:
    """Whether nothing is read as long as nobody opens the work again."""
    wanted = bool(world.until) and not ends_for_good(world)
    return wanted and reached(world, a, b) and a in world.a.over and b in world.b.over


def leaving(world: World, a: str, b: str) -> tuple[bool, bool]:
    """Whether the ticket is surely outside the filter, and whether it may be."""
    if world.only is None:
        return False, False
    if not world.only.letter:
        return False, True
    outside = (a if world.only.letter == "a" else b) not in world.only.statuses
    return outside, outside


def parted(world: World, state: State) -> bool:
    """Whether both sides are on their own, in statuses that do not belong together, and nobody hears of it."""
    a, b, _, _, gone, _ = state
    if not gone or (a in world.a.over and b in world.b.over):
        return False
    if gone == "left" and world.only is not None and world.only.otherwise == "unlink" and world.only.heard:
        return False
    over = [(number, goal == b) for number, goal in answers(world, "out", a, b, b)]
    back = [(number, goal == a) for number, goal in answers(world, "back", b, a, a)]
    return not any(number < 0 or agrees for number, agrees in (*over, *back))


def coming_back(world: World, state: State, *, racing: bool) -> Iterator[Next]:
    """A rollback: the source is put into its status, and what the destination shows counts as read."""
    a, b, agreed, _, _, times = state
    back = world.back
    changed = b != agreed[1]
    if back is None or times >= back.most or a in world.final or (a != agreed[0] and not changed and not racing):
        return
    if not any(y == back.to for _, y in world.a.people | world.a.timers | world.a.replies):
        return
    if back.status and (b != back.status or (back.becomes and not changed)):
        return
    if a == back.to:
        if changed:
            yield (a, b, (a, b), None, "", times + 1), None, False, False
    elif racing:
        yield (a, b, agreed, ("a", ROLLBACK, back.to, b), "", times), None, False, False
    else:
        after, wrong, _, wrote = landing(world, (a, b, agreed, ("a", ROLLBACK, back.to, b), "", times))
        yield after, wrong, False, wrote


def reading(world: World, state: State, *, racing: bool) -> Iterator[Next]:
    a, b, agreed, _, gone, times = state
    ways = [way for way, changed in (("out", a != agreed[0]), ("back", b != agreed[1])) if changed]
    if len(ways) == 2 and world.winner:
        ways = ["out" if world.winner == "a" else "back"]
    for way in ways:
        status, other = (a, b) if way == "out" else (b, a)
        for number, goal in sorted(answers_inside(world, way, status, other)):
            if number < 0:
                wrong = ("unplaced", "a" if way == "out" else "b", status)
                yield (a, b, (a, b), None, gone, times), wrong, True, False
            elif goal == other:
                yield (a, b, (a, b), None, gone, times), None, True, False
            else:
                flight = ("b" if way == "out" else "a", number, goal, status)
                if racing:
                    yield (a, b, agreed, flight, gone, times), None, True, False
                else:
                    yield landing(world, (a, b, agreed, flight, gone, times))


def landing(world: World, state: State) -> Next:
    a, b, _, flight, gone, times = state
    assert flight is not None
    letter, number, goal, status = flight
    if letter == "b":
        b, wrong = carry_out(world, "out", number, b, goal)
        return (a, b, (status, b), None, gone, times), wrong, True, wrong is None
    if number == ROLLBACK:
        a, wrong = put_back(world, a, goal)
        times += wrong is None
    else:
        a, wrong = carry_out(world, "back", number, a, goal)
    return (a, b, (a, status), None, gone, times), wrong, True, wrong is None


def put_back(world: World, here: str, goal: str) -> tuple[str, tuple[str, ...] | None]:
    if (here, goal) not in world.a.people:
        return here, ("refused", "a", "rollback", here, goal)
    if (here, goal) in world.a.needs:
        return here, ("lacks", "a", "rollback", here, goal)
    return goal, None


# ── What follows from all of it ────────────────────────────────────────────────────────────────────────────────────


def led_to(edges: dict[str, set[str]], start: str) -> set[str]:
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
        there = led_to(edges, status)
        round_ = all(status in led_to(edges, other) for other in there)
        if round_ and not there & side.over:
            found.add(status)
    # A trap counts as a whole if a ticket gets into one of its statuses.
    return {status for status in found if led_to(edges, status) & entered}


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
    """Pairs from which both sides are never over, in a world in which nothing fails; no rollback counts as a way out,
    and neither does it that the ticket leaves the sync."""
    alive = {s for s in played.states if s[4] or (s[0] in world.a.over and s[1] in world.b.over and s[2] == s[:2])}
    grown = True
    while grown:
        more = {
            s
            for s, found in played.onward.items()
            if s not in alive and any(n in alive and n[5] == s[5] and n[4] != "left" for n, _, _ in found)
        }
        alive |= more
        grown = bool(more)
    return {(s[0], s[1]) for s in played.states if s not in alive}


def asked(world: World, *walks: Played) -> set[tuple[str, str, str]]:
    """Which questions the sync asks: a direction, the status that it reads, and the one of the other side."""
    found = set()
    for played in walks:
        for a, b, agreed, flight, gone, _ in played.states:
            silent = gone or ((a, b) == agreed and is_over(world, a, b)) or leaving(world, a, b)[0]
            if silent:
                continue
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
                held = {flag for flag in flags(world) if row.flag in (None, flag) and row.other in (None, other)}
                holding.setdefault(number, set()).update((way, status, other, flag) for flag in held)
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
