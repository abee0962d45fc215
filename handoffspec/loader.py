"""The one place that reads spec files: paths given by the user, folders, and what the files use.

A file sees what it uses, and what that uses in turn; two files given side by side do not see each other. A file is read
once, however often it is named.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, TextIO

from handoffspec.diagnostics import Diagnostic, Source, Span, closest, codes, in_order
from handoffspec.model import environment
from handoffspec.model.environment import Environment
from handoffspec.reading import ENDING, MAX_BYTES, Asked, Watch, digest_of, read_bytes, specs_at, text_from, unwatched
from handoffspec.syntax import ast
from handoffspec.syntax.parser import parse_source

ENVIRONMENTS: Final = "environments.yaml"
"""The file beside the specs that says what names are called in each instance."""
_CATALOGUE: Final = Path(__file__).parent / "catalog"
MAX_CHAIN: Final = 50
"""A file that uses a file that uses … so many times is refused."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file that a spec was read from: the spec itself, or one that it uses."""

    place: str
    """Where it was looked for; empty for the catalogue."""
    key: str
    """Where it was found once links were followed; `use NAME` for the catalogue."""
    source: Source
    digest: str
    """Of its bytes."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A file that was asked for, and the files whose names it sees."""

    source: Source
    files: tuple[ast.File, ...]
    """What it uses first, each file after those that it uses itself; the file itself last."""
    asked: Asked | None = None
    """None for a text that stands in no file."""
    reads: tuple[Read, ...] = ()
    """In the order of reading; a file that is named in two ways is there twice."""
    alone: bool = True
    """Whether each file is shown under the name that it has from this spec, not one that another spec gave it first."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything that was read, and what was wrong with it."""

    specs: tuple[Spec, ...]
    """In the order in which the paths were given; a folder's files by name."""
    sources: tuple[Source, ...]
    """Every text that was read, in the order of reading."""
    diagnostics: tuple[Diagnostic, ...]
    catalogue: tuple[str, ...]
    """The systems that `use` can bring in."""


def load(paths: Sequence[str], stdin: TextIO | None = None) -> Loaded:
    """Read the files and folders named, `-` from `stdin`, and all that they use. Raises nothing for bad input."""
    reading = _Reading(catalogue())
    return reading.loaded([spec for path in paths for spec in reading.asked_for(path, stdin)])


def load_asked(asked: Sequence[Asked], watch: Watch = unwatched) -> Loaded:
    """The same of files that paths were found to name. Raises nothing for bad input."""
    reading = _Reading(catalogue())
    return reading.loaded([spec for one in watch("reading", asked) for spec in reading.spec(one)])


def load_environment(spec: str, name: str) -> tuple[Environment | None, tuple[Diagnostic, ...]]:
    """An environment from the file beside a spec (beside the files of a folder; `-`: in the current folder)."""
    here = Path(spec)
    folder = Path() if spec == "-" else here if here.is_dir() else here.parent
    place = folder / ENVIRONMENTS
    shown = str(place)
    if not place.exists():
        return None, (
            codes.UNKNOWN_ENVIRONMENT.at(
                Span(Source(shown, ""), 0, 0),
                f"There is no `{shown}`, so there is no environment `{name}`.",
                help=f"Write `{name}:` in such a file and below it what each name is called there.",
            ),
        )
    data = read_bytes(place, shown, environment.MAX_BYTES)
    source = data if isinstance(data, Diagnostic) else text_from(data, shown)
    if isinstance(source, Diagnostic):
        return None, (source,)
    environments, found = environment.read_environments(source)
    if found and not environments:
        return None, found
    chosen = environment.environment_named(name, environments, source)
    return (None, (*found, chosen)) if isinstance(chosen, Diagnostic) else (chosen, found)


