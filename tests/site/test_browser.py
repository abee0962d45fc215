"""The site in a real browser: opened from disk, pointed at, walked through with the keyboard, printed."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.analysis.lifecycles.guide import TABLES, placed
from tests.site.conftest import ROOT, build

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
SHOTS = os.environ.get("HANDOFFSPEC_SCREENSHOTS")
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]
WHAT_FAILS = {"resultTypes": ["violations"]}
"""What passes need not be told: that takes axe as long as finding out."""
KINDS = [
    "index.html",
    "escalation/index.html",
    "escalation/lifecycles.html",
    "escalation/tickets.html",
    "escalation/failures.html",
    "escalation/handoff-specification.html",
    "escalation/contingency-checklist.html",
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test if anything in it does, or if it asks for anything that is no file."""
    opened = browser.new_page(viewport=DESK)
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("request", lambda asked: None if asked.url.startswith("file:") else troubles.append(asked.url))
    yield opened
    opened.close()
    assert troubles == []


def widths(page: Page) -> dict[str, float]:
    """The bands of the escalation on the map, by class."""
    bands = page.locator('[data-handoff="escalation"] .band').all()
    return {str(b.get_attribute("class")): float(b.get_attribute("data-width") or 0) for b in bands}


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_pages_are_legible_to_everybody(browser: Browser, site: Path, size: dict[str, int], scheme: str) -> None:
    page = browser.new_page(viewport=size, color_scheme=scheme)
    axe = Axe()
    for name in KINDS:
        page.goto((site / name).as_uri())
        if SHOTS:  # kept by CI, for people to look at
            shot = f"{name.removesuffix('.html').replace('/', '-')}-{size['width']}-{scheme}.png"
            page.screenshot(path=Path(SHOTS) / shot, full_page=True)
        found = axe.run(page, options={"runOnly": RULES, **WHAT_FAILS})
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
    page.close()


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_a_diagnosis_is_legible_to_everybody(page: Page, diagnosed: Path, size: dict[str, int], scheme: str) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto((diagnosed / "report.html").as_uri())
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"diagnosis-{size['width']}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details table").first.is_visible()
    colours = {"type": "rule", "values": ["color-contrast"]}  # of the same page only these differ
    found = Axe().run(page, options={"runOnly": RULES if scheme == "dark" else colours, **WHAT_FAILS})
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(media="print")
    assert not page.locator("nav, details").first.is_visible()


def test_pointing_at_a_line_shows_its_rule_and_its_witness(page: Page, site: Path) -> None:
    page.goto((site / "escalation/index.html").as_uri())
    row = page.locator('tr[data-rule="map.priority"]')
    number = row.get_attribute("data-line")
    page.locator(f'.line[data-line="{number}"] .touch').first.hover(force=True)
    shown = page.locator(".details article:visible")
    assert shown.count() == 1
    assert "Priority + Customer impact" in shown.inner_text()
    assert "arrive alike" in shown.inner_text()
    assert "Minor" in shown.inner_text()
    assert "is-chosen" in str(row.get_attribute("class"))
    row = page.locator('tr[data-rule="map.labels"]')
    row.hover()
    assert "Labels" in page.locator(".details article:visible").inner_text()


def test_the_lines_are_walked_through_with_the_arrow_keys(page: Page, site: Path) -> None:
    page.goto((site / "escalation/index.html").as_uri())
    page.locator(".line[tabindex='0']").focus()
    seen = [page.locator(".details article:visible h3").inner_text()]
    for key in ("ArrowDown", "ArrowDown", "End", "Home"):
        page.keyboard.press(key)
        seen.append(page.locator(".details article:visible h3").inner_text())
    assert len(set(seen[:4])) == 4
    assert seen[4] == seen[0]
    page.keyboard.press("Escape")
    assert page.locator(".details .hint").is_visible()


