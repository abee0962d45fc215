"""Fields of a record: their types, and every word that stands behind them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, Literal, cast, get_args

from handoffspec.diagnostics import Label, Span, codes
from handoffspec.model.parties import STAND_IN
from handoffspec.model.systems_api import Found, codec_in, count_in, known_word, path_in
from handoffspec.model.systems_types import label_of, over, type_in
from handoffspec.schema.systems import CustomPlace, Field, Ignoring, shape
from handoffspec.schema.types import ChoiceType, Limit, ListType, NumberType, StructureType, TextType, Type, choice_in
from handoffspec.syntax import ast

_IGNORING: Final = get_args(Ignoring)
_MOST_DECIMALS = 30


# ── A field ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Draft:
    """A field before its conditions and its default value can be resolved: they speak of the whole record."""

    field: Field
    required_when: ast.Condition | None
    default: ast.Value | None
    computed: tuple[ast.Name, ...]
    span: Span


@dataclass(slots=True)
class _Making:
    """One field being made of everything that is said about it."""

    system: str
    found: Found
    type: Type
    template: bool = False
    """Its paths are those of every custom field of a type, with `{id}` for the identifier."""
    values: dict[str, Any] = field(default_factory=dict)
    """Values of the `Field` that is made."""
    when: ast.Condition | None = None
    default: ast.Value | None = None
    computed: tuple[ast.Name, ...] = ()


def make_field(
    nodes: Sequence[ast.Field], system: str, customs: Sequence[CustomPlace], found: Found, *, custom: bool
) -> Draft:
    """A field of all its descriptions, the system's first, each laid over those before.

    Where the type is missing, which the caller has reported, the field takes any value.
    """
    first = nodes[0]
    making = _Making(system, found, _one_type(first, found) if first.types else ChoiceType())
    making.values["label"] = label_of(first.name.text, None)
    place = place_for(making.type, customs) if custom else None
    if place is not None and place.type is not None:
        making.type = over(place.type, making.type)
    for node in nodes:
        if node is not first and node.types:
            new = _one_type(node, found)
            making.type = over(making.type, new)
            chosen = choice_in(new)
            if chosen is not None and chosen.options and not custom:
                making.values["unbound_values"] = tuple(option.name for option in chosen.options)
        _lay(making, node)
    if len(nodes) > 1 and not custom:
        making.values["extended"] = True
    if custom and "read_at" not in making.values and "written_at" not in making.values:
        making.values |= _placed(making, place_for(making.type, customs), first.name.text)
    made = Field(name=first.name.text, type=making.type, custom=custom, **making.values)
    return Draft(made, making.when, making.default, making.computed, first.name.span)


def _one_type(node: ast.Field, found: Found) -> Type:
    for extra in node.types[1:]:
        found.append(
            codes.FIELD_TYPE.at(
                extra.span,
                f"`{node.name.text}` has a type already: `{node.types[0].span.text}`.",
                help="Write one type; several values are a `list of` or a `set of` it.",
            )
        )
    return type_in(node.types[0], found)


def _placed(making: _Making, place: CustomPlace | None, name: str) -> dict[str, Any]:
    """Where the system keeps custom fields of this type; the field's name stands in for its identifier."""
    place = place or CustomPlace("", read_at="{id}", written_at="{id}")
    codecs = {end: making.values.get(end, getattr(place, end)) for end in ("read_as", "written_as")}
    return {**paths_in(place, name), **codecs, "bound": False}


def paths_in(place: CustomPlace, identifier: str) -> dict[str, Any]:
    """Where a custom field of that identifier is read and written, by the names that `Field` has for it."""
    return {
        end: path and path.replace("{id}", identifier)
        for end, path in (("read_at", place.read_at), ("written_at", place.written_at))
    }


def make_custom_place(node: ast.Custom, of: str, system: str, found: Found) -> CustomPlace | None:
    """Where a system keeps custom fields of a shape, and what it takes in them."""
    making = _Making(system, found, type_in(node.type, []) if node.type else StructureType(), template=True)
    _lay_parts(making, node.parts, "custom fields")
    if making.values.get("read_at") is None and making.values.get("written_at") is None:
        return None
    return CustomPlace(of, making.type if node.type else None, **making.values)


