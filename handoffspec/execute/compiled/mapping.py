"""The lines for a mapping: what each rule writes, what is lost on the way, and the texts with their context blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoffspec.execute.compiled import adf
from handoffspec.execute.compiled.rules import PlainTable, Table, comments, people_met, rich_text, rule
from handoffspec.execute.compiled.source import Source, identifier
from handoffspec.execute.compiled.variables import (
    as_interpreted,
    filled_test,
    readable,
    stands_as_text,
    text_beyond,
    write_values,
)
from handoffspec.execute.context import over_with_block
from handoffspec.execute.draft import where
from handoffspec.execute.fitting import Taken, beyond
from handoffspec.execute.losses import as_json, rule_losses
from handoffspec.execute.rules import Task, tasks
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import ToComment, ToContext, ToNothing
from handoffspec.schema.systems import Field
from handoffspec.schema.types import FlagType, Json, Limit, ListType, MomentType, PersonType, TextType
from handoffspec.text.context import ContextError


def can_be_written(handoff: Handoff) -> bool:
    """Whether every rule has lines of its own: none hangs on a condition, none writes a field that another writes too,
    no two have one label, and every field that is read can be."""
    all_tasks = list(tasks(handoff, "out"))
    written = [ref.field for task in all_tasks for ref in task.writes]
    names = {field.name for field in readable(handoff.source)}
    read = all(set(task.read_fields) <= names for task in all_tasks)
    free = all(task.rule.when is None for task in all_tasks)
    labels = [task.rule.target.label for task in all_tasks if isinstance(task.rule.target, ToContext)]
    return free and read and len(set(written)) == len(written) and len(set(labels)) == len(labels)


@dataclass(frozen=True, slots=True)
class Written:
    """What the lines leave behind: the fields of the record in `made`, in order; `rich`: those that are rich texts,
    each with the variable that holds it for the body and whether that is an Atlassian document already."""

    names: tuple[str, ...]
    rich: dict[str, tuple[str, bool]]
    unsure: frozenset[str]
    """The fields that a row of a table may leave as they are."""
    may_repeat: bool
    """Whether two rules may lose the same of a field, which is told once."""


class Mapping:
    """Writes the lines of one handoff's mapping. They fill `made` and `losses`, and set `strangers`."""

    def __init__(self, source: Source, handoff: Handoff) -> None:
        self._source = source
        self._handoff = handoff
        self._tasks = list(tasks(handoff, "out"))
        self._carried = frozenset(
            name
            for task in self._tasks
            if not task.rule.table and task.rule.target.kind != "nothing"
            for name in task.read_fields
        )
        self._rich: dict[str, tuple[str, bool]] = {}
        self._writers: dict[str, Task] = {}
        self._cuts: set[str] = set()
        self._plain: set[str] = set()
        self._constant: list[dict[str, Json]] = []
        self._interpreted = False

    def write(self) -> Written:
        """The lines for all rules, in their order, then the context blocks."""
        for task in self._tasks:
            with self._source.part(task.rule.id):
                self._write_task(task)
        blocks = self._context_fields()
        names = list(dict.fromkeys([*self._writers, *blocks]))
        for name in names:
            if name in self._rich or name in blocks:
                with self._source.part(f"map.{name}"):
                    self._write_rich(name)
        for name in names:
            if name in self._cuts:
                self._source.line(f"losses += {identifier('cut', name)}")
        self._write_comments()
        unsure = {name for name, task in self._writers.items() if task.rule.table and name not in self._plain}
        return Written(tuple(names), self._rich, frozenset(unsure), self._may_repeat())

    def _may_repeat(self) -> bool:
        """Only rules that write what they read can lose something that is not known beforehand: the same twice if two
        of them read one field, or if one has steps or rows of which only the interpreter knows what they take."""
        read = [name for task in self._tasks if task.writes for name in task.read_fields]
        constant = [(loss["field"], loss["class"], loss["detail"]) for loss in self._constant]
        return self._interpreted or len(set(read)) < len(read) or len(set(constant)) < len(constant)

    def _write_comments(self) -> None:
        """`written`: the steps for the comments that rules write."""
        said = [task for task in self._tasks if isinstance(task.rule.target, ToComment) or _in_a_comment(task)]
        if not said:
            self._source.line("written = []")
            return
        names = [name for task in said for name in task.read_fields]
        make = self._source.name(comments(self._handoff, said), "comments of rules")
        self._source.line(f"written, lost = {make}({write_values(self._handoff.source, names)})")
        self._source.line("losses += lost")

    def _context_fields(self) -> list[str]:
        targets = [task.rule.target for task in self._tasks]
        return list(dict.fromkeys(t.field.field for t in targets if isinstance(t, ToContext) and t.field is not None))

    def _write_task(self, task: Task) -> None:
        self._writers |= dict.fromkeys((ref.field for ref in task.writes), task)
        match task.rule.target:
            case ToNothing(undecided=undecided) if task.straight:
                nobody = "nobody has decided what becomes of it" if undecided else "nothing takes it up"
                self._lose_filled(task, Taken("unmapped", task.rule.reason or nobody), lost=True)
            case ToContext() | ToComment() if task.straight:
                self._lose_filled(task, Taken("structure to text", where(task)), lost=False)
            case _:
                self._write_values(task)

    def _lose_filled(self, task: Task, taken: Taken, *, lost: bool) -> None:
        """A loss of each field that says something."""
        for name in task.read_fields:
            (made,) = rule_losses(task, [name], [taken], "lost" if lost else "lossy")
            self._constant.append(loss := made.to_json())
            field = self._field(name)
            test = filled_test(self._handoff.source, field, identifier("now", name))
            self._source.line(f"if {test}: losses.append({self._source.name(loss, f'{name} loss')})")

    # ── Values ──

    def _write_values(self, task: Task) -> None:
        fields = [self._field(name) for name in task.read_fields]
        if self._write_rich_source(task, fields) or self._write_copy(task, fields):
            return
        make = rule(self._handoff, task, self._carried)
        hint = task.rule.id.removeprefix("map.")
        names = [field.name for field in fields]
        table = Table(make, fields)
        if table.named:
            key = ", ".join(identifier("now", name) for name in names)
            key = key if len(names) == 1 else f"({key})"
            if table.plain and not self._is_rich(task.writes[0].field):
                self._write_plain(PlainTable(table), hint, key, task.writes[0].field)
                return
            self._source.line(f"rule = {self._source.name(table, hint)}[{key}]")
        else:
            given = write_values(self._handoff.source, names)
            self._source.line(f"rule = {self._source.name(make, hint)}({given})")
        self._interpreted = True
        for place, ref in enumerate(task.writes):
            if task.rule.table:
                self._source.line(f"if rule[0][{place}] is not NOT_WRITTEN: made[{ref.field!r}] = rule[0][{place}]")
            else:
                self._source.line(f"made[{ref.field!r}] = rule[0][{place}]")
            if self._is_rich(ref.field):
                self._source.line(f"{identifier('there', ref.field)} = made.get({ref.field!r})")
                self._rich[ref.field] = (identifier("there", ref.field), False)
        self._source.line("losses += rule[1]")
        if task.writes:
            self._source.line(f"{self._cut(task.writes[0].field)} = rule[2]")
        if self._handoff.people is not None:
            self._source.line("strangers = strangers or rule[3]")

    def _write_plain(self, table: PlainTable, hint: str, key: str, name: str) -> None:
        self._plain.add(name)
        if list(table) == [()] and not table[()][1]:
            self._source.line(f"made[{name!r}] = {table[()][0]!r}")
            return
        self._source.line(f"made[{name!r}], lost = {self._source.name(table, hint)}[{key}]")
        self._source.line("losses += lost")

    def _write_person(self, task: Task, field: Field) -> None:
        name = task.writes[0].field
        person = as_interpreted(self._handoff.source, field)
        met = self._source.name(people_met(self._handoff, task), name)
        self._source.line(f"made[{name!r}], lost = {met}({person})")
        with self._source.block("if lost:"):
            self._source.line("losses += lost")
            self._source.line("strangers = True")

    def _write_copy(self, task: Task, fields: Sequence[Field]) -> bool:
        """A value that crosses as it is, as long as it fits; where it does not, the interpreter makes it fit."""
        if (
            len(fields) != 1
            or len(task.writes) != 1
            or task.rule.table
            or any(step.kind != "people" for step in task.rule.steps)
            or not task.straight
        ):
            return False
        field, target = fields[0], self._there(task.writes[0].field)
        variable = identifier("now", field.name)
        if isinstance(field.type, PersonType) and isinstance(target.type, PersonType):
            self._write_person(task, field)
            return True
        unfit = _unfit(field, target, variable)
        if unfit is None:
            return False
        line, name = self._source.line, target.name
        if not unfit:
            line(f"made[{name!r}] = {variable}")
            return True
        with self._source.block(f"if {variable} is None or not ({unfit}):"):
            line(f"made[{name!r}] = {variable}")
            line(f"{self._cut(name)} = ()")
        with self._source.block("else:"):
            if isinstance(target.type, TextType) and target.type.spaces and target.type.limit is not None:
                self._write_cut_text(task, target.type.limit, variable, name)
                return True
            general = self._source.name(rule(self._handoff, task, self._carried), name)
            line(f"rule = {general}({{{field.name!r}: {variable}}})")
            line(f"made[{name!r}] = rule[0][0]")
            line("losses += rule[1]")
            line(f"{self._cut(name)} = rule[2]")
        return True

    def _write_cut_text(self, task: Task, limit: Limit, variable: str, name: str) -> None:
        """A text that is beyond its limit."""
        taken = beyond("bytes" if limit.unit == "bytes" else "truncation", limit)
        lost = self._source.name(as_json(rule_losses(task, task.read_fields, [taken])), f"{name} cut")
        unit = "bytes" if limit.unit == "bytes" else "characters"
        self._source.line(f"made[{name!r}] = cut_text({variable}, {limit.number}, {unit!r})")
        self._source.line(f"{self._cut(name)} = {lost}")

    # ── Rich texts ──

    def _write_rich_source(self, task: Task, fields: Sequence[Field]) -> bool:
        """A rich text that came as plain text and goes into a rich text: it keeps its form until the block is known."""
        if not _one_to_one(task, fields) or task.rule.steps:
            return False
        name = task.writes[0].field
        if not (self._is_rich(name) and stands_as_text(self._handoff.source, fields[0])):
            return False
        self._source.line(f"made[{name!r}] = {identifier('now', fields[0].name)}")
        self._rich[name] = (identifier("there", name), True)
        return True

    def _write_rich(self, name: str) -> None:
        """A rich text with its context block, as it goes into the body, and in words into the record."""
        target = self._there(name)
        context = [task for task in self._tasks if isinstance(task.rule.target, ToContext)
                   and task.rule.target.field is not None and task.rule.target.field.field == name]  # fmt: skip
        there = identifier("there", name)
        as_text = self._rich.get(name, ("", name not in self._writers))[1]
        if not context and not as_text:
            return  # the rule has cut it already
        if as_text and self._write_adf(target, context):
            return
        read = [field for task in context for field in task.read_fields]
        given = write_values(self._handoff.source, read)
        make = rich_text(self._handoff, name, self._writers.get(name), context)
        value = f"made.get({name!r})"
        prose = f"rich({value})" if as_text else value
        whole = self._source.name(make, f"{name} whole")
        self._source.line(f"{there}, {self._cut(name)} = {whole}({prose}, {given})")
        self._source.line(f"made[{name!r}] = {there}")
        self._rich[name] = (there, False)

    def _write_adf(self, target: Field, context: Sequence[Task]) -> bool:
        limit = target.type.limit if isinstance(target.type, TextType) else None
        if target.written_as != "adf" or (limit is not None and limit.unit != "characters"):
            return False
        there, name, source = identifier("there", target.name), target.name, self._source
        if not context:
            if limit is not None:
                source.line(f"if made[{name!r}] is not None and len(made[{name!r}]) > {limit.number}: unusual()")
            source.line(f"{there} = None if made[{name!r}] is None else adf_document(made[{name!r}])")
            self._rich[name] = (there, True)
            return True
        entries = [self._entry(task) for task in context]
        block = adf.Block(self._handoff, len(entries), limit)
        if None in entries or not block.plain:
            return False
        parts = ", ".join(entry for entry in entries if entry is not None)
        joined = source.name(block.join, f"{name} with context")
        source.line(f"{there}, made[{name!r}], was_cut = {joined}(made.get({name!r}), ({parts},))")
        if limit is not None and (writer := self._writers.get(name)) is not None:
            taken = over_with_block(limit.number, "characters")
            lost = source.name(as_json(rule_losses(writer, writer.read_fields, [taken])), f"{name} cut")
            source.line(f"{self._cut(name)} = {lost} if was_cut else ()")
        self._rich[name] = (there, True)
        return True

    def _entry(self, task: Task) -> str | None:
        """An expression for one entry of a block; None where it is of a rarer kind."""
        target = task.rule.target
        if not isinstance(target, ToContext) or len(task.read_fields) != 1:
            return None
        field = self._field(task.read_fields[0])
        if isinstance(field.type, TextType) and field.type.rich and not stands_as_text(self._handoff.source, field):
            return None
        try:
            write = adf.entry(target.label, field.type)
        except ContextError:
            return None
        if write is None:
            return None
        return f"{self._source.name(write, f'{field.name} entry')}({identifier('now', field.name)})"

    # ── Fields ──

    def _cut(self, name: str) -> str:
        """The variable for what is lost as a field's value is cut to what it holds."""
        self._cuts.add(name)
        return identifier("cut", name)

    def _field(self, name: str) -> Field:
        return next(field for field in readable(self._handoff.source) if field.name == name)

    def _there(self, name: str) -> Field:
        return next(field for field in self._handoff.destination.fields if field.name == name)

    def _is_rich(self, name: str) -> bool:
        type_ = self._there(name).type
        return isinstance(type_, TextType) and type_.rich


