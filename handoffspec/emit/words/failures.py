"""A failure mode as a design requirement: one sentence that says when, what, why and at what cost."""

import re

from handoffspec.emit.words.amounts import capital, clause, listed
from handoffspec.emit.words.names import bare, holder, known_names, party, statuses, system
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Failure, Handoff
from handoffspec.schema.mapping import Rule

_LOST = {
    "ownership_ambiguity": "the knowledge of who holds the ticket",
    "black_hole": "the ticket itself",
}
_VERBS = re.compile(
    r"\b(is|are|was|were|be|has|have|had|do|does|did|gets?|go|goes|waits?|takes?|asks?|needs?|must|cannot|can|will|would"
    r"|may|stays?|sits?|starts?|repeats?|gives?|keeps?|loses?|comes?|makes?|sees?|reads?|leaves?|fails?|becomes?|breach"
    r"|breaches|miss|misses|argues?|(re-)?ranks?|reopens?|guess|guesses|never)\b"
)
_RELATIVE = re.compile(r"\b(?:who|whose|that|which|where|when|while|before|after|because|until)\b")
_PREPOSITIONS = re.compile(r"of|in|for|between|with|about|on|at|from|to|over|and|or")
_NOUNS = re.compile(r"hours|days|weeks|minutes|delays?|disputes|confusion|repeated|duplicate|extra|missed|lost")


def requirement(handoff: Handoff, failure: Failure) -> str:
    """When …, … is lost because …. This causes …."""
    known = known_names(handoff)
    cause, costs = clause(failure.cause, known), clause(failure.costs, known)
    why = f"because{' of' if _is_noun(cause) else ''} {cause}" if cause else "for a reason that the spec does not name"
    return f"When {occasion(handoff)}, {_what(handoff, failure)} is lost {why}. {_effect(costs)}"


def _effect(costs: str) -> str:
    if not costs:
        return "The spec does not name what this causes."
    return f"This causes {costs}." if _is_noun(costs) else f"This causes trouble: {costs}."


def occasion(handoff: Handoff) -> str:
    """The handoff as a clause: who hands what to whom."""
    giver, receiver = party(handoff, "source"), party(handoff, "destination")
    if giver != receiver:
        return f"{giver} hands a ticket over to {receiver}"
    before, after = handoff.from_end.statuses, handoff.to_end.statuses
    if before and after:
        left, right = statuses(handoff, "source", before), statuses(handoff, "destination", after)
        return f"a ticket of {giver} goes from {left} to {right}"
    return f"a ticket of {holder(handoff, 'source') or system(handoff, 'source')} changes hands"


def _what(handoff: Handoff, failure: Failure) -> str:
    if failure.name in _LOST:
        return _LOST[failure.name]
    fields = list(dict.fromkeys(bare(handoff, ref) for ref in _fields(handoff, failure)))
    if failure.name == "priority_translation":
        return f"the meaning of {listed(fields)}" if fields else "the meaning of the priority"
    if fields:
        return f"the information in {listed(fields)}"
    return "what was already tried" if failure.name == "context_loss" else "what the receiver needs to know"


def _fields(handoff: Handoff, failure: Failure) -> list[FieldRef]:
    """Fields of the source that its mechanisms protect."""
    rules: dict[str, Rule] = {rule.id: rule for rule in handoff.rules}
    subjects = {need.id: need.subject for need in handoff.requirements}
    found: list[FieldRef] = []
    for name in failure.prevented_by:
        found += rules[name].fields if name in rules else ()
        subject = subjects.get(name)
        found += [subject] if isinstance(subject, FieldRef) else []
    return [ref for ref in found if ref.side == "source"]


def _is_noun(words: str) -> bool:
    """Whether some words are surely no sentence of their own: `hours of comments`, not `work gets repeated`."""
    head = _RELATIVE.split(words.casefold(), maxsplit=1)[0]
    first = re.match(r"([\w-]+)\W+([\w-]+)?", f"{head} ")
    if first is None or _VERBS.search(head):
        return False
    return bool(_NOUNS.fullmatch(first[1]) or _PREPOSITIONS.fullmatch(first[2] or ""))


# ── What prevents it ───────────────────────────────────────────────────────────────────────────────────────────────

_SECTIONS = {
    "trigger": "the trigger conditions",
    "require": "the information requirements",
    "map": "the field mapping",
    "people": "the matching of people",
    "ownership": "the transfer of ownership",
    "ownership.responsible": "the rule who is responsible",
    "ownership.acknowledge": "the time within which the ticket is taken over",
    "ownership.keeps": "what each team keeps doing",
    "ownership.notify": "the notifications at the handoff",
    "ownership.until": "the end of the ownership",
    "link": "the link between the two records",
    "sync": "the synchronization",
    "sync.status": "the status mapping",
    "sync.comments": "the synchronization of comments",
    "sync.attachments": "the synchronization of attachments",
    "sync.notify": "the notifications during the work",
    "sync.only_when": "the filter of the synchronization",
    "sync.conflict": "the conflict rules",
    "sync.on_error": "the error handling",
    "sync.audit": "the audit trail",
    "rollback": "the rollback conditions",
    "sla": "the service levels",
    "checklist": "the checklist",
}


def mechanism(handoff: Handoff, name: str) -> str:
    """What a `prevented by` names, in words."""
    rule = next((rule for rule in handoff.rules if rule.id == name), None)
    if rule is not None:
        return f"the mapping of {listed(bare(handoff, ref) for ref in rule.fields) or 'a fixed value'}"
    need = next((need for need in handoff.requirements if need.id == name), None)
    if need is not None:
        words = bare(handoff, need.subject) if isinstance(need.subject, FieldRef) else f"the {need.subject}"
        return f"the requirement that {words} is there" if words[:4] != "the " else f"the requirement of {words}"
    return _SECTIONS.get(name, f"the section {name}")


def mechanisms(handoff: Handoff, failure: Failure) -> str:
    """Everything that prevents a failure mode, as one sentence."""
    if not failure.prevented_by:
        return "Nothing in this spec prevents it."
    return capital(f"{listed(mechanism(handoff, name) for name in failure.prevented_by)}.")
