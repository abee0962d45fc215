"""Metadata that nobody has seen: nothing crashes an import, is lost in silence, or gives text that does not check."""

import copy
import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoffspec.diagnostics import Source
from handoffspec.importers.found import ImportRefusedError
from handoffspec.importers.json_schema import is_schema, read_schema, system_text
from handoffspec.importers.onto import known_names, lay
from handoffspec.importers.own import Bound
from handoffspec.importers.systems import read_parts, recognised
from handoffspec.syntax.parser import parse_source
from tests.importers.reading import assert_sound, catalogue, documents_in, imported

TESTS = Path(__file__).parents[1]
FILES = sorted([*(TESTS / "data" / "metadata").glob("*.json"), *(TESTS / "cases" / "import").glob("*.json")])

HOSTILE = st.sampled_from(
    [
        None, True, False, 0, -1, 3.5, 10**30, float("inf"), [], {}, [None], "", " ", '"', "\\", "\n", "a\nb", "# no",
        '" }\nextend jira.issue { x text\n', "{", "}", "\x00\x1b[31m", "\u202eevil", "\ud800", "é" * 70, "名前", "1",
        "any", "nothing", "empty", "id", "status", "call", "field 1", "x" * 400, "a.b[0]=c", "{id}", "🙂", "=1+1", "'",
        "[handoffspec status: list of text]", '[handoffspec other: record { a "\x1b" text, b choice [x "}\n"] }]',
    ]
)  # fmt: skip


def places(value, found=None, path=()):
    """Every place in a document, as the steps to it."""
    found = [] if found is None else found
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        found.append((*path, step))
        places(inner, found, (*path, step))
    return found


DAMAGE = st.lists(
    st.tuples(st.integers(0, 10**6), st.sampled_from(["value", "value", "gone", "twice", "wrapped"]), HOSTILE),
    min_size=1,
    max_size=8,
)
"""Which place of a document (counted round and round), what is done to it, and a value for it."""


def damaged(documents, damage):
    """The documents with some of their places taken out, doubled, wrapped, or with something else in them."""
    documents = copy.deepcopy(documents)
    for at, what, value in damage:
        here = places(documents)
        if not here:
            break
        *way, last = here[at % len(here)]
        inner = documents
        for step in way:
            inner = inner[step]
        if what == "gone":
            del inner[last]
        elif what == "twice" and isinstance(inner, list):
            inner.append(copy.deepcopy(inner[last]))
        else:
            inner[last] = [inner[last]] if what == "wrapped" else value
    return documents


@settings(max_examples=80)
@given(st.sampled_from(FILES), DAMAGE, st.booleans())
def test_damaged_metadata_is_refused_or_imported_whole(file, damage, portable):
    system, documents = file.stem.replace(".", "_").split("_")[0], damaged(documents_in(file), damage)
    try:
        found, text = imported(system, documents, portable=portable)
    except ImportRefusedError:
        return
    assert_sound(found, text, system)
    assert imported(system, documents, portable=portable) == (found, text)
    assert again(system, documents, text, portable=portable) == text
    text.encode("utf-8")
    assert not any(sign in text for sign in "\x00\x1b\u202e")
    # What is written keeps to its own system: no text of a stranger begins a block.
    assert text.count("\nextend ") <= 1
    assert json.dumps([one.why for one in found.omitted])


KEYS = st.sampled_from(
    [
        "id",
        "name",
        "type",
        "title",
        "data",
        "result",
        "values",
        "fields",
        "schema",
        "ticket_fields",
        "triggers",
        "projects",
    ]
)


def again(system, documents, text, *, portable):
    """The same metadata laid over what was made of it."""
    file = parse_source(Source("own.handoff", text)).file
    known = catalogue(system)
    first, _ = imported(system, documents, portable=portable)
    bound = Bound({name: identity for identity, name in first.names.items()} if portable else {})
    names = known_names(file, first, known, bound)
    parts = [part for document in documents for part in recognised(document, system)]
    found = read_parts(parts, known, names, portable=portable)
    return lay(file, found, known, bound, with_paths=not portable).text


JSON = st.recursive(HOSTILE, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5))


@settings(max_examples=100)
@given(JSON, st.sampled_from(["zendesk", "jira", "servicenow", "asana", "salesforce"]))
def test_any_json_is_refused_or_imported(document, system):
    with suppress(ImportRefusedError):
        imported(system, [document])


SCHEMAS = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(
                ["string", "integer", "number", "boolean", "array", "object", "null", ["string", "null"], 7]
            ),
            "format": st.sampled_from(["date", "date-time", "email"]),
            "enum": st.lists(HOSTILE, max_size=4),
            "const": HOSTILE,
            "$ref": st.sampled_from(["#", "#/properties/a", "#/nowhere", "other.json#/x", 5]),
            "maxLength": HOSTILE,
            "minimum": HOSTILE,
            "maximum": HOSTILE,
            "title": HOSTILE,
            "default": HOSTILE,
            "readOnly": HOSTILE,
            "writeOnly": HOSTILE,
            "required": HOSTILE | st.lists(st.sampled_from(["a", "id"])),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["object", "array"]),
            "properties": st.dictionaries(
                st.sampled_from(["a", "id", "createdAt", "a.b", "x y", "", "名"]), inner, max_size=4
            ),
            "items": inner,
            "allOf": st.lists(inner, max_size=3),
            "anyOf": st.lists(inner, max_size=3),
            "uniqueItems": st.booleans(),
        },
    ),
    max_leaves=12,
)


@settings(max_examples=80)
@given(SCHEMAS)
def test_any_schema_is_refused_or_describes_a_system(schema):
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    assert is_schema(document)
    try:
        found, known = read_schema(document, "other", "ticket", None)
    except ImportRefusedError:
        return
    if found.fields:
        assert_sound(found, system_text(found, known), None)


def test_schemas_within_themselves_end():
    wide = {f"p{n}": {"$ref": "#"} for n in range(30)}
    everything = {"allOf": [{"$ref": "#"}, *({"$ref": f"#/properties/p{n}"} for n in range(30))]}
    circle = {
        "$schema": "x",
        "type": "object",
        "properties": {**wide, "all": everything},
        "allOf": [{"$ref": "#"}] * 30,
    }
    found, known = read_schema(circle, "other", "ticket", None)
    assert_sound(found, system_text(found, known), None)
    assert found.represented == 0
    bomb = {"type": "string"}
    for _ in range(60):
        bomb = {"type": "object", "properties": dict.fromkeys("abcdefghi", bomb)}
    assert read_schema(bomb, "other", "ticket", None)[0].seen == 9


@pytest.mark.parametrize("system", ["zendesk", "jira"])
def test_every_word_of_the_language_can_be_a_fields_name(system):
    grammar = (TESTS.parent / "grammar" / "handoff.lark").read_text(encoding="utf-8")
    words = sorted({word for line in grammar.split("\n") for word in re.findall(r'"([a-z_]+)"', line)})
    words += ["administered", "allow", "custom", "call", "lifecycle", "automation", "comments", "attachments", "not"]
    listed = {
        "zendesk": {"ticket_fields": [{"id": n, "type": "text", "title": word} for n, word in enumerate(words, 1)]},
        "jira": [
            {"id": f"customfield_{n}", "name": word, "schema": {"type": "string"}} for n, word in enumerate(words, 1)
        ],
    }[system]
    found, text = imported(system, [listed])
    assert_sound(found, text, system)
    assert found.represented == len(words) > 100
    natives = {field.name for field in catalogue(system).record.fields}
    assert {name for name in found.names.values() if name in words} >= set(words) - natives
