"""`handoff check` where it is used: in CI, on old specs, and with `--fix`."""

import json
import os
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
import published

CLEAN = (Path(__file__).parents[1] / "cases" / "lint" / "clean.handoff").read_text(encoding="utf-8")
OLD = CLEAN.replace(' reached at "#core"', "").replace("rollback at most 2 times", "rollback")
FORMATS = ["text", "json", "github", "gitlab", "sarif", "junit"]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def codes(outcome) -> list[str]:
    return [found["code"] for found in json.loads(outcome.out)]


def valid(form: str, out: str) -> int:
    """How many findings a report tells, if it is one."""
    match form:
        case "json":
            return len(json.loads(out))
        case "gitlab":
            return len(published.gitlab(out))
        case "sarif":
            return len(published.sarif(out)["runs"][0]["results"])
        case "junit":
            published.junit(out)
            return int(ET.fromstring(out.encode()).get("failures", ""))  # noqa: S314 - our own report
        case "github":
            assert all(line.startswith("::") for line in out.splitlines())
            return len(out.splitlines())
        case _:
            return out.count("  help: ")


# ── In CI ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("text", "status", "count"),
    [(CLEAN, 0, 0), (OLD, 1, 2), ("handoff {\nteem “x”\n", 1, None), (b"\xff\xfe", 2, 1), (None, 2, 1), ("", 1, 1)],
    ids=["clean", "old", "not the language", "not text", "not there", "empty"],
)
def test_every_format_is_valid_whatever_was_read(handoff, tmp_path, form, text, status, count):
    if text is not None:
        (tmp_path / "a.handoff").write_bytes(text if isinstance(text, bytes) else text.encode())
    outcome = handoff("check", "a.handoff", "--format", form)
    assert (outcome.status, outcome.err) == (status, "")
    found = valid(form, outcome.out)
    assert found == count if count is not None else found > 0


def test_github_gets_the_place(handoff, tmp_path):
    write(tmp_path / "specs" / "a.handoff", OLD)
    first, second = handoff("check", str(tmp_path / "specs"), "--format", "github").out.splitlines()
    line = OLD[: OLD.index("notify core")].count("\n") + 1
    assert first.startswith(f"::warning file=specs/a.handoff,line={line},endLine={line},col=5,")
    assert "title=HS0611 rollback-unbounded::" in second


def test_what_is_allowed_is_counted_and_shown_where_there_is_a_place(handoff, tmp_path):
    write(
        tmp_path / "a.handoff", OLD.replace("    notify core", '    allow HS0505 because "same room"\n    notify core')
    )
    assert handoff("check", "a.handoff").out.splitlines()[-1] == "1 warning in 1 file (1 suppressed)"
    assert codes(handoff("check", "a.handoff", "--format", "json")) == ["HS0611"]
    results = json.loads(handoff("check", "a.handoff", "--format", "sarif").out)["runs"][0]["results"]
    assert [one.get("suppressions") for one in results] == [
        [{"kind": "inSource", "justification": "same room"}],
        None,
    ]
    assert "(1 suppressed)" not in handoff("check", "a.handoff", "--select", "HS06").out


# ── A choice of codes ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (["--select", "HS0505"], ["HS0505"]),
        (["--select", "hs06"], ["HS0611"]),
        (["--select", "unreachable-team,rollback-unbounded"], ["HS0505", "HS0611"]),
        (["--select", "HS", "--ignore", "HS06"], ["HS0505"]),
        (["--ignore", "HS0505", "--ignore", "HS0611"], []),
    ],
)
def test_codes_beginnings_and_names_choose(handoff, tmp_path, options, left):
    write(tmp_path / "a.handoff", OLD)
    outcome = handoff("check", "a.handoff", "--format", "json", *options)
    assert (codes(outcome), outcome.status) == (left, 1 if left else 0)


@pytest.mark.parametrize(
    ("word", "said"), [("unreachabel-team", "unreachable-team"), ("HS9", "explain"), ("xyz", "explain")]
)
def test_an_unknown_code_is_answered_with_what_to_write(handoff, tmp_path, word, said):
    write(tmp_path / "a.handoff", OLD)
    outcome = handoff("check", "a.handoff", "--ignore", word)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err


# ── Old specs ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def adopted(handoff, tmp_path):
    """Two old specs and their baseline."""
    for name in ("a", "b"):
        write(tmp_path / "specs" / f"{name}.handoff", OLD)
    outcome = handoff("check", "specs", "--baseline", "baseline.json", "--write-baseline")
    assert outcome.status == 0
    assert outcome.err == "wrote 4 findings to baseline.json\n"
    return tmp_path / "baseline.json"


