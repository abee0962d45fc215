"""People as APIs show them: by an id, by a user object, or by an id with the users listed beside the ticket."""

from collections.abc import Mapping
from typing import cast

from handoffspec.execute.wire.errors import VALUE_UNFIT, WireError
from handoffspec.execute.wire.misfit import MisfitError, unfit
from handoffspec.execute.wire.paths import ABSENT, as_text, get, parse_path
from handoffspec.schema.systems import PathFact, Record

Person = dict[str, object]
"""`id` (text or number, as its system has it), `email` and `name`; each only where it is known."""

PARTS = ("id", "email", "name")
"""What is known of a person."""


class Directory:
    """Reads people of one system; knows those listed beside a ticket."""

    def __init__(self, record: Record, beside: Mapping[str, object] | None = None) -> None:
        """`beside` is the object the ticket's envelope stands in, where lists of users may stand too."""
        self._paths = {fact.part: parse_path(fact.path) for fact in record.people if fact.part in PARTS}
        self._known: dict[str, Person] = {}
        for fact in record.people:
            if fact.part == "listed" and beside is not None:
                self._learn(fact, beside)

    @property
    def id_key(self) -> str | None:
        """The key of a user object that holds the id, where it is one key."""
        path = self._paths.get("id")
        return path.last_key if path is not None and len(path.steps) == 1 else None

    def person(self, wire: object) -> Person:
        """A person from an id or a user object.

        Raises:
            MisfitError: it is neither, or an object with neither id nor e-mail address.
        """
        if isinstance(wire, dict):
            person = self._from_object(cast("dict[str, object]", wire))
            if "id" not in person and "email" not in person:
                raise MisfitError(VALUE_UNFIT, "a user without id and e-mail address", "a user with one of them")
        elif isinstance(wire, str | int) and not isinstance(wire, bool) and wire != "":
            person = {"id": wire}
        else:
            raise unfit(VALUE_UNFIT, wire, "a person: an id or a user")
        return {**self._known.get(as_text(person.get("id")) or "", {}), **person}

    def _from_object(self, wire: dict[str, object]) -> Person:
        person: Person = {}
        for part, path in self._paths.items():
            try:
                value = get(path, wire)
            except WireError:
                continue
            if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
                person[part] = value
        return person

    def _learn(self, fact: PathFact, beside: Mapping[str, object]) -> None:
        """Strange users are passed over: who is missing is known by the id alone."""
        try:
            listed = get(parse_path(fact.path), dict(beside))
        except WireError:
            return
        for user in cast("list[object]", listed) if listed is not ABSENT and isinstance(listed, list) else []:
            if isinstance(user, dict):
                person = self._from_object(cast("dict[str, object]", user))
                if (key := as_text(person.get("id"))) is not None:
                    self._known.setdefault(key, person)
