"""What a document is: told from what stands in it, never from its name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from handoffspec.importers.found import ImportRefusedError
from handoffspec.importers.json import Entry, Json, entries, entry, items, text
from handoffspec.importers.spelling import visible

Test: TypeAlias = Callable[[Json], bool]
"""Whether a document is of one kind."""


@dataclass(frozen=True, slots=True)
class Part:
    """A document, or a part of one, of a kind that the system's import reads."""

    kind: str
    content: Json


@dataclass(frozen=True, slots=True)
class Kinds:
    """What an import of one system reads."""

    title: str
    tests: Mapping[str, Test]
    """By kind, in the order in which they are tried and then read."""
    listed: str
    """The kinds in words, for messages."""


_NOT_METADATA: Final = {
    "tickets": "tickets", "ticket": "a ticket", "issues": "issues", "comments": "comments", "audits": "audits",
    "users": "users", "groups": "groups", "brands": "brands", "events": "events",
}  # fmt: skip


def parts_of(document: Json, system: str, known: Mapping[str, Kinds]) -> list[Part]:
    """The parts of a document that a system's import reads, in the order of its kinds.

    Raises:
        ImportRefusedError: it is an error of the API, of another system, empty, or nothing that is known.
    """
    parts = _parts(document, known[system].tests)
    if parts:
        return parts
    _refuse(document, system, known)
    return []


def _parts(document: Json, tests: Mapping[str, Test]) -> list[Part]:
    return [Part(kind, document) for kind, test in tests.items() if test(document)]


def goes_on(document: Json) -> bool:
    """Whether an answer says that there is more on a further page, in the ways of the five systems."""
    top = entry(document)
    more = top.get("next_page") or top.get("nextPage") or entry(top.get("meta")).get("has_more") is True
    return bool(more) or top.get("isLast") is False


def _refuse(document: Json, system: str, known: Mapping[str, Kinds]) -> None:
    kinds = known[system]
    reads = f"The import of {kinds.title} reads {kinds.listed}."
    problem = error_in(document)
    if problem is not None:
        raise ImportRefusedError(
            f"this is an error that the API answered: {problem}", "Ask it again with the right to see the fields."
        )
    if document in ([], {}, None, ""):
        raise ImportRefusedError("this holds nothing.", f"{reads} An empty answer often means a missing permission.")
    for other, theirs in known.items():
        if other != system and _parts(document, theirs.tests):
            raise ImportRefusedError(
                f"this is from {theirs.title}, not from {kinds.title}.", f"Write `handoff import {other}`."
            )
    raise ImportRefusedError(f"this is {_what(document)}, and nothing that describes fields.", reads)


def _what(document: Json) -> str:
    keys = list(entry(document))
    other = next((words for key, words in _NOT_METADATA.items() if key in keys), None)
    if other:
        return other
    if keys:
        return f"an object with {_shown(keys)}"
    if isinstance(document, list):
        first = list(next(entries(document), {}))
        return f"a list of objects with {_shown(first)}" if first else "a list"
    return "a text" if isinstance(document, str) else "a single value"


def _shown(keys: Sequence[str]) -> str:
    names = ", ".join(visible(str(key))[:40] for key in keys[:5])
    return names + (", …" if len(keys) > 5 else "")


def error_in(document: Json) -> str | None:
    """What an API says went wrong, in the forms in which the five systems say it; None where it is no error."""
    top = document if isinstance(document, Mapping) else next(entries(document), {})
    errors = [
        *(text(one) for one in items(top.get("errorMessages"))),
        *_each(top.get("errors")),
        text(top.get("error")),
    ]
    inner = entry(top.get("error"))
    errors += [text(inner.get("message")) or text(inner.get("title")), text(inner.get("detail"))]
    if "errorCode" in top:
        errors.append(text(top.get("message")) or text(top.get("errorCode")))
    if any(errors) and "error" in top:
        errors.append(text(top.get("description")))
    said = [visible(error)[:200] for error in errors if error.strip()]
    return "; ".join(said) if said else "no message" if _is_bare_error(top) else None


def _each(errors: Json) -> list[str]:
    if isinstance(errors, Mapping):
        return [f"{key}: {text(value)}" for key, value in errors.items()]
    return [text(one.get("message")) or text(one.get("title")) or "" for one in entries(errors)]


def _is_bare_error(top: Entry) -> bool:
    return bool(top) and set(top) <= {"errorMessages", "errors", "error", "status", "description", "message", "details"}
