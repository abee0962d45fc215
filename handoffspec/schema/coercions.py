"""How a value of one type becomes a value of another, and what no receiver could undo.

The one table that the type checker, the loss analysis and the interpreter share. It knows types only: what two formats
of rich text cannot both hold (`markup`), what a required field asks and what a rule's table and steps do come on top.

| from | to | becomes |
|---|---|---|
| anything | the same type | itself |
| text | rich text | one paragraph, character for character |
| rich text | text | its words, links with their addresses |
| number, duration, flag, moment, reference | text | `0.5`, `2h 30m`, `yes`, ISO 8601, the id |
| choice | text | the option's label |
| person | text | the e-mail address, else the name, else the id |
| list | text | the elements' texts with a comma between them, or with the text of a `joined` step |
| record, structure | text | `member: value` with commas between them; JSON |
| choice | choice | the option of the same name, which has to be there |
| number | number, date to time | the same; a day becomes its first second in UTC |
| duration | number | the seconds |
| list | list | each element by itself |
| anything but text and lists | list | its only element |
| record | record, structure | each member by itself; the same JSON |

A text never becomes a number, a choice or a list by itself: a table or a step says how.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from handoffspec.schema.losses import Cause
from handoffspec.schema.types import (
    ChoiceType,
    DurationType,
    FlagType,
    Limit,
    ListType,
    MomentType,
    NumberType,
    PersonType,
    RecordType,
    ReferenceType,
    StructureType,
    TextType,
    Type,
)

Way: TypeAlias = Literal[
    "same", "plain to rich", "rich to plain", "words to text", "words to rich", "day to time", "time to day", "rounded",
    "seconds", "person", "each", "alone", "members", "json",
]  # fmt: skip

LONGEST_NUMBER: Final = 32
"""Characters of the longest number, date, time or length of time in words."""


@dataclass(frozen=True, slots=True)
class Coercion:
    """What happens to each value.

    `causes` are the ways in which two different values can become the same; none: the coercion is exact, and the value
    can be known again from what arrives. `changed`: it looks different there (a translation). `markup`: the formats of
    both fields decide what formatting survives. `item` does the elements of a list, or the one that becomes a list.
    """

    way: Way
    causes: tuple[Cause, ...] = ()
    changed: bool = False
    markup: bool = False
    item: "Coercion | None" = None

    @property
    def exact(self) -> bool:
        """Whether no two values become the same, formats apart."""
        return not self.causes


def coercion(source: Type, target: Type) -> Coercion | None:
    """How values of one type become values of the other; None where they do not fit."""
    match source, target:
        case _, TextType():
            return _into_text(source, target)
        case _, ListType():
            return _into_list(source, target)
        case NumberType(), NumberType():
            return _into_number(source, target)
        case MomentType(), MomentType():
            return _into_moment(source, target)
        case DurationType(), NumberType():
            return Coercion("seconds", changed=True)
        case ChoiceType(), ChoiceType():
            return Coercion("same") if _has_options(source, target) else None
        case PersonType(), PersonType():
            return Coercion("person", ("people",), changed=True)
        case RecordType(), RecordType():
            return _into_record(source, target)
        case _, StructureType() if isinstance(source, RecordType | ListType):
            return Coercion("json", changed=True)
        case _:
            return Coercion("same") if source == target else None


def narrows(longest: Limit | None, limit: Limit | None) -> tuple[Cause, ...]:
    """Whether a value at most so long (None: of any length) may have to be cut to a limit, and by what measure."""
    if limit is None:
        return ()
    if longest is not None and longest.unit == limit.unit:
        return ("truncation",) if longest.number > limit.number else ()
    if longest is None or longest.unit == "items":
        return ("truncation",)
    if limit.unit == "bytes":
        # A character takes up to four bytes in UTF-8.
        return ("bytes",) if longest.number * 4 > limit.number else ()
    return ("truncation",) if longest.number > limit.number else ()


# ── Into text ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _into_text(source: Type, target: TextType) -> Coercion | None:
    if isinstance(source, TextType):
        return _text_to_text(source, target)
    causes: list[Cause] = [*_lost_in_words(source), *narrows(_longest(source), target.limit)]
    if not target.spaces and _may_hold_blanks(source):
        causes.append("blanks")
    way: Way = "words to rich" if target.rich else "words to text"
    return Coercion(way, tuple(causes), changed=True)


def _text_to_text(source: TextType, target: TextType) -> Coercion:
    causes: list[Cause] = list(narrows(source.limit, target.limit))
    if source.spaces and not target.spaces:
        causes.append("blanks")
    if source.rich and target.rich:
        return Coercion("same", tuple(causes), markup=True)
    if source.rich:
        return Coercion("rich to plain", ("markup", *causes), changed=True, markup=True)
    return Coercion("plain to rich" if target.rich else "same", tuple(causes))


def _lost_in_words(source: Type) -> tuple[Cause, ...]:
    match source:
        case ListType() | RecordType() | StructureType():
            return ("structure to text",)
        case PersonType():
            return ("people",)
        case ChoiceType(options=options) if len({option.label for option in options}) < len(options):
            return ("many to one",)
        case _:
            return ()


def _longest(source: Type) -> Limit | None:
    match source:
        case ChoiceType(options=options) if options:
            return Limit(max(len(option.label) for option in options), "characters")
        case FlagType():
            return Limit(len("yes"), "characters")
        case NumberType(integer=True, lowest=float() | int() as low, highest=float() | int() as high):
            return Limit(max(len(str(int(low))), len(str(int(high)))), "characters")
        case NumberType() | MomentType() | DurationType():
            return Limit(LONGEST_NUMBER, "characters")
        case ListType(item=item, limit=Limit(number=most)):
            each = item.limit if isinstance(item, TextType) else _longest(item)
            if each is None or each.unit != "characters":
                return None
            return Limit(most * each.number + max(0, most - 1) * len(", "), "characters")
        case _:
            return None


def _may_hold_blanks(source: Type) -> bool:
    match source:
        case NumberType() | FlagType() | MomentType() | ReferenceType():
            return False
        case ChoiceType(options=options) if options:
            return any(" " in option.label for option in options)
        case _:
            return True


# ── The other types ────────────────────────────────────────────────────────────────────────────────────────────────


def _has_options(source: ChoiceType, target: ChoiceType) -> bool:
    names = {option.name for option in target.options}
    return target.open or (not source.open and all(option.name in names for option in source.options))


def _into_list(source: Type, target: ListType) -> Coercion | None:
    item = coercion(source.item if isinstance(source, ListType) else source, target.item)
    if item is None or isinstance(source, TextType):
        return None
    if not isinstance(source, ListType):
        return Coercion("alone", item.causes, changed=True, markup=item.markup, item=item)
    causes: list[Cause] = [*item.causes]
    if target.unique and not source.unique and (source.limit is None or source.limit.number > 1):
        causes.append("order")
    causes.extend(narrows(source.limit, target.limit))
    return Coercion("each", tuple(dict.fromkeys(causes)), item.changed, item.markup, item)


def _into_number(source: NumberType, target: NumberType) -> Coercion | None:
    lowest = target.lowest is None or (source.lowest is not None and source.lowest >= target.lowest)
    highest = target.highest is None or (source.highest is not None and source.highest <= target.highest)
    if not lowest or not highest:
        return None
    kept, held = (0 if source.integer else source.decimals), (0 if target.integer else target.decimals)
    rounds = held is not None and (kept is None or kept > held)
    return Coercion("rounded", ("precision",)) if rounds else Coercion("same")


def _into_moment(source: MomentType, target: MomentType) -> Coercion:
    if source.precision == target.precision:
        return Coercion("same")
    if target.precision == "time":
        return Coercion("day to time", changed=True)
    return Coercion("time to day", ("precision",), changed=True)


def _into_record(source: RecordType, target: RecordType) -> Coercion | None:
    members = {member.name: member.type for member in target.members}
    causes: list[Cause] = []
    changed = markup = False
    for member in source.members:
        part = coercion(member.type, members[member.name]) if member.name in members else None
        if part is None:
            return None
        causes.extend(part.causes)
        changed, markup = changed or part.changed, markup or part.markup
    return Coercion("members", tuple(dict.fromkeys(causes)), changed, markup)
