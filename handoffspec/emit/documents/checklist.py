"""The contingency checklist: what people check before and after, filled with what this spec knows."""

import re

from handoffspec.emit.content import Block, Checklist, Item, Page, heading, item, items, paragraph, strong
from handoffspec.emit.documents import shared
from handoffspec.emit.documents.needs import absence, demands, need_title
from handoffspec.emit.words import mapping
from handoffspec.emit.words.amounts import capital, clipped, duration, listed, name, sentence, uncapital
from handoffspec.emit.words.names import label, party, status, statuses, system, team, told, told_at_handoff
from handoffspec.plan import Plan
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import CheckItem, Handoff, Requirement
from handoffspec.schema.mapping import Rule, ToNothing
from handoffspec.schema.systems import Field


def checklist(plan: Plan) -> Page:
    """The page."""
    handoff = plan.handoff
    giver, receiver = party(handoff, "source"), party(handoff, "destination")
    blocks: list[Block] = [
        *shared.top(handoff, shared.CHECKLIST),
        heading(2, "Before escalating or transferring", part="require"),
        paragraph("By ", strong(giver), ", unless an item names somebody else."),
        Checklist(
            (
                _required_fields(handoff),
                _attachments(handoff),
                _history(handoff),
                _impact(handoff),
                _next_action(handoff),
                _told(handoff),
                _clock(handoff),
                *_own(handoff, "before"),
            )
        ),
        heading(2, "After receiving", part="ownership"),
        paragraph("By ", strong(receiver), ", unless an item names somebody else."),
        Checklist(
            (
                _verify(handoff),
                _ask(handoff),
                _update_status(handoff),
                _next_steps(handoff),
                _tell_customer(handoff),
                *_own(handoff, "after"),
            )
        ),
        *shared.foot(),
    ]
    return Page(shared.CHECKLIST, tuple(blocks))


def _check(words: str, facts: list[str]) -> Item:
    return item(strong(words), details=items([sentence(fact) for fact in facts]))


def _own(handoff: Handoff, moment: str) -> list[Item]:
    """The author's own items, with who does them."""
    return [_own_item(handoff, one) for one in handoff.checklist if one.moment == moment]


def _own_item(handoff: Handoff, one: CheckItem) -> Item:
    by = f" ({team(handoff, one.by)})" if one.by else ""
    return item(strong(clipped(one.text)), by)


# ── Before ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _needs(handoff: Handoff) -> list[Requirement]:
    return [need for need in handoff.requirements if isinstance(need.subject, FieldRef)]


def _required_fields(handoff: Handoff) -> Item:
    """Each field with its demand; what most of them do when missing is said once, at the end."""
    needs = _needs(handoff)
    missing = [absence(handoff, need) for need in needs]
    usual = max(missing, key=missing.count, default="")
    shared_by = missing.count(usual)
    facts = [
        f"{need_title(handoff, need)}: {uncapital(demands(handoff, need))}"
        + ("" if shared_by > 1 and then == usual else f". If it is missing: {then}")
        for need, then in zip(needs, missing, strict=True)
    ]
    if shared_by > 1:
        which = "one of them" if shared_by == len(needs) else "one of the others"
        facts.append(f"If {which} is missing: {usual}")
    return _check(
        "Required fields filled with information that helps to decide",
        facts or ["This spec requires no field; fill in whatever the receiver would otherwise have to ask for"],
    )


def _attachments(handoff: Handoff) -> Item:
    needs = [need for need in handoff.requirements if need.subject == "attachments"]
    facts = [f"{demands(handoff, need)}. If they are missing: {absence(handoff, need)}" for need in needs]
    return _check("Attachments included", facts or ["No type is required; attach what shows the problem"])


def _history(handoff: Handoff) -> Item:
    """What was tried: in structured fields where there are any, else in the conversation or a context block."""
    facts = [f"in {label(found)}, {_parts(found)}" for found in _structured(handoff)]
    talks = [need for need in handoff.requirements if need.subject == "conversation"]
    facts += [f"{demands(handoff, need)} travel with it" for need in talks]
    where = "an internal comment" if handoff.source.comments else "the ticket"
    return _check(
        "What was tried is written down step by step, each with its outcome",
        facts or [f"This spec has no structured field for it: list the steps in {where}"],
    )


