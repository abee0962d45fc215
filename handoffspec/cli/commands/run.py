"""`handoff run`: tickets to what the other system is given, one JSON object a line."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.progress import watched_tickets
from handoffspec.cli.voice import say
from handoffspec.diagnostics import closest
from handoffspec.execute import Failure, Outcome, Result, run_back, run_forward
from handoffspec.execute.wire.errors import NO_TICKET, WireError
from handoffspec.execute.wire.inputs import TicketInput, read_tickets, read_values
from handoffspec.plan import Plan, PlanError, load_plan
from handoffspec.schema.types import Json

_MOST: Final = 512 * 1024 * 1024
"""Bytes of tickets in one call: they are held in memory."""


@click.command()
@click.argument("spec", metavar="SPEC_OR_PLAN")
@click.argument("tickets", metavar="[INPUT]", default="-")
@click.option("--handoff", "name", metavar="NAME", help="Which handoff, where there are several.")
@click.option("--back", is_flag=True, help="The other way: records of the destination to fields of the source.")
@click.option("--onto", metavar="RECORDS", help="With --back: the source's records they come back onto, in order.")
@click.option("--at", metavar="TIME", help="What time it is, such as 2026-03-01T09:00:00Z. No clock is read.")
@click.option("--env", "environment", metavar="NAME", help="Bind names to the identifiers of this environment.")
def command(
    spec: str,
    tickets: str,
    name: str | None,
    back: bool,  # noqa: FBT001 - click gives it so
    onto: str | None,
    at: str | None,
    environment: str | None,
) -> int:
    """Turn tickets into what the other system is given: a result for each, one JSON object a line.

    SPEC_OR_PLAN is a spec, or a plan.json that `handoff compile` wrote. INPUT is what the source's API gives: one JSON
    object, an array, or an object a line; standard input where nothing is said.

    A ticket that cannot be mapped gives a line with an error in its place; the rest go on, and the status is 1.
    """
    if onto is not None and not back:
        raise CannotRunError("--onto goes with --back.", "Add --back, or leave --onto away.")
    if spec == tickets == "-":
        raise CannotRunError("standard input cannot be the spec and the tickets.", "Name a file for one of them.")
    _check_time(at)
    plan = _chosen(_plans(spec, environment), name, spec)
    data = _read(tickets)
    results = _back(plan, data, _read(onto) if onto else None, at) if back else _forward(plan, data, at)
    # Results that go to a terminal show by themselves how far it is. That each line is a ticket is a guess.
    return _print(results if sys.stdout.isatty() else watched_tickets(results, data.count(b"\n")))


def _print(results: Iterable[dict[str, Json]]) -> int:
    status = Status.FOUND_NOTHING
    for result in results:
        if "error" in result:
            status = Status.FOUND
        # ASCII only: nothing in a stranger's ticket can reach a terminal, whatever its encoding.
        click.echo(json.dumps(result))
    return status


# ── Tickets ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _forward(plan: Plan, data: bytes, at: str | None) -> Iterator[dict[str, Json]]:
    for line, ticket in read_tickets(data, plan.handoff.source):
        yield _line(plan, line, ticket if isinstance(ticket, WireError) else run_forward(plan, ticket, at))


def _back(plan: Plan, data: bytes, onto: bytes | None, at: str | None) -> Iterator[dict[str, Json]]:
    returning = list(read_tickets(data, plan.handoff.destination))
    targets = [value for _, value in read_values(onto)] if onto is not None else [None] * len(returning)
    if len(targets) != len(returning):
        raise CannotRunError(
            f"{len(returning)} records come back onto {len(targets)}.",
            "Give --onto one record for each, in the same order.",
        )
    for (line, ticket), target in zip(returning, targets, strict=True):
        yield _line(plan, line, _returned(plan, ticket, target, at))


def _returned(plan: Plan, ticket: TicketInput | WireError, target: object, at: str | None) -> Outcome | WireError:
    if isinstance(ticket, WireError):
        return ticket
    match target:
        case WireError():
            return target
        case None | dict():
            return run_back(plan, ticket, target, at)
        case _:
            return WireError(NO_TICKET, "what it comes back onto is no JSON object")


def _line(plan: Plan, line: int, outcome: Outcome | WireError) -> dict[str, Json]:
    match outcome:
        case WireError():
            return Failure(plan.handoff.name, outcome.code, outcome.message, outcome.path).to_json(line)
        case Failure():
            return outcome.to_json(line)
        case Result():
            return outcome.to_json()


def _read(path: str) -> bytes:
    """The bytes of a file of tickets; `-` is standard input."""
    if path == "-":
        if sys.stdin.isatty():
            say("reading tickets from the terminal; end with Ctrl-D")
        data = sys.stdin.buffer.read(_MOST + 1)
    else:
        try:
            with Path(path).open("rb") as file:
                data = file.read(_MOST + 1)
        except (OSError, ValueError) as error:  # ValueError: a null character in the path
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no path"
            raise CannotRunError(f"the tickets in {path!r} cannot be read: {reason}.", "Name a file, or - .") from None
    if len(data) > _MOST:
        raise CannotRunError(f"more than {_MOST // 1024 // 1024} MB of tickets at once.", "Give them in parts.")
    return data


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
        plan = load_plan(_read(spec).decode("utf-8"))
    except (PlanError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise CannotRunError(f"{spec} cannot be run: {reason}", "`handoff compile` writes plans.") from None
    return {plan.handoff.name: plan}


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
