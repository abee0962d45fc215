"""Marks in descriptions of fields: what provisioning left there counts, what strangers wrote there does no harm."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handoffspec.cli.commands.import_ import command
from handoffspec.diagnostics import Source
from handoffspec.schema.marks import mark, marked
from handoffspec.schema.spelled import type_text
from handoffspec.schema.types import ListType, Member, RecordType, TextType
from handoffspec.syntax.parser import parse_source


def imported(description, kind="textarea", **more):
    """The text that an import of one Zendesk field writes."""
    one = {"id": 7, "type": kind, "title": "Affected users", "active": True, "agent_description": description, **more}
    done = CliRunner().invoke(
        command, ["zendesk", "-", "--env", "here"], input=json.dumps({"ticket_fields": [one]}), standalone_mode=False
    )
    assert done.exception is None, done.exception
    return done.stdout


def fields(text):
    """The fields of the one block that is there."""
    result = parse_source(Source("given", text))
    assert not result.diagnostics
    (block,) = (item for item in result.file.items if hasattr(item, "fields"))
    return block.fields


def test_a_mark_gives_the_name_and_the_type():
    text = imported("Who waits. [handoffspec users: list of text]")
    assert 'users "Affected users" list of text as json' in text
    assert "users: 7" in text


def test_a_mark_names_the_options_of_a_choice():
    options = [{"name": "One", "value": "a"}, {"name": "Many", "value": "b"}]
    said = '[handoffspec users: choice [one "One", many "Many"]]'
    assert 'choice [one "One" as "a", many "Many" as "b"]' in imported(said, "tagger", custom_field_options=options)
    other = '[handoffspec users: choice [many "Many", one "One"]]'
    assert 'choice [a "One", b "Many"]' in imported(other, "tagger", custom_field_options=options)


@pytest.mark.parametrize(
    "description",
    [
        "[handoffspec priority]",  # the catalogue's own name
        "[handoffspec users: number]",  # no text is a number
        "[handoffspec users: text required]",
        "[handoffspec users: list of]",
        "[handoffspec users: list of text\n}\nextend jira.issue { x text]",
        "[handoffspec users: list of text] and more",
        "[handoffspec two words]",
        "[handoffspec users: " + "list of " * 4000 + "text]",
        "[handoffspec " * 2000,
    ],
)
def test_what_is_no_mark_of_ours_leaves_a_text(description):
    (field,) = fields(imported(description))
    assert field.types[0].span.text == "text"
    assert field.name.text in ("users", "affected_users")


@given(st.text(max_size=80))
@settings(max_examples=25)
@example('list of text as json, x "y" number')
@example("choice [a]] [handoffspec b")
def test_no_description_gives_more_than_one_field(words):
    assert len(fields(imported(f"[handoffspec users: {words}]"))) == 1


TYPES = [
    ListType(TextType()),
    RecordType((Member("step", 'The "step" ]', TextType()), Member("outcome", "Outcome", ListType(TextType())))),
]


@pytest.mark.parametrize("type_", TYPES, ids=type_text)
def test_a_mark_is_read_as_it_was_written(type_):
    assert marked(f"For people [not this]. {mark('steps', type_)}") == ("steps", type_text(type_))
    assert type_text(type_).split()[0] in imported(mark("steps", type_))
