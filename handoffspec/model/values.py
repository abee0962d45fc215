"""What a written value means: the type it meets decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from handoffspec.diagnostics import Code, Diagnostic, Label, closest, codes
from handoffspec.model.parties import STAND_IN
from handoffspec.schema.types import (
    ChoiceType,
    Json,
    ListType,
    MomentType,
    NumberType,
    RecordType,
    TextType,
    Type,
)
from handoffspec.syntax import ast

Constants = Mapping[str, ast.Constant]
NO_CONSTANTS: Constants = {}
_FLAGS = {"yes": True, "no": False}
_PERSON = RecordType(())
_MOST_LISTED = 12


def value_of(
    node: ast.Value, type_: Type, constants: Constants, *, of: str | None = None, noun: str = "value"
) -> tuple[Json, tuple[Diagnostic, ...]]:
    """The value that a type makes of what is written, and what is wrong with it.

    `of` is how messages call the field (`zendesk.priority`), `noun` what they call one of its values (`status`). The
    value is None where something is wrong; silently None for a stand-in of the parser's recovery. Constants are looked
    up where the type knows nothing of that name itself.
    """
    reading = _Reading(constants, f"`{of}`" if of else "this field", noun, [])
    value = reading.value(node, type_)
    return (None if reading.found else value), tuple(reading.found)


_NEEDS = {
    "text": 'a text in quotes, such as "…"',
    "flag": "`yes` or `no`",
    "duration": "a length of time such as `30m` or `4d`",
    "person": 'an id in quotes, such as "…"',
    "reference": 'an id in quotes, such as "…"',
    "list": "a list such as `[…, …]`",
    "structure": "a value",
}


def describe(type_: Type) -> str:
    """A type in words that finish `… needs`."""
    match type_:
        case NumberType(integer=integer):
            return "a whole number" if integer else "a number"
        case MomentType(precision=precision):
            return 'a day such as "2026-03-01"' if precision == "date" else 'a time such as "2026-03-01T09:00:00Z"'
        case ChoiceType(options=options):
            return f"one of {listed([written(o.name) for o in options])}" if options else "one value"
        case RecordType(members=members):
            return f"its parts in braces: {listed([m.name for m in members])}"
        case _:
            return _NEEDS[type_.kind]


def listed(names: Sequence[str]) -> str:
    """Names for a help line, the first dozen."""
    shown = ", ".join(f"`{name}`" for name in names[:_MOST_LISTED])
    rest = len(names) - _MOST_LISTED
    return f"{shown} and {rest} more" if rest > 0 else shown or "none"


def written(name: str) -> str:
    """How a name is written in a spec: in quotes unless it is one word."""
    return name if name.isidentifier() else f'"{name}"'


def plain_number(number: Decimal) -> int | float:
    """A written number as JSON has it."""
    return int(number) if number == number.to_integral_value() else float(number)


@dataclass(slots=True)
class _Reading:
    """One value being read."""

    constants: Constants
    of: str
    noun: str
    found: list[Diagnostic]

    def value(self, node: ast.Value, type_: Type) -> Json:
        if isinstance(node, ast.Name) and node.text == STAND_IN:
            return None
        if isinstance(node, ast.Name) and self._is_constant(node, type_):
            return self._constant(node, type_)
        reader = _READERS[type_.kind]
        return reader(self, node, type_)

    def wrong(self, node: ast.Node, type_: Type, help_: str | None = None) -> None:
        """Report a value that is not of its type."""
        need = describe(type_)
        self.found.append(
            codes.WRONG_TYPE.at(
                node.span, f"{_shown(node)} does not fit: {self.of} needs {need}.", help=help_ or f"Write {need}."
            )
        )

    def _is_constant(self, node: ast.Name, type_: Type) -> bool:
        if node.text not in self.constants:
            return False
        return type_.kind != "choice" or all(option.name != node.text for option in type_.options)

    def _constant(self, node: ast.Name, type_: Type) -> Json:
        constant = self.constants[node.text]
        value, found = value_of(constant.value, type_, NO_CONSTANTS, of=self.of.strip("`"), noun=self.noun)
        if found:
            self.found.append(
                found[0].code.at(
                    node.span,
                    f"The constant `{node.text}` does not fit here. {found[0].message}",
                    help=found[0].help,
                    labels=[Label(constant.value.span, "its value")],
                )
            )
        return value

    # ── Types ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def text(self, node: ast.Value, type_: TextType) -> Json:
        if not isinstance(node, ast.Text):
            quoted = f'Write `"{node.text}"` with quotes.' if isinstance(node, ast.Name | ast.Ref) else None
            self.wrong(node, type_, quoted)
            return None
        if not type_.spaces and any(c.isspace() for c in node.value):
            self.wrong(node, type_, "Its texts hold no blanks: join the words with a hyphen or an underscore.")
        return node.value

    def number(self, node: ast.Value, type_: NumberType) -> Json:
        if not isinstance(node, ast.Number):
            self.wrong(node, type_)
            return None
        value = plain_number(node.value)
        if type_.integer and not isinstance(value, int):
            self.wrong(node, type_)
        elif (type_.lowest is not None and value < type_.lowest) or (
            type_.highest is not None and value > type_.highest
        ):
            self.wrong(node, type_, f"Write a number between {type_.lowest:g} and {type_.highest:g}.")
        elif type_.decimals is not None and -_exponent(node.value) > type_.decimals:
            self.wrong(node, type_, f"It holds {type_.decimals} decimals at most.")
        return value

    def flag(self, node: ast.Value, type_: Type) -> Json:
        if isinstance(node, ast.Name) and node.text in _FLAGS:
            return _FLAGS[node.text]
        self.wrong(node, type_)
        return None

    def moment(self, node: ast.Value, type_: MomentType) -> Json:
        if not isinstance(node, ast.Text):
            self.wrong(node, type_)
            return None
        if not _is_moment(node.value, type_):
            zone = " with its time zone" if type_.precision == "time" else ""
            self.wrong(node, type_, f"Write {describe(type_)}{zone}.")
        return node.value

    def duration(self, node: ast.Value, type_: Type) -> Json:
        if isinstance(node, ast.Duration):
            return node.seconds
        self.wrong(node, type_)
        return None

    def choice(self, node: ast.Value, type_: ChoiceType) -> Json:
        name = _word(node)
        if name is None:
            self.wrong(node, type_)
            return None
        if not type_.open and name not in type_.names:
            self.found.append(self._unknown(node, name, type_))
        elif type_.open and isinstance(node, ast.Name):
            self._perhaps_a_constant(node)
        return name

    def _perhaps_a_constant(self, node: ast.Name) -> None:
        """Any word can be a value here, but one that is nearly a constant's name was meant for it."""
        meant = closest(node.text, self.constants)
        if meant is not None:
            self.found.append(
                codes.UNKNOWN_VALUE.at(
                    node.span,
                    f"There is no constant `{node.text}`.",
                    help=f"Did you mean `{meant}`? If it is a value of {self.of}, write it in quotes.",
                )
            )

    def _unknown(self, node: ast.Value, name: str, type_: ChoiceType) -> Diagnostic:
        by_label = [option.name for option in type_.options if option.label.casefold() == name.casefold()]
        meant = by_label[0] if by_label else closest(name, [option.name for option in type_.options])
        code: Code = codes.UNKNOWN_STATUS if self.noun == "status" else codes.UNKNOWN_VALUE
        names = listed([written(option.name) for option in type_.options])
        help_ = f"Did you mean `{written(meant)}`?" if meant else f"It can be {names}."
        return code.at(node.span, f"{self.of[:1].upper()}{self.of[1:]} has no {self.noun} `{name}`.", help=help_)

    def identifier(self, node: ast.Value, type_: Type) -> Json:
        match node:
            case ast.Text(value=text):
                return text
            case ast.Number(value=number):
                return plain_number(number)
            case ast.RecordValue() if type_.kind == "person":
                return self.record(node, _PERSON)
            case ast.Name(text=text):
                self.wrong(node, type_, f'Write `"{text}"` with quotes.')
            case _:
                self.wrong(node, type_)
        return None

    def several(self, node: ast.Value, type_: ListType) -> Json:
        if isinstance(node, ast.ListValue):
            return [self.value(item, type_.item) for item in node.items]
        self.wrong(node, type_, f"Write `[{node.span.text}]`." if "\n" not in node.span.text else None)
        return None

    def record(self, node: ast.Value, type_: RecordType) -> Json:
        if not isinstance(node, ast.RecordValue):
            self.wrong(node, type_)
            return None
        members: dict[str, Type] = {member.name: member.type for member in type_.members}
        if type_ is _PERSON:
            members = dict.fromkeys(("id", "email", "name"), TextType())
        made: dict[str, Json] = {}
        for entry in node.entries:
            name = entry.name.text
            if name == STAND_IN:
                continue
            if name not in members:
                self.found.append(_no_member(entry.name, self.of, list(members)))
            elif name in made:
                self.found.append(
                    codes.DEFINED_TWICE.at(entry.span, f"`{name}` has a value already.", help="Remove one of the two.")
                )
            else:
                made[name] = None if isinstance(entry.value, ast.Empty) else self.value(entry.value, members[name])
        return made

    def structure(self, node: ast.Value, _type: Type) -> Json:
        return _as_written(node)


