"""Texts of strangers as a spec holds them: nothing in them ends a text, hides, or speaks to a terminal."""

import re
from typing import Final
from unicodedata import category

_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANKS: Final = re.compile(r"\s+")
_LONGEST_COMMENT: Final = 200


def visible(text: str) -> str:
    """A text for people on one line: what a terminal would obey or hide is left out."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = "".join(" " if category(c) in ("Cc", "Zl", "Zp") else "\ufffd" if category(c) == "Cs" else c for c in text)
    return _BLANKS.sub(" ", _BIDI.sub("", kept)).strip()


def label_of(label: str, otherwise: str) -> str:
    """What people see, or what stands in for it where there is nothing to see."""
    return visible(label) or visible(otherwise) or "(none)"


def spellable(text: str) -> bool:
    """Whether a text can stand in a spec exactly as it is."""
    return all(c in "\n\t\r" or category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in text) and not _BIDI.search(text)


def comment(text: str) -> str:
    """A line for people, of bounded length."""
    plain = visible(text)
    return f"# {plain if len(plain) <= _LONGEST_COMMENT else plain[: _LONGEST_COMMENT - 1] + '…'}"