def catalogue() -> tuple[str, ...]:
    """The names of the systems that are shipped."""
    return tuple(sorted(entry.stem for entry in _CATALOGUE.iterdir() if entry.name.endswith(ENDING)))


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read."""

    source: Source
    tree: ast.File
    place: Path | None
    """Where it really stands; None for standard input and the catalogue."""
    digest: str


@dataclass(slots=True)
class _Reading:
    """All files of one call."""

    systems: tuple[str, ...]
    read: dict[str, _File | None] = field(default_factory=dict)
    """By real path, or name of a system; None: could not be read."""
    found: list[Diagnostic] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    circles: set[frozenset[str]] = field(default_factory=set)

    def loaded(self, specs: Sequence[Spec]) -> Loaded:
        """Everything that was read for them."""
        sources = tuple(file.source for file in self.read.values() if file is not None)
        return Loaded(tuple(specs), sources, tuple(in_order(self.found)), self.systems)

    # ── What was asked for ─────────────────────────────────────────────────────────────────────────────────────────

    def asked_for(self, path: str, stdin: TextIO | None) -> list[Spec]:
        """The specs of one path."""
        if path == "-":
            file = self._standard_input(stdin)
            return [self._spec("-", file, Path.cwd(), None)] if file else []
        asked, problem = specs_at(path)
        self.found += [problem] if problem else []
        return [spec for one in asked for spec in self.spec(one)]

    def spec(self, asked: Asked) -> list[Spec]:
        """One file that was asked for; none where it cannot be read or was asked for before."""
        if asked.key in self.asked:
            return []
        self.asked.add(asked.key)
        file = self._file(asked.key, asked.place, asked.shown)
        return [self._spec(asked.key, file, asked.root, asked)] if file else []

    def _standard_input(self, stdin: TextIO | None) -> _File | None:
        if "-" in self.read or stdin is None:
            return None
        # The bytes where there are any: a text stream would have guessed their encoding.
        stream = getattr(stdin, "buffer", None)
        data: bytes = stream.read(MAX_BYTES + 1) if stream else stdin.read(MAX_BYTES + 1).encode("utf-8", "replace")
        if len(data) > MAX_BYTES:
            self.found.append(
                codes.FILE_TOO_LARGE.at(
                    Span(Source("-", ""), 0, 0),
                    f"Standard input holds more than {MAX_BYTES // 1024 // 1024} MB; no spec needs that.",
                    help="Put each handoff into a file of its own.",
                )
            )
            return None
        return self._keep("-", data, "-", None)

    # ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _file(self, key: str, place: Path, shown: str) -> _File | None:
        if key in self.read:
            return self.read[key]
        data = read_bytes(place, shown, MAX_BYTES)
        if isinstance(data, Diagnostic):
            self.found.append(data)
            self.read[key] = None
            return None
        return self._keep(key, data, shown, Path(key))

    def _system(self, name: str) -> _File | None:
        key = f"use {name}"
        if key in self.read:
            return self.read[key]
        entry = _CATALOGUE / f"{name}{ENDING}"
        return self._keep(key, entry.read_bytes(), f"catalog/{name}{ENDING}", None)

    def _keep(self, key: str, data: bytes, shown: str, place: Path | None) -> _File | None:
        source = text_from(data, shown)
        if isinstance(source, Diagnostic):
            self.found.append(source)
            self.read[key] = None
            return None
        result = parse_source(source)
        self.found.extend(result.diagnostics)
        if not result.file.items and not result.file.broken:
            self.found.append(
                codes.EMPTY_FILE.at(
                    Span(source, 0, 0), "This file says nothing.", help="Remove it, or begin it with `handoff init`."
                )
            )
        file = self.read[key] = _File(source, result.file, place, digest_of(data))
        return file

    # ── What files use ─────────────────────────────────────────────────────────────────────────────────────────────

    def _spec(self, key: str, file: _File, root: Path, asked: Asked | None) -> Spec:
        seen = _Seen(roots=(root, Path.cwd().resolve()))
        if asked:
            seen.note(str(asked.place), key, file, asked.shown)
        self._collect(key, file, seen)
        return Spec(file.source, tuple(seen.files.values()), asked, tuple(seen.reads.values()), seen.alone)

    def _collect(self, key: str, file: _File, seen: "_Seen") -> None:
        """Put a file behind the files that it uses."""
        seen.chain.append(key)
        whole = True
        for use in (item for item in file.tree.items if isinstance(item, ast.Use)):
            whole = self._use(use, file, seen) and whole
        seen.chain.pop()
        # What a missing file would have declared is not known to be missing.
        seen.files[key] = file.tree if whole else replace(file.tree, broken=True)

    def _use(self, use: ast.Use, user: _File, seen: "_Seen") -> bool:
        """Bring in one file; False where a file, whatever it declares, could not be had."""
        if isinstance(use.what, ast.Name):
            name = self._known_system(use.what)
            file = self._system(name) if name else None
            key = f"use {name}"
            if file is not None:
                seen.note("", key, file, file.source.path)
        else:
            file, key = self._used_file(use.what, user, seen)
            if file is None:
                return False
        if file is not None and key not in seen.files:
            if key in seen.chain:
                self._circle(use, key, seen)
            elif len(seen.chain) >= MAX_CHAIN:
                self._refuse(use.what, f"Files use each other here more than {MAX_CHAIN} deep.", "Use fewer files.")
            else:
                self._collect(key, file, seen)
        return True

    def _known_system(self, name: ast.Name) -> str | None:
        """A system of the catalogue; a misspelt one is reported and read as the one it is close to."""
        if name.text in self.systems:
            return name.text
        if name.text == "?":
            return None
        meant = closest(name.text, self.systems)
        shipped = ", ".join(f"`{system}`" for system in self.systems)
        others = f'The catalogue has {shipped}. A file is used as in `use "teams.handoff"`.'
        help_ = f"Did you mean `use {meant}`?" if meant else others
        self.found.append(codes.UNKNOWN_SYSTEM.at(name.span, f"The catalogue has no system `{name.text}`.", help=help_))
        return meant

    def _used_file(self, what: ast.Text, user: _File, seen: "_Seen") -> tuple[_File | None, str]:
        base = user.place.parent if user.place else Path.cwd()
        place, problem = _reach(base, what.value, seen.roots)
        if problem is not None:
            self._refuse(what, *_REFUSED[problem])
            return None, ""
        shown = os.path.normpath(Path(user.source.path).parent / what.value)
        before = len(self.found)
        known = str(place) in self.read
        file = self._file(str(place), place, shown)
        if file is None and not known and len(self.found) > before and self.found[-1].code is codes.FILE_NOT_READABLE:
            # The one who can mend it is the one who wrote `use`.
            missing = self.found.pop()
            self.found.append(codes.FILE_NOT_READABLE.at(what.span, missing.message, help=missing.help))
        if file is not None:
            seen.note(str(base / what.value), str(place), file, shown)
        return file, str(place)

    def _refuse(self, what: ast.Node, message: str, help_: str) -> None:
        self.found.append(codes.USE_NOT_ALLOWED.at(what.span, message, help=help_))

    def _circle(self, use: ast.Use, key: str, seen: "_Seen") -> None:
        members = seen.chain[seen.chain.index(key) :]
        if frozenset(members) in self.circles:
            return
        self.circles.add(frozenset(members))
        names = [self._shown(member) for member in [*members, key]]
        if len(members) == 1:
            message, help_ = "This file uses itself.", "Remove this line."
        else:
            message = f"These files use each other in a circle: {' → '.join(names)}."
            help_ = "Put what both need into a third file that each of them uses."
        self.found.append(codes.USE_CIRCLE.at(use.what.span, message, help=help_))

    def _shown(self, key: str) -> str:
        file = self.read.get(key)
        return file.source.path if file else key


@dataclass(slots=True)
class _Seen:
    """What one spec has seen so far."""

    roots: tuple[Path, ...]
    """Folders that hold everything it may use."""
    chain: list[str] = field(default_factory=list)
    files: dict[str, ast.File] = field(default_factory=dict)
    reads: dict[tuple[str, str], Read] = field(default_factory=dict)
    alone: bool = True

    def note(self, place: str, key: str, file: _File, shown: str) -> None:
        """That a file was looked for at a place and is called so from there."""
        self.reads.setdefault((place, key), Read(place, key, file.source, file.digest))
        self.alone = self.alone and file.source.path == shown


_Problem = Literal["absolute", "ending", "outside", "no path"]
_REFUSED: Final[dict[_Problem, tuple[str, str]]] = {
    "absolute": ("A file is named relative to the one that uses it.", 'Write e.g. `use "shared/teams.handoff"`.'),
    "ending": (f"Only files whose names end in `{ENDING}` can be used.", 'Write e.g. `use "shared/teams.handoff"`.'),
    "outside": (
        "This file lies outside the folder of the spec.",
        "Move it into the folder of the spec, or run the command from a folder that holds both.",
    ),
    "no path": ("This is no path of a file.", 'Write e.g. `use "shared/teams.handoff"`.'),
}


def _reach(base: Path, path: str, roots: tuple[Path, ...]) -> tuple[Path, _Problem | None]:
    """Where a used file really stands, and why it may not be used. Links are followed before it is judged."""
    problem = _unsafe(path)
    if problem is not None:
        return base, problem
    try:
        place = (base / path).resolve()
    except (OSError, ValueError, RuntimeError):  # a null character, a name too long, a circle of links
        return base, "no path"
    return place, None if any(place.is_relative_to(root) for root in roots) else "outside"


def _unsafe(path: str) -> _Problem | None:
    if path.startswith(("/", "\\", "~")) or Path(path).is_absolute() or path[1:2] == ":":
        return "absolute"
    return None if path.endswith(ENDING) else "ending"
