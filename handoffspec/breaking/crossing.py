"""When a ticket crosses, what must travel, and how both sides are kept in step."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from handoffspec.breaking import words
from handoffspec.breaking.changes import Change, Level, Version
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Requirement
from handoffspec.schema.parties import Outcome
from handoffspec.schema.syncing import AttachmentSync, Audit, CommentSync, Conflict, OnError, Sync


def crossing_changes(old: Version, new: Version) -> Iterator[Change]:
    """What starts it, what it asks for, the link, and the synchronisation but its statuses."""
    yield from _trigger(old, new)
    yield from _requirements(old, new)
    before, after = old.handoff, new.handoff
    if before.link is not None and before.link != after.link:
        yield _data(new, "link", "the two records find each other in another way", gone=after.link is None)
    if before.people is not None and before.people != after.people:
        yield _data(new, "people", "people are found in another way", gone=after.people is None)
    if before.sync is None:
        return
    if after.sync is None:
        yield _data(new, "sync", "the two sides are no longer kept in step", gone=True)
        return
    yield from _sync(new, before.sync, after.sync)
    yield from _verdicts(old, new)


def _data(new: Version, place: str, message: str, *, gone: bool = False) -> Change:
    return Change("data", new.handoff.name, place, message, gone=gone)


def _trigger(old: Version, new: Version) -> Iterator[Change]:
    before, after = old.handoff.trigger, new.handoff.trigger
    for condition in before:
        if condition not in after:
            yield _data(new, "trigger", f"tickets no longer cross when {words.condition(old.handoff, condition)}")
    for at, condition in enumerate(after):
        if condition not in before:
            message = f"tickets cross now when {words.condition(new.handoff, condition)}"
            yield Change("told", new.handoff.name, f"trigger.{at}", message)


# ── What must travel ───────────────────────────────────────────────────────────────────────────────────────────────


def _requirements(old: Version, new: Version) -> Iterator[Change]:
    before = {requirement.id: requirement for requirement in old.handoff.requirements}
    after = {requirement.id: requirement for requirement in new.handoff.requirements}
    for name, requirement in before.items():
        if name not in after:
            yield _data(new, name, f"tickets cross without `{requirement.name}`, and nobody asks for it", gone=True)
        elif _meaning(requirement) != _meaning(after[name]):
            yield _data(new, name, f"`{requirement.name}` is asked for {_how(new, after[name])}")
        elif requirement.otherwise != after[name].otherwise:
            now, was = (words.outcome(one.otherwise) for one in (after[name], requirement))
            if now != was:
                yield _data(new, name, f"without `{requirement.name}`: {now}, no longer: {was}")
    for name, requirement in after.items():
        if name not in before:
            outcome = words.outcome(requirement.otherwise)
            yield _data(new, name, f"`{requirement.name}` is asked for now; without it: {outcome}")


def _meaning(requirement: Requirement) -> Requirement:
    return replace(requirement, reason=None, otherwise=None)


def _how(new: Version, requirement: Requirement) -> str:
    said = [f"at least {words.limit(requirement.at_least)}"] if requirement.at_least else []
    said += [f"refusing {words.listed(requirement.refuse)}"] if requirement.refuse else []
    said += [f"on {words.listed(requirement.channels)}"] if requirement.channels else []
    said += [f"of {words.listed(requirement.types)}"] if requirement.types else []
    said += [f"when {words.condition(new.handoff, requirement.when)}"] if requirement.when else []
    return ", ".join(said) or "without conditions"


# ── Staying in step ────────────────────────────────────────────────────────────────────────────────────────────────


def _sync(new: Version, before: Sync, after: Sync) -> Iterator[Change]:
    if before.flow == "both" != after.flow:
        yield _data(new, "sync", "changes travel one way only")
    elif before.flow != after.flow != "both":
        yield _data(new, "sync", "changes travel the other way")
    if before.every != after.every and (after.every or 0) > (before.every or 0):
        yield _data(new, "sync", f"changes arrive every {words.duration(after.every or 0)} only")
    if before.until != after.until:
        yield _data(new, "sync", f"both sides are kept in step until {after.until or 'nobody says when'}")
    yield from _comments(new, before.comments, after.comments)
    yield from _attachments(new, before.attachments, after.attachments)
    if (before.filter and before.filter.condition) != (after.filter and after.filter.condition):
        only = f"only when {words.condition(new.handoff, after.filter.condition)}" if after.filter else "always"
        yield _data(new, "sync.only_when", f"tickets are kept in step {only}", gone=after.filter is None)
    yield from _conflict(new, before.conflict, after.conflict)
    yield from _error(new, before.on_error or OnError(), after.on_error or OnError())
    yield from _audit(new, before.audit or Audit(), after.audit or Audit())


def _attachments(new: Version, before: AttachmentSync | None, after: AttachmentSync | None) -> Iterator[Change]:
    if before is None:
        return
    if after is None:
        yield _data(new, "sync.attachments", "attachments no longer travel", gone=True)
        return
    if after.flow not in (before.flow, "both"):
        yield _data(new, "sync.attachments", "attachments travel one way only")
    if after.max_bytes is not None and (before.max_bytes is None or after.max_bytes < before.max_bytes):
        yield _data(new, "sync.attachments", f"attachments over {after.max_bytes:,} bytes stay behind now")
    if after.types and set(after.types) != set(before.types):
        yield _data(new, "sync.attachments", f"only attachments of {words.listed(after.types)} travel")


def _conflict(new: Version, before: Conflict | None, after: Conflict | None) -> Iterator[Change]:
    """A line for each thing that another side decides about now, then one for all the others."""
    if before is None:
        return
    if after is None:
        yield _data(new, "sync.conflict", "nobody says who wins where both sides changed the same", gone=True)
        return
    was, now = ({what: side for side, what in one.decides} for one in (before, after))
    for what in dict.fromkeys([*was, *now]):
        if was.get(what) != now.get(what):
            one, other = (_winner(new, side.get(what)) for side in (now, was))
            yield _data(new, "sync.conflict", f"where both sides changed `{what}`: {one}, no longer {other}")
    if before.otherwise != after.otherwise:
        one, other = (_otherwise(new, side.otherwise) for side in (after, before))
        yield _data(new, "sync.conflict", f"where both sides changed the same: {one}, no longer {other}")


def _winner(new: Version, side: Side | None) -> str:
    return "as for all else" if side is None else f"{new.handoff.record(side).system_title} wins"


def _otherwise(new: Version, rule: Literal["latest", "source", "destination"] | Outcome | None) -> str:
    match rule:
        case "latest":
            return "the latest change wins"
        case "source" | "destination":
            return _winner(new, rule)
        case _:
            return words.outcome(rule)


def _comments(new: Version, before: CommentSync | None, after: CommentSync | None) -> Iterator[Change]:
    if before is None:
        return
    if after is None:
        yield _data(new, "sync.comments", "comments no longer travel", gone=True)
        return
    said: list[str] = []
    if after.flow not in (before.flow, "both"):
        said.append("comments travel one way only")
    said += [
        f"{channel} comments become {dict(after.channels).get(channel, 'nothing')}"
        for channel, into in before.channels
        if dict(after.channels).get(channel) != into
    ]
    said += [f"comments no longer keep {thing}" for thing in before.keep if thing not in after.keep]
    said += ["comments no longer name their author"] if before.tag_author and not after.tag_author else []
    said += ["comments no longer say where they come from"] if before.tag_source and not after.tag_source else []
    said += [f"edits of comments: {after.edits}, no longer {before.edits}"] if before.edits != after.edits else []
    if before.deletions != after.deletions:
        said.append(f"deleted comments: {after.deletions}, no longer {before.deletions}")
    yield from (_data(new, "sync.comments", message) for message in said)


def _error(new: Version, before: OnError, after: OnError) -> Iterator[Change]:
    if (after.times, after.first, after.longest) != (before.times, before.first, before.longest):
        yield _data(new, "sync.on_error", f"what fails is tried {after.times} times, no longer {before.times} times")


def _audit(new: Version, before: Audit, after: Audit) -> Iterator[Change]:
    if before.log_for is not None and (after.log_for or 0) < before.log_for:
        kept = words.duration(after.log_for) if after.log_for else "not at all"
        yield _data(new, "sync.audit", f"the log is kept for {kept}, no longer for {words.duration(before.log_for)}")
    if before.compare_every is not None and (after.compare_every or before.compare_every + 1) > before.compare_every:
        often = f"every {words.duration(after.compare_every)}" if after.compare_every else "no more"
        yield _data(new, "sync.audit", f"both sides are compared {often}")


def _verdicts(old: Version, new: Version) -> Iterator[Change]:
    """What comments and attachments lose that they did not lose; statuses are told one by one."""
    places: Sequence[str] = ("sync.comments", "sync.attachments")
    level: Level = "data"
    known = {(v.rule, v.flow): v for v in old.facts.verdicts if v.rule in places}
    for verdict in new.facts.verdicts:
        was = known.get((verdict.rule, verdict.flow))
        details = [d for c, d in zip(verdict.causes, verdict.details, strict=False) if was and c not in was.causes]
        if details:
            yield Change(level, new.handoff.name, verdict.rule, f"lost now: {words.listed(details)}")
