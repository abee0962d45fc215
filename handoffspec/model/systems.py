"""Systems as a file sees them: each as the catalogue or the file describes it, with every extension laid over it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from handoffspec.diagnostics import Diagnostic, Span, closest, codes, in_order
from handoffspec.model import systems_api as api
from handoffspec.model.parties import STAND_IN
from handoffspec.model.systems_fields import Draft, make_custom_place, make_field
from handoffspec.model.systems_lifecycles import (
    Building,
    build_automations,
    build_lifecycle,
    condition_in,
    known_fields,
    with_statuses,
)
from handoffspec.model.systems_types import text_of, type_in
from handoffspec.model.systems_values import value_forms
from handoffspec.model.values import Constants, listed, value_of
from handoffspec.schema.systems import AttachmentFacts, Call, CommentFacts, CustomPlace, Field, Record, shape
from handoffspec.syntax import ast


@dataclass(frozen=True, slots=True)
class SystemInfo:
    """A system by itself."""

    name: str
    title: str
    records: tuple[str, ...]
    """Names of its records, in the order described."""


@dataclass(frozen=True, slots=True)
class SystemsResult:
    """Every record that a file can name, what is wrong with their descriptions, and where these stand."""

    records: Mapping[tuple[str, str], Record]
    """By system and record."""
    systems: Mapping[str, SystemInfo]
    diagnostics: tuple[Diagnostic, ...]
    incomplete: frozenset[tuple[str, str]] = frozenset()
    """Records of whose descriptions something could not be read: a name unknown there is no finding."""
    catalogue: tuple[str, ...] = ()
    """Names of the systems that could be used."""
    unread: frozenset[str] = frozenset()
    """Systems that the file wants to use and that could not be found: reported already."""
    _fields: Mapping[tuple[str, str, str], Span] = field(default_factory=dict)
    _statuses: Mapping[tuple[str, str, str], Span] = field(default_factory=dict)

    def field_span(self, system: str, record: str, name: str) -> Span | None:
        """Where a field is declared first."""
        return self._fields.get((system, record, name))

    def status_span(self, system: str, record: str, name: str) -> Span | None:
        """Where a status is declared."""
        return self._statuses.get((system, record, name))

    def record_of(self, ref: ast.Ref) -> Record | Diagnostic | None:
        """The record that `zendesk.ticket` names (`zendesk` alone where it has one record), or why there is none.

        None where that was reported already, or nothing may be said about it.
        """
        system, *rest = ref.parts
        if STAND_IN in ref.parts or system in self.unread:
            return None
        info = self.systems.get(system)
        if info is None:
            return unknown_system(ref.span, system, self.systems, self.catalogue)
        if not rest and len(info.records) == 1:
            return self.records[system, info.records[0]]
        name = ".".join(rest)
        found = self.records.get((system, name))
        return found if found is not None else _unknown_record(ref.span, info, name)


def unknown_system(span: Span, name: str, known: Collection[str], catalogue: Collection[str]) -> Diagnostic:
    """A system that the file does not use."""
    if name in catalogue:
        help_ = f"Write `use {name}` at the top of the file."
        return codes.UNKNOWN_SYSTEM.at(span, f"This file does not use `{name}`.", help=help_)
    meant = closest(name, [*known, *catalogue])
    used = listed(sorted(known))
    help_ = (
        f"Did you mean `{meant}`?" if meant else f"The systems here: {used}. Describe another with `system {name} {{`."
    )
    return codes.UNKNOWN_SYSTEM.at(span, f"There is no system `{name}`.", help=help_)


def _unknown_record(span: Span, info: SystemInfo, name: str) -> Diagnostic:
    meant = closest(name, info.records)
    options = listed([f"{info.name}.{record}" for record in info.records])
    help_ = f"Did you mean `{info.name}.{meant}`?" if meant else f"Write {options}."
    said = f"{info.title} has no record `{name}`." if name else f"Which record of {info.title} is meant?"
    return codes.UNKNOWN_RECORD.at(span, said, help=help_)


def resolve_systems(files: Sequence[ast.File], catalogue: Collection[str] = ()) -> SystemsResult:
    """The systems that some files describe together, with all their extensions in the order of the files.

    `catalogue` names the systems that `use` can bring in, for messages only.
    """
    resolving = _Resolving(files, _constants(files), tuple(sorted(catalogue)))
    resolving.declare()
    resolving.extend()
    for key, work in resolving.works.items():
        resolving.records[key] = resolving.describe(work)
    return resolving.result()


def _constants(files: Sequence[ast.File]) -> Constants:
    """The first of each name; a second one is reported with the parties."""
    constants: dict[str, ast.Constant] = {}
    for item in (item for file in files for item in file.items):
        if isinstance(item, ast.Constant):
            constants.setdefault(item.name.text, item)
    return constants


@dataclass(slots=True)
class _Work:
    """A record with everything that is said about it."""

    system: ast.System
    node: ast.Record
    extensions: list[ast.Extend] = field(default_factory=list)
    complete: bool = True
    administrator: str | None = None


@dataclass(slots=True)
class _Resolving:
    """All systems of some files at work."""

    files: Sequence[ast.File]
    constants: Constants
    catalogue: tuple[str, ...]
    systems: dict[str, ast.System] = field(default_factory=dict)
    works: dict[tuple[str, str], _Work] = field(default_factory=dict)
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    fields: dict[tuple[str, str, str], Span] = field(default_factory=dict)
    statuses: dict[tuple[str, str, str], Span] = field(default_factory=dict)

    def declare(self) -> None:
        """Every system and record, before anything is said to be unknown."""
        lost = any(_lost_a_statement(file) for file in self.files)
        for system in (item for file in self.files for item in file.items if isinstance(item, ast.System)):
            name = system.name.text
            if name in self.systems:
                first = self.systems[name].name.span
                self.found.append(api.twice(system.name.span, f"`{name}` is described already.", first))
                continue
            self.systems[name] = system
            for record in system.records:
                key = (name, record.name.text)
                if key in self.works:
                    first = self.works[key].node.name.span
                    self.found.append(api.twice(record.name.span, f"`{'.'.join(key)}` is described already.", first))
                    continue
                by = system.administered.by if system.administered else None
                self.works[key] = _Work(system, record, complete=not lost, administrator=by.value if by else None)

    def extend(self) -> None:
        """Give each record its extensions, in order."""
        partial = self._partial()
        for extension in (item for file in self.files for item in file.items if isinstance(item, ast.Extend)):
            works = self._targets(extension, partial)
            for work in works:
                work.extensions.append(extension)
                work.complete = work.complete and not extension.broken
                if extension.administered:
                    by = extension.administered.by
                    work.administrator = by.value if by else None

    def _targets(self, extension: ast.Extend, partial: SystemsResult) -> list[_Work]:
        """The records that an extension is about; a system's administrator may be named for all of its records."""
        name = extension.target.text
        about_all = not any((extension.fields, extension.lifecycles, extension.automations, extension.comments,
                             extension.attachments, extension.calls, extension.customs))  # fmt: skip
        if name in self.systems and about_all:
            return [work for key, work in self.works.items() if key[0] == name]
        record = partial.record_of(extension.target)
        if isinstance(record, Diagnostic):
            self.found.append(record)
            return self._meant(name)
        return [self.works[record.system, record.name]] if isinstance(record, Record) else []

    def _meant(self, name: str) -> list[_Work]:
        """The record that an unknown name is close to. Where none is, any record may lack what was meant for it."""
        meant = closest(name, [".".join(key) for key in self.works])
        if meant is not None:
            system, _, record = meant.partition(".")
            return [self.works[system, record]]
        for work in self.works.values():
            work.complete = False
        return []

    def describe(self, work: _Work) -> Record:
        """A record with its extensions.

        Twice where it has some: what is wrong with the system's own description is found in it alone. An extension that
        replaces a choice or a lifecycle makes parts of that description void, and that is no mistake.
        """
        plain = _Describing(replace(work, extensions=[]), self).record()
        if not work.extensions:
            return plain
        before, self.found = self.found, []
        extended = _Describing(work, self).record()
        spans = [extension.span for extension in work.extensions]
        self.found = before + [found for found in self.found if any(_holds(span, found.span) for span in spans)]
        return extended

    def _partial(self) -> SystemsResult:
        """Names only, to find what is extended."""
        bare = {
            key: Record(key[0], _title(work.system.name, work.system.title), key[1], "", "", ())
            for key, work in self.works.items()
        }
        return SystemsResult(bare, self._infos(), (), catalogue=self.catalogue, unread=self._unread())

    def _infos(self) -> dict[str, SystemInfo]:
        return {
            name: SystemInfo(name, _title(node.name, node.title), tuple(r for s, r in self.works if s == name))
            for name, node in self.systems.items()
        }

    def _unread(self) -> frozenset[str]:
        uses = (item.what for file in self.files for item in file.items if isinstance(item, ast.Use))
        return frozenset(what.text for what in uses if isinstance(what, ast.Name) and what.text not in self.systems)

    def result(self) -> SystemsResult:
        """All of it."""
        return SystemsResult(
            records=self.records,
            systems=self._infos(),
            diagnostics=tuple(in_order(self.found)),
            incomplete=frozenset(key for key, work in self.works.items() if not work.complete),
            catalogue=self.catalogue,
            unread=self._unread(),
            _fields=self.fields,
            _statuses=self.statuses,
        )


