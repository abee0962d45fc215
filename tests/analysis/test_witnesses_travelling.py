"""What comments and files lose, held against running conversations: of the shipped specs and of generated pairs."""

from dataclasses import replace
from itertools import product
from random import Random
from typing import Any, cast

import pytest

from handoffspec.analysis import analyse
from handoffspec.execute import Result
from handoffspec.execute.arrived import Arrived
from handoffspec.execute.back import back
from handoffspec.execute.forward import forward
from handoffspec.execute.scenarios import value_of
from handoffspec.execute.wire.conversation import Attachment, Comment, text_parts
from handoffspec.schema.handoffs import End, Handoff
from handoffspec.schema.losses import Verdict, Witness, whole
from handoffspec.schema.syncing import LONGEST_NAME, AttachmentSync, CommentSync, Sync
from handoffspec.schema.systems import AttachmentFacts, Call, Channel, CommentFacts, Field, PathFact, Record
from handoffspec.schema.types import Limit, TextType
from tests.analysis.test_witnesses import PLANS, smallest

PAIRS = 300
CHANNELS: tuple[tuple[Channel, ...], ...] = (("public",), ("internal",), ("public", "internal"))
LIMITS = (None, Limit(40, "characters"), Limit(300, "characters"), Limit(300, "bytes"), Limit(900, "characters"))
CALLS = (
    Call("comment", "POST", "/comments", (PathFact("text", "text"), PathFact("internal", "internal"))),
    Call("attach", "POST", "/files", (PathFact("name", "name"), PathFact("size", "size"), PathFact("type", "type"))),
)
TYPES = ((), ("image/*",), ("text/plain", "image/png"))


def run(handoff: Handoff, verdict: Verdict, conversation: dict[str, object]) -> Result:
    """A conversation on a ticket that has no more than it has to have."""
    given = cast("dict[str, list[dict[str, Any]]]", whole(conversation))
    comments = tuple(read(comment) for comment in given.get("comments", []))
    files = tuple(cast("Attachment", file) for file in given.get("attachments", []))
    record = handoff.source if verdict.flow == "out" else handoff.destination
    needed = smallest(record)
    values = {field.name: value_of(field.type, needed[field.name]) for field in record.fields if field.name in needed}
    arrived = Arrived(record, values, comments=comments, attachments=files)
    return forward(handoff, arrived) if verdict.flow == "out" else back(handoff, arrived, None)


def read(comment: dict[str, Any]) -> Comment:
    text = comment["text"]
    [(form, value)] = text.items() if isinstance(text, dict) else [("plain", text)]
    return {**comment, **text_parts(form, value)}


def seen(verdict: Verdict, result: Result) -> object:
    """What the receiver gets of the conversation or the files."""
    if verdict.rule == "sync.comments":
        return result.comments
    return [step.body for step in result.steps if step.op == "attach"]


def causes(verdict: Verdict, results: list[Result]) -> set[str]:
    """What the interpreter says is lost."""
    return {_same(loss.cause) for one in results for loss in one.losses if f"sync.{loss.field}" == verdict.rule}


def _same(cause: str) -> str:
    """A text is cut where it has too many bytes, whether the other side counts these or not."""
    return "truncation" if cause == "bytes" else cause


def assert_shown(handoff: Handoff, verdict: Verdict, witness: Witness) -> None:
    first = run(handoff, verdict, witness.ticket)
    told = causes(verdict, [first])
    assert _same(witness.cause) in told, (witness, told)
    if witness.other is not None:
        assert witness.ticket != witness.other
        assert seen(verdict, run(handoff, verdict, witness.other)) == seen(verdict, first), witness
    if witness.arrives is not None:
        [arriving] = cast("dict[str, list[dict[str, Any]]]", witness.arrives).values()
        assert len(cast("list[object]", seen(verdict, first))) == len(arriving), witness


def travelling(verdicts: tuple[Verdict, ...]) -> list[Verdict]:
    return [verdict for verdict in verdicts if verdict.rule in ("sync.comments", "sync.attachments")]


@pytest.mark.parametrize("name", sorted(PLANS))
def test_what_comments_and_files_of_a_spec_lose_is_lost(name: str) -> None:
    plan = PLANS[name]
    for verdict in travelling(plan.verdicts):
        assert {witness.cause for witness in verdict.witnesses} == set(verdict.causes)
        for witness in verdict.witnesses:
            if witness.before is None:
                assert_shown(plan.handoff, verdict, witness)


