"""One mistake in a spec that ships is one finding, wherever else the name stands that it hides."""

from pathlib import Path

import pytest

from handoffspec.pipeline import check
from tests.specs.bound import SPECS

SPEC = "zendesk_to_jira.handoff"


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        # `require`, `map` and four scenarios name the field; none of them may say that it does not exist.
        ("optional text up to 2000 chars\n", "optional text up to 2000 characters\n", "HS0004"),
        # Another rule reads the resolution on the way back: that gives nothing to the transition.
        ('through "In Progress"\n', 'through "In Progress" with resolution Done\n', "HS0404"),
        # Every team is declared in the file that is not there.
        ('use "shared/team.handoff"\n', 'use "shared/teams.handoff"\n', "HS0001"),
        ("held by enginering\n", "held by engineering\n", "HS0150"),
        ("conversation public, internl because", "conversation public, internal because", "HS0010"),
        ("expectd_action at least", "expected_action at least", "HS0102"),
    ],
)
def test_it_is_found_once(tmp_path: Path, wrong: str, right: str, code: str) -> None:
    text = (SPECS / SPEC).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "shared").mkdir()
    for shared in (SPECS / "shared").iterdir():
        (tmp_path / "shared" / shared.name).write_bytes(shared.read_bytes())
    (tmp_path / SPEC).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    found = check([str(tmp_path / SPEC)]).diagnostics
    assert [(one.code.code, one.span.line) for one in found] == [(code, text[: text.index(right)].count("\n") + 1)]
