"""Comments and files that cross: whose they are, on which channel, and what the other side cannot hold of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import cast

from handoffspec.execute.fitting import Taken, cut, markup_taken
from handoffspec.execute.tables import Way
from handoffspec.execute.values import Values
from handoffspec.execute.wire.conversation import Attachment, Comment
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.syncing import LONGEST_NAME, AttachmentSync, CommentSync
from handoffspec.schema.systems import Channel, CommentFacts, Record
from handoffspec.text.document import Document, Mark, Paragraph, Text, drop_controls
from handoffspec.text.features import Feature


@dataclass(frozen=True, slots=True)
class Written:
    """A comment as it will stand on the other side."""

    channel: Channel
    text: Document


@dataclass(frozen=True, slots=True)
class Copied:
    """The comments or files that cross, and what is lost of the others."""

    comments: tuple[Written, ...] = ()
    files: tuple[Attachment, ...] = ()
    taken: tuple[Taken, ...] = ()
    lost: tuple[Taken, ...] = ()


def copy_comments(handoff: Handoff, way: Way, comments: Sequence[Comment]) -> Copied:
    """The conversation on the other side. Without a rule for comments none crosses."""
    sync = handoff.sync.comments if handoff.sync else None
    if not comments:
        return Copied()
    if sync is None or sync.flow not in (way, "both"):
        return Copied(lost=(Taken("unmapped", f"{_count(comments, 'comment')} stay behind"),))
    reader, writer = _sides(handoff, way)
    channels = dict(sync.channels)
    written: list[Written] = []
    taken: list[Taken] = []
    for comment in comments:
        channel = channels.get(cast("Channel", comment["channel"]))
        if channel is not None and channel in _facts(writer).channels:
            made, lost = copy_comment(sync, comment, channel, reader, writer)
            written.append(made)
            taken.extend(lost)
    behind = len(comments) - len(written)
    lost = (Taken("visibility", f"{behind} of {_count(comments, 'comment')} stay behind"),) if behind else ()
    return Copied(tuple(written), taken=tuple(dict.fromkeys(taken)), lost=lost)


def fit_comment(record: Record, text: Document) -> tuple[Document, tuple[Taken, ...]]:
    """A comment cut to what the other side's comments hold."""
    limit = record.comments.limit if record.comments else None
    if limit is None:
        return text, ()
    shorter = cut(text, limit, record.comments.format if record.comments else None)
    return cast("Document", shorter.value), shorter.taken


def copy_files(handoff: Handoff, way: Way, files: Sequence[Attachment]) -> Copied:
    """The files that cross: named types up to the smaller of both limits."""
    if not files:
        return Copied()
    rule = file_rule(handoff, way)
    if rule is None:
        return Copied(lost=(Taken("unmapped", f"{_count(files, 'file')} stay behind"),))
    _, writer = _sides(handoff, way)
    limits = [limit for limit in (rule.max_bytes, writer.attachments and writer.attachments.max_bytes) if limit]
    typed = [file for file in files if _typed(file, rule.types)]
    crossing = tuple(file for file in typed if _fits(file, limits) and file.get("name"))
    lost: list[Taken] = []
    if other := len(files) - len(typed):
        lost.append(Taken("guard", f"{other} of {_count(files, 'file')} are of other types and stay behind"))
    if behind := len(typed) - len(crossing):
        lost.append(Taken("truncation", f"{behind} of {_count(files, 'file')} stay behind"))
    return Copied(files=crossing, lost=tuple(lost))


def _sides(handoff: Handoff, way: Way) -> tuple[Record, Record]:
    return (handoff.source, handoff.destination) if way == "out" else (handoff.destination, handoff.source)


def copy_comment(
    sync: CommentSync, comment: Comment, channel: Channel, reader: Record, writer: Record
) -> tuple[Written, tuple[Taken, ...]]:
    """One comment as it will stand on the other side, and what that takes from it."""
    line = whose(sync, comment, reader)
    tag = Paragraph((Text(line, frozenset({Mark.BOLD})),)) if line else None
    document = cast("Document", comment["text"])
    whole = Document((*((tag,) if tag else ()), *document.blocks))
    fitted, taken = fit_comment(writer, whole)
    into = _facts(writer)
    kept = into.threads and "threads" in sync.keep
    threads = (Taken("threads", "which comment answers which is not kept"),) if "parent" in comment and not kept else ()
    alike = [name for name, other in sync.channels if other == channel and name in _facts(reader).channels]
    seen = (Taken("visibility", f"{' and '.join(alike)} comments all become {channel}"),) if len(alike) > 1 else ()
    unread = cast("frozenset[Feature]", comment.get("unread", frozenset()))
    return Written(channel, fitted), (*taken, *markup_taken(document, into.format, unread), *threads, *seen)


def _facts(record: Record) -> CommentFacts:
    return record.comments or CommentFacts()


def whose(sync: CommentSync, comment: Comment, reader: Record) -> str:
    """The line that says whose a comment is and where it came from; empty where nobody asked for it."""
    author = cast("dict[str, object]", comment.get("author") or {})
    name = author.get("name") or author.get("email") or author.get("id")
    parts = [str(name)[:LONGEST_NAME]] if sync.tag_author and name is not None else []
    parts += [f"{reader.system_title}, {comment['channel']} comment"] if sync.tag_source else []
    return drop_controls(" · ".join(parts))


def file_rule(handoff: Handoff, way: Way) -> AttachmentSync | None:
    """Which files cross; None where none does."""
    sync = handoff.sync
    if sync is None:
        return None
    if sync.attachments is not None:
        return sync.attachments if sync.attachments.flow in (way, "both") else None
    kept = sync.comments is not None and "attachments" in sync.comments.keep and sync.comments.flow in (way, "both")
    return AttachmentSync(way) if kept else None


def _fits(file: Values, limits: Sequence[int]) -> bool:
    size = file.get("size")
    return not isinstance(size, int) or all(size <= limit for limit in limits)


def _typed(file: Values, types: Sequence[str]) -> bool:
    return not types or any(fnmatchcase(str(file.get("type", "")).casefold(), p.casefold()) for p in types)


def _count(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}" if len(things) == 1 else f"{len(things)} {noun}s"
