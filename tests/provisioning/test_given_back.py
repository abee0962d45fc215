"""What the steps of a spec leave behind, downloaded and imported, gives the spec's own `extend` blocks."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from handoffspec.cli.commands.import_ import command
from handoffspec.loader import load
from handoffspec.model.workspace import resolve
from handoffspec.schema.spelled import type_text
from handoffspec.schema.types import ChoiceType, ListType, choice_in
from tests.provisioning.replay import replayed, steps_of
from tests.provisioning.test_replay import PLANS

MADE = {name: steps_of(plan) for name, plan in PLANS.items()}
SYSTEMS = [(name, account["system"]) for name, made in MADE.items() for account in made["systems"]]


def said(record, field):
    """What a spec says of a field, but for its limits: no system holds those of every field."""
    return {
        "label": field.label,
        "type": type_text(shown(record, field.type)),
        "required": field.required or (record.system == "zendesk" and field.required_when is not None),
        "read only": field.read_only,
        "default": field.default,
    }


def shown(record, type_):
    """An option of Jira has one text, which people see and the API takes."""
    choice = choice_in(type_)
    if record.system != "jira" or choice is None:
        return type_
    plain = ChoiceType(tuple(replace(option, label=option.wire) for option in choice.options))
    return replace(type_, item=plain) if isinstance(type_, ListType) else plain


def own(record):
    """What the spec adds, by the name of the field. Values of Salesforce's own picklists are made by hand."""
    by_call = record.system != "salesforce"
    asked = [field for field in record.fields if record.system in ("zendesk", "jira") and field.required]
    added = [field for field in record.fields if not field.bound or (by_call and field.unbound_values)]
    added += [field for field in asked if field.extended and field not in added]
    return {field.name: said(record, field) for field in added}


@pytest.mark.parametrize(("name", "system"), SYSTEMS)
def test_import_gives_the_blocks_of_the_spec(name, system, tmp_path):
    records = (PLANS[name].handoff.source, PLANS[name].handoff.destination)
    wanted = next(record for record in records if record.system == system)
    files = []
    for file, content in replayed(name).fakes[system].downloads().items():
        (tmp_path / file).write_text(json.dumps(content), encoding="utf-8")
        files.append(str(tmp_path / file))
    spec = tmp_path / "given_back.handoff"
    done = CliRunner().invoke(command, [system, *files, "--env", "here", "-o", str(spec)], standalone_mode=False)
    assert done.exception is None
    loaded = load([str(spec)])
    workspace = resolve(loaded.specs[0].files)
    assert not loaded.diagnostics
    assert not workspace.diagnostics
    given = workspace.systems.records[wanted.system, wanted.name]
    assert {field.name: said(given, field) for field in given.fields if field.name in own(wanted)} == own(wanted)
    new = {field.name for field in given.fields if field.custom}
    assert new == {field.name for field in wanted.fields if not field.bound and field.custom}
