"""`handoff breaking`: what changed for the people and the systems on both sides."""

import json
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from handoffspec.breaking import LEVELS, Change, Version, compare
from handoffspec.breaking.approvals import FILE, Approval, ApprovalError, read_approvals, unused
from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.specs import sound
from handoffspec.cli.versions import as_they_were
from handoffspec.cli.voice import say, show, show_rows
from handoffspec.diagnostics import Span
from handoffspec.model.handoffs import ResolvedHandoff
from handoffspec.pipeline import Checked, check
from handoffspec.report.printable import safe
from handoffspec.report.table import Cell

_FAILING: Final = ("data", "state", "told")
_MAX_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Told:
    """A change with its place and what is decided about it."""

    change: Change
    span: Span
    path: str
    approval: Approval | None
    fails: bool


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--against", metavar="REF_OR_DIR", required=True, help="A commit, branch or tag, or a folder of specs.")
@click.option("--level", "levels", multiple=True, metavar="LEVELS", help="What fails; data,state,told if not said.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How changes are shown.")
@click.option("--approved", metavar="FILE", type=click.Path(path_type=Path), help="Not the file beside the specs.")
def command(paths: tuple[str, ...], against: str, levels: tuple[str, ...], form: str, approved: Path | None) -> int:
    """Say what changed for the people and the systems on both sides of each handoff, a line for each change.

    Levels: data (information is lost or becomes something else), state (a status or a way back is gone), told (somebody
    is no longer told, or somebody else is responsible), wording. Intended changes are approved in a file
    approved-breaks beside the specs, with a reason.
    """
    if "-" in paths:
        raise CannotRunError("standard input has no older version.", "Name files or folders.")
    failing = _levels(levels)
    place = approved or _beside(paths[0])
    approvals = _approvals(place, asked=approved is not None)
    new = sound(paths)
    with as_they_were(paths, against) as older:
        old = _older(older, against)
        told = list(_told(old, new, paths, against, approvals, failing))
    _report(told, form)
    for approval in unused(approvals, [one.change for one in told]):
        say(f"{place}:{approval.line}: nothing like this has changed: {safe(' '.join(approval.key))}; remove the line")
    return Status.FOUND if any(one.fails for one in told) else Status.FOUND_NOTHING


def _levels(given: Sequence[str]) -> frozenset[str]:
    words = [word.strip() for words in given for word in words.split(",") if word.strip()]
    for word in words:
        if word not in LEVELS:
            raise CannotRunError(f"there is no level {word!r}.", f"The levels are {', '.join(LEVELS)}.")
    return frozenset(words or _FAILING)


# ── Both versions ──────────────────────────────────────────────────────────────────────────────────────────────────


def _older(paths: Sequence[str], against: str) -> Checked | None:
    """The older specs; None where there were none."""
    if not paths:
        say(f"there were no specs at {safe(against)}: everything is new")
        return None
    checked = check(paths)
    # What check finds about a handoff that is known does not keep it from being compared.
    unreadable = [found for found in checked.errors if found.code.code < "HS0200"]
    if unreadable:
        show(unreadable, sys.stderr)
        raise CannotRunError(f"nothing was compared, because the specs at {against} cannot be read.")
    return checked


def _told(
    old: Checked | None,
    new: Checked,
    paths: Sequence[str],
    against: str,
    approvals: Sequence[Approval],
    failing: Collection[str],
) -> Iterator[_Told]:
    after = {handoff.value.name: handoff for handoff, _ in new.handoffs}
    kept = [] if old is None else [(h, f) for h, f in old.handoffs if _is_asked(h, paths, after)]
    before = {handoff.value.name: handoff for handoff, _ in kept}
    changes = compare(
        [Version(handoff.value, facts, handoff.places) for handoff, facts in kept],
        [Version(handoff.value, facts, handoff.places) for handoff, facts in new.handoffs],
    )
    reasons = {approval.key: approval for approval in approvals}
    for change in changes:
        span, gone = _span(change, before, after)
        path = f"{against}:{Path(span.source.path).name}" if gone else span.source.path
        approval = reasons.get(change.key)
        yield _Told(change, span, path, approval, approval is None and change.level in failing)


def _is_asked(handoff: ResolvedHandoff, paths: Sequence[str], after: Collection[str]) -> bool:
    """Of a folder everything; of single files what they hold, or held, or what has moved into them."""
    files = {Path(path).name for path in paths if not Path(path).is_dir()}
    whole = len(files) < len(paths)
    return whole or handoff.value.name in after or Path(handoff.places.name.source.path).name in files


def _span(change: Change, before: dict[str, ResolvedHandoff], after: dict[str, ResolvedHandoff]) -> tuple[Span, bool]:
    """Where a change stands, and whether that is in the older version."""
    now, was = after.get(change.handoff), before.get(change.handoff)
    if now is None or (change.gone and was is not None):
        return (was or next(iter(before.values()))).places.span(change.place), True
    return now.places.span(change.place), False


# ── What is approved ───────────────────────────────────────────────────────────────────────────────────────────────


def _beside(path: str) -> Path:
    here = Path(path)
    return (here if here.is_dir() else here.parent) / FILE


def _approvals(place: Path, *, asked: bool) -> tuple[Approval, ...]:
    if not asked and not place.exists():
        return ()
    try:
        with place.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise CannotRunError(f"`{place}` is larger than {_MAX_BYTES // 1024 // 1024} MB.")
        return read_approvals(data.decode("utf-8-sig"))
    except OSError as error:
        raise CannotRunError(f"`{place}` cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CannotRunError(f"`{place}` is not UTF-8.") from None
    except ApprovalError as error:
        raise CannotRunError(f"`{place}`, {error}.") from None


# ── The report ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _report(told: Sequence[_Told], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([_as_json(one) for one in told], indent=2, ensure_ascii=True))
        return
    lines = [(one.change.level, _line(one)) for one in told]
    show_rows(
        [(Cell(level, "31" if one.fails else "2"), Cell(line)) for one, (level, line) in zip(told, lines, strict=True)],
        [safe(f"{level:<8}{line}") for level, line in lines],
    )
    failing = sum(one.fails for one in told)
    approved = sum(one.approval is not None for one in told)
    click.echo(_summary(len(told), failing, approved))


def _line(one: _Told) -> str:
    """Where it is, what is different, and why that is meant."""
    note = f"  (approved: {one.approval.reason})" if one.approval else ""
    return f"{one.path}:{one.span.line}  {one.change.handoff} {one.change.place}: {one.change.message}{note}"


def _summary(changes: int, failing: int, approved: int) -> str:
    if not changes:
        return "Nothing has changed for anybody."
    noun = "change" if changes == 1 else "changes"
    return f"{changes} {noun}, {failing} of them breaking" + (f", {approved} approved" if approved else "")


def _as_json(one: _Told) -> dict[str, object]:
    change = one.change
    return {
        "level": change.level,
        "handoff": change.handoff,
        "place": change.place,
        "message": change.message,
        "path": one.path,
        "line": one.span.line,
        "column": one.span.column,
        "gone": change.gone,
        "approved": one.approval.reason if one.approval else None,
        "fails": one.fails,
    }
