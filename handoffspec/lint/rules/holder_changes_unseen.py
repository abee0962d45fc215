"""HS0510: where the holder depends on the ticket, a change of holder is told."""

from handoffspec.analysis.facts import HolderChangesUnseen
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words


def _say(fact: HolderChangesUnseen, case: Case) -> Diagnostic:
    teams = in_words([f"`{team}`" for team in fact.teams])
    return codes.HOLDER_CHANGES_UNSEEN.at(
        case.section("ownership.responsible", "ownership"),
        f"The ticket can pass to {teams} while it is at work, and nothing tells them.",
        help=f"Add `notify {', '.join(fact.teams)} when status change` to `ownership` or `sync`.",
    )


RULE = LintRule(HolderChangesUnseen, _say, ("ownership", "sync"))
