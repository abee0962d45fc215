"""Types of JSON Schema, as drafts 4 to 2020-12 and OpenAPI 3 write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from handoffspec.importers.json import Entry, Json, entries, entry, items, text, truth, whole
from handoffspec.importers.naming import options_of
from handoffspec.importers.spelling import label_of, spellable
from handoffspec.schema.spelling import identifier
from handoffspec.schema.types import (
    ChoiceType,
    FlagType,
    Limit,
    ListType,
    Member,
    MomentType,
    NumberType,
    Option,
    RecordType,
    StructureType,
    TextType,
    Type,
)

_DEEPEST: Final = 12
"""References and parts followed from one field on; what lies deeper is JSON."""
_MOST_PARTS: Final = 400
"""Parts joined into one schema."""
_LARGEST: Final = 10**15


@dataclass(frozen=True, slots=True)
class Typed:
    """The type of a schema, and what of it is not kept."""

    type: Type
    flattened: str | None = None


_JSON: Final = StructureType()


@dataclass(frozen=True, slots=True)
class Schemas:
    """A document whose schemas refer to each other."""

    root: Json
    _resolved: dict[int, Entry] = field(default_factory=dict)
    _typed: dict[int, Typed] = field(default_factory=dict)
    """What is known of each schema of the document, so that schemas within schemas, or within themselves, cost no more
    than there are of them."""

    def at(self, pointer: str) -> Json:
        """What a JSON pointer leads to, with or without `#` before it.

        Raises:
            LookupError: nothing; its argument is the step at which it ends.
        """
        value = self.root
        for step in pointer.removeprefix("#").split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(value, Mapping) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdigit() and int(key[:9]) < len(value):
                value = value[int(key[:9])]
            else:
                raise LookupError(key)
        return value

    def resolved(self, schema: Json, depth: int = 0) -> Entry:
        """A schema with its reference followed and the parts of `allOf` joined."""
        if id(schema) not in self._resolved:
            self._resolved[id(schema)] = {}  # within itself
            self._resolved[id(schema)] = self._followed(entry(schema), depth) if depth <= _DEEPEST else {}
        return self._resolved[id(schema)]

    def _followed(self, made: Entry, depth: int) -> Entry:
        if "$ref" in made:
            try:
                target = self.at(text(made["$ref"])) if text(made["$ref"]).startswith("#") else {}
            except LookupError:
                target = {}
            beside = {key: value for key, value in made.items() if key != "$ref"}
            return {**self.resolved(target, depth + 1), **beside}
        if "allOf" in made:
            return self._joined(made, depth)
        return self._only(made, depth)

    def _joined(self, made: Entry, depth: int) -> Entry:
        joined: dict[str, Json] = {}
        own = {key: value for key, value in made.items() if key != "allOf"}
        for part in [*list(entries(made["allOf"]))[:_MOST_PARTS], own]:
            one = part if part is own else self.resolved(part, depth + 1)
            properties = {**entry(joined.get("properties")), **entry(one.get("properties"))}
            required = [*items(joined.get("required")), *items(one.get("required"))]
            joined |= one
            if properties:
                joined["properties"] = properties
            if required:
                joined["required"] = required
        return joined

    def _only(self, made: Entry, depth: int) -> Entry:
        """A choice between one schema and null is that schema."""
        for word in ("anyOf", "oneOf"):
            real = [one for one in entries(made.get(word)) if one.get("type") != "null"]
            if len(real) == 1:
                own = {key: value for key, value in made.items() if key != word}
                return {**self.resolved(real[0], depth + 1), **own}
        return made

    # ── Types ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def typed(self, schema: Json, depth: int = 0) -> Typed:
        """The type of a schema; JSON where a spec has no words for it."""
        if id(schema) not in self._typed:
            self._typed[id(schema)] = Typed(_JSON, "it holds more of its own kind, and is written as a structure")
            self._typed[id(schema)] = self._of(self.resolved(schema), depth)
        return self._typed[id(schema)]

    def _of(self, one: Entry, depth: int) -> Typed:
        values = _values(one, self)
        if values is not None:
            return _choice(values)
        kinds = _kinds(one)
        if depth > _DEEPEST or len(kinds) != 1:
            known = f"it may hold {', '.join(kinds)}" if kinds else "its schema does not say what it holds"
            return Typed(_JSON, f"{known}; it is written as a structure")
        match kinds[0]:
            case "string":
                return Typed(_string(one))
            case "boolean":
                return Typed(FlagType())
            case "integer" | "number" as kind:
                return Typed(_number(one, integer=kind == "integer"))
            case "array":
                return self._list(one, depth)
            case "object":
                return self._record(one, depth)
            case other:
                return Typed(_JSON, f"a spec has no type {other}; it is written as a structure")

    def _list(self, one: Entry, depth: int) -> Typed:
        inner = self.typed(one.get("items"), depth + 1)
        most = whole(one.get("maxItems"))
        limit = Limit(most, "items") if most and most < _LARGEST else None
        if isinstance(inner.type, ListType):
            return Typed(_JSON, "lists of lists are written as a structure")
        return Typed(ListType(inner.type, truth(one.get("uniqueItems")), limit), inner.flattened)

    def _record(self, one: Entry, depth: int) -> Typed:
        """An object with named parts. One whose parts are not all plain is JSON."""
        members: list[Member] = []
        taken: set[str] = set()
        for key, part in entry(one.get("properties")).items():
            typed = self.typed(part, depth + 1)
            name = identifier(words_of(str(key)), taken)
            taken.add(name)
            if typed.flattened or name != key or isinstance(typed.type, RecordType | StructureType):
                return Typed(_JSON, "an object with parts that a spec cannot name is written as a structure")
            members.append(
                Member(name, label_of(text(entry(part).get("title")), words_of(name).capitalize()), typed.type)
            )
        if not members or len(members) > 40:
            return Typed(_JSON, "an object without named parts, or with very many, is written as a structure")
        return Typed(RecordType(tuple(members)))


def words_of(key: str) -> str:
    """A property's name as words: `createdAt` is `created at`."""
    spaced = "".join(
        f" {c.lower()}" if c.isupper() and i and not key[i - 1].isupper() else c for i, c in enumerate(key)
    )
    return spaced.replace("_", " ").strip()


