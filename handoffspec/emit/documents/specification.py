"""The handoff specification: the guide's template, filled."""

from collections.abc import Iterator

from handoffspec.emit import facts
from handoffspec.emit.content import Block, Bullets, Item, Page, heading, item, items, lines, paragraph, strong, table
from handoffspec.emit.documents import shared
from handoffspec.emit.documents.needs import absence, demands, need_title
from handoffspec.emit.documents.ownership import ownership
from handoffspec.emit.documents.syncing import bidirectional, in_step
from handoffspec.emit.words import mapping
from handoffspec.emit.words.amounts import capital, clipped, duration, listed, name, sentence, uncapital
from handoffspec.emit.words.conditions import condition, kind
from handoffspec.emit.words.failures import mechanisms, requirement
from handoffspec.emit.words.names import (
    everyone,
    field,
    label,
    party,
    status,
    system,
    team_and_address,
    ticket,
    value,
)
from handoffspec.plan import Plan
from handoffspec.schema.conditions import Compare, Condition, Event, Lasting, atoms
from handoffspec.schema.handoffs import Failure, Handoff, Requirement, Rollback
from handoffspec.schema.losses import LossClass
from handoffspec.schema.mapping import Rule, ToNothing
from handoffspec.schema.systems import Automation


def specification(plan: Plan) -> Page:
    """The page."""
    handoff = plan.handoff
    blocks: list[Block] = [
        *shared.top(handoff, shared.SPECIFICATION),
        heading(2, f"Handoff: {shared.boundary(handoff)}", part="name"),
        Bullets(tuple(_what_it_is(handoff))),
        heading(2, "Trigger conditions", part="trigger"),
        *_trigger(handoff),
        heading(2, "Information requirements", part="require"),
        *_requirements(handoff),
        heading(2, "Field mapping", part="map"),
        *_mapping(plan),
        heading(2, "Ownership transfer", part="ownership"),
        *ownership(handoff),
        heading(2, "State synchronization", part="sync"),
        *_synchronization(handoff),
        heading(2, "Rollback conditions", part="rollback"),
        *_rollback(handoff),
        heading(2, "Service levels", part="sla"),
        *_service_levels(handoff),
        heading(2, "Known failure modes", part="failure"),
        *_failures(handoff),
        *shared.foot(),
    ]
    return Page(shared.SPECIFICATION, tuple(blocks))


def _what_it_is(handoff: Handoff) -> Iterator[Item]:
    if handoff.within:
        yield item(
            strong("What crosses: "),
            f"Nothing is copied. The same {ticket(handoff, 'source')} goes on, with other people or another status.",
        )
    else:
        crossing = f"A {ticket(handoff, 'source')} leads to a {ticket(handoff, 'destination')}."
        yield item(strong("What crosses: "), crossing)
    adds = (
        clipped(handoff.adds) if handoff.adds else "The spec does not say. A handoff that adds nothing can be removed."
    )
    yield item(strong("What it adds: "), sentence(adds))


# ── Trigger ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _trigger(handoff: Handoff) -> list[Block]:
    if not handoff.trigger:
        return [shared.missing("It names no trigger, so nothing makes a ticket cross: people do it when they see fit.")]
    said = [condition(handoff, one, "source") for one in handoff.trigger]
    where = f"in {system(handoff, 'source')}"
    blocks: list[Block] = [
        paragraph(
            strong("What causes this handoff: "),
            f"{capital(said[0])} ({where})." if len(said) == 1 else f"Any one of these, {where}.",
        ),
        table(
            ["Condition", "Kind"],
            [[capital(words), capital(kind(handoff, one))] for words, one in zip(said, handoff.trigger, strict=True)],
        ),
    ]
    automations = _automations(handoff)
    lead = f"Automation rules of {system(handoff, 'source')} that play a part:"
    blocks.append(Bullets((shared.led(lead, automations, "None."),)))
    return blocks


def _automations(handoff: Handoff) -> list[str]:
    """What the source does by itself that has to do with the trigger."""
    parts = [part for one in handoff.trigger for part in _parts(one)]
    return [_automation(handoff, a) for a in handoff.source.automations if any(_plays(a, part) for part in parts)]


def _parts(what: Condition) -> Iterator[Compare | Event]:
    for atom in atoms(what):
        yield atom.compare if isinstance(atom, Lasting) else atom


def _plays(automation: Automation, part: Compare | Event) -> bool:
    """Whether it brings about what the trigger looks for, or answers to the same event."""
    if isinstance(part, Event):
        return any(part == other for when in automation.when for other in _parts(when))
    if part.field.field in automation.clears:
        return True
    return any(name_ == part.field.field and (not part.values or v in part.values) for name_, v in automation.sets)


