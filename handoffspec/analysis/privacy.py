"""Law 10: nothing leaks. Personal and secret fields cross with a reason or redacted."""

from collections.abc import Iterator

from handoffspec.analysis.domains import field_at, read_by, ways
from handoffspec.analysis.facts import Fact, PrivateCrosses, PrivateInVain
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule


def privacy_facts(handoff: Handoff) -> Iterator[Fact]:
    """What crosses that should not, and reasons given in vain."""
    if handoff.within:
        return
    for rule in handoff.rules:
        yield from _of_rule(handoff, rule)
    yield from _carried(handoff)


def _of_rule(handoff: Handoff, rule: Rule) -> Iterator[Fact]:
    refs = tuple(dict.fromkeys(ref for way in ways(rule) for ref in read_by(rule, way)))
    private = [ref for ref in refs if _is_private(handoff, ref)]
    redacted = any(step.kind == "redacted" for step in rule.steps)
    crosses = bool(private) and rule.target.kind != "nothing" and not redacted
    if rule.private_reason is not None and not crosses:
        yield PrivateInVain(rule.id)
    if crosses and rule.private_reason is None:
        yield _crosses(handoff, private, rule.id)


def _carried(handoff: Handoff) -> Iterator[Fact]:
    """What a rollback takes along, unless a rule brings it back with a reason anyway."""
    carries = handoff.rollback.carries if handoff.rollback else ()
    reasoned = {
        ref for rule in handoff.rules if rule.private_reason for way in ways(rule) for ref in read_by(rule, way)
    }
    refs = [ref for carry in carries for ref in carry.sources if isinstance(ref, FieldRef) and ref not in reasoned]
    private = [ref for ref in refs if _is_private(handoff, ref)]
    if private:
        yield _crosses(handoff, private, "rollback")


def _is_private(handoff: Handoff, ref: FieldRef) -> bool:
    field = field_at(handoff, ref)
    return field.personal or field.secret


def _crosses(handoff: Handoff, private: list[FieldRef], place: str) -> PrivateCrosses:
    secret = next((ref for ref in private if field_at(handoff, ref).secret), None)
    return PrivateCrosses(secret or private[0], place, "secret" if secret else "personal")
