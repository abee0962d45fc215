"""A lifecycle of a spec against the statuses and transitions that the instance has now."""

from handoffspec.importers.found import LifecycleFound
from handoffspec.importers.onto_fields import Change, Edit
from handoffspec.model.systems_types import text_of
from handoffspec.syntax import ast


def changed_lifecycle(node: ast.Lifecycle, found: LifecycleFound) -> Change:
    """The statuses and transitions that are new are added; what a person wrote stays, also what is gone."""
    change = Change()
    here = {text_of(status.name) for status in node.statuses}
    new = [name for name in found.statuses if name not in here]
    statuses = [found.statuses[name].replace(", initial", "") for name in new]
    ways = [way.text for way in found.ways if not _has(node, way.sources, way.target)]
    close = node.span.text.rfind("}") + node.span.start
    after = max((status.span.end for status in node.statuses), default=close)
    if statuses:
        change.edits.append(Edit(after, after, "\n" + "\n".join(statuses)))
    if ways:
        change.edits.append(Edit(close, close, "\n".join(ways) + "\n"))
    change.said += [f"status added: {name}" for name in new]
    change.said += [f"transition added: {text}" for text in ways]
    change.kept += [f"{name}; its line stays" for name in sorted(here - set(found.statuses))]
    return change


def _has(node: ast.Lifecycle, sources: tuple[str, ...], target: str) -> bool:
    """Whether the spec has a way from all of the sources (none: from everywhere) to the target."""
    reached: set[str] = set()
    for transition in node.transitions:
        targets = transition.targets
        if not isinstance(targets, ast.Any) and target not in {text_of(name) for name in targets}:
            continue
        if isinstance(transition.sources, ast.Any):
            return True
        reached |= {text_of(name) for name in transition.sources}
    return bool(sources) and set(sources) <= reached
