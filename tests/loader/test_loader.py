"""Reading specs: what is found, what is refused, and what a user reads about it."""

import io
from pathlib import Path

import pytest

from handoffspec.diagnostics import Diagnostic
from handoffspec.loader import MAX_CHAIN, Loaded, catalogue, load
from handoffspec.reading import MAX_BYTES


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write(name: str, text: str | bytes = "use jira\n") -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def only(loaded: Loaded) -> Diagnostic:
    (found,) = loaded.diagnostics
    return found


def test_a_folder_gives_every_spec_in_it_by_name_but_no_hidden_one() -> None:
    for name in ("s/b.handoff", "s/a/z.handoff", "s/a.handoff", "s/.hidden.handoff", "s/.git/x.handoff", "s/notes.md"):
        write(name)
    loaded = load(["s"])
    assert [spec.source.path for spec in loaded.specs] == ["s/a/z.handoff", "s/a.handoff", "s/b.handoff"]
    assert loaded.diagnostics == ()


def test_a_file_named_twice_is_read_once() -> None:
    write("s/a.handoff")
    assert len(load(["s/a.handoff", "s", "./s/../s/a.handoff"]).specs) == 1


def test_standard_input() -> None:
    loaded = load(["-"], io.StringIO("use zendesk\n"))
    assert [spec.source.path for spec in loaded.specs] == ["-"]
    assert len(loaded.specs[0].files) == 2


def test_line_ends_and_the_mark_at_the_beginning_are_the_same_to_a_reader() -> None:
    write("a.handoff", b"\xef\xbb\xbfuse zendesk\r\nuse jira\ruse zendesk\n")
    loaded = load(["a.handoff"])
    assert loaded.specs[0].source.text == "use zendesk\nuse jira\nuse zendesk\n"
    assert loaded.diagnostics == ()


def test_a_missing_file_and_the_one_that_was_probably_meant() -> None:
    write("specs/escalation.handoff")
    found = only(load(["specs/escalaton.handoff"]))
    assert found.code.name == "file-not-readable"
    assert found.help == "Did you mean `specs/escalation.handoff`?"
    assert only(load(["specs/escalation"])).help == "Did you mean `specs/escalation.handoff`?"


@pytest.mark.parametrize("path", ["nowhere/at/all.handoff", "a\0b.handoff", "x" * 5000, "/dev/null"])
def test_what_cannot_be_read(path: str) -> None:
    loaded = load([path])
    assert only(loaded).code.name == "file-not-readable"
    assert loaded.specs == ()


def test_a_folder_without_a_spec() -> None:
    write("empty/readme.md")
    assert only(load(["empty"])).message == "`empty` holds no spec."


def test_bytes_that_are_no_utf_8_are_shown_where_they_stand() -> None:
    write("a.handoff", b'use jira\nteam desk "M\xfcller"\n')
    found = only(load(["a.handoff"]))
    assert found.code.name == "not-utf8"
    assert (found.span.line, found.span.column) == (2, 13)
    assert "Byte 22" in found.message
    assert "0xFC" in found.message


def test_utf_16_is_named() -> None:
    write("a.handoff", "use jira\n".encode("utf-16"))
    assert "UTF-16" in only(load(["a.handoff"])).message


def test_a_file_too_large_is_not_read() -> None:
    write("a.handoff", b"#" * (MAX_BYTES + 1))
    assert only(load(["a.handoff"])).code.name == "file-too-large"
    assert only(load(["-"], io.StringIO("#" * (MAX_BYTES + 1)))).code.name == "file-too-large"


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_a_file_that_says_nothing(text: str) -> None:
    write("a.handoff", text)
    assert only(load(["a.handoff"])).code.name == "empty-file"


def test_used_files_come_first_and_once() -> None:
    write("a.handoff", 'use "shared/teams.handoff"\nuse "shared/fields.handoff"\n')
    write("shared/teams.handoff", 'use "fields.handoff"\nteam desk "Desk"\n')
    write("shared/fields.handoff", "use jira\nextend jira.issue { impact text }\n")
    loaded = load(["a.handoff"])
    paths = [file.span.source.path for file in loaded.specs[0].files]
    assert paths == ["catalog/jira.handoff", "shared/fields.handoff", "shared/teams.handoff", "a.handoff"]
    assert loaded.diagnostics == ()


def test_a_misspelt_system_is_reported_once_and_read_as_what_was_meant() -> None:
    write("a.handoff", "use zendsk\n")
    loaded = load(["a.handoff"])
    assert only(loaded).help == "Did you mean `use zendesk`?"
    assert len(loaded.specs[0].files) == 2


def test_an_unknown_system() -> None:
    write("a.handoff", "use servicedesk_from_1998\n")
    help_ = only(load(["a.handoff"])).help or ""
    assert all(f"`{name}`" in help_ for name in catalogue())


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../outside.handoff", "a/../../outside.handoff", "~/x.handoff", "C:/x.handoff", "notes.md"]
)
def test_what_may_not_be_used(path: str) -> None:
    write("../outside.handoff", 'team stolen "Stolen"\n')
    write("notes.md")
    write("a.handoff", f'use "{path}"\n')
    loaded = load(["a.handoff"])
    assert only(loaded).code.name == "use-not-allowed"
    assert [source.path for source in loaded.sources] == ["a.handoff"]


def test_a_link_that_leads_out_of_the_folder_is_not_followed() -> None:
    write("../outside.handoff", 'team stolen "Stolen"\n')
    Path("inside.handoff").symlink_to("../outside.handoff")
    write("a.handoff", 'use "inside.handoff"\n')
    assert only(load(["a.handoff"])).code.name == "use-not-allowed"
    assert [spec.source.path for spec in load(["."]).specs] == ["a.handoff"]


def test_a_used_file_that_is_missing_is_reported_at_its_use_and_hides_what_it_may_declare() -> None:
    write("teams.handoff", "")
    write("a.handoff", 'use jira\nuse "team.handoff"\n')
    loaded = load(["a.handoff"])
    found = only(loaded)
    assert (found.span.source.path, found.span.line, found.help) == ("a.handoff", 2, "Did you mean `teams.handoff`?")
    assert loaded.specs[0].files[-1].broken


@pytest.mark.parametrize("names", ["a", "ab", "abc"])
def test_a_circle_is_reported_once_whichever_file_is_asked_for(names: str) -> None:
    for name, after in zip(names, names[1:] + names[0], strict=True):
        write(f"{name}.handoff", f'use "{after}.handoff"\nteam {name} "Team"\n')
    loaded = load(["."])
    assert only(loaded).code.name == "use-circle"
    assert [len(spec.files) for spec in loaded.specs] == [len(names)] * len(names)


def test_a_chain_too_long_ends() -> None:
    for at in range(MAX_CHAIN + 20):
        write(f"f{at}.handoff", f'use "f{at + 1}.handoff"\nteam t{at} "Team"\n')
    write(f"f{MAX_CHAIN + 20}.handoff")
    assert only(load(["f0.handoff"])).code.name == "use-not-allowed"
