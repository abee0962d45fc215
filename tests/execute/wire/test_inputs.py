"""Tickets found in whatever text they come in."""

import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.inputs import TicketInput, read_ticket, read_tickets
from handoffspec.execute.wire.split import split
from handoffspec.schema.systems import Record
from handoffspec.text.html import parse_html
from handoffspec.text.plain import parse_plain


def lines_and_ids(data: bytes, record: Record) -> list[tuple[int, object]]:
    """Line and id of each ticket, or line and code of what is wrong."""
    return [
        (line, found.code if isinstance(found, WireError) else found.record.get("id"))
        for line, found in read_tickets(split(BytesIO(data)), record)
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'{"id": 1}', [(1, 1)]),
        (b'\xef\xbb\xbf\n\n{"id": 1}\n', [(3, 1)]),
        (b'\n{\n "id": 1\n}\n', [(2, 1)]),
        (b'{"id": 1}\r\n\r\n{"id": 2}\r\n', [(1, 1), (3, 2)]),
        (b"[]", []),
        (b' \n[{"id": 1},\n{"id": 2},\n\n{\n"id": 3}]\n', [(2, 1), (3, 2), (5, 3)]),
        ('{"id": "a\u2028b"}\n{"id": 2}'.encode(), [(1, "a\u2028b"), (2, 2)]),
        (b'{"id": 1}\n{"id": 2\n{"id": 3}\nnull\n{"id": 5}', [(1, 1), (2, "HS1205"), (3, 3), (4, "HS1206"), (5, 5)]),
        (b'{"id": 1,}\n{"id": 2}\n{"id": 3}', [(1, "HS1205"), (2, 2), (3, 3)]),
        (b'{"id": 1}\n{"id": "\xff"}\n{"id": 3}', [(1, 1), (2, "HS1205"), (3, 3)]),
        (b'[{"id": 1},\n{"id": 1, "id": 2},\n{"id": 3}]', [(1, 1), (2, "HS1205"), (3, 3)]),
        (b'[{"id": 1},\n{"id": 2]', [(1, 1), (2, "HS1205")]),
        (b'[{"id": 1}\n{"id": 2}]', [(1, 1), (2, "HS1205")]),
        (b'[{"id": 1}] x', [(1, 1), (1, "HS1205")]),
        (b'[{"id": 1}', [(1, 1), (1, "HS1205")]),
        (b'[{"id": 1},', [(1, 1), (1, "HS1205")]),
        (b"", [(1, "HS1205")]),
        (b" \n \n", [(1, "HS1205")]),
        (b'{\n"id": 1,\n"id": \xff}', [(3, "HS1205")]),
        (b'{"id": 1, "id": 2}', [(1, "HS1205")]),
        (b'{"id": NaN}', [(1, "HS1205")]),
        (b'{"id": -Infinity}', [(1, "HS1205")]),
        (b'{"id": 1e999}', [(1, "HS1205")]),
        (b'{"id": ' + b"9" * 5000 + b"}", [(1, "HS1205")]),
        (b'{"id": ' + b"[" * 10000, [(1, "HS1207")]),
        (b'{"id": ' + b"[" * 101 + b"]" * 101 + b"}", [(1, "HS1207")]),
        (b'[{"id": 1}, ' + b"[" * 10000, [(1, 1), (1, "HS1207")]),
        (b'"a ticket"', [(1, "HS1206")]),
        (b'{"name": "no ticket"}', [(1, "HS1206")]),
        (b"\x00\x01", [(1, "HS1205")]),
        ('{"id": 1}'.encode("utf-16"), [(1, "HS1205")]),
    ],
)
def test_each_ticket_has_its_line_and_a_bad_one_spoils_no_other(zendesk: Record, data: bytes, found: list[Any]) -> None:
    assert lines_and_ids(data, zendesk) == found


