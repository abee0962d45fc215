"""How the cost of one ticket grows with the fields of a handoff and with the rows of a table.

Run by `tests.benchmarks.mapping`. The handoffs are generated: of four fields one is a text, one a text that is cut, one
a number and one a choice by a table. The rows of a table are measured with one field whose table has a row for each
option; tickets use all of them. Every ticket is mapped once before anything is timed, as what a long table makes of a
value is kept when it first comes up.
"""

import math
import statistics
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from time import process_time
from typing import Any, Final

from tests.benchmarks import project
from tests.benchmarks.plot import Curve, plot
from tests.benchmarks.rounds import figure, table

FIELDS: Final = (10, 30, 100, 300, 1000)
ROWS: Final = (10, 100, 1000, 10_000)
_TICKETS: Final = 200
_LEAST: Final = 0.2
"""Seconds that a size is run for in each round."""


def measure(programs: Path, rounds: int, drawn: Path | None, *, quick: bool) -> Iterator[str]:
    """The parts of the tables; the plot is drawn into a file."""
    curves: list[Curve] = []
    for title, sizes, kind in (("fields of a handoff", FIELDS, "fields"), ("rows of a table", ROWS, "rows")):
        took = _each(programs, kind, sizes[:2] if quick else sizes, rounds)
        yield table(
            [title, "µs a ticket, median", "least", "most"],
            ([f"{size:,}", figure(statistics.median(t)), figure(min(t)), figure(max(t))] for size, t in took.items()),
        )
        points = [(float(size), statistics.median(times)) for size, times in took.items()]
        yield f"\nIt grows with the power {slope(points):.2f} of the {title} (log against log).\n\n"
        curves.append(Curve(title, tuple(points)))
    if drawn is not None:
        drawn.write_text(plot("What one ticket costs", "number of them", "µs", curves), encoding="utf-8")


def _each(programs: Path, kind: str, sizes: Sequence[int], rounds: int) -> dict[int, list[float]]:
    """µs a ticket in each round, by size; sizes take turns within a round."""
    made = {size: _prepared(programs, kind, size) for size in sizes}
    took: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size, (escalate, tickets) in made.items():
            began = process_time()
            count = 0
            while (passed := process_time() - began) < _LEAST:
                escalate(tickets[count % len(tickets)])
                count += 1
            took[size].append(passed / count * 1e6)
    return took


def _prepared(programs: Path, kind: str, size: int) -> Any:
    text = of_fields(size) if kind == "fields" else of_rows(size)
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "growth.handoff"
        spec.write_text(text, encoding="utf-8")
        plan = project.plan_of(project.compiled(programs, Path(folder) / "out", spec))
    random = Random(size)  # noqa: S311 - the same for the same size
    tickets = [_ticket(random, number, kind, size) for number in range(_TICKETS)]
    escalate = project.executor(plan)
    for ticket in tickets:
        assert "error" not in escalate(ticket)
    return escalate, tickets


def slope(points: Iterable[tuple[float, float]]) -> float:
    """The slope of the line that fits the logarithms best: 1 where the cost grows as the size does."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    middle_x, middle_y = (statistics.fmean(each) for each in zip(*logs, strict=True))
    across = sum((x - middle_x) ** 2 for x, _ in logs)
    return sum((x - middle_x) * (y - middle_y) for x, y in logs) / across


# ── Handoffs of a size ─────────────────────────────────────────────────────────────────────────────────────────────

_COLOURS: Final = ("red", "green", "blue", "grey")
_SPEC: Final = """
system left "Left" {{
  administered by us
  record ticket "Ticket" {{
    key id
    fields {{
      id integer kept by left at "id"
{here}
    }}
    call create "POST /tickets" fields in "ticket"
    call read "GET /tickets/{{id}}" fields in "ticket"
  }}
}}

system right "Right" {{
  administered by us
  record issue "Issue" {{
    key id
    fields {{
      id integer kept by right at "id"
{there}
    }}
    call create "POST /issues"
  }}
}}

team one "One" in left reached at "#one"
team other "Other" in right reached at "#other"

handoff growth "Growth" {{
  from left.ticket held by one
  to right.issue held by other
  linked by left.id and right.id
  adds "Nothing but a size to measure"
  ownership {{
    responsible other
    notify other, previous
  }}
  trigger {{ when someone presses "Go" }}
  map {{
{rules}
  }}
}}
"""

Parts = tuple[str, str, str]
"""A field's type on one side and on the other, and the rule's target with what follows it."""


def of_fields(size: int) -> str:
    """A handoff with so many rules, each of one field."""
    kinds = (
        ("text up to 200 characters", "text up to 200 characters", ""),
        ("text up to 200 characters", "text up to 50 characters", '\nloses "the end" because "it is long" impact none'),
        ("number", "number", ""),
        _choice(_COLOURS),
    )
    return _spec([kinds[number % len(kinds)] for number in range(size)])


def of_rows(size: int) -> str:
    """A handoff with one field and a table of so many rows."""
    return _spec([_choice([f"option_{number}" for number in range(size)])])


def _choice(options: Sequence[str]) -> Parts:
    rows = "\n".join(f"{option} -> {option.upper()}" for option in options)
    here, there = ",\n".join(options), ",\n".join(options).upper()
    return f"choice [{here}]", f"choice [{there}]", f" {{\n{rows}\n}}"


def _spec(fields: Sequence[Parts]) -> str:
    here, there = (
        "\n".join(f'f{number} "F {number}" {parts[side]} at "f{number}"' for number, parts in enumerate(fields))
        for side in (0, 1)
    )
    rules = "\n".join(f"f{number} -> f{number}{more}" for number, (_, _, more) in enumerate(fields))
    return _SPEC.format(here=here, there=there, rules=rules)


def _ticket(random: Random, number: int, kind: str, size: int) -> dict[str, Any]:
    if kind == "rows":
        return {"id": number, "f0": f"option_{random.randrange(size)}"}
    values = (lambda: "a text", lambda: "a text that is too long " * 4, lambda: 12.5, lambda: random.choice(_COLOURS))
    return {"id": number, **{f"f{field}": values[field % len(values)]() for field in range(size)}}