def place_for(type_: Type, customs: Sequence[CustomPlace]) -> CustomPlace | None:
    """The place of custom fields of a type: the one for its shape, else the one for every other."""
    by_shape = {place.shape: place for place in customs}
    return by_shape.get(shape(type_)) or by_shape.get("")


def _lay(making: _Making, node: ast.Field) -> None:
    """Lay one description over the field."""
    if node.label:
        making.values["label"] = node.label.value
    _lay_parts(making, node.parts, node.name.text)


def _lay_parts(making: _Making, parts: Sequence[ast.FieldPart], name: str) -> None:
    _check_words(parts, name, making.found)
    last: Literal["both", "read", "written"] = "both"
    for part in parts:
        match part:
            case ast.Path(path=path, use=last):
                _path(making, path, last)
            case ast.Codec():
                codec = codec_in(part, making.found)
                making.values |= dict.fromkeys(_ENDS[last][1], codec)
            case _:
                _PARTS[type(part)](making, part)


_ENDS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "both": (("read_at", "written_at"), ("read_as", "written_as")),
    "read": (("read_at",), ("read_as",)),
    "written": (("written_at",), ("written_as",)),
}


def _path(making: _Making, node: ast.Text, use: str) -> None:
    path = path_in(node, making.found, template=making.template)
    making.values |= dict.fromkeys(_ENDS[use][0], path)


# ── Words that repeat or contradict each other ─────────────────────────────────────────────────────────────────────

_AGAINST: Final = (
    ("required", "optional"),
    ("read only", "only at creation"),
    ("read only", "written at"),
    ("computed", "default"),
)


_SAID: Final[dict[type[ast.Node], str]] = {
    ast.KeptBy: "kept by",
    ast.Computed: "computed",
    ast.SeenBy: "seen by",
    ast.Between: "between",
    ast.Decimals: "decimals",
    ast.Ignoring: "compared ignoring",
    ast.Default: "default",
    ast.Means: "means",
}
_PLACES: Final[dict[str, tuple[str, ...]]] = {
    "both": ("a place for reading", "a place for writing"),
    "read": ("a place for reading",),
    "written": ("a place for writing", "written at"),
}


def _words(part: ast.FieldPart) -> tuple[str, ...]:
    """What a part is about; two parts of one field about the same thing are one too many."""
    match part:
        case ast.Flag(kind=kind):
            return (kind,)
        case ast.Required(when=when):
            return ("required",) if when is None else ("required when",)
        case ast.UpTo(limit=limit):
            return ("up to … items",) if limit.unit == "items" else ("up to",)
        case ast.Path(use=use):
            return _PLACES[use]
        case ast.Codec():
            return ()
        case _:
            return (_SAID[type(part)],)


def _check_words(parts: Sequence[ast.FieldPart], name: str, found: Found) -> None:
    """Report a part that says again, or against, what a part before it says."""
    seen: dict[str, ast.FieldPart] = {}
    for part in parts:
        words = _words(part)
        again = next((word for word in words if word in seen), None)
        against = next((other for word in words for other in _against(word) if other in seen), None)
        first = again or against
        if first is not None:
            message = (
                f"For `{name}` this says a second time: {again}."
                if again
                else f"`{name}` cannot be both `{against}` and `{words[-1]}`."
            )
            found.append(
                codes.CONTRADICTION.at(
                    part.span, message, help="Keep one of the two.", labels=[Label(seen[first].span, "the first one")]
                )
            )
        seen |= {word: part for word in words if word not in seen}


def _against(word: str) -> list[str]:
    return [b if word == a else a for a, b in _AGAINST if word in (a, b)]


# ── Each word ──────────────────────────────────────────────────────────────────────────────────────────────────────

_FLAGS: Final[dict[str, dict[str, bool]]] = {
    "optional": {"required": False},
    "read only": {"read_only": True},
    "only at creation": {"at_creation": True},
    "never cleared": {"never_cleared": True},
    "personal": {"personal": True},
    "secret": {"secret": True},
    "to be created": {"to_be_created": True},
}


def _flag(making: _Making, part: ast.Flag) -> None:
    if part.kind == "without spaces":
        fitting = _on_text(making.type, lambda text: replace(text, spaces=False))
        if fitting is None:
            _senseless(making, part.span, "Only texts hold blanks.", "Remove `without spaces`.")
        else:
            making.type = fitting
        return
    making.values |= _FLAGS[part.kind]


