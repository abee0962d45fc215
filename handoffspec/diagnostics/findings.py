"""What was found in the specs that were asked for: all that a report, a baseline or `--fix` needs to know."""

from dataclasses import dataclass

from handoffspec.diagnostics.diagnostic import Diagnostic
from handoffspec.diagnostics.silenced import Silenced
from handoffspec.diagnostics.span import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is wrong, and the texts that it is wrong in."""

    diagnostics: tuple[Diagnostic, ...]
    silenced: tuple[Silenced, ...]
    """What was found and is allowed in the specs."""
    sources: tuple[Source, ...]
    """Every text that was read."""
    asked: tuple[Source, ...]
    """Those of them that were asked for, not only used."""
    unread: bool
    """Whether something that was asked for could not be read at all."""
