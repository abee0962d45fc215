"""What a boundary that stays has to be ready for, told from what went wrong there."""

from typing import Final

from handoffspec.diagnose.boundaries import Boundary
from handoffspec.diagnose.words import percent, span

_DAY: Final = 24 * 3600


def contingencies(boundary: Boundary) -> tuple[str, ...]:
    """What happened there, and the block of a spec that is ready for it; nothing where nothing went wrong, and nothing
    for a boundary that is not kept."""
    found: list[str] = []
    if boundary.verdict != "keep with contingencies":
        return ()
    if boundary.back:
        found.append(
            f"`rollback`, with what goes back along with the ticket: {percent(boundary.back)} come straight back"
        )
    if boundary.failed:
        found.append(f"`require` and `context`: {percent(boundary.failed)} are asked about, ranked anew or left lying")
    if boundary.median > _DAY:
        found.append(f"`ownership` with `acknowledge within`: half of them wait longer than {span(boundary.median)}")
    return tuple(found)
