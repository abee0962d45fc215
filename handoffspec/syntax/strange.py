"""Mistakes in characters: quotes, arrows, spaces and hyphens as other programs and languages write them."""

import re
import unicodedata
from typing import Final

from handoffspec.diagnostics import Diagnostic, Fix, Source, Span, codes
from handoffspec.syntax.expected import expected
from handoffspec.syntax.mistake import Mistake, in_quotes, right_arrow, shortened, span_of, start_of

_WHOLE_TEXT: Final = re.compile(r'"(?:\\.|[^"\\])*"|#.*')
_SAID: Final = {
    ";": "Leave it out: the end of the line ends the statement.",
    "'": 'Texts stand in double quotes: "like this".',
    "!": "Write `is not`, or `has no`.",
    "&": "Write `and`.",
    "&&": "Write `and`.",
    "|": "Write `or`.",
    "||": "Write `or`.",
    "//": "A comment begins with `#`.",
    "/*": "A comment begins with `#` and ends with its line.",
    "-": "Lines begin with no bullet; an arrow is written `->`, a comment begins with `#`.",
    "*": "Lines begin with no bullet; every value there is is written `any`.",
    ".": "A qualified name has no blanks around its dot: `jira.status`.",
    '"': 'Put the text between two `"` on one line.',
}


def open_quote(mistake: Mistake, source: Source) -> Diagnostic | None:
    """A text that does not end, or a line whose quotes do not pair up."""
    if mistake.token.type in ("ODD_TEXT", "ODD_SPACE"):
        return None
    return unpaired_quote(source, start_of(mistake.token))


def unpaired_quote(source: Source, offset: int) -> Diagnostic | None:
    """What is wrong with the quotes of the line at an offset, if anything."""
    number, column = source.position(offset)
    line = source.line(number)
    unpaired = _WHOLE_TEXT.sub(lambda found: " " * len(found[0]), line).find('"')
    if unpaired == -1:
        return None
    begin, end = offset - column + 1, len(line.rstrip(" \t{"))
    if '"' in line[:unpaired]:
        first = line.index('"')
        return codes.UNCLOSED_TEXT.at(
            Span(source, begin + first, begin + max(end, first + 1)),
            "The quotes of this line do not pair up: one is missing or one too many.",
            help='Put each text between two `"`; a quote inside a text is written `\\"`.',
        )
    curly = next((sign for sign in "”“„" if sign in line[unpaired:]), None)
    ending = f"A curly quote ({curly}) does not end a text: write" if curly else "Where the text ends, write"
    return codes.UNCLOSED_TEXT.at(
        Span(source, begin + unpaired, begin + max(end, unpaired + 1)),
        "This text has no closing quote on its line.",
        help=f'{ending} `"`.',
    )


def odd_space(mistake: Mistake, source: Source) -> Diagnostic | None:
    """A blank that is none, or a character nobody sees."""
    if mistake.token.type != "ODD_SPACE":
        return None
    character = str(mistake.token)[0]
    name = unicodedata.name(character, "control character").lower()
    blank = " " if character.isspace() else ""
    return codes.STRANGE_CHARACTER.at(
        span_of(mistake.token, source),
        f"Here stands an invisible character ({name}, U+{ord(character):04X}), as word processors and web pages use.",
        help="Replace it with an ordinary space." if blank else "Delete it and type the word again.",
        fixes=[Fix(span_of(mistake.token, source), blank, safe=True)],
    )


def odd_text(mistake: Mistake, source: Source) -> Diagnostic | None:
    """A text between curly or single quotes."""
    if mistake.token.type != "ODD_TEXT":
        return None
    opening, closing = mistake.token[0], mistake.token[-1]
    right = in_quotes(mistake.token[1:-1])
    return codes.STRANGE_CHARACTER.at(
        span_of(mistake.token, source),
        f"Texts stand in straight double quotes, not between {opening} and {closing}.",
        help=f"Write `{shortened(right)}`.",
        fixes=[Fix(span_of(mistake.token, source), right, safe=True)],
    )


def odd_arrow(mistake: Mistake, source: Source) -> Diagnostic | None:
    """`=>`, `-->` or an arrow character."""
    if mistake.token.type != "ODD_ARROW":
        return None
    right = right_arrow(mistake.token)
    both = " (`<->` where edits come back as well)" if right == "->" else ""
    return codes.STRANGE_CHARACTER.at(
        span_of(mistake.token, source),
        f"`{mistake.token}` is no arrow of the language.",
        help=f"Write `{right}`{both}.",
        fixes=[Fix(span_of(mistake.token, source), right, safe=True)],
    )


def odd_name(mistake: Mistake, source: Source) -> Diagnostic | None:
    """`zendesk-to-jira`."""
    if mistake.token.type != "ODD_NAME":
        return None
    name = mistake.token.replace("-", "_")
    quoted = f'; if it is a text or a status, in quotes: `"{mistake.token}"`' if "STRING" in mistake.accepted else ""
    return codes.STRANGE_CHARACTER.at(
        span_of(mistake.token, source), "A name cannot hold a hyphen.", help=f"Write `{name}`{quoted}."
    )


def junk(mistake: Mistake, source: Source) -> Diagnostic | None:
    """Any other character that no statement can hold."""
    if mistake.token.type != "JUNK":
        return None
    wrong = "is no number and no name" if mistake.token[0].isdigit() else "has no meaning outside quotes"
    return codes.STRANGE_CHARACTER.at(
        span_of(mistake.token, source),
        f"`{shortened(str(mistake.token))}` {wrong}.",
        help=_instead(str(mistake.token), mistake) or expected(mistake),
    )


def _instead(sign: str, mistake: Mistake) -> str | None:
    if sign[0].isdigit():
        return f'A name begins with a letter; a text stands in quotes: "{sign}".'
    if sign in ("=", "==", ":", "!="):
        if "ARROW" in mistake.accepted:
            return "Write an arrow: `->`, or `<->` where edits come back as well."
        if "is" in mistake.words:
            return "Write `is not`." if sign == "!=" else "Write `is`."
        if "be" in mistake.words:
            return 'Write `be`: `let project be "PLAT"`.'
        return f"Leave it out: write the name, then its value, with no `{sign}` between them."
    return _SAID.get(sign) or (f'Write `"` instead of {sign}.' if sign in "“”„‟«»‘’`" else None)
