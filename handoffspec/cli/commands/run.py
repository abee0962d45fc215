"""`handoff run`: tickets to what the other system is given, one JSON object a line."""

import codecs
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Final, TypeAlias

import click
import orjson

from handoffspec.cli.bulk import in_order
from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.progress import watched_bytes
from handoffspec.cli.tickets import Source, open_tickets
from handoffspec.diagnostics import closest
from handoffspec.execute import Failure, Outcome, run_back
from handoffspec.execute.compiled import compile_plan
from handoffspec.execute.wire.errors import NO_TICKET, WireError
from handoffspec.execute.wire.inputs import TicketInput, read_tickets
from handoffspec.execute.wire.split import Piece, read_piece, split
from handoffspec.plan import Plan, PlanError, load_plan
from handoffspec.schema.types import Json


@click.command()
@click.argument("spec", metavar="SPEC_OR_PLAN")
@click.argument("tickets", metavar="[INPUT]", default="-")
@click.option("--handoff", "name", metavar="NAME", help="Which handoff, where there are several.")
@click.option("--back", is_flag=True, help="The other way: records of the destination to fields of the source.")
@click.option("--onto", metavar="RECORDS", help="With --back: the source's records they come back onto, in order.")
@click.option("--jobs", metavar="N", type=click.IntRange(1, 256), default=1, help="On how many processes; else one.")
@click.option("--at", metavar="TIME", help="What time it is, such as 2026-03-01T09:00:00Z. No clock is read.")
@click.option("--env", "environment", metavar="NAME", help="Bind names to the identifiers of this environment.")
def command(  # noqa: PLR0913, PLR0917 - one for each option
    spec: str,
    tickets: str,
    name: str | None,
    back: bool,  # noqa: FBT001 - click gives it so
    onto: str | None,
    jobs: int,
    at: str | None,
    environment: str | None,
) -> int:
    """Turn tickets into what the other system is given: a result for each, one JSON object a line.

    SPEC_OR_PLAN is a spec, or a plan.json that `handoff compile` wrote. INPUT is what the source's API gives: one JSON
    object, an array, or an object a line, packed with gzip or zstd or not; standard input where nothing is said.

    A ticket that cannot be mapped gives a line with an error in its place; the rest go on, and the status is 1.
    """
    if onto is not None and not back:
        raise CannotRunError("--onto goes with --back.", "Add --back, or leave --onto away.")
    if spec == tickets == "-":
        raise CannotRunError("standard input cannot be the spec and the tickets.", "Name a file for one of them.")
    _check_time(at)
    plan = _chosen(_plans(spec, environment), name, spec)
    work = partial(_lines_back if back else _lines, plan, at)
    status = Status.FOUND_NOTHING
    with open_tickets(tickets) as source, watched_bytes(source.size, source.position) as advance:
        for text, failed in in_order(work, _given(source, onto), _size, jobs):
            status = Status.FOUND if failed else status
            click.echo(text, nl=False)
            advance()
    return status


# ── Tickets ────────────────────────────────────────────────────────────────────────────────────────────────────────

_Given: TypeAlias = tuple[int, Piece, object]
"""A ticket's line and its piece, and the record that it comes back onto, if any."""


def _given(source: Source, onto: str | None) -> Iterator[_Given]:
    if onto is None:
        return ((line, piece, None) for line, piece in split(source.stream))
    # Both are counted before anything is paired: a record too few would put every answer onto its neighbour.
    pieces = list(split(source.stream))
    with open_tickets(onto) as targets:
        values = [read_piece(piece, line) for line, piece in split(targets.stream)]
    if len(values) != len(pieces):
        raise CannotRunError(
            f"{len(pieces)} records come back onto {len(values)}.",
            "Give --onto one record for each, in the same order.",
        )
    return ((line, piece, value) for (line, piece), value in zip(pieces, values, strict=True))


def _size(given: _Given) -> int:
    return len(given[1]) if isinstance(given[1], bytes) else 0


def _lines(plan: Plan, at: str | None, given: Sequence[_Given]) -> tuple[bytes, bool]:
    """The lines of results, and whether any is an error."""
    cross = compile_plan(plan)
    lines: list[bytes] = []
    failed = False
    for line, piece, _ in given:
        value = read_piece(piece, line)
        if isinstance(value, WireError):
            result = _failure(plan, value).to_json(line)
        else:
            result = cross(value, at)
            result = {**result, "line": line} if "error" in result else result
        failed = failed or "error" in result
        lines.append(_line(result))
    return b"".join(lines), failed


