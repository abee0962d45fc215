"""What is around every command: help, version, slips of the finger, pipes and signals."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from handoffspec import __version__

PROGRAM = Path(sys.executable).parent / "handoff"
COMMANDS = ["init", "import", "check", "fmt", "compile", "docs", "run", "test", "breaking", "diagnose", "explain"]


def test_the_version_is_one_line(handoff):
    outcome = handoff("--version")
    assert (outcome.status, outcome.out, outcome.err) == (0, f"handoff {__version__}\n", "")


def test_help_names_every_command_and_what_each_exit_status_means(handoff):
    outcome = handoff("--help")
    assert outcome.status == 0
    assert all(f"\n  {command} " in outcome.out for command in COMMANDS)
    assert "0 nothing found, 1 findings, 2 could not run" in outcome.out.replace("\n  ", " ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(handoff, command):
    outcome = handoff(command, "--help")
    assert outcome.status == 0
    assert outcome.out.startswith(f"Usage: handoff {command}")


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_what_needs_nothing_imports_nothing_heavy(tmp_path, environ, argument):
    traced = [sys.executable, "-X", "importtime", PROGRAM, argument]
    done = subprocess.run(traced, cwd=tmp_path, env=environ, capture_output=True, check=True)
    imported = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in done.stderr.decode().splitlines()}
    assert "handoffspec" in imported
    assert not imported & {"pydantic", "lark", "jsonschema", "ruamel", "hypothesis"}


def test_no_command_shows_the_help_and_fails(handoff):
    outcome = handoff()
    assert (outcome.status, outcome.out) == (2, "")
    assert "Commands:" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "suggested"),
    [(["chek"], "check"), (["fmtt"], "fmt"), (["compil", "x"], "compile"), (["check", "--strct", "x"], "--strict")],
)
def test_a_slip_is_answered_with_what_was_probably_meant(handoff, arguments, suggested):
    outcome = handoff(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert "Did you mean" in outcome.err
    assert f"'{suggested}'" in outcome.err


def test_a_command_that_is_close_to_nothing_gets_the_list(handoff):
    outcome = handoff("xyzzy")
    assert outcome.status == 2
    assert "explain" in outcome.err


def test_a_name_cannot_move_the_cursor(handoff):
    outcome = handoff("\x1b[2Jcheck")
    assert outcome.status == 2
    assert "\x1b" not in outcome.err


def test_explain_lists_every_code_first_on_its_line(handoff):
    lines = handoff("explain").out.splitlines()
    assert len(lines) > 30
    assert lines == sorted(lines)
    assert all(line[:2] == "HS" and line[2:6].isdigit() and line[6] == " " for line in lines)


@pytest.mark.parametrize("word", ["HS0005", "hs0005", "missing-brace"])
def test_explain_shows_a_page_by_code_or_name(handoff, word):
    outcome = handoff("explain", word)
    assert outcome.status == 0
    assert outcome.out.startswith("# HS0005 missing-brace\n")


def test_explain_suggests_a_name(handoff):
    outcome = handoff("explain", "mising-brace")
    assert (outcome.status, outcome.out) == (2, "")
    assert "missing-brace" in outcome.err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_cannot_show_a_character_stops_nothing(handoff, tmp_path, encoding):
    (tmp_path / "bad.handoff").write_text('team 日本 "サポート" wrong\n', encoding="utf-8")
    outcome = handoff("check", "bad.handoff", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding})
    assert outcome.status == 1
    assert "\\u" in outcome.out


def test_a_reader_who_leaves_is_no_error(tmp_path, environ):
    (tmp_path / "many.handoff").write_text("wrong wrong\n" * 150, encoding="utf-8")
    script = f"set -o pipefail; '{PROGRAM}' check many.handoff | head -n 1"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environ, capture_output=True, check=False)
    assert done.stdout.startswith(b"error HS")
    assert done.stderr == b""
    assert done.returncode in (141, 1)  # 1: everything was written before the reader left


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_no_mistake_of_the_program(tmp_path, environ):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, "explain"], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, env=environ, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode() == (
        f"handoff: the output ends here: {os.strerror(errno.ENOSPC)}.\n  Make room, or send the output elsewhere.\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")
def test_ctrl_c_ends_the_program_quietly(tmp_path, environ):
    # Waits for standard input, so that the signal arrives while it works.
    with subprocess.Popen(
        [PROGRAM, "fmt", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environ,
    ) as process:
        assert process.stdin
        # More than a pipe holds: once it is written the program has begun to read.
        process.stdin.write(b"# comment\n" * 20_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err


def test_colours_need_a_terminal(handoff, tmp_path):
    (tmp_path / "bad.handoff").write_text("wrong\n", encoding="utf-8")
    assert "\x1b" not in handoff("check", "bad.handoff", env={"FORCE_COLOR": "1"}).out
