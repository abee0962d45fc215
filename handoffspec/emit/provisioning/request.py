"""What the administrator of a system that is not ours is asked for: what, why, and what is lost without it."""

from collections.abc import Iterator

from handoffspec.emit.content import (
    Block,
    Bullets,
    Item,
    Page,
    Text,
    code,
    heading,
    item,
    lines,
    paragraph,
    table,
    text,
)
from handoffspec.emit.documents.shared import boundary, foot
from handoffspec.emit.provisioning.setup import hears, left_to_people, status_title, title_of
from handoffspec.emit.provisioning.uses import Needed, NewField
from handoffspec.emit.variables import webhook
from handoffspec.emit.words.amounts import capital, clipped, listed, name, sentence
from handoffspec.emit.words.types import type_name
from handoffspec.plan import Plan
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import Option, choice_in


def request_page(plan: Plan, needs: Needed) -> Page:
    """The page. Its name is the system's."""
    wanted = [*_fields(needs), *_options(needs), *_statuses(needs), *_rules_of_theirs(needs)]
    blocks = [*_top(plan, needs), *wanted, *_access(plan, needs), *_answer(needs), *foot()]
    return Page(f"request-{needs.record.system}", tuple(blocks))


def _top(plan: Plan, needs: Needed) -> Iterator[Block]:
    record, handoff = needs.record, plan.handoff
    yield heading(1, f"Request to {_administrator(record)}: {name(record.system_title)}")
    adds = f" It adds this: {sentence(clipped(handoff.adds))}" if handoff.adds else ""
    yield paragraph(
        f"Tickets are handed over, {boundary(handoff)}: {sentence(name(handoff.title or handoff.name))}{adds} "
        f"For that {name(record.system_title)} needs what stands below, and only you can set it up."
    )


def _administrator(record: Record) -> str:
    return name(record.administrator) if record.administrator else f"whoever administers {name(record.system_title)}"


# ── What has to be there ───────────────────────────────────────────────────────────────────────────────────────────


def _fields(needs: Needed) -> Iterator[Block]:
    yield heading(2, "Fields to create")
    if not needs.fields:
        yield paragraph("None.")
        return
    rows: list[list[str | Text]] = [
        [title_of(new.field), capital(type_name(new.field.type)), _rules(new.field), _values(new)]
        for new in needs.fields
    ]
    yield table(["Field", "Holds", "Rules", "Values, in this order"], rows)
    yield heading(3, "What each is for")
    yield Bullets(
        tuple(item(f"{title_of(new.field)}: ", *_needed_by(new), details=_losses(new)) for new in needs.fields)
    )


def _rules(field: Field) -> str:
    said = [
        words
        for words, holds in (
            ("required", field.required),
            ("required in some cases", field.required_when is not None),
            ("only the integration may change it", field.read_only or field.at_creation),
            (f"{name(str(field.default))} where nothing is said", field.default is not None),
            ("personal data", field.personal),
            (f"seen by {listed(field.seen_by)} only", bool(field.seen_by)),
        )
        if holds
    ]
    return listed(said) or "optional"


def _values(new: NewField) -> Text:
    choice = choice_in(new.field.type)
    return lines([_value(option) for option in choice.options]) if choice else text("–")


def _value(option: Option) -> str:
    label = name(option.label)
    return label if label == str(option.wire) else f"{label} (in the API: {name(str(option.wire))})"


def _needed_by(new: NewField) -> list[str]:
    meaning = f"{sentence(clipped(new.field.meaning))} " if new.field.meaning else ""
    return [f"{meaning}Needed by {listed((name(section) for section in new.needed_by), most=40)}. Without it:"]


def _losses(new: NewField) -> list[Item]:
    return [item(sentence(lost)) for lost in dict.fromkeys(use.lost for use in new.uses)]


def _options(needs: Needed) -> Iterator[Block]:
    if not needs.options:
        return
    yield heading(2, "Values of fields that are there already")
    rows: list[list[str | Text]] = [
        [title_of(new.field), _values(new), _rules(new.field), listed(name(section) for section in new.needed_by)]
        for new in needs.options
    ]
    yield table(["Field", "Values, in this order", "Rules", "Needed by"], rows)


def _statuses(needs: Needed) -> Iterator[Block]:
    if not needs.statuses:
        return
    yield heading(2, "Statuses to create")
    yield Bullets(
        tuple(item(f"{name(status_title(needs, status))}: {_KINDS[status.category]}") for status in needs.statuses)
    )


def _rules_of_theirs(needs: Needed) -> Iterator[Block]:
    said = list(left_to_people(needs))
    if said:
        yield heading(2, "What else the handoff counts on")
        yield Bullets(tuple(item(sentence(one)) for one in said))


_KINDS = {
    "todo": "work has not begun",
    "doing": "work is going on",
    "waiting": "somebody else is waited for",
    "done": "the work is done",
}


# ── Rights, changes, answer ────────────────────────────────────────────────────────────────────────────────────────


def _access(plan: Plan, needs: Needed) -> Iterator[Block]:
    yield heading(2, "An account for the integration")
    calls = sorted({f"{call.method} {call.path}" for call in needs.record.calls})
    yield paragraph("It works as a user of its own and has to be allowed these calls:")
    yield Bullets(tuple(item(code(call)) for call in calls))
    yield paragraph("Its credentials go to whoever runs the integration, and never into a file of this handoff.")
    if hears(plan, needs):
        yield heading(2, "A word when something changes")
        yield paragraph(
            f"A webhook to the address of the integration (its operators know it as {webhook(plan.handoff)}) whenever "
            f"a {name(needs.record.title).lower()} of this handoff changes, gets a comment or a file."
        )


def _answer(needs: Needed) -> Iterator[Block]:
    if not needs.fields:
        return
    yield heading(2, "What we need back")
    yield paragraph(
        "The identifier that each field has in the API. They go into ", code("environments.yaml"), ", under ",
        code(f"{needs.record.system}: {needs.record.name}:"), ", by these names:",
    )  # fmt: skip
    yield Bullets(tuple(item(code(new.field.name), f" for {title_of(new.field)}") for new in needs.fields))