def _kinds(one: Entry) -> list[str]:
    said = one.get("type")
    kinds = [text(kind) for kind in said] if isinstance(said, list) else [text(said)] if said else []
    kinds = [kind for kind in dict.fromkeys(kinds) if kind and kind != "null"]
    if not kinds and "properties" in one:
        return ["object"]
    return kinds or (["array"] if "items" in one else [])


def _values(one: Entry, schemas: Schemas) -> list[tuple[Json, str]] | None:
    """The values that a schema lists, with their titles; None where it lists none."""
    if isinstance(one.get("enum"), list):
        return [(value, "") for value in items(one["enum"])]
    if "const" in one:
        return [(one["const"], text(one.get("title")))]
    for word in ("oneOf", "anyOf"):
        parts = [schemas.resolved(part) for part in entries(one.get(word))]
        if parts and all("const" in part for part in parts):
            return [(part["const"], text(part.get("title"))) for part in parts]
    return None


def _choice(values: Sequence[tuple[Json, str]]) -> Typed:
    real = [(value, title) for value, title in values if value is not None]
    if real and all(isinstance(value, bool) for value, _ in real):
        return Typed(FlagType())
    plain = [(value, title) for value, title in real if isinstance(value, str) or whole(value) is not None]
    options, wrong = options_of(
        (value if isinstance(value, str) else whole(value) or 0, title) for value, title in plain
    )
    if len(plain) < len(real):
        wrong = (*wrong, "some of its values are neither texts nor whole numbers")
    if not options:
        return Typed(_JSON, "; ".join(wrong) or "it lists no value that a spec could name")
    return Typed(ChoiceType(tuple(_named(options))), "; ".join(wrong) or None)


def _named(options: Sequence[Option]) -> list[Option]:
    """Options with names that no other has: a number and a text may look the same."""
    used: dict[str, Option] = {}
    for option in options:
        name = option.name if option.name not in used else f"{option.name} as {type(option.wire).__name__}"
        used.setdefault(name, Option(name, option.label, option.wire))
    return list(used.values())


def _string(one: Entry) -> Type:
    form = text(one.get("format"))
    if form == "date":
        return MomentType("date")
    if form == "date-time":
        return MomentType("time")
    most = whole(one.get("maxLength"))
    limit = Limit(most, "characters") if most and most < _LARGEST else None
    return TextType(rich=text(one.get("contentMediaType")) == "text/html", limit=limit)


def _number(one: Entry, *, integer: bool) -> Type:
    lowest, highest = _bound(one.get("minimum")), _bound(one.get("maximum"))
    if lowest is None or highest is None or lowest > highest:
        lowest = highest = None
    return NumberType(integer=integer, lowest=lowest, highest=highest)


def _bound(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _LARGEST else None


def default_of(one: Entry, type_: Type) -> str | bool | int | None:
    """The value that is filled in, where a spec can say it."""
    value = one.get("default")
    match type_:
        case ChoiceType(options=options):
            return next((o.name for o in options if type(o.wire) is type(value) and o.wire == value), None)
        case FlagType():
            return value if isinstance(value, bool) else None
        case TextType():
            return value if isinstance(value, str) and value and spellable(value) else None
        case _:
            return None
