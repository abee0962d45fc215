"""What happens when both sides change at once or a write fails, and how anybody notices."""

from collections.abc import Iterator

from handoffspec.emit.content import (
    Block,
    Bullets,
    Item,
    item,
    paragraph,
    strong,
    table,
)
from handoffspec.emit.content import Text as Words
from handoffspec.emit.documents import shared
from handoffspec.emit.documents.syncing import authority, winner
from handoffspec.emit.words.amounts import capital, count, duration, every, listed, name, sentence
from handoffspec.emit.words.names import (
    everyone,
    outcome,
    system,
    team_and_address,
    things,
    told,
)
from handoffspec.schema.handoffs import Handoff, Link
from handoffspec.schema.syncing import Alarm, OnError


def _one_record(words: str) -> list[Block]:
    return [paragraph(f"There is one record in one system{words}")]


def conflicts(handoff: Handoff) -> list[Block]:
    """Conflict resolution."""
    if handoff.within:
        return _one_record(", so no two versions of it can disagree.")
    conflict = handoff.sync.conflict if handoff.sync else None
    if conflict is None:
        if handoff.sync is None:
            return [paragraph("Nothing is synchronized after the handoff, so no update meets another.")]
        return [shared.missing("Both sides may change the same thing at once, and it names no winner.")]
    decided = authority(handoff, conflict)
    rest = winner(handoff, conflict.otherwise)
    blocks: list[Block] = [
        Bullets(
            (
                item(
                    strong("When both systems are updated at the same time: "),
                    sentence(
                        f"for each field the system that decides it wins; for everything else, {rest}"
                        if decided
                        else rest
                    ),
                ),
                shared.led("Which system is authoritative:", decided, "Neither for any field."),
                *_several(handoff.link),
            )
        )
    ]
    if conflict.decides:
        rows: list[list[str | Words]] = [
            [capital(things(handoff, (thing,))), system(handoff, side)] for side, thing in conflict.decides
        ]
        blocks.append(table(["Field", "Decided by"], [*rows, ["Everything else", sentence(rest)]]))
    return blocks


def _several(link: Link | None) -> Iterator[Item]:
    """What holds where several tickets are linked to one."""
    if link is None or not (link.source_many or link.destination_many):
        return
    said = [
        *([f"their status: {name(link.status_wins)}"] if link.status_wins else []),
        *([f"their comments: from {name(link.comments_from.removeprefix('from '))}"] if link.comments_from else []),
    ]
    yield shared.led("When several tickets are linked to one:", said, "The spec does not say which of them counts.")


def errors(handoff: Handoff) -> list[Block]:
    """Error handling."""
    on_error = handoff.sync.on_error if handoff.sync else None
    if on_error is None:
        if handoff.within:
            return _one_record(f", so no transfer between systems can fail.{_noticed(handoff)}")
        return [shared.missing("When a write fails, nobody tries again and nobody is told.")]
    then = outcome(handoff, on_error.then, "the change")
    notified = [everyone(handoff, on_error.then.notify)] if on_error.then and on_error.then.notify else []
    by_hand = on_error.then.holder if on_error.then and on_error.then.kind == "hold" else None
    hand = [f"{team_and_address(handoff, by_hand)} puts it right and lets it go on"] if by_hand else []
    return [
        Bullets(
            (
                item(strong("When the synchronization fails: "), sentence(f"{_retry(on_error)}; then {then}")),
                shared.led("Retry logic:", [_retry(on_error)], ""),
                shared.led("Notification:", notified, "Nobody is told."),
                shared.led("Manual intervention:", hand, "The spec names nobody who steps in."),
            )
        )
    ]


def _noticed(handoff: Handoff) -> str:
    """How an automation of the system itself that fails in silence comes to light."""
    soon = [one for one in (handoff.ownership.acknowledge if handoff.ownership else ()) if one.otherwise]
    if not soon:
        return " Nothing brings to light a ticket that an automation of the system has left where it was."
    late = listed(f"after {duration(one.seconds)} {told(handoff, one.otherwise)}" for one in soon)
    return f" A ticket that nobody has taken over comes to light by itself: {late}."


def _retry(on_error: OnError) -> str:
    if not on_error.times:
        return "it is not tried again"
    pauses = f"first after {duration(on_error.first)}, then after growing pauses of up to {duration(on_error.longest)}"
    return f"it is tried again {count(on_error.times, 'time')}, {pauses}"


def audit(handoff: Handoff) -> list[Block]:
    """Audit trail."""
    audit = handoff.sync.audit if handoff.sync else None
    if audit is None:
        if handoff.within:
            return _one_record(": its own history shows every change.")
        return [shared.missing("Nothing is logged or compared, so nobody can tell whether the integration works.")]
    compared = [f"both sides are compared {every(audit.compare_every)}"] if audit.compare_every else []
    logged = [f"every change is logged and kept for {duration(audit.log_for)}"] if audit.log_for else []
    alerts = [
        f"{everyone(handoff, one.who)}: alerted when {listed(map(_alarm, one.alarms), 'or')}" for one in audit.alerts
    ]
    return [
        Bullets(
            (
                shared.led("How anybody knows that it works:", compared, "Nothing is compared."),
                shared.led("Logging:", logged, "Nothing is logged."),
                shared.led("Monitoring and alerting:", alerts, "Nobody is alerted."),
            )
        )
    ]


_COMPARED = {"<": "under", "<=": "at most", ">": "over", ">=": "at least", None: ""}


def _alarm(alarm: Alarm) -> str:
    how = _COMPARED[alarm.operator]
    match alarm.kind:
        case "lag":
            return f"one side is {how} {duration(alarm.seconds or 0)} behind"
        case "failures":
            number = int(alarm.number) if alarm.number is not None and alarm.number.is_integer() else alarm.number
            return f"there are {how} {number} failures in {duration(alarm.seconds or 0)}"
        case "difference":
            return "a comparison finds a difference"
