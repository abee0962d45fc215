"""Names for fields and options that people called what they liked. The same metadata gives the same names."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from handoffspec.importers.found import Found
from handoffspec.importers.spelling import label_of, spellable, visible
from handoffspec.schema.spelling import identifier
from handoffspec.schema.types import Option

_LONGEST: Final = 60
_DIGITS: Final = re.compile(r"\d+")


def named(fields: Iterable[Found], taken: Collection[str], known: Mapping[str, str]) -> dict[str, str]:
    """The name of each field that the catalogue has not, by identity.

    The oldest field, by its identifier, keeps the plain name where several are called the same, so a field that is
    added later changes no name. The others have their identifier behind it.

    Args:
        fields: what was found.
        taken: the catalogue's names.
        known: names that an earlier import or a person gave, by identity.
    """
    names = {one.identity: known[one.identity] for one in fields if one.identity in known}
    used = {*taken, *known.values()}
    for one in sorted(fields, key=lambda one: age(one.identity)):
        if one.native is not None:
            names[one.identity] = one.native
        elif one.identity not in names:
            names[one.identity] = one.name if one.name and one.name not in used else _name(one, used)
            used.add(names[one.identity])
    return names


def age(identity: str) -> tuple[int, str]:
    """Where an identifier stands among those given before and after it: identifiers are counted up."""
    numbers = _DIGITS.findall(identity)
    return (int(numbers[-1][-30:]) if numbers else 0, identity)


def _name(one: Found, used: Collection[str]) -> str:
    tail = identifier(_tail(one.identity), otherwise="id").removeprefix("id_")[-_LONGEST:]
    plain = identifier(one.label[: 10 * _LONGEST], otherwise=f"field_{tail}")[:_LONGEST].rstrip("_")
    return plain if plain not in used else identifier(f"{plain}_{tail}", used)


def _tail(identity: str) -> str:
    """What tells an identifier from others like it: the number of `customfield_10077`."""
    numbers = _DIGITS.findall(identity)
    return numbers[-1] if numbers else identity


def options_of(pairs: Iterable[tuple[str | int, str]]) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    """Options from their forms in the API and their labels, and what is wrong with those left out.

    An option's name is its form in the API where that can be read, so that a spec says what the system says.
    """
    options: dict[str | int, Option] = {}
    wrong: list[str] = []
    for wire, label in pairs:
        if isinstance(wire, str) and (not wire or not spellable(wire)):
            wrong.append(f"an option's value {wire[:40]!a} cannot be written")
        elif wire in options:
            if options[wire].label != label_of(label, str(wire)):
                wrong.append(f"two options have the value {str(wire)[:40]!r}")
        else:
            options[wire] = Option(str(wire), label_of(label, str(wire)), wire)
    return tuple(options.values()), tuple(wrong)


def by_label(pairs: Sequence[tuple[str | int, str]]) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    """Options whose forms in the API say nothing to people: they are called by their labels.

    Of several with the same label all but the first have their form behind it.
    """
    options, wrong = options_of(pairs)
    used: set[str] = set()
    named_so: list[Option] = []
    for option in options:
        name = option.label
        while name in used:
            name = f"{name} {visible(str(option.wire))}"
        used.add(name)
        named_so.append(replace(option, name=name, label=name))
    return tuple(named_so), wrong
