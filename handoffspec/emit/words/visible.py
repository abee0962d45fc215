"""Characters as a reader can see them."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import category

_JOINERS: Final = "\u200c\u200d"
"""Between the letters of some scripts and the parts of some emoji; they hide and turn nothing."""
_HIDDEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}


# Pages say the same labels over and over.
@lru_cache(maxsize=8192)
def visible(words: str) -> str:
    """A text in one line, in which what a reader could not see, or what turns the text around, is spelt out."""
    if words.isascii() and words.isprintable():
        return words
    flat = re.sub(r"[\s\u2028\u2029\x1c-\x1f\x85]+", " ", words)
    return "".join(_shown(character) for character in flat)


def _shown(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    hidden = category(character) in _HIDDEN and character not in _JOINERS
    return f"⟨U+{ord(character):04X}⟩" if hidden else character
