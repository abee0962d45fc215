"""Findings as a JUnit report, which nearly every CI server shows: a file is a suite, a finding a failed test.

Nothing stands in it that Jenkins' schema does not know: some readers refuse such a report whole.
https://github.com/jenkinsci/xunit-plugin, junit-10.xsd.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from handoffspec.diagnostics import Diagnostic, Silenced, in_order
from handoffspec.diagnostics.silenced import silenced_in_order
from handoffspec.report.look import Look
from handoffspec.report.paths import relative
from handoffspec.report.printable import safe

_TITLE: Final = "handoff check"


def render(diagnostics: Sequence[Diagnostic], look: Look, silenced: Sequence[Silenced] = ()) -> str:
    """One document. What is silenced is there as a skipped test with its reason; nothing at all is one passed test."""
    cases = [_failed(found, look) for found in in_order(diagnostics)]
    cases += [_skipped(one, look) for one in silenced_in_order(silenced)]
    # Servers take an empty report for a job that broke.
    cases = cases or [Element("testcase", classname=_TITLE, name="nothing found")]
    root = Element("testsuites", {"name": _TITLE, **_counts(cases)})
    for name, group in groupby(sorted(cases, key=_suite), key=_suite):
        inner = list(group)
        counts = {**_counts(inner), "skipped": str(sum(case.find("skipped") is not None for case in inner))}
        SubElement(root, "testsuite", {"name": name, **counts}).extend(inner)
    indent(root)
    # Other characters as references: what standard output is encoded in then makes no difference.
    text = tostring(root, encoding="us-ascii").decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(case: Element) -> str:
    return case.get("classname", "")


def _counts(cases: Sequence[Element]) -> dict[str, str]:
    failures = sum(case.find("failure") is not None for case in cases)
    return {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}


def _failed(found: Diagnostic, look: Look) -> Element:
    case = _case(found, look)
    text = found.message if found.help is None else f"{found.message}\n\nhelp: {found.help}"
    failure = SubElement(case, "failure", type=found.severity.value, message=_printable(found.message))
    failure.text = _printable(text)
    return case


def _skipped(silenced: Silenced, look: Look) -> Element:
    case = _case(silenced.found, look)
    why = "in the baseline" if silenced.by == "baseline" else f"allowed: {silenced.reason or ''}"
    SubElement(case, "skipped", message=_printable(why))
    return case


def _case(found: Diagnostic, look: Look) -> Element:
    path = _printable(relative(found.span.source.path, look.root))
    name = f"{found.code.code} {found.code.name} at {found.span.line}:{found.span.column}"
    return Element("testcase", classname=path, name=name)


def _printable(text: str) -> str:
    """XML 1.0 has no place for most control characters, escaped or not, so they are spelt out."""
    return "\n".join(map(safe, text.split("\n")))
