"""Jira's create and edit metadata: which fields a project's issue types have, their options, and which are required.

Three shapes: projects with their issue types (`GET /issue/createmeta?expand=projects.issuetypes.fields`, Cloud and
Server), one issue type's fields (`GET /issue/createmeta/{project}/issuetypes/{id}`), and one issue's (`/editmeta`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handoffspec.importers.found import Found
from handoffspec.importers.jira_fields import kind_of, read_field
from handoffspec.importers.json import Entry, Json, entries, entry, items, text, truth
from handoffspec.importers.naming import options_of
from handoffspec.importers.reading import Reading
from handoffspec.schema.spelled import name_or_text
from handoffspec.schema.types import ChoiceType, ListType, Option, Type


@dataclass(frozen=True, slots=True)
class _Screen:
    """What one issue type of one project asks for; None where the metadata does not say which."""

    project: str | None
    type: str | None
    fields: Mapping[str, Entry]


def is_screens(document: Json) -> bool:
    """Whether a document is create or edit metadata."""
    top = entry(document)
    if any("issuetypes" in project for project in entries(top.get("projects"))):
        return True
    return bool(_alone(top))


def _alone(top: Entry) -> dict[str, Entry]:
    """The fields of one screen, from a mapping by id or a list."""
    fields = top.get("fields", top.get("values"))
    if isinstance(fields, Mapping):
        return {
            str(key): one
            for key, value in fields.items()
            if "schema" in (one := entry(value)) or {"name", "required"} <= set(one)
        }
    return {text(one.get("fieldId")): one for one in entries(fields) if text(one.get("fieldId")) and "schema" in one}


def read_screens(documents: Sequence[Json], reading: Reading) -> None:
    """The fields of all screens together: what differs between them becomes a condition, or is named."""
    screens = [screen for document in documents for screen in _screens(entry(document), reading)]
    by_field: dict[str, list[_Screen]] = {}
    for screen in screens:
        for identity in screen.fields:
            by_field.setdefault(identity, []).append(screen)
    for identity, having in by_field.items():
        read_field(identity, having[0].fields[identity], reading)
        if identity in reading.fields:
            reading.fields[identity] = _refined(reading.fields[identity], having, screens, reading)


def _screens(top: Entry, reading: Reading) -> Iterator[_Screen]:
    if "projects" not in top:
        yield _Screen(None, None, _alone(top))
        return
    for project in entries(top.get("projects")):
        key = text(project.get("key")) or None
        for type_ in entries(project.get("issuetypes")):
            name = text(type_.get("name")) or None
            fields = type_.get("fields")
            if isinstance(fields, Mapping):
                yield _Screen(key, name, {str(id_): entry(one) for id_, one in fields.items()})
            else:
                reading.omit(f"{key or 'a project'}, {name or 'a type'}", "its fields are not in the file")


def _refined(found: Found, having: list[_Screen], screens: list[_Screen], reading: Reading) -> Found:
    """The field with its options and with when it is required."""
    own = reading.catalogue.record.field(found.native) if found.native else None
    options, wrong, notes = _options(found.identity, having)
    if options and reading.portable and found.identity in _EACH_INSTANCE:
        options, wrong = (), ("its values are this instance's own, and left to constants and environments",)
    type_ = found.type or (own.type if own else None)
    asking = [screen for screen in having if truth(screen.fields[found.identity].get("required"))]
    when, unsaid = _when(asking, screens, reading)
    return replace(
        found,
        type=_with_options(type_, options) if options else found.type,
        required=bool(asking) and len(asking) == len(screens),
        required_when=when,
        default=_default(found.identity, having, options),
        notes=(*found.notes, *notes),
        flattened="; ".join(filter(None, (found.flattened, *wrong, unsaid))) or None,
    )


def _with_options(type_: Type | None, options: tuple[Option, ...]) -> Type | None:
    match type_:
        case ListType(item=ChoiceType()):
            return replace(type_, item=ChoiceType(options))
        case ChoiceType():
            return ChoiceType(options)
        case _:
            return type_


# ── Options ────────────────────────────────────────────────────────────────────────────────────────────────────────

_EACH_INSTANCE = ("project", "components", "versions", "fixVersions", "security")
"""Fields whose values no two instances have in common."""
_ONE_EACH = ("issuetype", "project", "parent")
"""Fields whose options differ from screen to screen because the screens are told apart by them."""


def _options(identity: str, having: list[_Screen]) -> tuple[tuple[Option, ...], tuple[str, ...], tuple[str, ...]]:
    """The options that some screen offers, what is wrong with them, and which are no longer offered."""
    each = [[_pair(value, screen.fields[identity]) for value in _allowed(screen, identity)] for screen in having]
    pairs = dict.fromkeys(pair for some in each for pair in some if pair[0])
    options, wrong = options_of(pairs)
    if identity not in _ONE_EACH and len({frozenset(some) for some in each}) > 1:
        wrong = (*wrong, "its options differ between projects or issue types; all of them are written")
    gone = dict.fromkeys(label for screen in having for label in _disabled(screen, identity))
    return options, wrong, (f"No longer offered: {', '.join(gone)}",) if gone else ()


def _allowed(screen: _Screen, identity: str) -> list[Json]:
    return [value for value in items(screen.fields[identity].get("allowedValues")) if not _is_disabled(value)]


def _disabled(screen: _Screen, identity: str) -> list[str]:
    one = screen.fields[identity]
    return [_pair(value, one)[1] for value in items(one.get("allowedValues")) if _is_disabled(value)]


def _is_disabled(value: Json) -> bool:
    return truth(entry(value).get("disabled"))


def _pair(value: Json, one: Entry) -> tuple[str, str]:
    """An option's form in the API and its label. A project is known by its key and shown by its name."""
    if isinstance(value, str):
        return value, value
    kind = kind_of(entry(one.get("schema")))
    option = entry(value)
    part = kind.within.rsplit(".", 1)[-1] if kind and "." in kind.within else "value"
    wire = text(option.get(part)) or text(option.get("value")) or text(option.get("name"))
    return wire, text(option.get("name")) or wire


def _default(identity: str, having: list[_Screen], options: tuple[Option, ...]) -> str | None:
    """The option that is filled in, if it is the same one everywhere."""
    one = having[0].fields[identity]
    filled = {_pair(screen.fields[identity].get("defaultValue"), one)[0] for screen in having}
    wire = filled.pop() if len(filled) == 1 else ""
    return next((option.name for option in options if option.wire == wire), None)


# ── Required ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _when(asking: list[_Screen], screens: list[_Screen], reading: Reading) -> tuple[str | None, str | None]:
    """The condition under which some screens ask for a field; or, where a spec has no words for it, which ask."""
    if not asking or len(asking) == len(screens):
        return None, None
    for native, part in (("type", _type_of), ("project", _project_of)):
        wanted = list(dict.fromkeys(part(screen) for screen in asking))
        together = [screen for screen in screens if part(screen) in wanted]
        if None not in wanted and len(together) == len(asking) and reading.catalogue.record.field(native):
            names = [name_or_text(name) for name in wanted if name]
            return f"{native} is {names[0]}" if len(names) == 1 else f"{native} is [{', '.join(names)}]", None
    places = ", ".join(f"{screen.project} {screen.type}" for screen in asking[:5])
    return None, f"it is required in some only: {places}"


def _type_of(screen: _Screen) -> str | None:
    return screen.type


def _project_of(screen: _Screen) -> str | None:
    return screen.project
