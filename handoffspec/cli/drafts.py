"""Drafted specs, judged before anybody sees them: what the first text was found to lose stands in the second one."""

from dataclasses import dataclass, replace

from handoffspec.diagnostics import Diagnostic, Source
from handoffspec.drafting.spec import Draft, across
from handoffspec.loader import Spec
from handoffspec.pipeline import Judged, judge
from handoffspec.plan import Plan
from handoffspec.plan.lower import lower
from handoffspec.syntax import ast
from handoffspec.syntax.format import format_text
from handoffspec.syntax.parser import parse_source


@dataclass(frozen=True, slots=True)
class Drafted:
    """The text of a draft, and what is found in it."""

    text: str
    found: tuple[Diagnostic, ...]


def drafted(draft: Draft, files: tuple[ast.File, ...]) -> Drafted:
    """A draft on top of the files that describe its two systems, with the losses that were computed of it."""
    text = format_text(across(_with_losses(draft, files)))
    return Drafted(text, judged(text, files).diagnostics)


def compiled(draft: Draft, files: tuple[ast.File, ...]) -> Plan:
    """What a draft would do. Losses are written down only where somebody has said how much they matter."""
    weighed = any(decision.impact for decision in draft.proposals.decisions)
    known = judged(across(_with_losses(draft, files) if weighed else draft), files)
    return lower(known.workspace.handoffs[0].value, known.facts[0].verdicts)


def _with_losses(draft: Draft, files: tuple[ast.File, ...]) -> Draft:
    """The same draft with what each rule loses, a clause for each loss."""
    verdicts = (verdict for facts in judged(across(draft), files).facts for verdict in facts.verdicts)
    return replace(draft, losses={verdict.rule: verdict.details for verdict in verdicts if verdict.loss == "lossy"})


def judged(text: str, files: tuple[ast.File, ...]) -> Judged:
    """What the compiler says of a spec that uses these files. The systems' own findings are not the draft's."""
    source = Source("draft.handoff", text)
    known = judge(Spec(source, (*files, parse_source(source).file)), None, ())
    return replace(known, diagnostics=tuple(found for found in known.diagnostics if found.span.source == source))
