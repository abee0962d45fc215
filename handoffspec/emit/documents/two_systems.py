"""The field mapping audit of two systems before any spec exists: what is proposed, what it would cost, what is open.

Each direction is a draft of its own that was compiled, so classes and losses are the compiler's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.drafting.decisions import Proposal, Proposals, crosses_with_a_reason, unfilled
from handoffspec.drafting.likeness import Candidate
from handoffspec.drafting.statuses import StatusPair
from handoffspec.emit.content import Block, Bullets, Item, Page, Text, heading, item, paragraph, strong, table
from handoffspec.emit.documents import shared
from handoffspec.emit.documents.audit import Line, columns, described, lines_of, sentences, tally
from handoffspec.emit.words import mapping
from handoffspec.emit.words.amounts import capital, clipped, limit, listed, name, size
from handoffspec.emit.words.names import label
from handoffspec.plan import Plan
from handoffspec.schema.systems import AttachmentFacts, CommentFacts, Record, Status
from handoffspec.schema.types import ListType, PersonType

WHY = "Why"
_PROPOSED: Final = (
    "Nothing is decided yet. What is alike by name, meaning, type and values is proposed; the status of each proposal"
    " is computed from both systems, as if it were in a spec."
)
_DECIDED: Final = (
    "The way there is as it is decided so far, the way back as it would be proposed; the status of each row is computed"
    " from both systems, as if it were in a spec."
)


@dataclass(frozen=True, slots=True)
class Direction:
    """What leaves one system for the other: what is proposed, and the plan of a draft that does all of it."""

    proposals: Proposals
    plan: Plan
    statuses: tuple[StatusPair, ...]

    @property
    def title(self) -> str:
        """`Zendesk Support to Jira`."""
        return f"{name(self.proposals.source.system_title)} to {name(self.proposals.target.system_title)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the audit with the reason for its proposal."""

    line: Line
    proposal: Proposal | None
    why: str

    @property
    def cells(self) -> list[str | Text]:
        """The guide's four cells, and the reason."""
        return [*self.line.cells, self.why]


def two_systems(out: Direction, back: Direction, *, decided: bool = False) -> Page:
    """The page. `decided`: whether people have said what becomes of the fields on the way out."""
    titles = (out.proposals.source.system_title, out.proposals.target.system_title)
    blocks: list[Block] = [
        heading(1, f"{shared.TITLES[shared.AUDIT]}: {' and '.join(map(name, titles))}"),
        paragraph(_DECIDED if decided else _PROPOSED),
        *_way(out),
        *_way(back),
    ]
    return Page(shared.AUDIT, tuple(blocks))


def head(way: Direction) -> list[str]:
    """The headings of the rows."""
    return [*columns(way.plan.handoff, "source"), WHY]


def rows(way: Direction) -> list[Row]:
    """A row for every field that the handoff has to account for, and for the conversation."""
    proposed = {proposal.field.name: proposal for proposal in way.proposals.fields}
    found = ((line, proposed.get(line.field or "")) for line in lines_of(way.plan, "source", "out"))
    return [Row(_open(way, line, proposal), proposal, _why(proposal)) for line, proposal in found]


def _open(way: Direction, line: Line, proposal: Proposal | None) -> Line:
    """The same line, where nothing is proposed: what that means, and whom somebody asks."""
    if proposal is None or proposal.decision.verb != "undecided":
        return line
    asked = proposal.decision.reason or f"{name(way.proposals.target.system_title)} would not show it"
    cells: list[str | Text] = [line.cells[0], mapping.NO_EQUIVALENT, line.cells[2], f"Undecided – {clipped(asked)}"]
    return Line(line.field, cells, line.loss)


def _way(way: Direction) -> Iterator[Block]:
    found = rows(way)
    yield heading(2, way.title)
    yield paragraph(f"In all: {tally([row.line for row in found])}." if found else "There is nothing to account for.")
    yield table(head(way), [row.cells for row in found])
    yield from sentences(way.plan, "source")
    yield from _required(way)
    yield from _statuses(way)
    yield from _travelling(way)


# ── Why ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _why(proposal: Proposal | None) -> str:
    if proposal is None:
        return ""
    said: list[str] = []
    if proposal.why:
        said.append(capital(", ".join(proposal.why)))
    elif proposal.decision.verb == "undecided" and not proposal.nearest:
        said.append("Nothing over there is like it")
    if proposal.nearest:
        said.append(f"{'Also' if proposal.why else 'Perhaps'} {listed(map(_near, proposal.nearest), 'or')}")
    if crosses_with_a_reason(proposal.field):
        kind = "A secret" if proposal.field.secret else "Personal"
        said.append(f"{kind}: it may cross only for a reason that somebody gives")
    return ". ".join(said)


