"""Every state that two sides and their sync can get into, breadth first, so that the first way found is a shortest one.

A state is both statuses, the pair last agreed on, and at most one write in flight, as one number. In the quiet walk the
sync answers every change before anything else happens. In the racing walk it reads, and writes later; whatever moves
the side that it is about to write makes it drop the plan and look again. A message that fails counts as dropped, so
that what lies behind it is seen too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from handoffspec.analysis.lifecycles.history import History, Step
from handoffspec.analysis.lifecycles.machine import Machine
from handoffspec.analysis.lifecycles.syncing import READ, WRITTEN, Plan, Syncing
from handoffspec.schema.status_map import Way

FOLLOWED_UP: Final = -1
"""The state in which a new record has taken over: a handoff of its own."""
Cause: TypeAlias = tuple[str, ...]
Edge: TypeAlias = tuple[int, Step, bool]
"""The next state, the step to it, and whether it happens without anybody and is no failure."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is explored at most."""

    states: int = 400_000
    steps: int = 12_000_000


@dataclass(slots=True)
class Explored:
    """What a walk has seen."""

    came: dict[int, tuple[int | None, Step]] = field(default_factory=dict)
    """By state, in the order found: the state before and the step from it; None before: the handoff itself."""
    troubles: dict[Cause, History] = field(default_factory=dict)
    """The shortest history to each message that fails, and to each pair that should not be, by its cause."""
    edges: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """In the quiet walk, the states after each state."""
    alone: dict[int, tuple[tuple[int, Step], ...]] = field(default_factory=dict)
    """The edges that need nobody, failures left out."""
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sync does next: a step to a state, or one that sets a write in flight. `cause`: it fails, by this."""

    step: Step
    after: int = 0
    flight: int = 0
    cause: Cause | None = None


class Walk:
    """One walk, quiet or racing, through the states of a handoff."""

    def __init__(self, syncing: Syncing, starts: Iterable[str], *, racing: bool, limits: Limits) -> None:
        self.source: Machine = syncing.machines["source"]
        self.destination: Machine = syncing.machines["destination"]
        self._machines = (self.source, self.destination)
        self.racing = racing
        self._syncing = syncing
        self._limits = limits
        self._starts = tuple(starts)
        self._width, self._height = len(self.source.names), len(self.destination.names)
        self._pairs = self._width * self._height
        self._flights: list[tuple[Plan, str]] = [(Plan("unplaced", "out"), "")]
        self._numbers: dict[tuple[Plan, str], int] = {}
        self._replied: dict[tuple[int, tuple[Way, ...]], tuple[Reply, ...]] = {}
        self._landed: dict[tuple[int, int], Reply] = {}
        self.found = Explored()

    # ── States ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def statuses(self, state: int) -> tuple[int, int]:
        """The numbers of both statuses."""
        here = state % self._pairs
        return here % self._width, here // self._width

    def at_rest(self, state: int) -> bool:
        """Whether the sync has nothing to do."""
        a, b = self.statuses(state)
        rest = state // self._pairs
        return rest < self._pairs and not self._changed(a, b, rest)

    def _state(self, a: int, b: int, agreed: int, flight: int = 0) -> int:
        return (flight * self._pairs + agreed) * self._pairs + b * self._width + a

    def _agreed(self, a: int, b: int) -> int:
        """The pair as it is remembered: of a side that is never read, nothing is."""
        ways = self._syncing.ways
        return (b if "back" in ways else 0) * self._width + (a if "out" in ways else 0)

    def _changed(self, a: int, b: int, agreed: int) -> tuple[Way, ...]:
        ways = self._syncing.ways
        out = "out" in ways and agreed % self._width != a
        back = "back" in ways and agreed // self._width != b
        return ("out", "back") if out and back else ("out",) if out else ("back",) if back else ()

    # ── The walk ───────────────────────────────────────────────────────────────────────────────────────────────────

    def explore(self) -> Explored:
        """Walk until nothing is new, or the limits are reached."""
        came, alone = self.found.came, self.found.alone
        watched = any(move.alone for machine in self._machines for moves in machine.moves for move in moves)
        queue = list(self._begin())
        taken = 0
        for state in queue:
            edges = self._after(state)
            if not self.racing:
                self.found.edges[state] = tuple(after for after, _, _ in edges)
            if watched:
                alone[state] = tuple((after, step) for after, step, unasked in edges if unasked)
            taken += len(edges)
            for after, step, _ in edges:
                if after not in came:
                    came[after] = (state, step)
                    if after != FOLLOWED_UP:
                        queue.append(after)
            if len(came) > self._limits.states or taken > self._limits.steps:
                self.found.complete = False
                break
        return self.found

    def _begin(self) -> Iterator[int]:
        for name in self._starts:
            for plan in self._syncing.at_creation(name):
                first, begins = self._created(name, plan)
                if first not in self.found.came:
                    self.found.came[first] = (None, begins)
                    yield first

    def _created(self, name: str, plan: Plan) -> tuple[int, Step]:
        a, b = self.source.numbers[name], self.destination.initial
        begins = Step("begins", "destination", self.destination.names[b], seen=name, row=plan.row_id)
        if plan.answer == "unplaced" and "out" in self._syncing.ways:
            self._trouble(("unplaced", "source", name), (begins, Step("unplaced", "destination", seen=name)))
        elif plan.answer == "write":
            made = self._syncing.create(plan, self.destination.names[b])
            if made.failed is not None:
                begins = replace(begins, row="")
                self._trouble(_cause(made.failed), (begins, replace(made.failed, seen=name)))
            elif made.path:
                b = self.destination.numbers[made.path[-1]]
                begins = replace(begins, after=plan.goal, path=made.path)
        return self._state(a, b, self._agreed(a, b)), begins

    def _after(self, state: int) -> Sequence[Edge]:
        rest, here = divmod(state, self._pairs)
        flight, agreed = divmod(rest, self._pairs)
        b, a = divmod(here, self._width)
        if flight:
            if (flight, here) not in self._landed:
                self._landed[flight, here] = self._lands(a, b, *self._flights[flight])
            edges = self._taken(state, (self._landed[flight, here],))
        else:
            changed = self._changed(a, b, agreed)
            if (here, changed) not in self._replied:
                self._replied[here, changed] = tuple(self._replies(a, b, changed))
            edges = self._taken(state, self._replied[here, changed])
            if changed and not self.racing:
                return edges
        # Moving the side that is about to be written makes the plan stale.
        stale = state - flight * self._pairs * self._pairs
        written = WRITTEN[self._flights[flight][0].way] if flight else None
        base = stale if written == "source" else state
        edges += [(base + move.after - a, move.step, move.alone) for move in self.source.moves[a]]
        base = stale if written == "destination" else state
        edges += [(base + (m.after - b) * self._width, m.step, m.alone) for m in self.destination.moves[b]]
        if len(self._syncing.ways) == 1:
            self._drifts(state, edges)
        return edges

    def _taken(self, state: int, replies: Iterable[Reply]) -> list[Edge]:
        """The sync's replies as edges from a state; those that fail are noted the first time."""
        edges: list[Edge] = []
        for reply in replies:
            if reply.cause is not None and reply.cause not in self.found.troubles:
                self._trouble(reply.cause, (*self.history(state), reply.step))
            after = state + reply.flight * self._pairs * self._pairs if reply.flight else reply.after
            edges.append((after, reply.step, reply.cause is None))
        return edges

    def _drifts(self, state: int, edges: Iterable[Edge]) -> None:
        """Note the first way in which a side that is never read leaves what was agreed."""
        if not self.at_rest(state) or not self._related(state):
            return
        for after, step, _ in edges:
            if self.at_rest(after) and not self._related(after) and ("apart", step.side) not in self.found.troubles:
                self._trouble(("apart", step.side), (*self.history(state), step))

    def _related(self, state: int) -> bool:
        """Whether the pair is one that the sync would leave as it is."""
        way = self._syncing.ways[0]
        plans = self._syncing.plans(way, *self._read(way, *self.statuses(state)))
        return any(plan.answer in ("agrees", "follow up", "unplaced") for plan in plans)

    # ── The sync ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _replies(self, a: int, b: int, changed: tuple[Way, ...]) -> Iterator[Reply]:
        """What the sync does about changes: in the quiet walk all of it, in the racing one its reading."""
        ways = changed if len(changed) < 2 else self._syncing.both_changed
        if changed and not ways:
            step = Step("held", "source", self.source.names[a], seen=self.destination.names[b])
            yield Reply(step, self._state(a, b, self._agreed(a, b)))
        for way in ways:
            status, current = self._read(way, a, b)
            for plan in self._syncing.plans(way, status, current):
                yield self._reply(a, b, plan, status, current)

    def _read(self, way: Way, a: int, b: int) -> tuple[str, str]:
        """The status that is read, and that of the other side."""
        source, destination = self.source.names[a], self.destination.names[b]
        return (source, destination) if way == "out" else (destination, source)

    def _reply(self, a: int, b: int, plan: Plan, status: str, current: str) -> Reply:
        side = WRITTEN[plan.way]
        settled = self._state(a, b, self._agreed(a, b))
        match plan.answer:
            case "unplaced":
                cause = ("unplaced", READ[plan.way], status)
                return Reply(Step("unplaced", side, current, seen=status), settled, cause=cause)
            case "agrees":
                return Reply(Step("agrees", side, current, seen=status, row=plan.row_id), settled)
            case "follow up":
                return Reply(Step("follow up", side, current, seen=status, row=plan.row_id), FOLLOWED_UP)
            case "write" if self.racing:
                step = Step("reads", side, current, plan.goal, seen=status, row=plan.row_id)
                return Reply(step, flight=self._flight(plan, status))
            case "write":
                return self._lands(a, b, plan, status)

    def _flight(self, plan: Plan, status: str) -> int:
        """The number of a write. It need not say what it found: when that changes the write is no more."""
        if (plan, status) not in self._numbers:
            self._numbers[plan, status] = len(self._flights)
            self._flights.append((plan, status))
        return self._numbers[plan, status]

    def _lands(self, a: int, b: int, plan: Plan, status: str) -> Reply:
        """A write: the pair agreed on is then the status that was read and the one that was written."""
        _, current = self._read(plan.way, a, b)
        made = self._syncing.write(plan, current)
        landed = current if made.failed is not None else plan.goal
        if plan.way == "out":
            b = self.destination.numbers[landed]
            agreed = self._agreed(self.source.numbers[status], b)
        else:
            a = self.source.numbers[landed]
            agreed = self._agreed(a, self.destination.numbers[status])
        after = self._state(a, b, agreed)
        if made.failed is not None:
            return Reply(replace(made.failed, seen=status), after, cause=_cause(made.failed))
        return Reply(Step("moves", WRITTEN[plan.way], current, landed, made.path, status, row=plan.row_id), after)

    # ── What went wrong ────────────────────────────────────────────────────────────────────────────────────────────

    def _trouble(self, cause: Cause, history: History) -> None:
        self.found.troubles.setdefault(cause, history)

    def history(self, state: int) -> History:
        """The steps that first led to a state."""
        steps: list[Step] = []
        here: int | None = state
        while here is not None:
            before, step = self.found.came[here]
            dropped = before is not None and self._in_flight(before) and not self._in_flight(here)
            steps.append(replace(step, overtakes=dropped and step.kind in ("people", "automation")))
            here = before
        return tuple(reversed(steps))

    def _in_flight(self, state: int) -> bool:
        return state >= self._pairs * self._pairs


def _cause(failed: Step) -> Cause:
    return (failed.kind, failed.side, failed.row, failed.before, failed.after, failed.needs)