def test_a_mistake_on_line_57_is_told_with_its_line_and_column(zendesk: Record) -> None:
    lines = [json.dumps({"id": n}).encode() for n in range(1, 121)]
    lines[56] = b'{"id": 57, "subject" "x"}'
    found = list(read_tickets(split(BytesIO(b"\n".join(lines))), zendesk))
    assert len(found) == 120
    errors = [(line, each.message) for line, each in found if isinstance(each, WireError)]
    assert errors == [(57, "this is not JSON: a colon is missing after a key (line 57, column 22)")]


def test_a_mistake_inside_one_long_ticket_is_told_with_its_line(zendesk: Record) -> None:
    text = json.dumps({"id": 1, "tags": ["a"] * 60}, indent=1).replace('"a",', '"a"', 1)
    [(line, error)] = list(read_tickets(split(BytesIO(text.encode())), zendesk))
    assert isinstance(error, WireError)
    assert (line, "(line 5, column 3)" in error.message) == (1, True)


def test_ten_megabytes_of_something_else_are_refused(zendesk: Record) -> None:
    assert lines_and_ids(b"x" * 10_000_000, zendesk) == [(1, "HS1205")]
    assert lines_and_ids(b'{"id": "' + b"x" * 20_000_000 + b'"}', zendesk) == [(1, "HS1207")]


def test_tickets_are_read_as_they_are_asked_for(zendesk: Record) -> None:
    tickets = read_tickets(split(BytesIO(b'{"id": 1}\n' * 3)), zendesk)
    assert next(tickets)[0] == 1
    assert next(tickets)[0] == 2


USERS = [{"id": 7, "email": "ana@shop.example", "name": "Ana"}]
COMMENTS = [
    {"id": 1, "html_body": "<p>Help</p>", "public": True, "author_id": 7, "created_at": "2026-03-01T09:00:00Z"},
    {
        "id": 2,
        "html_body": "<p>Hush</p>",
        "public": False,
        "author_id": 8,
        "attachments": [{"file_name": "a.log", "content_type": "text/plain", "size": 3, "content_url": "https://z/a"}],
    },
    {"html_body": ""},
]


@pytest.mark.parametrize(
    "ticket",
    [
        {"ticket": {"id": 1}, "users": USERS, "comments": COMMENTS},
        {"after": {"id": 1}, "users": USERS, "comments": COMMENTS},
        {"before": None, "after": {"ticket": {"id": 1}, "users": USERS}, "comments": COMMENTS},
        {"id": 1, "users": USERS, "comments": COMMENTS},
    ],
)
def test_comments_and_their_files_are_read_however_the_ticket_comes(zendesk: Record, ticket: dict[str, Any]) -> None:
    read = read_ticket(ticket, zendesk)
    assert read.record["id"] == 1
    assert read.before is None
    file = {"name": "a.log", "type": "text/plain", "url": "https://z/a", "size": 3}
    assert read.comments == (
        {
            "channel": "public",
            "text": parse_html("<p>Help</p>").document,
            "id": 1,
            "author": {"id": 7, "email": "ana@shop.example", "name": "Ana"},
            "created": "2026-03-01T09:00:00Z",
        },
        {
            "channel": "internal",
            "text": parse_html("<p>Hush</p>").document,
            "id": 2,
            "author": {"id": 8},
            "attachments": (file,),
        },
        {"channel": "internal", "text": parse_html("").document},
    )
    assert read.attachments == ({**file, "channel": "internal", "comment": 2},)


def test_before_and_after(zendesk: Record) -> None:
    given = {"before": {"ticket": {"id": 1, "status": "new"}}, "after": {"id": 1, "status": "open"}}
    given["attachments"] = [{"file_name": "b.png", "id": 5, "size": "big"}]  # type: ignore[assignment]
    read = read_ticket(given, zendesk)
    assert read.before == {"id": 1, "status": "new"}
    assert read.record == {"id": 1, "status": "open"}
    assert read.attachments == ({"name": "b.png"},)


