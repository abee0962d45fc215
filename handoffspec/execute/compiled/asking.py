"""The lines for what a handoff asks of a ticket: whether it fires, what is missing, and who is told."""

from typing import Final

from handoffspec.execute.arrived import first_comment_field
from handoffspec.execute.compiled import gates
from handoffspec.execute.compiled.conditions import Conditions
from handoffspec.execute.compiled.runtime import condition, of_types
from handoffspec.execute.compiled.source import Source, identifier
from handoffspec.execute.compiled.variables import filled_test, readable, stands_as_text, write_values
from handoffspec.execute.requirements import says_enough
from handoffspec.schema.conditions import Condition, Event, FieldRef, atoms, fields_read
from handoffspec.schema.handoffs import Handoff, Requirement
from handoffspec.schema.types import ChoiceType, FlagType, ListType, MomentType, PersonType, RecordType, TextType

_KNOWN_EVENTS: Final = ("someone presses", "ticket is created")


class Asking:
    """Writes `fired`, and `decided` with `told`, the names of those who are told."""

    def __init__(self, source: Source, handoff: Handoff, conditions: Conditions) -> None:
        self._source = source
        self._handoff = handoff
        self._record = handoff.source
        self._certain = [conditions.certain(each) for each in handoff.trigger]
        self._conditions = conditions

    @staticmethod
    def possible(handoff: Handoff) -> bool:
        """Whether there are lines for all that is asked: nothing asks for comments or files that were just added, and
        what is required only sometimes is so for a reason that the ticket's fields tell."""
        conditions = Conditions(Source(), handoff.source, changes=True, side="source")
        events = all(
            atom.event in _KNOWN_EVENTS for each in handoff.trigger for atom in atoms(each) if isinstance(atom, Event)
        )
        return events and all(r.when is None or conditions.certain(r.when) is not None for r in handoff.requirements)

    def before(self) -> frozenset[str]:
        """The fields that are read as they were before a change too."""
        fields = set(self._conditions.before)
        lifecycle = self._record.lifecycle
        if lifecycle is not None and self._handoff.from_end.statuses:
            fields.add(lifecycle.field)
        fields |= {who.field.field for who in gates.people_told(self._handoff) if who.field and who.previous}
        for each, certain in zip(self._handoff.trigger, self._certain, strict=True):
            if certain is None:
                fields |= set(self._asked(each))
        for requirement in self._handoff.requirements:
            if requirement.when is not None:
                self._conditions.certain(requirement.when)
        return frozenset(fields | self._conditions.before)

    def _asked(self, asked: Condition) -> list[str]:
        """The fields that the interpreter looks at: those of the condition, and when the record last changed."""
        names = {ref.field for ref in fields_read(asked) if ref.side == "source"}
        kept = {field.name for field in self._record.fields if field.kept and isinstance(field.type, MomentType)}
        return [field.name for field in readable(self._record) if field.name in names | kept]

    # ── Whether it fires ──

    def write_fired(self) -> None:
        """`fired`: true, false, or None where nobody can know."""
        line = self._source.line
        if not self._handoff.trigger:
            line("fired = None")
            return
        certain = " or ".join(f"({each})" for each in self._certain if each is not None)
        unsure = [
            self._unsure(each)
            for each, known in zip(self._handoff.trigger, self._certain, strict=True)
            if known is None
        ]
        if unsure:
            line(f"fired = True if {certain or 'False'} else some(({', '.join(unsure)},))")
        else:
            line(f"fired = bool({certain})")
        self._write_start()

    def _unsure(self, asked: Condition) -> str:
        if isinstance(asked, Event) and asked.event == "someone presses":
            return "False if changed else None"
        if isinstance(asked, Event):
            return "not changed"
        names = self._asked(asked)
        decide = self._source.name(condition(self._handoff, asked), "condition")
        now = write_values(self._record, names)
        was = write_values(self._record, names, "was")
        return f"{decide}({now}, {was} if changed else None, at)"

    def _write_start(self) -> None:
        """A ticket seen only after the change may have been in another status before it."""
        statuses, lifecycle = self._handoff.from_end.statuses, self._record.lifecycle
        if not statuses or lifecycle is None:
            return
        now, was = identifier("now", lifecycle.field), identifier("was", lifecycle.field)
        start = self._source.name(frozenset(statuses), "start")
        ends = self._source.name(frozenset(self._handoff.to_end.statuses), "ends")
        with self._source.block(f"if {now} not in {start} and {was} not in {start}:"):
            self._source.line(f"fired = every((fired, None if not changed and {now} in {ends} else False))")

    # ── What is missing ──

    def write_decided(self) -> None:
        """`decided` and `told`."""
        line, source = self._source.line, self._source
        line("missing = 0")
        for place, requirement in enumerate(self._handoff.requirements):
            with source.part(requirement.id):
                asked = self._conditions.certain(requirement.when) if requirement.when is not None else None
                test = f"not ({self._met(requirement)})"
                line(f"if {f'({asked}) and ' if asked is not None else ''}{test}: missing |= {1 << place}")
        people = gates.people_told(self._handoff)
        names = [self._name(who.field.field, previous=who.previous) for who in people if who.field is not None]
        line(f"told = ({''.join(f'{name}, ' for name in names)})")
        known = "".join(f"told[{place}] is not None, " for place in range(len(names)))
        source.names["GATES"] = gates.Gates(self._handoff)
        line(f"decided = GATES[missing, strangers, ({known})]")

    def _name(self, field: str, *, previous: bool) -> str:
        now, was = identifier("now", field), identifier("was", field)
        return f"name_of({f'{was} if changed else {now}' if previous else now}, people)"

    def _met(self, requirement: Requirement) -> str:
        match requirement.subject:
            case "attachments":
                least = requirement.at_least.number if requirement.at_least else 1
                return f"files and {self._source.name(of_types(requirement.types), 'files')}(files) >= {least}"
            case "conversation":
                return self._spoken(requirement)
            case FieldRef(field=name):
                return self._says(name, requirement)

    def _spoken(self, requirement: Requirement) -> str:
        """Whether there are comments on the channels; a description that is the first comment is a public one."""
        first = first_comment_field(self._record)
        described = "False"
        if first is not None:
            variable = identifier("now", first)
            field = next(field for field in readable(self._record) if field.name == first)
            text = stands_as_text(self._record, field) or not (isinstance(field.type, TextType) and field.type.rich)
            described = f"bool({variable} and {variable}.strip())" if text else f"not is_blank({variable})"
        there = f"channels(said, {described})"
        if not requirement.channels:
            return f"bool({there})"
        return f"{self._source.name(frozenset(requirement.channels), 'channels asked')} <= {there}"

    def _says(self, name: str, requirement: Requirement) -> str:
        field = next((field for field in readable(self._record) if field.name == name), None)
        least = requirement.at_least
        refused = frozenset(phrase.strip().casefold() for phrase in requirement.refuse)
        if field is not None and (least is None or least.unit != "bytes"):
            variable = identifier("now", name)
            number = least.number if least is not None else 0
            plain = isinstance(field.type, TextType) and (not field.type.rich or stands_as_text(self._record, field))
            if plain:
                return f"says({variable}, {self._source.name(refused, 'refused')}, {number})"
            if isinstance(field.type, ListType) and isinstance(field.type.item, TextType | RecordType):
                rich = isinstance(field.type.item, TextType) and field.type.item.rich
                if not rich:
                    return f"says_parts({variable}, {self._source.name(refused, 'refused')}, {number})"
            certain = isinstance(field.type, FlagType | PersonType | MomentType)
            certain = certain or (isinstance(field.type, ChoiceType) and not field.type.open)
            if certain and least is None and not refused:
                return filled_test(self._record, field, variable)
        enough = self._source.name(says_enough, "says enough")
        asked = self._source.name(requirement, requirement.id)
        return f"{enough}(RECORD, {name!r}, {write_values(self._record, [name])}, {asked})"
