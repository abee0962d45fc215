"""HS0201: every field is accounted for."""

from handoffspec.analysis.facts import Unaccounted
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words
from handoffspec.schema.conditions import FieldRef


def _say(fact: Unaccounted, case: Case) -> Diagnostic:
    names = in_words([f"`{case.name(ref)}` ({case.field(ref).label})" for ref in fact.fields])
    message = f"Nothing says what becomes of {names}."
    if fact.unseen_by:
        message = f"{in_words(fact.unseen_by)} cannot see {names}, and nothing takes it across."
    if fact.required:
        needed = in_words([f"`{case.name(ref)}`" for ref in fact.required])
        message = f"{message} {case.system('destination')} requires {needed}, which nothing fills."
    return codes.UNACCOUNTED_FIELD.at(
        case.section("map"),
        message,
        help=_help(fact, case),
        labels=[label for ref in (*fact.fields, *fact.required) for label in case.declared(ref, "the field")],
    )


def _by_side(fact: Unaccounted, case: Case) -> list[str]:
    """The fields of each side as the left of a rule: one rule reads from one side."""
    sides = dict.fromkeys(ref.side for ref in fact.fields)
    return [", ".join(case.short(ref) for ref in fact.fields if ref.side == side) for side in sides]


def _help(fact: Unaccounted, case: Case) -> str:
    nothing = " and ".join(f'`{names} -> nothing because "…" impact none`' for names in _by_side(fact, case))
    first = fact.fields[0]
    lifecycle = case.handoff.source.lifecycle
    if not case.handoff.within and lifecycle is not None and FieldRef("source", lifecycle.field) in fact.fields:
        return f"Map the status in `sync {{ status {{ … }} }}`, or in `map` write {nothing}."
    if any(case.field(ref).personal or case.field(ref).secret for ref in fact.fields):
        return f"In `map`, write {nothing}, or take it across with `allow … because …`."
    if all(ref.side == "destination" for ref in fact.fields):
        return f"Both sides are kept in step, so in `map` write {nothing}, or a rule that takes it back."
    if case.handoff.within:
        comment = f'{first.field} -> context "{case.field(first).label}" in internal comments'
        return f"In `map`, write `{comment}`, or {nothing}."
    target = next((ref for ref in (*fact.required, *fact.fields) if ref.side == "destination"), None)
    taken = f"{first.field} -> {target.field}" if target else f'{first.field} -> context "{case.field(first).label}"'
    return f"In `map`, write a rule such as `{taken}`, or {nothing}."


RULE = LintRule(Unaccounted, _say, ("map", "link", "ownership", "sync.status", "rollback"))
