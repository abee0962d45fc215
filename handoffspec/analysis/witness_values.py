"""Witnesses of losses that have to do with the value as a whole: what is hidden, rounded, reordered, left behind."""

from handoffspec.analysis.crossing import Crossing
from handoffspec.analysis.domains import default_of, read_by
from handoffspec.analysis.emptiness import can_be_empty, updates
from handoffspec.analysis.samples import one_of, samples
from handoffspec.schema.losses import Witness
from handoffspec.schema.types import ChoiceType, ListType, MomentType, NumberType, TextType, Type


def dropped(crossing: Crossing) -> Witness | None:
    """Two values of which neither arrives where the receiver could see it."""
    pair = _pair(crossing)
    return Witness("unmapped", pair[0], {}, pair[1])


def hidden(crossing: Crossing) -> Witness | None:
    """Two values that are hidden alike."""
    ticket, other = _pair(crossing)
    several = None not in other.values() or None in ticket.values()
    limit = crossing.writes[0].type if crossing.one else None
    short = isinstance(limit, TextType) and limit.limit is not None and limit.limit.number < len("[redacted]")
    arrives = crossing.arrival("[redacted]") if crossing.one and not short else None
    return Witness("redacted", ticket, arrives, other if several else None)


def left_alone(crossing: Crossing) -> Witness | None:
    """A value that the rule's condition keeps back, so that it arrives as nothing does."""
    pair = _pair(crossing)
    refused = any(field.required for field in crossing.writes)
    return Witness("guard", pair[0], {} if refused else crossing.nothing(), pair[1])


def changed_later(crossing: Crossing) -> Witness | None:
    """A value that is changed after the handoff and arrives as it was."""
    first, second = _pair(crossing)
    if first == second:
        return None
    return Witness("once", second, None, first, before=first)


def strangers(crossing: Crossing) -> Witness | None:
    """Two people without an account on the other side: nobody arrives."""
    if len(crossing.reads) != 1:
        return None
    [read] = crossing.reads
    listed = isinstance(read.type, ListType)
    to_person = bool(crossing.writes) and crossing.writes[0].type.kind in ("person", "list")
    if not to_person:
        first: object = {"id": 1, "name": "Ana"}
        other: object = {"id": 2, "name": "Ana"}
        arrives = crossing.arrival("Ana") if crossing.one else None
        return Witness(
            "people",
            crossing.ticket([first] if listed else first),
            arrives,
            crossing.ticket([other] if listed else other),
        )
    nobody: object = [] if listed else None
    first, other = ([1], [2]) if listed else (1, 2)
    return Witness(
        "people", crossing.ticket(first), crossing.arrival(nobody) if crossing.one else None, crossing.ticket(other)
    )


def reordered(crossing: Crossing) -> Witness | None:
    """The same entries in another order."""
    if not crossing.one or not isinstance(crossing.reads[0].type, ListType):
        return None
    found = samples(crossing.reads[0].type.item)
    written = crossing.writes[0].type
    limit = written.limit.number if isinstance(written, ListType) and written.limit is not None else 2
    same = isinstance(written, ListType) and written.item.kind == crossing.reads[0].type.item.kind
    if len(found) < 2 or limit < 2:
        there = crossing.arrival([found[0]]) if same else None
        return Witness("order", crossing.ticket([found[0], found[0]]), there, crossing.ticket([found[0]]))
    one, two = found
    there = crossing.arrival([one, two]) if same else None
    return Witness("order", crossing.ticket([one, two]), there, crossing.ticket([two, one]))


def rounded(crossing: Crossing) -> Witness | None:
    """Two numbers that are rounded to the same, or two times of one day."""
    if not crossing.one:
        return None
    read, written = crossing.reads[0].type, crossing.writes[0].type
    match read, written:
        case MomentType(precision="time"), MomentType(precision="date"):
            one, two = samples(read)
            return Witness("precision", crossing.ticket(one), crossing.arrival("2026-03-01"), crossing.ticket(two))
        case MomentType(precision="time"), MomentType(precision="time"):
            one, two = "2026-03-01T09:00:00Z", "2026-03-01T09:00:30Z"
            return Witness("precision", crossing.ticket(one), crossing.arrival(one), crossing.ticket(two))
        case NumberType(), NumberType():
            digits = _digits(crossing, written)
            start = (
                int(read.lowest) if read.lowest is not None else int(min(0, read.highest or 0)) - (read.highest == 0)
            )
            finer = start + 4 / 10 ** (digits + 1)
            return Witness("precision", crossing.ticket(finer), crossing.arrival(start), crossing.ticket(start))
        case NumberType(), _ if crossing.step("rounded") is not None:
            start = int(read.lowest or 0)
            finer = start + 4 / 10 ** (_digits(crossing, NumberType()) + 1)
            return Witness("precision", crossing.ticket(finer))
        case _:
            return None


