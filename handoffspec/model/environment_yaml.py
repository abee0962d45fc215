"""The YAML of an environments file as a tree of entries that know where they stand, secrets refused and hidden.

No object is ever constructed from the text: only its nodes are read, so that nothing in it can run, and anchors, which
could make a small file huge, are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from handoffspec.diagnostics import Diagnostic, Source, Span, codes
from handoffspec.schema.types import Scalar

MAX_ENTRIES: Final = 20_000
_TAG: Final = "tag:yaml.org,2002:"
_SECRET_NAME = re.compile(
    r"(^|[_\-\s])(pass(word|wd|phrase)?|secrets?|tokens?|api_?keys?|keys?|credentials?|auth(orization)?|bearer)($|[_\-\s])"
    r"|apikey|(access|private|client)[_-]?(key|secret)",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(
    r"://[^/\s]*@|^(basic|bearer)\s+\S|-----BEGIN|^gh[opsu]_\w|^github_pat_|^glpat-|^xox[a-z]-|^ATATT\w|^sk[-_]\w{8}"
    r"|^AKIA[0-9A-Z]{12}|^eyJ[\w-]+\.[\w-]+",
    re.IGNORECASE,
)
_DENSE = re.compile(r"[A-Za-z0-9+/_=.-]{32,}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the file: a scalar, or pairs of entries, or (both None) a list or nothing."""

    span: Span
    text: str
    """A scalar as written, without its quotes."""
    scalar: Scalar | None
    pairs: tuple[tuple["Entry", "Entry"], ...] | None
    empty: bool = False
    secret: bool = False
    """Reported already, and of no use."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole file."""

    root: Entry
    source: Source
    """The text with secrets hidden, so that no report shows one."""


def read_tree(source: Source) -> tuple[Tree | None, tuple[Diagnostic, ...]]:
    """The tree of a YAML text, and what is wrong with it; None where it cannot be read."""
    try:
        root = YAML(typ="safe", pure=True).compose(source.text)
    except MarkedYAMLError as error:
        # The text is not shown: it may hold a secret that could not be found in it.
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "its beginning"
        return None, (_unreadable(source, f"This is no YAML from {line} on: {error.problem or error.context}."),)
    except (YAMLError, RecursionError, ValueError):
        return None, (_unreadable(source, "This is no YAML."),)
    if root is None:
        return Tree(Entry(Span(source, 0, 0), "", None, (), empty=True), source), ()
    problem = _problem(root)
    if problem is not None:
        return None, (_unreadable(source, problem),)
    secrets = list(_secrets(root, inside=()))
    hidden = Source(source.path, _hide(source.text, [node for node, _ in secrets]))
    reports = tuple(_report(node, why, hidden) for node, why in secrets)
    return Tree(_entry(root, hidden, {id(node) for node, _ in secrets}), hidden), reports


def _unreadable(source: Source, message: str) -> Diagnostic:
    nowhere = Span(Source(source.path, ""), 0, 0)
    return codes.ENVIRONMENT_NOT_READ.at(nowhere, message, help="Write names and identifiers, a line each, indented.")


def _problem(root: Node) -> str | None:
    """Why a tree is not read: something stands in it twice by reference, or is no plain value."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        line = node.start_mark.line + 1
        if id(node) in seen:
            return f"Line {line} is used a second time by a reference (`*name`): write it out."
        seen.add(id(node))
        if len(seen) > MAX_ENTRIES:
            return f"The file has more than {MAX_ENTRIES} entries."
        if not str(node.tag or _TAG).startswith(_TAG) or str(node.tag).startswith(f"{_TAG}python"):
            return f"Line {line} has a tag (`!…`): only names, texts and numbers can stand here."
        if isinstance(node, MappingNode):
            if any(not isinstance(key, ScalarNode) for key, _ in node.value):
                return f"Line {line} has a name that is no text."
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, SequenceNode):
            waiting += node.value
    return None


def _entry(node: Node, source: Source, secrets: set[int]) -> Entry:
    span = Span(source, node.start_mark.index, max(node.start_mark.index, node.end_mark.index))
    if isinstance(node, MappingNode):
        pairs = ((_entry(key, source, secrets), _entry(value, source, secrets)) for key, value in node.value)
        return Entry(span, "", None, tuple(pairs), secret=id(node) in secrets)
    if not isinstance(node, ScalarNode):
        return Entry(span, "", None, None, secret=id(node) in secrets)
    scalar = _scalar(str(node.tag), node.value)
    return Entry(span, node.value, scalar, None, empty=scalar is None, secret=id(node) in secrets)


def _scalar(tag: str, text: str) -> Scalar | None:
    """A scalar by its tag; what is neither number nor flag is the text as written."""
    kind = tag.removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind == "int" and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text):
        return int(text)
    if kind == "float" and re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,15}", text):
        return float(text)
    return text


# ── Secrets ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _secrets(node: Node, inside: tuple[str, ...]) -> Iterator[tuple[Node, str]]:
    """Values that look like a secret, with why. Below a record stand names of fields, which may be called anything."""
    if isinstance(node, ScalarNode) and _looks_secret(node.value):
        yield node, "it looks like a credential"
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            may_be_called_anything = len(inside) > 2 and inside[1] != "constants"
            named = not may_be_called_anything and _SECRET_NAME.search(key.value)
            if named and (isinstance(value, ScalarNode) or len(inside) > 1):
                yield value, f"it is called `{key.value}`"
            else:
                yield from _secrets(value, (*inside, key.value))
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _secrets(item, inside)


def _looks_secret(text: str) -> bool:
    if _SECRET_VALUE.search(text):
        return True
    mixed = all(any(test(c) for c in text) for test in (str.islower, str.isupper, str.isdigit))
    return mixed and _DENSE.fullmatch(text) is not None


def _hide(text: str, nodes: list[Node]) -> str:
    for node in nodes:
        start, end = node.start_mark.index, node.end_mark.index
        text = text[:start] + re.sub(r"[^\n]", "*", text[start:end]) + text[end:]
    return text


def _report(node: Node, why: str, source: Source) -> Diagnostic:
    return codes.SECRET_IN_ENVIRONMENT.at(
        Span(source, node.start_mark.index, node.end_mark.index),
        f"Here stands what may be a secret: {why}.",
        help="Remove it, and change it where it is used if the file was ever shared. Only identifiers belong here.",
    )
