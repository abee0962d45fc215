"""What to say about a mistake: what was meant, what could have stood there, how such a line reads.

Each reader knows one kind of mistake and says nothing about others; the first that knows a mistake reports it.
"""

import re
from collections.abc import Callable
from itertools import takewhile
from typing import Final, TypeAlias

from handoffspec.diagnostics import Diagnostic, Fix, Source, Span, closest, codes
from handoffspec.syntax.expected import expected, lines_of, one_of
from handoffspec.syntax.mistake import (
    Mistake,
    comma_before_line,
    end_of,
    kinds_of,
    misspelt,
    shortened,
    span_of,
    start_of,
    words_of,
)
from handoffspec.syntax.strange import junk, odd_arrow, odd_name, odd_space, odd_text, open_quote
from handoffspec.syntax.wording import LINES, NAMED, PHRASES

_PLAIN_WORDS: Final = re.compile(r"[\w'’%&/-]+(?:[ \t]+[\w'’%&/-]+)*")
_UNITS: Final = {"s": "s", "m": "m", "h": "h", "d": "d", "w": "w"}

Reader: TypeAlias = "Callable[[Mistake, Source], Diagnostic | None]"


def report(mistake: Mistake, source: Source) -> Diagnostic:
    """The diagnostic for a mistake."""
    return next(found for reader in _READERS if (found := reader(mistake, source)) is not None)


def _misspelt(mistake: Mistake, source: Source) -> Diagnostic | None:
    meant = misspelt(mistake)
    if meant is None:
        return None
    _, text, of_first = meant
    span = span_of(mistake.before[0] if of_first else mistake.token, source)
    return codes.UNKNOWN_WORD.at(
        span,
        f"`{span.text}` is no word of the language that can stand here.",
        help=f"Did you mean `{text}`?",
        fixes=[Fix(span, text, safe=False)],
    )


def _misspelt_phrase(mistake: Mistake, source: Source) -> Diagnostic | None:
    """Two words of which one is wrong: `customer replys`."""
    if mistake.token.type != "NAME" or not mistake.before or mistake.before[-1].type != "NAME":
        return None
    first = mistake.before[-1]
    # The parser may be past the place where the phrase could begin, so all of them are compared.
    phrases = [phrase for phrase in PHRASES.values() if " " in phrase]
    said = f"{first} {mistake.token}"
    meant = closest(said, phrases)
    if meant is None or not {str(first), str(mistake.token)} & {*meant.split()}:
        return None
    span = Span(source, start_of(first), end_of(mistake.token))
    return codes.UNKNOWN_WORD.at(span, f"`{said}` is nothing that can stand here.", help=f"Did you mean `{meant}`?")


def _unnamed(mistake: Mistake, source: Source) -> Diagnostic | None:
    """`handoff "Title" {`."""
    if len(mistake.before) != 1 or "NAME" not in mistake.accepted or str(mistake.before[0]) not in NAMED:
        return None
    what = str(mistake.before[0])
    if mistake.token.type in ("NUMBER", "DURATION"):
        return None
    example = next(
        line.split()[1] for lines in LINES.values() for line in lines if line.split()[0] == what and " " in line
    )
    title = f" {mistake.token}" if mistake.token.type == "STRING" else ""
    thing = "constant" if what == "let" else what
    return codes.SYNTAX_ERROR.at(
        span_of(mistake.before[0], source),
        f"This {thing} has no name; a name is one word, a title in quotes may follow it.",
        help=f"Write a name after `{what}`, for instance `{what} {example}{shortened(title)}`.",
    )


def _two_names(mistake: Mistake, source: Source) -> Diagnostic | None:
    """`handoff service escalation "Title" {`."""
    if len(mistake.before) != 2 or mistake.token.type != "NAME" or str(mistake.before[0]) not in NAMED:
        return None
    what, first = mistake.before
    if first.type != "NAME" or mistake.words or mistake.token[:1].isupper():
        return None
    return codes.SYNTAX_ERROR.at(
        Span(source, start_of(first), end_of(mistake.token)),
        f"The name of a {what} is one word.",
        help=f"Write `{what} {first}_{mistake.token}`; a title of several words follows in quotes.",
    )


