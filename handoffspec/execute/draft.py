"""What one side's record becomes on the other: every rule in order, then context blocks, then limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from handoffspec.execute.comments import Written, fit_comment
from handoffspec.execute.conditions import holds
from handoffspec.execute.context import Entry, entries_of, with_block
from handoffspec.execute.events import Sight
from handoffspec.execute.fitting import Fitted, Taken, fit, markup_taken
from handoffspec.execute.losses import rule_losses
from handoffspec.execute.result import Loss
from handoffspec.execute.rules import Made, Task, perform, reading_side, tasks
from handoffspec.execute.tables import Way
from handoffspec.execute.values import Values, in_plain, is_empty
from handoffspec.execute.words import words
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import ToComment, ToContext, ToNothing
from handoffspec.schema.systems import Channel, Field, Record
from handoffspec.schema.types import TextType
from handoffspec.text.document import Block, Document, Heading, Mark, Paragraph, Text
from handoffspec.text.plain import parse_plain
from handoffspec.text.visible import show


@dataclass(slots=True)
class Draft:
    """The other record in the making. `writers` names the task behind each value."""

    values: dict[str, object] = field(default_factory=dict[str, object])
    writers: dict[str, Task] = field(default_factory=dict[str, Task])
    losses: list[Loss] = field(default_factory=list[Loss])
    comments: list[Written] = field(default_factory=list[Written])
    carried: frozenset[str] = frozenset()
    """The fields that some rule carries whole, whatever tables look at besides."""
    strangers: bool = False
    """Whether somebody has no account on the other side."""


def draft(handoff: Handoff, way: Way, values: Values, current: Values | None, sight: Sight) -> Draft:
    """The values that the rules write on the other side, cut to what it holds; context in blocks and comments.

    Raises:
        MappingError: a value that no rule can take across.
    """
    made = Draft()
    applying = [task for task in tasks(handoff, way) if _applies(task, values, sight, made)]
    whole = (task for task in applying if not task.rule.table and task.rule.target.kind != "nothing")
    made.carried = frozenset(name for task in whole for name in task.read_fields)
    for task in applying:
        take(handoff, task, values, current, made)
    entries = list(entries_of(handoff, applying, values))
    side: Side = "destination" if way == "out" else "source"
    record = handoff.record(side)
    for name in dict.fromkeys([*made.values, *(entry.field for entry in entries if entry.field)]):
        finish(handoff, record, name, [entry for entry in entries if entry.field == name], made)
    write_comments(handoff, way, applying, values, made)
    return made


def _applies(task: Task, values: Values, sight: Sight, made: Draft) -> bool:
    """A rule whose condition does not hold, or cannot be known to hold, takes nothing across."""
    if task.rule.when is None or holds(task.rule.when, sight) is True:
        return True
    filled = [name for name in task.read_fields if not is_empty(values.get(name))]
    made.losses += rule_losses(task, filled, [Taken("guard", "the rule does not apply to this ticket")], "lost")
    return False


def take(handoff: Handoff, task: Task, values: Values, current: Values | None, made: Draft) -> None:
    """One rule put to work: what it writes, and what is lost of what it reads.

    Raises:
        MappingError: a value that the rule cannot take across.
    """
    filled = [name for name in task.read_fields if not is_empty(values.get(name))]
    match task.rule.target:
        case ToNothing(undecided=undecided):
            nobody = "nobody has decided what becomes of it" if undecided else "nothing takes it up"
            reason = task.rule.reason or nobody
            made.losses += rule_losses(task, filled, [Taken("unmapped", reason)], "lost")
        case ToContext() | ToComment() if task.straight:
            made.losses += rule_losses(task, filled, [Taken("structure to text", where(task))])
        case _:
            result = perform(handoff, task, values, current)
            if result is not None:
                _write(task, result, filled, made)


def where(task: Task) -> str:
    """Where a value goes that no field takes, in a clause for people."""
    match task.rule.target:
        case ToContext(label=label, field=where, channel=channel):
            place = where.field if where else f"an {channel} comment" if channel == "internal" else "a public comment"
            return f"stands as “{label}” in the context block of {place}"
        case ToComment(heading=heading):
            return f"stands in a comment under “{heading}”"
        case _:
            return ""


def _write(task: Task, result: Made, filled: list[str], made: Draft) -> None:
    """An empty value that becomes a filled one is a loss of the field too, so then all fields read are named."""
    made.values |= result.values
    made.writers |= dict.fromkeys(result.values, task)
    made.strangers = made.strangers or any(taken.cause == "people" for taken in result.taken)
    made.losses += rule_losses(task, filled or task.read_fields, result.taken)
    for name, taken in result.merged:
        if name not in result.ignored or name not in made.carried:
            made.losses += rule_losses(task, [name], [taken])


# ── Limits and blocks ──────────────────────────────────────────────────────────────────────────────────────────────


def finish(handoff: Handoff, record: Record, name: str, entries: Sequence[Entry], made: Draft) -> None:
    """One field of the other side, with its context block and within its limit."""
    target = record.field(name)
    if target is None:
        return
    value = made.values.get(name)
    markup = markup_taken(value, target.written_as)
    fitted = (
        _with_context(handoff, target, value, entries, made) if entries else fit(value, target.type, target.written_as)
    )
    made.values[name] = fitted.value
    writer = made.writers.get(name)
    if writer is not None:
        made.losses += rule_losses(writer, writer.read_fields, (*markup, *fitted.taken))


def _with_context(handoff: Handoff, target: Field, value: object, entries: Sequence[Entry], made: Draft) -> Fitted:
    rich = isinstance(target.type, TextType) and target.type.rich
    prose = value if isinstance(value, Document) else parse_plain(cast("str", value or "")).document
    limit = target.type.limit if isinstance(target.type, TextType) else None
    joined = with_block(handoff, prose, entries, limit, target.written_as)
    for task, taken in joined.entries:
        made.losses += rule_losses(task, task.read_fields, [taken])
    document: object = joined.document if rich else in_plain(joined.document)
    return Fitted(document, joined.prose)


def write_comments(handoff: Handoff, way: Way, applying: Sequence[Task], values: Values, made: Draft) -> None:
    """The comments that rules write: one for the context of each channel, then those with a heading of their own."""
    record = handoff.record("destination" if way == "out" else "source")
    entries = [entry for entry in entries_of(handoff, applying, values) if entry.field is None]
    _context_comments(handoff, record, entries, made)
    for task in applying:
        _comment(handoff, record, task, values, made)


def _context_comments(handoff: Handoff, record: Record, entries: Sequence[Entry], made: Draft) -> None:
    """The entries of each channel in one comment."""
    channels: tuple[Channel, ...] = ("public", "internal")
    for channel in channels:
        inside = [entry for entry in entries if entry.channel == channel]
        if inside:
            limit = record.comments.limit if record.comments else None
            codec = record.comments.format if record.comments else None
            joined = with_block(handoff, Document(), inside, limit, codec)
            made.comments.append(Written(channel, joined.document))
            for task, taken in joined.entries:
                made.losses += rule_losses(task, task.read_fields, [taken])


def _comment(handoff: Handoff, record: Record, task: Task, values: Values, made: Draft) -> None:
    """A comment of its own for a rule that asks for one, if there is anything to say."""
    if isinstance(task.rule.target, ToComment):
        target = task.rule.target
        fields = [f for name in task.read_fields if (f := _reading(handoff, task).field(name)) is not None]
        text = headed(target.heading, fields, values)
        if text is not None:
            fitted, taken = fit_comment(record, text)
            made.comments.append(Written(target.channel, fitted))
            made.losses += rule_losses(task, task.read_fields, taken)


def _reading(handoff: Handoff, task: Task) -> Record:
    return handoff.record(reading_side(task.way))


def headed(heading: str, fields: Sequence[Field], values: Values) -> Document | None:
    """Fields under a heading, each with its label where there are several; None if all of them are empty."""
    filled = [f for f in fields if not is_empty(values.get(f.name))]
    if not filled:
        return None
    body = [block for f in filled for block in _said(f, values[f.name], labelled=len(fields) > 1)]
    return Document((Heading(3, (Text(show(" ".join(heading.split()))),)), *body))


def _said(f: Field, value: object, *, labelled: bool) -> Iterator[Block]:
    if labelled:
        yield Paragraph((Text(f"{f.label}:", frozenset({Mark.BOLD})),))
    yield from value.blocks if isinstance(value, Document) else parse_plain(words(f.type, value)).document.blocks
