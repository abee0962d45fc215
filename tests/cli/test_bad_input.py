"""What strangers put into files: a clear message, the right status, never a traceback, never much time."""

import json
import os

import pytest

PLACE = {"message", "path", "line", "column", "end_line", "end_column"}
FINDING = PLACE | {"code", "name", "severity", "help", "labels", "witness"}
READERS = [("check",), ("fmt", "--check"), ("test",), ("compile", "-o", "out"), ("docs", "-o", "out"), ("run",)]


def findings(outcome):
    found = json.loads(outcome.out)
    assert all(set(one) == FINDING for one in found)
    assert all(set(label) == PLACE for one in found for label in one["labels"])
    return found


def test_nothing_found_is_an_empty_array(handoff, specs):
    outcome = handoff("check", "--format", "json", str(specs))
    assert (outcome.status, outcome.out, outcome.err) == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"team a \xff\xfe", "not-utf8", 2),
        ("use zendesk\n".encode("utf-16"), "not-utf8", 2),
        (b"", "empty-file", 1),
        (b"# only words\n", "empty-file", 1),
        (b"x" * 10_000_000, "file-too-large", 2),
        (b"{" * 10_000, "nested-too-deep", 1),
        (b"handoff a {\n" * 10_000, "nested-too-deep", 1),
        (b"\x00" * 100, "strange-character", 1),
        (b"PK\x03\x04" + bytes(range(128)), "strange-character", 1),
    ],
    ids=["bytes", "utf-16", "empty", "comments", "10 MB", "braces", "blocks", "zeros", "archive"],
)
def test_a_file_that_is_no_spec(handoff, tmp_path, content, code, status):
    (tmp_path / "x.handoff").write_bytes(content)
    outcome = handoff("check", "--format", "json", "x.handoff")
    assert outcome.status == status
    assert outcome.err == ""
    assert code in {found["name"] for found in findings(outcome)}


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_every_command_says_what_is_wrong_with_a_path(handoff, tmp_path, command):
    (tmp_path / "empty").mkdir()
    for path in ("missing.handoff", "empty"):
        outcome = handoff(command[0], path, *command[1:])
        assert (outcome.status, path in outcome.err + outcome.out) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_path_that_is_nearly_right_gets_a_suggestion(handoff, tmp_path):
    (tmp_path / "escalation.handoff").write_text("use zendesk\n", encoding="utf-8")
    assert "escalation.handoff" in handoff("check", "escalatoin.handoff").out


@pytest.mark.parametrize(
    ("use", "code"),
    [
        ('"../secret.handoff"', "use-not-allowed"),
        ('"/etc/passwd"', "use-not-allowed"),
        ('"link/secret.handoff"', "use-not-allowed"),
        ('"~/secret.handoff"', "use-not-allowed"),
        ('"x.handoff"', "use-circle"),
        ('"missing.handoff"', "file-not-readable"),
        ("zendesc", "unknown-system"),
    ],
)
def test_a_use_that_leads_nowhere(handoff, tmp_path, use, code):
    (tmp_path / "secret.handoff").write_text('team secret "Secret" nonsense\n', encoding="utf-8")
    folder = tmp_path / "specs"
    folder.mkdir()
    if os.name != "nt":
        (folder / "link").symlink_to(tmp_path)
    (folder / "x.handoff").write_text(f"use {use}\n", encoding="utf-8")
    # From inside: what may be used is what lies in the spec's folder or in the one the program runs in.
    outcome = handoff("check", "--format", "json", "x.handoff", cwd=folder)
    assert outcome.status == 1
    assert [found["name"] for found in findings(outcome)] == [code]
    assert "Secret" not in outcome.out


def test_files_that_use_each_other_end(handoff, tmp_path):
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.handoff").write_text(f'use "{other}.handoff"\n', encoding="utf-8")
    outcome = handoff("check", "--format", "json", ".")
    assert outcome.status == 1
    assert [found["name"] for found in findings(outcome)] == ["use-circle"]


def test_text_from_a_spec_cannot_reach_the_terminal(handoff, tmp_path):
    (tmp_path / "x.handoff").write_text('team a "\x1b[2J\u202e" \x1b]0;owned\x07\n', encoding="utf-8")
    outcome = handoff("check", "x.handoff")
    assert outcome.status == 1
    assert not set("\x1b\x07\u202e") & set(outcome.out)


def test_findings_of_a_broken_file_do_not_hide_those_of_a_sound_one(handoff, tmp_path):
    (tmp_path / "a.handoff").write_text("handoff {\n", encoding="utf-8")
    (tmp_path / "b.handoff").write_text('team b "B" in nowhere\n', encoding="utf-8")
    found = findings(handoff("check", "--format", "json", "."))
    assert {one["path"] for one in found} == {"a.handoff", "b.handoff"}


def test_select_ignore_and_strict_decide_what_counts(handoff):
    handoff("init", "--from", "zendesk", "--to", "jira", "-o", "x.handoff")
    assert handoff("check", "x.handoff").status == 0
    assert handoff("check", "--strict", "x.handoff").status == 1
    assert handoff("check", "--strict", "--ignore", "HS06,HS08", "x.handoff").status == 0
    assert handoff("check", "--strict", "--ignore", "not-synchronised,HS0806", "x.handoff").status == 0
    assert handoff("check", "--strict", "--select", "HS01,HS02", "x.handoff").status == 0
    slip = handoff("check", "--select", "not-synchronized", "x.handoff")
    assert (slip.status, slip.out) == (2, "")
    assert "not-synchronised" in slip.err


def test_standard_input_is_a_spec(handoff):
    outcome = handoff("check", "--format", "json", "-", stdin="use zendesc\n")
    assert outcome.status == 1
    assert [(one["path"], one["line"], one["column"]) for one in findings(outcome)] == [("-", 1, 5)]


@pytest.mark.parametrize("argument", ["\x00", "a" * 5000, "a/" * 2000])
def test_paths_that_no_file_can_have(handoff, tmp_path, argument):
    if "\x00" in argument:
        (tmp_path / "x.handoff").write_text('use "a\x00b.handoff"\n', encoding="utf-8")
        assert handoff("check", "x.handoff").status == 1
    else:
        assert handoff("check", argument).status == 2
