"""The page of a diagnosis: whole, loading nothing, and saying nothing that its data do not say."""

import json
import re
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from handoffspec.emit.diagnosis import diagnosis_page
from tests.emit.ours import assert_ours
from tests.site.conftest import PROGRAM
from tests.site.history import HEAD, TEAMS, diagnosis_of, history
from tests.site.reading import Element, read

MEANS = {"queue": "delay", "waiting": "delay", "work": "work", "customer": "customer", "done": "done"}


@pytest.fixture(scope="module")
def page(diagnosed: Path) -> Element:
    return read((diagnosed / "report.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def data(diagnosed: Path) -> Any:
    return json.loads((diagnosed / "diagnosis.json").read_text(encoding="utf-8"))


def test_every_number_is_that_of_the_data(page: Element, data: Any) -> None:
    shown = [element for element in page.all() if "data-json" in element.attributes]
    assert len(shown) > 300
    for element in shown:
        place = element.attributes["data-json"]
        value = data
        for step in place.split("/"):
            value = value[int(step)] if isinstance(value, list) else value[step]
        assert element.text == said(place.rpartition("/")[2], value, place), place
    assert {element.attributes["data-json"].partition("/")[0] for element in shown} == set(data) - {
        "holds",
        "interviews",
        "failures",
    }


def said(name: str, value: Any, place: str) -> str:
    """A value as a person reads it, by what it is of."""
    if isinstance(value, str):
        return f"{datetime.fromisoformat(value.removesuffix('Z')):%Y-%m-%d %H:%M}"
    if name in {"share", "back"} and not place.startswith("pairs"):
        return "under 1%" if 0 < value < 0.01 else f"{round(value * 100)}%"
    if name in {"delay", "work", "customer", "seconds", "median", "after_the_work", "in_work"}:
        if value < 3600:
            return f"{round(value / 60)} min"
        return f"{round(value / 3600, 1)} h" if value < 172800 else f"{round(value / 86400):,} days"
    return f"{value:,}"


def test_it_follows_the_method(page: Element) -> None:
    assert [heading.text for heading in page.all("h2")] == [
        "In short",
        "1. Tickets with unexpected delays",
        "2. Their paths backward",
        "3. Questions for the people who touched them",
        "4. Patterns",
        "5. Boundaries, and what to do about each",
        "6. For the spec",
        "7. Against the spec",
    ]


def test_a_timeline_draws_each_stretch_as_what_it_was(page: Element, data: Any) -> None:
    drawn = [svg for svg in page.all("svg") if svg.attributes.get("class") == "picture timeline"]
    assert len(drawn) == len(data["delayed"])
    for svg, ticket in zip(drawn, data["delayed"], strict=True):
        kinds = sorted(rect.attributes["class"].rpartition("is-")[2] for rect in svg.all("rect"))
        assert kinds == sorted(MEANS[stretch["means"]] for stretch in ticket["stretches"])
        assert [text for text in svg.all("text") if re.fullmatch(r"\d{4}-\d\d(-\d\d)?|\d\d-\d\d \d\d:\d\d", text.text)]
        longest = max(svg.all("rect"), key=lambda rect: float(rect.attributes["width"]))
        most = max(ticket["stretches"], key=lambda stretch: stretch["seconds"])
        assert longest.attributes["class"] == f"time is-{MEANS[most['means']]}"


def test_bars_are_as_long_as_what_they_stand_for(page: Element, data: Any) -> None:
    before = [state for state in data["states"] if MEANS[state["means"]] != "done"]
    expected = {
        "Time by status": [(said("seconds", one["seconds"], ""), one["seconds"]) for one in before],
        "Tickets that came straight back": [
            (f"{one['back']:,} time{'' if one['back'] == 1 else 's'}", one["back"]) for one in data["pairs"]
        ],
        "Time by team": [
            (f"{said('delay', one['delay'], '')} delay", one["delay"] + one["work"] + one["customer"])
            for one in data["teams"]
        ],
    }
    for kind in ("team", "status", "system"):
        found = [one for one in data["boundaries"] if one["kind"] == kind and one["delay"]]
        expected[f"Delay after a change of {kind}"] = [(said("delay", o["delay"], ""), o["delay"]) for o in found]
    drawn = {svg.all("title")[0].text: svg for svg in page.all("svg") if svg.attributes["class"] == "picture bars"}
    assert set(drawn) == {title for title, bars in expected.items() if bars}
    for title, svg in drawn.items():
        rows = [row for row in svg.all("g") if row.attributes["class"] == "row"]
        assert [row.all("text")[1].text for row in rows] == [words for words, _ in expected[title][:10]]
        lengths = [sum(float(rect.attributes["width"]) for rect in row.all("rect")) for row in rows]
        longest = max(length for _, length in expected[title][:10])
        assert [length / max(lengths) for length in lengths] == pytest.approx(
            [length / longest for _, length in expected[title][:10]], abs=0.02
        )


def test_the_transfers_that_are_drawn_are_those_with_the_most_delay(page: Element, data: Any) -> None:
    [svg] = [svg for svg in page.all("svg") if svg.attributes["class"] == "picture transfers"]
    bands = [g for g in svg.all("g") if g.attributes.get("class", "").startswith("band")]
    most = [one for one in data["boundaries"] if one["kind"] == "team"][:20]
    assert len(bands) == 20 < data["transfers"]["boundaries"]
    assert sorted(int(re.search(r": ([\d,]+) times?,", band.text)[1]) for band in bands) == sorted(
        one["times"] for one in most
    )
    assert f"of {data['transfers']['boundaries']:,} between {data['transfers']['teams']:,} teams" in page.text


def test_every_picture_has_a_name_and_a_table(page: Element) -> None:
    pictures = [svg for svg in page.all("svg") if svg.attributes.get("role") == "img"]
    assert len(pictures) >= 11
    for svg in pictures:
        title, description = svg.attributes["aria-labelledby"].split()
        assert {element.attributes.get("id") for element in svg.all()} >= {title, description}
    assert len(page.all("table")) >= len(pictures) - 2  # all time stands in words above; two show the same table


def test_it_needs_no_other_file_and_runs_nothing(page: Element) -> None:
    assert_ours(page, scripts=0)
    links = [element.attributes["href"] for element in page.all() if "href" in element.attributes]
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    assert {link[:1] for link in links} == {"#"}
    assert {link[1:] for link in links} <= set(ids)
    assert len(ids) == len(set(ids))
    assert not [element for element in page.all() if "src" in element.attributes]
    [policy] = [m.attributes["content"] for m in page.all("meta") if "http-equiv" in m.attributes]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy


def test_names_are_shown_as_they_are(page: Element) -> None:
    for team in TEAMS[:5]:
        assert team in page.text
    assert "⟨U+202E⟩gnp.exe" in page.text


def test_the_order_of_rows_does_not_change_a_byte(diagnosed: Path) -> None:
    head, *rows = history().splitlines()
    assert head == ",".join(HEAD)
    spec = Path(__file__).parents[2] / "specs" / "zendesk_to_jira.handoff"
    again = subprocess.run(
        [PROGRAM, "diagnose", "-", "--format", "html", "--spec", spec],
        input="\n".join([head, *rows[::-1]]).encode(),
        capture_output=True,
        check=False,
    )
    assert again.stdout == (diagnosed / "report.html").read_bytes()


def test_hundreds_of_teams_give_no_larger_page(tmp_path: Path) -> None:
    html = diagnosis_page(*diagnosis_of(history(1500, teams=650), tmp_path), "", None)
    assert len(html.encode()) < 300_000
    shown = read(html)
    assert "the other ways are not drawn" in shown.text
    assert len([g for g in shown.all("g") if g.attributes.get("class", "").startswith("band")]) == 20


def test_a_history_that_shows_little_says_so(tmp_path: Path) -> None:
    found = diagnosis_of("ticket,time\n1,2026-01-01\n1,2026-01-05\n", tmp_path)
    text = read(diagnosis_page(*found, "", None)).text
    assert "no time in these histories is delay" in text
    assert "no ticket changed its team" in text
    assert "there is nobody to ask" in text
    assert "Cannot show, since these histories have no teams and no comments." in text
