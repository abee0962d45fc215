"""Systems as a file sees them: each as the catalogue or the file describes it, with every extension laid over it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from handoffspec.diagnostics import Diagnostic, Span, closest, codes, in_order
from handoffspec.model import systems_api as api
from handoffspec.model.described import Description, Descriptions, Spans, Work, title_of
from handoffspec.model.parties import STAND_IN
from handoffspec.model.values import Constants, listed
from handoffspec.schema.systems import Record
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


def resolve_systems(
    files: Sequence[ast.File], catalogue: Collection[str] = (), described: Descriptions | None = None
) -> SystemsResult:
    """The systems that some files describe together, with all their extensions in the order of the files.

    `catalogue` names the systems that `use` can bring in, for messages only. `described` remembers
    records of specs that were resolved before.
    """
    resolving = _Resolving(files, _constants(files), tuple(sorted(catalogue)), described or Descriptions())
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
class _Resolving:
    """All systems of some files at work."""

    files: Sequence[ast.File]
    constants: Constants
    catalogue: tuple[str, ...]
    described: Descriptions
    systems: dict[str, ast.System] = field(default_factory=dict)
    works: dict[tuple[str, str], Work] = field(default_factory=dict)
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    fields: Spans = field(default_factory=dict)
    statuses: Spans = field(default_factory=dict)

    def declare(self) -> None:
        """Every system and record, before anything is said to be unknown."""
        lost = any(lost_a_statement(file) for file in self.files)
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
                self.works[key] = Work(system, record, complete=not lost, administrator=by.value if by else None)

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

    def _targets(self, extension: ast.Extend, partial: SystemsResult) -> list[Work]:
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

    def _meant(self, name: str) -> list[Work]:
        """The record that an unknown name is close to. Where none is, any record may lack what was meant for it."""
        meant = closest(name, [".".join(key) for key in self.works])
        if meant is not None:
            system, _, record = meant.partition(".")
            return [self.works[system, record]]
        for work in self.works.values():
            work.complete = False
        return []

    def describe(self, work: Work) -> Record:
        """A record with its extensions.

        Twice where it has some: what is wrong with the system's own description is found in it alone. An extension that
        replaces a choice or a lifecycle makes parts of that description void, and that is no mistake.
        """
        said = self._said(replace(work, extensions=[]))
        self.found += said.found
        if not work.extensions:
            return said.record
        said = self._said(work)
        spans = [extension.span for extension in work.extensions]
        self.found += [found for found in said.found if any(_holds(span, found.span) for span in spans)]
        return said.record

    def _said(self, work: Work) -> Description:
        said = self.described.of(work, self.constants)
        self.fields |= said.fields
        self.statuses |= said.statuses
        return said

    def _partial(self) -> SystemsResult:
        """Names only, to find what is extended."""
        bare = {
            key: Record(key[0], title_of(work.system.name, work.system.title), key[1], "", "", ())
            for key, work in self.works.items()
        }
        return SystemsResult(bare, self._infos(), (), catalogue=self.catalogue, unread=self._unread())

    def _infos(self) -> dict[str, SystemInfo]:
        return {
            name: SystemInfo(name, title_of(node.name, node.title), tuple(r for s, r in self.works if s == name))
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


def lost_a_statement(file: ast.File) -> bool:
    """Whether a file lost something that no block of it answers for: perhaps a whole extension."""
    return file.broken and not any(getattr(item, "broken", False) for item in file.items)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.source is inner.source and outer.start <= inner.start and inner.end <= outer.end
