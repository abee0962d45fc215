"""Where one result line differs from another, said so that a person finds it."""

import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest


def must_agree(name: str, wanted: Sequence[object], made: Sequence[object]) -> None:
    """Ends the benchmark where a result is not the one that is wanted."""
    if len(made) != len(wanted):
        sys.exit(f"{name} gave {len(made)} results for {len(wanted)} tickets")
    for number, (one, other) in enumerate(zip(wanted, made, strict=True)):
        if found := list(differences(one, other)):
            sys.exit(f"{name}, ticket {number}:\n  " + "\n  ".join(found[:20]))


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
