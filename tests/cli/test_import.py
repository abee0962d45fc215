"""`handoff import`, as an administrator uses it."""

import json
from pathlib import Path

import pytest

METADATA = Path(__file__).parents[1] / "data" / "metadata"


def imported(handoff, system, *files, options=()):
    outcome = handoff("import", system, *map(str, files), "--format", "json", *options)
    assert (outcome.status, outcome.err) == (0, "")
    return json.loads(outcome.out)


def test_every_field_is_represented_or_omitted_with_a_reason_and_the_text_checks(handoff, tmp_path):
    system, file = "zendesk", "zendesk_ticket_fields.json"
    result = imported(handoff, system, METADATA / file)
    content = json.loads((METADATA / file).read_text(encoding="utf-8"))
    assert result["fields"] == len(content["ticket_fields"]) == result["represented"] + len(result["omitted"])
    assert all(one["field"] and one["why"] for one in result["omitted"])
    (tmp_path / "own.handoff").write_text(result["text"], encoding="utf-8")
    assert handoff("check", "own.handoff", "--strict").out == "Nothing found.\n"
    assert handoff("fmt", "--check", "own.handoff").status == 0


def test_text_goes_to_standard_output_and_what_is_left_out_to_standard_error(handoff):
    outcome = handoff("import", "zendesk", str(METADATA / "zendesk_ticket_fields.json"))
    assert outcome.status == 0
    assert '  tagger_field   "Tagger Field"   choice [opt1 "Option 1", opt2 "Option 2"]' in outcome.out
    assert outcome.err == (
        "omitted Regexp Field (360011748674): a pattern that its text must match is not checked\n"
        "15 read: 14 represented, 1 omitted.\n"
    )


def test_a_file_that_is_there_is_not_overwritten(handoff, tmp_path):
    (tmp_path / "own.handoff").write_text("# mine\n", encoding="utf-8")
    outcome = handoff("import", "zendesk", str(METADATA / "zendesk_ticket_fields.json"), "-o", "own.handoff")
    assert outcome.status == 2
    assert (tmp_path / "own.handoff").read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("<!DOCTYPE html><html><title>Log in</title>", "is a page for a browser, no JSON"),
        ("[{", "is no JSON from line 1, column 3 on"),
        ("element,label\nu_x,X\n", "is neither JSON nor YAML"),
        ("<?xml version='1.0'?><unload/>", "is XML, no JSON"),
        ('[{"id": "x", "name": "X", "schema": {"type": "string"}}]', "this is from Jira, not from Zendesk"),
    ],
)
def test_what_is_no_metadata_is_refused_with_what_it_is(handoff, content, said):
    outcome = handoff("import", "zendesk", "-", stdin=content)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err


def test_a_system_that_cannot_be_imported_is_refused(handoff):
    outcome = handoff("import", "zendsk", "-", stdin="[]")
    assert (outcome.status, outcome.out) == (2, "")
    assert "Did you mean zendesk?" in outcome.err


@pytest.mark.parametrize("spec", ["use zendesk\nextend zendesk.ticket {\n", "hello"])
def test_a_spec_with_mistakes_is_left_alone(handoff, tmp_path, spec):
    (tmp_path / "own.handoff").write_text(spec, encoding="utf-8")
    outcome = handoff("import", "zendesk", str(METADATA / "zendesk_ticket_fields.json"), "--onto", "own.handoff")
    assert outcome.status == 2
    assert (tmp_path / "own.handoff").read_text(encoding="utf-8") == spec


def test_with_an_environment_the_identifiers_stand_beside_the_spec(handoff, tmp_path):
    file = str(METADATA / "zendesk_ticket_fields.json")
    first = handoff("import", "zendesk", file, "--env", "sandbox", "-o", "own.handoff")
    (tmp_path / "environments.yaml").write_text(first.out, encoding="utf-8")
    spec = (tmp_path / "own.handoff").read_text(encoding="utf-8")
    assert "36001" not in spec
    assert "      tagger_field: 360011759674\n" in first.out
    # What the environment binds is known again, under the name that a person gave it.
    (tmp_path / "own.handoff").write_text(spec.replace("tagger_field", "tier"), encoding="utf-8")
    (tmp_path / "environments.yaml").write_text(first.out.replace("tagger_field", "tier"), encoding="utf-8")
    again = handoff("import", "zendesk", file, "--env", "sandbox", "--onto", "own.handoff")
    assert "nothing is different" in again.err
    assert again.out == first.out.replace("tagger_field", "tier")
    assert handoff("check", ".").out == "Nothing found.\n"


def test_a_schema_of_any_system_becomes_a_system(handoff, tmp_path):
    schema = {
        "openapi": "3.0.0",
        "info": {"title": "Help desk"},
        "components": {"schemas": {
            "Base": {"type": "object", "properties": {"id": {"type": "integer", "readOnly": True}}},
            "Ticket": {"allOf": [{"$ref": "#/components/schemas/Base"}, {
                "type": "object",
                "required": ["title"],
                "properties": {
                    "title": {"type": "string", "maxLength": 80},
                    "urgency": {"enum": ["high", "low", None], "default": "low"},
                    "createdAt": {"type": "string", "format": "date-time", "readOnly": True},
                    "labels": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
                    "steps": {"type": "array", "items": {"properties": {"done": {"type": "boolean"}}}},
                    "secret": {"type": "string", "writeOnly": True},
                    "anything": {},
                },
            }]},
        }},
    }  # fmt: skip
    (tmp_path / "api.json").write_text(json.dumps(schema), encoding="utf-8")
    outcome = handoff("import", "desk", "api.json", "--at", "/components/schemas/Ticket", "-o", "desk.handoff")
    assert outcome.status == 0
    assert "omitted Anything (anything): its schema does not say what it holds" in outcome.err
    text = " ".join((tmp_path / "desk.handoff").read_text(encoding="utf-8").split())
    for line in (
        'system desk "Help desk" {',
        'record ticket "Ticket" { key id',
        'id "Id" integer kept by desk at "id"',
        'title "Title" text required up to 80 characters at "title"',
        'urgency "Urgency" choice [high, low] default low at "urgency"',
        'created_at "Created at" time read only at "createdAt"',
        'labels "Labels" set of text compared ignoring order at "labels"',
        'steps "Steps" list of record { done "Done" flag } at "steps"',
        'secret "Secret" text written at "secret"',
    ):
        assert line in text
    assert handoff("check", "desk.handoff").out == "Nothing found.\n"
    near = handoff("import", "desk", "api.json", "--at", "/components/schemas/Tiket")
    assert (near.status, "Did you mean --at /components/schemas/Ticket?" in near.err) == (2, True)
