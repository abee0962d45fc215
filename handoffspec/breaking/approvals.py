"""Breaks that somebody has approved: a file of lines `LEVEL HANDOFF PLACE because "REASON"`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.breaking.changes import LEVELS, Change

FILE: Final = "approved-breaks"
"""The file beside the specs that holds them."""
_LINE: Final = re.compile(
    r'(?P<level>\S+)\s+(?P<handoff>\w+)\s+(?P<place>.+?)\s+because\s+"(?P<reason>[^"]*\S[^"]*)"\s*'
)


class ApprovalError(ValueError):
    """A line is no approval. The message says which, and how one is written."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One approved break, with the line that it stands on."""

    key: tuple[str, str, str]
    reason: str
    line: int


def read_approvals(text: str) -> tuple[Approval, ...]:
    """The approvals of a file; blank lines and those that begin with `#` say nothing.

    Raises:
        ApprovalError: a line is something else, or approves what another line approves already.
    """
    found: dict[tuple[str, str, str], Approval] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match["level"] not in LEVELS:
            levels = ", ".join(LEVELS)
            raise ApprovalError(
                f'line {number} is no approval: write `LEVEL HANDOFF PLACE because "…"`, the level one of {levels}'
            )
        key = (match["level"], match["handoff"], match["place"])
        if key in found:
            raise ApprovalError(f"line {number} approves what line {found[key].line} approves already")
        found[key] = Approval(key, match["reason"], number)
    return tuple(found.values())


def unused(approvals: Sequence[Approval], changes: Sequence[Change]) -> tuple[Approval, ...]:
    """Approvals of what has not changed."""
    keys = {change.key for change in changes}
    return tuple(approval for approval in approvals if approval.key not in keys)