def _quantity(mistake: Mistake, source: Source) -> Diagnostic | None:
    """A number where a length of time goes: `30`, `30 minutes`, `30min`."""
    if "DURATION" not in mistake.accepted or "NUMBER" in mistake.accepted or not mistake.token[:1].isdigit():
        return None
    found = re.match(r"(\d+)(?:\.\d+)?[ \t]*([a-zA-Z]*)", source.text[start_of(mistake.token) :][:40])
    if found is None:
        return None
    number, unit = found[1], _UNITS.get(found[2][:1].lower())
    could = f"`{number}{unit}`" if unit else f"`{number}m` for minutes, `{number}h` for hours or `{number}d` for days"
    return codes.SYNTAX_ERROR.at(
        span_of(mistake.token, source),
        f"`{mistake.token}` is no length of time: a whole number and s, m, h, d or w, in one word.",
        help=f"Write {could}.",
    )


def _trailing_comma(mistake: Mistake, source: Source) -> Diagnostic | None:
    """The comma at the end of the line above, when the statement went on over it."""
    tokens = [*mistake.before, mistake.token]
    comma = comma_before_line(tokens)
    meant = misspelt(mistake)
    # Further along the line a misspelt word is the mistake, and the comma may well be meant.
    further = comma is not None and comma < len(tokens) - 2 and meant is not None and not meant[2]
    if comma is None or further:
        return None
    return codes.SYNTAX_ERROR.at(
        span_of(tokens[comma], source),
        "The line ends in a comma, so the next line was read as part of it.",
        help="Remove the comma, or write what should follow it.",
    )


def _round_list(mistake: Mistake, source: Source) -> Diagnostic | None:
    if mistake.token.type != "LPAR" or "LSQB" not in mistake.accepted:
        return None
    inside = re.match(r"\(([^()\n]*)\)", source.text[start_of(mistake.token) :][:200])
    return codes.SYNTAX_ERROR.at(
        span_of(mistake.token, source),
        "A list stands in square brackets.",
        help=f"Write `[{shortened(inside[1]) if inside else '…'}]`.",
    )


def _unbracketed_list(mistake: Mistake, source: Source) -> Diagnostic | None:
    """`choice low, high`."""
    if mistake.token.type not in ("NAME", "STRING") or not mistake.before or str(mistake.before[-1]) != "choice":
        return None
    return codes.SYNTAX_ERROR.at(
        span_of(mistake.token, source),
        "A list stands in square brackets.",
        help=f"Write `[{mistake.token}, …]`.",
    )


def _comma(mistake: Mistake, source: Source) -> Diagnostic | None:
    """A comma too many, or one too few."""
    twice = mistake.token.type == "COMMA" and mistake.before and mistake.before[-1].type == "COMMA"
    if twice:
        return codes.SYNTAX_ERROR.at(
            span_of(mistake.token, source), "Two commas follow each other.", help="Remove one of them."
        )
    if "COMMA" not in mistake.accepted or not mistake.before:
        return None
    joined = str(mistake.token) in ("and", "or") and "ARROW" in mistake.accepted
    if joined or ("RSQB" in mistake.accepted and mistake.token.type in ("NAME", "STRING", "NUMBER")):
        message = "Several are listed with commas." if joined else "A comma is missing before this."
        rest = " …" if joined else f" {mistake.token}"
        return codes.SYNTAX_ERROR.at(
            span_of(mistake.token, source), message, help=f"Write `{shortened(str(mistake.before[-1]))},{rest}`."
        )
    return None


def _half_condition(mistake: Mistake, source: Source) -> Diagnostic | None:
    """`when priority is urgent or high`."""
    if mistake.token.type not in ("_NL", "RPAR") or len(mistake.before) < 2 or "is" not in mistake.words:
        return None
    joined, value = mistake.before[-2:]
    if str(joined) not in ("and", "or"):
        return None
    return codes.SYNTAX_ERROR.at(
        span_of(value, source),
        f"After `{joined}` a whole condition stands, and `{value}` alone is none.",
        help=_whole_condition(mistake),
    )


def _whole_condition(mistake: Mistake) -> str:
    *_, field, operator, first, joined, value = ("", "", "", *(str(token) for token in mistake.before))
    if not field or not operator.isalpha():
        return f"Name the field again after `{joined}`."
    again = f"`… {joined} {field} {operator} {value}`"
    return f"Name the field again: {again}; one of several values is `{field} {operator} [{first}, {value}]`."


def _missing_arrow(mistake: Mistake, source: Source) -> Diagnostic | None:
    if "ARROW" not in mistake.accepted or not mistake.before or mistake.token.type in ("COMMA", "LPAR"):
        return None
    left = _so_far(mistake, source)
    if mistake.token.type == "COMPARE":
        message, rest = f"`{mistake.token}` compares; it does not say which way something goes.", ""
    elif mistake.token.type in ("_NL", "LBRACE"):
        message, rest = f"The line ends before saying where `{left}` goes.", " …"
    else:
        message, rest = f"An arrow is missing between `{left}` and `{mistake.token}`.", f" {mistake.token}"
    return codes.SYNTAX_ERROR.at(
        _end_of(mistake, source) if mistake.token.type == "_NL" else span_of(mistake.token, source),
        message,
        help=f"Write `{left} ->{rest}`, or `<->` where edits come back as well.",
    )


