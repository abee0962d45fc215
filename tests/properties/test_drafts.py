"""Any two systems: what is drafted between them is sound, and the sheet of it reads back as it was."""

import csv
import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from handoffspec.cli.drafts import compiled, drafted
from handoffspec.diagnostics import Severity, Source
from handoffspec.drafting.answers import answers
from handoffspec.drafting.decisions import Proposals, cautious, propose
from handoffspec.drafting.spec import Draft
from handoffspec.drafting.statuses import status_pairs
from handoffspec.emit.documents.decision_sheet import decision_sheet
from handoffspec.emit.documents.two_systems import Direction, two_systems
from handoffspec.emit.markdown import render
from handoffspec.emit.sheet import csv_text
from handoffspec.model.workspace import resolve
from handoffspec.schema.spelling import quoted
from handoffspec.syntax import ast
from handoffspec.syntax.parser import parse_source

NAMES = [
    "subject",
    "summary",
    "title",
    "priority",
    "severity",
    "tags",
    "labels",
    "kind",
    "type",
    "agent",
    "owner",
    "due",
    "deadline",
    "notes",
    "details",
    "nothing",
    "undecided",
    "map",
    "cf_10010",
    "customer_impact",
    "impact_on_customer",
]
TYPES = [
    "text",
    "text up to 20 characters",
    "text without spaces",
    "rich_text",
    "rich_text up to 90 bytes",
    "number",
    "integer between 0 and 9",
    "choice",
    "choice [low, high]",
    "choice [urgent, high, normal, low]",
    'choice ["P1", "P2", "P3"]',
    'choice ["empty", "any", bug]',
    "person",
    "group",
    "set of text",
    "set of choice",
]
NO_CONSTANT = [
    "flag",
    "date",
    "time",
    "duration",
    "list of person",
    "list of record { step text, outcome text }",
    "structure",
]
"""Where a required field of these is filled by nothing, a first spec has an error that says so."""
PARTS = ["", "required", "optional", "read only", "only at creation", "personal", "secret", "never cleared"]
LABELS = st.text(max_size=12).map(lambda text: text.replace("\r", " ").replace("\n", " "))
KINDS = st.one_of(
    st.tuples(st.sampled_from(TYPES), st.sampled_from(PARTS)),
    st.tuples(st.sampled_from(NO_CONSTANT), st.sampled_from([part for part in PARTS if part != "required"])),
).map(" ".join)
LIFECYCLE = """lifecycle status {
new is todo, initial
doing is doing
done is done
from any to any
}
"""


@st.composite
def systems(draw: st.DrawFn, name: str) -> str:
    fields = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True))
    lines = [
        f'{field} {quoted(draw(LABELS))} {draw(st.sampled_from(TYPES))} {draw(st.sampled_from(PARTS))} at "{field}"'
        for field in fields
    ]
    lifecycle = draw(st.booleans())
    lines += ['status choice required at "status"'] if lifecycle else []
    inner = "\n".join(lines)
    comments = draw(st.sampled_from(["", "comments {\nchannels public, internal\n}\n"]))
    return (
        f"system {name} {quoted(draw(LABELS) or name)} {{\nrecord ticket {quoted('Ticket')} {{\nkey id\n"
        f'fields {{\nid integer kept by {name} at "id"\n{inner}\n}}\n{LIFECYCLE if lifecycle else ""}{comments}'
        'call create "POST /t" id at "id"\ncall read "GET /t/{id}"\ncall update "PUT /t/{id}"\n'
        'call comment "POST /t/{id}/c" text in "text"\n}\n}\n'
    )


def pair_of(left: str, right: str) -> tuple[Proposals, tuple[ast.File, ...]]:
    results = [parse_source(Source(f"{at}.handoff", text)) for at, text in enumerate((left, right))]
    files = tuple(result.file for result in results)
    records = resolve(files).systems.records
    return propose(records["left", "ticket"], records["right", "ticket"]), files


@settings(max_examples=60, deadline=None)
@given(systems("left"), systems("right"))
def test_what_is_drafted_is_sound_and_its_sheet_reads_back(left: str, right: str) -> None:
    proposals, files = pair_of(left, right)
    statuses = status_pairs(proposals.source, proposals.target)
    careful = cautious(proposals)
    for chosen in (proposals, careful):
        found = drafted(Draft("first", chosen, ("left", "right"), {}, None, statuses), files).found
        assert [f"{one.code.code} {one.message}" for one in found if one.severity is Severity.ERROR] == []
    plan = compiled(Draft("first", proposals, (), {}, None, statuses, in_step=True), files)
    way = Direction(proposals, plan, statuses)
    columns = [line.count(" | ") for line in render(two_systems(way, way)).splitlines() if line.startswith("| ")]
    assert min(columns) > 0
    sheet = decision_sheet(way, {decision.field: decision for decision in careful.decisions})
    rows = list(csv.reader(io.StringIO(csv_text(sheet).removeprefix("\ufeff"))))
    read = answers(proposals, rows)
    assert read.problems == ()
    unjudged = [replace(one, impact=None) if one.impact == "none" else one for one in read.proposals.decisions]
    assert unjudged == [*careful.decisions]
    assert read.proposals.constants == careful.constants
