"""The files of one system being read: what they say is collected, and all of it is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoffspec.importers.compare import difference, disagreement
from handoffspec.importers.found import Block, Catalogue, Found, Imported, Omitted
from handoffspec.importers.naming import named
from handoffspec.importers.places import place_of
from handoffspec.importers.spelling import spellable, visible
from handoffspec.model.systems_api import is_path

_LONGEST_WORD = 80


@dataclass(slots=True)
class Reading:
    """What was found so far. A field that several files tell of is the same one."""

    catalogue: Catalogue
    known: Mapping[str, str]
    """Names of fields that are in use already, by identity."""
    portable: bool = False
    """Whether this instance's own identifiers are kept out of the text, because an environment gives them."""
    complete: bool = False
    """Whether some file lists every field."""
    fields: dict[str, Found] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    """Why a field is omitted, by its identity."""
    blocks: list[Block] = field(default_factory=list)
    transitions: dict[str, str] = field(default_factory=dict)
    represented: int = 0
    omitted: list[Omitted] = field(default_factory=list)
    _natives: set[str | None] = field(default_factory=set)
    _names: dict[str, str] | None = None

    def take(self, found: Found) -> None:
        """A field, or why it cannot be written down."""
        place = place_of(found, self.catalogue.record)
        if found.native and found.native in self._natives:
            self.skip(found.identity, found.label, f"another field is the catalogue's {found.native} already")
        elif found.native is None and not all(
            is_path(path) and spellable(path) for path in (place.read_at, place.written_at) if path is not None
        ):
            self.skip(
                found.identity,
                found.label,
                "its identifier cannot stand in a path, so a spec cannot say where the field is",
            )
        else:
            self.fields[found.identity] = found
            self._natives |= {found.native}

    def has(self, identity: str) -> bool:
        """Whether a field was read already: several files may tell of it, and it counts once."""
        return identity in self.fields or identity in self.skipped

    def skip(self, identity: str, label: str, why: str) -> None:
        """A field that is not written, however often it is told of."""
        self.skipped[identity] = why
        self.omit(label if label == identity else f"{label} ({identity})", why)

    def omit(self, what: str, why: str) -> None:
        """Something that is not written, or not all of it."""
        shown = visible(what)
        shown = shown if len(shown) <= _LONGEST_WORD else shown[: _LONGEST_WORD - 1] + "…"
        self.omitted.append(Omitted(shown or "(without a name)", visible(why)))

    def count(self, number: int = 1) -> None:
        """Parts that are represented."""
        self.represented += number

    def names(self) -> Mapping[str, str]:
        """The name of each field by identity. No field may be taken afterwards."""
        if self._names is None:
            taken = {one.name for one in self.catalogue.record.fields}
            self._names = named(self.fields.values(), taken, self.known)
        return self._names

    def finish(self) -> Imported:
        """All of it; what the catalogue says in the same words is counted and not written again."""
        names = self.names()
        written: list[Found] = []
        for found in self.fields.values():
            kept = self._written(found)
            if kept is not None:
                written.append(kept)
        return Imported(
            tuple(written),
            tuple(self.fields.values()),
            names,
            tuple(self.blocks),
            self.transitions,
            self.complete,
            self.represented,
            tuple(self.omitted),
        )

    def _written(self, found: Found) -> Found | None:
        flattened = found.flattened or disagreement(found, self.catalogue.record)
        if flattened:
            self.omit(_called(found), flattened)
        else:
            self.count()
        if found.native is None:
            return found
        return difference(found, self.catalogue.record)


def _called(found: Found) -> str:
    return f"{found.label} ({found.identity})" if found.label != found.identity else found.label
