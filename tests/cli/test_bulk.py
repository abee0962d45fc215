"""`handoff run` on many tickets: packed or not, on one process or several, from a file that is damaged or a pipe."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

PROGRAM = Path(sys.executable).parent / "handoff"
SAMPLES = Path(__file__).parents[2] / "specs/samples/zendesk_tickets.ndjson"
PACKED = {"gzip": gzip.compress, "zstd": zstandard.ZstdCompressor().compress, "plain": bytes}
# Linux counts what a process held before it became the program, so a small one starts it and not the tests' own.
PEAK = """
import os, subprocess, sys
_, status, usage = os.wait4(subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL).pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")


@pytest.fixture(scope="module")
def plan(tmp_path_factory, environ):
    folder = tmp_path_factory.mktemp("plan")
    spec = Path(__file__).parents[2] / "specs/zendesk_to_jira.handoff"
    subprocess.run([PROGRAM, "compile", spec, "-o", folder], env=environ, capture_output=True, check=True)
    return str(folder / "escalation/plan.json")


@pytest.fixture(scope="module")
def many():
    """250 tickets, so that several parts are in flight, with a bad line in the middle."""
    lines = [line for line in SAMPLES.read_bytes().splitlines() if line.strip()]
    made = [lines[n % len(lines)] for n in range(250)]
    made[130] = b'{"id": 131, "subject": '
    return b"\n".join(made)


@pytest.fixture(scope="module")
def expected(plan, many, environ):
    done = subprocess.run([PROGRAM, "run", plan], input=many, env=environ, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == 250
    assert [(n, one["line"]) for n, one in enumerate(results) if "error" in one] == [(130, 131)]
    return done.stdout.decode()


@pytest.mark.parametrize(("form", "jobs"), [("gzip", "1"), ("zstd", "3"), ("plain", "2")])
def test_the_same_bytes_however_it_is_packed_and_on_any_number_of_processes(
    handoff, plan, many, expected, tmp_path, form, jobs
):
    (tmp_path / "tickets").write_bytes(PACKED[form](many))
    outcome = handoff("run", plan, "tickets", "--jobs", jobs)
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out == expected


def test_members_of_a_packed_file_follow_each_other(handoff, plan, many, expected):
    half = many.index(b"\n", len(many) // 2) + 1
    assert handoff("run", plan, stdin=gzip.compress(many[:half]) + gzip.compress(many[half:])).out == expected


@pytest.mark.parametrize("form", ["gzip", "zstd"])
@pytest.mark.parametrize("harm", ["short", "changed"])
def test_what_is_whole_in_a_damaged_file_is_read_and_the_rest_is_one_error(handoff, plan, form, harm):
    # Hard to pack, so that the damage stands behind some of the tickets.
    words = random.Random(1)  # noqa: S311 - no secret
    tickets = "".join(json.dumps({"id": n, "subject": words.randbytes(400).hex()}) + "\n" for n in range(300))
    packed = PACKED[form](tickets.encode())
    at = len(packed) * 9 // 10
    outcome = handoff("run", plan, stdin=packed[:at] + (b"" if harm == "short" else bytes(len(packed) - at)))
    assert outcome.status == 1
    last = json.loads(outcome.out.splitlines()[-1])
    assert last["error"]["code"] == "HS1205"
    assert last["error"]["message"].startswith("the rest cannot be read: the packed file ")
    assert last["line"] > 100


def test_one_line_that_is_too_long_spoils_no_other(handoff, plan, many):
    first = many.splitlines(keepends=True)[0]
    outcome = handoff("run", plan, stdin=first + b'{"subject": "' + b"x" * 17_000_000 + b'"}\n' + first)
    results = [json.loads(line) for line in outcome.out.splitlines()]
    assert [one.get("error", {}).get("code") for one in results] == [None, "HS1207", None]
    assert results[0] == results[2]


def test_a_result_is_written_before_the_next_ticket_comes(plan, many, environ):
    with subprocess.Popen(
        [PROGRAM, "run", plan], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    ) as process:
        assert process.stdin
        assert process.stdout
        for line in many.splitlines(keepends=True)[:2]:
            process.stdin.write(line)
            process.stdin.flush()
            assert b'"payload"' in process.stdout.readline()
        process.stdin.close()
        assert process.wait() == 0


def test_ctrl_c_ends_all_processes_quietly(plan, environ):
    with subprocess.Popen(
        [PROGRAM, "run", plan, "--jobs", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ,
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        # More than three parts for each process, so that something is answered before the end of the input.
        line = b'{"id": 1, "subject": "' + b"x" * 30_000 + b'"}\n'
        for _ in range(80):
            process.stdin.write(line)
        process.stdin.flush()
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate()
    assert (process.returncode, err) == (130, b"")


def test_memory_does_not_grow_with_the_tickets(plan, tmp_path, environ):
    def peak(lines):
        (tmp_path / "many").write_bytes(gzip.compress((b'{"id": ' + b"x" * 4000 + b"}\n") * lines, 1))
        run = [sys.executable, "-c", PEAK, PROGRAM, "run", plan, "many"]
        status, most = subprocess.check_output(run, cwd=tmp_path, env=environ).split()
        assert status == b"1"
        return int(most)

    assert peak(10_000) < 1.2 * peak(100)
