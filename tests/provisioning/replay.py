"""The steps of `provisioning.json`, made by the script that the documentation shows, against fakes."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from handoffspec.emit.provisioning import provisioning
from handoffspec.plan import Plan
from tests.provisioning.fakes.asana import Asana
from tests.provisioning.fakes.jira import Jira
from tests.provisioning.fakes.salesforce import Salesforce
from tests.provisioning.fakes.server import Fake
from tests.provisioning.fakes.servicenow import ServiceNow
from tests.provisioning.fakes.zendesk import Zendesk
from tests.specs.bound import all_plans

PAGE = Path(__file__).parents[2] / "docs" / "provisioning.md"
FAKES: dict[str, type[Fake]] = {
    "zendesk": Zendesk, "jira": Jira, "servicenow": ServiceNow, "asana": Asana, "salesforce": Salesforce,
}  # fmt: skip


def script() -> str:
    """What the documentation says is all it takes."""
    return re.findall(r"<!-- test -->\n```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]


def steps_of(plan: Plan) -> dict[str, Any]:
    """What `provisioning.json` holds."""
    return json.loads(provisioning(plan)[0].text)


def apply(made: dict[str, Any], fakes: dict[str, Fake], folder: Path) -> tuple[int, str, str]:
    """Run the script on what was made; its exit status, and what it prints to either stream."""
    file, program = folder / "provisioning.json", folder / "apply.py"
    file.write_text(json.dumps(made), encoding="utf-8")
    program.write_text(script(), encoding="utf-8")
    given = {one["name"]: "https://integration.example/hook" for one in made["inputs"]}
    for account in made["systems"]:
        given[account["address"]] = fakes[account["system"]].address
        given[account["authorization"]] = fakes[account["system"]].authorization
    done = subprocess.run(
        [sys.executable, str(program), str(file)], env={**os.environ, **given, "PYTHONUTF8": "1"}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@dataclass(frozen=True)
class Replayed:
    """The steps of one spec, made once against systems that began empty."""

    made: dict[str, Any]
    fakes: dict[str, Fake]
    status: int
    printed: str
    wrong: str
    changes: int


@cache
def replayed(name: str) -> Replayed:
    """What the steps of a handoff leave behind."""
    made = steps_of(all_plans()[name])
    with ExitStack() as stack, TemporaryDirectory() as folder:
        fakes = {one["system"]: stack.enter_context(FAKES[one["system"]]()) for one in made["systems"]}
        status, printed, wrong = apply(made, fakes, Path(folder))
    return Replayed(made, fakes, status, printed, wrong, changes(fakes.values()))


def changes(fakes: Iterable[Fake]) -> int:
    """How many calls changed something."""
    return sum(method != "PUT" for fake in fakes for method, *_ in fake.seen)
