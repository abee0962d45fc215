"""The site as files: whole, the same every time, needing nothing from elsewhere, and saying what the plans say."""

import json
import posixpath
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.site.conftest import PROGRAM, ROOT, build
from tests.site.reading import Element, pages, read

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def read_pages(site: Path) -> dict[str, Element]:
    return pages(site)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Each handoff's plan, compiled by the program."""
    folder = tmp_path_factory.mktemp("plans")
    subprocess.run([PROGRAM, "compile", "specs", "-o", folder], cwd=ROOT, check=True, capture_output=True)
    return {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*/plan.json")}


def test_every_link_leads_somewhere(site: Path, read_pages: dict[str, Element]) -> None:
    ids = {name: {e.attributes["id"] for e in page.all() if "id" in e.attributes} for name, page in read_pages.items()}
    for name, page in read_pages.items():
        for element in page.all():
            for attribute in ("href", "src"):
                target = element.attributes.get(attribute)
                if target is None:
                    continue
                path, _, fragment = target.partition("#")
                there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
                assert (site / there).is_file(), f"{name}: {target}"
                if fragment:
                    assert fragment in ids[there], f"{name}: {target}"


def test_no_id_stands_twice_on_a_page(read_pages: dict[str, Element]) -> None:
    for name, page in read_pages.items():
        found = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
        assert len(found) == len(set(found)), name


def test_nothing_is_loaded_from_elsewhere(site: Path, read_pages: dict[str, Element]) -> None:
    for name, page in read_pages.items():
        for element in page.all():
            for attribute in ("href", "src", "action", "data", "xlink:href"):
                assert "//" not in element.attributes.get(attribute, ""), f"{name}: {element.attributes}"
    for path in [*site.glob("assets/*"), *site.glob("pictures/*")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"@import|url\((?!#)|fetch\(|XMLHttpRequest|https?://(?!www\.w3\.org/2000/svg)", text), (
            path
        )


def test_a_file_to_be_mailed_needs_no_other(read_pages: dict[str, Element], plans: dict[str, dict]) -> None:
    for name in plans:
        links = [e.attributes.get(a, "#") for e in read_pages[f"{name}.html"].all() for a in ("href", "src")]
        assert {link[:1] for link in links} == {"#"}


def test_the_table_says_what_was_computed(read_pages: dict[str, Element], plans: dict[str, dict]) -> None:
    for name, plan in plans.items():
        for page in (f"{name}/index.html", f"{name}.html"):
            rows = {row.attributes["data-rule"]: row for row in rows_of(read_pages[page], "data-rule")}
            for verdict in plan["verdicts"]:
                if verdict["rule"].startswith("map.") and not fields_of(plan, verdict["rule"]):
                    continue  # a fixed value: nothing of the source can be lost in it
                row = rows[verdict["rule"]]
                cell = cell_of(row, "there" if verdict["flow"] == "out" else "back")
                assert cell.text == verdict["loss"].capitalize(), (name, verdict["rule"])
            assert set(rows) >= {rule["id"] for rule in plan["handoff"]["rules"]}


def test_every_row_has_its_line_and_its_rule(read_pages: dict[str, Element], plans: dict[str, dict]) -> None:
    for name in plans:
        page = read_pages[f"{name}/index.html"]
        numbers = [row.attributes["data-line"] for row in rows_of(page, "data-rule")]
        drawn = [g for g in page.all("g") if "data-line" in g.attributes]
        assert [int(g.attributes["data-line"]) for g in drawn] == [int(number) for number in numbers]
        told = [article.attributes["data-line"] for article in page.all("article") if "data-line" in article.attributes]
        assert told == numbers
        classes = {row.attributes["data-line"]: kinds(row) for row in rows_of(page, "data-rule")}
        for group in drawn:
            kind = group.attributes["class"].rpartition("is-")[2]
            assert kind in classes[group.attributes["data-line"]]


def test_every_loss_shows_its_witness(read_pages: dict[str, Element], plans: dict[str, dict]) -> None:
    for name, plan in plans.items():
        page = read_pages[f"{name}/index.html"]
        rules = {row.attributes["data-line"]: row.attributes["data-rule"] for row in rows_of(page, "data-rule")}
        shown = {rules[a.attributes["data-line"]]: a for a in page.all("article") if "data-line" in a.attributes}
        for verdict in plan["verdicts"]:
            causes = [w["cause"] for w in verdict["witnesses"]]
            witnesses = [d for d in shown[verdict["rule"]].all("div") if d.attributes.get("class") == "witness"]
            assert set(causes) <= {d.inside[1].text for d in witnesses if isinstance(d.inside[1], Element)}


def test_the_map_counts_what_the_table_counts(site: Path, read_pages: dict[str, Element]) -> None:
    drawn = picture(site / "pictures" / "map.svg")
    for row in rows_of(read_pages["index.html"], "data-handoff"):
        [way] = [a for a in drawn.iter(f"{SVG}a") if a.get("data-handoff") == row.attributes["data-handoff"]]
        bands = {
            band.get("class", "").rpartition("is-")[2]
            for band in way.iter(f"{SVG}path")
            if "band" in band.get("class", "")
        }
        counted = {
            cell.attributes["data-label"].lower() for cell in row.all("td") if cell.text.isdigit() and int(cell.text)
        }
        if bands:  # a handoff within one system is a loop of one colour
            assert bands == counted & {"direct", "translation", "lossy", "lost"}


def test_pictures_stand_alone(site: Path) -> None:
    names = {path.name for path in site.glob("pictures/*.svg")}
    assert {"map.svg", "escalation-crossing.svg", "escalation-lifecycles.svg"} <= names
    for path in site.glob("pictures/*.svg"):
        root = picture(path)
        assert root.tag == f"{SVG}svg"
        assert root.find(f"{SVG}title") is not None
        assert root.find(f"{SVG}style") is not None


def test_the_documents_are_those_in_markdown(site: Path, tmp_path: Path) -> None:
    made = [PROGRAM, "docs", "specs", "-o", tmp_path]
    subprocess.run(made, cwd=ROOT, check=True, capture_output=True)
    for path in tmp_path.glob("*/*.md"):
        page = (site / path.parent.name / path.name).with_suffix(".html").read_text(encoding="utf-8")
        headings = [h.text for level in ("h1", "h2") for h in read(page).all(level)]
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("# ", "## ")):
                assert line.lstrip("# ").replace("\\", "") in headings


