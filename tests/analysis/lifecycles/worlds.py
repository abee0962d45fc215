"""Small worlds made at random, and the same worlds as handoffs. A number is a seed: the same world every time."""

from collections.abc import Collection
from random import Random
from typing import Literal

from handoffspec.schema.conditions import All, Compare, Condition, Event, FieldRef, Lasting
from handoffspec.schema.conditions import Side as End_
from handoffspec.schema.handoffs import End, Handoff, Link, LinkRule, Rollback
from handoffspec.schema.mapping import Flow
from handoffspec.schema.parties import Outcome
from handoffspec.schema.syncing import Conflict, StatusRow, Sync
from handoffspec.schema.syncing import Filter as SyncFilter
from handoffspec.schema.systems import Automation, Field, Lifecycle, Record, Status, Transition
from handoffspec.schema.types import ChoiceType, FlagType, Option, TextType
from tests.analysis.lifecycles.naive import Back, Filter, Row, Side, World

ARROWS: dict[str, Flow] = {"->": "out", "<-": "back", "<->": "both"}


def whole(seed: int) -> World:
    """A world that is likely to be sound: both sides alike, every pair of statuses can be changed into each other."""
    random = Random(seed)  # noqa: S311 - the same world for the same seed
    count = random.randint(2, 4)
    a, b = (_side(letter, count, random) for letter in "ab")
    rows = [Row(x, y, "<->", gives=True) for x, y in zip(a.statuses, b.statuses, strict=True)]
    return World(a, b, rows, random.choice(["", "a", "b"]))


def _side(letter: str, count: int, random: Random) -> Side:
    statuses = [f"{letter}{number}" for number in range(count)]
    people = {(x, y) for x in statuses for y in statuses if x != y}
    side = Side(statuses, {statuses[-1]}, people)
    for _ in range(random.randint(0, 1)):
        side.replies.add(_pair(statuses, random))
    if random.random() < 0.3:
        side.timers.add((statuses[0], statuses[-1]))
    return side


def _pair(statuses: list[str], random: Random) -> tuple[str, str]:
    one, other = random.sample(statuses, 2)
    return one, other


def planted(seed: int, faults: int = 1) -> World:
    """A sound world with mistakes in it."""
    random = Random(seed * 7919 + 1)  # noqa: S311
    world = whole(seed)
    for _ in range(faults):
        random.choice(FAULTS)(world, random)
    return world


def held_to(world: World, seed: int) -> World:
    """The same world with an end, a filter and a rollback, none of which is a mistake."""
    random = Random(seed * 104_729 + 3)  # noqa: S311
    if len(world.a.statuses) > 2 and random.random() < 0.5:
        for side in (world.a, world.b):
            side.over.add(side.statuses[-2])
    world.until = random.choice(["", "done", world.a.statuses[-1]])
    world.only = random.choice([None, Filter("hold"), Filter("unlink", heard=True), _by_status(world, "hold", random)])
    moving = random.random() < 0.5
    world.back = (
        Back(random.choice(world.a.statuses[:-1]), random.randint(1, 2), *_moment(world, random)) if moving else None
    )
    world.final = set(world.a.statuses[-1:]) if random.random() < 0.3 else set()
    return world


def _by_status(world: World, otherwise: str, random: Random) -> Filter:
    """All tickets but those with a side in one status."""
    letter = random.choice("ab")
    side = world.a if letter == "a" else world.b
    outside = random.choice(side.statuses)
    return Filter(otherwise, letter, tuple(status for status in side.statuses if status != outside))


def _moment(world: World, random: Random) -> tuple[str, bool]:
    status = random.choice(["", *world.b.statuses])
    return status, bool(status) and random.random() < 0.5


def end_early(world: World, random: Random) -> None:
    """The sync ends with the work open."""
    world.until = random.choice(["doing", world.a.statuses[0], world.b.statuses[0]])


