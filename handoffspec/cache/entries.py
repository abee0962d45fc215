"""What was found in one spec, as JSON. Texts are not in it: a place is a file's number and two offsets.

A finding is `[code, message, span, help, labels, witness, fixes, stands]`, a span `[file, start, end]`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from handoffspec.diagnostics import Diagnostic, Fix, Label, Silenced, Source, Span, codes

UNSTABLE: Final = frozenset(
    {
        codes.FILE_NOT_READABLE,
        codes.NOT_UTF8,
        codes.FILE_TOO_LARGE,
        codes.USE_NOT_ALLOWED,
        codes.USE_CIRCLE,
    }
)
"""What depends on more than the texts that were read. A spec with such a finding is looked at anew each time."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """What circles through several specs need to know of a handoff."""

    name: str
    digest: str
    """The same for handoffs that say the same."""
    ways: Any
    """As JSON; only `cache.across` looks into it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One spec, with what it uses."""

    reading: tuple[Diagnostic, ...]
    """Found while the texts were read."""
    judged: tuple[Diagnostic, ...]
    silenced: tuple[Silenced, ...]
    handoffs: tuple[Handoff, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A spec of which everything is known: its files in the order of reading, itself first."""

    keys: tuple[str, ...]
    sources: tuple[Source, ...]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Fresh:
    """Specs that had to be read."""

    known: Mapping[str, Known]
    reading: tuple[Diagnostic, ...]
    unread: bool


def written(entry: Entry, sources: Sequence[Source]) -> list[Any]:
    """An entry as JSON. `sources`: the texts that it was read from.

    Raises:
        KeyError: something in it stands in another text.
    """
    at = _Written({(source.path, source.text): number for number, source in enumerate(sources)})
    return [
        at.findings(entry.reading),
        at.findings(entry.judged),
        [[*at.findings([one.found]), one.reason] for one in entry.silenced],
        [[one.name, one.digest, one.ways] for one in entry.handoffs],
    ]


@dataclass(frozen=True, slots=True)
class _Written:
    numbers: Mapping[tuple[str, str], int]

    def findings(self, found: Iterable[Diagnostic]) -> list[Any]:
        return [
            [
                one.code.code,
                one.message,
                self.span(one.span),
                one.help,
                [[self.span(label.span), label.message] for label in one.labels],
                one.witness,
                [[self.span(fix.span), fix.replacement, fix.safe] for fix in one.fixes],
                one.stands,
            ]
            for one in found
        ]

    def span(self, span: Span) -> list[int]:
        return [self.numbers[span.source.path, span.source.text], span.start, span.end]


def understood(data: Any, sources: Sequence[Source]) -> Entry:  # noqa: ANN401 - JSON of any shape
    """What `written` wrote.

    Raises:
        KeyError, IndexError, TypeError, ValueError: it did not.
    """
    reading, judged, silenced, handoffs = data
    return Entry(
        tuple(_finding(one, sources) for one in reading),
        tuple(_finding(one, sources) for one in judged),
        tuple(Silenced(_finding(found, sources), "allow", reason) for found, reason in silenced),
        tuple(Handoff(str(name), str(digest), ways) for name, digest, ways in handoffs),
    )


def _finding(data: Any, sources: Sequence[Source]) -> Diagnostic:  # noqa: ANN401
    code, message, span, help_, labels, witness, fixes, stands = data
    found = codes.CATALOGUE[code].at(
        _span(span, sources),
        message,
        help=help_,
        labels=[Label(_span(place, sources), note) for place, note in labels],
        witness=witness,
        fixes=[Fix(_span(place, sources), text, safe=safe) for place, text, safe in fixes],
    )
    return replace(found, stands=tuple((one, other) for one, other in stands)) if stands else found


def _span(data: Any, sources: Sequence[Source]) -> Span:  # noqa: ANN401
    number, start, end = data
    return Span(sources[number], start, end)
