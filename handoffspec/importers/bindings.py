"""What an environment says of one instance: the identifiers that a spec for several instances leaves out."""

import json
import re
from collections.abc import Iterator
from typing import Final

from handoffspec.importers.found import Catalogue, Found, Imported
from handoffspec.importers.places import place_of
from handoffspec.schema.types import ChoiceType, ListType, Option, Wire

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORDS: Final = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
"""Words that some reader of YAML takes for something else than a name."""


def binding(environment: str, imported: Imported, catalogue: Catalogue) -> str:
    """The lines of `environments.yaml` that give the fields found their identifiers in this instance.

    Args:
        environment: its name there.
        imported: what was found.
        catalogue: the system as it is shipped.
    """
    record = catalogue.record
    fields = [line for one in imported.fields for line in _field(one, imported.names[one.identity], catalogue)]
    ways = [f"      {_scalar(name)}: {json.dumps(id_)}" for name, id_ in imported.transitions.items()]
    if not fields and not ways:
        return ""
    lines = [f"{_scalar(environment)}:", f"  {record.system}:"]
    lines += [f"    {record.name}:", *fields] if fields else []
    lines += ["    transitions:", *ways] if ways else []
    return "\n".join(lines) + "\n"


def _field(one: Found, name: str, catalogue: Catalogue) -> Iterator[str]:
    id_ = _identifier(one.identity) if one.native is None and place_of(one, catalogue.record).usual else None
    options = _own_options(one)
    if options:
        yield f"      {_scalar(name)}:"
        if id_:
            yield f"        id: {id_}"
        yield "        values:"
        yield from (f"          {_scalar(option.name)}: {_scalar(option.wire)}" for option in options)
    elif id_:
        yield f"      {_scalar(name)}: {id_}"


def _identifier(identity: str) -> str:
    """An identifier, as administrators write it: a number without quotes."""
    return identity if identity.isdigit() and identity[0] != "0" else _scalar(identity)


def _own_options(one: Found) -> tuple[Option, ...]:
    inner = one.type.item if isinstance(one.type, ListType) else one.type
    if not one.own_options or not isinstance(inner, ChoiceType):
        return ()
    return tuple(option for option in inner.options if option.wire != option.name)


def _scalar(value: Wire) -> str:
    """A scalar of YAML that every reader takes for the same text or number."""
    if not isinstance(value, str):
        return json.dumps(value)
    return value if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS else json.dumps(value)
