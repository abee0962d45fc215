"""How a system gives and takes values where they are not plain JSON."""

from datetime import datetime
from typing import Final

from handoffspec.diagnostics import codes
from handoffspec.model.systems_api import Found, facts_in, known_word
from handoffspec.schema.systems import ValueForms
from handoffspec.syntax import ast

_PLACES: Final = ("value", "shown", "link")
_ZONES: Final = ("UTC",)
_LONGEST: Final = 10


def value_forms(node: ast.ValueFacts, found: Found) -> ValueForms:
    """What a block `values` says."""
    places = {part: fact.path for (part, _), fact in facts_in(node.paths, _PLACES, "place of a value", found).items()}
    return ValueForms(
        value=places.get("value"),
        shown=places.get("shown"),
        link=places.get("link"),
        text=node.text,
        utc=node.zone is not None and known_word(node.zone, _ZONES, "zone that times are in called", found),
        origin=_origin(node.origin, found),
        joined=_between(node.joined, found),
        parts=_between(node.parts, found),
    )


def _origin(node: ast.Text | None, found: Found) -> str | None:
    if node is None:
        return None
    try:
        return datetime.fromisoformat(node.value).replace(tzinfo=None).isoformat(sep=" ")
    except ValueError:
        help_ = 'Write a day and a time, as in `durations from "1970-01-01 00:00:00"`.'
        found.append(codes.SENSELESS_LIMIT.at(node.span, f'"{node.value[:60]}" is no moment.', help=help_))
        return None


def _between(node: ast.Text | None, found: Found) -> str | None:
    if node is None or 0 < len(node.value) <= _LONGEST:
        return node.value if node else None
    help_ = 'Write a sign, as in `lists joined with ","`.'
    found.append(codes.SENSELESS_LIMIT.at(node.span, f'"{node.value[:60]}" stands between no two things.', help=help_))
    return None
