"""What the pages of diagnostics show is what happens: the example to avoid has the finding, the mended one does not."""

import re
import shlex
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Final

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from framing import Example, examples, framed

from handoffspec.diagnostics import codes
from handoffspec.pipeline import check
from handoffspec.reading import MAX_BYTES
from tests.lint.test_flaws import FLAWS

ALONE: Final = ("HS0001", "HS0117")
"""Their examples are whole files, in which nothing else is wrong."""
ROWS: Final = {"HS0405"}
"""Their examples are rows of a status map."""
HUNDREDS_OF_STATUSES: Final = """
system desk "Desk" {{
  record ticket "Ticket" {{
    key id
    fields {{
      id     "Id"     text kept by desk at "id"
      status "Status" choice at "status"
    }}
    lifecycle status {{
      s0 is todo, initial
{}
      from any to any
    }}
  }}
}}

handoff example "An example" {{
  within desk.ticket
  from status s0 held by service_desk
  to   status s1 held by service_desk
  trigger {{
    when status becomes s1
  }}
}}
""".format("\n".join(f"      s{number} is doing" for number in range(1, 400)))
TOO_MUCH_FOR_A_PAGE: Final = {
    "HS0002": 'team x "Müller"\n'.encode("utf-16"),
    "HS0003": b"#" * (MAX_BYTES + 1),
    "HS0008": b"handoff x {\n" * 1_000,
    "HS0009": b"",
    "HS0012": b"wrong wrong\n" * 250,
    "HS0305": next(flaw.spec for flaw in FLAWS if flaw.code == "HS0305").encode(),
    "HS0414": f'team service_desk "Service desk" in desk{HUNDREDS_OF_STATUSES}'.encode(),
}
"""What a page can only describe, made as it says."""
SAID_BY_RUN: Final = {code for code in codes.CATALOGUE if code.startswith("HS12")}
"""About tickets: `check` never says them, and tests/execute has a ticket for each."""

CHECKED: Final = sorted({*codes.CATALOGUE} - SAID_BY_RUN)


def found(paths: Sequence[str], environment: str | None = None, text: str = "") -> list[str]:
    return [one.code.code for one in check(paths, StringIO(text), environment).diagnostics]


def outcome(code: str, example: Example, page: Sequence[str], folder: Path) -> list[str]:
    """The codes of everything that is found in an example."""
    match example.language:
        case "handoff" if ALONE[0] <= code <= ALONE[1]:
            (folder / "shared").mkdir(exist_ok=True)
            (folder / "shared" / "teams.handoff").write_text('team desk "Desk"\n', encoding="utf-8")
            return found(["-"], text=example.text)
        case "handoff":
            return found(["-"], text=framed(example.text, page, rows=code in ROWS))
        case "text":
            return files(example.text)
        case "yaml":
            Path("environments.yaml").write_text(example.text, encoding="utf-8")
            return environment("sandbox")
        case "console":
            return console(example.text)
        case _:
            Path("x.handoff").write_bytes(TOO_MUCH_FOR_A_PAGE[code])
            return found(["x.handoff"])


def files(text: str) -> list[str]:
    """Several files, each below a comment with its name; the first is the one that is checked."""
    parts = re.split(r"^# (\w+\.handoff)\n", text, flags=re.MULTILINE)[1:]
    Path("teams.handoff").write_text('team desk "Desk"\n', encoding="utf-8")
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        Path(name).write_text(content, encoding="utf-8")
    return found([parts[0]])


def environment(name: str) -> list[str]:
    Path("x.handoff").write_text(framed("trigger {\nwhen priority becomes urgent\n}\n", ()), encoding="utf-8")
    return found(["x.handoff"], name)


def console(command: str) -> list[str]:
    """A command about `specs/`, where there is an `escalation.handoff` and an environment `sandbox`."""
    words = shlex.split(command)
    Path("specs").mkdir(exist_ok=True)
    Path("specs/escalation.handoff").write_text("use zendesk\n", encoding="utf-8")
    Path("specs/environments.yaml").write_text("sandbox:\n  zendesk: {}\n", encoding="utf-8")
    return found([words[2]], words[words.index("--env") + 1] if "--env" in words else None)


@pytest.mark.parametrize("code", CHECKED)
def test_the_examples_of_a_page(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = examples(code)
    page = [one.text for one in shown.values()]
    avoid = outcome(code, shown["Avoid"], page, tmp_path)
    assert code in avoid
    if shown["Prefer"].language is None:
        return
    prefer = outcome(code, shown["Prefer"], page, tmp_path)
    assert code not in prefer
    # Nothing else is wrong with how the mended example is written, or with its names.
    assert [other for other in prefer if other < "HS0200"] == []
    if ALONE[0] <= code <= ALONE[1] and shown["Avoid"].language == "handoff":
        assert (set(avoid), prefer) == ({code}, [])


def test_what_is_described_is_only_what_cannot_be_shown() -> None:
    assert {code for code in CHECKED if examples(code)["Avoid"].language is None} == {*TOO_MUCH_FOR_A_PAGE}


@pytest.mark.parametrize("code", sorted(SAID_BY_RUN))
def test_specs_on_pages_about_tickets_can_be_read(code: str) -> None:
    for one in examples(code).values():
        if one.language == "handoff":
            assert [other for other in found(["-"], text=framed(one.text, ())) if other < "HS0100"] == []
