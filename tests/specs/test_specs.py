"""The specs that ship, through the program as a user starts it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from handoffspec.pipeline import check
from tests.specs.bound import ROOT, SPECS, sample_tickets

PROGRAM = Path(sys.executable).parent / "handoff"
NAMES = sorted(path.relative_to(SPECS).as_posix() for path in SPECS.rglob("*.handoff"))


def handoff(*arguments: str, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, encoding="utf-8", cwd=folder, timeout=120, check=False
    )


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_a_spec_by_itself(name: str) -> None:
    assert handoff("check", "--strict", f"specs/{name}").returncode == 0


def test_nothing_is_found_in_all_of_them() -> None:
    done = handoff("check", "--strict", "--format", "json", "specs")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_nothing_is_found_where_they_are_bound() -> None:
    assert check([str(SPECS)], environment="sandbox").diagnostics == ()


def test_they_are_in_the_one_layout() -> None:
    done = handoff("fmt", "--check", "specs")
    assert (done.returncode, done.stdout) == (0, "")


def test_every_scenario_passes() -> None:
    done = handoff("test", "specs")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    told = [line for line in lines if line.startswith("passed")]
    assert not [line for line in lines if line.startswith("failed")]
    assert {name: sum(f" {name}:" in line for line in told) for name in ("escalation", "customer_replied")} == {
        "escalation": 13,
        "customer_replied": 3,
    }


@pytest.mark.parametrize("environment", [(), ("--env", "sandbox")])
def test_every_sample_gives_a_payload(environment: tuple[str, ...]) -> None:
    arguments = ("specs/zendesk_to_jira.handoff", *environment, "specs/samples/zendesk_tickets.ndjson")
    done = handoff("run", *arguments)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert len(results) == len(sample_tickets())
    assert all(result["payload"]["fields"]["summary"] for result in results)


def test_what_stands_in_a_block_comes_back_as_data() -> None:
    arguments = ("specs/zendesk_to_jira.handoff", "--env", "sandbox", "--back", "specs/samples/jira_issues.ndjson")
    done = handoff("run", *arguments)
    first, damaged, *_ = [json.loads(line)["record"] for line in done.stdout.splitlines()]
    assert first["customer_impact"] == "system_down"
    assert first["affected_users"] == ["ana@shop.example", "bo@shop.example"]
    assert first["troubleshooting"][1] == {"step": "Rolled back release 4.2", "outcome": "Still down"}
    assert (first["priority"], first["status"], first["fixed_in"]) == ("high", "pending", "4.2.1")
    assert "customer_impact" not in damaged


def test_the_page_names_every_spec() -> None:
    page = (SPECS / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| \[([\w/]+\.handoff)\]\(\1\)", page, re.MULTILINE)) == NAMES