def _unquoted(mistake: Mistake, source: Source) -> Diagnostic | None:
    """Words or a number where only a text in quotes can stand."""
    if "STRING" not in mistake.accepted or {"NAME", "QNAME", "NUMBER"} & {*mistake.accepted}:
        return None
    found = _PLAIN_WORDS.match(source.text, start_of(mistake.token))
    if found is None or mistake.token.type == "_NL" or source.text[found.end() :].lstrip(" \t").startswith('"'):
        return None
    after = words_of(mistake.after_text)
    words = list(takewhile(lambda word: word not in after, found[0].split()))
    if not words:
        return codes.SYNTAX_ERROR.at(
            span_of(mistake.token, source),
            f"A text in quotes is missing before `{mistake.token}`.",
            help=expected(mistake),
        )
    text = source.text[found.start() : found.start() + found[0].index(words[-1]) + len(words[-1])]
    return codes.SYNTAX_ERROR.at(
        Span(source, found.start(), found.start() + len(text)),
        "A text stands in quotes.",
        help=f'Write `"{shortened(text)}"`.',
    )


def _elsewhere(mistake: Mistake, source: Source) -> Diagnostic | None:
    """A line that belongs in another block."""
    if len(mistake.before) > 1 or (mistake.before and mistake.before[0].type != "NAME"):
        return None
    first = mistake.before[0] if mistake.before else mistake.token
    if any(line.split()[0] == first for line in lines_of(mistake.block)):
        return None
    homes = [block for block, lines in LINES.items() if any(line.split()[0] == first and " " in line for line in lines)]
    is_word = first.isidentifier() and (first.type != "NAME" or len(kinds_of(first)) > 1)
    if not homes or not is_word:
        return None
    here = f"in `{mistake.block[-1]}`" if mistake.block else "at the top of a file"
    there = one_of([f"in `{block.split()[-1]}`" if block else "at the top of a file" for block in homes])
    return codes.SYNTAX_ERROR.at(
        span_of(first, source),
        f"`{first}` cannot begin a line {here}.",
        help=f"Such a line stands {there}. Perhaps a `}}` is missing above, or there is one too many.",
    )


def _short_line(mistake: Mistake, source: Source) -> Diagnostic | None:
    if mistake.token.type != "_NL" or not mistake.before:
        return None
    return codes.SYNTAX_ERROR.at(
        _end_of(mistake, source),
        f"The line ends too early: something is missing after `{shortened(str(mistake.before[-1]))}`.",
        help=expected(mistake),
    )


def _anything(mistake: Mistake, source: Source) -> Diagnostic:
    spoken = f"`{shortened(str(mistake.token))}`" if str(mistake.token).strip() else "The end of the line"
    if not mistake.before:
        known = mistake.block and mistake.block[-1] != "table"
        message = f"{spoken} cannot begin a line {f'in `{mistake.block[-1]}`' if known else 'here'}."
    else:
        message = f"{spoken} cannot stand after `{shortened(str(mistake.before[-1]))}`."
    apart = " A new statement begins on a line of its own." if _begins_another(mistake) else ""
    return codes.SYNTAX_ERROR.at(span_of(mistake.token, source), message, help=expected(mistake) + apart)


def _begins_another(mistake: Mistake) -> bool:
    """Whether the line could end here and the word begins other lines of this block."""
    starts = (line.split()[0] for line in lines_of(mistake.block))
    return "_NL" in mistake.accepted and str(mistake.token) in starts


def _so_far(mistake: Mistake, source: Source) -> str:
    return shortened(source.text[start_of(mistake.before[0]) : end_of(mistake.before[-1])])


def _end_of(mistake: Mistake, source: Source) -> Span:
    """The place after the last token of the statement."""
    return Span(source, end_of(mistake.before[-1]), end_of(mistake.before[-1]))


_READERS: Final[tuple[Reader, ...]] = (
    open_quote,
    odd_space,
    odd_text,
    odd_arrow,
    odd_name,
    _quantity,
    junk,
    _trailing_comma,
    _misspelt,
    _misspelt_phrase,
    _unnamed,
    _two_names,
    _round_list,
    _unbracketed_list,
    _comma,
    _half_condition,
    _elsewhere,
    _missing_arrow,
    _unquoted,
    _short_line,
    _anything,
)
"""In the order in which they are asked: the last one always has something to say."""
