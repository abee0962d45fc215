"""Zendesk tickets for the benchmarks: about 3 kB each, as the API gives one with its users and comments beside it.

Every field of `specs/zendesk_to_jira.handoff` is filled in one ticket and empty in another; each value that the status
map and the tables tell apart comes up. The same seed gives the same tickets.
"""

import json
from collections.abc import Iterator
from html import escape
from random import Random
from typing import Any, Final

_WORDS: Final = (
    "checkout",
    "payment",
    "invoice",
    "printer",
    "label",
    "refund",
    "login",
    "session",
    "certificate",
    "backup",
    "release",
    "queue",
    "report",
    "export",
    "import",
    "customer",
    "region",
    "timeout",
    "server",
    "database",
    "search",
    "index",
    "cache",
    "nightly",
    "since",
    "before",
    "after",
    "still",
    "nothing",
    "every",
    "second",
    "first",
    "order",
    "page",
    "button",
    "error",
    "message",
    "says",
    "shows",
    "fails",
    "works",
    "slow",
    "empty",
    "wrong",
    "twice",
    "again",
    "yesterday",
    "morning",
)
_NAMES: Final = ("Ana Lima", "Bo Öberg", "Cy Ito", "Dana Kovač", "Eli Roth", "Kim Park", "Lou Durand", "Mo Haddad")
_SYSTEMS: Final = ("Checkout", "Billing", "Search", "Warehouse", "Identity", "Reporting & exports", '"Legacy" desk')
_TAGS: Final = ("checkout", "vip", "needs-engineering", "outage", "billing", "mobile", "eu", "refund", "beta")
_STATUSES: Final = ("new", "open", "open", "open", "pending", "hold", "solved", "closed")
_ESCALATIONS: Final = 28100000005009
_LONG: Final = 400
"""One ticket of so many has a description of more than Jira holds."""


