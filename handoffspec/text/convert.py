"""The table of formats, and conversion from one to another with its losses.

A later format is one more line of `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from handoffspec.text.adf_read import parse_adf
from handoffspec.text.adf_write import ADF_FEATURES, ADF_NESTING, write_adf
from handoffspec.text.asana import (
    ASANA_COMMENT_FEATURES,
    ASANA_FEATURES,
    ASANA_GIVES,
    ASANA_GIVES_NESTING,
    ASANA_NESTING,
    parse_asana,
    write_asana,
    write_asana_comment,
)
from handoffspec.text.document import Document, FormatError, Parsed, People, Written
from handoffspec.text.features import Feature, in_order
from handoffspec.text.html import HTML_FEATURES, parse_html, write_html
from handoffspec.text.journal import JOURNAL_FEATURES, parse_journal, write_journal
from handoffspec.text.markdown import MARKDOWN_FEATURES, MARKDOWN_NESTING, parse_markdown, write_markdown
from handoffspec.text.nesting import ANYTHING, Nesting
from handoffspec.text.plain import PLAIN_FEATURES, parse_plain, write_plain
from handoffspec.text.wiki_read import parse_wiki
from handoffspec.text.wiki_write import WIKI_FEATURES, WIKI_NESTING, write_wiki


@dataclass(frozen=True, slots=True)
class Format:
    """A form of rich text.

    ``holds``: what a text of it may contain; ``drops``: what reading it may leave out; ``keeps``: what survives
    being written as it; ``nests``: the blocks in blocks that it may contain; ``nesting``: those it is written with
    (None: it has no such blocks); ``people``: whose ids its mentions have, without which one is only its text.
    """

    name: str
    read: Callable[[Any], Parsed]
    write: Callable[[Document], Written[Any]]
    holds: frozenset[Feature]
    drops: frozenset[Feature]
    keeps: frozenset[Feature]
    nests: Nesting | None = None
    nesting: Nesting | None = None
    people: frozenset[People] = frozenset()


@dataclass(frozen=True, slots=True)
class Converted:
    """A value in its new format, and the features lost on the way, in the order of the closed list."""

    value: Any
    losses: tuple[str, ...]


def _text_only(read: Callable[[str], Parsed], name: str) -> Callable[[Any], Parsed]:
    def checked(value: object) -> Parsed:
        if not isinstance(value, str):
            raise FormatError(f"{name} is a text, and this is {type(value).__name__}")
        return read(value)

    return checked


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        form.name: form
        for form in (
            Format(
                "html",
                _text_only(parse_html, "HTML"),
                write_html,
                holds=HTML_FEATURES | {Feature.MERGED_CELLS, Feature.UNKNOWN},
                drops=frozenset({Feature.MERGED_CELLS, Feature.UNKNOWN}),
                keeps=HTML_FEATURES,
                nests=ANYTHING,
                nesting=ANYTHING,
            ),
            Format(
                "adf",
                parse_adf,
                write_adf,
                holds=frozenset(Feature) - {Feature.NESTED_BLOCK, Feature.COMBINED_MARKS},
                # An image in an issue is mostly an attached file, which has no address; a highlight is a colour.
                drops=frozenset(
                    {
                        Feature.IMAGE,
                        Feature.COLOUR,
                        Feature.EMOJI,
                        Feature.PANEL,
                        Feature.MERGED_CELLS,
                        Feature.UNKNOWN,
                    }
                ),
                keeps=ADF_FEATURES,
                nests=ADF_NESTING,
                nesting=ADF_NESTING,
                people=frozenset({People.ATLASSIAN}),
            ),
            Format(
                "asana_html",
                _text_only(parse_asana, "Asana's rich text"),
                write_asana,
                holds=ASANA_GIVES | {Feature.UNKNOWN},
                drops=frozenset({Feature.MERGED_CELLS, Feature.UNKNOWN}),
                keeps=ASANA_FEATURES,
                nests=ASANA_GIVES_NESTING,
                nesting=ASANA_NESTING,
                people=frozenset({People.ASANA}),
            ),
            Format(
                "asana_comment",
                _text_only(parse_asana, "Asana's rich text"),
                write_asana_comment,
                holds=ASANA_GIVES | {Feature.UNKNOWN},
                drops=frozenset({Feature.MERGED_CELLS, Feature.UNKNOWN}),
                keeps=ASANA_COMMENT_FEATURES,
                nests=ASANA_GIVES_NESTING,
                nesting=ASANA_NESTING,
                people=frozenset({People.ASANA}),
            ),
            Format(
                "wiki",
                _text_only(parse_wiki, "wiki markup"),
                write_wiki,
                holds=WIKI_FEATURES | {Feature.IMAGE_TEXT, Feature.MENTION_NAME, Feature.PANEL, Feature.UNKNOWN},
                # An image is mostly an attached file, which has no address.
                drops=frozenset({Feature.IMAGE, Feature.PANEL, Feature.UNKNOWN}),
                keeps=WIKI_FEATURES,
                nests=WIKI_NESTING,
                nesting=WIKI_NESTING,
                people=frozenset({People.JIRA, People.ATLASSIAN}),
            ),
            Format(
                "markdown",
                _text_only(parse_markdown, "Markdown"),
                write_markdown,
                # Raw HTML may stand in it.
                holds=HTML_FEATURES | {Feature.MERGED_CELLS, Feature.UNKNOWN},
                drops=frozenset({Feature.MERGED_CELLS, Feature.UNKNOWN}),
                keeps=MARKDOWN_FEATURES,
                nests=ANYTHING,
                nesting=MARKDOWN_NESTING,
            ),
            Format(
                "journal",
                _text_only(parse_journal, "a journal entry"),
                write_journal,
                holds=JOURNAL_FEATURES | {Feature.MERGED_CELLS, Feature.UNKNOWN},
                drops=frozenset({Feature.MERGED_CELLS, Feature.UNKNOWN}),
                keeps=JOURNAL_FEATURES,
                nests=ANYTHING,
                nesting=ANYTHING,
            ),
            Format(
                "plain",
                _text_only(parse_plain, "plain text"),
                write_plain,
                holds=PLAIN_FEATURES,
                drops=frozenset(),
                keeps=PLAIN_FEATURES,
            ),
        )
    }
)


def convert(value: object, source_format: str, target_format: str) -> Converted:
    """A value of one format in another. Always through the document, so what comes out is sound.

    Raises:
        FormatError: the value is not of the source format.
        KeyError: a format is not in `FORMATS`.
    """
    parsed = FORMATS[source_format].read(value)
    written = FORMATS[target_format].write(parsed.document)
    return Converted(written.value, tuple(map(str, in_order(parsed.losses | written.losses))))


def markup_loss(source_format: str, target_format: str) -> tuple[str, ...]:
    """What some text of the source format loses in the target format.

    `convert` loses more only where it must not keep a thing: an unsafe address, a colour in no usual form,
    nesting deeper than `MAX_DEPTH`.
    """
    source, target = FORMATS[source_format], FORMATS[target_format]
    lost = set(source.drops | (source.holds - target.keeps))
    if source.people - target.people:
        lost.add(Feature.MENTION)
    if source.nests and target.nesting and not source.nests.within(target.nesting):
        lost.add(Feature.NESTED_BLOCK)
    return tuple(map(str, in_order(lost)))
