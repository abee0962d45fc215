"""Environments: which identifier a name of the spec has in one instance. Identifiers only; never a secret.

sandbox:
  constants: {engineering_project: KT}
  zendesk:
    ticket: {customer_impact: 360001, troubleshooting: {id: 360002}}
  jira:
    address: https://example.atlassian.net
    issue:
      what_was_tried: customfield_10077
      priority: {values: {P1: Highest, P2: High}}
    transitions: {"In Progress": "21"}
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from handoffspec.diagnostics import Diagnostic, Label, Source, Span, closest, codes
from handoffspec.model.values import listed
from handoffspec.schema.types import Scalar

if TYPE_CHECKING:
    from handoffspec.model.environment_yaml import Entry, Tree

MAX_BYTES: Final = 1024 * 1024

_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,100}")
_SYSTEM_WORDS = ("address", "transitions")


@dataclass(frozen=True, slots=True)
class Known:
    """Something that an environment says, and where."""

    value: Scalar
    span: Span


@dataclass(frozen=True, slots=True)
class Binding:
    """What an environment says of a field."""

    system: str
    record: str
    name: str
    span: Span
    identifier: Known | None = None
    """Fills `{id}` in the system's place for custom fields."""
    values: Mapping[str, Known] = field(default_factory=dict)
    """The API's form of options, by the option's name in the spec."""


@dataclass(frozen=True, slots=True)
class TransitionId:
    """The identifier of a transition, found by its name or by the status that it leads to."""

    system: str
    target: str
    identifier: str
    span: Span


@dataclass(frozen=True, slots=True)
class Environment:
    """One instance's identifiers."""

    name: str
    span: Span
    constants: Mapping[str, Known]
    bindings: tuple[Binding, ...]
    transitions: tuple[TransitionId, ...]
    addresses: Mapping[str, str]
    """Where each system is reached: `https://…` without credentials."""


Read: TypeAlias = tuple[Mapping[str, Environment], tuple[Diagnostic, ...]]


def read_environments(source: Source) -> Read:
    """Every environment of a file, by name, and what is wrong with the file."""
    from handoffspec.model.environment_yaml import read_tree  # noqa: PLC0415 - a check reads no YAML

    tree, found = read_tree(source)
    if tree is None:
        return {}, found
    reading = _Reading(tree, list(found))
    named = reading.entries(tree.root, "Write the name of an environment, as in `sandbox:`.")
    environments = {name.text: reading.environment(name, entry) for name, entry in named}
    return environments, tuple(reading.found)


def environment_named(name: str, environments: Mapping[str, Environment], source: Source) -> Environment | Diagnostic:
    """The environment of that name, or what to write instead."""
    if name in environments:
        return environments[name]
    meant = closest(name, environments)
    help_ = f"Did you mean `{meant}`?" if meant else f"The file has {listed(list(environments))}."
    message = f"`{source.path}` has no environment `{name}`."
    return codes.UNKNOWN_ENVIRONMENT.at(Span(source, 0, 0), message, help=help_)


@dataclass(slots=True)
class _Reading:
    """One file being read."""

    tree: "Tree"
    found: list[Diagnostic]

    def wrong(self, entry: "Entry", message: str, help_: str) -> None:
        self.found.append(codes.ENVIRONMENT_SHAPE.at(entry.span, message, help=help_))

    def entries(self, entry: "Entry", form: str) -> list[tuple["Entry", "Entry"]]:
        """The keys and values of a mapping, each key once."""
        if entry.pairs is None:
            if not entry.empty:
                self.wrong(
                    entry, "Names with what they stand for are needed here.", form or "Write `name:` on its line."
                )
            return []
        first: dict[str, Span] = {}
        kept: list[tuple[Entry, Entry]] = []
        for key, value in entry.pairs:
            if value.secret:
                continue
            if key.text in first:
                labels = [Label(first[key.text], "the first one")]
                message = f"`{key.text}` stands here a second time."
                self.found.append(codes.BOUND_TWICE.at(key.span, message, help="Keep one of the two.", labels=labels))
                continue
            first[key.text] = key.span
            kept.append((key, value))
        return kept

    def environment(self, name: "Entry", entry: "Entry") -> Environment:
        constants: dict[str, Known] = {}
        bindings: list[Binding] = []
        transitions: list[TransitionId] = []
        addresses: dict[str, str] = {}
        for key, value in self.entries(entry, "Write `constants:` or a system's name below it."):
            if key.text == "constants":
                constants |= self._scalars(value, "Write a constant and its value, as in `project: KT`.")
                continue
            for part, below in self.entries(value, "Write a record's name below it, as in `ticket:`."):
                if part.text == "address":
                    address = self._address(below)
                    addresses |= {key.text: address} if address else {}
                elif part.text == "transitions":
                    transitions += self._transitions(key.text, below)
                else:
                    bindings += self._record(key.text, part.text, below)
        return Environment(name.text, name.span, constants, tuple(bindings), tuple(transitions), addresses)

    def _scalars(self, entry: "Entry", form: str) -> dict[str, Known]:
        known: dict[str, Known] = {}
        for key, value in self.entries(entry, form):
            if value.scalar is None:
                self.wrong(value, f"`{key.text}` needs one value.", form)
            else:
                known[key.text] = Known(value.scalar, value.span)
        return known

    def _record(self, system: str, record: str, entry: "Entry") -> list[Binding]:
        form = "Write a field and its identifier, as in `customer_impact: 360001`."
        return [self._binding(system, record, key, value) for key, value in self.entries(entry, form)]

    def _binding(self, system: str, record: str, key: "Entry", value: "Entry") -> Binding:
        if value.pairs is None:
            return Binding(system, record, key.text, key.span, self._identifier(key, value))
        identifier: Known | None = None
        values: dict[str, Known] = {}
        for part, below in self.entries(value, "Write `id:` or `values:` below it."):
            if part.text == "id":
                identifier = self._identifier(key, below)
            elif part.text == "values":
                values = self._scalars(below, "Write an option and its form in the API, as in `P1: Highest`.")
            else:
                meant = closest(part.text, ("id", "values"))
                help_ = f"Did you mean `{meant}`?" if meant else "Write `id:` or `values:`."
                self.wrong(part, f"`{part.text}` means nothing for a field.", help_)
        return Binding(system, record, key.text, key.span, identifier, values)

    def _identifier(self, key: "Entry", value: "Entry") -> Known | None:
        if value.scalar is not None and not isinstance(value.scalar, bool) and _IDENTIFIER.fullmatch(value.text):
            return Known(value.text, value.span)
        self.wrong(
            value,
            f"The identifier of `{key.text}` is no number and no word.",
            "Write it as the system shows it, as in `360001` or `customfield_10077`.",
        )
        return None

    def _transitions(self, system: str, entry: "Entry") -> list[TransitionId]:
        form = 'Write a status or a transition and its identifier, as in `"In Progress": "21"`.'
        made: list[TransitionId] = []
        for key, value in self.entries(entry, form):
            known = self._identifier(key, value)
            if known is not None:
                made.append(TransitionId(system, key.text, str(known.value), key.span))
        return made

    def _address(self, entry: "Entry") -> str | None:
        address = entry.scalar
        if isinstance(address, str) and _is_address(address):
            return address.rstrip("/")
        self.wrong(
            entry, "An address begins with https:// and holds a host.", "Write e.g. `https://example.zendesk.com`."
        )
        return None


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    return parts.scheme == "https" and bool(parts.hostname) and plain and port_fits and address.isascii()
