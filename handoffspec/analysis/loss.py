"""Law 2: what each rule does to what crosses it, in each direction, from the two schemas alone.

The line between lossy and lost is the receiver's fields. A context block stands inside a field, so something arrives,
but nobody can filter or report on it: whatever goes into a block is *lossy* (structure to text), a plain text too. What
is read back from the block as data is marked recoverable; an entry of a comment is not, since nothing reads comments
back. What arrives in no field that the receiver sees is *lost*.
"""

from collections.abc import Iterable, Iterator

from handoffspec.analysis.clauses import Loss, measure, verdict
from handoffspec.analysis.domains import Symbol, default_of, field_at, read_by, table, values_of, ways, written_by
from handoffspec.analysis.emptiness import can_be_empty, lost_empty, not_cleared, updates
from handoffspec.analysis.facts import OutOrBack
from handoffspec.analysis.pairing import came_back, no_difference, paired
from handoffspec.analysis.receivers import hidden_from
from handoffspec.analysis.room import room_for_prose
from handoffspec.analysis.translation import translated
from handoffspec.analysis.travelling import travelling
from handoffspec.analysis.witness import witness
from handoffspec.schema.coercions import coercion, narrows
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import LossClass, Verdict
from handoffspec.schema.mapping import Rule, ToComment, ToContext, ToNothing
from handoffspec.schema.systems import Field
from handoffspec.schema.types import Limit, ListType, StructureType, TextType, Type


def verdicts(handoff: Handoff) -> tuple[Verdict, ...]:
    """A verdict for each rule and direction, then for status, comments and attachments where they are kept in step."""
    rules = [of_rule(handoff, rule, way) for rule in handoff.rules for way in ways(rule)]
    return (*rules, *travelling(handoff))


def of_rule(handoff: Handoff, rule: Rule, way: OutOrBack) -> Verdict:
    """What one rule does in one direction."""
    match rule.target:
        case ToNothing(undecided=undecided):
            why = "nobody has decided what becomes of it" if undecided else "nothing takes it up"
            return _judged(handoff, rule, way, [Loss("unmapped", why)], loss="lost")
        case ToContext() | ToComment():
            losses = [*_into_prose(handoff, rule), *_redacted(rule, way), *_sometimes(handoff, rule, way)]
            hidden = any(step.kind == "redacted" for step in rule.steps)
            recoverable = not hidden and _readable(handoff, rule)
            return _judged(handoff, rule, way, losses, loss="lossy", recoverable=recoverable)
        case _:
            return _into_fields(handoff, rule, way)


def _into_fields(handoff: Handoff, rule: Rule, way: OutOrBack) -> Verdict:
    reads = read_by(rule, way)
    if not reads:
        return _judged(handoff, rule, way, [], loss="direct")
    hidden = [_unseen(handoff, written, way) for written in _written(handoff, rule, way)]
    if hidden and all(hidden):
        return _judged(handoff, rule, way, [loss for loss in hidden if loss], loss="lost")
    losses, changed = _translated(handoff, rule, way) if rule.table else _copied(handoff, rule, way)
    losses = [*losses, *_redacted(rule, way), *_sometimes(handoff, rule, way)]
    if losses:
        return _judged(
            handoff, rule, way, losses, loss="lossy", recoverable=way == "out" and _kept_whole(handoff, rule)
        )
    return _judged(handoff, rule, way, [], loss="translation" if changed else "direct")


def _judged(
    handoff: Handoff, rule: Rule, way: OutOrBack, losses: Iterable[Loss], *, loss: LossClass, recoverable: bool = False
) -> Verdict:
    """The verdict with a ticket for each loss."""
    return verdict(
        rule.id, way, losses, loss=loss, recoverable=recoverable, show=lambda one: witness(handoff, rule, way, one)
    )


def _written(handoff: Handoff, rule: Rule, way: OutOrBack) -> tuple[Field, ...]:
    return tuple(field_at(handoff, ref) for ref in written_by(rule, way))


