"""Cases against what Salesforce and Jira publish: what is written is accepted, and bytes are counted as bytes."""

import io
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoffspec.execute import Result, run_back
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.execute.wire.read import read_fields
from handoffspec.execute.wire.write import create_body, update_body
from handoffspec.loader import load
from handoffspec.model.systems import resolve_systems
from handoffspec.schema.systems import Record
from handoffspec.schema.types import ChoiceType
from tests.specs import createmeta
from tests.specs.bound import SPECS, plan, result_of
from tests.specs.salesforce_api import comment_problems, describe, options, problems
from tests.strategies.tickets import tickets

SOME = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
IDS = ("ContactId", "AccountId", "AssetId", "ParentId", "OwnerId")
LETTERS = st.sampled_from(["e", "ü", "€", "🎫"])


def _written_out(runs: list[tuple[str, int]]) -> str:
    return "".join(letter * times for letter, times in runs)


@cache
def case() -> Record:
    """A case as the catalogue has it, before any company has changed it."""
    loaded = load(["-"], io.StringIO("use salesforce\n"))
    return resolve_systems(loaded.specs[0].files, loaded.catalogue).records["salesforce", "case"]


def cases(record: Record) -> st.SearchStrategy[dict[str, Any]]:
    """Cases whose ids are texts and whose subjects are one line, as Salesforce has them."""
    return tickets(record).map(_as_salesforce_has_it)


def _as_salesforce_has_it(made: dict[str, Any]) -> dict[str, Any]:
    ids = {name: str(made[name]).zfill(18) for name in IDS if made.get(name) is not None}
    subject = " ".join(str(made["Subject"] or "").split()) or "A subject"
    return {**made, **ids, "Subject": subject, "Id": f"500{abs(hash(subject)) % 10**15:015d}"}


# ── What is written ────────────────────────────────────────────────────────────────────────────────────────────────


@SOME
@given(made=cases(case()))
def test_an_org_takes_every_case_that_is_written(made: dict[str, Any]) -> None:
    read = read_fields(case(), made)
    assert read.problems == ()
    assert problems(create_body(case(), read.values), "createable") == []
    assert problems(update_body(case(), read.values), "updateable") == []


def test_every_field_has_the_length_and_the_options_that_the_describe_gives_it() -> None:
    for field in case().fields:
        published = describe()[str(field.read_at)]
        limit = getattr(field.type, "limit", None)
        if limit is not None:
            assert (limit.number, limit.unit) == (published["length"], "characters"), field.name
        if isinstance(field.type, ChoiceType):
            assert [option.wire for option in field.type.options] == options(published), field.name
        assert field.writable == (published["createable"] or published["updateable"]), field.name
        assert field.kept or not field.writable or published["nillable"] or published["defaultedOnCreate"], field.name


def jira_problems(payload: dict[str, Any]) -> list[str]:
    """Against the create metadata of a Jira project, which has the field for the case's number made for this spec."""
    fields = dict(payload["fields"])
    number = fields.pop("customfield_10081", "1")
    return [*createmeta.problems({"fields": fields}), *([] if 0 < len(str(number)) <= 255 else ["the number"])]


@SOME
@given(data=st.data())
def test_a_real_jira_takes_every_case(data: st.DataObject) -> None:
    made = data.draw(cases(plan("defect").handoff.source))
    result = result_of(made, plan("defect"))
    assert "error" not in result, result["error"]
    assert jira_problems(result["payload"]) == []


def test_a_real_jira_takes_every_sample() -> None:
    lines = (SPECS / "samples" / "salesforce_cases.ndjson").read_text(encoding="utf-8").splitlines()
    payloads = [result_of(json.loads(line), plan("defect"))["payload"] for line in lines]
    assert [jira_problems(payload) for payload in payloads] == [[]] * 5


@SOME
@given(data=st.data())
def test_an_org_takes_everything_that_comes_back(data: st.DataObject) -> None:
    """Its picklists are the company's, so the spec says what they hold."""
    made, there = plan("defect"), plan("defect").handoff.destination
    issue = data.draw(tickets(there).filter(lambda issue: bool(issue["fields"]["summary"].strip())))
    said = data.draw(st.lists(st.text(min_size=1, max_size=3000), max_size=3))
    comments = [{"id": str(n), "body": text} for n, text in enumerate(said)]
    result = run_back(made, read_ticket({"after": issue, "comments": comments}, there))
    assert isinstance(result, Result), result
    own = {
        str(field.written_at): [str(option.wire) for option in field.type.options]
        for field in made.handoff.source.fields
        if isinstance(field.type, ChoiceType)
    }
    for step in result.steps:
        about_comment = step.path.endswith("CaseComment")
        wrong = comment_problems(step.body) if about_comment else problems(step.body, "updateable", own)
        assert wrong == [], step.path


# ── Bytes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def comment_of(text: str, link: str | None = None) -> tuple[str, list[str]]:
    """A comment of Jira as it is written to Salesforce, and the causes of what is lost of it."""
    piece: dict[str, Any] = {"type": "text", "text": text}
    if link:
        piece["marks"] = [{"type": "link", "attrs": {"href": link}}]
    body = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [piece]}]}
    given_issue = {"after": {"id": "7", "fields": {"summary": "Down"}}, "comments": [{"id": "1", "body": body}]}
    result = run_back(plan("defect"), read_ticket(given_issue, plan("defect").handoff.destination))
    assert isinstance(result, Result), result
    [written] = [step.body for step in result.steps if step.path.endswith("CaseComment")]
    assert comment_problems(written) == []
    return str(written["CommentBody"]), [loss.cause for loss in result.losses if loss.field == "comments"]


TAG = "Jira, internal comment\n\n"
ROOM = 4000 - len(TAG)


@pytest.mark.parametrize(("letter", "size"), [("e", 1), ("ü", 2), ("€", 3), ("🎫", 4)])
def test_a_comment_is_cut_where_its_bytes_end_and_no_character_is_halved(letter: str, size: int) -> None:
    most = ROOM // size
    whole, lost = comment_of(letter * most)
    assert (whole, lost) == (TAG + letter * most, [])
    cut, lost = comment_of(letter * (most + 1))
    kept = (ROOM - len("…".encode())) // size
    assert (cut, lost) == (TAG + letter * kept + "…", ["bytes"])


@SOME
@given(text=st.lists(st.tuples(LETTERS, st.integers(1, 1500)), min_size=1, max_size=5).map(_written_out))
def test_whatever_is_kept_is_the_beginning(text: str) -> None:
    written, lost = comment_of(text)
    kept = written.removeprefix(TAG)
    assert kept == text if not lost else text.startswith(kept.removesuffix("…"))


def test_the_address_of_a_link_counts_where_it_is_written_out() -> None:
    written, lost = comment_of("ü" * 1900, "https://shop.example/" + "x" * 300)
    assert "ü… (https://shop.example/" in written
    assert "bytes" in lost


def test_the_compiler_says_so_before_any_comment_is_written() -> None:
    verdicts = {v.flow: v for v in plan("defect").verdicts if v.rule == "sync.comments"}
    assert "bytes" in verdicts["back"].causes
    assert "bytes" not in verdicts["out"].causes
