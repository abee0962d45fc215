"""An import laid over a spec that somebody has worked on: what the instance changed comes in, what people wrote stays.

Names, labels, limits, `personal`, `seen by`, `required`, comments and every other block are theirs. Types, options and
what the instance newly insists on are the instance's. Nothing is deleted: what is gone is said, above its line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handoffspec.importers.found import Block, Catalogue, Found, Imported
from handoffspec.importers.onto_fields import Edit, changed_field
from handoffspec.importers.onto_lifecycle import changed_lifecycle
from handoffspec.importers.own import Bound, Own, extensions, left_out, own_fields
from handoffspec.importers.write import block_lines, field_lines
from handoffspec.syntax import ast
from handoffspec.syntax.format import format_text

GONE = "# No longer on the instance."


@dataclass(frozen=True, slots=True)
class Laid:
    """A spec with an import laid over it."""

    text: str
    changes: tuple[str, ...]
    """What is different, a line each: `added …`, `changed …`, `gone …`, `kept …`."""


def known_names(file: ast.File, imported: Imported, catalogue: Catalogue, bound: Bound) -> dict[str, str]:
    """The names that a spec has for the fields found, by identity; names of its other fields are not to be had."""
    blocks = extensions(file, catalogue.record)
    own = own_fields(blocks, catalogue.record, imported.found, bound.identities)
    return {one.identity or f"?{one.node.name.text}": one.node.name.text for one in reversed(own)}


def lay(file: ast.File, imported: Imported, catalogue: Catalogue, bound: Bound, *, with_paths: bool) -> Laid:
    """The text of a spec with what was found in it.

    Args:
        file: the spec, without syntax errors.
        imported: what was found, with the names of `known_names`.
        catalogue: the system as it is shipped.
        bound: what an environment says of its fields.
        with_paths: whether new fields carry their place.
    """
    laying = _Laying(file, imported, catalogue, bound, with_paths=with_paths)
    laying.fields()
    laying.blocks()
    return Laid(format_text(laying.text()), tuple(laying.changes))


@dataclass(slots=True)
class _Laying:
    """One spec being changed: edits of its text, each from an offset to an offset."""

    file: ast.File
    imported: Imported
    catalogue: Catalogue
    bound: Bound
    with_paths: bool
    edits: list[Edit] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """What is new."""

    @property
    def source(self) -> str:
        return self.file.span.source.text

    @property
    def extended(self) -> list[ast.Extend]:
        return extensions(self.file, self.catalogue.record)

    # ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def fields(self) -> None:
        """Every field: new ones, changed ones, those that are gone."""
        record = self.catalogue.record
        own: dict[str, Own] = {}
        for one in own_fields(self.extended, record, self.imported.found, self.bound.identities):
            if one.identity is not None:
                own.setdefault(one.identity, one)
        unwanted = left_out(self.source, self.imported.found) - set(own)
        for found in self.imported.fields:
            if found.identity in own:
                self._change(own[found.identity], found)
            elif found.identity in unwanted:
                self.changes.append(f"left out {found.label} ({found.identity}): its line is a comment")
            else:
                self._add(found)
        self._gone(own)

    def _change(self, own: Own, found: Found) -> None:
        values = self.bound.values.get(own.node.name.text, {})
        change = changed_field(own.node, found, self.catalogue.record, values, with_paths=self.with_paths)
        self.edits += change.edits
        name = own.node.name.text
        self.changes += [f"changed {name}: {said}" for said in change.said]
        self.changes += [f"kept {name}: {said}" for said in change.kept]
        self._back(own.node)

    def _add(self, found: Found) -> None:
        names, record = self.imported.names, self.catalogue.record
        self.lines += field_lines(found, names, record, with_paths=self.with_paths)
        what = "narrows the catalogue's field" if found.native else f'"{found.label}", {found.identity}'
        self.changes.append(f"added {names[found.identity]}: {what}")

    def _gone(self, own: Mapping[str, Own]) -> None:
        if not self.imported.complete:
            return
        here = {one.identity for one in self.imported.found}
        for identity, one in own.items():
            name = one.node.name.text
            if identity in here or self.catalogue.record.field(name) is not None:
                continue
            self.changes.append(f"gone {name}: the instance has no {identity} any more; its line stays")
            if self._line_above(one.node).strip() != GONE:
                start = self._line_start(one.node)
                self.edits.append(Edit(start, start, f"{GONE}\n"))

    def _back(self, node: ast.Field) -> None:
        """Take back that a field is gone."""
        above = self._line_above(node)
        if above.strip() == GONE:
            start = self._line_start(node)
            self.edits.append(Edit(start - len(above) - 1, start, ""))

    def _line_start(self, node: ast.Node) -> int:
        return self.source.rfind("\n", 0, node.span.start) + 1

    def _line_above(self, node: ast.Node) -> str:
        end = self._line_start(node) - 1
        return self.source[self.source.rfind("\n", 0, max(end, 0)) + 1 : end] if end > 0 else ""

    # ── Lifecycle and automations ──────────────────────────────────────────────────────────────────────────────────

    def blocks(self) -> None:
        """A lifecycle is completed; an automation of a title that is there is left as it is."""
        lifecycles = [node for block in self.extended for node in block.lifecycles]
        titles = {node.title.value: node for block in self.extended for node in block.automations}
        for block in self.imported.blocks:
            if block.lifecycle is not None and lifecycles:
                change = changed_lifecycle(lifecycles[0], block.lifecycle)
                self.edits += change.edits
                self.changes += [f"changed the lifecycle: {said}" for said in change.said]
                self.changes += [f"gone from the lifecycle: {said}" for said in change.kept]
            elif block.identity in titles:
                self._same(titles[block.identity], block)
            else:
                self.lines += block_lines((block,))
                self.changes.append(f"added {block.said}")

    def _same(self, node: ast.Automation, block: Block) -> None:
        written = format_text(f"{node.span.text}\n")
        if written != format_text(f"{block.text}\n"):
            self.changes.append(f"kept {block.said}: it is written otherwise than the instance has it")

    # ── The text ───────────────────────────────────────────────────────────────────────────────────────────────────

    def text(self) -> str:
        """The text with all edits made; of two in one place the one that was asked for first comes first."""
        pieces: list[str] = []
        at = 0
        for edit in sorted((*self.edits, *self._new()), key=lambda edit: edit.start):
            pieces += (self.source[at : edit.start], edit.text)
            at = max(at, edit.end)
        return "".join((*pieces, self.source[at:]))

    def _new(self) -> Iterator[Edit]:
        """What is new, at the end of the block that extends the record, or in one of its own."""
        if not self.lines:
            return
        lines = "\n".join(self.lines)
        if self.extended:
            end = self.extended[0].span.end
            close = self.source.rfind("}", self.extended[0].span.start, end)
            yield Edit(close, close, f"\n{lines}\n" if not self.source[:close].endswith("\n") else f"{lines}\n")
            return
        record = self.catalogue.record
        before = _end_of(self.file.items, (ast.Use, ast.Constant))
        use = "" if self._uses(record.system) else f"use {record.system}\n"
        yield Edit(before, before, f"\n{use}\nextend {record.system}.{record.name} {{\n{lines}\n}}\n")

    def _uses(self, system: str) -> bool:
        uses = (item.what for item in self.file.items if isinstance(item, ast.Use))
        return any(isinstance(what, ast.Name) and what.text == system for what in uses)


def _end_of(items: Sequence[ast.Item], kinds: tuple[type[ast.Item], ...]) -> int:
    """Where the last of the items of some kinds ends; 0 where there is none."""
    return max((item.span.end for item in items if isinstance(item, kinds)), default=0)