def against(handoff, *more, path="specs"):
    return handoff("check", path, "--baseline", "baseline.json", *more)


@pytest.mark.usefixtures("adopted")
def test_what_is_in_the_baseline_is_counted_and_not_reported(handoff):
    outcome = against(handoff)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == "Nothing found (4 in the baseline).\n"


def test_a_baseline_has_a_line_for_each_finding_and_is_the_same_every_time(handoff, adopted):
    text = adopted.read_text(encoding="utf-8")
    first, *entries, version, last = text.splitlines()
    assert (first, version, last) == ("{", '  "version": 1', "}")
    assert len(entries) == 4
    assert all(entry.endswith("},") for entry in entries)
    assert [(entry["path"], entry["code"]) for entry in list(json.loads(text).values())[:-1]] == [
        (f"specs/{name}.handoff", code) for name in ("a", "b") for code in ("HS0505", "HS0611")
    ]
    against(handoff, "--write-baseline")
    assert adopted.read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("adopted")
def test_moved_lines_and_other_changes_wake_nothing(handoff, tmp_path):
    failure = 'failure silence "Nobody answers" {\n cause "x"\n costs "y"\n prevented by require.impact\n }\n'
    moved = "# A new licence line\n\n" + OLD.replace("  rollback {", f"  {failure}\n\n  rollback   {{")
    moved = moved.replace("escalates to the core team", "asks the core team")
    write(tmp_path / "specs" / "a.handoff", moved)
    outcome = against(handoff, "--format", "json")
    assert (outcome.status, outcome.out, outcome.err) == (0, "[]\n", "")


@pytest.mark.usefixtures("adopted")
def test_something_new_is_reported_alone(handoff, tmp_path):
    write(tmp_path / "specs" / "a.handoff", OLD + 'team third "Third" in desk\n')
    new = OLD.replace("acknowledge within 30m by comment otherwise notify front\n", "\n")
    write(tmp_path / "specs" / "b.handoff", new)
    outcome = against(handoff, "--format", "json")
    assert "HS0504" in codes(outcome)
    assert "HS0611" not in codes(outcome)
    assert outcome.status == 1


@pytest.mark.usefixtures("adopted")
def test_what_was_mended_is_told_and_taken_out(handoff, tmp_path):
    write(tmp_path / "specs" / "a.handoff", CLEAN)
    (tmp_path / "specs" / "b.handoff").unlink()
    outcome = against(handoff)
    assert (outcome.status, outcome.out) == (0, "Nothing found.\n")
    assert "4 entries of the baseline no longer occur" in outcome.err
    assert "--baseline baseline.json --write-baseline" in outcome.err
    assert against(handoff, "--write-baseline").err == "wrote 0 findings to baseline.json\n"
    assert against(handoff).err == ""


@pytest.mark.usefixtures("adopted")
def test_files_that_were_not_checked_keep_their_entries(handoff, tmp_path):
    write(tmp_path / "specs" / "a.handoff", CLEAN)
    outcome = against(handoff, path="specs/a.handoff")
    assert "2 entries" in outcome.err
    assert against(handoff, "--write-baseline", path="specs/a.handoff").err == "wrote 2 findings to baseline.json\n"
    assert against(handoff).out == "Nothing found (2 in the baseline).\n"


@pytest.mark.usefixtures("adopted")
def test_a_mistake_in_the_text_is_never_put_off_and_nothing_is_called_mended_behind_it(handoff, tmp_path):
    write(tmp_path / "specs" / "a.handoff", OLD.replace("team front", "teem front"))
    for _ in range(2):
        outcome = against(handoff, "--write-baseline", "--format", "json")
        assert outcome.status == 1
        assert "HS0010" in codes(outcome)
    write(tmp_path / "specs" / "a.handoff", OLD)
    assert against(handoff, "--select", "HS0505,HS0611").out == "Nothing found (4 in the baseline).\n"


