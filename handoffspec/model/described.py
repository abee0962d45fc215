"""One record of a system as its description and the extensions of it say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from handoffspec.diagnostics import Diagnostic, Span, closest, codes
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
from handoffspec.model.values import Constants, value_of
from handoffspec.schema.systems import AttachmentFacts, Call, CommentFacts, CustomPlace, Field, Record, shape
from handoffspec.syntax import ast

Spans: TypeAlias = dict[tuple[str, str, str], Span]
"""By system, record and name."""

_MOST: Final = 500
"""Descriptions kept at once."""


@dataclass(slots=True)
class Work:
    """A record with everything that is said about it."""

    system: ast.System
    node: ast.Record
    extensions: list[ast.Extend] = field(default_factory=list)
    complete: bool = True
    administrator: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """A record, what is wrong with its description, and where its fields and statuses stand."""

    record: Record
    found: tuple[Diagnostic, ...]
    fields: Mapping[tuple[str, str, str], Span]
    statuses: Mapping[tuple[str, str, str], Span]


@dataclass(slots=True)
class Descriptions:
    """What was worked out before in this run: many specs use the same files, and each file is read once."""

    _known: dict[tuple[object, ...], tuple[Sequence[ast.Node], Description]] = field(default_factory=dict)
    """By the identity of the nodes, which are kept so that no other node gets it."""

    def of(self, work: Work, constants: Constants) -> Description:
        """What a description says."""
        blocks = (work.node, *work.extensions)
        texts = [block.span.text for block in blocks]
        named = [one for name, one in constants.items() if any(name in text for text in texts)]
        nodes = (work.system, *blocks, *named)
        key = (*map(id, nodes), len(blocks), work.complete, work.administrator)
        known = self._known.get(key)
        if known is not None:
            return known[1]
        made = _Describing(work, constants).description()
        if not made.found:  # a finding may speak of any constant
            if len(self._known) == _MOST:
                del self._known[next(iter(self._known))]
            self._known[key] = nodes, made
        return made


def title_of(name: ast.Name, title: ast.Text | None) -> str:
    words = name.text.replace("_", " ")
    return title.value if title else words[:1].upper() + words[1:]


@dataclass(slots=True)
class _Describing:
    """One record being resolved."""

    work: Work
    constants: Constants
    found: list[Diagnostic] = field(default_factory=list)
    fields: Spans = field(default_factory=dict)
    statuses: Spans = field(default_factory=dict)

    @property
    def system(self) -> str:
        return self.work.system.name.text

    @property
    def name(self) -> str:
        return self.work.node.name.text

    def description(self) -> Description:
        """The record, what is wrong with it, and where its parts stand."""
        record = self._record()
        return Description(record, tuple(self.found), self.fields, self.statuses)

    def _record(self) -> Record:
        """The record, with every part of it that can be understood."""
        node, found = self.work.node, self.found
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
            system_title=title_of(self.work.system.name, self.work.system.title),
            name=self.name,
            title=title_of(node.name, node.title),
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
            self.found,
            self.statuses,
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
                    self.found.append(api.twice(node.name.span, f"There is a field `{name}` already.", first))
                    continue
                here[name] = node
                if name not in said and not node.types and not self._may_be_new(node, list(said)):
                    continue
                said.setdefault(name, []).append(node)
        return [self._draft(nodes, customs, custom=name not in native) for name, nodes in said.items()]

    def _draft(self, nodes: list[ast.Field], customs: Mapping[str, CustomPlace], *, custom: bool) -> Draft:
        draft = make_field(nodes, self.system, tuple(customs.values()), self.found, custom=custom)
        self.fields[self.system, self.name, draft.field.name] = draft.span
        return draft

    def _may_be_new(self, node: ast.Field, known: list[str]) -> bool:
        """Whether a field without a type is a new one, and not a known one misspelt; reported in both cases."""
        name, meant = node.name.text, closest(node.name.text, known)
        if not self.work.complete:
            return meant is None
        if meant:
            message, help_ = f"`{self.system}.{self.name}` has no field `{name}`.", f"Did you mean `{meant}`?"
            self.found.append(codes.UNKNOWN_FIELD.at(node.name.span, message, help=help_))
            return False
        self.found.append(
            codes.FIELD_TYPE.at(
                node.name.span, f"`{name}` is a new field and has no type.", help=f"Write one, as in `{name} text`."
            )
        )
        return True

    def _computed(self, draft: Draft, building: Building) -> Field:
        known = known_fields(draft.computed, building)
        return replace(draft.field, computed_from=known) if known else draft.field

    def _key(self, fields: Sequence[Field], building: Building) -> str:
        if self.work.node.key:
            return next(iter(known_fields([self.work.node.key], building)), "id")
        if self.work.complete and all(f.name != "id" for f in fields):
            self.found.append(
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
            condition = condition_in(when, record, building, self.constants) if when else None
            default = self._default(made, draft)
            plain = condition is None and default is None
            fields.append(made if plain else replace(made, required_when=condition, default=default))
        blocks = [self.work.node.automations, *(e.automations for e in self.work.extensions)]
        automations = build_automations(blocks, record, building, self.constants)
        return replace(record, fields=tuple(fields), automations=automations)

    def _default(self, made: Field, draft: Draft) -> bool | int | float | str | None:
        if draft.default is None:
            return None
        value, found = value_of(draft.default, made.type, self.constants, of=f"{self.system}.{made.name}")
        self.found.extend(found)
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
                    self.found.append(api.twice(node.span, message, here[of]))
                    continue
                here[of] = node.span
                place = make_custom_place(node, of, self.system, self.found)
                customs |= {of: place} if place else {}
        return customs

    def _comments(self) -> CommentFacts | None:
        facts: CommentFacts | None = None
        for block in (self.work.node.comments, *(e.comments for e in self.work.extensions)):
            api.only_one(block, "comments", self.found)
            for node in block[:1]:
                facts = api.comments(facts, node, self.found)
        return facts

    def _attachments(self) -> AttachmentFacts | None:
        facts: AttachmentFacts | None = None
        for block in (self.work.node.attachments, *(e.attachments for e in self.work.extensions)):
            api.only_one(block, "attachments", self.found)
            for node in block[:1]:
                facts = api.attachments(facts, node, self.found)
        return facts

    def _calls(self) -> tuple[Call, ...]:
        calls: dict[str, Call] = {}
        for block in (self.work.node.calls, *(e.calls for e in self.work.extensions)):
            here: dict[str, Span] = {}
            for node in block:
                operation = text_of(node.operation)
                if operation in here:
                    message = f"`call {operation}` stands here a second time."
                    self.found.append(api.twice(node.span, message, here[operation]))
                    continue
                here[operation] = node.span
                made = api.call(node, self.found)
                calls |= {made.operation: made} if made else {}
        return tuple(calls.values())