_READERS: dict[str, Callable[..., Json]] = {
    "text": _Reading.text,
    "number": _Reading.number,
    "flag": _Reading.flag,
    "moment": _Reading.moment,
    "duration": _Reading.duration,
    "choice": _Reading.choice,
    "person": _Reading.identifier,
    "reference": _Reading.identifier,
    "list": _Reading.several,
    "record": _Reading.record,
    "structure": _Reading.structure,
}


def _no_member(name: ast.Name, of: str, members: list[str]) -> Diagnostic:
    meant = closest(name.text, members)
    help_ = f"Did you mean `{meant}`?" if meant else f"Its parts are {listed(members)}."
    return codes.UNKNOWN_FIELD.at(name.span, f"{of} has no part `{name.text}`.", help=help_)


def _word(node: ast.Value) -> str | None:
    match node:
        case ast.Name(text=text):
            return text
        case ast.Text(value=text):
            return text
        case ast.Number(value=number):
            return str(plain_number(number))
        case _:
            return None


def _shown(node: ast.Node) -> str:
    text = " ".join(node.span.text.split())
    return f"`{text if len(text) <= 40 else text[:39] + '…'}`"


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _is_moment(text: str, type_: MomentType) -> bool:
    try:
        if type_.precision == "date":
            date.fromisoformat(text)
            return True
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _as_written(node: ast.Value | ast.Empty) -> Json:
    """A value without a type, as JSON."""
    match node:
        case ast.Empty():
            return None
        case ast.Text(value=text):
            return text
        case ast.Name(text=text) | ast.Ref(text=text):
            return _FLAGS.get(text, text)
        case ast.Number(value=number):
            return plain_number(number)
        case ast.Duration(seconds=seconds):
            return seconds
        case ast.ListValue(items=items):
            return [_as_written(item) for item in items]
        case ast.RecordValue(entries=entries):
            return {entry.name.text: _as_written(entry.value) for entry in entries}
