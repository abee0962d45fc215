"""The walk of a spec, on one screen: read, resolved, analysed, judged, and lowered to plans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from handoffspec.analysis import Facts, analyse_all
from handoffspec.analysis.cycles import Circle, circles_across
from handoffspec.diagnostics import Diagnostic, Severity, Silenced, in_order
from handoffspec.diagnostics.findings import Findings
from handoffspec.diagnostics.silenced import silenced_in_order
from handoffspec.lint import allows_of, lint, suppress
from handoffspec.loader import Loaded, Spec, load, load_environment
from handoffspec.model.binding import unknown_names
from handoffspec.model.described import Descriptions
from handoffspec.model.environment import Environment
from handoffspec.model.handoffs import ResolvedHandoff
from handoffspec.model.places import Places
from handoffspec.model.workspace import Workspace, resolve
from handoffspec.reading import Watch, unwatched
from handoffspec.schema.scenarios import Scenario
from handoffspec.syntax import ast

if TYPE_CHECKING:
    from handoffspec.plan import Plan


@dataclass(frozen=True, slots=True)
class Judged:
    """One spec with what it uses: what is known about it and what is wrong with it."""

    workspace: Workspace
    facts: tuple[Facts, ...]
    """Of each handoff of the workspace, in their order."""
    diagnostics: tuple[Diagnostic, ...]
    silenced: tuple[Silenced, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Findings):
    """Everything that was asked for. A handoff or a scenario that several specs use is there once."""

    handoffs: tuple[tuple[ResolvedHandoff, Facts], ...]
    scenarios: tuple[Scenario, ...]
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Where the environment says that each system is reached."""

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What has to be mended before there can be a plan."""
        return tuple(found for found in self.diagnostics if found.severity is Severity.ERROR)

    @property
    def unresolved(self) -> tuple[Diagnostic, ...]:
        """Those errors that leave open what the spec says: what cannot be read, and names that nothing has."""
        return tuple(found for found in self.errors if found.code.leaves_open)


def check(
    paths: Sequence[str],
    stdin: TextIO | None = None,
    environment: str | None = None,
    watch: Watch = unwatched,
) -> Checked:
    """Read specs and folders of specs (`-` from `stdin`) and find everything that is wrong.

    `environment` names one of the file beside the first path, whose identifiers take the place of names.
    """
    loaded = load(paths, stdin)
    bound, unbound = load_environment(paths[0], environment) if environment else (None, ())
    judged = _judge_all(loaded, bound, watch)
    read = {*loaded.sources, *(found.span.source for found in unbound)}
    return Checked(
        handoffs=tuple({h.places.name: (h, f) for j in judged for h, f in _with_facts(j)}.values()),
        scenarios=tuple({(s.path, s.line): s for j in judged for s in j.workspace.scenarios}.values()),
        diagnostics=tuple(
            in_order([*loaded.diagnostics, *unbound, *_strange_names(bound, loaded, judged), *_found(judged)])
        ),
        silenced=tuple(silenced_in_order(one for each in judged for one in each.silenced)),
        sources=loaded.sources,
        asked=tuple(spec.source for spec in loaded.specs),
        unread=any(found.span.source not in read for found in loaded.diagnostics),
        addresses=bound.addresses if bound else {},
    )


def judge(
    spec: Spec, environment: Environment | None, catalogue: Sequence[str], described: Descriptions | None = None
) -> Judged:
    """Resolve one spec with the files that it sees, find the facts about its handoffs, and say what they mean."""
    return _said(spec, resolve(spec.files, environment, catalogue, described), {}, ())


def _judge_all(loaded: Loaded, environment: Environment | None, watch: Watch) -> list[Judged]:
    """The same of all specs, with the circles that lead through several of them."""
    described = Descriptions()
    workspaces = [resolve(spec.files, environment, loaded.catalogue, described) for spec in loaded.specs]
    specs = [[handoff.value for handoff in workspace.handoffs] for workspace in workspaces]
    beside = {handoff.value.name: handoff.places for each in workspaces for handoff in each.handoffs}
    across = circles_across(specs)
    pairs = list(zip(loaded.specs, workspaces, strict=True))
    return [_said(spec, each, beside, across) for spec, each in watch("checking", pairs)]


def _said(spec: Spec, workspace: Workspace, others: Mapping[str, Places], across: Sequence[Circle]) -> Judged:
    """What is wrong with a resolved spec. `others`: where the handoffs stand that the circles `across` lead through."""
    facts = analyse_all([handoff.value for handoff in workspace.handoffs])
    beside = {**others, **{handoff.value.name: handoff.places for handoff in workspace.handoffs}}
    found = [*workspace.diagnostics]
    for handoff, known in zip(workspace.handoffs, facts, strict=True):
        begun = tuple(circle for circle in across if circle.legs[0].handoff == handoff.value.name)
        found += lint(handoff, Facts(known.verdicts, (*known.found, *begun)), workspace.systems, beside)
    # Where something could not be read or resolved, not everything was judged, and what silences may yet be needed.
    whole = not workspace.diagnostics and not any(file.broken for file in spec.files)
    left = suppress(allows_of(tuple(item for file in spec.files for item in file.items)), found, complete=whole)
    return Judged(workspace, facts, left.diagnostics, left.silenced)


def _found(judged: Sequence[Judged]) -> Iterator[Diagnostic]:
    return (found for one in judged for found in one.diagnostics)


def _strange_names(environment: Environment | None, loaded: Loaded, judged: Sequence[Judged]) -> tuple[Diagnostic, ...]:
    """What the environment binds and none of the specs has."""
    if environment is None:
        return ()
    items = (item for spec in loaded.specs for file in spec.files for item in file.items)
    constants = {item.name.text for item in items if isinstance(item, ast.Constant)}
    return unknown_names(environment, [one.workspace.systems for one in judged], constants)


def _with_facts(judged: Judged) -> Sequence[tuple[ResolvedHandoff, Facts]]:
    return list(zip(judged.workspace.handoffs, judged.facts, strict=True))


def plans(checked: Checked, environment: str | None = None) -> "dict[str, Plan]":
    """The plan of every handoff, by its name. Meant for specs without errors."""
    from handoffspec.plan.lower import lower  # noqa: PLC0415 - with pydantic; who only checks makes no plans

    return {
        handoff.value.name: lower(handoff.value, facts.verdicts, environment, checked.addresses)
        for handoff, facts in checked.handoffs
    }
