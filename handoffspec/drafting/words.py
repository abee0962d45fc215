"""The words that fields are called by, and which of them mean the same in the systems of this field."""

import re
from functools import lru_cache
from typing import Final

from handoffspec.schema.systems import Field

_MEANINGS: Final[dict[str, tuple[str, ...]]] = {
    "the title": ("subject", "summary", "short description", "title", "name", "headline", "ticket title", "task name"),
    "the description": (
        "description",
        "details",
        "body",
        "notes",
        "html notes",
        "long description",
        "comments summary",
    ),
    "the priority": ("priority", "prio", "priority level"),
    "the urgency": ("urgency",),
    "the severity": ("severity", "impact", "business impact", "customer impact"),
    "the type": ("type", "kind", "issue type", "ticket type", "case type", "contact type"),
    "the category": ("category", "classification", "topic"),
    "the tags": ("tags", "labels", "keywords", "topics"),
    "who works on it": ("assignee", "assigned to", "owner", "case owner", "agent", "responsible", "assigned agent"),
    "who asked": ("requester", "caller", "reporter", "contact", "requested by", "reported by", "requestor"),
    "the group": ("group", "team", "assignment group", "queue", "assigned group", "assigned team"),
    "the organisation": ("organization", "organisation", "company", "account", "customer account"),
    "when it is due": ("due", "due date", "due at", "due on", "deadline", "due by"),
    "who follows it": ("followers", "watchers", "watch list", "collaborators"),
    "the service": ("service", "business service", "component", "components", "affected service"),
    "the thing concerned": ("configuration item", "cmdb ci", "asset", "ci", "affected system"),
    "the result": ("resolution", "close code", "resolution code", "close reason"),
    "the ticket above": ("parent", "parent incident", "parent case", "parent ticket", "parent id"),
    "the product": ("product", "brand"),
    "where it came from": ("source", "channel", "origin", "case origin", "via"),
    "the status": ("status", "state", "stage"),
}
_BY_NAME: Final = {name: meaning for meaning, names in _MEANINGS.items() for name in names}
_SAY_LITTLE: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "for",
        "and",
        "or",
        "is",
        "id",
        "field",
        "custom",
        "value",
        "cf",
        "u",
        "c",
    ]
)
_PART: Final = re.compile(r"[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST: Final = 200
"""Characters of a name or a label that are looked at."""


@lru_cache(50_000)
def parts(text: str) -> tuple[str, ...]:
    """`shortDescription`, `short_description` and `Short description (new)` by their words, in the singular."""
    return tuple(_singular(part) for part in _PART.findall(_HUMP.sub(" ", text[:_LONGEST]).casefold()))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word


_BY_PARTS: Final = {parts(name): meaning for name, meaning in _BY_NAME.items()}


def meaning(field: Field) -> str | None:
    """What the field is for, where its name or its label is one that systems use for that."""
    return _BY_PARTS.get(parts(field.name)) or _BY_PARTS.get(parts(field.label))


def telling(field: Field) -> frozenset[str]:
    """The words of name and label that tell one field from another."""
    return frozenset(word for word in (*parts(field.name), *parts(field.label)) if word not in _SAY_LITTLE)
