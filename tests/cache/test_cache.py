"""What is kept between runs never shows, except in the time that a run takes."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import handoffspec.loader
from handoffspec import pipeline
from handoffspec.cache import fresh
from handoffspec.cache import store as stores
from handoffspec.cache.check import check
from handoffspec.cache.store import user_store
from handoffspec.diagnostics.findings import Findings
from handoffspec.kept import Store
from handoffspec.report import FORMATS, Look, renderer

EDITS = 200
SYSTEMS = """\
system desk "Desk" {
  record ticket "Ticket" {
    key id
    fields {
      id    "Id"    integer kept by desk at "id"
      title "Title" text required at "title"
      level         choice [low, high] at "level"
    }
  }
}

system tracker "Tracker" {
  record bug "Bug" {
    key id
    fields {
      id      "Id"      integer kept by tracker at "id"
      summary "Summary" text required at "summary"
    }
  }
}
"""
OVER = """\
use "common/systems.handoff"
use "common/more.handoff"

handoff over {
  from desk.ticket
  to tracker.bug
  trigger {
    when ticket is created
  }
  allow HS0504 because "known"
  map {
    title -> summary
  }
}
"""
BACK = """\
use "../common/systems.handoff"

handoff back {
  from tracker.bug
  to desk.ticket
  trigger {
    when ticket is created
  }
}
"""
FILES = {
    "common/systems.handoff": SYSTEMS,
    "common/more.handoff": 'team floor "Floor" in desk\n',
    "over.handoff": OVER,
    "again.handoff": OVER.replace("over", "again"),
    "deep/back.handoff": BACK,
}
PATHS = ((".",), ("over.handoff",), ("over.handoff", "deep"), ("deep/back.handoff", "again.handoff", "over.handoff"))


def write(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def shown(found: Findings) -> tuple[object, ...]:
    """Everything that a user can see of findings, and that `--fix` and a baseline go by."""
    reports = [renderer(form)(found.diagnostics, Look(), found.silenced) for form in FORMATS]
    fixes = [(one.span.source.path, one.span.start, one.fixes, one.stands) for one in found.diagnostics]
    return reports, fixes, found.asked, set(found.sources), found.unread


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few small specs, in the current folder."""
    here = tmp_path / "specs"
    write(FILES, here)
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    found = user_store()
    assert found is not None
    return found


def same_as_anew(paths: Sequence[str], store: Store) -> None:
    assert shown(check(paths, None, store)) == shown(pipeline.check(paths))


# ── Edits ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def without_a_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(len(lines))]
    return "".join(lines)


def with_a_line_twice(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True) or ["\n"]
    at = chance.randrange(len(lines))
    return "".join([*lines[:at], lines[at], *lines[at:]])


def with_another_word(text: str, chance: random.Random) -> str:
    words = ["over", "back", "desk", "tracker", "title", "text", "HS0504", "deep", "systems", "ticket", "bug", "level"]
    one, other = chance.sample(words, 2)
    return text.replace(one, other, 1)


def with_a_blank_above(text: str, chance: random.Random) -> str:
    return "\n" * chance.randrange(1, 3) + text


EDITED: list[Callable[[str, random.Random], str]] = [
    without_a_line,
    with_a_line_twice,
    with_another_word,
    with_a_blank_above,
]


def edit(folder: Path, chance: random.Random) -> None:
    """One change to one of the files, most often one that somebody at work would make."""
    name = chance.choice(list(FILES))
    place = folder / name
    what = chance.random()
    if what < 0.1:
        place.unlink(missing_ok=True)
    elif what < 0.15:
        place.write_bytes(b"\xff" + FILES[name].encode())
    elif what < 0.2:
        place.unlink(missing_ok=True)
        place.symlink_to(folder / chance.choice([other for other in FILES if other != name]))
    elif what < 0.6 or place.is_symlink() or not place.exists():
        place.unlink(missing_ok=True)
        place.write_text(FILES[name])
    else:
        text = place.read_text(encoding="utf-8", errors="replace")
        place.write_text(chance.choice(EDITED)(text, chance))


def test_after_any_edits_the_findings_are_those_of_a_run_that_remembers_nothing(folder: Path, store: Store) -> None:
    chance = random.Random(6)  # noqa: S311 - edits, not secrets
    for _ in range(EDITS):
        edit(folder, chance)
        same_as_anew(chance.choice(PATHS), store)


