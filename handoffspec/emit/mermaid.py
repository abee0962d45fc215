"""Diagrams as Mermaid, which GitHub draws. Labels are shown as they stand and never obeyed."""

import re
from collections.abc import Iterator
from typing import Final

from handoffspec.emit.content import Diagram, Edge
from handoffspec.emit.words.visible import visible

_MEANT: Final = re.compile(r"[^\w ,.:;()/+–—’“”…-]")
"""What means something to Mermaid, to HTML or to a fence of Markdown, or might one day."""


def flowchart(diagram: Diagram) -> str:
    """The diagram from left to right, a group a box."""
    return "\n".join(["flowchart LR", *_groups(diagram), *_edges(diagram)])


def _groups(diagram: Diagram) -> Iterator[str]:
    names = _names(diagram)
    for number, (title, nodes) in enumerate(diagram.groups):
        yield f"  subgraph g{number}[{_label(title)}]"
        yield "    direction TB"
        yield from (f"    {names[node.key]}({_label(node.label)})" for node in nodes)
        yield "  end"


def _edges(diagram: Diagram) -> Iterator[str]:
    names = _names(diagram)
    for edge in diagram.edges:
        label = f"|{_label(edge.label)}|" if edge.label else ""
        yield f"  {names[edge.start]} {_arrow(edge)}{label} {names[edge.end]}"


def _arrow(edge: Edge) -> str:
    line = "-.->" if edge.sometimes else "-->"
    return f"<{line}" if edge.both else line


def _names(diagram: Diagram) -> dict[str, str]:
    """Names of our own making: a status may be called `end`, which Mermaid would obey."""
    keys = [node.key for _, nodes in diagram.groups for node in nodes]
    return {key: f"n{number}" for number, key in enumerate(keys)}


def _label(words: str) -> str:
    """Words in quotes, whatever could mean something by its number."""
    shown = _MEANT.sub(lambda found: f"#{ord(found[0])};", visible(words))
    return f'"{shown or " "}"'
