"""The path language: what is found, what is put, and what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.paths import ABSENT, PathError, get, parse_path, put

TICKET = {
    "id": 7,
    "fields": {"priority": {"name": "High"}, "resolution": None, "parts": [{"name": "Web"}, {}, {"name": None}]},
    "custom_fields": ["odd", {"id": 360, "value": "x"}, {"id": "361", "value": None}, {"id": 362}],
    "properties": [{"key": "sd.public.comment", "value": {"internal": True}}],
    "a.b": {"c]": 1},
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("id", 7),
        ("fields.priority.name", "High"),
        ("fields.resolution.name", None),
        ("fields.resolution", None),
        ("fields.summary", ABSENT),
        ("nothing.at.all", ABSENT),
        ("fields.parts[].name", ["Web", None, None]),
        ("fields.labels[].name", ABSENT),
        ("fields.resolution[].name", None),
        ("custom_fields[id=360].value", "x"),
        ("custom_fields[id=361].value", None),
        ("custom_fields[id=362].value", ABSENT),
        ("custom_fields[id=363].value", ABSENT),
        ("properties[key=sd.public.comment].value.internal", True),
        ('"a.b"."c]"', 1),
    ],
)
def test_a_value_is_found(path: str, found: object) -> None:
    assert get(parse_path(path), TICKET) == found


@pytest.mark.parametrize("path", ["id.name", "id[].name", "fields[].name", "custom_fields.id", "id[a=b].c"])
def test_a_container_of_another_kind_is_an_error_with_its_path(path: str) -> None:
    with pytest.raises(WireError) as error:
        get(parse_path(path), TICKET)
    assert error.value.path == path
    assert path in error.value.message


@pytest.mark.parametrize(
    "path",
    ["", ".a", "a.", "a..b", "a[", "a]", "[].a", "a[][].b", "a[].b[].c", "a[b=c]", "a[b=c][].d", 'a."', "a b.c]"],
)
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(PathError):
        parse_path(path)


def test_paths_are_bounded() -> None:
    with pytest.raises(PathError):
        parse_path("a" * 1001)
    with pytest.raises(PathError):
        parse_path(".".join("a" * 51))


def test_putting_builds_what_is_on_the_way() -> None:
    body: dict[str, object] = {}
    for path, value in [
        ("a.b", 1),
        ("a.c.d", None),
        ("list[].id", [5, 6]),
        ("list[].kind", ["x", "y"]),
        ("empty[].id", []),
        ("gone[].id", None),
        ("custom[id=7].value", "x"),
        ("custom[id=7].more", "y"),
        ("custom[id=007].value", "z"),
        ("properties[key=sd.public].value.internal", True),
    ]:
        put(parse_path(path), body, value)
    assert body == {
        "a": {"b": 1, "c": {"d": None}},
        "list": [{"id": 5, "kind": "x"}, {"id": 6, "kind": "y"}],
        "empty": [],
        "gone": None,
        "custom": [{"id": 7, "value": "x", "more": "y"}, {"id": "007", "value": "z"}],
        "properties": [{"key": "sd.public", "value": {"internal": True}}],
    }


def test_two_paths_that_contradict_each_other_are_an_error() -> None:
    body: dict[str, object] = {}
    put(parse_path("a"), body, "text")
    with pytest.raises(WireError):
        put(parse_path("a.b"), body, 1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abk"), inner, max_size=3),
    max_leaves=12,
)


@given(json_values, st.sampled_from(["a", "a.b", "a[].b", "a[k=1].b", "a.b[].k", "b.a[].k.b"]))
def test_any_json_can_be_looked_into(value: object, path: str) -> None:
    with suppress(WireError):
        get(parse_path(path), value)


@given(st.sampled_from(["a", "a.b", "a[k=1].b", "a[k=x y].b.c", '"a.b".c']), json_values)
def test_what_was_put_is_found(path: str, value: object) -> None:
    body: dict[str, object] = {}
    put(parse_path(path), body, value)
    assert get(parse_path(path), body) == value


@given(st.text(alphabet='ab.[]="1', max_size=12))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    try:
        path = parse_path(text)
    except PathError:
        return
    assert str(path) == text