@pytest.mark.usefixtures("adopted")
def test_a_baseline_holds_wherever_the_command_runs(handoff, tmp_path):
    outcome = handoff("check", str(tmp_path / "specs"), "--baseline", str(tmp_path / "baseline.json"))
    assert outcome.out == "Nothing found (4 in the baseline).\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "--write-baseline"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "version"),
        ('{"version": 2}', "version"),
        ('{"x": 1, "version": 1}', "'x'"),
        (b"\xff", "UTF-8"),
    ],
)
def test_what_is_no_baseline_is_refused_and_left_alone(handoff, tmp_path, text, said):
    write(tmp_path / "a.handoff", OLD)
    place = tmp_path / "baseline.json"
    if text is not None:
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
        before = place.read_bytes()
    outcome = against(handoff, path="a.handoff")
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    if text is not None:
        assert against(handoff, "--write-baseline", path="a.handoff").status == 2
        assert place.read_bytes() == before


def test_writing_a_baseline_needs_its_name(handoff, tmp_path):
    write(tmp_path / "a.handoff", OLD)
    outcome = handoff("check", "a.handoff", "--write-baseline")
    assert outcome.status == 2
    assert "--baseline FILE" in outcome.err


# ── Mending ────────────────────────────────────────────────────────────────────────────────────────────────────────

LEFT_OVER = CLEAN.replace("team front", 'allow HS0505 because "same room"\nteam front')


def test_what_is_safe_is_mended_and_told(handoff, tmp_path):
    curly = LEFT_OVER.replace('team core  "Core team"', "team core  “Core team”")
    write(tmp_path / "a.handoff", curly.replace("title      <-> name", "title      ⇔ name"))
    outcome = handoff("check", "a.handoff", "--fix")
    assert (outcome.status, outcome.out) == (0, "Nothing found.\n")
    assert (tmp_path / "a.handoff").read_text(encoding="utf-8") == CLEAN
    assert outcome.err.count("fixed a.handoff:") == 3
    assert "HS1301 unused-suppression" in outcome.err


def test_what_is_accepted_or_explained_in_vain_is_taken_out(handoff, tmp_path):
    text = CLEAN.replace("title      <-> name\n", 'title      <-> name allow personal because "names"\n')
    text = text.replace("<-> labels\n", '<-> labels\n      loses "order" because "none" impact none\n')
    write(tmp_path / "a.handoff", text)
    outcome = handoff("check", "a.handoff", "--fix")
    assert (outcome.status, outcome.out) == (0, "Nothing found.\n")
    assert (tmp_path / "a.handoff").read_text(encoding="utf-8") == CLEAN
    assert sorted(line.split()[2] for line in outcome.err.splitlines()) == ["HS0208", "HS0903"]


def test_what_is_a_guess_is_not_mended(handoff, tmp_path):
    text = CLEAN.replace("team front", "teem front")
    write(tmp_path / "a.handoff", text)
    outcome = handoff("check", "a.handoff", "--fix")
    assert outcome.status == 1
    assert outcome.err == ""
    assert (tmp_path / "a.handoff").read_text(encoding="utf-8") == text


def test_line_ends_marks_and_comments_stay(handoff, tmp_path):
    given = LEFT_OVER.replace('"same room"\n', '"same room"  # said Ann\n')
    (tmp_path / "a.handoff").write_bytes(b"\xef\xbb\xbf" + given.replace("\n", "\r\n").encode())
    assert handoff("check", "a.handoff", "--fix").status == 0
    wanted = CLEAN.replace("team front", "# said Ann\nteam front")
    assert (tmp_path / "a.handoff").read_bytes() == b"\xef\xbb\xbf" + wanted.replace("\n", "\r\n").encode()


def test_only_files_that_were_asked_for_are_mended(handoff, tmp_path):
    write(tmp_path / "teams.handoff", 'team extra “Extra” in zendesk reached at "#x"\n')
    write(tmp_path / "a.handoff", 'use zendesk\nuse "teams.handoff"\n')
    before = (tmp_path / "teams.handoff").read_bytes()
    assert handoff("check", "a.handoff", "--fix").status == 1
    assert (tmp_path / "teams.handoff").read_bytes() == before
    assert "fixed teams.handoff:1" in handoff("check", ".", "--fix").err


def test_standard_input_cannot_be_mended(handoff):
    outcome = handoff("check", "-", "--fix", stdin=LEFT_OVER)
    assert (outcome.status, outcome.out) == (2, "")
    assert "standard input" in outcome.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions of POSIX systems, and nobody above them")
def test_a_file_that_cannot_be_written_is_said(handoff, tmp_path):
    write(tmp_path / "specs" / "a.handoff", LEFT_OVER)
    (tmp_path / "specs").chmod(0o500)
    outcome = handoff("check", "specs", "--fix")
    (tmp_path / "specs").chmod(0o700)
    assert outcome.status == 2
    assert "cannot be written" in outcome.err
