"""Made-up values of a type, the smallest first: what witnesses are made of."""

from handoffspec.schema.losses import repeated
from handoffspec.schema.types import ChoiceType, ListType, MomentType, NumberType, RecordType, TextType, Type

_PLAIN: dict[str, tuple[object, object]] = {
    "text": ("a", "b"),
    "flag": (True, False),
    "duration": (60, 120),
    "person": (1, 2),
    "reference": (1, 2),
    "structure": ({"a": 1}, {"a": 2}),
}


def samples(type_: Type) -> tuple[object, ...]:
    """Two different filled values of a type as scenarios give them; one where there is only one."""
    match type_:
        case ChoiceType(options=options):
            return tuple(option.name for option in options[:2]) or ("a", "b")
        case NumberType(lowest=low, highest=high):
            first = int(low) if low is not None else min(0, int(high)) if high is not None else 0
            return (first, first + 1) if high is None or first < high else (first,)
        case ListType(item=item):
            return tuple([value] for value in samples(item))
        case RecordType(members=members):
            part = members[0]
            return tuple({part.name: value} for value in samples(part.type))
        case _:
            if type_.kind == "moment":
                return moments(type_)
            return _PLAIN[type_.kind]


def moments(type_: Type) -> tuple[object, ...]:
    """Two days, or two times of one day."""
    if type_.kind == "moment" and type_.precision == "date":
        return "2026-03-01", "2026-03-02"
    return "2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z"


def one_of(type_: Type) -> object:
    """A filled value of a type."""
    return samples(type_)[0]


def other_than(type_: Type, named: tuple[object, ...]) -> tuple[object, ...]:
    """Values of an open type that are none of some, for what no row of a table names."""
    if isinstance(type_, ListType):
        return other_than(type_.item, named)
    if isinstance(type_, NumberType):
        start = int(type_.lowest or 0)
        numbers = (start + n for n in range(len(named) + 2) if start + n not in named)
        return tuple(number for number in numbers if type_.highest is None or number <= type_.highest)[:2]
    if isinstance(type_, TextType | ChoiceType):
        letters = (chr(ord("a") + n % 26) * (n // 26 + 1) for n in range(len(named) + 2))
        return tuple(letter for letter in letters if letter not in named)[:2]
    if isinstance(type_, MomentType):
        end = "" if type_.precision == "date" else "T09:00:00Z"
        days = (f"{2026 + n // 28}-04-{n % 28 + 1:02}{end}" for n in range(len(named) + 2))
        return tuple(day for day in days if day not in named)[:2]
    ids = range(1, len(named) + 3)
    return tuple(n for n in ids if n not in named and str(n) not in named)[:2]


def text_of(length: int, end: str = "") -> object:
    """A text of so many `a`, and its end."""
    return repeated("a", length, end)
