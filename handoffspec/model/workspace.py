"""Everything that a spec and the files it uses say, resolved."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoffspec.diagnostics import Diagnostic, codes, in_order
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


def resolve(files: Sequence[ast.File]) -> Workspace:
    """Resolve a spec: its own file and the files that it uses, in the order in which they are read."""
    systems = resolve_systems(files)
    parties = resolve_parties(files, [name for name, _ in systems.records])
    found: list[Diagnostic] = [*systems.diagnostics]
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
    return Workspace(systems, tuple(handoffs), scenarios, tuple(in_order([*found, *parties.diagnostics])))


def _scenarios(
    items: Sequence[ast.Item],
    handoffs: list[ResolvedHandoff],
    declared: list[str],
    parties: Parties,
    found: list[Diagnostic],
) -> tuple[Scenario, ...]:
    by_name = {handoff.value.name: handoff.value for handoff in handoffs}
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
