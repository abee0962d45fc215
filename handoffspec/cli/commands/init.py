"""`handoff init`: a first spec, from a few questions."""

import sys
from pathlib import Path
from typing import Final

import click

from handoffspec.cli.drafts import drafted, judged
from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.files import write_new
from handoffspec.cli.sides import files_of, side_of
from handoffspec.cli.voice import say
from handoffspec.diagnostics import Severity, closest
from handoffspec.drafting.decisions import propose, settled
from handoffspec.drafting.spec import Draft
from handoffspec.drafting.teams import within
from handoffspec.loader import catalogue
from handoffspec.syntax.format import format_text

_UNDECIDED: Final = "nobody has decided yet who would miss it"
"""Said of what is not mapped. Not `undecided`, which `check` would list: a first spec is one that checks."""


@click.command()
@click.option("--from", "source", metavar="SYSTEM", help="The system that the ticket leaves, such as zendesk.")
@click.option("--to", "target", metavar="SYSTEM", help="The system it arrives in; the same for two of its teams.")
@click.option("--name", metavar="NAME", help="What the handoff is called; one word.")
@click.option("-o", "--output", metavar="FILE", help="Where; NAME.handoff unless said, - for standard output.")
def command(source: str | None, target: str | None, name: str | None, output: str | None) -> int:
    """Write a small spec that checks. What no option says is asked for, if somebody is there to answer.

    A file that is there already is never overwritten.
    """
    systems = catalogue()
    leaves = _system(source or _asked("Which system does the ticket leave", "--from", systems), systems)
    arrives = _system(target or _asked("Which system does it arrive in", "--to", systems), systems)
    usual = f"{leaves}_to_{arrives}" if leaves != arrives else "second_line"
    called = _name(name or _asked_or("What is the handoff called", usual))
    text = _text(called, leaves, arrives)
    if output == "-":
        click.echo(text, nl=False)
        return Status.FOUND_NOTHING
    path = Path(output or f"{called}.handoff")
    write_new(path, text)
    say(f"wrote {path}. Next: `handoff check {path}`")
    return Status.FOUND_NOTHING


# ── Questions ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _asked(question: str, option: str, systems: tuple[str, ...]) -> str:
    if not sys.stdin.isatty():
        raise CannotRunError(f"{option} is missing.", f"Write {option} and one of {', '.join(systems)}.")
    answer: str = click.prompt(f"{question} ({', '.join(systems)})", err=True)
    return answer.strip()


def _asked_or(question: str, usual: str) -> str:
    if not sys.stdin.isatty():
        return usual
    answer: str = click.prompt(question, default=usual, err=True)
    return answer.strip()


def _system(name: str, systems: tuple[str, ...]) -> str:
    if name in systems:
        return name
    near = closest(name, systems)
    advice = f"Did you mean {near}?" if near else f"There are {', '.join(systems)}."
    raise CannotRunError(f"the catalogue has no system {name!r}.", advice)


def _name(name: str) -> str:
    # 60: the name becomes a file's and a folder's.
    if not name.isidentifier() or len(name) > 60:
        advice = "One word of letters, digits and _, such as escalation."
        raise CannotRunError(f"{name!r} cannot be a handoff's name.", advice)
    return name


# ── The text ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _text(name: str, leaves: str, arrives: str) -> str:
    source, target = side_of(leaves), side_of(arrives)
    if leaves == arrives:
        text = format_text(within(name, source.record, leaves))
        found = judged(text, source.files).diagnostics
    else:
        proposals = settled(propose(source.record, target.record), _UNDECIDED)
        draft = drafted(Draft(name, proposals, (leaves, arrives), {}, "minor"), files_of((source, target)))
        text, found = draft.text, draft.found
    wrong = [one for one in found if one.severity is not Severity.ADVICE]
    if wrong:
        raise AssertionError(f"a first spec that does not check: {wrong[0].code.name}: {wrong[0].message}")
    return text
