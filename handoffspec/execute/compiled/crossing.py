"""The lines for one ticket from its JSON to its result line: `cross(given, at)`."""

from typing import Final

from handoffspec.execute import calls
from handoffspec.execute.arrived import arrive, first_comment_field, without_description
from handoffspec.execute.comments import copy_comments
from handoffspec.execute.compiled import conversation, gates, mapping, statuses
from handoffspec.execute.compiled.asking import Asking
from handoffspec.execute.compiled.conditions import Conditions
from handoffspec.execute.compiled.people import people_of
from handoffspec.execute.compiled.reading import top_keys
from handoffspec.execute.compiled.runtime import address
from handoffspec.execute.compiled.source import Source, identifier
from handoffspec.execute.compiled.variables import readable, reads_directly, write_values
from handoffspec.execute.compiled.writing import write_body
from handoffspec.execute.losses import as_json, copy_losses
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.execute.wire.paths import parse_path
from handoffspec.execute.wire.write import NOT_YET_KNOWN, can_write, update_body
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.types import Json

_RESULT: Final = ("payload", "steps", "record", "losses")


def can_be_written(handoff: Handoff) -> bool:
    """Whether a handoff has lines of its own; else the interpreter does all of it."""
    return (
        not handoff.within
        and len({identifier("now", field.name) for field in handoff.source.fields}) == len(handoff.source.fields)
        and handoff.source.call("read") is not None
        and all(parse_path(key).lists is False and len(parse_path(key).steps) == 1 for key in _envelopes(handoff))
        and mapping.can_be_written(handoff)
        and gates.can_be_kept(handoff)
        and statuses.can_be_worked_out(handoff)
        and Asking.possible(handoff)
    )


def _envelopes(handoff: Handoff) -> list[str]:
    call = handoff.source.call("read")
    return [fact.path for fact in call.parts if fact.envelope] if call is not None else []


def write_cross(source: Source, handoff: Handoff) -> None:
    """The function."""
    _Cross(source, handoff).write()


