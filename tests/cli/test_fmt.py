"""`handoff fmt`: files in the one layout, or left alone."""

import os
from pathlib import Path

import pytest

UGLY = "use   zendesk # the help desk\n\n\n\nuse jira\n"
TIDY = "use zendesk  # the help desk\n\nuse jira\n"
BROKEN = "use zendesk\nhandoff {\n"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.handoff").write_text(text, encoding="utf-8")


def test_files_and_folders_are_rewritten_once(handoff, tmp_path):
    (tmp_path / "specs").mkdir()
    write(tmp_path / "specs", ugly=UGLY, tidy=TIDY)
    first = handoff("fmt", "specs")
    assert (first.status, first.out) == (0, "")
    assert "ugly.handoff" in first.err
    assert "tidy.handoff" not in first.err
    assert (tmp_path / "specs/ugly.handoff").read_text(encoding="utf-8") == TIDY
    assert handoff("fmt", "specs").err == ""
    assert sorted(path.name for path in (tmp_path / "specs").iterdir()) == ["tidy.handoff", "ugly.handoff"]


def test_check_names_files_and_writes_nothing(handoff, tmp_path):
    write(tmp_path, ugly=UGLY, tidy=TIDY)
    outcome = handoff("fmt", "--check", ".")
    assert (outcome.status, outcome.out) == (1, "ugly.handoff\n")
    assert (tmp_path / "ugly.handoff").read_text(encoding="utf-8") == UGLY
    assert handoff("fmt", "--check", "tidy.handoff").status == 0


def test_diff_shows_lines_and_writes_nothing(handoff, tmp_path):
    write(tmp_path, ugly=UGLY)
    outcome = handoff("fmt", "--diff", "ugly.handoff")
    assert outcome.status == 1
    assert {"-use   zendesk # the help desk", "+use zendesk  # the help desk"} <= set(outcome.out.splitlines())
    assert (tmp_path / "ugly.handoff").read_text(encoding="utf-8") == UGLY


def test_standard_input_goes_to_standard_output(handoff):
    outcome = handoff("fmt", "-", stdin=UGLY)
    assert (outcome.status, outcome.out, outcome.err) == (0, TIDY, "")


def test_a_file_with_a_mistake_is_left_and_the_others_are_done(handoff, tmp_path):
    write(tmp_path, broken=BROKEN, ugly=UGLY)
    outcome = handoff("fmt", ".")
    assert outcome.status == 2
    assert "broken.handoff:2" in outcome.err
    assert (tmp_path / "broken.handoff").read_text(encoding="utf-8") == BROKEN
    assert (tmp_path / "ugly.handoff").read_text(encoding="utf-8") == TIDY


def test_broken_standard_input_gives_no_output(handoff):
    outcome = handoff("fmt", "-", stdin=BROKEN)
    assert (outcome.status, outcome.out) == (2, "")


def test_what_a_file_uses_is_not_touched_and_need_not_be_sound(handoff, tmp_path):
    write(tmp_path, main='use   "teams.handoff"\n', teams=BROKEN)
    outcome = handoff("fmt", "main.handoff")
    assert outcome.status == 0
    assert (tmp_path / "main.handoff").read_text(encoding="utf-8") == 'use "teams.handoff"\n'
    assert (tmp_path / "teams.handoff").read_text(encoding="utf-8") == BROKEN


@pytest.mark.skipif(os.name == "nt", reason="permissions and links of POSIX systems")
def test_permissions_and_links_stay(handoff, tmp_path):
    write(tmp_path, real=UGLY)
    (tmp_path / "real.handoff").chmod(0o640)
    (tmp_path / "link.handoff").symlink_to("real.handoff")
    assert handoff("fmt", "link.handoff").status == 0
    assert (tmp_path / "link.handoff").is_symlink()
    assert (tmp_path / "real.handoff").read_text(encoding="utf-8") == TIDY
    assert (tmp_path / "real.handoff").stat().st_mode & 0o777 == 0o640