def test_where_the_api_says_no_types_the_name_of_a_file_does(salesforce: Record) -> None:
    names = ("a.png", "b.LOG", "c.txt.gz", "d", "https://x/e.pdf?f=g.png")
    given = {"Id": "500A", "attachments": [{"PathOnClient": name} for name in names]}
    types = [file.get("type") for file in read_ticket(given, salesforce).attachments]
    assert types == ["image/png", "text/plain", None, None, "image/png"]


def test_a_comment_may_be_marked_by_a_word(servicenow: Record) -> None:
    entry = {"sys_id": "a1", "value": "Still down", "sys_created_by": "ana", "sys_created_on": "2026-03-01 09:00:00"}
    comments = [entry | {"element": element} for element in ("comments", "work_notes", "")]
    read = read_ticket({"result": {"sys_id": "9"}, "comments": comments}, servicenow)
    assert [comment["channel"] for comment in read.comments] == ["public", "internal", "internal"]
    assert read.comments[0]["author"] == {"id": "ana"}
    assert read.comments[0]["text"] == parse_plain("Still down").document


def test_a_jira_comment_without_its_mark_is_internal(jira: Record) -> None:
    def mark(internal: object) -> list[dict[str, Any]]:
        return [{"key": "sd.public.comment", "value": {"internal": internal}}]

    body = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "x"}]}]}
    comments = [
        {"id": "1", "body": body, "author": {"accountId": "5b", "displayName": "Bo"}},
        {"id": "2", "body": body, "properties": mark(False)},
        {"id": "3", "body": body, "properties": mark(True)},
        {"id": "4", "body": body, "properties": mark("no")},
    ]
    read = read_ticket({"after": {"id": "9", "fields": {}}, "comments": comments}, jira)
    assert [comment["channel"] for comment in read.comments] == ["internal", "public", "internal", "internal"]
    assert read.comments[0]["text"] == parse_plain("x").document
    assert read.comments[0]["author"] == {"id": "5b", "name": "Bo"}


@pytest.mark.parametrize(
    ("ticket", "path", "says"),
    [
        ({"id": 1, "comments": {}}, "comments", "a list"),
        ({"id": 1, "comments": ["x"]}, "comments[0]", "a JSON object"),
        ({"id": 1, "comments": [{"public": True}]}, "comments[0]", "html_body"),
        ({"id": 1, "comments": [{"html_body": 5}]}, "comments[0].html_body", "the number 5"),
        ({"id": 1, "comments": [{"html_body": "", "author_id": []}]}, "comments[0].author", "a list"),
        ({"id": 1, "attachments": [1]}, "attachments[0]", "the number 1"),
        ({"id": 1, "comments": [{"html_body": "", "attachments": [1]}]}, "comments[0].attachments[0]", "a file"),
        ({"ticket": []}, "", "ticket"),
        ({"before": 1, "after": {"id": 1}}, "", "before"),
        ({"before": {"id": 1}}, "", "no field of a ticket"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_place(zendesk: Record, ticket: Any, path: str, says: str) -> None:
    with pytest.raises(WireError) as error:
        read_ticket(ticket, zendesk)
    assert error.value.path == path
    assert says in error.value.message


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "ticket", "after", "before", "comments", "attachments", "users", "html_body"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(json_values)
def test_any_json_is_a_ticket_or_an_error(zendesk: Record, value: object) -> None:
    for _, found in read_tickets(split(BytesIO(json.dumps(value).encode())), zendesk):
        assert isinstance(found, TicketInput | WireError)


@given(st.binary(max_size=40) | st.text(alphabet='[]{},:"1a\n \ud7ff', max_size=40).map(str.encode))
def test_any_bytes_are_tickets_or_errors(zendesk: Record, data: bytes) -> None:
    for line, found in read_tickets(split(BytesIO(data)), zendesk):
        assert 1 <= line <= data.count(b"\n") + 1
        assert isinstance(found, TicketInput | WireError)
