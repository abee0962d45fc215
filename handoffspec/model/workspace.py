"""Everything that a spec and the files it uses say, resolved."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from handoffspec.diagnostics import Diagnostic, Label, codes, in_order
from handoffspec.model.binding import bind, with_constants
from handoffspec.model.described import Descriptions
from handoffspec.model.environment import Environment
from handoffspec.model.handoffs import ResolvedHandoff, resolve_handoff
from handoffspec.model.parties import Parties, resolve_parties
from handoffspec.model.scenarios import resolve_scenario
from handoffspec.model.systems import SystemsResult, resolve_systems
from handoffspec.schema.scenarios import Scenario
from handoffspec.syntax import ast


@dataclass(frozen=True, slots=True)
class Workspace:
    """One spec with what it uses: its handoffs in the order of the text."""

    systems: SystemsResult
    handoffs: tuple[ResolvedHandoff, ...]
    scenarios: tuple[Scenario, ...]
    diagnostics: tuple[Diagnostic, ...]


def resolve(
    files: Sequence[ast.File],
    environment: Environment | None = None,
    catalogue: Collection[str] = (),
    described: Descriptions | None = None,
) -> Workspace:
    """Resolve a spec: its own file and the files that it uses, in the order in which they are read.

    An environment puts its identifiers in the place of names. `catalogue` names what `use` can bring in, for messages.
    `described` remembers records of specs that were resolved before.
    """
    found: list[Diagnostic] = []
    if environment is not None:
        files, unfit = with_constants(files, environment)
        found += unfit
    systems = resolve_systems(files, catalogue, described)
    found += systems.diagnostics
    if environment is not None:
        systems, unfit = bind(systems, _about(environment, files))
        found += unfit
    parties = resolve_parties(files, [name for name, _ in systems.records])
    items = [item for file in files for item in file.items]
    handoffs: list[ResolvedHandoff] = []
    declared: list[str] = []
    for item in items:
        if isinstance(item, ast.Handoff) and parties.declare("handoff", item.name):
            declared.append(item.name.text)
            handoff, wrong = resolve_handoff(item, systems, parties)
            found += wrong
            handoffs += [handoff] if handoff else []
    scenarios = _scenarios(items, handoffs, declared, parties, found)
    diagnostics = tuple(_each_name_once(in_order([*found, *parties.diagnostics])))
    return Workspace(systems, tuple(handoffs), scenarios, diagnostics)


_UNKNOWN = (codes.UNKNOWN_FIELD, codes.UNKNOWN_PARTY, codes.UNKNOWN_SYSTEM)
_MOST_LABELS = 5


def _each_name_once(found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """A name that is unknown wherever it stands is one mistake, most often in its declaration."""
    places: dict[tuple[str, str], list[Diagnostic]] = {}
    for one in found:
        if one.code in _UNKNOWN:
            places.setdefault((one.code.code, one.message), []).append(one)
    for one in found:
        first, *others = places.get((one.code.code, one.message), [one])
        if one is first:
            labels = [Label(other.span, "named here too") for other in others[:_MOST_LABELS]]
            yield replace(one, labels=(*one.labels, *labels)) if labels else one


def _about(environment: Environment, files: Sequence[ast.File]) -> Environment:
    """What it says of the systems that a handoff goes through: a spec that only names a team of one need not fit."""
    handoffs = (item for file in files for item in file.items if isinstance(item, ast.Handoff))
    ends = (ref for h in handoffs for ref in (*h.within, *(end.record for end in (*h.from_end, *h.to_end))))
    crossed = {ref.parts[0] for ref in ends if ref is not None}
    return replace(
        environment,
        bindings=tuple(binding for binding in environment.bindings if binding.system in crossed),
        transitions=tuple(known for known in environment.transitions if known.system in crossed),
    )


def _scenarios(
    items: Sequence[ast.Item],
    handoffs: list[ResolvedHandoff],
    declared: list[str],
    parties: Parties,
    found: list[Diagnostic],
) -> tuple[Scenario, ...]:
    by_name = {handoff.value.name: handoff for handoff in handoffs}
    scenarios: list[Scenario] = []
    titles: dict[str, ast.Text] = {}
    for item in items:
        if not isinstance(item, ast.Scenario) or not parties.known("handoff", item.handoff, declared):
            continue
        if item.title.value in titles:
            found.append(_same_title(item.title))
        titles.setdefault(item.title.value, item.title)
        scenario, wrong = resolve_scenario(item, by_name, parties)
        found += wrong
        scenarios += [scenario] if scenario else []
    return tuple(scenarios)


def _same_title(title: ast.Text) -> Diagnostic:
    return codes.DUPLICATE_NAME.at(
        title.span, f"Another scenario is called “{title.value}” already.", help="Say what is different about this one."
    )