def let_go(world: World, random: Random) -> None:
    """What leaves the filter is on its own, and nobody hears of it."""
    otherwise = random.choice(["unlink", "stop"])
    world.only = random.choice([Filter(otherwise), _by_status(world, otherwise, random)])


def hand_back_in_vain(world: World, random: Random) -> None:
    """A rollback from where nothing leads to its status, or without a field that is asked for."""
    to, *others = random.sample(world.a.statuses[:-1] or world.a.statuses, len(world.a.statuses[:-1]))
    world.back = Back(to, random.randint(1, 2))
    before = random.choice(others or world.a.statuses[-1:])
    if random.random() < 0.5:
        world.a.people.discard((before, to))
    else:
        world.a.needs[before, to] = "reason"


BOUNDS = [end_early, let_go, hand_back_in_vain]


def _any_side(world: World, random: Random) -> Side:
    return random.choice([world.a, world.b])


def _drop_transition(world: World, random: Random) -> None:
    side = _any_side(world, random)
    for _ in range(random.randint(1, 4)):
        if side.people:
            side.people.discard(random.choice(sorted(side.people)))


def _close(world: World, random: Random) -> None:
    side = _any_side(world, random)
    status = random.choice(side.statuses)
    side.people = {pair for pair in side.people if pair[0] != status}


def _drop_row(world: World, random: Random) -> None:
    if len(world.rows) > 1:
        world.rows.remove(random.choice(world.rows))


def _one_way(world: World, random: Random) -> None:
    random.choice(world.rows).arrow = random.choice(["->", "<-"])


def _need(world: World, random: Random) -> None:
    side = _any_side(world, random)
    if side.people:
        side.needs[random.choice(sorted(side.people))] = "reason"
    random.choice(world.rows).gives = False


def _timer(world: World, random: Random) -> None:
    side = _any_side(world, random)
    side.timers.add(_pair(side.statuses, random))


def _guard(world: World, random: Random) -> None:
    """A row that only some tickets take, before the others or in their place."""
    row = Row(random.choice(world.a.statuses), random.choice(world.b.statuses), random.choice(["->", "<-"]))
    if random.random() < 0.5:
        row.flag = random.choice([True, False])
    else:
        row.other = random.choice(world.b.statuses if row.arrow == "->" else world.a.statuses)
    row.gives = True
    world.rows.insert(random.randint(0, len(world.rows)), row)


def _hop(world: World, random: Random) -> None:
    row = random.choice(world.rows)
    side = world.a if row.arrow == "<-" else world.b
    goal = row.left if row.arrow == "<-" else row.right
    row.hops = tuple(status for status in random.sample(side.statuses, 1) if status != goal)


def _twist(world: World, random: Random) -> None:
    """A row that leads elsewhere than its way back."""
    row = random.choice(world.rows)
    row.arrow = "->"
    world.rows.append(Row(random.choice(world.a.statuses), row.right, "<-", gives=True))


def _guards(world: World, random: Random) -> None:
    """Two rows for the same tickets that say different things, or for different ones."""
    _guard(world, random)
    first = next(row for row in world.rows if row.guarded)
    goal = random.choice(world.b.statuses if first.arrow == "->" else world.a.statuses)
    left, right = (first.left, goal) if first.arrow == "->" else (goal, first.right)
    world.rows.append(Row(left, right, first.arrow, gives=True, flag=random.choice([True, False])))


def _forbid(world: World, random: Random) -> None:
    """A change that neither side has: nobody makes it, but two changes at once can ask for it."""
    one, other = random.sample(range(len(world.a.statuses)), 2)
    world.a.people.discard((world.a.statuses[one], world.a.statuses[other]))
    world.b.people.discard((world.b.statuses[one], world.b.statuses[other]))


def _cross(world: World, random: Random) -> None:
    """What is over on one side is at its beginning on the other."""
    last, first = world.rows[-1], world.rows[0]
    world.rows[-1:] = [
        Row(last.left, first.right, "->", gives=True),
        Row(first.left, last.right, "<-", gives=True),
    ]
    if random.random() < 0.5:
        world.rows.reverse()