def test_failure_modes_say_what_prevents_them(read_pages: dict[str, Element]) -> None:
    page = read_pages["escalation/failures.html"].text
    assert "The requirement that Affected users is there and the mapping of Affected users" in page


def test_each_section_of_a_document_leads_to_its_part_of_the_spec(read_pages: dict[str, Element]) -> None:
    begins = {
        "Trigger conditions": "trigger {",
        "Information requirements": "require {",
        "Field mapping": "map {",
        "Rollback conditions": "rollback ",
        "Conflict resolution": "conflict {",
        "Error handling": "on error {",
        "Audit trail": "audit {",
    }
    found = set()
    for page in ("escalation/handoff-specification.html", "escalation/system-integration-requirements.html"):
        for heading, after in pairwise(read_pages[page].all()):
            if heading.tag == "h2":
                [link] = after.all("a")
                source, _, line = link.attributes["href"].removeprefix("../").partition("#")
                [shown] = [li for li in read_pages[source].all("li") if li.attributes["id"] == line]
                assert shown.text.startswith(begins.get(heading.text, "")), heading.text
                found.add(heading.text)
    assert found >= set(begins)


def test_the_same_specs_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = build(ROOT / "specs", tmp_path / "again")
    assert files_of(again) == files_of(site)


def picture(path: Path) -> ET.Element:
    return ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows_of(page: Element, attribute: str) -> Iterator[Element]:
    return (row for row in page.all("tr") if attribute in row.attributes)


def cell_of(row: Element, name: str) -> Element:
    return next(cell for cell in row.all("td") if cell.attributes.get("class") == name)


def kinds(row: Element) -> set[str]:
    return {
        span.attributes["class"].rpartition("is-")[2] for span in row.all("span") if "badge" in span.attributes["class"]
    }


def fields_of(plan: dict, rule: str) -> list[str]:
    [found] = [one for one in plan["handoff"]["rules"] if one["id"] == rule]
    return [source["field"] for source in found["sources"] if "field" in source]