# ── Generated ──────────────────────────────────────────────────────────────────────────────────────────────────────


def generated(seed: int) -> Handoff:
    random = Random(seed)  # noqa: S311 - no secret
    left, right = record(random, "a"), record(random, "b")
    channels: list[tuple[Channel, Channel]] = [
        (channel, into)
        for channel in ("public", "internal")
        for into in [random.choice([None, "public", "internal", channel])]
        if into is not None
    ]
    comments = CommentSync(
        "both",
        tag_author=random.random() < 0.3,
        tag_source=random.random() < 0.3,
        keep=random.choice([(), ("threads",)]),
        channels=tuple(channels),
        edits=random.choice(["follow", "ignored"]),
    )
    files = AttachmentSync("both", random.choice([None, 10, 100]), random.choice(TYPES))
    sync = Sync("both", comments=comments, attachments=files)
    return Handoff("h", "H", left, right, False, End(held_by="here"), End(held_by="there"), sync=sync)


def record(random: Random, system: str) -> Record:
    key = Field("id", "Id", TextType(), kept=True, read_at="id")
    facts = CommentFacts(
        random.choice(CHANNELS),
        random.choice(["plain", "html", "adf"]),
        random.choice(LIMITS),
        threads=random.random() < 0.5,
        edited=random.random() < 0.5,
    )
    files = AttachmentFacts(random.choice([None, 50, 200]))
    return Record(system, system, "record", "Record", "id", (key,), comments=facts, attachments=files, calls=CALLS)


def conversations(record: Record) -> list[dict[str, object]]:
    """Comments and files, one at a time, that the record can hold."""
    facts = record.comments or CommentFacts()
    longest = facts.limit.number if facts.limit else 1_000
    wide = longest // 4 if facts.limit and facts.limit.unit == "bytes" else longest
    texts: list[object] = ["a", "b", "a" * (longest - 1) + "b", "a" * (longest - 1) + "c", "😀" * wide]
    said: list[dict[str, object]] = [
        {"channel": channel, "text": text, "author": {"name": "n" * LONGEST_NAME}}
        for channel, text in product(facts.channels, texts)
    ]
    if facts.format == "html":
        said.append({"channel": facts.channels[0], "text": {"html": "<b>a</b>"}})
    if facts.threads:
        said += [{"channel": channel, "text": "a", "id": 2, "parent": 1} for channel in facts.channels]
    largest = record.attachments.max_bytes if record.attachments else None
    sizes = [1, 10, 11, 50, 51, 101, 201]
    files = [
        {"name": "f", "size": size, "type": kind}
        for size, kind in product(sizes, ["image/png", "text/plain", "text/html"])
        if largest is None or size <= largest
    ]
    return [*({"comments": [comment]} for comment in said), *({"attachments": [file]} for file in files)]


@pytest.mark.parametrize("first", range(0, PAIRS, 50))
def test_what_is_called_lost_is_lost_and_nothing_else(first: int) -> None:
    for seed in range(first, first + 50):
        handoff = generated(seed)
        for verdict in travelling(analyse(handoff).verdicts):
            for witness in verdict.witnesses:
                if witness.before is None:
                    assert_shown(handoff, verdict, witness)
            given = handoff.source if verdict.flow == "out" else handoff.destination
            results = [run(handoff, verdict, conversation) for conversation in conversations(given)]
            told, said = causes(verdict, results), set(map(_same, verdict.causes))
            # What changes later is lost later, and of formatting a few texts show a part only.
            assert told <= said, (seed, verdict)
            assert said - {"edits", "markup"} <= told, (seed, verdict)


def test_a_long_name_leaves_a_comment_room() -> None:
    handoff = generated(0)
    sync = Sync("both", comments=CommentSync("both", tag_author=True, channels=(("public", "public"),)))
    facts = CommentFacts(("public",), "plain")
    ends = [replace(end, comments=facts) for end in (handoff.source, handoff.destination)]
    tagged = replace(handoff, source=ends[0], destination=ends[1], sync=sync)
    said = {"comments": [{"channel": "public", "text": "a", "author": {"name": "n" * 1_000}}]}
    [verdict] = [v for v in analyse(tagged).verdicts if v.flow == "out"]
    [(_, text)] = run(tagged, verdict, said).comments
    assert len(text) == sync.comments.longest_tag("a") + 1