def _in_a_comment(task: Task) -> bool:
    return isinstance(task.rule.target, ToContext) and task.rule.target.field is None


def _one_to_one(task: Task, fields: Sequence[Field]) -> bool:
    return len(fields) == 1 and len(task.writes) == 1 and not task.rule.table and task.straight


def _unfit(field: Field, target: Field, variable: str) -> str | None:
    """An expression that is true for a value that does not fit as it is, empty if every value does; None where only
    the interpreter knows."""
    match field.type, target.type:
        case TextType(rich=False), TextType(rich=False):
            return " or ".join(text_beyond(target.type, variable))
        case (
            (FlagType(), FlagType())
            | (MomentType("time"), MomentType("time"))
            | (MomentType("date"), MomentType("date"))
        ):
            return ""
        case ListType(TextType(rich=False), source_unique), ListType(TextType(rich=False), unique, None):
            inside = text_beyond(target.type.item, "each") if isinstance(target.type.item, TextType) else []
            already = isinstance(field.type.item, TextType) and not field.type.item.spaces
            tests = [test for test in inside if not (already and test.startswith("has_blank"))]
            loose = [f"len({variable}) > 1"] if unique and not source_unique else []
            return " or ".join([*(f"any({test} for each in {variable})" for test in tests), *loose])
        case _:
            return None
