"""What the templates show, worked out beforehand: they only lay it out. Each view is of one handoff."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from handoffspec.emit.documents.shared import title, translation
from handoffspec.emit.site.crossing import CLASSES, Crossing, Judged, Kind, Line, crossing
from handoffspec.emit.site.crossing_svg import crossing_svg
from handoffspec.emit.site.lifecycles import Column, Lifecycles, lifecycles
from handoffspec.emit.site.lifecycles_svg import lifecycles_svg
from handoffspec.emit.site.story import Example, Finding, Place, Story
from handoffspec.emit.site.witnesses import said, shown, values
from handoffspec.emit.web.blocks import block
from handoffspec.emit.words.amounts import clipped, count
from handoffspec.emit.words.failures import mechanisms, requirement
from handoffspec.emit.words.mapping import ARROWS
from handoffspec.emit.words.names import bare, party, system
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.types import Json

View = dict[str, Any]
Href = Callable[[Place], str | None]
"""Where a place of a spec is shown; None: nowhere, as in a file that stands alone."""

MEANINGS: Final[dict[Kind, str]] = {
    "direct": "arrives as it is",
    "translation": "arrives in other words and can be told again",
    "lossy": "two tickets can arrive alike",
    "lost": "nothing of it arrives in a field",
    "fixed": "written by the handoff itself",
}
_LONG: Final = 90
"""Characters of a value that is shown by itself and not in a list."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A handoff as all its pages show it."""

    story: Story
    crossing: Crossing
    lifecycles: Lifecycles | None
    pictures: Mapping[str, str]
    """By name, as SVG."""

    @property
    def name(self) -> str:
        """Of its folder."""
        return self.story.plan.handoff.name

    @property
    def title(self) -> str:
        """Its title."""
        return title(self.story.plan.handoff)

    @property
    def ends(self) -> tuple[str, str]:
        """Who hands over, who receives."""
        handoff = self.story.plan.handoff
        return _end(handoff, "source"), _end(handoff, "destination")


def show(story: Story) -> Shown:
    """Work out what the pages of a handoff show."""
    crosses, both, named = crossing(story.plan), lifecycles(story.plan), title(story.plan.handoff)
    drawn = {"crossing": crossing_svg(crosses, f"What crosses: {named}")}
    if both is not None:
        drawn["lifecycles"] = lifecycles_svg(both, f"Lifecycles: {named}")
    return Shown(story, crosses, both, drawn)


def _end(handoff: Handoff, side: Side) -> str:
    who, where = party(handoff, side), system(handoff, side)
    return where if who == where else f"{who} ({where})"


def overview(one: Shown, href: Href) -> View:
    """Everything of a handoff but its documents."""
    handoff = one.story.plan.handoff
    return {
        "name": one.name,
        "title": one.title,
        "ends": one.ends,
        "adds": clipped(handoff.adds or ""),
        "place": at(one.story.name, href),
        "tally": one.crossing.tally(),
        "counts": [(count(len(given), word).partition(" ")[2], len(given)) for word, given in _counted(handoff)],
        "errors": sum(found.severity == "error" and found.accepted is None for found in one.story.findings),
        "crossing": _crossing(one, href),
        "lifecycles": _lifecycles(one, href),
        "examples": [_example(one.story, example, href) for example in one.story.examples],
        "failures": _failures(one.story, href),
        "findings": [_finding(found, href) for found in one.story.findings],
    }


def _counted(handoff: Handoff) -> list[tuple[str, tuple[object, ...]]]:
    return [("requirement", handoff.requirements), ("known failure mode", handoff.failures)]


def at(place: Place, href: Href) -> View:
    """A place to be shown."""
    return {"words": f"{place.path}:{place.line}", "href": href(place)}


# ── The crossing ───────────────────────────────────────────────────────────────────────────────────────────────────


def _crossing(one: Shown, href: Href) -> View:
    return {
        "svg": one.pictures["crossing"],
        "left": one.crossing.left_title,
        "right": one.crossing.right_title,
        "idle": one.crossing.idle,
        "lines": [_line(one.story, line, href) for line in one.crossing.lines],
    }


def _line(story: Story, line: Line, href: Href) -> View:
    return {
        "key": line.key,
        "names": line.names,
        "arrow": ARROWS[line.flow],
        "does": line.does,
        "reason": line.reason.rstrip(".") if line.right else "",
        "place": at(story.place(line.key if line.key.startswith(("map.", "sync.")) else "map"), href),
        "table": _table(story.plan.handoff, line),
        "there": _judged(story, line.there, "source"),
        "back": _judged(story, line.back, "destination"),
    }


def _table(handoff: Handoff, line: Line) -> str:
    """The rows by which a rule translates, as HTML; nothing where it has none."""
    rule = next((rule for rule in handoff.rules if rule.id == line.key and rule.table), None)
    return block(translation(handoff, rule)) if rule else ""


