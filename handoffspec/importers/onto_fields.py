"""One field of a spec against what the instance says of it now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from handoffspec.importers.found import Found
from handoffspec.importers.write import place_text, without_forms
from handoffspec.model.systems_types import type_in
from handoffspec.schema.spelled import option_text, type_text
from handoffspec.schema.systems import Record
from handoffspec.schema.types import ChoiceType, ListType, Option, Type
from handoffspec.syntax import ast


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of a text and what takes its place."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Change:
    """What is changed, and what is left although the instance differs."""

    edits: list[Edit] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def changed_field(
    node: ast.Field, found: Found, record: Record, values: Mapping[str, str], *, with_paths: bool
) -> Change:
    """The edits that bring a field up to what the instance has, and what is said about them.

    `values` are the forms in the API that an environment gives its options, by their names.
    """
    change = Change()
    own = found.type if with_paths or found.type is None or not found.own_options else without_forms(found.type)
    moved = _type(node, found.type if values else own, values, change)
    _insistence(node, found, change)
    _place(node, found, record, change, moved=moved, with_paths=with_paths)
    return change


# ── Type and options ───────────────────────────────────────────────────────────────────────────────────────────────


def _type(node: ast.Field, new: Type | None, values: Mapping[str, str], change: Change) -> bool:
    """Bring the type up to date; whether it became another kind of type, which may stand elsewhere."""
    if new is None:
        return False
    if not node.types:
        at = (node.label or node.name).span.end
        change.edits.append(Edit(at, at, f" {type_text(new)}"))
        change.said.append(f"it is now {_short(new)}")
        return False
    written = node.types[0]
    old = type_in(written, [])
    before, after = _choice(old), _choice(new)
    if before is not None and after is not None and isinstance(old, ListType) == isinstance(new, ListType):
        _options(written, before, after, values, change)
        return False
    if _fits(old, new, node):
        return False
    change.edits.append(Edit(written.span.start, written.span.end, type_text(new)))
    change.said.append(f"it was {_short(old)} and is now {_short(new)}")
    return True


def _choice(type_: Type) -> ChoiceType | None:
    inner = type_.item if isinstance(type_, ListType) else type_
    return inner if isinstance(inner, ChoiceType) else None


def _short(type_: Type) -> str:
    text = type_text(type_)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _fits(old: Type, new: Type, node: ast.Field) -> bool:
    """Whether the type that is written says the same, or says more exactly what the instance calls a text or a JSON."""
    if any(isinstance(part, ast.Codec) and part.name.text == "json" for part in node.parts):
        return new.kind in ("text", "structure")
    if new.kind == "structure":
        return True
    if isinstance(old, ListType) and isinstance(new, ListType):
        return _fits(old.item, new.item, node)
    return old.kind == new.kind and (old.kind not in ("reference", "moment") or old == new)


def _options(written: ast.Type, old: ChoiceType, new: ChoiceType, values: Mapping[str, str], change: Change) -> None:
    """Options by their form in the API: those that are there keep what people made of them."""
    if not new.options:
        return
    before = {values.get(option.name, str(option.wire)): option for option in old.options}
    after = {str(option.wire): option for option in new.options}
    added = [option for wire, option in after.items() if wire not in before]
    gone = [option for wire, option in before.items() if wire not in after]
    if not added and not gone:
        return
    inner = written.item if isinstance(written, ast.ListType) else written
    texts = [
        choice.span.text for choice, option in zip(_choices(inner), old.options, strict=False) if option.wire in after
    ]
    choices = ", ".join([*texts, *map(option_text, _renamed(added, old))])
    change.edits.append(Edit(inner.span.start, inner.span.end, f"choice [{choices}]"))
    change.said += [f"option added: {option.label}" for option in added]
    change.said += [f"option gone: {option.label}" for option in gone]


def _choices(inner: ast.Type) -> tuple[ast.Choice, ...]:
    return inner.choices if isinstance(inner, ast.ChoiceType) else ()


def _renamed(added: list[Option], old: ChoiceType) -> Iterator[Option]:
    """New options, with another name where a person has given theirs to another option."""
    used = {option.name for option in old.options}
    for option in added:
        name = option.name if option.name not in used else f"{option.name} {option.wire}"
        yield Option(name, option.label, option.wire)


# ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _insistence(node: ast.Field, found: Found, change: Change) -> None:
    """What the instance newly insists on. What a person said about it stays, and is told where it differs."""
    required = [part for part in node.parts if isinstance(part, ast.Required)]
    flags = {part.kind for part in node.parts if isinstance(part, ast.Flag)}
    wanted = "required" if found.required else f"required when {found.required_when}" if found.required_when else ""
    if wanted and "optional" in flags:
        change.kept.append(f"the instance has it {wanted}, the spec optional")
    elif wanted and not required:
        _append(node, wanted, change)
    elif found.required and all(part.when is not None for part in required):
        change.kept.append("the instance has it required always, the spec under a condition")
    said = "read only" in flags or any(isinstance(part, ast.Computed | ast.KeptBy) for part in node.parts)
    if found.read_only and not said:
        _append(node, "read only", change)


def _append(node: ast.Field, words: str, change: Change) -> None:
    place = next((part.span.start for part in node.parts if isinstance(part, ast.Path)), None)
    if place is None:
        end = _last(node)
        change.edits.append(Edit(end, end, f" {words}"))
    else:
        change.edits.append(Edit(place, place, f"{words} "))
    change.said.append(f"it is now {words}")


def _last(node: ast.Field) -> int:
    """Where the field's statement ends, before a comment behind it."""
    parts: list[ast.Node] = [node.name, *node.types, *node.parts]
    return max(part.span.end for part in parts)


def _place(node: ast.Field, found: Found, record: Record, change: Change, *, moved: bool, with_paths: bool) -> None:
    """The place of a field that was to be created and now is, or that stands elsewhere because its type changed."""
    created = [part for part in node.parts if isinstance(part, ast.Flag) and part.kind == "to be created"]
    for part in created:
        change.edits.append(Edit(part.span.start, part.span.end, ""))
        change.said.append(f"it is there now, as {found.identity}")
    if found.native:
        return
    places = [part for part in node.parts if isinstance(part, ast.Path | ast.Codec)]
    new = place_text(found, record, with_paths=with_paths)
    if moved and places:
        first, *others = places
        change.edits.append(Edit(first.span.start, first.span.end, new.strip()))
        change.edits += [Edit(part.span.start, part.span.end, "") for part in others]
    elif new and not any(isinstance(part, ast.Path) for part in places):
        end = _last(node)
        change.edits.append(Edit(end, end, new))