def _automation(handoff: Handoff, automation: Automation) -> str:
    sets = [
        f"{label(found) if (found := handoff.source.field(f)) else f} becomes {value(found, v)}"
        for f, v in automation.sets
    ]
    clears = [f"{label(found) if (found := handoff.source.field(f)) else f} is emptied" for f in automation.clears]
    return f"{name(automation.title)}: {listed([*sets, *clears])}"


# ── Requirements ───────────────────────────────────────────────────────────────────────────────────────────────────


def _requirements(handoff: Handoff) -> list[Block]:
    if not handoff.requirements:
        return [shared.missing("It requires nothing, so a ticket crosses however little it says.")]
    needs = handoff.requirements
    return [
        paragraph(strong("What must travel with the ticket:")),
        table(
            ["What", "Demand", "If it is missing"],
            [[need_title(handoff, n), demands(handoff, n), sentence(absence(handoff, n))] for n in needs],
        ),
        Bullets(
            (
                _named("Required fields:", [n for n in needs if _is_field(n)], handoff, "None."),
                _named("Attachments:", [n for n in needs if n.subject == "attachments"], handoff, "None is required."),
                _named(
                    "Conversation history:",
                    [n for n in needs if n.subject == "conversation"],
                    handoff,
                    "None is required.",
                ),
            )
        ),
    ]


def _is_field(need: Requirement) -> bool:
    return not isinstance(need.subject, str)


def _named(lead: str, needs: list[Requirement], handoff: Handoff, nothing: str) -> Item:
    if not needs:
        return item(strong(f"{lead} "), nothing)
    words = [need_title(handoff, n) if _is_field(n) else demands(handoff, n) for n in needs]
    return item(strong(f"{lead} "), sentence(listed(words, most=40)))


# ── Mapping ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _mapping(plan: Plan) -> list[Block]:
    handoff = plan.handoff
    if not handoff.rules:
        if handoff.within:
            return [paragraph("Nothing is mapped: the ticket stays the same record, with every field it has.")]
        return [shared.missing("It maps no field, so the other side learns nothing but that there is a ticket.")]
    blocks: list[Block] = [
        paragraph(f"What the rules do to the fields, computed from both systems: {facts.tally(_classes(plan))}."),
        table(
            ["Source Field", "Destination Field", "Mapping Type", "Notes"],
            [
                [*mapping.ends(handoff, rule), mapping_type(plan, rule), lines(list(_notes(plan, rule)))]
                for rule in handoff.rules
            ],
        ),
    ]
    for rule in (rule for rule in handoff.rules if rule.table):
        left, right = mapping.ends(handoff, rule)
        blocks += [heading(3, f"{left} to {right}, value by value"), shared.translation(handoff, rule)]
    return blocks


def _classes(plan: Plan) -> list[LossClass | None]:
    return [facts.loss(plan, rule, "back" if rule.flow == "back" else "out") for rule in plan.handoff.rules]


def mapping_type(plan: Plan, rule: Rule) -> str:
    """The computed class, for each direction where they differ."""
    if not rule.fields:
        return f"{facts.class_name(facts.loss(plan, rule, 'out') or 'direct')} (fixed value)"
    there, back = (facts.class_name(facts.loss(plan, rule, way)) for way in ("out", "back"))
    match rule.flow:
        case "out":
            return there
        case "back":
            return f"{back} (on the way back)"
        case "both":
            return there if there == back else f"{there}; {back.lower()} on the way back"


_WAYS = {"out": "One way", "back": "On the way back only", "both": "Both ways"}


def _notes(plan: Plan, rule: Rule) -> Iterator[str]:
    """What happens to the field, what is lost and what that costs."""
    if not isinstance(rule.target, ToNothing):
        yield f"{_WAYS[rule.flow]}. {sentence(mapping.transformation(plan.handoff, rule))}"
    if rule.private_reason:
        yield f"Personal or secret, and may cross because {sentence(clipped(rule.private_reason))}"
    costs: list[str] = []
    for way, words in _DIRECTIONS:
        if rule.flow in (way, "both"):
            yield from _lost(plan, rule, way, words)
            new = [cost for cost in _costs(plan, rule, way) if cost not in costs]
            costs += new
            yield from (f"Impact{words}: {sentence(cost)}" for cost in new)


_DIRECTIONS: tuple[tuple[facts.Way, str], ...] = (("out", ""), ("back", " on the way back"))


def _lost(plan: Plan, rule: Rule, way: facts.Way, words: str) -> Iterator[str]:
    found = facts.verdict(plan, rule.id, way)
    lost = facts.details(plan, rule.id, way)
    if lost and not isinstance(rule.target, ToNothing):
        yield f"Lost{words}: {uncapital(sentence(lost))}"
    if found is not None and found.recoverable:
        yield "Can be read back whole from the context block."


def _costs(plan: Plan, rule: Rule, way: facts.Way) -> list[str]:
    """The impact, where something is lost or the author named one."""
    loss = facts.loss(plan, rule, way)
    judged = facts.declared(plan, rule, way)
    return facts.impact(loss, judged, "") if judged or loss in ("lossy", "lost") else []