class _Cross:
    def __init__(self, source: Source, handoff: Handoff) -> None:
        self._source = source
        self._handoff = handoff
        self._conditions = Conditions(source, handoff.source, changes=True, side="source")
        self._asking = Asking(source, handoff, self._conditions)
        self._conversation = conversation.conversation_of(handoff)
        self._line = source.line

    def write(self) -> None:
        with self._source.block("def cross(given, at):"):
            self._write_reading()
            self._write_conversation()
            self._line("made = {}")
            self._line("losses = []")
            self._line("strangers = False")
            written = mapping.Mapping(self._source, self._handoff).write()
            with self._source.part("linked by"):
                linked = self._write_link()
            with self._source.part("sync.status"):
                self._write_status()
            self._write_required()
            lifecycle = self._handoff.destination.lifecycle
            more = [*linked, *([lifecycle.field] if lifecycle is not None else [])]
            write_body(self._source, self._handoff, written, more)
            for name, (_, is_adf) in written.rich.items():
                if not is_adf:
                    self._line(f"made[{name!r}] = to_json(made[{name!r}])")
            self._line("made |= reached.later")
            self._line("losses += reached.losses")
            with self._source.part("trigger"):
                self._asking.write_fired()
            with self._source.part("require"):
                self._asking.write_decided()
            self._write_steps()
            self._write_result(may_repeat=written.may_repeat)

    # ── What comes in ──

    def _write_reading(self) -> None:
        record = self._handoff.source
        self._source.names["RECORD"] = record
        names = [field.name for field in readable(record)]
        now = "".join(f"{identifier('now', name)}, " for name in names)
        before = self._asking.before()
        if not reads_directly(record):
            self._write_arrival(names, before)
            return
        self._write_unwrapping()
        self._source.names["PEOPLE"] = people_of(record)
        self._line("people = PEOPLE(given)")
        self._line(f"({now}) = read(record, people)")
        if before:
            was = "".join(f"{identifier('was', name) if name in before else '_'}, " for name in names)
            none = "".join(f"{identifier('was', name)} = " for name in names if name in before)
            with self._source.block("if changed:"):
                self._line(f"({was}) = read(before, people)")
            with self._source.block("else:"):
                self._line(f"{none}None")

    def _write_arrival(self, names: list[str], before: frozenset[str]) -> None:
        """A system with forms of its own: the interpreter reads."""
        self._source.names |= {"ARRIVE": arrive, "READ": read_ticket}
        self._line("arrived = ARRIVE(RECORD, READ(given, RECORD), at, strict=True)")
        self._line("values = arrived.values")
        self._line("changed = arrived.before is not None")
        self._line("people = None")
        for name in names:
            self._line(f"{identifier('now', name)} = values.get({name!r})")
        for name in names:
            if name in before:
                self._line(f"{identifier('was', name)} = arrived.before.get({name!r}) if changed else None")

    def _write_unwrapping(self) -> None:
        """The record out of its envelope, as it is and as it was."""
        line, keys = self._line, _envelopes(self._handoff)
        line("if type(given) is not dict: unusual()")
        line("outer, before = (given['after'], given.get('before')) if 'after' in given else (given, None)")
        line("changed = before is not None")
        line("if type(outer) is not dict or (changed and type(before) is not dict): unusual()")
        line("record = outer")
        for key in keys[:1]:
            with self._source.block(f"if {key!r} in outer:"):
                line(f"record = outer[{key!r}]")
                line("if type(record) is not dict or (outer is not given and len(outer) > 1): unusual()")
            listed = [fact.path for fact in self._handoff.source.people if fact.part == "listed"]
            if listed:
                with self._source.block(f"elif outer is given and {listed[0]!r} in given:"):
                    line("unusual()")
            with self._source.block(f"if changed and {key!r} in before:"):
                line(f"before = before[{key!r}]")
                line("if type(before) is not dict: unusual()")
        keys_there = self._source.name(frozenset(top_keys(self._handoff.source)), "keys of a record")
        line(f"if {keys_there}.isdisjoint(record): unusual()")

    def _write_conversation(self) -> None:
        """`said` and `files`: the comments without the description, and all files."""
        first = first_comment_field(self._handoff.source)
        direct, line = reads_directly(self._handoff.source), self._line
        if self._conversation is not None:
            self._source.names["CONVERSATION"] = self._conversation
            line("said, files = CONVERSATION.read(given.get('comments'), people)")
            line("files = CONVERSATION.files(given.get('attachments'), files)")
            if first is not None:
                line(f"if said: said = CONVERSATION.without_description(said, {identifier('now', first)})")
            return
        if not direct:
            line("said, files = arrived.comments, arrived.attachments")
            return
        self._source.names |= {"READ": read_ticket, "WITHOUT_DESCRIPTION": without_description}
        line("ticket = READ(given, RECORD)")
        values = write_values(self._handoff.source, [first] if first is not None else [])
        line(f"said, files = WITHOUT_DESCRIPTION(RECORD, ticket.comments, {values}), ticket.attachments")

    # ── What goes out ──

    def _write_link(self) -> list[str]:
        """The source's key in the field for it; the field, if there is one."""
        link, destination = self._handoff.link, self._handoff.destination
        field = destination.field(link.destination_field) if link else None
        key = identifier("now", self._handoff.source.key)
        if field is None or not can_write(field, at_creation=True):
            return []
        value = f"str({key})" if field.type.kind == "text" else key
        self._line(f"if {key} is not None: made[{field.name!r}] = {value}")
        return [field.name]

    def _write_status(self) -> None:
        lifecycle = self._handoff.source.lifecycle
        status = identifier("now", lifecycle.field) if lifecycle is not None else "None"
        if statuses.is_fixed(self._handoff):
            self._source.names["STATUSES"] = statuses.Statuses(self._handoff)
            self._line(f"reached = STATUSES[{status}]")
        else:
            self._source.names["REACH"] = statuses.reaching(self._handoff)
            asked = write_values(self._handoff.source, sorted(statuses.fields_asked(self._handoff)))
            self._line(f"reached = REACH({status}, made, {asked})")
        self._line("made |= reached.direct")

    def _write_required(self) -> None:
        """A field that has to be filled and is not: the interpreter says which rule should."""
        for field in self._handoff.destination.fields:
            needed = field.required and field.default is None and can_write(field, at_creation=True)
            if needed and field.type.kind != "person":
                with self._source.part(f"{self._handoff.destination.system}.{field.name}"):
                    self._line(f"if is_empty(made.get({field.name!r})): unusual()")

    def _write_steps(self) -> None:
        handoff, line = self._handoff, self._line
        self._source.names["HANDOFF"] = handoff
        self._write_comments()
        self._source.names["ATTACHED"] = conversation.Files(handoff)
        line("attached = ATTACHED.steps(files, losses) if files else []")
        create = [step.to_json() for step in calls.step(handoff.destination, "create", NOT_YET_KNOWN, {})]
        with self._source.block("if fired is not False and decided.open:"):
            line("steps = []")
            for step in create:
                line(f"steps.append({{**{self._source.name(step, 'create step')}, 'body': payload}})")
            self._write_link_steps()
            line("steps += reached.steps")
            line("steps += commented")
            line("steps += written")
            line("steps += decided.asks")
            line("steps += attached")
        with self._source.block("else:"):
            line("steps = []")

    def _write_comments(self) -> None:
        if self._conversation is not None:
            self._line("commented = CONVERSATION.steps(said, people, losses)")
            return
        self._source.names["COPY"] = _general_copy(self._handoff)
        self._line("commented = COPY(said, losses) if said else []")

    def _write_link_steps(self) -> None:
        handoff, key = self._handoff, identifier("now", self._handoff.source.key)
        link = handoff.link
        kept = handoff.source.field(link.source_field) if link is not None else None
        call = handoff.source.call("update")
        if link is None:
            return
        if kept is None or call is None or not can_write(kept, at_creation=False):
            self._source.names["LINK"] = calls.link_steps
            self._line(f"steps += [step.to_json() for step in LINK(HANDOFF, {key})]")
            return
        body = update_body(handoff.source, {kept.name: NOT_YET_KNOWN})
        there = self._source.name(address(call.path), "address")
        step = {"op": "link", "method": call.method, "path": "", "body": body}
        path = f"{there}({key}) if {key} is not None else {call.path.replace('{id}', calls.SOURCE_NOT_KNOWN)!r}"
        self._line(f"steps.append({{**{self._source.name(step, 'link step')}, 'path': {path}}})")

    def _write_result(self, *, may_repeat: bool) -> None:
        with self._source.block("return {"):
            self._line(f"'handoff': {self._handoff.name!r},")
            self._line("'fired': fired,")
            self._line("'payload': payload,")
            self._line("'steps': steps,")
            self._line("'record': made,")
            self._line(f"'losses': {'without_twins(losses)' if may_repeat else 'losses'},")
            self._line("'missing': list(decided.missing),")
            self._line("'notify': [] if fired is False else decided.told(told),")
        self._line("}")


def _general_copy(handoff: Handoff) -> object:
    """Comments copied by the interpreter, as steps; what is lost is added to the losses."""

    def copy(comments: object, losses: list[Json]) -> list[Json]:
        copied = copy_comments(handoff, "out", comments)  # type: ignore[arg-type]  # what it read itself
        losses += as_json(copy_losses(handoff, "out", "comments", copied))
        return [step.to_json() for step in calls.comment_steps(handoff.destination, NOT_YET_KNOWN, copied.comments)]

    return copy
