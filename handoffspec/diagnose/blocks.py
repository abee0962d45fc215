"""What was found as `failure` blocks for a spec: the evidence filled in, the mechanism left for people to choose."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from handoffspec.diagnose.diagnosis import Diagnosis
from handoffspec.diagnose.patterns import ABOUT, Finding
from handoffspec.diagnose.words import amount, percent, span
from handoffspec.schema.spelling import quoted

if TYPE_CHECKING:
    from handoffspec.diagnose.against.prevention import Prevention

_TITLES: Final = {
    "priority_translation": "Priorities are changed after the transfer",
    "context_loss": "The receiving team has to ask again",
    "ownership_ambiguity": "Nobody knows whose turn it is",
    "black_hole": "Tickets stay where nobody looks",
}
_CAUSES: Final = {
    "priority_translation": "The priority crosses without what it means for the business, so the receiver ranks anew",
    "context_loss": "What the sender knows does not stand where the receiver works",
    "ownership_ambiguity": "A transfer tells nobody that it happened, and nobody has to take the ticket over",
    "black_hole": "Nothing tells anybody that a ticket has been left in a status",
}
_MECHANISMS: Final = {
    "priority_translation": "a rule for the priority that reads the business impact too, and `sla`",
    "context_loss": "`require` for what is asked, a rule or context block that carries it, `comments`",
    "ownership_ambiguity": "`ownership` with `acknowledge within … otherwise notify …`, and `notify`",
    "black_hole": "`on error`, and `audit` with an alert",
}
_FEW: Final = 5


def failure_blocks(diagnosis: Diagnosis, preventions: "Sequence[Prevention]" = ()) -> str:
    """One block for each pattern that shows, as text that stands in a handoff. `check` asks for `prevented by`.

    Above each stands its design requirement and, where it was compared with a spec, what each handoff has against it.
    """
    blocks = []
    for finding in diagnosis.findings:
        known = [one for one in preventions if one.pattern == finding.pattern]
        notes = [requirement(finding), *(note for one in known for note in _known(one))]
        blocks.append("".join(f"# {_plain(note)}\n" for note in notes) + _block(finding))
    return "\n".join(blocks)


def _known(one: "Prevention") -> Iterator[str]:
    """What a handoff has against the pattern, or what to write into it."""
    if one.by:
        broken = f", of which {', '.join(one.broken)} did not hold" if one.broken else ""
        yield f"{one.handoff} names {', '.join(one.by)} against it{broken}."
    elif one.has:
        more = f" and {len(one.has) - _FEW} more" if len(one.has) > _FEW else ""
        yield f"{one.handoff} has {', '.join(one.has[:_FEW])}{more}: name what prevents it in a line `prevented by`."
    else:
        into = f", in its `{one.into}`" if one.into else ""
        yield f"{one.handoff} has nothing that prevents it. Write for example{into}:"
        yield from (f"  {line}" for line in one.clause.splitlines())


def _plain(note: str) -> str:
    """On one line, so that nothing of it stands outside the comment."""
    return "".join(sign if sign.isprintable() else " " for sign in note)


def requirement(finding: Finding) -> str:
    """The design requirement, in the form that the guide gives it."""
    return f"{_where(finding)}: {_CAUSES[finding.pattern][0].lower()}{_CAUSES[finding.pattern][1:]}. This costs {_costs(finding)}. It takes {_MECHANISMS[finding.pattern]}."  # noqa: E501


def _block(finding: Finding) -> str:
    seen = "; ".join(f"{amount(sign.tickets, 'ticket')}: {sign.sign}" for sign in finding.signs)
    if finding.about:
        thing, times = finding.about[0]
        seen += f". {ABOUT[finding.pattern].capitalize()} {thing} ({amount(times, 'time')})"
    tickets = ", ".join(finding.examples[:5])
    return "\n".join(
        (
            f"failure {finding.pattern} {quoted(_TITLES[finding.pattern])} {{",
            f"  seen  {quoted(f'{_where(finding)}. {seen}')}",
            f"  seen  {quoted(f'The tickets that waited longest: {tickets}')}",
            f"  cause {quoted(_CAUSES[finding.pattern])}",
            f"  costs {quoted(_costs(finding))}",
            "}",
            "",
        )
    )


def _where(finding: Finding) -> str:
    if not finding.boundaries:
        return "In tickets that no team had passed on"
    source, destination, times = finding.boundaries[0]
    return f"Most often from {source} to {destination} ({amount(times, 'time')})"


def _costs(finding: Finding) -> str:
    return (
        f"{span(finding.delay)} of delay in {amount(finding.tickets, 'ticket')}, {percent(finding.share)} of all delay"
    )
