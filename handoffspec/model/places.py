"""Where the resolved parts of a handoff stand in the text: spans by the ids that facts and plans use."""

from collections.abc import Mapping
from dataclasses import dataclass

from handoffspec.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Places:
    """Spans by id. Ids are dotted: `map.priority`, `map.priority.row.2`, `require.steps`, `sync.status`, `trigger`."""

    spans: Mapping[str, Span]
    name: Span
    """The handoff's own name."""
    broken: frozenset[str]
    """Sections that hold statements which could not be read or resolved: nothing may be said to be missing there.

    Names as in the ids: `map`, `require`, `sync.status`; `handoff` when it may be a whole section.
    """

    def span(self, place: str) -> Span:
        """The span of an id, else of the nearest part around it, else of the handoff's name."""
        parts = place
        while parts:
            found = self.spans.get(parts)
            if found is not None:
                return found
            parts = parts.rpartition(".")[0]
        return self.name

    def is_broken(self, *sections: str) -> bool:
        """Whether one of the sections, or a section around one, holds something unread."""
        return "handoff" in self.broken or any(
            section == broken or section.startswith(f"{broken}.") for section in sections for broken in self.broken
        )