# ── Tables and copies ──────────────────────────────────────────────────────────────────────────────────────────────


def _translated(handoff: Handoff, rule: Rule, way: OutOrBack) -> tuple[list[Loss], bool]:
    found = translated(table(handoff, rule, way))
    losses = list(found.losses)
    for at, written in enumerate(_written(handoff, rule, way)):
        if at in found.cleared:
            losses += not_cleared(handoff, rule, way, written)
    if any(_several_entries(field_at(handoff, ref).type) for ref in read_by(rule, way)):
        losses.append(Loss("many to one", "of a list only the first row that names one of its entries counts"))
    return losses, found.changed


def _several_entries(type_: Type) -> bool:
    """Whether a value can be a list of different entries."""
    if not isinstance(type_, ListType) or (type_.limit is not None and type_.limit.number < 2):
        return False
    return not type_.unique or len(values_of(type_.item, ())) != 1 or Symbol.OTHER in values_of(type_.item, ())


def _copied(handoff: Handoff, rule: Rule, way: OutOrBack) -> tuple[list[Loss], bool]:
    reads, written = read_by(rule, way), _written(handoff, rule, way)
    undone = [] if way == "out" else list(came_back(rule.steps))
    if len(reads) > 1:
        return [*_joined(rule, tuple(field_at(handoff, ref) for ref in reads), written), *undone], True
    if len(written) > 1:
        read = field_at(handoff, reads[0])
        pieces = [one for at, field in enumerate(written) for one in _pieces(rule, read, field, at)]
        pieces = pieces if way == "out" else []
        return [*pieces, *undone], True
    if undone:
        return undone, True
    # Steps work on the way out; only matching people works both ways.
    steps = rule.steps if way == "out" else tuple(step for step in rule.steps if step.kind == "people")
    losses, changed = list[Loss](), False
    for ref, target in zip(reads, written, strict=True):
        read = field_at(handoff, ref)
        pair = paired(read, target, steps, same_system=handoff.within)
        losses += [*pair.losses, *_crowded_out(handoff, rule, way, read, target)]
        losses += lost_empty(handoff, rule, way, ref, target)
        defaulted = default_of(rule, way) is not None and can_be_empty(handoff, ref)
        changed = changed or pair.changed or defaulted
    return losses, changed


def _pieces(rule: Rule, read: Field, written: Field, at: int) -> Iterator[Loss]:
    """A text cut apart can be put together again; only what is too long for its place is lost.

    Before a later piece stand as many separators, which leave it less room.
    """
    limit = read.type.limit if isinstance(read.type, TextType) else None
    before = at * next((len(str(step.value)) for step in rule.steps if step.kind == "split"), 0)
    left = None if limit is None else Limit(max(limit.number - before, 0), limit.unit)
    spaces = not isinstance(read.type, TextType) or read.type.spaces
    how = coercion(TextType(limit=left, spaces=spaces), written.type)
    for cause in how.causes if how else ():
        yield Loss(cause, f"a piece that does not fit {written.label} is changed")
    yield from no_difference(read, written)
    if written.required:
        yield Loss("empty", f"a text without so many pieces leaves {written.label} empty, which is required there")


def _joined(rule: Rule, reads: tuple[Field, ...], targets: tuple[Field, ...]) -> list[Loss]:
    """Several fields in one text: where one ends and the next begins cannot be told."""
    losses = [Loss("structure to text", "several fields become one text")]
    between = next((len(str(step.value)) for step in rule.steps if step.kind == "joined"), 0)
    types = [field.type for field in reads]
    limits = [t.limit.number if isinstance(t, TextType) and t.limit is not None else None for t in types]
    known = [limit for limit in limits if limit is not None]
    longest = Limit(sum(known) + between * (len(limits) - 1), "characters") if len(known) == len(limits) else None
    for written in targets:
        limit = written.type.limit if isinstance(written.type, TextType) else None
        if limit is not None:
            losses += [
                Loss(cause, f"what is over {measure(limit)} together is cut") for cause in narrows(longest, limit)
            ]
    return losses


