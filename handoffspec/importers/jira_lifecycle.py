"""Jira's statuses and transitions as a lifecycle.

`GET /status` and `GET /project/{key}/statuses` give the statuses, `GET /issue/{key}/transitions` the ways out of the
status that one issue is in, `GET /workflow/search?expand=transitions,statuses` both, with where each way begins.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from handoffspec.importers.found import Block, LifecycleFound, Way
from handoffspec.importers.jira_fields import natives, read_field
from handoffspec.importers.json import Entry, Json, entries, entry, items, text, truth
from handoffspec.importers.reading import Reading
from handoffspec.importers.spelling import comment, spellable
from handoffspec.schema.spelled import exactly, name_or_text
from handoffspec.schema.systems import Category, Lifecycle

_CATEGORIES: Final[Mapping[str, Category]] = {
    "new": "todo", "todo": "todo", "to do": "todo",
    "indeterminate": "doing", "in_progress": "doing", "in progress": "doing",
    "done": "done",
}  # fmt: skip
"""Jira's categories, by the keys and names that its versions have for them."""
_CLOCKS: Final[Mapping[Category, str]] = {"todo": "runs", "doing": "runs", "waiting": "paused", "done": "stopped"}


@dataclass(frozen=True, slots=True)
class _Transition:
    """A transition. Without sources it is not known where it begins, and it is taken to begin anywhere."""

    identity: str
    name: str
    target: str
    sources: tuple[str, ...]
    needs: tuple[str, ...]
    known: bool


@dataclass(slots=True)
class _Workflow:
    """Statuses and transitions of all files together."""

    statuses: dict[str, Category] = field(default_factory=dict)
    by_id: dict[str, str] = field(default_factory=dict)
    ways: list[_Transition] = field(default_factory=list)
    initial: str | None = None


def is_statuses(document: Json) -> bool:
    """Whether a document lists statuses, also by issue type."""
    return any(_status_entries(document))


def is_transitions(document: Json) -> bool:
    """Whether a document has the transitions of an issue or of workflows."""
    return any("to" in one for one in entries(entry(document).get("transitions"))) or any(_workflows(document))


def read_lifecycle(statuses: Sequence[Json], transitions: Sequence[Json], reading: Reading) -> None:
    """The lifecycle that the files describe together; what they leave open is named."""
    workflow = _Workflow()
    for document in statuses:
        for one in _status_entries(document):
            _status(one, workflow, reading)
    for document in transitions:
        for flow in _workflows(document):
            _of_workflow(flow, workflow, reading)
        _of_issue(entry(document), workflow, reading)
    if workflow.statuses and reading.catalogue.record.lifecycle is not None:
        reading.blocks.append(_block(workflow, reading, reading.catalogue.record.lifecycle))


# ── Statuses ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _status_entries(document: Json) -> Iterator[Entry]:
    for one in entries(document if isinstance(document, list) else entry(document).get("values")):
        if "statusCategory" in one and "to" not in one:
            yield one
        yield from (inner for inner in entries(one.get("statuses")) if "statusCategory" in inner)


def _status(one: Entry, workflow: _Workflow, reading: Reading) -> str:
    """A status, once; its name."""
    name = text(one.get("name"))
    workflow.by_id[text(one.get("id"))] = name
    if not name or not spellable(name):
        reading.omit(f"status {name or text(one.get('id'))}", "it has no name that could be written")
        return ""
    category = _category(one.get("statusCategory"))
    if name in workflow.statuses:
        if category not in (None, workflow.statuses[name]):
            reading.omit(f"status {name}", "another status of that name is in another category")
        return name
    workflow.statuses[name] = category or "doing"
    if category is None:
        reading.omit(f"status {name}", "Jira has it in no category that a spec knows; it is written as being worked on")
    else:
        reading.count()
    return name


def _category(value: Json) -> Category | None:
    said = [value] if isinstance(value, str) else [entry(value).get("key"), entry(value).get("name")]
    return next((found for one in said if (found := _CATEGORIES.get(text(one).casefold()))), None)


# ── Transitions ────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_issue(document: Entry, workflow: _Workflow, reading: Reading) -> None:
    """The ways out of the status that an issue is in; which one that is, only the whole issue says."""
    now = entry(entry(document.get("fields")).get("status"))
    sources = (_status(now, workflow, reading),) if text(now.get("name")) else ()
    for one in entries(document.get("transitions")):
        target = _status(entry(one.get("to")), workflow, reading)
        if target:
            needs = tuple(_needed(entry(one.get("fields")), reading))
            known = bool(sources) or truth(one.get("isGlobal"))
            starts = () if truth(one.get("isGlobal")) else sources
            workflow.ways.append(_Transition(text(one.get("id")), text(one.get("name")), target, starts, needs, known))


