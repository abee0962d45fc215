"""What the systems' own APIs give of a ticket's history, each told by what stands in it.

Jira: issues with `expand=changelog`, and bulk changelogs. Zendesk: ticket audits. ServiceNow: rows of sys_audit and of
metric_instance. Bugzilla: bugs with their `history` and `comments`.
"""

import json
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO, Final

from handoffspec.diagnose.event import Event
from handoffspec.diagnose.exports.bugzilla import bugzilla, is_bugzilla
from handoffspec.diagnose.exports.jira import bulk_jira, is_bulk_jira, is_jira, jira
from handoffspec.diagnose.exports.rows import Row
from handoffspec.diagnose.exports.servicenow import audit, is_audit, is_metric, metric
from handoffspec.diagnose.exports.zendesk import is_zendesk, zendesk
from handoffspec.diagnose.words import amount

_MOST: Final = 256 * 1024 * 1024
"""Bytes of one answer, which is read at once. Answers that stand one a line are read line by line."""
_ENVELOPES: Final = ("issues", "issueChangeLogs", "audits", "bugs", "result")
_READERS: Final[tuple[tuple[Callable[[Row], bool], Callable[[Row, list[str]], Iterator[Event]]], ...]] = (
    (is_jira, jira),
    (is_bulk_jira, bulk_jira),
    (is_zendesk, zendesk),
    (is_audit, audit),
    (is_metric, metric),
    (is_bugzilla, bugzilla),
)


def read_export(stream: BinaryIO, notes: list[str]) -> Iterator[Event] | None:
    """The events of an answer of an API, or of one a line; None where it is none that is known. While they are read,
    what people should know of them comes into `notes`."""
    line = stream.readline(_MOST)
    single = _parsed(line)
    if single is not None:
        rows = _one_a_line(chain([line], stream), notes)
    else:
        rest = stream.read(_MOST + 1 - len(line))
        rows = _rows(_parsed(line + rest)) if len(line) + len(rest) <= _MOST else iter(())
    first = next(rows, None)
    for known, read in _READERS:
        if first is not None and known(first):
            return _events(known, read, chain([first], rows), notes)
    return None


def _events(
    known: Callable[[Row], bool],
    read: Callable[[Row, list[str]], Iterator[Event]],
    rows: Iterator[Row],
    notes: list[str],
) -> Iterator[Event]:
    others = 0
    for row in rows:
        if known(row):
            yield from read(row, notes)
        else:
            others += 1
    if others:
        notes.append(f"left out {amount(others, 'object')} of another shape than the first")


def _one_a_line(lines: Iterator[bytes], notes: list[str]) -> Iterator[Row]:
    broken = 0
    for line in lines:
        if line.strip():
            content = _parsed(line)
            broken += content is None
            yield from _rows(content)
    if broken:
        notes.append(f"left out {amount(broken, 'line')} that cannot be read as JSON")


def _parsed(text: bytes) -> object:
    """The content of a JSON text; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _rows(content: object) -> Iterator[Row]:
    """The objects in it, out of whatever envelope they stand in."""
    if isinstance(content, dict):
        content = next((content[key] for key in _ENVELOPES if isinstance(content.get(key), list)), [content])
    if isinstance(content, list):
        for row in content:
            if isinstance(row, dict):
                yield inner if isinstance(inner := row.get("data"), dict) else row
