"""How alike two fields are, and what says so: their names, what they are for, their types and their values.

The numbers only rank. What a proposal loses is not guessed here: the analysis computes it from the drafted rule.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.drafting.tables import Table, options, scale, shared, table
from handoffspec.drafting.words import meaning, parts, telling
from handoffspec.schema.coercions import Coercion, coercion
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ListType, Type

ENOUGH: Final = 50
"""A proposal is made from here on; what is less alike is named as perhaps the same."""
WORTH_NAMING: Final = 25
_SOMETHING: Final = 20
"""What names and values have to have in common; that the types fit is no likeness."""
_SAME_NAME: Final = 60
_SAME_LABEL: Final = 55
_SAME_MEANING: Final = 50
_SAME_WORDS: Final = 45
_BOTH_SCALES: Final = 30
_EXACT_TYPE: Final = 15
_FITTING_TYPE: Final = 5
_SAME_VALUES: Final = 40
_COMMON: Final = 40
"""A word that so many fields of a side have tells nothing, and would make every pair of a huge system a candidate."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two fields that may be the same thing. `table` where values have to be translated."""

    source: Field
    target: Field
    score: int
    why: tuple[str, ...]
    table: Table | None = None


def candidates(sources: Sequence[Field], targets: Sequence[Field]) -> list[Candidate]:
    """Every pair that has something in common, the most alike first; ties in the order of the records."""
    words = _Words(sources, targets)
    found: list[tuple[int, int, int, Candidate]] = []
    for at, source in enumerate(sources):
        for place in words.near(source):
            candidate = _candidate(source, targets[place], words)
            if candidate is not None and candidate.score >= WORTH_NAMING:
                found.append((-candidate.score, at, place, candidate))
    return [one[3] for one in sorted(found, key=lambda one: one[:3])]


class _Words:
    """Which fields share which words; words that too many fields have are left out."""

    def __init__(self, sources: Sequence[Field], targets: Sequence[Field]) -> None:
        counted = [Counter(word for f in side for word in telling(f)) for side in (sources, targets)]
        self._common = {word for count in counted for word, number in count.items() if number > _COMMON}
        self._by_key: dict[object, list[int]] = defaultdict(list)
        for at, field in enumerate(targets):
            for key in self._keys(field):
                self._by_key[key].append(at)

    def telling(self, field: Field) -> frozenset[str]:
        return telling(field) - self._common

    def near(self, field: Field) -> list[int]:
        """The places of the targets that have anything in common with a field, in their order."""
        return sorted({at for key in self._keys(field) for at in self._by_key.get(key, [])[:_COMMON]})

    def _keys(self, field: Field) -> Iterator[object]:
        yield from self.telling(field)
        yield ("name", parts(field.name))
        yield ("name", parts(field.label))
        if meaning(field):
            yield ("meaning", meaning(field))
        # Values bring two choices together that are called differently; a few of them are enough to be found by.
        yield from (("value", parts(option.name)) for option in options(field)[:8])


def _candidate(source: Field, target: Field, words: _Words) -> Candidate | None:
    rows = table(source, target)
    how = None if _means_nothing_there(source.type, target.type) else coercion(source.type, target.type)
    if how is None and rows is None:
        return None
    named, why = _named(source, target, words)
    values, said = _values(source, target)
    if named + values < _SOMETHING:
        return None
    score = named + values + _typed(how)
    copied = how is not None and not (scale(source) and scale(target) and not how.exact)
    fits = "the values fit as they are" if copied else "a table translates the values"
    return Candidate(source, target, score, (*why, *said, fits), None if copied else rows)


def _means_nothing_there(source: Type, target: Type) -> bool:
    """An id, or JSON that only its own system understands: it fits another field of its kind and says nothing there."""
    if isinstance(source, ListType) and isinstance(target, ListType):
        return _means_nothing_there(source.item, target.item)
    return source.kind == target.kind and source.kind in ("reference", "structure")


def _named(source: Field, target: Field, words: _Words) -> tuple[int, list[str]]:
    if parts(source.name) == parts(target.name):
        return _SAME_NAME, ["the same name"]
    if parts(source.label) == parts(target.label):
        return _SAME_LABEL, ["the same label"]
    meant = meaning(source)
    if meant is not None and meant == meaning(target):
        return _SAME_MEANING, [f"both are {meant}"]
    left, right = words.telling(source), words.telling(target)
    both = left & right
    if meant != meaning(target) and scale(source) and scale(target):
        return _BOTH_SCALES, ["both go from most to least"]
    if not both or (meant is not None and meaning(target) is not None):
        return 0, []
    return _SAME_WORDS * len(both) // len(left | right), [f"both are called {', '.join(sorted(both))}"]


def _values(source: Field, target: Field) -> tuple[int, list[str]]:
    given, taken = options(source), options(target)
    if len(given) < 2 or len(taken) < 2:
        return 0, []
    same = len(shared(given, taken))
    if not same:
        return 0, []
    return _SAME_VALUES * same // max(len(given), len(taken)), [f"{same} of {len(given)} values are there too"]


def _typed(how: Coercion | None) -> int:
    if how is None:
        return 0
    return _EXACT_TYPE if how.exact and not how.changed else _FITTING_TYPE
