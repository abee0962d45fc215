"""A spec as what would stand in both systems' histories if everybody and the synchronisation did what it says.

Both lifecycles are walked at random, from transition to transition, with the status map between them; every change
becomes an event. A test then breaks one rule in one ticket and looks which rule is named.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handoffspec.analysis.lifecycles.machine import machine
from handoffspec.diagnose.event import Event
from handoffspec.schema import status_map
from handoffspec.schema.conditions import All, Compare, FieldRef, Lasting
from handoffspec.schema.conditions import Event as Happens
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import ToFields
from handoffspec.schema.types import ChoiceType, ListType

START = datetime.fromisoformat("2026-03-02T09:00")  # a Monday
SYNC = "sync bot"
INTO = {"source": "out", "destination": "back"}
OTHER = {"source": "destination", "destination": "source"}


class BrokenError(Exception):
    """The spec does not say how a ticket gets where the walk wants it."""


@dataclass
class Walk:
    """One ticket. `source` and `destination` are the records' fields as they are; within one system they are one."""

    handoff: Handoff
    name: str
    rng: random.Random
    events: list[Event] = field(default_factory=list)
    now: datetime = START
    crossed: bool = False
    over: bool = False

    def __post_init__(self):
        h = self.handoff
        self.source = {}
        self.destination = self.source if h.within else {}
        self.machines = {
            side: machine(side, h.record(side), h.record(side).lifecycle) for side in ("source", "destination")
        }

    # ── Events ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def held(self, side):
        return self.source if side == "source" else self.destination

    def record_name(self, side):
        return self.name if side == "source" or self.handoff.within else f"{self.name}-2"

    def emit(self, side, kind, before=None, after=None, who="ana", **more):
        record = self.handoff.record(side)
        self.events.append(
            Event(self.record_name(side), self.now.isoformat(), kind, before, after, who, system=record.system, **more)
        )

    def put(self, side, name, after, who="ana", **more):
        """Change a field."""
        held, record = self.held(side), self.handoff.record(side)
        before = held.get(name)
        if before == after:
            return
        held[name] = after
        kind = "status" if name == record.lifecycle.field else "priority" if name == "priority" else name
        label = record.field(name).label if record.field(name) else name
        self.emit(side, label if kind == name and self.rng.random() < 0.5 else kind, before, after, who, **more)

    def status(self, side):
        return self.held(side)[self.handoff.record(side).lifecycle.field]

    def set_status(self, side, after, who="ana"):
        self.put(side, self.handoff.record(side).lifecycle.field, after, who)

    def comment(self, side, who="ana", text="Have a look at this."):
        self.emit(side, "comment", who=who, text=text)

    def team(self, side, team, who="ana"):
        title = self.handoff.team(team).title if self.handoff.team(team) else team
        self.emit(side, "team", self.held(side).get("#team"), title, who)
        self.held(side)["#team"] = title

    def wait(self, **length):
        self.now += timedelta(**length)

    def long(self):
        self.wait(hours=self.rng.randrange(3, 60), minutes=self.rng.randrange(60))

    # ── The beginning ──────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, status=None):
        """A ticket of the source with all that must travel."""
        h = self.handoff
        self.now += timedelta(minutes=self.rng.randrange(60))
        own = self.machines["source"]
        start = status or (h.from_end.statuses[0] if h.from_end.statuses else own.names[own.initial])
        self.set_status("source", start)
        if h.from_end.held_by:
            self.team("source", h.from_end.held_by)
        for requirement in h.requirements:
            if requirement.subject not in ("attachments", "conversation"):
                self.put("source", requirement.subject.field, self.sample("source", requirement.subject.field))
        for field_ in h.source.fields:  # so that there is something from which it becomes what the trigger asks for
            ranked = isinstance(field_.type, ChoiceType) and field_.type.options
            status = self.is_status("source", FieldRef("source", field_.name))
            if ranked and not status and any(asked(condition, field_.name) for condition in h.trigger):
                self.put("source", field_.name, self.sample("source", field_.name))
        self.comment("source", "customer", "It does not work.")
        self.wait(hours=2)

    def sample(self, side, name):
        type_ = self.handoff.record(side).field(name).type
        if isinstance(type_, ChoiceType) and type_.options:
            taken = {str(value) for condition in self.handoff.trigger for value in asked(condition, name)}
            return next(option.name for option in type_.options if option.name not in taken)
        return '["one", "two"]' if isinstance(type_, ListType) else f"said at length in the {name.replace('_', ' ')}"

    def trigger(self, *, keep_status=False):
        """Make the first line of the trigger true that people can. A change of group is the crossing itself."""
        if self.handoff.within and self.handoff.from_end.held_by != self.handoff.to_end.held_by:
            return
        for condition in self.handoff.trigger:
            parts = condition.conditions if isinstance(condition, All) else (condition,)
            if any(isinstance(p, Happens) and p.event == "someone presses" for p in parts):
                continue
            if keep_status and any(isinstance(p, Compare) and self.is_status("source", p.field) for p in parts):
                continue
            for part in sorted(parts, key=lambda part: getattr(part, "operator", "z") in ("becomes", "changes")):
                self.make_true(part)
            return
        raise BrokenError("only a button makes it cross")

    def is_status(self, side, ref):
        return ref.side == side and ref.field == self.handoff.record(side).lifecycle.field

    def make_true(self, part):
        if isinstance(part, Happens):
            self.comment("source", "customer", "It is still so.")
            return
        if isinstance(part, Lasting):
            self.make_true(part.compare)
            self.wait(seconds=part.seconds + 3600)
            return
        side, name, value = part.field.side, part.field.field, str(part.values[0])
        if part.operator in ("has", "is", "becomes"):
            before = self.held(side).get(name)
            if part.operator == "becomes" and before == value:
                raise BrokenError(f"{name} is {value} already")
            new = f"{before} {value}" if part.operator == "has" and before else value
            self.put(side, name, new)
            if self.crossed and not self.handoff.within and self.is_status("destination", part.field):
                self.follow("destination", self.status("source"))

    # ── The crossing ───────────────────────────────────────────────────────────────────────────────────────────────

    def cross(self, *, into=None):
        """Make the other side's record, with what the tables and the status map say of it; within one system the team
        takes it."""
        h = self.handoff
        self.crossed = True
        if h.within:
            if h.to_end.held_by and h.to_end.held_by != h.from_end.held_by:
                self.team("source", into or h.to_end.held_by)
            return
        self.wait(seconds=self.rng.randrange(1, 20))
        own = self.machines["destination"]
        self.emit("destination", "status", None, own.names[own.initial], SYNC, link=self.record_name("source"))
        self.destination[h.destination.lifecycle.field] = own.names[own.initial]
        if h.ownership:
            self.team("destination", into or h.ownership.responsible[0].team, SYNC)
        self.tables("source")
        self.follow("source", None)

    def acknowledge(self):
        """Take the ticket over in time, as the handoff says."""
        h = self.handoff
        for line in h.ownership.acknowledge if h.ownership else ():
            self.wait(minutes=2)
            if line.by == "comment":
                self.comment("destination", "bo", "We are looking at it.")
            elif line.by == "change":
                self.put("destination", line.field.field, f"bo {len(self.events)}", "bo")
            elif self.status("destination") not in line.statuses:
                self.move("destination", line.statuses[0], "bo")

    # ── The work ───────────────────────────────────────────────────────────────────────────────────────────────────

    def moves(self, side):
        """The statuses that people can choose."""
        own = self.machines[side]
        here = own.numbers[self.status(side)]
        return [own.names[move.after] for move in own.moves[here] if move.step.kind == "people"]

    def move(self, side, status, who="ana", *, answered=True):
        """Change the status by one transition, with what it needs; the synchronisation answers."""
        own = self.machines[side]
        made = own.transitions.get((self.status(side), status))
        if made is None:
            raise BrokenError(f"no way from {self.status(side)} to {status}")
        for name in made.needs:
            if not self.held(side).get(name):
                self.put(side, name, self.sample(side, name), who)
        self.set_status(side, status, who)
        if answered:
            self.follow(side, self.status(OTHER[side]) if self.crossed and not self.handoff.within else None)
            if self.crossed:
                self.tables(side)
                self.tables(OTHER[side])

    def done(self, side):
        own = self.machines[side]
        return own.closed(own.numbers[self.status(side)])

    def answer(self, side, current):
        """The row that answers a status of a side, and the status it gives; None: nothing does."""
        sync, way, status = self.handoff.sync, INTO[side], self.status(side)
        for row in status_map.reading(sync, way, status):
            if row.when is not None and self.holds(row.when):
                return row, status_map.aim(row, way, current), row.opens_follow_up
        found = status_map.settled(sync, way, status, current)
        return (found.row, found.status, found.follow_up) if found else None

    def follow(self, side, current):
        """The synchronisation writes the other side's status."""
        h = self.handoff
        if h.within or not self.crossed or h.sync is None:
            return
        if current is not None and self.done("source") and self.done("destination"):
            self.over = True
            return
        answer = self.answer(side, current)
        if answer is None or answer[2]:
            self.over = True
            return
        row, goal, _ = answer
        other, way = OTHER[side], INTO[side]
        own = self.machines[other]
        self.wait(seconds=self.rng.randrange(0, 30))
        for ref, value in status_map.given(row, way):
            self.put(ref.side, ref.field, str(value), SYNC)
        hops = status_map.hops(row, way)
        field_ = h.record(other).field(h.record(other).lifecycle.field)
        at_once = current is None and field_.writable
        path = (goal,) if at_once else status_map.path(own.leads, hops, self.status(other), goal)
        for step in path:
            made = own.transitions.get((self.status(other), step))
            if made is None and not at_once:
                raise BrokenError(f"{row.id}: no way from {self.status(other)} to {step}")
            for name in made.needs if made else ():
                if not self.held(other).get(name):
                    self.put(other, name, self.sample(other, name), SYNC)
            if self.status(other) != step:
                self.set_status(other, step, SYNC)

    def holds(self, condition):
        if isinstance(condition, All):
            return all(self.holds(part) for part in condition.conditions)
        held = self.held(condition.field.side).get(condition.field.field)
        among = held in [str(value) for value in condition.values]
        return among if condition.operator == "is" else not among

    def tables(self, side):
        """The synchronisation writes what the tables give for a side's fields."""
        for rule in self.handoff.rules:
            if (
                not rule.table
                or not isinstance(rule.target, ToFields)
                or rule.flow == ("back" if side == "source" else "out")
            ):
                continue
            read, write = (rule.fields, rule.target.fields) if side == "source" else (rule.target.fields, rule.fields)
            for row in rule.table:
                cells, others = (row.left, row.right) if side == "source" else (row.right, row.left)
                if row.flow not in ("both", INTO[side]):
                    continue
                if all(self.fits(cell, self.held(side).get(ref.field)) for cell, ref in zip(cells, read, strict=True)):
                    for ref, cell in zip(write, others, strict=True):
                        if cell.kind == "values":
                            self.put(ref.side, ref.field, str(cell.values[0]), SYNC)
                    break

    def fits(self, cell, value):
        if cell.kind == "values":
            return value in [str(each) for each in cell.values]
        return cell.kind in ("any", "otherwise") or not value

    def talk(self, side):
        """A comment, and its copy."""
        self.comment(side)
        sync = self.handoff.sync
        if self.crossed and not self.handoff.within and sync is not None and sync.comments is not None:
            self.wait(seconds=self.rng.randrange(1, 60))
            self.comment(OTHER[side], SYNC, "ana: Have a look at this.")

    def automation(self, side):
        """What a system does by itself, where it can be brought about."""
        own = self.machines[side]
        for move in own.moves[own.numbers[self.status(side)]]:
            if move.step.kind != "automation":
                continue
            told = next(one for one in self.handoff.record(side).automations if one.title == move.step.by)
            parts = [p for c in told.when for p in (c.conditions if isinstance(c, All) else (c,))]
            for part in parts:
                if isinstance(part, Lasting):
                    self.wait(seconds=part.seconds + 60)
                if isinstance(part, Happens):
                    self.talk(side)
                other = isinstance(part, Compare) and part.operator == "is" and not self.is_status("source", part.field)
                if other and not self.holds_own(side, part):
                    return
                if isinstance(part, Compare) and part.operator not in ("is", "is filled"):
                    return
            self.set_status(side, own.names[move.after], "automation")
            if self.handoff.within:
                self.acknowledge()
            self.follow(side, self.status(OTHER[side]))
            return

    def holds_own(self, side, part):
        return self.held(side).get(part.field.field) in [str(value) for value in part.values]

    def rank(self, side):
        """Somebody changes a field that a table reads, to a value that the table has a way back for."""
        rules = [r for r in self.handoff.rules if r.flow == "both" and r.table and isinstance(r.target, ToFields)]
        for rule in rules[:1]:
            refs = rule.fields if side == "source" else rule.target.fields
            rows = [
                row
                for row in rule.table
                if row.flow == "both" and "empty" not in {c.kind for c in row.left + row.right}
            ]
            row = self.rng.choice(rows)
            for ref, cell in zip(refs, row.left if side == "source" else row.right, strict=True):
                if cell.kind == "values":
                    self.put(ref.side, ref.field, str(cell.values[0]), "bo")
            self.wait(seconds=20)
            self.tables(side)

    def work(self, steps):
        """Some random steps of people on both sides, each answered; now and then one soon after the other."""
        sides = ("source",) if self.handoff.within else ("source", "destination")
        for _ in range(steps):
            if self.over:
                return
            if self.rng.random() < 0.75:
                self.long()
            else:
                self.wait(minutes=self.rng.randrange(2, 30))
            side = self.rng.choice(sides)
            what = self.rng.random()
            if what < 0.6:
                choices = self.moves(side)
                if choices:
                    self.move(side, self.rng.choice(choices), "bo")
            elif what < 0.75:
                self.talk(side)
            elif what < 0.9 and not self.handoff.within:
                self.rank(side)
            else:
                self.automation(side)

    def roll_back(self):
        """Bring the ticket back for the first reason that the rollback names."""
        h = self.handoff
        self.long()
        for when in h.rollback.when[-1:]:
            parts = when.conditions if isinstance(when, All) else (when,)
            for part in parts:
                compare = part.compare if isinstance(part, Lasting) else part
                if compare.operator == "becomes":
                    self.put(compare.field.side, compare.field.field, "", "bo")
                if compare.operator == "has":  # it was taken away since the last time
                    self.put(compare.field.side, compare.field.field, "other", "bo")
                    self.wait(minutes=5)
                self.make_true(part)
        self.wait(seconds=20)
        if h.rollback.to_status and self.status("source") != h.rollback.to_status:
            self.set_status("source", h.rollback.to_status, SYNC if not h.within else "ana")
        if h.rollback.to_team:
            self.team("source", h.rollback.to_team)


def asked(condition, name):
    """The values that a condition asks of a field."""
    parts = condition.conditions if isinstance(condition, All) else (condition,)
    return [v for part in parts if isinstance(part, Compare) and part.field.field == name for v in part.values]


def executed(handoff, name, rng, *, steps=8):
    """A whole ticket that keeps to the spec."""
    walk = Walk(handoff, name, rng)
    walk.begin()
    walk.trigger()
    walk.cross()
    walk.acknowledge()
    walk.work(steps)
    return walk
