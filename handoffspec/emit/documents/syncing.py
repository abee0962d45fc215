"""The synchronization in sentences: what flows, when, and who wins."""

from collections.abc import Callable

from handoffspec.emit.documents import shared
from handoffspec.emit.words.amounts import capital, clipped, every, listed, size
from handoffspec.emit.words.conditions import condition
from handoffspec.emit.words.names import bare, outcome, system, things
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Accepted, Flow, Rule, ToNothing
from handoffspec.schema.parties import Outcome
from handoffspec.schema.syncing import AttachmentSync, CommentSync, Conflict, Sync


def direction(handoff: Handoff, flow: Flow) -> str:
    """`from A to B`, or both ways."""
    a, b = system(handoff, "source"), system(handoff, "destination")
    return {"out": f"from {a} to {b}", "back": f"from {b} to {a}", "both": "both ways"}[flow]


def until(sync: Sync) -> str:
    """When it ends, after a comma; nothing where the spec sets no end."""
    states = {
        "todo": "work waits to be begun",
        "doing": "work goes on",
        "waiting": "work waits",
        "done": "work is done",
    }
    return f", until {states.get(sync.until, f'the ticket is {capital(sync.until)}')}" if sync.until else ""


def in_step(handoff: Handoff, sync: Sync) -> list[str]:
    """How both sides stay in step, a clause each."""
    often = every(sync.every) if sync.every else "on every change"
    said = [f"changes flow {direction(handoff, sync.flow)} {often}{until(sync)}"]
    if sync.filter:
        said.append(f"only while {condition(handoff, sync.filter.condition)}")
    said += comments(handoff, sync.comments)
    said += attachments(handoff, sync.attachments)
    said += [shared.notice(handoff, one) for one in sync.notify]
    return said


def bidirectional(handoff: Handoff, sync: Sync) -> list[str]:
    """What flows which way during the work, and who wins."""
    if sync.flow != "both":
        return []
    groups: list[tuple[str, Callable[[Rule], bool]]] = [
        ("an edit on either side reaches the other", lambda rule: rule.flow == "both" and not rule.once),
        ("kept up to date on the way out only", lambda rule: rule.flow == "out" and not rule.once),
        ("kept up to date on the way back only", lambda rule: rule.flow == "back" and not rule.once),
        ("written once, at the handoff, and not again", lambda rule: rule.once),
    ]
    moving = [rule for rule in handoff.rules if rule.fields and not isinstance(rule.target, ToNothing)]
    said: list[str] = []
    for words, belongs in groups:
        names = [" + ".join(bare(handoff, ref) for ref in rule.fields) for rule in moving if belongs(rule)]
        said += [f"{words}: {listed(dict.fromkeys(names), most=40)}"] if names else []
    said += authority(handoff, sync.conflict)
    if sync.conflict is not None:
        said.append(f"when both sides change the same thing at once: {winner(handoff, sync.conflict.otherwise)}")
    return said


# ── Who wins ───────────────────────────────────────────────────────────────────────────────────────────────────────


def authority(handoff: Handoff, conflict: Conflict | None) -> list[str]:
    """Which system decides what."""
    if conflict is None:
        return []
    sides: tuple[Side, Side] = ("source", "destination")
    said: list[str] = []
    for side in sides:
        names = tuple(thing for owner, thing in conflict.decides if owner == side)
        if names:
            said.append(f"{system(handoff, side)} decides {listed(capital(things(handoff, (one,))) for one in names)}")
    return said


def winner(handoff: Handoff, otherwise: Outcome | str | None) -> str:
    """What happens to everything else that both sides changed at once."""
    match otherwise:
        case None:
            return "the spec does not say who wins"
        case "latest":
            return "the latest change wins"
        case "source" | "destination":
            return f"{system(handoff, 'source' if otherwise == 'source' else 'destination')} wins"
        case Outcome():
            return outcome(handoff, otherwise, "the change")
        case _:
            return clipped(otherwise)


# ── Comments and attachments ───────────────────────────────────────────────────────────────────────────────────────


def comments(handoff: Handoff, sync: CommentSync | None) -> list[str]:
    """How comments travel, a clause each."""
    if sync is None:
        return ["comments are not copied; each side reads its own"]
    tags = [word for word, on in (("author", sync.tag_author), ("source", sync.tag_source)) if on]
    tagged = f", each tagged with its {listed(tags)}" if tags else ", without saying who wrote them or where"
    kept = f"; {listed(sync.keep)} are kept where the other side can hold them" if sync.keep else ""
    copied = listed(
        f"{here} comments stay {here}" if here == there else f"{here} comments become {there}"
        for here, there in sync.channels
    )
    edits = {"follow": "changed in the copy too", "append": "added as a new comment", "ignored": "not copied"}
    gone = {"follow": "delete the copy too", "noted": "are noted on the copy", "ignored": "leave the copy"}
    said = [f"comments are copied {direction(handoff, sync.flow)}{tagged}{kept}"]
    said += [copied] if copied else ["no comment is copied: no channel is named"]
    said.append(f"later edits are {edits[sync.edits]}; deletions {gone[sync.deletions]}")
    return said + losses(sync.accepted)


def attachments(handoff: Handoff, sync: AttachmentSync | None) -> list[str]:
    """How files travel, a clause each."""
    if sync is None:
        return []
    most = f" up to {size(sync.max_bytes)}" if sync.max_bytes is not None else ""
    kinds = f" of type {listed(map(clipped, sync.types), 'or')}" if sync.types else ""
    return [f"attachments{kinds}{most} are copied {direction(handoff, sync.flow)}", *losses(sync.accepted)]


def losses(accepted: tuple[Accepted, ...]) -> list[str]:
    """Losses that the author accepts."""
    return [
        f"accepted loss: {clipped(one.what)} (impact: {one.impact or 'undecided'}"
        + (f"; because {clipped(one.reason)})" if one.reason else ")")
        for one in accepted
    ]
