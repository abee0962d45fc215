"""How well `handoff diagnose` finds planted failures, by how plainly they show: `python -m tests.benchmarks.detection`.

For each strength from 0 to 1 a few logs are simulated (`tests/diagnose/simulator.py`) and what is found is held to
what was planted. A table of precision and recall of every pattern is printed, and beside it how often questions and
reminders are told from harmless comments. `--pictures DIR` writes a plot as SVG, as docs/diagnose.md shows it.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

from tests.diagnose.comments import COMMENTS, HELD_OUT, measure
from tests.diagnose.scoring import Score, score
from tests.diagnose.simulator import PATTERNS, REMOVALS, simulate

STRENGTHS: Final = tuple(step / 10 for step in range(11))
NAMES: Final = {
    "priority_translation": "Priority translation",
    "context_loss": "Context loss",
    "ownership_ambiguity": "Ownership ambiguity",
    "black_hole": "Black holes",
    "approval": "Approvals",
    "one_work_in_two_teams": "Keep crossing",
    "kept_twice": "Kept twice",
}
_WIDTH, _HEIGHT, _PLOT, _GAP, _LEFT, _TOP = 700, 432, 136, 32, 40, 52
_STYLE: Final = """
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.page { fill: #ffffff }
.grid { stroke: #d8dee4 }
path { fill: none; stroke-width: 2 }
.recall { stroke: #0550ae } .precision { stroke: #953800; stroke-dasharray: 5 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .page { fill: #0d1117 }
  .grid { stroke: #30363d }
  .recall { stroke: #79c0ff } .precision { stroke: #ffa657 }
}
"""

Scores = Mapping[float, Mapping[str, Score]]


def measured(seeds: Sequence[int]) -> Scores:
    """By strength and pattern, over the logs of all seeds."""
    found: dict[float, dict[str, Score]] = {}
    for strength in STRENGTHS:
        each = [score(simulate(strength, seed)) for seed in seeds]
        found[strength] = {
            pattern: Score(*(sum(values) for values in zip(*(_parts(one[pattern]) for one in each), strict=True)))
            for pattern in (*PATTERNS, *REMOVALS)
        }
    return found


def _parts(one: Score) -> tuple[int, int, int, int]:
    return one.found, one.planted, one.both, one.right


def plot(scores: Scores) -> str:
    """A small plot for each pattern: recall and precision, from 0 to 1, by strength."""
    said = "; ".join(f"{NAMES[name]} at 0.5: {_percents(scores[0.5][name])}" for name in (*PATTERNS, *REMOVALS))
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(said)}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>',
    ]
    for place, pattern in enumerate((*PATTERNS, *REMOVALS)):
        left, top = _LEFT + place % 4 * (_PLOT + _GAP), _TOP + place // 4 * (_PLOT + 60)
        parts += _one(NAMES[pattern], [(at, scores[at][pattern]) for at in STRENGTHS], left, top)
    left, top = _LEFT + 3 * (_PLOT + _GAP), _TOP + _PLOT + 60 + 40
    for row, name in enumerate(("recall", "precision")):
        parts.append(f'<path class="{name}" d="M{left} {top + row * 24}h28"/>')
        parts.append(f'<text x="{left + 36}" y="{top + row * 24 + 4}">{name}</text>')
    return "\n".join((*parts, "</svg>\n"))


def _one(title: str, points: Sequence[tuple[float, Score]], left: int, top: int) -> Iterator[str]:
    bottom = top + _PLOT
    yield f'<text class="title" x="{left}" y="{top - 10}">{escape(title)}</text>'
    for part in (0, 0.5, 1):
        y = bottom - part * _PLOT
        yield f'<line class="grid" x1="{left}" y1="{y}" x2="{left + _PLOT}" y2="{y}"/>'
        yield f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{part:g}</text>'
        yield f'<text x="{left + part * _PLOT}" y="{bottom + 16}" text-anchor="middle">{part:g}</text>'
    yield f'<text x="{left + _PLOT}" y="{bottom + 32}" text-anchor="end">strength</text>'
    for name in ("recall", "precision"):
        shown = [(at, one) for at, one in points if one.found or name == "recall"]
        line = "L".join(f"{left + at * _PLOT:.1f} {bottom - getattr(one, name) * _PLOT:.1f}" for at, one in shown)
        yield f'<path class="{name}" d="M{line}"/>'


def _percents(one: Score) -> str:
    precision = f"{one.precision:.2f}" if one.found else "–"
    return f"{precision} / {one.recall:.2f}"


def main() -> None:
    """Print the tables, and write the plot where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3, help="logs of 1,000 tickets for each strength")
    parser.add_argument("--pictures", type=Path, help="the folder to write detection.svg into")
    given = parser.parse_args()
    scores = measured(range(1, given.seeds + 1))
    print("Precision / recall by strength:\n\n| pattern | " + " | ".join(f"{at:g}" for at in STRENGTHS) + " |")  # noqa: T201
    print("|---|" + "---|" * len(STRENGTHS))  # noqa: T201
    for pattern in (*PATTERNS, *REMOVALS):
        print(f"| {NAMES[pattern]} | " + " | ".join(_percents(scores[at][pattern]) for at in STRENGTHS) + " |")  # noqa: T201
    print("\n| comments | what they do | precision / recall |\n|---|---|---|")  # noqa: T201
    for title, comments in (("that the phrases were bettered with", COMMENTS), ("held out", HELD_OUT)):
        for does, one in measure(comments).items():
            print(f"| {len(comments)} {title} | {does} | {_percents(one)} |")  # noqa: T201
    if given.pictures:
        (given.pictures / "detection.svg").write_text(plot(scores), encoding="utf-8")


if __name__ == "__main__":
    main()