def _on_text(type_: Type, change: Callable[[TextType], TextType]) -> Type | None:
    """The type with its text, or the texts of its list, changed; None where it has none."""
    match type_:
        case TextType():
            return change(type_)
        case ListType(item=TextType() as item):
            return replace(type_, item=change(item))
        case _:
            return None


def _senseless(making: _Making, span: Span, message: str, help_: str) -> None:
    making.found.append(codes.SENSELESS_LIMIT.at(span, message, help=help_))


def _required(making: _Making, part: ast.Required) -> None:
    if part.when is None:
        making.values["required"] = True
    else:
        making.when = part.when


def _kept(making: _Making, part: ast.KeptBy) -> None:
    making.values["kept"] = True
    if part.system.text not in (making.system, STAND_IN):
        making.found.append(
            codes.KEPT_BY_ANOTHER.at(
                part.system.span,
                f"This field is part of `{making.system}`, so `{part.system.text}` cannot keep it.",
                help=f"Write `kept by {making.system}`.",
            )
        )


def _computed(making: _Making, part: ast.Computed) -> None:
    making.computed = part.sources
    if not part.sources:
        making.values["read_only"] = True


def _seen_by(making: _Making, part: ast.SeenBy) -> None:
    making.values["seen_by"] = tuple(team.text for team in part.teams)


def _up_to(making: _Making, part: ast.UpTo) -> None:
    number = count_in(part.limit, making.found)
    if number is None:
        return
    unit = part.limit.unit
    if unit == "items":
        if isinstance(making.type, ListType):
            making.type = replace(making.type, limit=Limit(number, "items"))
        else:
            instead = f"`up to {number} characters`" if isinstance(making.type, TextType) else "no limit"
            _senseless(making, part.span, "Only lists and sets hold items.", f"Write {instead}.")
        return
    limit = Limit(number, "bytes" if unit == "bytes" else "characters")
    fitting = _on_text(making.type, lambda text: replace(text, limit=limit))
    if fitting is None:
        instead = f"Write `up to {number} items`." if isinstance(making.type, ListType) else "Remove the limit."
        _senseless(making, part.span, f"Only texts hold {unit}.", instead)
    else:
        making.type = fitting


def _between(making: _Making, part: ast.Between) -> None:
    lowest, highest = part.lowest.value, part.highest.value
    if not isinstance(making.type, NumberType):
        _senseless(making, part.span, "Only numbers lie between two numbers.", "Remove `between`, or write `number`.")
    elif lowest > highest:
        _senseless(
            making, part.span, f"No number is between {lowest} and {highest}.",
            f"Write `between {highest} and {lowest}`.",
        )  # fmt: skip
    else:
        making.type = replace(making.type, lowest=float(lowest), highest=float(highest))


def _decimals(making: _Making, part: ast.Decimals) -> None:
    digits: Decimal = part.digits.value
    if not isinstance(making.type, NumberType) or making.type.integer:
        _senseless(making, part.span, "Only a `number` has decimals.", "Remove `with … decimals`, or write `number`.")
    elif digits != digits.to_integral_value() or not 0 <= digits <= _MOST_DECIMALS:
        _senseless(
            making, part.digits.span, f"A number cannot have {digits} decimals.", "Write e.g. `with 2 decimals`."
        )
    else:
        making.type = replace(making.type, decimals=int(digits))


def _ignoring(making: _Making, part: ast.Ignoring) -> None:
    known = [
        name.text for name in part.what if known_word(name, _IGNORING, "difference to ignore called", making.found)
    ]
    making.values["ignoring"] = tuple(cast("list[Ignoring]", known))


def _default(making: _Making, part: ast.Default) -> None:
    making.default = part.value


def _means(making: _Making, part: ast.Means) -> None:
    making.values["meaning"] = part.text.value


_PARTS: Final[dict[type[ast.Node], Callable[[_Making, Any], None]]] = {
    ast.Flag: _flag,
    ast.Required: _required,
    ast.KeptBy: _kept,
    ast.Computed: _computed,
    ast.SeenBy: _seen_by,
    ast.UpTo: _up_to,
    ast.Between: _between,
    ast.Decimals: _decimals,
    ast.Ignoring: _ignoring,
    ast.Default: _default,
    ast.Means: _means,
}
