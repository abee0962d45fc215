"""What changed between two versions of specs for the people and the systems on both sides."""

from handoffspec.breaking.changes import LEVELS, Change, Level, Version
from handoffspec.breaking.compare import compare

__all__ = ["LEVELS", "Change", "Level", "Version", "compare"]