# ── Synchronization ────────────────────────────────────────────────────────────────────────────────────────────────


def _synchronization(handoff: Handoff) -> list[Block]:
    sync = handoff.sync
    if sync is None:
        if handoff.within:
            return [paragraph("There is one ticket in one system: nothing has to be kept in step.")]
        return [
            shared.missing(
                "It synchronizes nothing: after the handoff both tickets go their own ways, and people have to carry "
                "news from one to the other."
            )
        ]
    blocks: list[Block] = [
        Bullets(
            (
                shared.led("How both sides stay in step:", in_step(handoff, sync), "The spec does not say."),
                shared.led("Bidirectional update rules:", bidirectional(handoff, sync), "None: nothing flows back."),
            )
        ),
        heading(3, "Status mapping"),
    ]
    if sync.status:
        blocks += [shared.status_table(handoff, sync.status), shared.status_diagram(handoff, sync.status)]
    else:
        blocks.append(shared.missing("It maps no status: each side's status says nothing about the other's."))
    return blocks


# ── Rollback ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _rollback(handoff: Handoff) -> list[Block]:
    if handoff.rollback is None:
        return [
            shared.missing(
                f"It names no rollback: once handed over, a ticket stays with {party(handoff, 'destination')}, even if "
                "it does not belong there or came without what is needed."
            )
        ]
    return [Bullets(tuple(_rollback_items(handoff, handoff.rollback)))]


def _rollback_items(handoff: Handoff, rollback: Rollback) -> Iterator[Item]:
    when = [condition(handoff, one) for one in rollback.when]
    yield shared.led("The ticket returns when:", when, "The spec names no condition.")
    back_to = [
        *([f"the status {status(handoff, 'source', rollback.to_status)}"] if rollback.to_status else []),
        *([team_and_address(handoff, rollback.to_team)] if rollback.to_team else []),
    ]
    yield shared.led("It returns to:", [listed(back_to)] if back_to else [], "Where it came from.")
    required = [field(handoff, ref) for ref in rollback.requires]
    nothing = "Nothing is required, so it may come back without a word of explanation."
    yield shared.led("Information required to return it:", [listed(required)] if required else [], nothing)
    carried = [
        f"{mapping.operands(handoff, c.sources)}, in {uncapital(mapping.target(handoff, c.target))}"
        for c in rollback.carries
    ]
    yield shared.led("Carried back:", carried, "Nothing but the ticket itself.")
    told = [shared.notice(handoff, one, "when it returns") for one in rollback.notify]
    yield shared.led("Told:", told, "Nobody besides those who watch the ticket.")
    if rollback.at_most is not None:
        times = "once" if rollback.at_most == 1 else f"{rollback.at_most} times"
        yield item(strong("How often: "), f"At most {times}; after that it stays and somebody has to decide.")


# ── Service levels ─────────────────────────────────────────────────────────────────────────────────────────────────


def _service_levels(handoff: Handoff) -> list[Block]:
    said: list[Item] = []
    if handoff.sla is not None:
        told = [
            f"{capital(everyone(handoff, one.who))}: told when work is delayed past {duration(one.seconds)}"
            for one in handoff.sla.tells
        ]
        said.append(shared.led("Targets:", shared.targets(handoff), "None."))
        said.append(shared.led("When work is late:", told, "Nobody is told."))
        hours = shared.working_hours(handoff, handoff.sla.calendar) if handoff.sla.calendar else []
        said += [shared.led("Working time:", hours, "")] if hours else []
    records = [handoff.source] if handoff.within else [handoff.source, handoff.destination]
    for record in records:
        clock = shared.clocks(record)
        if clock:
            said.append(item(strong(f"The clock in {name(record.system_title)}: "), sentence(listed(clock))))
    blocks: list[Block] = [Bullets(tuple(said))] if said else []
    if handoff.sla is None:
        blocks.insert(0, shared.missing("It sets no target: nobody can say when this handoff is late."))
    return blocks


# ── Failure modes ──────────────────────────────────────────────────────────────────────────────────────────────────


def _failures(handoff: Handoff) -> list[Block]:
    if not handoff.failures:
        return [shared.missing("It names no failure mode: either nothing has gone wrong yet, or nobody wrote it down.")]
    return [block for failure in handoff.failures for block in _failure(handoff, failure)]


def _failure(handoff: Handoff, failure: Failure) -> list[Block]:
    seen = [sentence(clipped(one)) for one in failure.seen]
    return [
        heading(3, name(failure.title or failure.name)),
        Bullets(
            (
                item(strong("History: "), seen[0])
                if len(seen) == 1
                else item(strong("History: "), "Not recorded." if not seen else "", details=items(seen)),
                item(strong("Contingency: "), mechanisms(handoff, failure)),
                item(strong("Design requirement: "), requirement(handoff, failure)),
            )
        ),
    ]
