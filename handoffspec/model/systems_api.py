"""How a system's API gives and takes a record: paths, codecs, comments, attachments, calls."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias, TypeGuard, get_args

from handoffspec.diagnostics import Diagnostic, Label, Span, closest, codes
from handoffspec.model.parties import STAND_IN
from handoffspec.model.values import listed
from handoffspec.schema.systems import (
    AttachmentFacts,
    Call,
    Channel,
    Codec,
    CommentFacts,
    Operation,
    PathFact,
)
from handoffspec.schema.types import Limit
from handoffspec.syntax import ast

Found: TypeAlias = list[Diagnostic]
"""Where findings are collected."""

CODECS: Final[tuple[Codec, ...]] = get_args(Codec)
_OPERATIONS: Final[tuple[Operation, ...]] = get_args(Operation)
_COMMENT_PARTS = ("id", "text", "author", "public", "internal", "created", "parent", "attachments", "entries")
_ATTACHMENT_PARTS = ("id", "name", "type", "url", "size")
_PERSON_PARTS = ("id", "email", "name", "listed")
_CALL_PARTS = (
    "fields", "status", "transition", "text", "public", "internal", "author", "attachments", "parent", "id", "url",
    "title", "name", "type", "file",
)  # fmt: skip
BYTES: Final = {"kB": 1000, "MB": 1000_000, "GB": 1000_000_000}

_KEY = r"[^\s.\[\]{}=\"]+"
_STEP = rf"{_KEY}(\[\]|\[{_KEY}=[^\[\]{{}}\"]+\])?"
_PATH = re.compile(rf"{_STEP}(\.{_STEP})*", re.ASCII)
_REQUEST = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (/[^\s{}]*(\{id\}[^\s{}]*)*)")
_LONGEST_PATH = 300


def known_word(node: ast.Name, allowed: Sequence[str], what: str, found: Found) -> bool:
    """Whether a word is one of those that its place knows; reported when it is not."""
    if node.text in allowed:
        return True
    if node.text != STAND_IN:
        meant = closest(node.text, allowed)
        help_ = f"Did you mean `{meant}`?" if meant else f"Write one of {listed(allowed)}."
        found.append(codes.UNKNOWN_SETTING.at(node.span, f"There is no {what} `{node.text}`.", help=help_))
    return False


def codec_in(node: ast.Codec | None, found: Found) -> Codec | None:
    """The codec that `as` names."""
    if node is None or not known_word(node.name, CODECS, "form of a value called", found):
        return None
    return next(codec for codec in CODECS if codec == node.name.text)


def path_in(node: ast.Text, found: Found, *, template: bool = False) -> str | None:
    """A path of the path language; a template holds `{id}` where the field's identifier comes.

    `a.b`, `a[].b` (each element), `a[key=value].b` (the element whose key has that value).
    """
    plain = node.value.replace("{id}", "id") if template else node.value
    if template and node.value.count("{id}") != 1:
        help_ = 'Write `{id}` where the identifier of the field comes, as in `"fields.{id}"`.'
    elif is_path(plain):
        return node.value
    else:
        help_ = 'Write names joined by dots, as in `"a.b"`, `"a[].b"` (each element) or `"a[key=value].b"`.'
    found.append(codes.BAD_PATH.at(node.span, f'"{node.value[:60]}" is no place in a record of the API.', help=help_))
    return None


def is_path(text: str) -> bool:
    """Whether a text is a path of the path language."""
    return len(text) <= _LONGEST_PATH and _PATH.fullmatch(text) is not None


_Part: TypeAlias = tuple[str, Channel | None]
"""A part, and the channel whose comments alone have it there."""


def facts_in(nodes: Iterable[ast.PathFact], allowed: Sequence[str], what: str, found: Found) -> dict[_Part, PathFact]:
    """Where the parts of something stand, by part and channel."""
    facts: dict[_Part, PathFact] = {}
    spans: dict[_Part, Span] = {}
    for node in nodes:
        name = node.name.text
        if not known_word(node.name, allowed, what, found):
            continue
        path, codec = path_in(node.path, found), codec_in(node.codec, found)
        channel = _channels([node.channel])[0] if node.channel else None
        equals = node.equals.value if node.equals else None
        if (name, channel) in spans:
            found.append(twice(node.span, f"`{name}` has a place already.", spans[name, channel]))
        elif path is not None:
            facts[name, channel] = PathFact(name, path, codec, name == "fields", channel, equals)
        spans.setdefault((name, channel), node.span)
    return facts


def _over(old: Iterable[PathFact], new: dict[_Part, PathFact]) -> tuple[PathFact, ...]:
    """Places with those stated later put over them."""
    return tuple(({(fact.part, fact.channel): fact for fact in old} | new).values())


def twice(span: Span, message: str, first: Span) -> Diagnostic:
    """Something that is described twice."""
    return codes.DEFINED_TWICE.at(span, message, help="Keep one of the two.", labels=[Label(first, "the first one")])


def only_one(nodes: Sequence[ast.Node], what: str, found: Found) -> None:
    """Report every block after the first of a kind."""
    found.extend(twice(node.span, f"`{what}` stands here a second time.", nodes[0].span) for node in nodes[1:])


def count_in(limit: ast.Limit, found: Found) -> int | None:
    """The number of a limit: whole and more than none."""
    number = limit.number.value
    if number == number.to_integral_value() and number >= 1:
        return int(number)
    found.append(
        codes.SENSELESS_LIMIT.at(
            limit.number.span,
            f"`{limit.number.span.text}` is no limit.",
            help="Write a whole number, 1 or more.",
        )
    )
    return None


# ── Comments, attachments, people, calls ───────────────────────────────────────────────────────────────────────────


def comments(old: CommentFacts | None, node: ast.CommentFacts, found: Found) -> CommentFacts:
    """What comments can hold, with what a block states put over what is known."""
    old = old or CommentFacts()
    codec = codec_in(ast.Codec(node.format.span, node.format), found) if node.format else None
    limit = _comment_limit(node.limit, found) if node.limit else None
    return CommentFacts(
        channels=_channels(node.channels) or old.channels,
        format=codec or old.format,
        limit=limit or old.limit,
        threads=old.threads if node.threads is None else node.threads,
        edited=old.edited if node.edited is None else node.edited,
        paths=_over(old.paths, facts_in(node.paths, _COMMENT_PARTS, "part of a comment", found)),
    )


def _channels(nodes: Iterable[ast.Channel]) -> tuple[Channel, ...]:
    channels: list[Channel] = ["public" if node.name == "public" else "internal" for node in nodes]
    return tuple(dict.fromkeys(channels))


def _comment_limit(node: ast.Limit, found: Found) -> Limit | None:
    number = count_in(node, found)
    if number is None:
        return None
    if node.unit in ("characters", "bytes"):
        return Limit(number, "bytes" if node.unit == "bytes" else "characters")
    found.append(
        codes.SENSELESS_LIMIT.at(
            node.span, "A comment is a text and has no items.", help=f"Write `up to {number} characters`."
        )
    )
    return None


def attachments(old: AttachmentFacts | None, node: ast.AttachmentFacts, found: Found) -> AttachmentFacts:
    """What attachments can be, with what a block states put over what is known."""
    old = old or AttachmentFacts()
    max_bytes, max_items = old.max_bytes, old.max_items
    sizes = [limit for limit in node.limits if limit.unit in BYTES]
    counts = [limit for limit in node.limits if limit.unit == "items"]
    only_one(sizes, "up to", found)
    only_one(counts, "up to", found)
    for limit in sizes[:1]:
        if limit.number.value > 0:
            max_bytes = int(limit.number.value * BYTES[limit.unit])
        else:
            count_in(limit, found)
    for limit in counts[:1]:
        max_items = count_in(limit, found) or max_items
    paths = _over(old.paths, facts_in(node.paths, _ATTACHMENT_PARTS, "part of an attachment", found))
    return AttachmentFacts(max_bytes, max_items, paths)


def people(node: ast.PeopleFacts, found: Found) -> tuple[PathFact, ...]:
    """How a person looks in the API."""
    return tuple(facts_in(node.paths, _PERSON_PARTS, "part of a person", found).values())


def call(node: ast.Call, found: Found) -> Call | None:
    """A call of the API."""
    known = known_word(node.operation, _OPERATIONS, "call", found)
    request = _REQUEST.fullmatch(node.request.value)
    parts = facts_in(node.parts, _CALL_PARTS, "part of a call", found)
    if request is None:
        found.append(
            codes.BAD_REQUEST.at(
                node.request.span,
                f'"{node.request.value[:60]}" is no call of an API.',
                help='Write a method and a path, with `{id}` for the record, as in `"PUT /api/v2/tickets/{id}"`.',
            )
        )
    operation = node.operation.text
    for part in node.parts if operation != "comment" else ():
        if part.channel is not None:
            message = f"Only comments are public or internal, and this is `call {operation}`."
            found.append(codes.UNKNOWN_SETTING.at(part.channel.span, message, help="Remove `when` and what follows."))
    if not known or request is None or not _is_operation(operation):
        return None
    return Call(operation, request[1], request[2], tuple(parts.values()))


def _is_operation(word: str) -> TypeGuard[Operation]:
    return word in _OPERATIONS