def _needed(fields: Entry, reading: Reading) -> Iterator[str]:
    """The fields that a transition's screen insists on, by their identity."""
    for identity, value in fields.items():
        read_field(str(identity), entry(value), reading)
        if truth(entry(value).get("required")):
            yield str(identity)


def _workflows(document: Json) -> Iterator[Entry]:
    for one in entries(entry(document).get("values")):
        if any("to" in way for way in entries(one.get("transitions"))):
            yield one


def _of_workflow(flow: Entry, workflow: _Workflow, reading: Reading) -> None:
    ids = {text(one.get("id")): text(one.get("name")) for one in entries(flow.get("statuses"))} | workflow.by_id
    for one in entries(flow.get("statuses")):
        if text(one.get("name")) not in workflow.statuses:
            _status(one, workflow, reading)
    for one in entries(flow.get("transitions")):
        target, name = ids.get(text(one.get("to")), ""), text(one.get("name"))
        sources = tuple(ids.get(text(_id(way)), "") for way in items(one.get("from")))
        if target not in workflow.statuses or any(source not in workflow.statuses for source in sources):
            reading.omit(f"transition {name}", "the statuses that it joins are not in the file")
        elif text(one.get("type")).casefold() == "initial":
            workflow.initial = workflow.initial or target
            reading.count()
        else:
            workflow.ways.append(_Transition(text(one.get("id")), name, target, sources, (), known=True))


def _id(value: Json) -> Json:
    return entry(value).get("id") if isinstance(value, Mapping) else value


# ── As text ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _block(workflow: _Workflow, reading: Reading, own: Lifecycle) -> Block:
    initial = workflow.initial
    if initial is None:
        initial = next((name for name, category in workflow.statuses.items() if category == "todo"), None)
        initial = initial or next(iter(workflow.statuses))
    note = [] if workflow.initial else [comment("The metadata does not say which status a new issue has.")]
    statuses = {
        name: _status_line(name, category, own, initial=name == initial) for name, category in workflow.statuses.items()
    }
    ways = tuple(Way(way.sources, way.target, _way_line(way, reading)) for way in workflow.ways)
    if not ways:
        reading.omit("transitions", "they are not in the files; every status is taken to lead to every other")
    text = [
        f"lifecycle {own.field} {{",
        *note,
        *statuses.values(),
        "",
        *([way.text for way in ways] or ["from any to any"]),
        "}",
    ]
    return Block(own.field, "the lifecycle", "\n".join(text), LifecycleFound(statuses, ways))


def _status_line(name: str, category: Category, lifecycle: Lifecycle, *, initial: bool) -> str:
    """A status; what the catalogue knows of one of that name, such as a paused clock, holds here too."""
    own = lifecycle.status(name)
    fits = own is not None and (own.category == category or {own.category, category} == {"waiting", "doing"})
    kind: Category = own.category if own and fits else category
    start = ", initial" if initial else ""
    return f"{name_or_text(name)} is {kind}{start}, clock {own.clock if own and fits and own.clock else _CLOCKS[kind]}"


def _way_line(way: _Transition, reading: Reading) -> str:
    names = {**natives(reading.catalogue), **reading.names()}
    needs = [names[identity] for identity in way.needs if identity in names]
    unknown = [identity for identity in way.needs if identity not in names]
    called = f"transition {way.name or way.identity}"
    if unknown:
        reading.omit(called, f"it needs {', '.join(unknown)}, which no spec can name")
    elif not way.known:
        reading.omit(called, "the file does not say from which status it leads; it is taken to lead from everywhere")
    else:
        reading.count()
    sources = ", ".join(map(name_or_text, way.sources)) or "any"
    asked = f" needs {', '.join(needs)}" if needs else ""
    named = f" named {exactly(way.name)}" if way.name and spellable(way.name) else ""
    wire = f" as {exactly(way.identity)}" if way.identity and spellable(way.identity) else ""
    if reading.portable and way.identity:
        reading.transitions.setdefault(way.name or way.target, way.identity)
        wire = ""
    return f"from {sources} to {name_or_text(way.target)}{asked}{named}{wire}"
