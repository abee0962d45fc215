"""The word somebody probably meant, and silence where that would be a guess."""

from collections.abc import Iterable

_LONGEST = 64
"""Longer words are not compared: nobody misspells them, and the time for one pair stays bounded."""
_MOST_CANDIDATES = 5_000
_FAR = 1_000


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` is close to, or None.

    Close is one slip in a word of three to five characters, two up to ten, three in longer ones; the same word in
    another case or number (`tag`, `tags`), with other separators or its parts in another order
    (`impact-customer`); or a beginning or a part of exactly one candidate (`desc`, `impact`). Of equally close
    ones the first in alphabetical order is given, so the order of the candidates never matters.
    """
    if not 0 < len(word) <= _LONGEST:
        return None
    pool = sorted({c for c in candidates if 0 < len(c) <= _LONGEST and c != word})[:_MOST_CANDIDATES]
    plain = _plain(word)
    best, best_distance = None, _allowed(len(plain)) + 1
    for candidate in pool:
        distance = _apart(plain, _plain(candidate), best_distance - 1)
        if distance < best_distance:
            best, best_distance = candidate, distance
            if distance == 0:
                break
    return best or _only_one_with_part(plain, pool)


def _allowed(length: int) -> int:
    """How many slips a word of this length may hold: an `id` is never close to a `cc`."""
    if length < 3:
        return 0
    return 1 if length < 6 else 2 if length < 11 else 3


def _plain(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def _apart(word: str, candidate: str, limit: int) -> int:
    """Slips between two plain words; some number over the limit when there are more than that."""
    if _parts(word) == _parts(candidate):
        return 0
    limit = min(limit, _allowed(len(candidate)))
    hopeless = abs(len(word) - len(candidate)) > limit or len(set(word) ^ set(candidate)) > 2 * limit
    return _FAR if hopeless else _damerau(word, candidate, limit)


def _parts(word: str) -> list[str]:
    return sorted(_singular(part) for part in word.split("_"))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _only_one_with_part(word: str, pool: list[str]) -> str | None:
    if len(word) < 3:
        return None
    holding = [c for c in pool if _holds(_plain(c), word) or _holds(word, _plain(c))]
    return holding[0] if len(holding) == 1 else None


def _holds(longer: str, part: str) -> bool:
    """`description` holds `desc`; `customer_impact` holds `impact`."""
    return len(part) > 2 and (longer.startswith(part) or longer.endswith("_" + part))


def _damerau(left: str, right: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words, given up past the limit.

    Only the band that the limit can reach is looked at, which bounds the time for hostile words.
    """
    size = len(right) + 1
    before_last: list[int] = []
    last = [j if j <= limit else _FAR for j in range(size)]
    for i, a in enumerate(left, 1):
        row = [_FAR] * size
        row[0] = i if i <= limit else _FAR
        for j in range(max(1, i - limit), min(size, i + limit + 1)):
            b = right[j - 1]
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, before_last[j - 2] + 1)
            row[j] = cost
        if min(row) > limit and min(last) > limit:
            return _FAR
        before_last, last = last, row
    return last[-1] if last[-1] <= limit else _FAR