def _structured(handoff: Handoff) -> list[Field]:
    """Fields of several parts that are required or carried over."""
    read = {ref.field for rule in handoff.rules if not isinstance(rule.target, ToNothing) for ref in rule.fields}
    read |= {need.subject.field for need in handoff.requirements if isinstance(need.subject, FieldRef)}
    return [found for found in handoff.source.fields if found.name in read and _parts(found)]


def _parts(found: Field) -> str:
    inner = found.type.item if found.type.kind == "list" else found.type
    if inner.kind != "record":
        return ""
    return f"one entry a step with {listed(name(m.label or m.name).lower() for m in inner.members)}"


_IMPACT = {
    "which users": r"user|caller|requester|people|person|audience",
    "which systems": r"system|service|component|product|asset|configuration",
    "which business function": r"impact|business|urgency|severity|revenue",
}


def _impact(handoff: Handoff) -> Item:
    """The field's names are all there is to tell which of them speak of the impact: required ones before others."""
    pools = (_required(handoff), _carried(handoff))
    facts: list[str] = []
    for question, words in _IMPACT.items():
        named = next((found for pool in pools if (found := _about(pool, words))), [])
        where = f"in {listed(named)}" if named else "no field of this spec asks for it; say it in the description"
        facts.append(f"{question}: {where}")
    return _check("The impact on the customer stated outright", facts)


def _required(handoff: Handoff) -> list[Field]:
    refs = [need.subject for need in handoff.requirements if isinstance(need.subject, FieldRef)]
    return [found for ref in refs if (found := handoff.record(ref.side).field(ref.field))]


def _carried(handoff: Handoff) -> list[Field]:
    read = {ref.field for rule in handoff.rules if not isinstance(rule.target, ToNothing) for ref in rule.fields}
    return [found for found in handoff.source.fields if found.name in read]


def _about(pool: list[Field], words: str) -> list[str]:
    return [label(found) for found in pool if re.search(words, f"{found.name} {found.label}".lower())]


def _next_action(handoff: Handoff) -> Item:
    receiver = party(handoff, "destination")
    named = _about(_required(handoff), r"next|action|ask|request|expect")
    facts = [f"{receiver} finds it in {listed(named)}"] if named else [f"write what {receiver} is to do next"]
    if handoff.adds:
        facts.append(f"what this handoff is for: {clipped(handoff.adds)}")
    kept = handoff.ownership.keeps if handoff.ownership else ()
    facts += [f"{team(handoff, one.team)} keeps {clipped(one.what)}" for one in kept]
    return _check("The expected next action is clear", facts)


def _told(handoff: Handoff) -> Item:
    names = told_at_handoff(handoff)
    facts = [f"told by the handoff itself: {listed(names)}"] if names else ["the handoff itself tells nobody"]
    address = _address(handoff)
    receiver = party(handoff, "destination")
    facts.append(
        f"{receiver} is reached at {address}; make sure that somebody there has seen it"
        if address
        else f"the spec gives no address for {receiver}: speak to a person, an assignment alone is not enough"
    )
    return _check("The receiving team or person told directly, and not by assignment alone", facts)


def _address(handoff: Handoff) -> str | None:
    always = [r.team for r in handoff.ownership.responsible if r.when is None] if handoff.ownership else []
    receiver = handoff.to_end.held_by or (always[0] if always else None)
    found = handoff.team(receiver) if receiver else None
    return name(found.reached_at) if found and found.reached_at else None


def _clock(handoff: Handoff) -> Item:
    facts = [f"in {name(handoff.source.system_title)} it is {listed(shared.clocks(handoff.source))}"]
    if not shared.clocks(handoff.source):
        facts = ["the statuses of this system say nothing about a clock; look at the service level itself"]
    if not handoff.within and shared.clocks(handoff.destination):
        facts.append(
            f"in {name(handoff.destination.system_title)} it will be {listed(shared.clocks(handoff.destination))}"
        )
    targets = shared.targets(handoff)
    facts.append(
        f"about to breach: compare the time left with {listed(targets)}"
        if targets
        else "about to breach: the spec sets no target to compare with"
    )
    return _check("The state of the SLA clock verified: running, paused or about to breach", facts)


