"""A file that a target makes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A file's name, within the handoff's folder, and its text, ending in a newline."""

    name: str
    text: str