def _crowded_out(handoff: Handoff, rule: Rule, way: OutOrBack, read: Field, written: Field) -> Iterator[Loss]:
    """Prose that shares its field with a context block has less room."""
    if way == "back" or not isinstance(written.type, TextType) or not isinstance(read.type, TextType):
        return
    room = room_for_prose(handoff, written_by(rule, way)[0])
    if room is not None and narrows(read.type.limit, room) and not narrows(read.type.limit, written.type.limit):
        left = f"leaves it {measure(room)}" if room.number else "may leave it no room"
        yield Loss("truncation", f"the context block {left}, and the rest is cut")


# ── Blocks and comments ────────────────────────────────────────────────────────────────────────────────────────────


def _into_prose(handoff: Handoff, rule: Rule) -> list[Loss]:
    where = "a context block" if isinstance(rule.target, ToContext) else "a comment"
    if isinstance(rule.target, ToContext) and rule.target.field is None:
        where = "a comment"
    structured = any(not isinstance(field_at(handoff, ref).type, TextType) for ref in rule.fields)
    what = "parts that could be filtered on" if structured else "a field of its own"
    return [
        Loss("structure to text", f"{what} become text in {where}" if structured else f"{what} becomes text in {where}")
    ]


def _readable(handoff: Handoff, rule: Rule) -> bool:
    """Whether the block gives back the whole value: an entry of one field, in a field, of a kind that it can spell."""
    if not isinstance(rule.target, ToContext) or rule.target.field is None or len(rule.sources) != 1:
        return False
    return not rule.steps and all(_spelled(field_at(handoff, ref).type) for ref in rule.fields)


def _spelled(type_: Type) -> bool:
    match type_:
        case StructureType():
            return False
        case ListType(item=item):
            return not isinstance(item, ListType) and _spelled(item)
        case TextType(rich=rich):
            return not rich
        case _:
            return True


def _kept_whole(handoff: Handoff, rule: Rule) -> bool:
    """Whether other rules put each of the fields into a context block, which gives it back."""
    entries = (handoff.entries_of.get(ref, ()) for ref in rule.fields)
    return bool(rule.fields) and all(any(_readable(handoff, other) for other in of) for of in entries)


# ── What holds for every rule ──────────────────────────────────────────────────────────────────────────────────────


def _redacted(rule: Rule, way: OutOrBack) -> Iterator[Loss]:
    """Of a two-way rule only the way out hides anything; `roundtrip` says what comes of that."""
    if (way == "out" or rule.target.kind != "fields") and any(step.kind == "redacted" for step in rule.steps):
        yield Loss("redacted", "the value is hidden on purpose")


def _unseen(handoff: Handoff, written: Field, way: OutOrBack) -> Loss | None:
    teams = hidden_from(handoff, written, "destination" if way == "out" else "source")
    return Loss("visibility", f"{' and '.join(teams)} cannot see the field") if teams else None


def _sometimes(handoff: Handoff, rule: Rule, way: OutOrBack) -> Iterator[Loss]:
    """Later changes that do not cross, and tickets that the rule leaves alone."""
    reads = [field_at(handoff, ref) for ref in read_by(rule, way)]
    changes = any(not (field.at_creation or field.kept) for field in reads)
    if way == "out" and changes and _written_once(handoff, rule):
        yield Loss("once", "later changes do not cross")
    others = (other for other in handoff.rules if other is not rule and other.target.kind != "nothing")
    if rule.when is not None and not any(set(rule.fields) <= set(other.fields) for other in others):
        yield Loss("guard", "it crosses for some tickets only")


def _written_once(handoff: Handoff, rule: Rule) -> bool:
    """Whether the handoff is kept in step and this rule is not."""
    kept_in_step = handoff.sync is not None and handoff.sync.flow in ("out", "both")
    if not kept_in_step:
        return False
    fixed = any(field.at_creation for field in _written(handoff, rule, "out"))
    return fixed or not updates(handoff, rule, "out") or isinstance(rule.target, ToComment)
