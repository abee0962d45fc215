"""What makes a finding the same finding tomorrow: its code, file and message, and the statement that it is about.

No line number goes in, so a finding keeps its fingerprint when lines above it come and go, when the file is laid out
anew, when comments change, and when somebody mends something else.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from handoffspec.diagnostics.diagnostic import Diagnostic
from handoffspec.diagnostics.span import Source

_PIECE: Final = re.compile(r'"(?:\\.|[^"\\])*"?|#.*|[{}]|[^\s{}"#]+')
_LENGTH: Final = 32
"""Hexadecimal digits: 128 bits, more than chance or malice needs."""


def fingerprints(found: Sequence[Diagnostic], path_of: Callable[[str], str]) -> list[str]:
    """A fingerprint for each finding, all of them different. `path_of` gives the path that a source is known by."""
    contexts = {source: _contexts(source) for source in {one.span.source for one in found}}
    seen: Counter[str] = Counter()
    prints: list[str] = []
    for one in found:
        context = contexts[one.span.source][one.span.line - 1]
        plain = _hash(one.code.code, path_of(one.span.source.path), " ".join(one.message.split()), context)
        # Of several that are alike in everything, the second is the second wherever it stands.
        seen[plain] += 1
        prints.append(plain if seen[plain] == 1 else _hash(plain, str(seen[plain])))
    return prints


def _contexts(source: Source) -> list[str]:
    """For each line, a text that stands for its statement and for the blocks around it."""
    contexts: list[str] = []
    blocks = [""]
    for number in range(1, source.line_count + 1):
        pieces = [piece for piece in _PIECE.findall(source.line(number)) if not piece.startswith("#")]
        contexts.append(_hash(blocks[-1], _statement(pieces)))
        for at, piece in enumerate(pieces):
            if piece == "{":
                blocks.append(_hash(blocks[-1], _head(pieces[:at])))
            elif piece == "}" and len(blocks) > 1:
                blocks.pop()
    return contexts


def _statement(pieces: Sequence[str]) -> str:
    """A line without its layout and comments. Of the beginning of a block only the words count."""
    return _head(pieces[:-1]) if pieces and pieces[-1] == "{" else " ".join(pieces)


def _head(pieces: Sequence[str]) -> str:
    """`handoff escalation "A title"` is still the same block with another title."""
    words = [piece for piece in pieces if not piece.startswith('"')]
    return " ".join(words or pieces)


def _hash(*parts: str) -> str:
    # Each part on a line of its own, so that no two lists of parts read alike; a path may hold an unpaired surrogate.
    text = "\n".join(" ".join(part.splitlines()) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