@pytest.mark.parametrize(
    "broken", ["", 'team floor "Floor" in desk {\n', 'use "more.handoff"\n', 'use "gone.handoff"\n']
)
def test_specs_shared_out_among_processes_are_found_the_same_in(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(fresh, "WORTH_A_PROCESS", 1)
    write({"common/more.handoff": FILES["common/more.handoff"] + broken}, folder)
    same_as_anew(["."], store)
    same_as_anew(["."], store)


def test_one_spec_alone_is_what_it_was_after_a_run_that_named_its_files_otherwise(folder: Path, store: Store) -> None:
    for paths in ((str(folder / "common/systems.handoff"), "over.handoff"), ("over.handoff",), (str(folder),), (".",)):
        same_as_anew(paths, store)
        same_as_anew(paths, store)


# ── What is kept ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_has_not_changed_is_not_parsed_again(folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ("over.handoff", "again.handoff")
    first = check(paths, None, store)
    read: list[str] = []
    parse = handoffspec.loader.parse_source
    monkeypatch.setattr("handoffspec.loader.parse_source", lambda source: read.append(source.path) or parse(source))
    assert shown(check(paths, None, store)) == shown(first)
    assert read == []
    write({"again.handoff": FILES["again.handoff"] + "\n"}, folder)
    check(paths, None, store)
    assert read == ["again.handoff", "common/systems.handoff", "common/more.handoff"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("content", [b"", b"null", b"[[], []]", b"[[[1]], {}]", b"\xff", b"[" * 100_000, b"true"])
def test_whatever_stands_in_the_cache_is_no_harm(store: Store, content: bytes) -> None:
    check(["over.handoff"], None, store)
    kept = list(store.folder.iterdir())
    assert kept
    for place in kept:
        place.write_bytes(content)
    same_as_anew(["over.handoff"], store)


@pytest.mark.usefixtures("folder")
def test_every_part_of_an_entry_may_be_missing_or_of_another_kind(store: Store) -> None:
    check(["over.handoff"], None, store)
    (place,) = store.folder.iterdir()
    reads, entry = json.loads(place.read_bytes())
    for number in range(4):
        for other in (None, 5, [5], [[None]], [["HS9999"]], {"a": 1}):
            store.put(place.name, [reads, [*entry[:number], other, *entry[number + 1 :]]])
            same_as_anew(["over.handoff"], store)
            for file in store.folder.iterdir():
                file.unlink()


def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = user_store()
    assert found is not None
    found.folder.chmod(0o777)
    assert user_store() is None


def test_no_more_is_kept_than_is_allowed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "MOST_FILES", 4)
    for number in range(5):
        store.put(str(number), number)
        os.utime(store.folder / str(number), (number, number))
    stores.trim(store)
    assert sorted(place.name for place in store.folder.iterdir()) == ["3", "4"]


# ── The program ────────────────────────────────────────────────────────────────────────────────────────────────────


def run(package: Path, home: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", "from handoffspec.cli import main; main()", "check", *arguments],
        env={**os.environ, "PYTHONPATH": str(package), "XDG_CACHE_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def imported(package: Path, home: Path, *arguments: str) -> set[str]:
    """What a run of `check` imports."""
    code = f"import atexit, sys; atexit.register(lambda: print(*sys.modules)); sys.argv[1:] = {['check', *arguments]!r}"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nfrom handoffspec.cli import main; main()"],
        env={**os.environ, "PYTHONPATH": str(package), "XDG_CACHE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    return set(done.stdout.split())


@pytest.mark.usefixtures("folder")
def test_only_what_is_needed_is_imported(tmp_path: Path) -> None:
    package, home = Path(handoffspec.__file__).parents[1], tmp_path / "home"
    held = ("over.handoff", "--baseline", "known.json")
    run(package, home, *held, "--write-baseline").communicate(timeout=120)
    anew = imported(package, home, "over.handoff", "--no-cache")
    assert "handoffspec.pipeline" in anew
    assert not anew & {"lark", "pydantic", "handoffspec.plan"}
    known = imported(package, home, *held)
    assert {"handoffspec.cache.check", "handoffspec.baseline"} <= known
    assert not known & {"lark", "pydantic", "handoffspec.pipeline", "handoffspec.syntax", "handoffspec.report.sarif"}


def test_two_runs_at_once_and_another_catalogue(folder: Path, tmp_path: Path) -> None:
    package = tmp_path / "site"
    source = Path(handoffspec.__file__).parent
    shutil.copytree(source, package / "handoffspec")
    grammar = source.parent / "grammar"
    shutil.copytree(grammar, package / "grammar")
    write(
        {"over.handoff": "use jira\n" + FILES["over.handoff"], "broken.handoff": "use jira\nextend jira.isue {\n}\n"},
        folder,
    )
    both = [run(package, tmp_path / "home", ".") for _ in range(2)]
    first, second = (one.communicate(timeout=120) for one in both)
    assert first == second
    assert "HS0103" in first[0]
    assert run(package, tmp_path / "home", ".").communicate(timeout=120) == first
    catalogue = package / "handoffspec" / "catalog" / "jira.handoff"
    catalogue.write_text(catalogue.read_text().replace("record issue ", "record isue "))
    changed = run(package, tmp_path / "home", ".").communicate(timeout=120)
    assert changed == run(package, tmp_path / "home", "--no-cache", ".").communicate(timeout=120)
    assert changed != first
