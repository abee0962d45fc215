"""Reports held against the schemas that are published for them; where they are from says tests/data/README.md."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator
from xmlschema import XMLSchema

_DATA = Path(__file__).parent.parent / "data"


@cache
def _json_schema(name: str) -> Draft4Validator:
    schema = json.loads((_DATA / name).read_text("utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


@cache
def _xml_schema() -> XMLSchema:
    return XMLSchema(_DATA / "junit-10.xsd")


def sarif(report: str) -> Any:
    """The log of a SARIF report.

    Raises:
        jsonschema.ValidationError: it is not what the schema asks for.
    """
    log = json.loads(report)
    _json_schema("sarif-2.1.0-rtm.5.json").validate(log)
    return log


def gitlab(report: str) -> Any:
    """The entries of a Code Quality report, each of them valid.

    Raises:
        jsonschema.ValidationError: one is not what the schema asks for.
    """
    entries = json.loads(report)
    assert isinstance(entries, list)
    for entry in entries:
        _json_schema("gitlab_codeclimate.json").validate(entry)
    return entries


def junit(report: str) -> None:
    """Nothing, for a report that is valid.

    Raises:
        xmlschema.XMLSchemaValidationError: it is not what the schema asks for.
    """
    _xml_schema().validate(report)
