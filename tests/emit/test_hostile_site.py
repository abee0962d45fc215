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
from tests.site.reading import Element, read
from tests.strategies.hostile import TEXTS, hostile

# What our own templates and pictures are made of. Nothing else may come out, whatever goes in.
TAGS = {
    "html", "head", "meta", "title", "link", "style", "script", "body", "a", "header", "nav", "ul", "ol", "li", "main",
    "footer", "section", "article", "aside", "figure", "figcaption", "div", "span", "p", "h1", "h2", "h3", "h4", "h5",
    "b", "i", "em", "strong", "code", "pre", "br", "table", "caption", "thead", "tbody", "tr", "th", "td", "dl", "dt",
    "dd", "button", "input", "label", "svg", "desc", "defs", "lineargradient", "stop", "g", "path", "rect", "circle",
    "text",
}  # fmt: skip
SCRIPTS = 1


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
            assert_ours(read(document.text))
        if document.name.endswith(".svg"):
            ET.fromstring(document.text)  # noqa: S314 - our own file


def assert_ours(page: Element) -> None:
    """Only elements of ours, one script, no attribute that runs anything, and no address but of the site itself."""
    elements = page.all()
    assert {element.tag for element in elements} <= TAGS
    assert sum(element.tag == "script" for element in elements) == SCRIPTS
    for element in elements:
        assert not [name for name in element.attributes if name.startswith("on") or name == "srcdoc"]
        for name in ("href", "src"):
            address = element.attributes.get(name, "")
            assert ":" not in address.partition("/")[0]
            assert "//" not in address
