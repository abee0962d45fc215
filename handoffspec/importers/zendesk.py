"""What of Zendesk can be imported, and in which order it is read."""

from collections.abc import Mapping, Sequence
from typing import Final

from handoffspec.importers.json import Json, entries, entry, items
from handoffspec.importers.reading import Reading
from handoffspec.importers.recognise import Kinds, Part, Test
from handoffspec.importers.zendesk_fields import read_fields
from handoffspec.importers.zendesk_rules import read_forms, read_policies, read_rules, read_statuses

_ENVELOPES: Final[Mapping[str, tuple[str, str]]] = {
    "fields": ("ticket_fields", "ticket_field"),
    "forms": ("ticket_forms", "ticket_form"),
    "statuses": ("custom_statuses", "custom_status"),
    "triggers": ("triggers", "trigger"),
    "automations": ("automations", "automation"),
    "policies": ("sla_policies", "sla_policy"),
}
"""By kind: the key that a list stands under, and the key of one alone."""
_BARE: Final[Mapping[str, set[str]]] = {
    "fields": {"id", "type", "title", "raw_title"},
    "forms": {"id", "ticket_field_ids"},
    "statuses": {"id", "status_category", "agent_label"},
    "triggers": {"id", "title", "conditions", "actions"},
    "policies": {"id", "policy_metrics"},
}
"""What the entries of a list have, where the list was saved without its envelope."""


def _is(kind: str) -> Test:
    def test(document: Json) -> bool:
        if any(key in entry(document) for key in _ENVELOPES[kind]):
            return True
        return kind in _BARE and _BARE[kind] <= set(next(entries(document), {}))

    return test


KINDS: Final = Kinds(
    "Zendesk",
    {kind: _is(kind) for kind in _ENVELOPES},
    "ticket fields, ticket forms, custom statuses, triggers, automations and service level policies",
)


def read(parts: Sequence[Part], reading: Reading) -> None:
    """Everything that the parts say: fields first, whose names the rules use."""
    of: dict[str, list[Json]] = {kind: [] for kind in _ENVELOPES}
    for part in parts:
        of[part.kind] += _listed(part)
    reading.complete = any(part.kind == "fields" and _is_whole_list(part) for part in parts)
    read_fields(of["fields"], reading)
    read_statuses(of["statuses"] or _statuses_of(of["fields"]), reading)
    read_forms(of["forms"], reading)
    read_rules("trigger", of["triggers"], reading)
    read_rules("automation", of["automations"], reading)
    read_policies(of["policies"], reading)


def _listed(part: Part) -> list[Json]:
    if isinstance(part.content, list):
        return part.content
    several, one = _ENVELOPES[part.kind]
    top = entry(part.content)
    return items(top[several]) if several in top else [top[one]]


def _is_whole_list(part: Part) -> bool:
    return isinstance(part.content, list) or _ENVELOPES["fields"][0] in entry(part.content)


def _statuses_of(fields: list[Json]) -> list[Json]:
    """Custom statuses as the field of theirs lists them."""
    return [status for one in entries(fields) for status in items(one.get("custom_statuses"))]
