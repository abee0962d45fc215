"""People by their ids, with the users that are listed beside a ticket looked up when somebody asks for one."""

from collections.abc import Callable, Mapping
from typing import cast

from handoffspec.execute.wire.people import PARTS, Directory
from handoffspec.schema.systems import Record

Person = dict[str, object]
People = Callable[[Mapping[str, object]], "Users | Directory"]


def people_of(record: Record) -> People:
    """What makes, from the object that stands around a ticket, the people of a system."""
    parts = {fact.part: fact.path for fact in record.people if fact.part in PARTS}
    listed = [fact.path for fact in record.people if fact.part == "listed"]
    if len(listed) > 1 or "id" not in parts or not all(path.isidentifier() for path in (*parts.values(), *listed)):
        return lambda around: Directory(record, around)
    rest = Directory(record)
    key = listed[0] if listed else None
    return lambda around: Users(parts, around.get(key) if key is not None else None, rest)


class Users:
    """People of one system, as `wire.people.Directory` gives them, for user objects whose parts stand at its top."""

    __slots__ = ("_known", "_listed", "_parts", "_rest")

    def __init__(self, parts: Mapping[str, str], listed: object, rest: Directory) -> None:
        self._parts = parts
        self._listed = listed
        self._rest = rest
        self._known: dict[str, Mapping[str, object]] | None = None

    def person(self, wire: object) -> Person:
        """A person from an id or a user object.

        Raises:
            MisfitError: it is neither, or an object with neither id nor e-mail address.
        """
        known = self._known if self._known is not None else self._learn()
        if type(wire) is int:
            user = known.get(str(wire))
            return {"id": wire} if user is None else {**self._said(user), "id": wire}
        person = self._rest.person(wire)
        user = known.get(str(person.get("id")))
        return person if user is None else {**self._said(user), **person}

    def _learn(self) -> dict[str, Mapping[str, object]]:
        """Strange users are passed over; of two with one id the first counts."""
        known: dict[str, Mapping[str, object]] = {}
        self._known = known
        key = self._parts["id"]
        for user in cast("list[object]", self._listed) if type(self._listed) is list else ():
            if type(user) is dict:
                id_ = user.get(key)
                if type(id_) is int or (type(id_) is str and id_):
                    known.setdefault(str(id_), user)
        return known

    def _said(self, user: Mapping[str, object]) -> Person:
        said: Person = {}
        for part, key in self._parts.items():
            value = user.get(key)
            if type(value) is int or (type(value) is str and value):
                said[part] = value
        return said
