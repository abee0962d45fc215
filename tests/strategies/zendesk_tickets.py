"""Zendesk tickets in the form of the API, every field of the escalation filled with anything that fits it."""

import json
from typing import Any

from hypothesis import strategies as st

from handoffspec.schema.systems import Field
from tests.specs.bound import plan

STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
ODD_TEXTS = (
    "n/a",
    "(none)",
    "(empty list)",
    '"quoted"',
    "a: b",
    "- item",
    "> quote",
    "1. one",
    "---",
    "\\",
    "é" * 3,
    "👩‍🔧",
)
_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
_IDS = st.integers(min_value=1, max_value=2**53)


def texts(most: int) -> st.SearchStrategy[str]:
    """Texts with something to see in them; some long, some of several lines, some that look like the block's own."""
    fence = st.sampled_from(
        [
            "Handoff context · escalation · x",
            "End of handoff context · escalation (8 entries)",
            "x\r\ny ",
            " \ty\n\n",
            *ODD_TEXTS,
        ]
    )
    long = st.integers(1, 300).map(lambda n: ("word " * n)[:most])
    some = st.text(_LETTERS, min_size=1, max_size=min(most, 80))
    return st.one_of(some, fence.map(lambda text: text[:most]), long).filter(lambda text: bool(text.strip()))


def one_line(most: int) -> st.SearchStrategy[str]:
    return texts(most).map(lambda text: " ".join(text.split())).filter(bool)


def _custom(name: str) -> int:
    field: Field | None = plan().handoff.source.field(name)
    assert field is not None
    assert field.read_at is not None
    return int(field.read_at.partition("id=")[2].partition("]")[0])


_STEPS = st.lists(st.fixed_dictionaries({"step": texts(200), "outcome": texts(200)}), min_size=1, max_size=6)
_CUSTOM: dict[str, st.SearchStrategy[Any]] = {
    "customer_impact": st.sampled_from(["one_user", "several_users", "system_down"]),
    "affected_users": st.lists(texts(80), min_size=1, max_size=20).map(json.dumps),
    "affected_system": texts(255),
    "business_function": texts(255),
    "troubleshooting": _STEPS.map(json.dumps),
    "expected_action": texts(2000),
    "engineering_result": st.sampled_from(["done", "wont_do", "duplicate", "not_reproduced"]),
    "fixed_in": texts(255),
}
_TAGS = st.lists(
    st.text(st.characters(categories=["L", "N"], include_characters="_-"), min_size=1, max_size=30), max_size=8
)


@st.composite
def full_tickets(draw: st.DrawFn) -> dict[str, Any]:
    """A ticket of 37 keys with no field left empty, those of the company included."""
    subject = draw(one_line(150))
    values = {name: draw(strategy) for name, strategy in _CUSTOM.items()}
    number = draw(_IDS)
    when = draw(st.datetimes()).replace(microsecond=0).isoformat() + "Z"
    people = [draw(_IDS), draw(_IDS)]
    return {
        "url": f"https://shop-example.zendesk.com/api/v2/tickets/{number}.json",
        "id": number,
        "external_id": str(draw(_IDS)),
        "via": {"channel": "web", "source": {"from": {"ticket_id": draw(_IDS)}, "to": {}, "rel": "follow_up"}},
        "created_at": when,
        "updated_at": when,
        "type": draw(st.sampled_from(["problem", "incident", "question", "task"])),
        "subject": subject,
        "raw_subject": subject,
        "description": draw(st.one_of(texts(5000), st.integers(32_000, 65_000).map(lambda n: ("ab c" * n)[:n]))),
        "priority": draw(st.sampled_from(["urgent", "high", "normal", "low"])),
        "status": draw(st.sampled_from(STATUSES)),
        "recipient": "help@shop.example",
        "requester_id": draw(_IDS),
        "submitter_id": draw(_IDS),
        "assignee_id": draw(_IDS),
        "organization_id": draw(_IDS),
        "group_id": draw(_IDS),
        "collaborator_ids": people,
        "follower_ids": people,
        "email_cc_ids": people,
        "forum_topic_id": draw(_IDS),
        "problem_id": draw(_IDS),
        "has_incidents": draw(st.booleans()),
        "is_public": draw(st.booleans()),
        "due_at": when,
        "tags": sorted({*draw(_TAGS), "filled"}),
        "custom_fields": [{"id": _custom(name), "value": value} for name, value in values.items()],
        "satisfaction_rating": {
            "score": draw(st.sampled_from(["offered", "good", "bad"])),
            "comment": draw(texts(200)),
        },
        "sharing_agreement_ids": [draw(_IDS)],
        "custom_status_id": draw(_IDS),
        "followup_ids": [draw(_IDS)],
        "ticket_form_id": draw(_IDS),
        "brand_id": draw(_IDS),
        "allow_channelback": draw(st.booleans()),
        "allow_attachments": draw(st.booleans()),
        "from_messaging_channel": draw(st.booleans()),
    }
