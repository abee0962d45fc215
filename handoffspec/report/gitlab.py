"""Findings as a Code Quality report, which GitLab shows in merge requests (https://docs.gitlab.com/ci/testing/code_quality)."""

import json
from collections.abc import Sequence
from typing import Final

from handoffspec.diagnostics import Diagnostic, Json, Severity, Silenced, in_order
from handoffspec.diagnostics.fingerprint import fingerprints
from handoffspec.report.look import Look
from handoffspec.report.paths import relative

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def render(diagnostics: Sequence[Diagnostic], look: Look, silenced: Sequence[Silenced] = ()) -> str:  # noqa: ARG001
    """One array. A finding that merely moved keeps its fingerprint and is not shown as new."""
    found = in_order(diagnostics)
    prints = fingerprints(found, lambda path: relative(path, look.root))
    entries = [_entry(one, mark, look.root) for one, mark in zip(found, prints, strict=True)]
    return json.dumps(entries, indent=2) + "\n"


def _entry(found: Diagnostic, fingerprint: str, root: str) -> dict[str, Json]:
    return {
        "description": found.message,
        "check_name": f"{found.code.code} {found.code.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[found.severity],
        "location": {
            "path": relative(found.span.source.path, root),
            "lines": {"begin": found.span.line, "end": found.span.end_line},
        },
    }
