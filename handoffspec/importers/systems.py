"""The systems whose metadata can be imported."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from handoffspec.importers import asana, jira, salesforce, servicenow, zendesk
from handoffspec.importers.found import Catalogue, Imported
from handoffspec.importers.json import Json
from handoffspec.importers.reading import Reading
from handoffspec.importers.recognise import Kinds, Part, goes_on, parts_of

KINDS: Final[Mapping[str, Kinds]] = {
    "zendesk": zendesk.KINDS,
    "jira": jira.KINDS,
    "servicenow": servicenow.KINDS,
    "asana": asana.KINDS,
    "salesforce": salesforce.KINDS,
}
_READ: Final[Mapping[str, Callable[[list[Part], Reading], None]]] = {
    "zendesk": zendesk.read,
    "jira": jira.read,
    "servicenow": servicenow.read,
    "asana": asana.read,
    "salesforce": salesforce.read,
}


def recognised(document: Json, system: str) -> list[Part]:
    """What of a document the system's import reads.

    Raises:
        ImportRefusedError: nothing.
    """
    return parts_of(document, system, KINDS)


def read_parts(
    parts: Sequence[Part], catalogue: Catalogue, known: Mapping[str, str], *, portable: bool = False
) -> Imported:
    """Everything that the parts of several documents of one system say.

    Args:
        parts: of all documents, in the order in which these were given.
        catalogue: the system as it is shipped.
        known: names that fields have already, by identity.
        portable: whether an environment gives the instance's identifiers.
    """
    system = catalogue.record.system
    reading = Reading(catalogue, known, portable)
    order = list(KINDS[system].tests)
    _READ[system](sorted(parts, key=lambda part: order.index(part.kind)), reading)
    for _ in {id(part.content) for part in parts if goes_on(part.content)}:
        reading.omit("a further page", "the answer goes on there; save that page too")
        reading.complete = False
    return reading.finish()
