"""What could stand at a place, and how lines there read: the help of most mistakes."""

from collections.abc import Sequence
from typing import Final

from handoffspec.syntax.mistake import Mistake
from handoffspec.syntax.wording import INSIDE, LINES, SAME_LINES, SPOKEN

_MOST_NAMED: Final = 8
_MOST_LINES: Final = 4


def expected(mistake: Mistake) -> str:
    """What could stand there, and how such a line reads."""
    names = [said for kind, said in SPOKEN.items() if kind in mistake.accepted]
    keywords = sorted({f"`{word}`" for word in mistake.words})
    ends = ["the end of the line"] if "_NL" in mistake.accepted else []
    could = [*names, *keywords, *ends]
    example = _example(mistake, few=len(could) <= 3)
    if not mistake.before and example:
        return example
    if not could or (len(could) > _MOST_NAMED and example):
        return example or "Compare the line with one that is right."
    return f"Expected here: {one_of(could[:12])}." + (f" {example}" if example else "")


def lines_of(block: tuple[str, ...]) -> tuple[str, ...]:
    """Lines as they stand in the innermost of these blocks; none where no block is known by this name."""
    if not block:
        return LINES[""]
    for name in (f"{block[0]} {block[-1]}", block[-1]):
        known = LINES.get(SAME_LINES.get(name, name))
        if known is not None:
            return known
    return ()


def one_of(things: Sequence[str], joined: str = "or") -> str:
    """`a, b or c`."""
    return f"{', '.join(things[:-1])} {joined} {things[-1]}" if len(things) > 1 else things[0]


def _example(mistake: Mistake, *, few: bool) -> str | None:
    """How a line that begins like this one reads, or else the lines that can stand in this block.

    Where few things could stand, only the first is worth saying.
    """
    lines = lines_of(mistake.block)
    if mistake.before:
        said = [str(token) for token in mistake.before]
        inside = next((INSIDE[word] for word in reversed(said) if word in INSIDE), None)
        alike = None if mistake.before[0].type == "NAME" else next((x for x in lines if x.split()[0] == said[0]), None)
        found = inside or alike
        if found:
            return f"Such a line reads `{_open(found)}`."
    if not lines or (few and mistake.before):
        return None
    if mistake.block in ((), ("handoff",)) and not mistake.before:
        where = f"A {mistake.block[-1]}" if mistake.block else "A file"
        return f"{where} holds lines that begin with {one_of([f'`{line.split()[0]}`' for line in lines], 'and')}."
    return f"A line here reads {one_of([f'`{_open(line)}`' for line in lines[:_MOST_LINES]])}."


def _open(line: str) -> str:
    return line + " … }" if line.endswith("{") else line