def _lines_back(plan: Plan, at: str | None, given: Sequence[_Given]) -> tuple[bytes, bool]:
    """The same for records that come back, each onto its own if there is one."""
    lines: list[bytes] = []
    failed = False
    read = read_tickets(((line, piece) for line, piece, _ in given), plan.handoff.destination)
    for (line, ticket), (_, _, target) in zip(read, given, strict=True):
        outcome = _outcome_back(plan, ticket, target, at)
        failed = failed or isinstance(outcome, Failure)
        lines.append(_line(outcome.to_json(line) if isinstance(outcome, Failure) else outcome.to_json()))
    return b"".join(lines), failed


def _line(result: dict[str, Json]) -> bytes:
    """A result as one line. ASCII only: nothing in a stranger's ticket can reach a terminal, whatever its encoding."""
    try:
        line = orjson.dumps(result)
    except orjson.JSONEncodeError:  # half of a surrogate pair, or a number of more than 64 bits
        return json.dumps(result, separators=(",", ":")).encode("ascii") + b"\n"
    return (line if line.isascii() else line.decode("utf-8").encode("ascii", _ESCAPED)) + b"\n"


_ESCAPED: Final = "handoffspec.json"
"""How characters beyond ASCII are written: as JSON escapes them."""


def _escape(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - nothing is decoded so
    return "".join(map(_escapes, error.object[error.start : error.end])), error.end


@lru_cache(maxsize=4096)
def _escapes(char: str) -> str:
    return json.dumps(char)[1:-1]


codecs.register_error(_ESCAPED, _escape)


def _outcome_back(plan: Plan, ticket: TicketInput | WireError, target: object, at: str | None) -> Outcome:
    match ticket, target:
        case (WireError() as error, _) | (_, WireError() as error):
            return _failure(plan, error)
        case TicketInput(), None | dict():
            return run_back(plan, ticket, target, at)
        case _:
            return Failure(plan.handoff.name, NO_TICKET, "what it comes back onto is no JSON object", "")


def _failure(plan: Plan, error: WireError) -> Failure:
    return Failure(plan.handoff.name, error.code, error.message, error.path)


def _check_time(at: str | None) -> None:
    try:
        aware = at is None or datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        advice = "Write it with its zone, such as 2026-03-01T09:00:00Z."
        raise CannotRunError(f"--at {at!r} is no point in time.", advice)


# ── The plan ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _plans(spec: str, environment: str | None) -> Mapping[str, Plan]:
    if not spec.endswith(".json"):
        from handoffspec.cli.specs import sound  # noqa: PLC0415 - a plan runs without the parser
        from handoffspec.pipeline import plans  # noqa: PLC0415

        return plans(sound([spec], environment), environment)
    if environment is not None:
        raise CannotRunError("a plan is bound to its environment already.", "Leave --env away, or run the spec.")
    try:
        plan = load_plan(Path(spec).read_text(encoding="utf-8"))
    except (PlanError, OSError, ValueError) as error:  # ValueError: a null character in the path
        raise CannotRunError(f"{spec} cannot be run: {_reason(error)}", "`handoff compile` writes plans.") from None
    return {plan.handoff.name: plan}


def _reason(error: Exception) -> str:
    match error:
        case UnicodeDecodeError():
            return "it is not UTF-8"
        case OSError():
            return error.strerror or "it cannot be read"
        case _:
            return str(error)


def _chosen(plans: Mapping[str, Plan], name: str | None, spec: str) -> Plan:
    """The one that is named; the only one; or the only one between two systems."""
    if name is not None:
        if name not in plans:
            near = closest(name, plans)
            advice = f"Did you mean {near}?" if near else f"There {_are(list(plans))}."
            raise CannotRunError(f"{spec} has no handoff {name!r}.", advice)
        return plans[name]
    across = [plan for plan in plans.values() if not plan.handoff.within]
    candidates = list(plans.values()) if len(plans) == 1 else across
    if len(candidates) == 1:
        return candidates[0]
    if not plans:
        raise CannotRunError(f"there is no handoff in {spec}.", "A spec needs a `handoff` to run.")
    raise CannotRunError(f"{spec} has several handoffs.", f"Choose with --handoff: there {_are(list(plans))}.")


def _are(names: Sequence[str]) -> str:
    return f"is {names[0]}" if len(names) == 1 else f"are {', '.join(names[:20])}"
