"""The catalogue leaves no property of the official records out without saying why."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from handoffspec.diagnostics import Source
from handoffspec.syntax import ast
from handoffspec.syntax.parser import parse_source

OFFICIAL = json.loads((Path(__file__).parent / "official_properties.json").read_text(encoding="utf-8"))
RECORDS = ["zendesk.ticket", "jira.issue", "servicenow.incident", "asana.task", "salesforce.case"]
# The fields stand one level down; elsewhere the first step of a path is the property.
NESTED = ("fields",)


def described(name: str) -> ast.Record:
    system_name, record_name = name.split(".")
    text = files("handoffspec").joinpath("catalog", f"{system_name}.handoff").read_text(encoding="utf-8")
    result = parse_source(Source(f"{system_name}.handoff", text))
    assert result.diagnostics == ()
    systems = [item for item in result.file.items if isinstance(item, ast.System)]
    return next(record for system in systems for record in system.records if record.name.text == record_name)


def property_of(path: str) -> str:
    """`fields.parent.id` is about `fields.parent`, `custom_fields[id=7].value` about `custom_fields`."""
    steps = [step.partition("[")[0] for step in path.split(".")]
    return ".".join(steps[:2] if steps[0] in NESTED and len(steps) > 1 else steps[:1])


def paths(record: ast.Record) -> Iterator[str]:
    for field in record.fields:
        yield from (part.path.value for part in field.parts if isinstance(part, ast.Path))
    yield from (part.path.value for custom in record.customs for part in custom.parts if isinstance(part, ast.Path))


def official(name: str) -> set[str]:
    return {property_name for source in OFFICIAL[name] for property_name in source["names"]}


@pytest.mark.parametrize("name", RECORDS)
def test_every_official_property_is_a_field_or_omitted_with_a_reason(name: str) -> None:
    record = described(name)
    fields = {property_of(path) for path in paths(record)}
    omitted = {path.value for omits in record.omits if omits.reason.value for path in omits.paths}
    roof = {"fields"} & {path.partition(".")[0] for path in fields}  # the issue's `fields` only holds the others
    assert official(name) - fields - omitted - roof == set()


@pytest.mark.parametrize("name", RECORDS)
def test_nothing_is_a_field_and_omitted_at_once(name: str) -> None:
    record = described(name)
    omitted = [path.value for omits in record.omits for path in omits.paths]
    assert len(omitted) == len(set(omitted))
    assert {property_of(path) for path in paths(record)} & set(omitted) == set()


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_says_where_the_api_has_it(name: str) -> None:
    record = described(name)
    without = [field.name.text for field in record.fields if not any(isinstance(p, ast.Path) for p in field.parts)]
    assert without == []


@pytest.mark.parametrize("name", RECORDS)
def test_only_the_system_itself_keeps_its_books(name: str) -> None:
    parts = [part for field in described(name).fields for part in field.parts]
    keepers = {part.system.text for part in parts if isinstance(part, ast.KeptBy)}
    assert keepers == {name.partition(".")[0]}
