"""Records that the tests read and write: one built by hand with every type, and those of the catalogue."""

from collections.abc import Mapping
from pathlib import Path

import pytest

import handoffspec
from handoffspec.diagnostics import Source
from handoffspec.model.systems import resolve_systems
from handoffspec.schema.systems import Call, CommentFacts, Field, PathFact, Record
from handoffspec.schema.types import (
    ChoiceType,
    DurationType,
    FlagType,
    Limit,
    ListType,
    Member,
    MomentType,
    NumberType,
    Option,
    PersonType,
    RecordType,
    ReferenceType,
    StructureType,
    TextType,
)
from handoffspec.syntax.parser import parse_source

COMPANY = """use zendesk
use jira
extend zendesk.ticket {
  customer_impact required choice [several_users "Multiple users affected", system_down "System down"]
  affected_users  list of text at "custom_fields[id=77].value" as json
}
use asana
use salesforce
extend salesforce.case {
  products set of choice [shop "Shop" as "Web Shop", till "Till"]
}
extend asana.task {
  status   choice [waiting as "11", finished as "12"]
  account  text
  hours    number
  needed   date
  teams    set of choice [red as "21", blue as "22"]
  reviewer set of person
  lifecycle status {
    waiting  is todo, initial
    finished is done
    from waiting to finished
  }
}
"""

MOOD = ChoiceType((Option("calm", "Calm", "c"), Option("angry", "Very angry", 2)))
STEP = RecordType((Member("step", "Step", TextType()), Member("minutes", "Minutes", NumberType(integer=True))))


def _field(name: str, type_: object, path: str | None = None, **more: object) -> Field:
    at = path or f"f.{name}"
    return Field(name, name.capitalize(), type_, **{"read_at": at, "written_at": at, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def desk() -> Record:
    """A made-up system with a field of each type."""
    return Record(
        system="desk",
        system_title="Desk",
        name="case",
        title="Case",
        key="id",
        fields=(
            _field("id", TextType(), "id", kept=True),
            _field("title", TextType(limit=Limit(20, "characters")), required=True),
            _field("motto", TextType(limit=Limit(8, "bytes")), custom=True),
            _field("body", TextType(rich=True, limit=Limit(50, "characters")), read_as="html", written_as="html"),
            _field("paper", TextType(rich=True), read_as="adf", written_as="adf"),
            _field("words", TextType(rich=True)),
            _field("amount", NumberType(lowest=0, highest=100, decimals=2)),
            _field("count", NumberType(integer=True)),
            _field("urgent", FlagType()),
            _field("day", MomentType("date")),
            _field("moment", MomentType("time")),
            _field("effort", DurationType()),
            _field("mood", MOOD, "f.mood.name"),
            _field("place", ChoiceType()),
            _field("owner", PersonType(), "f.owner.key"),
            _field("secretary", PersonType(), secret=True),
            _field("parent", ReferenceType("case")),
            _field("tags", ListType(TextType(spaces=False), unique=True, limit=Limit(3, "items")), ignoring=("order",)),
            _field("parts", ListType(MOOD), "f.parts[].name"),
            _field("steps", ListType(STEP), "more[id=7].value", read_as="json", written_as="json"),
            _field("blob", StructureType(), "more[id=8].value"),
            _field("born", TextType(), at_creation=True),
            _field("shown", TextType(), read_only=True),
            _field("sticky", TextType(), never_cleared=True),
        ),
        comments=CommentFacts(("public", "internal"), "plain", paths=(PathFact("text", "said"),)),
        people=(
            PathFact("id", "key"),
            PathFact("email", "mail"),
            PathFact("name", "called"),
            PathFact("listed", "staff"),
        ),
        calls=(
            Call("create", "POST", "/cases", (PathFact("fields", "case", envelope=True),)),
            Call("read", "GET", "/cases/{id}", (PathFact("fields", "case", envelope=True),)),
            Call("update", "PUT", "/cases/{id}"),
            Call("comment", "POST", "/cases/{id}/say", (PathFact("text", "said"),)),
        ),
    )


SHIPPED = ("zendesk", "jira", "servicenow", "asana", "salesforce")


@pytest.fixture(scope="session")
def catalogue() -> Mapping[tuple[str, str], Record]:
    """The shipped systems with one company's fields."""
    folder = Path(handoffspec.__file__).parent / "catalog"
    shipped = [Source(name, (folder / f"{name}.handoff").read_text(encoding="utf-8")) for name in SHIPPED]
    files = [parse_source(source) for source in (*shipped, Source("company", COMPANY))]
    assert not [found for file in files for found in file.diagnostics]
    systems = resolve_systems([file.file for file in files])
    assert not systems.diagnostics
    return systems.records


@pytest.fixture(scope="session")
def zendesk(catalogue: Mapping[tuple[str, str], Record]) -> Record:
    """A Zendesk ticket."""
    return catalogue["zendesk", "ticket"]


@pytest.fixture(scope="session")
def jira(catalogue: Mapping[tuple[str, str], Record]) -> Record:
    """A Jira issue."""
    return catalogue["jira", "issue"]


@pytest.fixture(scope="session")
def servicenow(catalogue: Mapping[tuple[str, str], Record]) -> Record:
    """A ServiceNow incident."""
    return catalogue["servicenow", "incident"]


@pytest.fixture(scope="session")
def asana(catalogue: Mapping[tuple[str, str], Record]) -> Record:
    """An Asana task of a company that keeps its status in a field of its own."""
    return catalogue["asana", "task"]


@pytest.fixture(scope="session")
def salesforce(catalogue: Mapping[tuple[str, str], Record]) -> Record:
    """A Salesforce case."""
    return catalogue["salesforce", "case"]