FAULTS = [
    _drop_transition, _close, _drop_row, _one_way, _need, _timer, _guard, _guards, _hop, _twist, _forbid, _cross
]  # fmt: skip


# ── The same as a handoff ──────────────────────────────────────────────────────────────────────────────────────────


def handoff(world: World) -> Handoff:
    rows = tuple(_row(number, row) for number, row in enumerate(world.rows))
    sides: dict[str, End_] = {"a": "source", "b": "destination"}
    conflict = Conflict(((sides[world.winner], "status"),)) if world.winner else Conflict((), "latest")
    return Handoff(
        "example",
        "Example",
        _record("one", world.a, world.final),
        _record("two", world.b, set()),
        within=False,
        from_end=End(),
        to_end=End(),
        link=_link(world),
        sync=Sync("both", until=world.until or None, status=rows, filter=_filter(world), conflict=conflict),
        rollback=_rollback(world),
    )


def _link(world: World) -> Link | None:
    heard = world.only is not None and world.only.heard
    return Link("reason", "reason", rules=(LinkRule("unlinked", Outcome("hold", "desk")),)) if heard else None


def _filter(world: World) -> SyncFilter | None:
    only = world.only
    if only is None:
        return None
    condition = Compare(FieldRef("source", "flag"), "is", (True,))
    if only.letter:
        condition = Compare(FieldRef("source" if only.letter == "a" else "destination", "status"), "is", only.statuses)
    kinds: dict[str, Literal["unlink", "stop", "hold"]] = {"unlink": "unlink", "stop": "stop", "hold": "hold"}
    return SyncFilter(condition, Outcome(kinds[only.otherwise]))


def _rollback(world: World) -> Rollback | None:
    back = world.back
    if back is None:
        return None
    condition = Compare(FieldRef("destination", "flag"), "is", (True,))
    if back.status:
        condition = Compare(FieldRef("destination", "status"), "becomes" if back.becomes else "is", (back.status,))
    return Rollback((condition,), back.to, at_most=back.most)


def _record(system: str, side: Side, final: Collection[str]) -> Record:
    statuses = tuple(
        Status(name, "done" if name in side.over else "doing", initial=at == 0, final=name in final)
        for at, name in enumerate(side.statuses)
    )
    transitions = tuple(
        Transition((before,), (after,), (side.needs[before, after],) if (before, after) in side.needs else ())
        for before, after in sorted(side.people)
    )
    here = FieldRef("source", "status")
    automations = [
        _automation("timer", before, after, Lasting(Compare(here, "is", (before,)), 86_400))
        for before, after in sorted(side.timers)
    ]
    automations += [
        _automation("reply", before, after, All((Event("customer replies"), Compare(here, "is", (before,)))))
        for before, after in sorted(side.replies)
    ]
    options = ChoiceType(tuple(Option(name, name, name) for name in side.statuses))
    fields = (
        Field("status", "Status", options, read_only=True),
        Field("flag", "Flag", FlagType()),
        Field("reason", "Reason", TextType()),
    )
    lifecycle = Lifecycle("status", statuses, transitions)
    return Record(
        system, system.title(), "ticket", "Ticket", "id", fields, lifecycle=lifecycle, automations=tuple(automations)
    )


def _automation(kind: str, before: str, after: str, when: Condition) -> Automation:
    return Automation(f"{kind} {before} {after}", (when,), (("status", after),))


def _row(number: int, row: Row) -> StatusRow:
    written: End_ = "source" if row.arrow == "<-" else "destination"
    when: Condition | None = None
    if row.flag is not None:
        when = Compare(FieldRef("source", "flag"), "is", (row.flag,))
    elif row.other is not None:
        when = Compare(FieldRef(written, "status"), "is", (row.other,))
    return StatusRow(
        str(number),
        (row.left,),
        (row.right,),
        ARROWS[row.arrow],
        when,
        row.hops,
        ((FieldRef(written, "reason"), "given"),) if row.gives else (),
    )
