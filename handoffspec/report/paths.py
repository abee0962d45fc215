"""Paths as other programs want them: relative to where the program was started, with forward slashes."""

from pathlib import PurePath


def relative(path: str, root: str) -> str:
    """`specs/a.handoff` for `./specs/a.handoff`, and for an absolute path below `root`; others stay what they are."""
    pure = PurePath(path)
    if root and pure.is_absolute() and pure.is_relative_to(root):
        pure = pure.relative_to(root)
    return pure.as_posix()