# ── After ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _verify(handoff: Handoff) -> Item:
    facts = [f"{need_title(handoff, need)}: {_found_in(handoff, need)}" for need in handoff.requirements]
    return _check(
        "Everything required is there, before work begins",
        facts or ["This spec requires nothing; check that you understand what is wrong and for whom"],
    )


def _found_in(handoff: Handoff, need: Requirement) -> str:
    """Where the receiver finds what was required."""
    if need.subject == "attachments":
        return "among the files of the ticket"
    if need.subject == "conversation":
        return "among the comments of the ticket"
    rules = [rule for rule in handoff.rules if need.subject in rule.fields and not isinstance(rule.target, ToNothing)]
    if rules:
        return f"in {listed(_place(handoff, rule) for rule in rules)}"
    return "on the ticket itself" if handoff.within else f"not carried over; look in {system(handoff, 'source')}"


def _place(handoff: Handoff, rule: Rule) -> str:
    words = mapping.target(handoff, rule.target)
    match rule.target.kind:
        case "context":
            return f"the {uncapital(words)}"
        case "comment":
            return uncapital(words)
        case _:
            return words


def _ask(handoff: Handoff) -> Item:
    asked = [need_title(handoff, n) for n in handoff.requirements if n.otherwise and n.otherwise.kind == "ask"]
    facts = [f"asked for by the handoff itself: {listed(asked)}"] if asked else []
    owners = [words for words in told_at_handoff(handoff) if "previous" in words]
    before = listed(owners) if owners else party(handoff, "source")
    facts.append(f"ask for what is missing in a comment, by name, and tell {before}")
    if handoff.rollback is not None:
        facts.append("when it cannot be had, the rollback conditions say how the ticket goes back")
    return _check("If context is missing: asked for explicitly in a comment, and the previous owner told", facts)


def _update_status(handoff: Handoff) -> Item:
    taken = handoff.ownership.acknowledge if handoff.ownership else ()
    facts = [
        f"within {duration(one.seconds)}: set the status to {statuses(handoff, 'destination', one.statuses)}"
        for one in taken
        if one.by == "status"
    ]
    first = [s for one in taken for s in one.statuses]
    sync = handoff.sync
    if sync is not None:
        rows = [row for row in sync.status if row.flow != "out" and set(first) & set(row.right) and row.left]
        facts += [
            f"{system(handoff, 'source')} then shows {statuses(handoff, 'source', row.left)} by itself"
            for row in rows[:1]
        ]
        if sync.flow == "out" or not sync.status:
            facts.append(f"no status flows back: set it in {system(handoff, 'source')} too")
    elif handoff.within and handoff.to_end.statuses:
        facts.append(
            f"the ticket belongs in {listed(status(handoff, 'destination', s) for s in handoff.to_end.statuses)}"
        )
    elif not handoff.within:
        facts.append(f"nothing is synchronized: set the status in {system(handoff, 'source')} by hand")
    return _check(
        "The status updated at once, so that the sending side shows what is really happening",
        facts or ["set it to what is true now; everybody sees the same ticket"],
    )


def _next_steps(handoff: Handoff) -> Item:
    a, b = system(handoff, "source"), system(handoff, "destination")
    sync = handoff.sync.comments if handoff.sync else None
    if handoff.within:
        facts = [f"one ticket in {a}: write the next steps there, once"]
    elif sync is not None and sync.flow == "both":
        facts = [f"a comment in {a} or {b} is copied to the other: write the next steps once, in either"]
    else:
        facts = [f"write the next steps in {a} and in {b}; comments are not copied both ways"]
    return _check("Next steps written down in both systems, where there are two", facts)


def _tell_customer(handoff: Handoff) -> Item:
    facts = [f"{capital(t)}" for t in shared.targets(handoff)]
    if handoff.sla is not None:
        facts += [
            f"{told(handoff, one.who)} when work is delayed past {duration(one.seconds)}" for one in handoff.sla.tells
        ]
    kept = [
        team(handoff, one.team)
        for one in (handoff.ownership.keeps if handoff.ownership else ())
        if re.search(r"customer|caller|requester|client", one.what.lower())
    ]
    facts.append(
        f"{listed(kept)} writes to the customer" if kept else "the spec does not say who writes to the customer"
    )
    return _check("The customer told, if the handoff delays work beyond the normal SLA", facts)
