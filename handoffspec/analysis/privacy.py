"""Law 10: nothing leaks. Personal and secret fields cross with a reason or redacted; internal stays internal."""

from collections.abc import Iterator

from handoffspec.analysis.domains import field_at, read_by, ways
from handoffspec.analysis.facts import Fact, InternalGetsOut, PrivateCrosses, PrivateInVain
from handoffspec.schema.handoffs import Handoff, Rule


def privacy_facts(handoff: Handoff) -> Iterator[Fact]:
    """What crosses that should not, and reasons given in vain."""
    for rule in () if handoff.within else handoff.rules:
        yield from _of_rule(handoff, rule)
    comments = handoff.sync.comments if handoff.sync else None
    if comments is not None and dict(comments.channels).get("internal") == "public":
        yield InternalGetsOut()


def _of_rule(handoff: Handoff, rule: Rule) -> Iterator[Fact]:
    refs = tuple(dict.fromkeys(ref for way in ways(rule) for ref in read_by(rule, way)))
    private = [ref for ref in refs if (field := field_at(handoff, ref)).personal or field.secret]
    redacted = any(step.kind == "redacted" for step in rule.steps)
    crosses = bool(private) and rule.target.kind != "nothing" and not redacted
    if rule.private_reason is not None and not crosses:
        yield PrivateInVain(rule.id)
    if crosses and rule.private_reason is None:
        secret = next((ref for ref in private if field_at(handoff, ref).secret), None)
        yield PrivateCrosses(secret or private[0], rule.id, "secret" if secret else "personal")
