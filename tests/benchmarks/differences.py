"""Where one result line differs from another, said so that a person finds it."""

from collections.abc import Iterator
from itertools import zip_longest


def differences(wanted: object, made: object, path: str = "") -> Iterator[str]:
    """Each place where what was made is not what is wanted."""
    if isinstance(wanted, dict) and isinstance(made, dict):
        for key in wanted.keys() | made.keys():
            yield from differences(wanted.get(key, "(not there)"), made.get(key, "(not there)"), f"{path}.{key}")
    elif isinstance(wanted, list) and isinstance(made, list):
        for number, (one, other) in enumerate(zip_longest(wanted, made, fillvalue="(not there)")):
            yield from differences(one, other, f"{path}[{number}]")
    elif type(wanted) is not type(made) or wanted != made:
        yield f"{path}: {str(wanted)[:300]!r} is wanted, {str(made)[:300]!r} was made"
