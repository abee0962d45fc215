"""One ticket in memory to one result in memory: this project beside its peers. Run by `tests.benchmarks.mapping`."""

import gc
import json
import os
import statistics
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, Final

from tests.benchmarks.differences import must_agree
from tests.benchmarks.rounds import figure, interleaved, spread, table

PEERS: Final = Path(__file__).parent / "peers"
_LEAST: Final = 0.3
"""Seconds that a fast contender is run for in each round, as often as it takes."""

Escalate = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Contender:
    """`seconds`: of the processor, for all tickets once. `lines`: the result lines of all."""

    name: str
    checks: str
    seconds: Callable[[], float]
    lines: Callable[[], list[dict[str, Any]]]


def python(name: str, checks: str, escalate: Escalate, tickets: list[dict[str, Any]]) -> Contender:
    """A function of this process."""

    def seconds() -> float:
        began = process_time()
        times = 0
        while (took := process_time() - began) < _LEAST:
            for ticket in tickets:
                escalate(ticket)
            times += 1
        return took / times

    return Contender(name, checks, seconds, lambda: [escalate(ticket) for ticket in tickets])


def contenders(ours: Escalate, tickets: list[dict[str, Any]]) -> Iterator[Contender]:
    """All that run in this process, the one that the others are held against first."""
    from jq import compile as jq_program  # noqa: PLC0415 - the peers are in the benchmark's environment only
    from jsonata import Jsonata  # noqa: PLC0415

    from tests.benchmarks.peers import with_glom, with_msgspec, with_pydantic  # noqa: PLC0415
    from tests.benchmarks.peers.handwritten.mapping import escalate  # noqa: PLC0415

    jq = jq_program((PEERS / "escalate.jq").read_text(encoding="utf-8"))
    jsonata = Jsonata((PEERS / "escalate.jsonata").read_text(encoding="utf-8"))
    yield python("hand-written Python", "types, limits", escalate, tickets)
    yield python("handoffspec", "types, limits", ours, tickets)
    yield python("msgspec", "types, limits", with_msgspec.escalate, tickets)
    yield python("pydantic", "types, limits", with_pydantic.escalate, tickets)
    yield python("glom", "none", with_glom.escalate, tickets)
    yield python("jq bindings", "none", lambda ticket: jq.input_value(ticket).first(), tickets)
    yield python("jsonata-python", "none", jsonata.evaluate, tickets)


class Node:
    """JSONata on node, in a process that keeps the tickets."""

    def __init__(self, modules: Path, tickets: Path) -> None:
        command = ["node", PEERS / "escalate.js", PEERS / "escalate.jsonata", tickets]
        environ = {**os.environ, "NODE_PATH": str(modules)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environ
        )

    def contender(self) -> Contender:
        """As the others."""
        return Contender("JSONata, node", "none", lambda: float(self._said("run")[0]), self._lines)

    def _lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._said("show")]

    def _said(self, command: str) -> list[str]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{command}\n")
        stdin.flush()
        lines = [stdout.readline()]
        while command == "show" and (line := stdout.readline()).strip():
            lines.append(line)
        return lines

    def close(self) -> None:
        """Ends the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(timeout=60)


def measure(
    reference: Escalate, ours: Escalate, tickets: list[dict[str, Any]], file: Path, modules: Path | None, rounds: int
) -> Iterator[str]:
    """The parts of the table."""
    node = Node(modules, file) if modules is not None else None
    all_of_them = [*contenders(ours, tickets), *([node.contender()] if node is not None else [])]
    wanted = [reference(ticket) for ticket in tickets]
    for contender in all_of_them:
        must_agree(contender.name, wanted, contender.lines())
    gc.collect()
    gc.freeze()
    made = interleaved({each.name: each.seconds for each in all_of_them}, rounds)
    if node is not None:
        node.close()
    first = all_of_them[0].name
    yield f"{len(tickets)} tickets of {file.stat().st_size // len(tickets):,} bytes on average, {rounds} rounds.\n\n"
    yield table(
        ["", "tickets/s, median", "against hand-written Python, median", "least", "most", "checked"],
        (
            [
                each.name,
                figure(len(tickets) / statistics.median(one[each.name] for one in made)),
                spread(one[first] / one[each.name] for one in made),
                each.checks,
            ]
            for each in all_of_them
        ),
    )