def tickets(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """So many tickets."""
    return (_ticket(Random(f"{seed}/{number}"), number) for number in range(count))  # noqa: S311 - the same each time


def _ticket(random: Random, number: int) -> dict[str, Any]:
    users = [_user(random, n) for n in range(3)]
    subject = _sentence(random, 4, 9)[:-1]
    description = _description(random, number)
    status = random.choice(_STATUSES)
    assigned = random.random() < 0.8 or status == "solved"
    requester, assignee = users[0]["id"], users[1]["id"] if assigned else None
    ticket = {
        "url": f"https://shop-example.zendesk.com/api/v2/tickets/{4000 + number}.json",
        "id": 4000 + number,
        "external_id": None,
        "via": {"channel": "web", "source": {"from": _from(random), "to": {}, "rel": None}},
        "created_at": _time(random),
        "updated_at": _time(random),
        "type": random.choice(("problem", "incident", "question", "task", None)),
        "subject": subject,
        "raw_subject": subject,
        "description": description,
        "priority": random.choice(("urgent", "high", "normal", "low", None, None)),
        "status": status,
        "recipient": random.choice(("help@shop.example", None)),
        "requester_id": requester,
        "submitter_id": requester,
        "assignee_id": assignee,
        "organization_id": random.choice((28100000006101, None)),
        "group_id": random.choice((28100000005001, 28100000005002, _ESCALATIONS, None)),
        "collaborator_ids": [],
        "follower_ids": _some(random, [users[2]["id"]]),
        "email_cc_ids": _some(random, [users[2]["id"], requester]),
        "forum_topic_id": None,
        "problem_id": random.choice((None, None, 3950 + number % 50)),
        "has_incidents": random.random() < 0.1,
        "is_public": True,
        "due_at": random.choice((None, _time(random))),
        "tags": sorted(random.sample(_TAGS, random.randrange(5))),
        "custom_fields": _custom_fields(random),
        "satisfaction_rating": random.choice((None, {"score": "offered"}, {"score": "good", "comment": "Quick!"})),
        "sharing_agreement_ids": [],
        "custom_status_id": 28100000008002,
        "followup_ids": [],
        "ticket_form_id": 28100000007001,
        "brand_id": random.choice((28100000006001, 28100000006002)),
        "allow_channelback": False,
        "allow_attachments": True,
        "from_messaging_channel": False,
    }
    known = [users[0], *(users[1:2] if random.random() < 0.9 else []), users[2]]
    comments = list(_comments(random, description, [requester, users[1]["id"]], number))
    return {"ticket": ticket, "users": known, "comments": comments}


def _user(random: Random, number: int) -> dict[str, Any]:
    name = random.choice(_NAMES)
    mail = f"{name.split()[0].lower()}.{random.randrange(900)}@{'shop' if number == 0 else 'desk'}.example"
    role = "end-user" if number == 0 else "agent"
    return {
        "id": 28100000009000 + 10 * random.randrange(100) + number,
        "name": name,
        "email": mail,
        "role": role,
        "locale": "en-GB",
    }


def _from(random: Random) -> dict[str, Any]:
    return {"ticket_id": 3000 + random.randrange(900), "channel": "web"} if random.random() < 0.15 else {}


def _time(random: Random) -> str:
    day, seconds = random.randrange(1, 29), random.randrange(86400)
    return f"2026-11-{day:02}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"


def _some(random: Random, values: list[int]) -> list[int]:
    return [value for value in values if random.random() < 0.4]


# ── Texts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sentence(random: Random, least: int = 5, most: int = 14) -> str:
    words = [random.choice(_WORDS) for _ in range(random.randrange(least, most))]
    return " ".join(words).capitalize() + "."


def _description(random: Random, number: int) -> str:
    lines = [_sentence(random) for _ in range(random.randrange(2, 6))]
    text = random.choice(("\n", "\n\n")).join(lines) + random.choice(("", " Größe <50 & >20.", ' The page says "502".'))
    if number % _LONG == _LONG // 2:
        text += "\n" + "".join(f"{n:05}=ok;" for n in range(4200))
    return text


def _custom_fields(random: Random) -> list[dict[str, Any]]:
    impact = random.choice(("one_user", "several_users", "system_down", "system_down", None))
    people = [f"{random.choice(_NAMES).split()[0].lower()}@shop.example" for _ in range(random.randrange(5))]
    steps = [{"step": _sentence(random, 3, 7), "outcome": _outcome(random)} for _ in range(random.randrange(4))]
    values = (
        impact,
        random.choice((json.dumps(people), json.dumps(people), None, "")),
        random.choice((*_SYSTEMS, "n/a", None)),
        random.choice(("Online sales", "Invoicing", " Unknown", None)),
        random.choice((json.dumps(steps), json.dumps(steps, ensure_ascii=False), None)),
        _expected(random),
        random.choice((None, None, "done")),
        random.choice((None, None, "4.2.1")),
    )
    return [{"id": 28100000000101 + place, "value": value} for place, value in enumerate(values)]


def _outcome(random: Random) -> str:
    return random.choice(("Still down.", "No change.", "(none)", "Worked once\nthen failed.", _sentence(random)))


def _expected(random: Random) -> str | None:
    asks = (
        f"Find out why the {random.choice(_WORDS)} service refuses connections",
        f"{_sentence(random)}\n{_sentence(random)}",
        _sentence(random, 8, 20),
        "please fix",
        "Help!",
        None,
    )
    return random.choice(asks)


# ── Comments ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _comments(random: Random, description: str, authors: list[int], number: int) -> Iterator[dict[str, Any]]:
    """The description first, as Zendesk has it; then answers in the editor's HTML."""
    if random.random() < 0.9:
        yield _comment(random, 0, f"<p>{_lines(description)}</p>", description, authors[0], public=True)
    for place in range(1, 1 + random.choice((0, 1, 1, 2))):
        text = _sentence(random)
        files = [_file(random, number, place)] if random.random() < 0.3 else []
        made = _comment(random, place, _html(random, text), text, random.choice(authors), public=random.random() < 0.5)
        yield {**made, "attachments": files}


def _comment(random: Random, place: int, html: str, text: str, author: int, *, public: bool) -> dict[str, Any]:
    return {
        "id": 28100000003000 + place,
        "type": "Comment",
        "author_id": author,
        "body": text,
        "html_body": f'<div class="zd-comment" dir="auto">{html}</div>',
        "public": public,
        "attachments": [],
        "created_at": _time(random),
    }


def _lines(text: str) -> str:
    """A text as Zendesk makes HTML of it: a paragraph for each empty line, a break for each line."""
    return escape(text, quote=True).replace("\n\n", "</p><p>").replace("\n", "<br>").replace("&#x27;", "&#39;")


def _html(random: Random, text: str) -> str:
    said = escape(text)
    more = (
        "",
        f'<p>See <a href="https://status.example/{random.randrange(99)}">the status page</a> &amp; the log.</p>',
        f'<p>Same as <a href="/agent/tickets/{random.randrange(9999)}">ticket</a> from last week.</p>',
        f"<ul><li>{_sentence(random)}</li><li><strong>Not</strong> {random.choice(_WORDS)}</li></ul>",
        f"<p><em>Update:</em> <code>curl -I</code> gives 502,<br>{_sentence(random)}</p>",
        f"<p>{random.choice(_WORDS)}&nbsp;1 &lt; 2 &quot;ok&quot;</p>",
    )
    return f"<p>{said}</p>{random.choice(more)}"


def _file(random: Random, number: int, place: int) -> dict[str, Any]:
    name, kind = random.choice(
        (("payment.log", "text/plain"), ("screen.png", "image/png"), ("dump.bin", "application/octet-stream"))
    )
    return {
        "id": 28100000004000 + place,
        "file_name": name,
        "content_type": kind,
        "content_url": f"https://shop-example.zendesk.com/attachments/token/{number}-{place}/{name}",
        "size": random.choice((48213, 912000, 60_000_000)),
    }
