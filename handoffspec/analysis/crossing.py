"""One rule in one direction, as the makers of witnesses look at it."""

from dataclasses import dataclass

from handoffspec.analysis.domains import Table, field_at, read_by, table, written_by
from handoffspec.analysis.facts import OutOrBack
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule, Step
from handoffspec.schema.systems import Field


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a rule reads and writes in a direction.

    `steps` are those taken: all on the way out, the default of a rule `<-` on the way back.
    """

    handoff: Handoff
    rule: Rule
    way: OutOrBack
    reads: tuple[Field, ...]
    writes: tuple[Field, ...]

    @staticmethod
    def of(handoff: Handoff, rule: Rule, way: OutOrBack) -> "Crossing":
        """The crossing of a rule."""
        reads = tuple(field_at(handoff, ref) for ref in read_by(rule, way))
        writes = tuple(field_at(handoff, ref) for ref in written_by(rule, way))
        return Crossing(handoff, rule, way, reads, writes)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps taken."""
        if self.way == "out":
            return self.rule.steps
        return tuple(step for step in self.rule.steps if step.kind == "default" and self.rule.flow == "back")

    @property
    def one(self) -> bool:
        """Whether one field becomes one field."""
        return len(self.reads) == 1 and len(self.writes) == 1 and not self.rule.table

    def table(self) -> Table:
        """The rule's table."""
        return table(self.handoff, self.rule, self.way)

    def step(self, kind: str) -> Step | None:
        """The first step of a kind."""
        return next((step for step in self.steps if step.kind == kind), None)

    def ticket(self, *values: object) -> dict[str, object]:
        """The fields read with these values."""
        return {field.name: value for field, value in zip(self.reads, values, strict=True)}

    def arrival(self, *values: object) -> dict[str, object]:
        """The fields written with these values."""
        return {field.name: value for field, value in zip(self.writes, values, strict=True)}

    def nothing(self) -> dict[str, object]:
        """The fields written, all of them empty."""
        return {field.name: None for field in self.writes}
