"""The tickets that show what status, comments and attachments lose where they are kept in step."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Final

from handoffspec.analysis.clauses import Loss
from handoffspec.analysis.witness_texts import lost_formatting
from handoffspec.schema.losses import Witness, repeated
from handoffspec.schema.syncing import LONGEST_NAME, CommentSync
from handoffspec.schema.systems import Channel, CommentFacts, Record
from handoffspec.text.convert import FORMATS

_WIDE: Final = "😀"
"""A character of four bytes."""
_SOME_TYPES: Final = ("text/plain", "image/png", "application/octet-stream")


def same_status(read: Record, written: Record, given: Sequence[str], made: str) -> Witness | None:
    """Two statuses that become one."""
    if read.lifecycle is None or written.lifecycle is None:
        return None
    first, second = ({read.lifecycle.field: status} for status in given[:2])
    return Witness("many to one", dict(first), {written.lifecycle.field: made}, dict(second))


def comment(loss: Loss, sync: CommentSync, read: CommentFacts, written: CommentFacts) -> Witness | None:
    """A comment, or a few, that arrive with less than they say."""
    channel: Channel = next(iter(sync.crossing(read, written)), "public")
    match loss.cause:
        case "markup":
            return _formatted(channel, sync, read, written)
        case "truncation" | "bytes":
            return _long(loss, channel, read, written)
        case "threads":
            answers = [_comments((channel, "a", 1), (channel, "b", 2), (channel, "c", 3, to)) for to in (1, 2)]
            return Witness("threads", answers[0], None, answers[1])
        case "edits":
            return Witness(
                "edits", _comments((channel, "b")), _comments((channel, "a")), before=_comments((channel, "a"))
            )
        case "visibility":
            return _seen(sync, read, written)
        case _:
            return None


def _formatted(channel: Channel, sync: CommentSync, read: CommentFacts, written: CommentFacts) -> Witness | None:
    target = written.format if written.format in FORMATS else "plain"
    apart = lost_formatting(read.format, target) if read.format in FORMATS else None
    if apart is None:
        return None
    value, arrives, plain = apart
    other = _comments((channel, {read.format: plain})) if plain is not None else None
    # A copy that is tagged with its author begins with a name, which a made-up comment does not have.
    tagged = sync.tag_author or sync.tag_source
    there = None if tagged else _comments((dict(sync.channels)[channel], {target: arrives}))
    return Witness("markup", _comments((channel, {read.format: value})), there, other)


def _long(loss: Loss, channel: Channel, read: CommentFacts, written: CommentFacts) -> Witness | None:
    """Two comments that differ where they are cut, by somebody whose name takes the room where they would fit."""
    if written.limit is None:
        return None
    wide = written.limit.unit == "bytes"
    letter, ends = (_WIDE, (_WIDE, "😁")) if wide else ("a", ("b", "c"))
    room = written.limit.number // 4 if wide else written.limit.number
    most = room if read.limit is None else read.limit.number // (4 if wide and read.limit.unit == "bytes" else 1) - 1
    by = {"author": {"name": repeated("a", LONGEST_NAME)}} if most < room else {}
    texts = (repeated(letter, min(room, most), then=end) for end in ends)
    first, second = (_listed("comments", {"channel": channel, "text": text, **by}) for text in texts)
    return Witness(loss.cause, first, None, second)


def _seen(sync: CommentSync, read: CommentFacts, written: CommentFacts) -> Witness | None:
    copied = dict(sync.channels)
    for channel in read.channels:
        into = copied.get(channel)
        if into is None or into not in written.channels:
            return Witness("visibility", _comments((channel, "a")), _comments())
        others = [name for name in read.channels if name != channel and copied.get(name) == into]
        if others:
            # A tag that names the channel keeps them apart, in words.
            other = None if sync.tag_source else _comments((others[0], "a"))
            return Witness("visibility", _comments((channel, "a")), None, other)
    return None


def _comments(*given: tuple[object, ...]) -> dict[str, object]:
    """Comments as a ticket shows them: channel, text, and where it matters id and the id of the one answered."""
    parts = ("channel", "text", "id", "parent")
    return _listed("comments", *(dict(zip(parts, one, strict=False)) for one in given))


def _listed(name: str, *given: dict[str, object]) -> dict[str, object]:
    return {name: list(given)}


def attachment(loss: Loss, largest: int | None, types: Sequence[str]) -> Witness | None:
    """A file that stays behind."""
    if loss.cause == "truncation" and largest is not None:
        typed = {"type": types[0].replace("*", "a")} if types else {}
        return Witness("truncation", _files({"name": "a", "size": largest + 1, **typed}), _files())
    other = next(
        (kind for kind in _SOME_TYPES if not any(fnmatchcase(kind, pattern.casefold()) for pattern in types)), None
    )
    return None if other is None else Witness("guard", _files({"name": "a", "type": other}), _files())


def _files(*given: dict[str, object]) -> dict[str, object]:
    return _listed("attachments", *given)
