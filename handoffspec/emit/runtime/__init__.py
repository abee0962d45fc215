"""The configuration of the synchronisation as YAML."""

import io
from typing import Any

from handoffspec.emit.document import Document
from handoffspec.emit.runtime.build import synchronisation
from handoffspec.emit.runtime.model import ALL, synchronisation_schema
from handoffspec.plan import Plan

__all__ = ["configuration", "synchronisation_schema"]

_HEAD = """\
# How this handoff is kept in step, made from the spec: change the spec and not this file. Times are in seconds.
# ${NAME} is a variable of the environment, and no secret stands in here; $${ in a text is a plain ${.
"""


def configuration(plan: Plan) -> tuple[Document, ...]:
    """`synchronisation.yaml`. The same plan gives the same bytes."""
    made = synchronisation(plan)
    first = {"format": made.format, "version": made.version}
    return (Document("synchronisation.yaml", _HEAD + _yaml(first | ALL.dump_python(made, mode="json"))),)


def _yaml(value: Any) -> str:  # noqa: ANN401 - any JSON
    """YAML that every reader takes for the same value: each text is between double quotes."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import, and needed here only
    from ruamel.yaml.representer import RoundTripRepresenter  # noqa: PLC0415

    class Plain(RoundTripRepresenter):
        """Says `null` where there is nothing; the usual one leaves the place empty."""

    Plain.add_representer(type(None), lambda plain, _: plain.represent_scalar("tag:yaml.org,2002:null", "null"))
    yaml = YAML()
    yaml.Representer = Plain
    yaml.width = 10_000
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = io.StringIO()
    yaml.dump(_quoted(value), written)
    return written.getvalue()


def _quoted(value: Any) -> Any:  # noqa: ANN401 - any JSON
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415

    match value:
        case str():
            return DoubleQuotedScalarString(value)
        case dict():
            return {name: _quoted(inner) for name, inner in value.items()}
        case list():
            return [_quoted(inner) for inner in value]
        case _:
            return value
