"""Comments out of a journal: one text of a record that shows all its entries, the latest first.

    2026-03-01 09:00:00 - Ana (Additional comments)
    Still down

The channel is the journal's, whatever an entry says of itself. When an entry was made is shown in one user's zone, so
it is not taken over.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Final

from handoffspec.execute.wire.conversation import Comment, text_parts
from handoffspec.execute.wire.forms import as_seen
from handoffspec.execute.wire.paths import parse_path
from handoffspec.schema.systems import CommentFacts, PathFact, Record

_HEAD: Final = re.compile(
    r"^(?=\d)[^\n]{6,20}\d:\d\d(?::\d\d)?(?: [AaPp][Mm])? - (?P<who>[^\n]{1,200}) \([^()\n]{1,60}\)\n", re.MULTILINE
)


def journals(record: Record) -> tuple[PathFact, ...]:
    """Where the record shows journals, one for each channel."""
    return tuple(fact for fact in (record.comments or CommentFacts()).paths if fact.part == "entries")


def read_journals(record: Record, obj: Mapping[str, object]) -> tuple[Comment, ...]:
    """The entries that the record itself shows, each journal's oldest first. A journal that is not shown has none."""
    facts = record.comments or CommentFacts()
    return tuple(
        {"channel": fact.channel or "internal", **text_parts(fact.codec or facts.format, text), "author": who}
        for fact in journals(record)
        for who, text in reversed(list(_entries(as_seen(record.forms, obj.get(parse_path(fact.path).first_key)))))
    )


def _entries(journal: object) -> Iterator[tuple[dict[str, object], str]]:
    if not isinstance(journal, str):
        return
    heads = list(_HEAD.finditer(journal))
    for head, following in zip_longest(heads, heads[1:]):
        end = following.start() if following is not None else len(journal)
        yield {"id": head["who"], "name": head["who"]}, journal[head.end() : end].strip()
