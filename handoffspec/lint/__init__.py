"""Facts to diagnostics, one rule a file; suppression with a code and a reason."""

from collections.abc import Mapping

from handoffspec.analysis.facts import Facts
from handoffspec.diagnostics import Diagnostic, in_order
from handoffspec.lint.frame import Case
from handoffspec.lint.rules import RULES
from handoffspec.lint.suppress import Suppressed, allows_of, suppress
from handoffspec.model.handoffs import ResolvedHandoff
from handoffspec.model.places import Places
from handoffspec.model.systems import SystemsResult

__all__ = ["Suppressed", "allows_of", "lint", "suppress"]


def lint(
    handoff: ResolvedHandoff, facts: Facts, systems: SystemsResult, beside: Mapping[str, Places]
) -> list[Diagnostic]:
    """Everything that the facts about a handoff mean for its author, in the order of the text.

    `beside`: where the handoffs of the same spec stand, by name, this one among them.
    """
    case = Case(handoff.value, facts, handoff.places, systems, beside)
    return in_order(diagnostic for rule in RULES for diagnostic in rule.check(case))