def _digits(crossing: Crossing, written: NumberType) -> int:
    """The digits behind the point that are left."""
    held = [0] if written.integer else [] if written.decimals is None else [written.decimals]
    steps = [int(step.value) for step in crossing.steps if step.kind == "rounded" and isinstance(step.value, int)]
    return min([*held, *steps], default=0)


def alike(crossing: Crossing) -> Witness | None:
    """Two values between which the other side makes no difference."""
    if not crossing.one:
        return _pieces_alike(crossing)
    [read], [written] = crossing.reads, crossing.writes
    prefix = next((str(step.value) for step in crossing.rule.steps if step.kind == "prefixed"), None)
    if crossing.way == "back" and prefix is not None:
        text = "b" if prefix == "a" else "a"
        return Witness("many to one", crossing.ticket(text), crossing.arrival(text), crossing.ticket(f"{prefix}{text}"))
    match read.type:
        case TextType() if "case" in written.ignoring:
            letter = "b" if prefix is not None and prefix.startswith("a") else "a"
            there = crossing.arrival(letter) if not crossing.steps else None
            return Witness("many to one", crossing.ticket(letter), there, crossing.ticket(letter.upper()))
        case ChoiceType(options=options):
            by_label: dict[str, str] = {}
            for option in options:
                first = by_label.setdefault(option.label, option.name)
                if first != option.name:
                    there = crossing.arrival(option.label) if isinstance(written.type, TextType) else None
                    return Witness("many to one", crossing.ticket(first), there, crossing.ticket(option.name))
            return None
        case ListType(item=TextType()) if "case" in written.ignoring:
            there = crossing.arrival(["a"]) if isinstance(written.type, ListType) else None
            return Witness("many to one", crossing.ticket(["a"]), there, crossing.ticket(["A"]))
        case _:
            return None


def _pieces_alike(crossing: Crossing) -> Witness | None:
    """A text cut apart into fields of which one makes no difference between capitals and small letters."""
    step = crossing.step("split")
    at = next((n for n, field in enumerate(crossing.writes) if "case" in field.ignoring), None)
    if step is None or at is None:
        return None
    before = str(step.value) * at
    return Witness("many to one", crossing.ticket(f"{before}a"), None, crossing.ticket(f"{before}A"))


# ── Empty ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def emptied(crossing: Crossing) -> Witness | None:
    """Nothing, where the other side has something; or what is taken away and stays there."""
    if len(crossing.reads) != 1 or len(crossing.writes) != 1:
        return None
    [read], [written] = crossing.reads, crossing.writes
    ref = read_by(crossing.rule, crossing.way)[0]
    default = default_of(crossing.rule, crossing.way)
    may_be_empty = can_be_empty(crossing.handoff, ref)
    if default is not None:
        given: object = [default] if isinstance(written.type, ListType) else default
        other = (
            crossing.ticket(given) if _can_hold(read.type, default) and read.type.kind == written.type.kind else None
        )
        return Witness("empty", crossing.ticket(None), crossing.arrival(given), other)
    if written.required and may_be_empty:
        return Witness("empty", crossing.ticket(None), {})
    if written.default is not None and crossing.way == "out" and may_be_empty:
        return Witness("empty", crossing.ticket(None), crossing.arrival(written.default))
    if updates(crossing.handoff, crossing.rule, crossing.way):
        filled = crossing.ticket(one_of(read.type))
        return Witness("empty", crossing.ticket(None), None, filled, before=filled)
    return None


def _can_hold(type_: Type, value: object) -> bool:
    """Whether a field of the type can hold a value of the other side's."""
    match type_, value:
        case ChoiceType(options=options), _ if options:
            return value in [option.name for option in options]
        case NumberType(), int() | float():
            digits = 0 if type_.integer else type_.decimals
            low, high = type_.lowest, type_.highest
            exact = digits is None or round(value, digits) == value
            return exact and (low is None or value >= low) and (high is None or value <= high)
        case MomentType(precision=precision), str():
            return (precision == "date") == ("T" not in value)
        case TextType(limit=limit, spaces=spaces), str():
            return (limit is None or len(value) <= limit.number) and (spaces or " " not in value)
        case _:
            return True


def _pair(crossing: Crossing) -> tuple[dict[str, object], dict[str, object]]:
    """Two tickets that differ in the first field only, filled as far as two values are to be had."""
    ones = [samples(field.type) for field in crossing.reads]
    first = crossing.ticket(*(found[0] for found in ones))
    at = next((n for n, found in enumerate(ones) if len(found) > 1), None)
    if at is None:
        return first, crossing.ticket(*(None for _ in ones))
    return first, {**first, crossing.reads[at].name: ones[at][1]}
