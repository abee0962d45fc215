"""Findings that are known and not reported: allowed in the spec, or older than the baseline."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from handoffspec.diagnostics.diagnostic import Diagnostic, in_order


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding, what keeps it out of the report, and the reason somebody gave."""

    found: Diagnostic
    by: Literal["allow", "baseline"]
    reason: str | None = None
    """What stands behind `because`; a baseline has no reasons."""


def silenced_in_order(silenced: Iterable[Silenced]) -> list[Silenced]:
    """Sorted as findings are, the same finding once."""
    known = list(silenced)
    by_finding = {id(one.found): one for one in known}
    return [by_finding[id(found)] for found in in_order(one.found for one in known)]
