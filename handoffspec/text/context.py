"""The context block of a description: written for people, read back as data.

::

    ---
    Handoff context · escalation · Service desk escalates to engineering
    Customer impact: Business-critical system down
    Affected users:
    - ana@shop.example
    - bo@shop.example
    Troubleshooting:
    1. step: Restarted
       outcome: Still down
    End of handoff context · escalation (3 entries)

A rule, a heading that opens the block, a bold label for each entry, and a line that closes it with
the number of entries, so that a deleted one is noticed. Whatever format carries the block, it is
read from the same lines (`handoffspec.text.plain.flatten`). A line of the prose that looks like the
opening or the closing one gets a backslash before it, taken away on reading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handoffspec.text.context_lines import Damage, Fences, escape_fences, read_entries, split_blocks, unescape_fences
from handoffspec.text.context_values import ContextError, Kind, Raw, read_value, write_value
from handoffspec.text.cut import Counted, Unit, measure, text_length, truncate
from handoffspec.text.document import Block, Document, Heading, Mark, Paragraph, Rule, Text
from handoffspec.text.plain import visible_text
from handoffspec.text.visible import show

__all__ = [
    "ContextEntry",
    "ContextError",
    "ContextRead",
    "Kind",
    "Raw",
    "join_context",
    "label_problem",
    "read_value",
    "split_context",
    "write_context",
]

_LEVEL = 3
_UNFIT_LABEL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\u2400-\u2421\ufffe\uffff]")
_LIKE_STRUCTURE = re.compile(r"(?:>|- |[0-9]+\. |\\*(?:End of h|H)andoff context · )")


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """One value that travels in the block, under a label."""

    label: str
    kind: Kind
    value: Any


@dataclass(frozen=True, slots=True)
class ContextRead:
    """A description taken apart.

    ``entries`` is None where there is no block, and where it is damaged; then ``damage`` says how, in
    words, and ``prose`` is the whole description as it stands, not to be written back.
    """

    prose: Document
    entries: Mapping[str, Raw] | None
    damage: str | None


def label_problem(label: str) -> str | None:
    """Why a label cannot head an entry, in words; None if it can."""
    if not label or label != label.strip():
        return "a label is not empty and has no blanks around it"
    if _UNFIT_LABEL.search(label):
        return "a label is one line without control characters"
    if _LIKE_STRUCTURE.match(label):
        return "a label does not begin like a list, a quotation or the block's own lines"
    return None


def write_context(handoff_title: str, key: str, entries: Sequence[ContextEntry]) -> tuple[Block, ...]:
    """The block. ``key`` names the handoff and finds the block again; the title is for people.

    Raises:
        ContextError: a key or label that cannot stand there, a label twice, a value not of its kind.
    """
    fences = Fences(key)
    title = show(" ".join(handoff_title.split()))
    blocks: list[Block] = [Rule(), Heading(_LEVEL, (Text(fences.opening(title)),))]
    seen: set[str] = set()
    for entry in entries:
        problem = "the label stands twice" if entry.label in seen else label_problem(entry.label)
        if problem:
            raise ContextError(f"{entry.label[:60]!r}: {problem}")
        seen.add(entry.label)
        blocks.extend(_write_entry(entry))
    blocks.append(Paragraph((Text(fences.closing(len(entries)), frozenset({Mark.ITALIC})),)))
    return tuple(blocks)


def join_context(
    prose: Document,
    block: tuple[Block, ...],
    limit: int | None = None,
    unit: Unit = "characters",
    counted: Counted = visible_text,
) -> tuple[Document, bool]:
    """Prose and block as one description; whether the prose was cut so that both keep to ``limit``.

    Raises:
        ContextError: the block alone is longer than the limit.
    """
    whole = Document((*escape_fences(prose.blocks), *block))
    if limit is None or text_length(whole, unit, counted) <= limit:
        return whole, False
    alone = text_length(Document(block), unit, counted)
    if alone > limit:
        raise ContextError(f"the context block needs {alone:,} {unit} and the description holds {limit:,}")
    room = limit - alone - measure("\n\n", unit)
    kept, _ = truncate(Document(escape_fences(prose.blocks)), room, unit, counted)
    return Document((*kept.blocks, *block)), True


def split_context(document: Document, key: str, labels: Collection[str] | None = None) -> ContextRead:
    """Prose and entries of a description. Where ``labels`` are given, any other label is damage."""
    try:
        parts = split_blocks(document.blocks, Fences(key))
        if parts is None:
            return ContextRead(document, None, None)
        entries = read_entries(parts.lines, parts.count)
    except Damage as damage:
        return ContextRead(document, None, str(damage))
    unknown = [label for label in entries if labels is not None and label not in labels]
    if unknown:
        return ContextRead(document, None, f"the label {unknown[0][:60]!r} is not one of this handoff's")
    return ContextRead(replace(document, blocks=unescape_fences(parts.prose)), entries, None)


def _write_entry(entry: ContextEntry) -> Iterator[Block]:
    try:
        words, below = write_value(entry.kind, entry.value)
    except ContextError as problem:
        raise ContextError(f"{entry.label!r}: {problem}") from None
    label = Text(_write_label(entry.label) + ":", frozenset({Mark.BOLD}))
    yield Paragraph((label, Text(" " + words)) if words else (label,))
    if below is not None:
        yield below


def _write_label(label: str) -> str:
    """The first bare colon ends the label, so its own colons get a backslash, and backslashes too."""
    return re.sub(r"[\\:]", r"\\\g<0>", label)
