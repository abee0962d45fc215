"""What status, comments and attachments lose where they are kept in step."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from handoffspec.analysis.clauses import Loss, both, listed, verdict
from handoffspec.analysis.facts import OutOrBack
from handoffspec.analysis.status import direction, unguarded
from handoffspec.analysis.witness_travelling import attachment, comment, same_status
from handoffspec.schema.coercions import narrows
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import Verdict
from handoffspec.schema.mapping import Flow
from handoffspec.schema.syncing import AttachmentSync, CommentSync, Sync
from handoffspec.schema.systems import CommentFacts, Record
from handoffspec.text.convert import FORMATS, markup_loss


def travelling(handoff: Handoff) -> Iterator[Verdict]:
    """Verdicts for `sync.status`, `sync.comments` and `sync.attachments`, each direction that is kept in step."""
    sync = handoff.sync
    if sync is None:
        return
    for way in _ways(sync.flow) if sync.status else ():
        yield _status(handoff, sync, way)
    if sync.comments is not None:
        for way in _ways(sync.comments.flow):
            yield _comments(handoff, sync.comments, way)
    if sync.attachments is not None:
        for way in _ways(sync.attachments.flow):
            yield _attachments(handoff, sync.attachments, way)


def _ways(flow: Flow) -> tuple[OutOrBack, ...]:
    return ("out", "back") if flow == "both" else (flow,)


def _ends(handoff: Handoff, way: OutOrBack) -> tuple[Record, Record]:
    """The record that is read and the one that is written."""
    return (handoff.source, handoff.destination) if way == "out" else (handoff.destination, handoff.source)


def _status(handoff: Handoff, sync: Sync, way: OutOrBack) -> Verdict:
    """Statuses that become the same. What a status becomes by a guard is a matter of the ticket, not of the map."""
    arrives: dict[str, list[str]] = defaultdict(list)
    for row in unguarded(sync, way):
        given, made = direction(row, way)
        for status in given:
            if made and status not in arrives[made[0]]:
                arrives[made[0]].append(status)
    losses = [
        Loss("many to one", f"{listed(given)} {both(given)} become {made}")
        for made, given in arrives.items()
        if len(given) > 1
    ]
    if losses:
        becomes, several = next((made, given) for made, given in arrives.items() if len(given) > 1)
        shown = same_status(*_ends(handoff, way), several, becomes)
        return verdict("sync.status", way, losses, loss="lossy", show=lambda _: shown)
    same = all(given == [made] for made, given in arrives.items())
    return verdict("sync.status", way, [], loss="direct" if same else "translation")


# ── Comments ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _comments(handoff: Handoff, sync: CommentSync, way: OutOrBack) -> Verdict:
    reader, writer = _ends(handoff, way)
    read, written = reader.comments or CommentFacts(), writer.comments or CommentFacts()
    losses = list(_channels(sync, read, written))
    if sync.crossing(read, written):
        losses = [
            *_formatting(read, written),
            *_cut(read, written, sync.longest_tag(reader.system_title)),
            *_answers_and_edits(sync, read, written),
            *losses,
        ]
    return verdict(
        "sync.comments",
        way,
        losses,
        loss="lossy" if losses else "direct",
        show=lambda loss: comment(loss, sync, read, written),
    )


def _answers_and_edits(sync: CommentSync, read: CommentFacts, written: CommentFacts) -> Iterator[Loss]:
    if read.threads and not (written.threads and "threads" in sync.keep):
        yield Loss("threads", "which comment answers which")
    if read.edited and sync.edits == "ignored":
        yield Loss("edits", "later changes of a comment")


def _formatting(read: CommentFacts, written: CommentFacts) -> Iterator[Loss]:
    if read.format != "plain":
        known = read.format in FORMATS and written.format in FORMATS
        lost = markup_loss(read.format, written.format) if known else ("formatting",)
        lost = tuple("what is not known here" if name == "unknown" else name for name in lost)
        if lost:
            yield Loss("markup", f"{listed(lost)} {'is' if len(lost) == 1 else 'are'} lost in comments")


def _cut(read: CommentFacts, written: CommentFacts, tag: int) -> Iterator[Loss]:
    """A copy begins with its tag, which takes room."""
    if written.limit is not None:
        longest = None if read.limit is None else replace(read.limit, number=read.limit.number + tag)
        for cause in narrows(longest, written.limit):
            yield Loss(cause, f"comments over {written.limit.number:,} {written.limit.unit} are cut")


def _channels(sync: CommentSync, read: CommentFacts, written: CommentFacts) -> Iterator[Loss]:
    copied = dict(sync.channels)
    for channel in read.channels:
        into = copied.get(channel)
        if into is None:
            yield Loss("visibility", f"{channel} comments are not copied")
        elif into not in written.channels:
            yield Loss("visibility", f"{channel} comments have no like there")
        elif sum(other == into for name, other in copied.items() if name in read.channels) > 1:
            yield Loss("visibility", f"public and internal comments all become {into}")


# ── Attachments ────────────────────────────────────────────────────────────────────────────────────────────────────


def _attachments(handoff: Handoff, sync: AttachmentSync, way: OutOrBack) -> Verdict:
    read, written = (record.attachments for record in _ends(handoff, way))
    largest = read.max_bytes if read else None
    limits = [limit for limit in (sync.max_bytes, written.max_bytes if written else None) if limit is not None]
    losses: list[Loss] = []
    if limits and (largest is None or largest > min(limits)):
        losses.append(Loss("truncation", f"files over {_size(min(limits))} stay behind"))
    if sync.types:
        losses.append(Loss("guard", f"only files of {listed(sync.types)} cross"))
    return verdict(
        "sync.attachments",
        way,
        losses,
        loss="lossy" if losses else "direct",
        show=lambda loss: attachment(loss, min(limits, default=None), sync.types),
    )


def _size(number: int) -> str:
    for unit, size in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if number >= size:
            return f"{number / size:g} {unit}"
    return f"{number} bytes"
