"""Documents of every shape through every format: valid, unchanged where the format holds them."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, ValidationError, validators

from handoffspec.text.convert import FORMATS, markup_loss
from handoffspec.text.cut import measure, text_length, truncate
from handoffspec.text.document import (
    Document,
)
from handoffspec.text.features import Feature, in_order
from handoffspec.text.plain import visible_text
from tests.strategies.documents import sound, wild, with_mentions


def any_of(validator: Any, schemas: list[Any], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """As the library's, but an alternative is left at its first error: the schema nests alternatives deeply."""
    if not any(validator.evolve(schema=schema).is_valid(instance) for schema in schemas):
        yield ValidationError(f"{json.dumps(instance)[:300]} is none of the nodes that may stand there")


@cache
def adf_validator() -> Any:
    schema = json.loads((Path(__file__).parents[1] / "data" / "adf_schema.json").read_text(encoding="utf-8"))
    return validators.extend(Draft4Validator, {"anyOf": any_of})(schema)


def assert_valid_adf(value: Any) -> None:
    problems = [error.message for error in adf_validator().iter_errors(value)]
    assert not problems, problems[:1]
    assert json.loads(json.dumps(value)) == value


@pytest.mark.parametrize(
    "node",
    [
        {"type": "text", "text": ""},
        {"type": "text", "text": "x", "marks": [{"type": "code"}, {"type": "strong"}]},
        {"type": "rule"},
    ],
)
def test_the_schema_refuses_what_adf_does_not_hold(node: Any) -> None:
    value = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [node]}]}
    assert not adf_validator().is_valid(value)


@given(with_mentions)
def test_adf_is_valid_and_gives_the_document_back(document: Document) -> None:
    written = FORMATS["adf"].write(document)
    assert_valid_adf(written.value)
    assert not written.losses
    read = FORMATS["adf"].read(written.value)
    assert read.document == document
    assert not read.losses


@given(sound)
def test_html_gives_the_document_back(document: Document) -> None:
    written = FORMATS["html"].write(document)
    assert not written.losses
    read = FORMATS["html"].read(written.value)
    assert read.document == document
    assert not read.losses


@given(wild)
def test_any_document_makes_valid_adf_and_loses_no_word(document: Document) -> None:
    value = FORMATS["adf"].write(document).value
    assert_valid_adf(value)
    before, after = visible_text(document), visible_text(FORMATS["adf"].read(value).document)
    assert sorted(filter(str.isalnum, before)) == sorted(filter(str.isalnum, after))


@pytest.mark.parametrize("source", list(FORMATS))
@settings(max_examples=60)
@given(document=wild)
def test_losses_stay_within_what_the_formats_promise(source: str, document: Document) -> None:
    read = FORMATS[source].read(FORMATS[source].write(document).value)
    for target, form in FORMATS.items():
        lost = read.losses | form.write(read.document).losses
        promised = markup_loss(source, target)
        assert tuple(map(str, in_order(lost | set(map(Feature, promised))))) == promised, (target, lost)


@given(document=wild, limit=st.integers(0, 60), unit=st.sampled_from(["characters", "bytes"]))
def test_a_cut_document_keeps_to_the_limit_and_stays_valid(document: Document, limit: int, unit: Any) -> None:
    kept, cut = truncate(document, limit, unit)
    assert text_length(kept, unit) <= limit
    assert cut == (text_length(document, unit) > limit)
    assert (kept == document) == (not cut) or kept == document == Document()
    assert_valid_adf(FORMATS["adf"].write(kept).value)
    if cut and limit >= measure("…", unit):
        assert visible_text(kept).rstrip(" |").endswith("…")  # a row that is cut keeps its number of cells


@given(text=st.text(st.sampled_from("ab \n\r␍😀"), max_size=80), limit=st.integers(1, 80))
def test_a_cut_text_is_the_beginning_of_it(text: str, limit: int) -> None:
    document = FORMATS["plain"].read(text).document
    kept, cut = truncate(document, limit)
    shown = visible_text(kept)
    if cut:
        assert visible_text(document).startswith(shown.removesuffix("…"))
        assert len(shown) >= limit - 1  # only half an escape is given up


READ_FROM_ADF = [
    ({"type": "emoji", "attrs": {"shortName": ":smile:", "text": "😄"}}, "😄", {"emoji"}),
    ({"type": "mention", "attrs": {"id": "5b10", "text": "@Ana"}}, "@Ana", set()),
    ({"type": "date", "attrs": {"timestamp": "1700000000000"}}, "2023-11-14", {"unknown"}),
    ({"type": "status", "attrs": {"text": "DONE", "color": "green"}}, "DONE", {"unknown"}),
    ({"type": "inlineCard", "attrs": {"url": "https://example.com/x"}}, "https://example.com/x", set()),
    ({"type": "inlineCard", "attrs": {"url": "javascript:alert(1)"}}, "javascript:alert(1)", {"link"}),
    ({"type": "madeUp", "content": [{"type": "text", "text": "inside"}]}, "inside", {"unknown"}),
    ({"type": "text", "text": "x", "marks": [{"type": "link", "attrs": {"href": "data:x"}}]}, "x", {"link"}),
    (
        {"type": "text", "text": "x", "marks": [{"type": "backgroundColor"}]},
        "x",
        {"colour"},
    ),
    ({"type": "text", "text": ""}, "", set()),
    ({"type": "text", "text": 7}, "", set()),
]


@pytest.mark.parametrize(("node", "text", "losses"), READ_FROM_ADF)
def test_foreign_inline_nodes_degrade_to_text(node: Any, text: str, losses: set[str]) -> None:
    read = FORMATS["adf"].read({"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [node]}]})
    assert visible_text(read.document) == text
    assert read.losses == losses


def test_foreign_block_nodes_degrade_to_what_they_hold() -> None:
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "inside"}]}
    task = {
        "type": "taskItem",
        "attrs": {"state": "DONE"},
        "content": [{"type": "text", "text": "did"}],
    }
    attached = {"type": "media", "attrs": {"type": "file", "id": "1", "collection": "", "alt": "shot.png"}}
    read = FORMATS["adf"].read(
        {
            "type": "doc",
            "version": 1,
            "content": [
                {"type": "panel", "attrs": {"panelType": "info"}, "content": [paragraph]},
                {"type": "expand", "attrs": {"title": "More"}, "content": [paragraph]},
                {"type": "taskList", "attrs": {"localId": "0"}, "content": [task]},
                {"type": "mediaSingle", "attrs": {"layout": "center"}, "content": [attached]},
                {"type": "extension", "attrs": {"extensionKey": "k", "extensionType": "t", "text": "seen"}},
                {"type": "nobodyKnows", "content": [paragraph, paragraph]},
            ],
        }
    )
    assert visible_text(read.document).split("\n\n") == [
        "inside",
        "More",
        "inside",
        "- [x] did",
        "shot.png",
        "seen",
        "insideinside",
    ]
    assert read.losses == {Feature.PANEL, Feature.IMAGE, Feature.UNKNOWN}