def test_the_keyboard_reaches_the_content_first(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html#main")


def test_a_place_of_the_spec_is_one_click_away(page: Page, site: Path) -> None:
    page.goto((site / "escalation/index.html").as_uri())
    page.locator('tr[data-rule="map.labels"] a.place').click()
    page.wait_for_url("**/source/*.html#L*")
    line = page.locator("li:target").inner_text()
    assert re.match(r"\s*tags\s+<-> labels", line)


def test_a_change_of_the_spec_is_seen(page: Page, site: Path, tmp_path: Path) -> None:
    """A context entry is sent to nothing: its line falls, its witness changes, the map's lost band grows."""
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    spec = tmp_path / "specs" / "zendesk_to_jira.handoff"
    text = spec.read_text(encoding="utf-8")
    kept = next(line for line in text.splitlines() if line.strip().startswith("problem ") and "context" in line)
    spec.write_text(
        text.replace(kept, '    problem -> nothing because "nobody looks at it" impact none'), encoding="utf-8"
    )
    changed = build(tmp_path / "specs", tmp_path / "site")
    page.goto((site / "index.html").as_uri())
    before = widths(page)
    page.goto((changed / "index.html").as_uri())
    after = widths(page)
    assert after["band is-lost"] > before["band is-lost"]
    assert after["band is-lossy"] < before["band is-lossy"]
    page.goto((changed / "escalation/index.html").as_uri())
    row = page.locator('tr[data-rule="map.nothing.problem"]')
    assert row.locator(".there").inner_text() == "Lost"
    row.hover()
    assert "Linked problem" in page.locator(".details article:visible .witness").inner_text()
    number = row.get_attribute("data-line")
    assert "is-lost" in str(page.locator(f'.line[data-line="{number}"]').get_attribute("class"))


@pytest.fixture(scope="session")
def guide_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the escalation with the guide's own status table, which has its holes."""
    folder = tmp_path_factory.mktemp("guide")
    (folder / "specs").mkdir()
    placed(folder / "specs", TABLES["as it stands"])
    return build(folder / "specs", folder / "site", status=1)


def test_a_history_is_played(page: Page, guide_site: Path) -> None:
    page.goto((guide_site / "escalation/lifecycles.html").as_uri())
    history = page.locator(".history", has_text="Nothing ever leads to new").first
    steps = history.locator("ol > li")
    here = page.locator(".state.is-here")
    for n in range(steps.count()):
        history.get_by_role("button", name="Next step").click()
        step = history.locator("li.is-now")
        assert step.inner_text() == steps.nth(n).inner_text()
        shown = {(s.get_attribute("data-side"), s.get_attribute("data-status")) for s in here.all()}
        told = {("source", step.get_attribute("data-source")), ("destination", step.get_attribute("data-destination"))}
        assert shown == {one for one in told if one[1]}
    assert shown == {("source", "open"), ("destination", "To Do")}
    history.get_by_role("button", name="Back").click()
    assert history.locator("li.is-now").inner_text() == steps.nth(steps.count() - 2).inner_text()
    history.get_by_role("button", name="Play").click()
    history.get_by_role("button", name="Stop").click()


def test_what_stands_in_the_way_is_said_first(page: Page, guide_site: Path) -> None:
    page.goto((guide_site / "escalation/index.html").as_uri())
    assert "errors stand in the way" in page.locator(".hero .warning").inner_text()
    page.locator(".hero .warning a").click()
    assert page.locator(".findings .is-error").count() >= 4


def test_pages_print(browser: Browser, site: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    for name in ("escalation.html", "escalation/contingency-checklist.html"):
        page.goto((site / name).as_uri())
        printed = page.pdf(path=tmp_path / "page.pdf", format="A4")
        assert printed.startswith(b"%PDF")
        page.emulate_media(media="print")
        assert not page.locator(".details, .player, nav").first.is_visible()
    page.close()


def test_the_checklist_can_be_ticked(page: Page, site: Path) -> None:
    page.goto((site / "escalation/contingency-checklist.html").as_uri())
    box = page.locator(".checklist input").first
    page.locator(".checklist label").first.click()
    assert box.is_checked()
