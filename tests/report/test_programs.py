"""Findings for CI servers: GitHub, GitLab, SARIF and JUnit, with sound and with hostile text."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec import __version__
from handoffspec.diagnostics import Diagnostic, Fix, Label, Silenced, Source, Span, codes
from handoffspec.diagnostics.explain import page
from handoffspec.report import Look, renderer

sys.path.insert(0, str(Path(__file__).parent))
import published

CASES = Path(__file__).parent.parent / "cases" / "report"
PROGRAMS = {"github": "txt", "gitlab": "json", "sarif": "json", "junit": "xml"}
TEXT = 'team desk “Desk”\nteam other "Other"\nallow HS0505 because "they sit here"\nteam third "Third"\n'
SPEC = Source("specs/größe, 100%.handoff", TEXT)


def parsed(report: str) -> ET.Element:
    return ET.fromstring(report)  # noqa: S314 - our own report, of a page at most


def at(words: str, source: Source = SPEC) -> Span:
    start = source.text.index(words)
    return Span(source, start, start + len(words))


def found() -> list[Diagnostic]:
    return [
        codes.STRANGE_CHARACTER.at(
            at("“Desk”"),
            "Texts stand in straight quotes,\nnot in curly ones: 100% of them.",
            help='Write `"Desk"`.',
            labels=[Label(at("team other"), "like this one")],
            fixes=[Fix(at("“Desk”"), '"Desk"', safe=True)],
        ),
        codes.UNREACHABLE_TEAM.at(at("other"), "Nothing says where Other is reached.", witness={"team": "other"}),
        codes.FILE_NOT_READABLE.at(Span(Source("specs/gone", ""), 0, 0), "`specs/gone` cannot be read.", help="Look."),
        codes.ADDS_NOTHING.at(Span(SPEC, 0, len(TEXT)), "Does it add anything?"),
    ]


def silenced() -> list[Silenced]:
    third = codes.UNREACHABLE_TEAM.at(at("third"), "Nothing says where Third is reached.")
    old = codes.END_UNHELD.at(at("desk"), "Nobody holds it.")
    return [Silenced(third, "allow", "they sit here"), Silenced(old, "baseline")]


@pytest.mark.parametrize("form", PROGRAMS)
def test_a_report_reads_as_its_expected_file(form: str, expect_file: Callable[[Path, str], None]) -> None:
    report = renderer(form)(found(), Look(), silenced()).replace(f'"{__version__}"', '"VERSION"')
    for code in codes.CATALOGUE:
        # Pages are tested for themselves, and a better word in one is no news here.
        report = report.replace(json.dumps(page(code)), f'"the page of {code}"')
    expect_file(CASES / f"programs.{form}.{PROGRAMS[form]}", report)


@pytest.mark.parametrize("form", PROGRAMS)
def test_a_report_ends_its_line_and_is_the_same_every_time(form: str) -> None:
    report = renderer(form)(found(), Look(), silenced())
    assert report.endswith("\n")
    assert report == renderer(form)(found()[::-1], Look(), silenced()[::-1])


def test_nothing_found_is_a_report_too() -> None:
    assert renderer("github")([], Look()) == ""
    assert published.gitlab(renderer("gitlab")([], Look())) == []
    assert published.sarif(renderer("sarif")([], Look()))["runs"][0]["results"] == []
    published.junit(renderer("junit")([], Look()))
    suites = parsed(renderer("junit")([], Look()))
    assert (suites.get("tests"), suites.get("failures")) == ("1", "0")


def test_reports_satisfy_the_published_schemas() -> None:
    assert len(published.gitlab(renderer("gitlab")(found(), Look(), silenced()))) == len(found())
    published.junit(renderer("junit")(found(), Look(), silenced()))


def test_sarif_satisfies_its_schema_and_its_rules_have_pages() -> None:
    log = published.sarif(renderer("sarif")(found(), Look(), silenced()))
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in log["runs"][0]["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert "## Prefer" in rule["help"]["markdown"]


def test_the_summary_counts_what_is_silenced() -> None:
    assert renderer("text")(found(), Look(), silenced()).splitlines()[-1] == (
        "2 errors, 1 warning, 1 piece of advice in 2 files (1 suppressed, 1 in the baseline)"
    )
    assert renderer("text")([], Look(), silenced()[:1]) == "Nothing found (1 suppressed).\n"


def test_a_path_is_relative_to_where_the_program_runs(tmp_path: Path) -> None:
    here = Source(str(tmp_path / "specs" / "a.handoff"), "x")
    elsewhere = Source("/elsewhere/b c.handoff", "x")
    ones = [codes.EMPTY_FILE.at(Span(source, 0, 1), "Empty.") for source in (here, elsewhere)]
    look = Look(root=str(tmp_path))
    assert {one["location"]["path"] for one in json.loads(renderer("gitlab")(ones, look))} == {
        "specs/a.handoff",
        "/elsewhere/b c.handoff",
    }
    assert {one["path"] for one in json.loads(renderer("json")(ones, look))} == {
        "specs/a.handoff",
        "/elsewhere/b c.handoff",
    }
    results = json.loads(renderer("sarif")(ones, look))["runs"][0]["results"]
    artifacts = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in results]
    assert {"uri": "specs/a.handoff", "uriBaseId": "%SRCROOT%"} in artifacts
    assert {"uri": "file:///elsewhere/b%20c.handoff"} in artifacts


HOSTILE = st.text(alphabet=st.one_of(st.sampled_from("\n\r:,%\x00\x1b<&]\"'\ufffe\ud800\u202e{}#"), st.characters()))


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_a_report(path: str, text: str, message: str) -> None:
    span = Span(Source(path, text), len(text) // 2, len(text))
    one = codes.SYNTAX_ERROR.at(
        span, message, help=message, labels=[Label(span, message)], fixes=[Fix(span, message, safe=True)]
    )
    other = Silenced(codes.UNREACHABLE_TEAM.at(span, message), "allow", message)
    github = renderer("github")([one], Look(), [other])
    assert re.fullmatch(r"::error file=[^\n]*,line=\d+[^\n]*::[^\n]*\n", github)
    assert github.count("\n") == 1
    published.sarif(renderer("sarif")([one], Look(), [other]))
    assert len(published.gitlab(renderer("gitlab")([one], Look(), [other]))) == 1
    junit = renderer("junit")([one], Look(), [other])
    published.junit(junit)
    suites = parsed(junit)
    assert (suites.get("tests"), suites.get("failures"), len(suites.findall(".//skipped"))) == ("2", "1", 1)


def prints(text: str, *words: str) -> list[str]:
    """The fingerprints of a finding at each of the words."""
    source = Source("specs/a.handoff", text)
    ones = [codes.UNREACHABLE_TEAM.at(at(word, source), "Not reached.") for word in words]
    return [one["fingerprint"] for one in json.loads(renderer("gitlab")(ones, Look()))]


BLOCKS = """\
handoff one "One" {
  map {
    a -> b
    c -> d
  }
}
handoff two "Two" {
  map {
    a -> d
  }
}
"""


@pytest.mark.parametrize(
    "changed",
    [
        f"# A comment\n\n{BLOCKS}",
        BLOCKS.replace("a -> b", "a  ->  b   # for now"),
        BLOCKS.replace("    a -> b\n", "    x -> y\n    a -> b\n"),
        BLOCKS.replace('"One"', '"Another title"'),
        BLOCKS.replace("  map {\n    c", "  trigger {\n  }\n  map {\n    c"),
        BLOCKS.replace("    c -> d\n", ""),
    ],
)
def test_a_fingerprint_stays_when_something_else_changes(changed: str) -> None:
    assert prints(BLOCKS, "a -> b") == prints(changed, re.search(r"a +-> +b", changed)[0])


def test_a_fingerprint_changes_with_its_statement_and_its_block() -> None:
    assert len({*prints(BLOCKS, "a -> b"), *prints(BLOCKS, "c -> d"), *prints(BLOCKS, "a -> d")}) == 3
    assert prints(BLOCKS, "a -> b") != prints(BLOCKS.replace("a -> b", "a -> b once"), "a -> b once")
    assert prints(BLOCKS, "a -> b") != prints(BLOCKS.replace("handoff one", "handoff three"), "a -> b")


def test_several_alike_have_fingerprints_of_their_own() -> None:
    source = Source("a", "same\nsame\nsame\n")
    ones = [codes.UNREACHABLE_TEAM.at(Span(source, at, at + 4), "Not reached.") for at in (0, 5, 10)]
    entries = json.loads(renderer("gitlab")(ones, Look()))
    assert len({one["fingerprint"] for one in entries}) == 3
    assert {one["fingerprint"] for one in json.loads(renderer("gitlab")(ones[:2], Look()))} < {
        one["fingerprint"] for one in entries
    }


def test_deep_blocks_take_time_in_proportion() -> None:
    text = "a {\n" * 50_000
    ones = [codes.SYNTAX_ERROR.at(Span(Source("a", text), n * 4, n * 4 + 1), "Deep.") for n in range(0, 50_000, 500)]
    assert len({one["fingerprint"] for one in json.loads(renderer("gitlab")(ones, Look()))}) == 100