def _judged(story: Story, judged: Judged | None, side: Side) -> View | None:
    if judged is None:
        return None
    return {
        "kind": judged.kind,
        "details": judged.details,
        "impact": [words for words in judged.impact if words != "None" or judged.kind != "direct"],
        "recoverable": judged.recoverable,
        "witnesses": [shown(story.plan.handoff, witness, side) for witness in judged.witnesses],
    }


# ── Lifecycles ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _lifecycles(one: Shown, href: Href) -> View | None:
    both = one.lifecycles
    if both is None:
        return None
    return {
        "svg": one.pictures["lifecycles"],
        "left": both.source.title,
        "right": both.destination.title,
        "rows": [{"words": row.words, "place": at(one.story.place(row.id), href)} for row in both.answers],
        "columns": [_column(column) for column in (both.source, both.destination)],
        "explored": one.story.explored and bool(both.answers),
        "histories": [_history(found, href) for found in one.story.findings if found.history],
    }


def _column(column: Column) -> View:
    labels = {state.name: state.label for state in column.states}
    states = [
        {
            "label": state.label,
            "category": state.category,
            "clock": state.clock,
            "leads": [labels[after] for before, after in column.moves if before == state.name and after in labels],
        }
        for state in column.states
    ]
    return {"title": column.title, "states": states}


def _history(found: Finding, href: Href) -> View:
    return {**_finding(found, href), "steps": found.history}


def _finding(found: Finding, href: Href) -> View:
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity,
        "message": found.message,
        "help": found.help,
        "accepted": clipped(found.accepted or "").rstrip("."),
        "place": at(found.place, href),
    }


# ── Failure modes ──────────────────────────────────────────────────────────────────────────────────────────────────


def _failures(story: Story, href: Href) -> list[View]:
    handoff = story.plan.handoff
    return [
        {
            "title": failure.title or failure.name,
            "requirement": requirement(handoff, failure),
            "parts": [
                (label, text)
                for label, text in (
                    ("Seen", "; ".join(map(clipped, failure.seen))),
                    ("Cause", clipped(failure.cause)),
                    ("Costs", clipped(failure.costs)),
                    ("Prevented by", mechanisms(handoff, failure)),
                )
                if text
            ],
            "place": at(story.place(f"failure.{failure.name}"), href),
        }
        for failure in handoff.failures
    ]


# ── Examples ───────────────────────────────────────────────────────────────────────────────────────────────────────

_FIRED: Final = {
    True: "The handoff takes place.",
    False: "The handoff does not take place.",
    None: "Whether it takes place depends on what is not given.",
}


def _example(story: Story, example: Example, href: Href) -> View:
    handoff = story.plan.handoff
    sides: tuple[Side, Side] = ("destination", "source") if example.back else ("source", "destination")
    error = cast("Mapping[str, Json] | None", example.result.get("error"))
    record = cast("Mapping[str, Json]", example.result.get("record", {}))
    long = {
        name: text for name, text in record.items() if isinstance(text, str) and (len(text) > _LONG or "\n" in text)
    }
    short = {name: value for name, value in record.items() if name not in long and value is not None}
    return {
        "title": example.title,
        "place": at(example.place, href),
        "left": f"The ticket in {system(handoff, sides[0])}",
        "right": f"What {system(handoff, sides[1])} shows",
        "fired": "" if example.back or error else _FIRED[cast("bool | None", example.result.get("fired"))],
        "given": values(handoff, dict(example.given), sides[0]),
        "onto": values(handoff, dict(example.onto), sides[1]),
        "comments": example.comments,
        "attachments": example.attachments,
        "error": f"{error.get('code')}: {error.get('message')}" if error else "",
        "short": values(handoff, dict(short), sides[1]),
        "long": [(bare(handoff, FieldRef(sides[1], name)), text) for name, text in long.items()],
        "arriving": example.arriving,
        "losses": [_loss(handoff, loss, sides[0]) for loss in _listed(example.result, "losses")],
        "missing": [said(name) for name in cast("list[Json]", example.result.get("missing", []))],
        "held": example.held,
        "told": [(said(one["who"]), said(one["why"])) for one in _listed(example.result, "notify")],
        "unmet": example.unmet,
    }


def _listed(result: Mapping[str, Json], key: str) -> list[Mapping[str, Json]]:
    return cast("list[Mapping[str, Json]]", result.get(key, []))


def _loss(handoff: Handoff, loss: Mapping[str, Json], side: Side) -> View:
    name = str(loss["field"])
    known = handoff.record(side).field(name)
    return {
        "field": bare(handoff, FieldRef(side, name)) if known else name.capitalize(),
        "kind": loss["class"],
        "words": loss["detail"] or loss["cause"],
        "impact": loss["impact"],
    }


__all__ = ["CLASSES", "MEANINGS", "Shown", "overview", "show"]