def _near(candidate: Candidate) -> str:
    return f"{label(candidate.target)} ({candidate.why[0]})"


# ── What the destination asks for ──────────────────────────────────────────────────────────────────────────────────


def _required(way: Direction) -> Iterator[Block]:
    target, fixed = way.proposals.target, {one.target: one.value for one in way.proposals.constants}
    filled = {one.target for one in way.proposals.decisions if one.target and one.verb in ("map", "translate")}
    missing = unfilled(target, filled)
    yield heading(3, f"What {name(target.system_title)} requires and nothing fills")
    if not missing:
        yield paragraph("Nothing: every field that it requires is filled by a proposal above.")
        return
    yield Bullets(
        tuple(
            item(
                strong(f"{described(field)}: "),
                f"a fixed value has to be given, such as “{name(str(fixed[field.name]))}”."
                if field.name in fixed
                else "a rule has to fill it, since no fixed value fits.",
            )
            for field in missing
        )
    )


# ── Status ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _statuses(way: Direction) -> Iterator[Block]:
    source, target = way.proposals.source, way.proposals.target
    yield heading(3, "Status map")
    if source.lifecycle is None or target.lifecycle is None:
        without = [name(record.system_title) for record in (source, target) if record.lifecycle is None]
        yield paragraph(f"None is proposed: no statuses of {listed(without)} are known.")
        return
    yield table(
        [f"{name(source.system_title)} Status", f"{name(target.system_title)} Status", "Sync Rule"],
        [list(cells) for cells in status_rows(way)],
    )


def status_rows(way: Direction) -> list[tuple[str, str, str]]:
    """Each status, what is proposed for it, and how it gets there."""
    pairs = {pair.source.name: pair for pair in way.statuses}
    lifecycle = way.proposals.source.lifecycle
    return [_status(status, pairs.get(status.name)) for status in (lifecycle.statuses if lifecycle else ())]


def _status(status: Status, pair: StatusPair | None) -> tuple[str, str, str]:
    if pair is None:
        return name(status.name), mapping.NO_EQUIVALENT, f"No status over there is {status.category}"
    how = [capital(pair.why)]
    how += [f"by way of {listed(map(name, pair.through), 'then')}"] if pair.through else []
    how += [f"which asks for {listed(map(name, pair.needs))}"] if pair.needs else []
    return name(status.name), name(pair.target.name), ", ".join(how)


# ── Comments, attachments, people ──────────────────────────────────────────────────────────────────────────────────


def _travelling(way: Direction) -> Iterator[Block]:
    records = (way.proposals.source, way.proposals.target)
    yield heading(3, "Comments, attachments and people")
    said = [
        item(strong("Comments: "), _sides(records, [_comments(record.comments) for record in records])),
        item(strong("Attachments: "), _sides(records, [_attachments(record.attachments) for record in records])),
        *_people(way.proposals),
    ]
    yield Bullets(tuple(said))


def _sides(records: Sequence[Record], facts: Sequence[str]) -> str:
    return "; ".join(f"{name(r.system_title)} has {fact}" for r, fact in zip(records, facts, strict=True)) + "."


def _comments(found: CommentFacts | None) -> str:
    if found is None:
        return "none"
    parts = [f"{listed(found.channels)} ones", found.format]
    parts += [f"up to {limit(found.limit)}"] if found.limit else []
    return ", ".join([*parts, "with threads" if found.threads else "without threads"])


def _attachments(found: AttachmentFacts | None) -> str:
    if found is None:
        return "none"
    parts = [f"up to {size(found.max_bytes)} each"] if found.max_bytes else ["no known limit of size"]
    return ", ".join([*parts, *([f"up to {found.max_items:,} a ticket"] if found.max_items else [])])


def _people(proposals: Proposals) -> list[Item]:
    named = [one.field for one in proposals.fields if _person(one)]
    if not named:
        return []
    emails = [any(fact.part == "email" for fact in r.people) for r in (proposals.source, proposals.target)]
    how = "can be matched by e-mail address" if all(emails) else "have to be matched by a table, for want of addresses"
    return [item(strong("People: "), f"{mapping.named(named)} {how}. Somebody without an account needs a stand-in.")]


def _person(proposal: Proposal) -> bool:
    kind = proposal.field.type
    return isinstance(kind.item if isinstance(kind, ListType) else kind, PersonType)
