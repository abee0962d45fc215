"""Texts of strangers as a spec holds them: nothing in them ends a text, hides, or speaks to a terminal."""

import re
from typing import Final
from unicodedata import category

from handoffspec.schema.spelling import word

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
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


def exactly(text: str) -> str:
    """A text that can be spelled, between quotes, with nothing of it changed."""
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'


def comment(text: str) -> str:
    """A line for people, of bounded length."""
    plain = visible(text)
    return f"# {plain if len(plain) <= _LONGEST_COMMENT else plain[: _LONGEST_COMMENT - 1] + '…'}"


def name_or_text(name: str) -> str:
    """A name as a spec writes it, in quotes and unchanged where it is more than one word."""
    return exactly(name) if word(name) != name else name
