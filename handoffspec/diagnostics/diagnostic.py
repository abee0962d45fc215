"""What a diagnostic is. One can be made from a `Code` of the catalogue only: `UNKNOWN_FIELD.at(span, …)`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from handoffspec.diagnostics.span import Span

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What JSON can say, as plain dicts, lists and tuples; the abstract types let a `list[str]` be one."""


class Severity(StrEnum):
    """How much a finding weighs: errors and warnings fail a check, advice only a strict one."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Label:
    """Another place that has to do with the problem, and what to know about it."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Text to put in place of a span. `safe` fixes keep what the spec means."""

    span: Span
    replacement: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: an entry of the catalogue in `codes.py`, which alone makes them."""

    code: str
    """`HS` and four digits."""
    name: str
    """Words with hyphens, for people and suppressions."""
    severity: Severity
    summary: str
    """One sentence: what is wrong whenever this is reported."""

    @property
    def leaves_open(self) -> bool:
        """Whether it leaves open what the spec says: reading, syntax, names and types."""
        return self.code.startswith(("HS00", "HS01"))

    def at(
        self,
        span: Span,
        message: str,
        *,
        help: str | None = None,  # noqa: A002 - the word the report uses
        labels: Iterable[Label] = (),
        witness: Json = None,
        fixes: Iterable[Fix] = (),
    ) -> "Diagnostic":
        """This finding at a place. `help` says what to write; `witness` is the smallest example, synthetic."""
        return Diagnostic(self, message, span, help, tuple(labels), witness, tuple(fixes), (), _key=_FROM_CODE)


_FROM_CODE = object()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what is wrong, where, and what to write instead."""

    code: Code
    message: str
    span: Span
    help: str | None
    labels: tuple[Label, ...]
    witness: Json = field(hash=False)
    fixes: tuple[Fix, ...]
    stands: tuple[tuple[str | None, str | None], ...]
    """Of a witness that is a history: the statuses of both sides after each of its steps, for those who draw it."""
    _key: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._key is not _FROM_CODE:
            raise TypeError("a diagnostic comes from the catalogue: write SOME_CODE.at(span, message)")

    @property
    def severity(self) -> Severity:
        """The severity its code has."""
        return self.code.severity


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by path, start and code, the same finding once (same code, place and message)."""
    first_of: dict[tuple[str, int, str, int, str], Diagnostic] = {}
    for found in diagnostics:
        span = found.span
        key = (span.source.path, span.start, found.code.code, span.end, found.message)
        first_of.setdefault(key, found)
    return [first_of[key] for key in sorted(first_of)]
