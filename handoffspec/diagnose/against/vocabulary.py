"""From the words of a history to the names of a spec: fields, statuses, options and teams."""

import re
from collections.abc import Iterable
from typing import Final

from handoffspec.schema.parties import Team
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ChoiceType, FlagType, PersonType, ReferenceType

_PERSONS: Final = ("assignee", "assigned_to", "owner")
_OWN_KINDS: Final = frozenset({"comment", "question", "answer", "created", "link", "field", "attachment"})
"""What an event can be beside a change of status, team, person, priority, or of the field of that name."""
_EVERYWHERE: Final = frozenset({"fields", "name", "value", "id", "key", "custom_fields", "display_value"})
"""Parts of places in an API that say nothing of the field."""
_MOST_KINDS: Final = 1000
_SIGNS: Final = re.compile(r"[\W_]+")
_PARTS: Final = re.compile(r"[\w-]+")
_NUMBERED: Final = re.compile(r"(?:customfield_)?\d+")
"""A field by its identifier alone: which it is, an environment knows."""


class Vocabulary:
    """The words of one record's histories."""

    def __init__(self, record: Record, teams: Iterable[Team] = (), omits: Iterable[str] = ()) -> None:
        self.record = record
        self.lifecycle = record.lifecycle
        statuses = record.lifecycle.statuses if record.lifecycle else ()
        self.done = frozenset(one.name for one in statuses if one.category == "done" or one.final)
        """The statuses in which the work is over."""
        self._fields: dict[str, Field] = {}
        self._values: dict[str, dict[str, str]] = {}
        self._kinds: dict[str, Field | None] = {}
        self._omitted = {_plain(path.rpartition(".")[2]) for path in omits}
        self._teams = {
            form.casefold(): team.name for team in teams for form in (team.name, team.title, team.group) if form
        }
        for forms in (lambda f: (f.name,), lambda f: (f.label,), _in_the_api):
            for field in record.fields:
                for form in forms(field):
                    self._fields.setdefault(_plain(form), field)

    def field_of(self, kind: str) -> Field | None:
        """The field that an event of a kind is about; None: there is none, or nobody can say which."""
        if kind in self._kinds:
            return self._kinds[kind]
        found = self._find(kind)
        if len(self._kinds) < _MOST_KINDS:
            self._kinds[kind] = found
        return found

    def _find(self, kind: str) -> Field | None:
        record = self.record
        if kind == "status":
            return record.field(self.lifecycle.field) if self.lifecycle else self._fields.get("statu")
        if kind == "person":
            people = [field for field in record.fields if isinstance(field.type, PersonType)]
            return next((field for name in _PERSONS for field in people if field.name == name), None)
        if kind == "team":
            return next(filter(is_group, record.fields), None)
        return None if kind in _OWN_KINDS else self._fields.get(_plain(kind))

    def is_no_field(self, kind: str) -> bool:
        """Whether an event of a kind is about a field that the record neither has nor leaves out on purpose."""
        own = kind in _OWN_KINDS or kind in ("status", "person", "team", "priority")
        known = own or _NUMBERED.fullmatch(kind) or _plain(kind) in self._omitted
        return not known and self.field_of(kind) is None

    def value(self, field: Field, said: str) -> str:
        """A value in the spec's words; as it stands where it is none of them."""
        return self._forms(field).get(said.casefold(), said)

    def knows(self, field: Field, said: str) -> bool:
        """Whether a value is one of those that the spec names for the field."""
        return said.casefold() in self._forms(field)

    def team(self, said: str | None) -> str | None:
        """The spec's name of a team; None where it is none of the spec's."""
        return self._teams.get(said.casefold()) if said else None

    def _forms(self, field: Field) -> dict[str, str]:
        if field.name not in self._values:
            self._values[field.name] = dict(self._read_forms(field))
        return self._values[field.name]

    def _read_forms(self, field: Field) -> Iterable[tuple[str, str]]:
        """Forms in small letters, with the name; of one form that two share, the last given counts."""
        if self.lifecycle and field.name == self.lifecycle.field:
            statuses = self.lifecycle.statuses
            yield from ((s.shown_as.casefold(), s.name) for s in statuses if s.shown_as is not None)
            yield from ((str(s.wire).casefold(), s.name) for s in statuses if s.wire is not None)
            yield from ((s.name.casefold(), s.name) for s in statuses)
        elif isinstance(field.type, ChoiceType):
            options = field.type.options
            yield from ((str(o.wire).casefold(), o.name) for o in options)
            yield from ((o.label.casefold(), o.name) for o in options)
            yield from ((o.name.casefold(), o.name) for o in options)
        elif isinstance(field.type, FlagType):
            yield from (("true", "yes"), ("1", "yes"), ("yes", "yes"), ("false", "no"), ("0", "no"), ("no", "no"))


def is_group(field: Field) -> bool:
    """Whether a field holds the team that has a ticket."""
    return isinstance(field.type, ReferenceType) and field.type.to == "group"


def _in_the_api(field: Field) -> tuple[str, ...]:
    parts = (part for path in (field.read_at, field.written_at) if path for part in _PARTS.findall(path))
    return tuple(part for part in parts if part not in _EVERYWHERE)


def _plain(word: str) -> str:
    """`Fix Version/s`, `fix_versions` and `fixVersions` are one word."""
    return _SIGNS.sub("", word.casefold()).rstrip("s")
