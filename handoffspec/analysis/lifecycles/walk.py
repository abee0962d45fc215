"""Every state that two sides and their sync can get into, breadth first, so that the first way found is a shortest one.

A state is both statuses, the pair last agreed on, and at most one write in flight, as one number. In the quiet walk the
sync answers every change before anything else happens. In the racing walk it reads, and writes later; whatever moves
the side that it is about to write makes it drop the plan and look again. A message that fails counts as dropped, so
that what lies behind it is seen too.

What needs no rollback is walked first, then what needs one, and so on up to as many as there may be: whatever can
happen after more of them can happen after fewer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from handoffspec.analysis.lifecycles.bounds import Bounds
from handoffspec.analysis.lifecycles.history import History, Step, StepKind
from handoffspec.analysis.lifecycles.machine import Machine, Move
from handoffspec.analysis.lifecycles.syncing import READ, WRITTEN, Plan, Syncing
from handoffspec.schema.status_map import ROLLBACK, Way

FOLLOWED_UP: Final = -1
"""The state in which a new record has taken over: a handoff of its own."""
_LEFT: Final = 1
_ENDED: Final = 2
"""In place of a write in flight: the sync is no more, since the ticket left the filter, or since it has ended."""
Cause: TypeAlias = tuple[str, ...]
_Entry: TypeAlias = tuple[int, tuple[int | None, Step]]
"""A state, with the one before it and the step from there."""
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
    """In the quiet walk, the states after each state. No rollback and no filter is counted on to close a ticket."""
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

    def __init__(
        self, syncing: Syncing, bounds: Bounds, starts: Iterable[str], *, racing: bool, limits: Limits
    ) -> None:
        self.source: Machine = syncing.machines["source"]
        self.destination: Machine = syncing.machines["destination"]
        self._machines = (self.source, self.destination)
        self.racing = racing
        self._syncing, self._bounds = syncing, bounds
        self._limits = limits
        self._returned = 0
        """How many rollbacks the states being walked need at least."""
        self._starts = tuple(starts)
        self._width, self._height = len(self.source.names), len(self.destination.names)
        self._pairs = self._width * self._height
        self._flights: list[tuple[Plan, str]] = [(Plan("unplaced", "out"), "")] * (_ENDED + 1)
        self._numbers: dict[tuple[Plan, str], int] = {}
        self._replied: dict[tuple[int, int, tuple[Way, ...]], tuple[Reply, ...]] = {}
        self._landed: dict[tuple[int, int], Reply] = {}
        self._watched = any(move.alone for one in self._machines for moves in one.moves for move in moves)
        self._taken_steps = 0
        self.found = Explored()

    # ── States ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def statuses(self, state: int) -> tuple[int, int]:
        """The numbers of both statuses."""
        here = state % self._pairs
        return here % self._width, here // self._width

    def at_rest(self, state: int) -> bool:
        """Whether there is a sync, and it has nothing to do."""
        a, b = self.statuses(state)
        rest = state // self._pairs
        return rest < self._pairs and not self._changed(a, b, rest)

    def on_their_own(self, state: int) -> bool:
        """Whether the sync is no more."""
        return state // (self._pairs * self._pairs) in (_LEFT, _ENDED)

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
        entries: dict[int, list[_Entry]] = {1: list(self._begin())}
        while entries and self.found.complete:
            entries = self._walk(entries)
            self._returned += 1
        return self.found

    def _walk(self, entries: dict[int, list[_Entry]]) -> dict[int, list[_Entry]]:
        """Walk on from entries, by how many steps they take. What needs one rollback more is given back like them."""
        came = self.found.came
        waves: dict[int, list[int]] = {}
        later: dict[int, list[_Entry]] = {}
        while (entries or waves) and self.found.complete:
            steps = min((*entries, *waves))
            new = [state for state, way in entries.pop(steps, ()) if came.setdefault(state, way) is way]
            wave = waves[steps + 1] = []
            for state in (*new, *waves.pop(steps, ())):
                for after, step in self._stepped(state):
                    if after in came:
                        continue
                    if step.kind == "returns":
                        later.setdefault(steps + 1, []).append((after, (state, step)))
                    else:
                        came[after] = (state, step)
                        if after != FOLLOWED_UP:
                            wave.append(after)
                if len(came) > self._limits.states or self._taken_steps > self._limits.steps:
                    self.found.complete = False
                    break
            if not wave:
                del waves[steps + 1]
        return later

    def _stepped(self, state: int) -> Iterator[tuple[int, Step]]:
        """The steps from a state, which are kept for what is asked of them afterwards."""
        edges = self._after(state)
        if not self.racing:
            self.found.edges[state] = tuple(after for after, step, _ in edges if step.kind not in ("returns", "leaves"))
        if self._watched:
            self.found.alone[state] = tuple((after, step) for after, step, unasked in edges if unasked)
        self._taken_steps += len(edges)
        return ((after, step) for after, step, _ in edges)

    def _begin(self) -> Iterator[_Entry]:
        for name in self._starts:
            for plan in self._syncing.at_creation(name):
                first, begins = self._created(name, plan)
                yield first, (None, begins)

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
        if flight > _ENDED:
            if (flight, here) not in self._landed:
                self._landed[flight, here] = self._lands(a, b, *self._flights[flight])
            edges = self._taken(state, (self._landed[flight, here],))
        elif flight:
            return self._on_their_own(state, a, b, flight)
        else:
            changed = self._changed(a, b, agreed)
            if not changed and (a, b) in self._bounds.ends:
                return [(self._state(a, b, 0, _ENDED), Step("ends", "source"), True)]
            if not changed and (a, b) in self._bounds.over:
                return [*self._leaves(a, b, changed), *self._while_over(a, b, agreed)]
            edges = self._answered(state, a, b, changed)
            if changed and not self.racing and self._answers_at_once(a, b):
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

    def _answered(self, state: int, a: int, b: int, changed: tuple[Way, ...]) -> list[Edge]:
        """What the sync does where nothing is in flight: about changes, a rollback, a filter that is left."""
        place = self._bounds.place(a, b)
        edges: list[Edge] = []
        if place != "outside":
            if (a, b, changed) not in self._replied:
                self._replied[a, b, changed] = tuple(self._replies(a, b, changed))
            edges += self._taken(state, self._replied[a, b, changed])
            edges += self._taken(state, self._returning(a, b, changed), unasked=False)
        return [*edges, *self._leaves(a, b, changed)]

    def _leaves(self, a: int, b: int, changed: tuple[Way, ...]) -> Iterator[Edge]:
        """A ticket leaves the filter for good: by its statuses, or at rest by something else."""
        place = self._bounds.place(a, b)
        if self._bounds.lets_go and (place == "outside" or (place == "either" and not changed)):
            yield self._state(a, b, 0, _LEFT), Step("leaves", "source"), False

    def _answers_at_once(self, a: int, b: int) -> bool:
        """Whether the sync has an answer to every change: outside the filter only where it takes the link away."""
        return self._bounds.place(a, b) != "outside" or self._bounds.unlinks

    def _moves(self, a: int, b: int) -> Iterator[tuple[int, int, Move]]:
        """What people and automations do, with the statuses after it."""
        yield from ((move.after, b, move) for move in self.source.moves[a])
        yield from ((a, move.after, move) for move in self.destination.moves[b])

    def _while_over(self, a: int, b: int, agreed: int) -> Iterator[Edge]:
        """The work is over, and nothing is read of what leaves it over."""
        for new_a, new_b, move in self._moves(a, b):
            still = (new_a, new_b) in self._bounds.over
            after = self._state(new_a, new_b, self._agreed(new_a, new_b) if still else agreed)
            yield after, move.step, move.alone

    def _on_their_own(self, state: int, a: int, b: int, why: int) -> list[Edge]:
        """The sync is no more. Noted is the first time that both sides part with work open, and nobody hears of it."""
        cause = ("left",) if why == _LEFT else ("ended",)
        heard = why == _LEFT and self._bounds.noticed
        related = self._syncing.related(*self._names(a, b), follow_up=False)
        if not heard and not related and not self._bounds.closed(a, b) and cause not in self.found.troubles:
            self._trouble(cause, self.history(state))
        return [(self._state(x, y, 0, why), move.step, move.alone) for x, y, move in self._moves(a, b)]

    def _names(self, a: int, b: int) -> tuple[str, str]:
        return self.source.names[a], self.destination.names[b]

    def _taken(self, state: int, replies: Iterable[Reply], *, unasked: bool = True) -> list[Edge]:
        """The sync's replies as edges from a state; those that fail are noted the first time."""
        edges: list[Edge] = []
        for reply in replies:
            if reply.cause is not None and reply.cause not in self.found.troubles:
                self._trouble(reply.cause, (*self.history(state), reply.step))
            after = state + reply.flight * self._pairs * self._pairs if reply.flight else reply.after
            edges.append((after, reply.step, unasked and reply.cause is None))
        return edges

    def _drifts(self, state: int, edges: Iterable[Edge]) -> None:
        """Note the first way in which a side that is never read leaves what was agreed."""
        if not self.at_rest(state) or not self._related(state):
            return
        for after, step, _ in edges:
            moved = step.kind in ("people", "automation") and self.at_rest(after)
            if moved and not self._related(after) and ("apart", step.side) not in self.found.troubles:
                self._trouble(("apart", step.side), (*self.history(state), step))

    def _related(self, state: int) -> bool:
        return self._syncing.related(*self._names(*self.statuses(state)), follow_up=True)

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

    def _returning(self, a: int, b: int, changed: tuple[Way, ...]) -> Iterator[Reply]:
        """A rollback. In the quiet walk what the source has changed is answered before."""
        most, bounds = self._bounds.most_returns, self._bounds
        if (most is not None and self._returned >= most) or (not self.racing and changed == ("out",)):
            return
        plan, moved = bounds.returning(a), "back" in changed
        source, destination = self._names(a, b)
        if plan is None or not bounds.may_return(a, b, moved=moved):
            return
        if plan.goal == source:
            if moved:
                step = Step("returns", "source", source, source, seen=destination, row=plan.row_id)
                yield Reply(step, self._state(a, b, self._agreed(a, b)))
        elif self.racing:
            step = Step("reads", "source", source, plan.goal, seen=destination, row=plan.row_id)
            yield Reply(step, flight=self._flight(plan, destination))
        else:
            yield self._lands(a, b, plan, destination)

    def _read(self, way: Way, a: int, b: int) -> tuple[str, str]:
        """The status that is read, and that of the other side."""
        source, destination = self._names(a, b)
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
        kind: StepKind = "returns" if plan.row_id == ROLLBACK else "moves"
        return Reply(Step(kind, WRITTEN[plan.way], current, landed, made.path, status, row=plan.row_id), after)

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
        return state >= self._pairs * self._pairs * (_ENDED + 1)


def _cause(failed: Step) -> Cause:
    return (failed.kind, failed.side, failed.row, failed.before, failed.after, *failed.needs)
