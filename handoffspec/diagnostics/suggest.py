"""The word somebody probably meant, and silence where that is a guess."""

from collections.abc import Iterable

_LONGEST = 64
"""Longer words are not compared: nobody misspells them, and the time for a pair stays bounded."""
_MOST_CANDIDATES = 20_000
_NONE = 1_000


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` is close to, or None.

    Close is one slip in a word of three or four characters, two from five, three from nine, four from fourteen;
    the same word in another case, number (`tag`, `tags`) or with other separators (`customer-impact`), or a
    beginning of exactly one candidate. Of equally close ones the first in alphabetical order is given, so the
    answer does not depend on the order of the candidates.
    """
    if not 0 < len(word) <= _LONGEST:
        return None
    pool = sorted({c for c in candidates if 0 < len(c) <= _LONGEST and c != word})[:_MOST_CANDIDATES]
    plain = _plain(word)
    best: tuple[int, str] | None = None
    allowed = _allowed(len(word))
    for candidate in pool:
        distance = _distance_between(plain, _plain(candidate), allowed)
        if distance <= allowed and (best is None or distance < best[0]):
            best = distance, candidate
            allowed = distance
    return best[1] if best else _only_completion(plain, pool)


def _allowed(length: int) -> int:
    if length < 3:
        return 0
    return 1 if length < 5 else 2 if length < 9 else 3 if length < 14 else 4


def _plain(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def _distance_between(word: str, candidate: str, limit: int) -> int:
    if word == candidate or _singular(word) == _singular(candidate):
        return 0
    if abs(len(word) - len(candidate)) > limit:
        return _NONE
    # A short candidate may not be rewritten whole: `id` is not close to `cc`.
    return min_or_none(_damerau(word, candidate, limit), _allowed(len(candidate)))


def min_or_none(distance: int, allowed: int) -> int:
    """The distance when it is allowed, else one that never is."""
    return distance if distance <= allowed else _NONE


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _only_completion(word: str, pool: list[str]) -> str | None:
    if len(word) < 3:
        return None
    longer = [c for c in pool if _plain(c).startswith(word) or word.startswith(_plain(c) + "_")]
    return longer[0] if len(longer) == 1 else None


def _damerau(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) between two words; past the limit any larger number."""
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(last) > limit:
            return _NONE
        before_last, last = last, row
    return last[-1]
