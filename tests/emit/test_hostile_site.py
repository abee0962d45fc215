"""Whatever stands in a spec is shown on the site and never obeyed."""

from collections.abc import Callable
from itertools import cycle
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoffspec.emit.site import site
from handoffspec.emit.site.story import Book, Example, Finding, Moment, Place, Story
from handoffspec.plan import Plan
from tests.emit.ours import assert_ours
from tests.site.reading import read
from tests.strategies.hostile import TEXTS, hostile


@pytest.fixture(scope="module")
def plan(plan_of: Callable[[str], Plan]) -> Plan:
    return plan_of("tests/cases/documents/escalation.handoff")


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_text_breaks_the_site(plan: Plan, data: st.DataObject) -> None:
    texts = cycle(data.draw(st.lists(TEXTS, min_size=5, max_size=20)))
    word, words = (lambda: next(texts)), (lambda: {next(texts): next(texts)})
    place = Place(word(), 3)
    finding = Finding(
        "HS0101", "n", "error", word(), word(), place, history=(Moment(word(), word(), None),), accepted=word()
    )
    told = [{"who": word(), "why": word()}]
    example = Example(
        title=word(),
        place=place,
        back=False,
        given=words(),
        onto={},
        comments=((word(), word(), word()),),
        attachments=(word(),),
        result={"fired": True, "record": words(), "losses": [], "missing": [word()], "notify": told},
        arriving=((word(), word()),),
        held=word(),
        unmet=(word(),),
    )
    story = Story(data.draw(hostile(plan)), place, {}, (finding,), (example,), explored=True)
    book = Book((story,), {place.path: f"{word()}\n{word()}"}, "handoffspec")
    for document in site(book):
        if document.name.endswith(".html"):
            assert_ours(read(document.text), scripts=1)
        if document.name.endswith(".svg"):
            ET.fromstring(document.text)  # noqa: S314 - our own file
