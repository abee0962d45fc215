"""What a module that sets one system up is given, and what it gives back."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from handoffspec.emit.provisioning.format import Step
from handoffspec.emit.provisioning.uses import Needed, NewField
from handoffspec.emit.words.amounts import clipped, listed
from handoffspec.emit.words.names import label
from handoffspec.plan import Plan
from handoffspec.schema.mapping import Constant
from handoffspec.schema.marks import mark
from handoffspec.schema.spelling import identifier
from handoffspec.schema.systems import Field, Status
from handoffspec.schema.types import ListType, MomentType, RecordType, TextType, Type, choice_in


@dataclass(frozen=True, slots=True)
class Setup:
    """The steps that set a system up, and what no step can do, a sentence each."""

    steps: tuple[Step, ...]
    by_hand: tuple[str, ...] = ()


Maker: TypeAlias = Callable[[Plan, Needed], Setup]
"""Makes the steps for one system."""


def step_id(needs: Needed, *parts: str) -> str:
    """`zendesk.ticket.customer_impact`: the same for every handoff, so that what two of them need is made once."""
    return ".".join((needs.record.system, needs.record.name, *parts))


def numbered(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each text with an identifier of its own, for step ids."""
    taken: set[str] = set()
    for text in texts:
        name = identifier(text, taken)
        taken.add(name)
        yield name, text


def described(plan: Plan, new: NewField, *, type_: Type | None = None) -> str:
    """What stands beside a new field, for whoever fills it or finds it later. At its end the mark by which an import
    knows the field again; `type_` is what the system's own type does not say."""
    meaning = f"{clipped(new.field.meaning)} " if new.field.meaning else ""
    needed = listed(new.needed_by, most=6)
    return f"{meaning}For the handoff {plan.handoff.name}: {needed}. {mark(new.field.name, type_)}"


def held_as_text(type_: Type) -> Type | None:
    """A type that the system holds as a text, in which an import alone would see no more than that."""
    match type_:
        case TextType(rich=True) | RecordType() | MomentType(precision="time"):
            return type_
        case ListType(item=TextType() | RecordType()):
            return type_
        case _:
            return None


def status_title(needs: Needed, status: Status) -> str:
    """A status as people see it."""
    lifecycle = needs.record.lifecycle
    field = needs.record.field(lifecycle.field) if lifecycle else None
    choice = choice_in(field.type) if field else None
    options = choice.options if choice else ()
    return next((option.label for option in options if option.name == status.name), status.name)


def named(fields: Iterable[Field]) -> str:
    """Some fields by their labels."""
    return listed((f"“{label(field)}”" for field in fields), most=40)


def title_of(field: Field) -> str:
    """The label as the system will hold it: in one line."""
    return " ".join(field.label.split()) or field.name


def constant_for(plan: Plan, needs: Needed, field: str) -> str | None:
    """The one value that the spec always writes to a field, such as the project; None where it leaves that open."""
    if "destination" not in needs.sides:
        return None
    values = {
        str(source.value)
        for rule in plan.handoff.rules
        if rule.target.kind == "fields" and [ref.field for ref in rule.target.fields] == [field]
        for source in rule.sources
        if isinstance(source, Constant)
    }
    return values.pop() if len(values) == 1 else None


def hears(plan: Plan, needs: Needed) -> bool:
    """Whether the integration has to be told when something changes in the system."""
    sync = plan.handoff.sync
    return "source" in needs.sides or (sync is not None and sync.every is None and sync.flow != "out")


def left_to_people(needs: Needed, asked_for: Container[Field] = ()) -> Iterator[str]:
    """What is nobody's to make by a call: people's rights, forms, and what the system does by itself.

    `asked_for` are required fields that a step sees to.
    """
    closed = [new.field for new in needs.fields if new.field.read_only or new.field.at_creation]
    if closed:
        yield f"Only the integration may change {named(closed)}: give nobody else the right to edit them."
    for new in needs.fields:
        if new.field.seen_by:
            yield f"Only {listed(new.field.seen_by)} may see {named([new.field])}."
    forms = [field for field in needs.required if field not in asked_for]
    if forms:
        yield f"The spec has {named(forms)} always filled: make the form ask for it."
    for automation in needs.record.automations:
        if automation.custom:
            yield f"The spec counts on a rule of yours, “{clipped(automation.title)}”: see that it is there."
