"""What of Jira can be imported, and in which order it is read."""

from collections.abc import Mapping
from typing import Final

from handoffspec.importers.found import Found
from handoffspec.importers.jira_fields import is_field_list, read_fields, read_servers, servers_in
from handoffspec.importers.jira_lifecycle import is_statuses, is_transitions, read_lifecycle
from handoffspec.importers.jira_screens import is_screens, read_screens
from handoffspec.importers.json import Entry, Json, entries, entry, text, truth
from handoffspec.importers.naming import options_of
from handoffspec.importers.reading import Reading
from handoffspec.importers.recognise import Kinds, Part, Test
from handoffspec.schema.types import ChoiceType

_LISTS: Final[Mapping[str, str]] = {"priority": "priority", "resolution": "resolution", "issuetype": "type"}
"""Lists of the values of a field of Jira's own: what stands in their addresses, and the catalogue's field."""


def _values(document: Json) -> list[Entry]:
    return list(entries(document if isinstance(document, list) else entry(document).get("values")))


def _is_list_of(word: str) -> Test:
    def test(document: Json) -> bool:
        first = next(iter(_values(document)), {})
        return "name" in first and f"/{word}/" in text(first.get("self"))

    return test


def _says_nothing(document: Json) -> bool:
    """Whether a document is one of those beside the metadata that a spec has no use for."""
    category = {"key", "colorName", "name"} <= set(next(entries(document), {}))
    return category or "columnConfig" in entry(document)


KINDS: Final = Kinds(
    "Jira",
    {
        "fields": is_field_list,
        "servers": lambda document: bool(servers_in(document)),
        "screens": is_screens,
        **{word: _is_list_of(word) for word in _LISTS},
        "statuses": is_statuses,
        "transitions": is_transitions,
        "others": _says_nothing,
    },
    "GET /field, create metadata, statuses, transitions, workflows, priorities, resolutions and issue types",
)


def read(parts: list[Part], reading: Reading) -> None:
    """Everything that the parts say."""
    of: dict[str, list[Json]] = {kind: [] for kind in KINDS.tests}
    for part in parts:
        of[part.kind].append(part.content)
    reading.complete = bool(of["fields"])
    for document in of["fields"]:
        read_fields(document, reading)
    for document in of["servers"]:
        read_servers(document, reading)
    read_screens(of["screens"], reading)
    for word, native in _LISTS.items():
        for document in of[word]:
            _read_values(word, native, _values(document), reading)
    read_lifecycle(of["statuses"], of["transitions"], reading)
    for document in of["others"]:
        for one in _values(document):
            reading.omit(f"category {text(one.get('name'))}", "each status says which category it is in")
        if "columnConfig" in entry(document):
            reading.omit(
                f"board {text(entry(document).get('name'))}", "how a board shows statuses changes none of them"
            )


def _read_values(word: str, native: str, values: list[Entry], reading: Reading) -> None:
    """The instance's own options of a field. What a project offers, if it is known too, says more."""
    options, wrong = options_of((text(one.get("name")), text(one.get("name"))) for one in values)
    known = reading.fields.get(word)
    if known is not None and known.type is not None:
        reading.count()
        return
    usual = next((text(one.get("name")) for one in values if truth(one.get("isDefault"))), None)
    label = known.label if known else native
    wrongly = "; ".join(wrong) or None
    found = Found(word, label, ChoiceType(options), native=native, default=usual, flattened=wrongly)
    if known is None:
        reading.take(found)
    else:
        reading.fields[word] = found