def _lost_a_statement(file: ast.File) -> bool:
    """Whether a file lost something that no block of it answers for: perhaps a whole extension."""
    return file.broken and not any(getattr(item, "broken", False) for item in file.items)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.source is inner.source and outer.start <= inner.start and inner.end <= outer.end


def _title(name: ast.Name, title: ast.Text | None) -> str:
    words = name.text.replace("_", " ")
    return title.value if title else words[:1].upper() + words[1:]


@dataclass(slots=True)
class _Describing:
    """One record being resolved."""

    work: _Work
    all: _Resolving

    @property
    def system(self) -> str:
        return self.work.system.name.text

    @property
    def name(self) -> str:
        return self.work.node.name.text

    def record(self) -> Record:
        """The record, with every part of it that can be understood."""
        node, found = self.work.node, self.all.found
        customs = self._customs()
        drafts = self._drafts(customs)
        building = self._building([draft.field for draft in drafts])
        lifecycle = build_lifecycle([node.lifecycles, *(e.lifecycles for e in self.work.extensions)], building)
        fields = [self._computed(draft, building) for draft in drafts]
        if lifecycle:
            fields = [with_statuses(f, lifecycle) if f.name == lifecycle.field else f for f in fields]
        api.only_one(node.people, "people", found)
        api.only_one(node.values, "values", found)
        record = Record(
            system=self.system,
            system_title=_title(self.work.system.name, self.work.system.title),
            name=self.name,
            title=_title(node.name, node.title),
            key=self._key(fields, building),
            fields=tuple(fields),
            forms=value_forms(node.values[0], found) if node.values else None,
            lifecycle=lifecycle,
            comments=self._comments(),
            attachments=self._attachments(),
            people=api.people(node.people[0], found) if node.people else (),
            calls=self._calls(),
            customs=tuple(customs.values()),
            ours=self.work.administrator is None,
            administrator=self.work.administrator,
        )
        return self._with_conditions(record, drafts, building)

    def _building(self, fields: Sequence[Field]) -> Building:
        work = self.work
        return Building(
            self.system,
            self.name,
            fields,
            self.all.found,
            self.all.statuses,
            complete=work.complete,
            extended=bool(work.extensions),
        )

    # ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _drafts(self, customs: Mapping[str, CustomPlace]) -> list[Draft]:
        said: dict[str, list[ast.Field]] = {}
        native = {node.name.text for node in self.work.node.fields}
        for block in (self.work.node.fields, *(e.fields for e in self.work.extensions)):
            here: dict[str, ast.Field] = {}
            for node in block:
                name = node.name.text
                if name == STAND_IN:
                    continue
                if name in here:
                    first = here[name].name.span
                    self.all.found.append(api.twice(node.name.span, f"There is a field `{name}` already.", first))
                    continue
                here[name] = node
                if name not in said and not node.types and not self._may_be_new(node, list(said)):
                    continue
                said.setdefault(name, []).append(node)
        return [self._draft(nodes, customs, custom=name not in native) for name, nodes in said.items()]

    def _draft(self, nodes: list[ast.Field], customs: Mapping[str, CustomPlace], *, custom: bool) -> Draft:
        draft = make_field(nodes, self.system, tuple(customs.values()), self.all.found, custom=custom)
        self.all.fields[self.system, self.name, draft.field.name] = draft.span
        return draft

    def _may_be_new(self, node: ast.Field, known: list[str]) -> bool:
        """Whether a field without a type is a new one, and not a known one misspelt; reported in both cases."""
        name, meant = node.name.text, closest(node.name.text, known)
        if not self.work.complete:
            return meant is None
        if meant:
            message, help_ = f"`{self.system}.{self.name}` has no field `{name}`.", f"Did you mean `{meant}`?"
            self.all.found.append(codes.UNKNOWN_FIELD.at(node.name.span, message, help=help_))
            return False
        self.all.found.append(
            codes.FIELD_TYPE.at(
                node.name.span, f"`{name}` is a new field and has no type.", help=f"Write one, as in `{name} text`."
            )
        )
        return True

    def _computed(self, draft: Draft, building: Building) -> Field:
        return replace(draft.field, computed_from=known_fields(draft.computed, building))

    def _key(self, fields: Sequence[Field], building: Building) -> str:
        if self.work.node.key:
            return next(iter(known_fields([self.work.node.key], building)), "id")
        if self.work.complete and all(f.name != "id" for f in fields):
            self.all.found.append(
                codes.NO_KEY.at(
                    self.work.node.name.span,
                    f"`{self.system}.{self.name}` does not say which field identifies it.",
                    help="Write `key` and the field's name above `fields`, as in `key id`.",
                )
            )
        return "id"

    def _with_conditions(self, record: Record, drafts: Sequence[Draft], building: Building) -> Record:
        """The record with what speaks of its own fields."""
        fields: list[Field] = []
        for made, draft in zip(record.fields, drafts, strict=True):
            when = draft.required_when
            condition = condition_in(when, record, building, self.all.constants) if when else None
            fields.append(replace(made, required_when=condition, default=self._default(made, draft)))
        blocks = [self.work.node.automations, *(e.automations for e in self.work.extensions)]
        automations = build_automations(blocks, record, building, self.all.constants)
        return replace(record, fields=tuple(fields), automations=automations)

    def _default(self, made: Field, draft: Draft) -> bool | int | float | str | None:
        if draft.default is None:
            return None
        value, found = value_of(draft.default, made.type, self.all.constants, of=f"{self.system}.{made.name}")
        self.all.found.extend(found)
        return value if isinstance(value, bool | int | float | str) else None

    # ── The API ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _customs(self) -> dict[str, CustomPlace]:
        customs: dict[str, CustomPlace] = {}
        for block in (self.work.node.customs, *(e.customs for e in self.work.extensions)):
            here: dict[str, Span] = {}
            for node in block:
                of = shape(type_in(node.type, [])) if node.type else ""
                if of in here:
                    message = f"Custom {of or 'field'}s have a place already."
                    self.all.found.append(api.twice(node.span, message, here[of]))
                    continue
                here[of] = node.span
                place = make_custom_place(node, of, self.system, self.all.found)
                customs |= {of: place} if place else {}
        return customs

    def _comments(self) -> CommentFacts | None:
        facts: CommentFacts | None = None
        for block in (self.work.node.comments, *(e.comments for e in self.work.extensions)):
            api.only_one(block, "comments", self.all.found)
            for node in block[:1]:
                facts = api.comments(facts, node, self.all.found)
        return facts

    def _attachments(self) -> AttachmentFacts | None:
        facts: AttachmentFacts | None = None
        for block in (self.work.node.attachments, *(e.attachments for e in self.work.extensions)):
            api.only_one(block, "attachments", self.all.found)
            for node in block[:1]:
                facts = api.attachments(facts, node, self.all.found)
        return facts

    def _calls(self) -> tuple[Call, ...]:
        calls: dict[str, Call] = {}
        for block in (self.work.node.calls, *(e.calls for e in self.work.extensions)):
            here: dict[str, Span] = {}
            for node in block:
                operation = text_of(node.operation)
                if operation in here:
                    message = f"`call {operation}` stands here a second time."
                    self.all.found.append(api.twice(node.span, message, here[operation]))
                    continue
                here[operation] = node.span
                made = api.call(node, self.all.found)
                calls |= {made.operation: made} if made else {}
        return tuple(calls.values())
