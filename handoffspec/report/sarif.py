"""Findings as SARIF 2.1.0, which code scanning services and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; every finding has its rule, with its page as help.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from handoffspec import __version__
from handoffspec.diagnostics import Code, Diagnostic, Fix, Json, Severity, Silenced, Span, in_order
from handoffspec.diagnostics.explain import page
from handoffspec.diagnostics.fingerprint import fingerprints
from handoffspec.diagnostics.silenced import silenced_in_order
from handoffspec.report.look import Look
from handoffspec.report.paths import relative

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_FINGERPRINT: Final = "handoffFinding/v1"


def render(diagnostics: Sequence[Diagnostic], look: Look, silenced: Sequence[Silenced] = ()) -> str:
    """One run. What is silenced is a result with a suppression; only rules that have a result are listed."""
    known = silenced_in_order(silenced)
    reasons = {id(one.found): one for one in known}
    found = in_order([*diagnostics, *(one.found for one in known)])
    rules = {code.code: code for code in sorted({one.code for one in found}, key=lambda code: code.code)}
    numbers = {code: number for number, code in enumerate(rules)}
    prints = fingerprints(found, lambda path: relative(path, look.root))
    results = [
        {
            **_result(one, numbers, look.root),
            "partialFingerprints": {_FINGERPRINT: mark},
            **_suppressions(reasons.get(id(one))),
        }
        for one, mark in zip(found, prints, strict=True)
    ]
    driver = {"name": "handoff", "version": __version__, "rules": [_rule(code) for code in rules.values()]}
    # Spans count characters, not the units of UTF-16.
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Json]:
    return {
        "id": code.code,
        "name": code.name,
        "shortDescription": {"text": f"{code.summary}."},
        "help": {"text": page(code.code), "markdown": page(code.code)},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(found: Diagnostic, numbers: Mapping[str, int], root: str) -> dict[str, Json]:
    text = found.message if found.help is None else f"{found.message}\nhelp: {found.help}"
    related: list[Json] = [
        {"id": number, **_location(label.span, root), "message": {"text": label.message}}
        for number, label in enumerate(found.labels, 1)
    ]
    fixes: list[Json] = [_fix(fix, root) for fix in found.fixes]
    return {
        "ruleId": found.code.code,
        "ruleIndex": numbers[found.code.code],
        "level": _LEVELS[found.severity],
        "message": {"text": text},
        "locations": [_location(found.span, root)],
        **({"relatedLocations": related} if related else {}),
        **({"fixes": fixes} if fixes else {}),
        **({"properties": {"witness": found.witness}} if found.witness is not None else {}),
    }


def _suppressions(silenced: Silenced | None) -> dict[str, Json]:
    """A result without a suppression does not say that it has none: readers take the key for a suppressed one."""
    if silenced is None:
        return {}
    kind = "inSource" if silenced.by == "allow" else "external"
    reason = silenced.reason if silenced.reason is not None else "in the baseline"
    return {"suppressions": [{"kind": kind, "justification": reason}]}


def _fix(fix: Fix, root: str) -> dict[str, Json]:
    replacement: Json = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.replacement}}
    change: Json = {"artifactLocation": _artifact(fix.span, root), "replacements": [replacement]}
    what = f"Write `{fix.replacement}`" if fix.replacement.strip() else "Remove it"
    return {
        "description": {"text": what if fix.safe else f"{what}, if that is what was meant"},
        "artifactChanges": [change],
    }


def _location(span: Span, root: str) -> dict[str, Json]:
    # A source without text could not be read, or says nothing: it has no region to point at.
    region = {"region": _region(span)} if span.source.text else {}
    return {"physicalLocation": {"artifactLocation": _artifact(span, root), **region}}


def _region(span: Span) -> dict[str, Json]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(span: Span, root: str) -> dict[str, Json]:
    path = relative(span.source.path, root)
    if PurePath(span.source.path).is_absolute() and path == PurePath(span.source.path).as_posix():
        return {"uri": f"file://{'' if path.startswith('/') else '/'}{_uri(path)}"}
    return {"uri": _uri(path), "uriBaseId": "%SRCROOT%"}


def _uri(path: str) -> str:
    # A file's name need not be text: what stands for its odd bytes is spelt out too, instead of being refused.
    return quote(path, safe="/", errors="surrogatepass")
