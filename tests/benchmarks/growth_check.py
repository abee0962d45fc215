"""How the cost of checking and compiling grows: `python -m tests.benchmarks.growth_check [--rounds 5] [--quick]`.

With the fields of a handoff, the rows of a table and the handoffs of a spec, each stage by itself, in one process, by
processor time. The specs are those of `growth_mapping`; a spec with several handoffs has ten fields in each. The plots
are drawn into `docs/`.
"""

import argparse
import gc
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import process_time
from typing import Final, TypeVar

from handoffspec.analysis import analyse_all
from handoffspec.diagnostics import Source
from handoffspec.lint import lint
from handoffspec.model.workspace import resolve
from handoffspec.plan import dump_plan, load_plan
from handoffspec.plan.lower import lower
from handoffspec.syntax.parser import parse_source
from tests.benchmarks.environment import ROOT
from tests.benchmarks.growth_mapping import of_fields, of_rows, slope
from tests.benchmarks.plot import Curve, plot
from tests.benchmarks.rounds import figure, table

T = TypeVar("T")
STAGES: Final = ("read", "resolve", "analyse", "judge", "lower to plans", "load the plans")


def of_handoffs(size: int) -> str:
    """A spec with so many handoffs between the same two systems."""
    head, handoff = of_fields(10).split("handoff growth", 1)
    each = (handoff.replace('"Growth"', f'"Growth {n}"').replace('"Go"', f'"Go {n}"') for n in range(size))
    return head + "".join(f"handoff growth_{n}{text}" for n, text in enumerate(each))


KINDS: Final[Mapping[str, tuple[str, Callable[[int], str], Sequence[int]]]] = {
    "fields": ("fields of a handoff", of_fields, (10, 30, 100, 300, 1000)),
    "rows": ("rows of a table", of_rows, (10, 100, 1000, 10_000)),
    "handoffs": ("handoffs of a spec", of_handoffs, (1, 10, 100, 1000)),
}


def stages(text: str) -> dict[str, float]:
    """Milliseconds of each stage."""
    clock = _Clock()
    read = clock.timed("read", lambda: parse_source(Source("growth.handoff", text)))
    workspace = clock.timed("resolve", lambda: resolve([read.file]))
    assert not read.diagnostics
    assert not workspace.diagnostics
    handoffs = workspace.handoffs
    facts = clock.timed("analyse", lambda: analyse_all([handoff.value for handoff in handoffs]))
    places = {handoff.value.name: handoff.places for handoff in handoffs}
    pairs = list(zip(handoffs, facts, strict=True))
    clock.timed("judge", lambda: [lint(handoff, known, workspace.systems, places) for handoff, known in pairs])
    plans = clock.timed("lower to plans", lambda: [lower(handoff.value, known.verdicts) for handoff, known in pairs])
    texts = [dump_plan(plan) for plan in plans]
    clock.timed("load the plans", lambda: [load_plan(one) for one in texts])
    return clock.took


@dataclass
class _Clock:
    took: dict[str, float] = field(default_factory=dict)

    def timed(self, stage: str, work: Callable[[], T]) -> T:
        gc.collect()
        began = process_time()
        done = work()
        self.took[stage] = (process_time() - began) * 1000
        return done


def measure(kind: str, rounds: int, *, quick: bool) -> Iterator[str]:
    """The table of one kind; its plot is drawn unless it is quick."""
    title, made, sizes = KINDS[kind]
    texts = {size: made(size) for size in (sizes[:2] if quick else sizes)}
    each = [{size: stages(text) for size, text in texts.items()} for _ in range(rounds)]
    medians = {size: {stage: statistics.median(r[size][stage] for r in each) for stage in STAGES} for size in texts}
    curves = [Curve(stage, tuple((float(size), max(found[stage], 0.01)) for size, found in medians.items()))
              for stage in STAGES]  # fmt: skip
    yield table(
        [title, *(f"{stage}, ms" for stage in STAGES)],
        [
            *([f"{size:,}", *(figure(found[stage]) for stage in STAGES)] for size, found in medians.items()),
            ["grows with the power", *(f"{slope(curve.points):.2f}" for curve in curves)],
            ["between the largest two", *(f"{slope(curve.points[-2:]):.2f}" for curve in curves)],
        ],
    )
    if not quick:
        drawn = plot(f"Checking and compiling, by the {title}", title, "ms", curves)
        (ROOT / "docs" / f"growth-{kind}.svg").write_text(drawn, encoding="utf-8")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="only the smallest sizes, and no plots")
    given = parser.parse_args()
    gc.set_threshold(50_000)  # as `check` does
    stages(of_fields(1))  # what is made once is not measured
    for kind in KINDS:
        print("\n".join(measure(kind, given.rounds, quick=given.quick)))  # noqa: T201


if __name__ == "__main__":
    main()
