"""Empty is a value of every optional field: where it does not arrive as empty, it is lost."""

from collections.abc import Iterator

from handoffspec.analysis.clauses import Loss
from handoffspec.analysis.domains import default_of, field_at
from handoffspec.analysis.facts import OutOrBack
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ChoiceType


def updates(handoff: Handoff, rule: Rule, way: OutOrBack) -> bool:
    """Whether the rule goes on writing after the handoff; what comes back always finds a record that is there."""
    if way == "back":
        return True
    return handoff.sync is not None and handoff.sync.flow in ("out", "both") and not rule.once


def demanded(handoff: Handoff) -> frozenset[str]:
    """Source fields without which no ticket crosses."""
    return frozenset(
        requirement.subject.field
        for requirement in handoff.requirements
        if isinstance(requirement.subject, FieldRef)
        and requirement.subject.side == "source"
        and requirement.when is None
        and requirement.otherwise is not None
        and requirement.otherwise.kind in ("stop", "hold")
    )


def can_be_empty(handoff: Handoff, ref: FieldRef) -> bool:
    """Whether the field can be empty when the ticket crosses."""
    required = field_at(handoff, ref).required
    return not required and not (ref.side == "source" and ref.field in demanded(handoff))


def lost_empty(handoff: Handoff, rule: Rule, way: OutOrBack, read: FieldRef, written: Field) -> Iterator[Loss]:
    """What becomes of an empty field in a rule with one field on each side and no table."""
    default = default_of(rule, way)
    source = field_at(handoff, read)
    if default is not None:
        if can_be_empty(handoff, read) and _reached(source, default):
            yield Loss("empty", f"empty becomes {default}")
        return
    if not source.required:
        yield from not_cleared(handoff, rule, way, written, read_empty=can_be_empty(handoff, read))


def not_cleared(
    handoff: Handoff, rule: Rule, way: OutOrBack, written: Field, *, read_empty: bool = True
) -> Iterator[Loss]:
    """What becomes of nothing where the other side cannot be empty, or not be emptied again."""
    if written.required and read_empty:
        yield Loss("empty", "empty cannot arrive: a value is required there")
    elif written.required and updates(handoff, rule, way):
        yield Loss("empty", "a value that is taken away stays there")
    elif written.default is not None and way == "out" and read_empty:
        yield Loss("empty", f"empty becomes {written.default}, which the system fills in")
    elif written.never_cleared and updates(handoff, rule, way):
        yield Loss("empty", "a value that is taken away stays there")


def _reached(source: Field, default: object) -> bool:
    """Whether a filled field can become the default as well; a choice that lacks the option cannot."""
    match source.type:
        case ChoiceType(options=options) if options:
            return default in [option.name for option in options]
        case _:
            return True
