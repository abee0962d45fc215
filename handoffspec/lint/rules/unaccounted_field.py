"""HS0201: every field is accounted for."""

from handoffspec.analysis.facts import Unaccounted
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: Unaccounted, case: Case) -> Diagnostic:
    name, label = case.short(fact.field), case.field(fact.field).label
    message = f"Nothing says what becomes of `{case.name(fact.field)}` ({label})."
    if fact.unseen_by:
        message = f"{' and '.join(fact.unseen_by)} cannot see `{name}` ({label}), and nothing takes it across."
    return codes.UNACCOUNTED_FIELD.at(
        case.section("map"),
        message,
        help=_help(fact, case),
        labels=case.declared(fact.field, "the field"),
    )


def _help(fact: Unaccounted, case: Case) -> str:
    name, field = case.short(fact.field), case.field(fact.field)
    nothing = f'`{name} -> nothing because "…" impact none`'
    if case.handoff.within:
        return f'In `map`, write `{name} -> context "{field.label}" in internal comments`, or {nothing}.'
    if fact.field.side == "destination":
        return f"Both sides are kept in step, so in `map` write {nothing}, or a rule that takes it back."
    lifecycle = case.handoff.source.lifecycle
    if lifecycle is not None and lifecycle.field == fact.field.field:
        return f"Map it in `sync {{ status {{ … }} }}`, or in `map` write {nothing}."
    if field.personal or field.secret:
        return f"In `map`, write {nothing}, or take it across with `allow … because …`."
    return f'In `map`, write `{name} -> context "{field.label}"`, a rule with a field of its own, or {nothing}.'


RULE = LintRule(Unaccounted, _say, ("map", "link", "ownership", "sync.status", "rollback"))
