"""The diagnosis as one page that needs no other file and no network, and as a sheet for interviews.

What was measured is in `diagnose`; here it is only drawn and said. Every number stands with its place in the JSON.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment

from handoffspec import __version__
from handoffspec.diagnose.against import Against
from handoffspec.diagnose.blocks import requirement
from handoffspec.diagnose.boundaries import FEW, Boundary
from handoffspec.diagnose.contingencies import contingencies
from handoffspec.diagnose.diagnosis import Diagnosis
from handoffspec.diagnose.paths import Paths
from handoffspec.diagnose.patterns import ABOUT, Finding
from handoffspec.diagnose.telling import NAMES
from handoffspec.emit.content import Page
from handoffspec.emit.diagnosis.bars_svg import paths_pictures, whole_svg
from handoffspec.emit.diagnosis.bounds import cut
from handoffspec.emit.diagnosis.forms import KINDS, MEANINGS, hatching
from handoffspec.emit.diagnosis.interviews import interviews
from handoffspec.emit.diagnosis.patterns import told
from handoffspec.emit.diagnosis.stops import backward
from handoffspec.emit.diagnosis.timeline_svg import timeline_svg
from handoffspec.emit.diagnosis.transfers_svg import VERDICTS, drawn_transfers, transfers_svg
from handoffspec.emit.diagnosis.words import FILTERS
from handoffspec.emit.web import environment, look
from handoffspec.emit.web.blocks import render

_ROWS: Final = 15
"""Of a table. The rest is in the JSON."""
_SECTIONS: Final = (
    ("Delayed tickets", "#tickets"),
    ("Their paths", "#paths"),
    ("Questions", "#questions"),
    ("Patterns", "#patterns"),
    ("Boundaries", "#boundaries"),
    ("For the spec", "#failures"),
)


def diagnosis_page(diagnosis: Diagnosis, paths: Paths, failures: str, against: Against | None) -> str:
    """The page as HTML. The same diagnosis gives the same bytes.

    Args:
        diagnosis: what was found.
        paths: where the time of all tickets went.
        failures: the `failure` blocks, as `diagnose.blocks` makes them.
        against: the comparison with a spec, if there is one.
    """
    diagnosis, paths, against = cut(diagnosis), cut(paths), cut(against)
    drawn = drawn_transfers(diagnosis.boundaries)
    sheet = interviews(diagnosis)
    below = Page(sheet.name, sheet.blocks[1:])  # the page has a heading of its own there
    return (
        _templates()
        .get_template("diagnosis.html")
        .render(
            standalone=True,
            css=look(__name__, "diagnosis.css"),
            title="Where handoffs fail",
            home="Diagnosis",
            made_by=f"handoffspec {__version__}",
            links=[*_SECTIONS, *([("Against the spec", "#against")] if against else [])],
            rows=_ROWS,
            d=diagnosis,
            paths=paths,
            failures=failures,
            against=against,
            hatching=hatching(),
            meanings=MEANINGS,
            kinds_of={means: MEANINGS[kind].partition(":")[0] for means, kind in KINDS.items()},
            shortly=_shortly(diagnosis),
            verdicts=VERDICTS,
            few=FEW,
            requirements={finding.pattern: requirement(finding) for finding in diagnosis.findings},
            timelines=[timeline_svg(n, one) for n, one in enumerate(diagnosis.delayed)],
            transfers=transfers_svg(drawn) if drawn else "",
            drawn=drawn,
            pictures=paths_pictures(paths, diagnosis.boundaries),
            whole=whole_svg(diagnosis.totals) if _until_done(diagnosis) else "",
            until_done=_until_done(diagnosis),
            backward=[backward(n, one) for n, one in enumerate(diagnosis.delayed)],
            questions=render(below, lambda name: f"#{name}", lambda _: "", deeper=1),
            patterns=told(diagnosis.findings, diagnosis.holds),
            names=NAMES,
            about=ABOUT,
            contingencies=contingencies,
        )
    )


@dataclass(frozen=True, slots=True)
class _Short:
    """What to look at first: the patterns with the most delay, and the costliest boundaries not to be kept."""

    findings: Sequence[Finding]
    boundaries: Sequence[Boundary]


def _shortly(diagnosis: Diagnosis) -> _Short:
    changing = [one for one in diagnosis.boundaries if one.verdict in {"remove", "redesign"}]
    return _Short(sorted(diagnosis.findings, key=lambda finding: -finding.share)[:2], changing[:3])


def _until_done(diagnosis: Diagnosis) -> float:
    return diagnosis.totals.delay + diagnosis.totals.work + diagnosis.totals.customer


@cache
def _templates() -> Environment:
    made = environment(__name__)
    made.filters.update(FILTERS)
    return made


__all__: Sequence[str] = ("diagnosis_page", "interviews")
