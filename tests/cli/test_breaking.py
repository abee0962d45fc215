"""`handoff breaking`: against a commit or a folder, approved or not, and never touching the repository."""

import json
import subprocess
from pathlib import Path

import pytest

CLEAN = (Path(__file__).parents[1] / "cases" / "lint" / "clean.handoff").read_text(encoding="utf-8")
DEAF = CLEAN.replace("notify core, previous agent", "notify core, previous")
SHORTER = CLEAN.replace("log every change for 30d", "log every change for 7d")
REASON = CLEAN.replace("the core team calls nobody", "nobody calls")


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The clean spec committed in `specs/a.handoff`, with a tag `v1`."""
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "a.handoff").write_text(CLEAN, encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    git(tmp_path, "tag", "v1")
    return tmp_path


def write(folder: Path, text: str, name: str = "a.handoff") -> None:
    (folder / "specs" / name).write_text(text, encoding="utf-8")


def changes(outcome) -> list[tuple[str, str, bool]]:
    return [(one["level"], one["place"], one["fails"]) for one in json.loads(outcome.out)]


@pytest.mark.usefixtures("repository")
def test_nothing_has_changed(handoff):
    outcome = handoff("breaking", "specs", "--against", "HEAD")
    assert (outcome.status, outcome.out, outcome.err) == (0, "Nothing has changed for anybody.\n", "")


def test_one_line_for_each_change_with_its_place(handoff, repository):
    write(repository, DEAF)
    outcome = handoff("breaking", "specs", "--against", "v1")
    number = DEAF.split("\n").index("    notify core, previous") + 1
    assert outcome.status == 1
    assert outcome.out == (
        f"told    specs/a.handoff:{number}  escalation ownership.notify: "
        "previous desk.agent is no longer told when it crosses\n1 change, 1 of them breaking\n"
    )


def test_what_fails_can_be_chosen(handoff, repository):
    write(repository, REASON)
    assert handoff("breaking", "specs", "--against", "v1").status == 0
    assert handoff("breaking", "specs", "--against", "v1", "--level", "data,wording").status == 1
    write(repository, DEAF)
    assert handoff("breaking", "specs", "--against", "v1", "--level", "data").status == 0
    slip = handoff("breaking", "specs", "--against", "v1", "--level", "date")
    assert (slip.status, slip.out) == (2, "")


def test_as_json(handoff, repository):
    write(repository, SHORTER)
    outcome = handoff("breaking", "specs", "--against", "v1", "--format", "json")
    (one,) = json.loads(outcome.out)
    assert list(one) == [
        "level", "handoff", "place", "message", "path", "line", "column", "gone", "approved", "fails",
    ]  # fmt: skip
    assert (one["level"], one["place"], one["path"]) == ("data", "sync.audit", "specs/a.handoff")


def test_the_work_tree_and_the_index_stay_as_they_are(handoff, repository):
    write(repository, DEAF)
    (repository / "new.txt").write_text("x", encoding="utf-8")
    index = (repository / ".git" / "index").read_bytes()
    before = git(repository, "status", "--porcelain")
    handoff("breaking", "specs", "--against", "v1")
    assert (repository / ".git" / "index").read_bytes() == index
    assert git(repository, "status", "--porcelain") == before


def test_an_approved_break_does_not_fail(handoff, repository):
    write(repository, DEAF)
    lines = '# said in the meeting\n\ntold escalation ownership.notify because "agents read the queue"\n'
    (repository / "specs" / "approved-breaks").write_text(lines, encoding="utf-8")
    outcome = handoff("breaking", "specs", "--against", "v1")
    assert outcome.status == 0
    assert "(approved: agents read the queue)" in outcome.out
    write(repository, CLEAN)
    unused = handoff("breaking", "specs", "--against", "v1")
    assert unused.status == 0
    assert "approved-breaks:3: nothing like this has changed" in unused.err


@pytest.mark.parametrize(
    "line", ["told escalation ownership.notify", 'told escalation x because " "', 'loud escalation x because "y"']
)
def test_an_approval_without_its_form_is_refused(handoff, repository, line):
    (repository / "specs" / "approved-breaks").write_text(f"\n{line}\n", encoding="utf-8")
    outcome = handoff("breaking", "specs", "--against", "v1")
    assert outcome.status == 2
    assert "line 2 is no approval" in outcome.err


def test_specs_that_were_moved_added_or_removed(handoff, repository):
    (repository / "specs" / "a.handoff").rename(repository / "specs" / "b.handoff")
    assert handoff("breaking", "specs", "--against", "v1").out == "Nothing has changed for anybody.\n"
    assert handoff("breaking", "specs/b.handoff", "--against", "v1").out == "Nothing has changed for anybody.\n"
    write(repository, CLEAN.partition("handoff escalation")[0], "b.handoff")
    removed = handoff("breaking", "specs", "--against", "v1", "--format", "json")
    assert changes(removed) == [("data", "name", True)]
    assert json.loads(removed.out)[0]["path"] == "v1:a.handoff"
    (repository / "later").mkdir()
    (repository / "later" / "c.handoff").write_text(CLEAN, encoding="utf-8")
    added = handoff("breaking", "later", "--against", "v1")
    assert (added.status, added.out) == (0, "Nothing has changed for anybody.\n")
    assert "everything is new" in added.err


def test_against_a_folder(handoff, tmp_path):
    for name, text in (("old", CLEAN), ("new", DEAF)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.handoff").write_text(text, encoding="utf-8")
    (tmp_path / "old" / "other.handoff").write_text(CLEAN.replace("escalation", "another"), encoding="utf-8")
    of_a_file = handoff("breaking", "new/a.handoff", "--against", "old", "--format", "json")
    assert changes(of_a_file) == [("told", "ownership.notify", True)]
    assert ("data", "name", True) in changes(handoff("breaking", "new", "--against", "old", "--format", "json"))


def test_a_spec_that_uses_another_file(handoff, repository):
    write(repository, 'team desk "Desk"\n', "teams.handoff")
    write(repository, 'use "teams.handoff"\n' + CLEAN)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "second")
    assert handoff("breaking", "specs/a.handoff", "--against", "HEAD").out == "Nothing has changed for anybody.\n"


@pytest.mark.parametrize(
    "reference",
    ["--upload-pack=touch pwned", "--output=pwned", "-h", "v1 --output=pwned", "HEAD:specs", "..", "no", "\n"],
)
def test_a_reference_is_never_an_option(handoff, repository, reference):
    if reference == "..":
        reference = "v1..HEAD"
    outcome = handoff("breaking", "specs", f"--against={reference}")
    assert (outcome.status, outcome.out) == (2, "")
    assert not (repository / "pwned").exists()


def test_what_cannot_be_compared(handoff, repository, tmp_path_factory):
    assert handoff("breaking", "-", "--against", "v1").status == 2
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.handoff").write_text(CLEAN, encoding="utf-8")
    assert handoff("breaking", str(outside / "a.handoff"), "--against", "v1", cwd=outside).status == 2
    write(repository, CLEAN.replace("title      <-> name", "titel <-> name"))
    broken = handoff("breaking", "specs", "--against", "v1")
    assert (broken.status, broken.out) == (2, "")
    git(repository, "commit", "-q", "-a", "-m", "broken")
    write(repository, CLEAN)
    unreadable = handoff("breaking", "specs", "--against", "HEAD")
    assert (unreadable.status, unreadable.out) == (2, "")
    assert "cannot be read" in unreadable.err


def test_links_in_a_commit_are_not_followed(handoff, repository, tmp_path_factory):
    secret = tmp_path_factory.mktemp("secret") / "x.handoff"
    secret.write_text(CLEAN.replace("escalation", "secret"), encoding="utf-8")
    (repository / "specs" / "link.handoff").symlink_to(secret)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "link")
    (repository / "specs" / "link.handoff").unlink()
    assert handoff("breaking", "specs", "--against", "HEAD").out == "Nothing has changed for anybody.\n"
