"""HS0415: a ticket that is handed back gets into the status that the rollback names."""

from handoffspec.analysis.lifecycles.facts import ReturnRefused
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import told
from handoffspec.lint.rules.lifecycle_lacking import named
from handoffspec.lint.words import in_words
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.spelling import word


def _say(fact: ReturnRefused, case: Case) -> Diagnostic:
    system, goal = case.system("source"), word(fact.changes[0][1])
    message, help_ = _refused(fact, case)
    if fact.needs:
        fields = named([FieldRef("source", name) for name in fact.needs], case)
        asked = in_words([f"`require {{ {name} }}`" for name in fact.needs])
        message = f"{system} asks for {fields} on the way to `{goal}`, and the rollback does not give that."
        help_ = f"Bring it back, `carry … -> {fact.needs[0]}`, or ask before the handoff: {asked}."
    return codes.RETURN_REFUSED.at(case.section("rollback"), message, help=help_, witness=told(fact.history, case))


def _refused(fact: ReturnRefused, case: Case) -> tuple[str, str]:
    lifecycle = case.handoff.source.lifecycle
    befores = [before for before, _ in fact.changes]
    goal = fact.changes[0][1]
    open_ = [status.name for status in lifecycle.statuses if status.category != "done"] if lifecycle else []
    others = [
        word(name)
        for name in open_
        if lifecycle and name not in (goal, *befores) and all(lifecycle.transition(one, name) for one in befores)
    ]
    named = in_words([f"`{word(before)}`" for before in befores], "or")
    message = (
        f"A ticket can be handed back while it is {named}, and {case.system('source')} does not lead from there "
        f"to `{word(goal)}`."
    )
    return message, f"Write `to status {others[0]}`." if others else f"Name a status that can be entered from {named}."


RULE = LintRule(ReturnRefused, _say, ("rollback",))
