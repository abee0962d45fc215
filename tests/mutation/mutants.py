"""Mutants of a clean spec: one small damage each, of the kinds that happen when somebody edits a spec in a hurry.

Text is damaged, not values: what a mutant is, is what a reviewer would see in a diff.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mutant:
    """A damaged spec. `what` says what was done, and to which line: its words, a number would change too often."""

    what: str
    spec: str


_LONGEST = 80
_HEADS = re.compile(r"^\s*(use|system|record|fields|lifecycle|team|let|calendar|extend|handoff|scenario|key)\b")
_ROW = re.compile(r"^\s*\S.*(<->|->|<-)\s*\S")
_SMALLER = (
    (re.compile(r"\bup to (\d+)( characters| bytes| items| MB)"), 2),
    (re.compile(r"\bretry (\d+) times"), 5),
    (re.compile(r"\bat most (\d+) times"), 2),
    (re.compile(r"\bat least (\d+)"), 2),
)
_WORDS = (
    ("both ways", "one way"),
    ("internal stays internal", "internal becomes public"),
    ("<->", "->"),
    ("<->", "<-"),
    (" read only", ""),
    (" required", ""),
    (" optional", " required"),
    (" personal", ""),
    (" secret", ""),
    (" once", ""),
    (" initial,", ""),
    (" becomes ", " is "),
    ("until done", "until doing"),
    ("clock paused", "clock runs"),
    ("clock runs", "clock stopped"),
    ("edits append", "edits ignored"),
    ("latest wins", "hold for front"),
    (" is waiting", " is doing"),
    ("otherwise ask", "otherwise stop"),
    (" personal", " secret"),
)


def mutants(spec: str) -> Iterator[Mutant]:
    """Every mutant of a spec, in the order of its lines, kind by kind."""
    lines = spec.split("\n")
    yield from _dropped_lines(lines)
    yield from _dropped_blocks(lines)
    yield from _dropped_words(lines)
    yield from _swapped_rows(lines)
    yield from _smaller_numbers(lines)
    yield from _other_words(lines)


def _made(lines: list[str], what: str, at: int, *instead: str) -> Mutant:
    return Mutant(f"{what}: {_words(lines[at])}", "\n".join([*lines[:at], *instead, *lines[at + 1 :]]))


def _words(line: str) -> str:
    return " ".join(line.split())[:_LONGEST]


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith(("#", "}"))


def _dropped_lines(lines: list[str]) -> Iterator[Mutant]:
    """A rule, a transition, an owner, a `notify`, a requirement: any statement of one line."""
    for at, line in enumerate(lines):
        balanced = line.count("{") == line.count("}") and line.count("[") == line.count("]")
        if _says(line) and balanced and not _HEADS.match(line) and not line.rstrip().endswith(","):
            yield _made(lines, "dropped", at)


def _dropped_blocks(lines: list[str]) -> Iterator[Mutant]:
    """A section: from its opening brace to the closing one."""
    for at, line in enumerate(lines):
        if line.rstrip().endswith("{") and not _HEADS.match(line):
            depth = 0
            for end in range(at, len(lines)):
                depth += lines[end].count("{") - lines[end].count("}")
                if depth == 0:
                    yield Mutant(f"dropped block: {_words(line)}", "\n".join([*lines[:at], *lines[end + 1 :]]))
                    break


def _dropped_words(lines: list[str]) -> Iterator[Mutant]:
    """One of several in a list: a channel, a field, somebody to tell, a status."""
    for at, line in enumerate(lines):
        if not _says(line) or '"' in line:
            continue
        for found in re.finditer(r"(\w+), (\w+)", line):
            yield _made(lines, "one less", at, line[: found.start(1)] + line[found.start(2) :])


def _swapped_rows(lines: list[str]) -> Iterator[Mutant]:
    """Two neighbouring rows of a table: with each other's right side, and one before the other."""
    for (at, one), (_, other) in pairwise(enumerate(lines)):
        arrows = [re.search(r"<->|->|<-", line) for line in (one, other)]
        if all(arrows) and _ROW.match(one) and _ROW.match(other) and one[:6] == other[:6] == "      ":
            left, right = (arrow for arrow in arrows if arrow)
            swapped = [one[: left.end()] + other[right.end() :], other[: right.end()] + one[left.end() :]]
            for what, pair in (("other way round", swapped), ("order", [other, one])):
                yield Mutant(f"{what}: {_words(one)}", "\n".join([*lines[:at], *pair, *lines[at + 2 :]]))


def _smaller_numbers(lines: list[str]) -> Iterator[Mutant]:
    for at, line in enumerate(lines):
        for pattern, divisor in _SMALLER:
            for found in pattern.finditer(line) if _says(line) else ():
                smaller = str(int(found[1]) // divisor)
                yield _made(lines, "smaller", at, line[: found.start(1)] + smaller + line[found.end(1) :])


def _other_words(lines: list[str]) -> Iterator[Mutant]:
    for at, line in enumerate(lines):
        for old, new in _WORDS:
            if _says(line) and old in line:
                yield _made(lines, f"{old.strip()} to {new.strip() or 'nothing'}", at, line.replace(old, new, 1))
