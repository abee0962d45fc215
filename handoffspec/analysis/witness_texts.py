"""Witnesses of losses in texts: what is cut, what loses its formatting, its blanks or its parts."""

import re
from collections.abc import Iterator
from functools import cache
from string import ascii_lowercase
from typing import Final

from handoffspec.analysis.crossing import Crossing
from handoffspec.analysis.domains import written_by
from handoffspec.analysis.room import room_for_prose
from handoffspec.analysis.samples import one_of, samples
from handoffspec.schema.losses import Witness, repeated
from handoffspec.schema.mapping import Rule, ToComment, ToContext
from handoffspec.schema.types import ChoiceType, FlagType, Limit, ListType, MomentType, NumberType, TextType, Type
from handoffspec.text.convert import FORMATS, convert

_ELLIPSIS: Final = "…"
_WIDE: Final = "😀"
"""A character of four bytes."""


# ── Cut ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def too_long(crossing: Crossing) -> Witness | None:
    """Two texts or lists whose difference is cut off."""
    if not crossing.one:
        return _together_too_long(crossing)
    read, written = crossing.reads[0].type, crossing.writes[0].type
    if isinstance(read, ListType) and isinstance(written, ListType):
        return _too_many(crossing, read, written)
    limit = _limit(crossing)
    if limit is None:
        return None
    room = room_for_prose(crossing.handoff, written_by(crossing.rule, crossing.way)[0])
    if not isinstance(read, TextType):
        return _too_long_in_words(crossing, read, limit)
    if crossing.way == "out" and room is not None and not _over(read, limit):
        return _crowded_out(crossing, limit)
    if limit.unit == "bytes":
        length = limit.number // 4 + 1
        kept = max(0, limit.number - len(_ELLIPSIS.encode())) // 4
        ticket, other = repeated(_WIDE, length), repeated(_WIDE, length - 1, "😁")
        arrives = repeated(_WIDE, kept, _ELLIPSIS)
    else:
        length = limit.number + 1
        ticket, other = repeated("a", length), repeated("a", length - 1, "b")
        arrives = repeated("a", limit.number - 1, _ELLIPSIS)
    there = crossing.arrival(arrives) if room is None and _plainly(crossing) else None
    return Witness("truncation", crossing.ticket(ticket), there, crossing.ticket(other))


def _plainly(crossing: Crossing) -> bool:
    """Whether nothing but the cut happens to the text."""
    return all(step.kind in ("cut", "default") for step in crossing.steps)


def _over(read: TextType, limit: Limit) -> bool:
    """Whether the field holds more than the limit by itself."""
    return read.limit is None or read.limit.number > limit.number or read.limit.unit != limit.unit


def _limit(crossing: Crossing) -> Limit | None:
    """The narrowest place on the way, as the length that the source's text may have."""
    limits: list[Limit] = []
    added = 0
    for step in crossing.steps:
        if step.kind == "cut" and step.limit is not None:
            limits.append(Limit(step.limit.number - added, step.limit.unit))
        elif step.kind == "prefixed":
            added += len(str(step.value))
    written = crossing.writes[0].type
    if isinstance(written, TextType) and written.limit is not None:
        limits.append(Limit(written.limit.number - added, written.limit.unit))
    fitting = [limit for limit in limits if limit.number > 0 and limit.unit != "items"]
    return min(fitting, key=lambda limit: limit.number, default=None)


def _too_many(crossing: Crossing, read: ListType, written: ListType) -> Witness | None:
    if written.limit is None or (read.limit is not None and read.limit.number <= written.limit.number):
        return _too_long_inside(crossing, read, written)
    entries = _entries(read.item, written.limit.number + 1)
    if len(entries) <= written.limit.number:
        return None
    kept = entries[: written.limit.number]
    there = crossing.arrival(kept) if read.item.kind == written.item.kind else None
    return Witness("truncation", crossing.ticket(entries), there, crossing.ticket(kept))


def _too_long_inside(crossing: Crossing, read: ListType, written: ListType) -> Witness | None:
    """A list of one entry that is too long for its place."""
    limit = written.item.limit if isinstance(written.item, TextType) else None
    if limit is None or limit.unit != "characters":
        return None
    if isinstance(read.item, TextType):
        first, other = repeated("a", limit.number + 1), repeated("a", limit.number, "b")
        cut = repeated("a", limit.number - 1, _ELLIPSIS)
        return Witness("truncation", crossing.ticket([first]), crossing.arrival([cut]), crossing.ticket([other]))
    over = (value for value, words in _with_words(read.item, limit.number) if len(words) > limit.number)
    found = next(over, None)
    return None if found is None else Witness("truncation", crossing.ticket([found]))


def _entries(item: Type, count: int) -> list[object]:
    """Different entries of a list, as many as there are."""
    match item:
        case TextType():
            return list(ascii_lowercase[:count]) if count <= 26 else [f"a{number}" for number in range(1, count + 1)]
        case ChoiceType(options=options) if options:
            return [option.name for option in options[:count]]
        case NumberType() if item.lowest is None and item.highest is None:
            return list(range(count))
        case _:
            return list(samples(item))[:count]


def _together_too_long(crossing: Crossing) -> Witness | None:
    """Several texts that are too long only together: each as long as it may be, the last one ending differently."""
    if len(crossing.writes) != 1:
        return _part_too_long(crossing)
    written = crossing.writes[0].type
    limit = written.limit if isinstance(written, TextType) else None
    if limit is None:
        return None
    ones = [_longest(field.type, limit.number + 1) for field in crossing.reads]
    last = crossing.reads[-1].type
    if not isinstance(last, TextType):
        return Witness("truncation", crossing.ticket(*ones))
    length = min(last.limit.number, limit.number + 1) if last.limit is not None else limit.number + 1
    others = [*ones[:-1], repeated("a", length - 1, "b")]
    return Witness("truncation", crossing.ticket(*ones), None, crossing.ticket(*others))


def _part_too_long(crossing: Crossing) -> Witness | None:
    """A text cut apart, of which a piece is too long for its field."""
    separator = crossing.step("split")
    if separator is None or len(crossing.reads) != 1:
        return None
    for at, field in enumerate(crossing.writes):
        limit = field.type.limit if isinstance(field.type, TextType) else None
        if limit is not None and limit.unit == "characters":
            before = str(separator.value) * at
            first = repeated("a", limit.number + 1, first=before)
            other = repeated("a", limit.number, "b", before)
            return Witness("truncation", crossing.ticket(first), None, crossing.ticket(other))
    return None


def _crowded_out(crossing: Crossing, limit: Limit) -> Witness:
    """Prose that would fit by itself, beside entries of the context block that take the room."""
    [read] = crossing.reads
    [target] = written_by(crossing.rule, crossing.way)
    length = read.type.limit.number if isinstance(read.type, TextType) and read.type.limit else limit.number
    entries: dict[str, object] = {}
    for rule in crossing.handoff.rules:
        if isinstance(rule.target, ToContext) and rule.target.field == target:
            entries |= {
                field.name: _longest(field.type, limit.number // 2)
                for field in Crossing.of(crossing.handoff, rule, "out").reads
            }
    entries.pop(read.name, None)
    first = {**crossing.ticket(repeated("a", length)), **entries}
    other = {**crossing.ticket(repeated("a", length - 1, "b")), **entries}
    return Witness("truncation", first, None, other)


def _longest(type_: Type, most: int) -> object:
    """A value that takes much room."""
    match type_:
        case TextType(limit=limit):
            return repeated("a", min(limit.number, most) if limit is not None else most)
        case ListType(item=TextType() as item):
            return [_longest(item, most)]
        case ChoiceType(options=options) if options:
            return max(options, key=lambda option: len(option.label)).name
        case NumberType(lowest=low, integer=False, decimals=int() as digits) if digits > 0:
            return round((low or 0) + 10**-digits, digits)
        case _:
            return one_of(type_)


# ── In words ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _too_long_in_words(crossing: Crossing, read: Type, limit: Limit) -> Witness | None:
    """A value whose words are too long, and another with the same beginning, if there is one."""
    cut: dict[str, object] = {}
    over = [(value, words) for value, words in _with_words(read, limit.number) if len(words) > limit.number]
    for value, words in over:
        kept = words[: limit.number - 1] + _ELLIPSIS
        other = cut.setdefault(kept, value)
        if other != value:
            return Witness("truncation", crossing.ticket(other), crossing.arrival(kept), crossing.ticket(value))
    if not over:
        return None
    value, words = over[0]
    if not _plainly(crossing):
        return Witness("truncation", crossing.ticket(value))
    return Witness("truncation", crossing.ticket(value), crossing.arrival(words[: limit.number - 1] + _ELLIPSIS))


def _with_words(type_: Type, over: int) -> Iterator[tuple[object, str]]:
    """Values with their words, long ones among them."""
    match type_:
        case ChoiceType(options=options) if options:
            yield from ((option.name, option.label) for option in options)
        case ChoiceType():
            yield from ((text, text) for text in ("a" * (over + 1), "a" * over + "b"))
        case FlagType():
            yield from ((True, "yes"), (False, "no"))
        case MomentType():
            yield from ((value, str(value)) for value in samples(type_))
        case NumberType(lowest=low, highest=high):
            numbers = [
                number
                for number in (10**over, 10**over + 1)
                if (low is None or number >= low) and (high is None or number <= high)
            ]
            bounds = [int(bound) for bound in (low, high) if bound is not None]
            yield from ((number, str(number)) for number in (*numbers, *bounds) if abs(number) < 10**15)
            if not type_.integer:
                yield from ((bound + 0.0, str(bound + 0.0)) for bound in bounds or [0])
        case ListType(item=item):
            entries = list(_with_words(item, over))
            yield from (([value], words) for value, words in entries)
            if type_.limit is None or type_.limit.number > 1:
                yield [value for value, _ in entries[:2]], ", ".join(words for _, words in entries[:2])
        case TextType():
            yield from ((text, text) for text in ("a" * (over + 1), "a" * over + "b"))
        case _:
            return


def blanked(crossing: Crossing) -> Witness | None:
    """A text with a blank, and the one with what stands in for it."""
    if not crossing.one:
        return None
    match crossing.reads[0].type:
        case TextType(limit=limit) if limit is None or limit.number > 2:
            return Witness("blanks", crossing.ticket("a b"), crossing.arrival("a_b"), crossing.ticket("a_b"))
        case TextType():
            filled = crossing.step("default") is not None or crossing.step("prefixed") is not None
            return Witness("blanks", crossing.ticket(" "), None, None if filled else crossing.ticket(""))
        case ListType(item=TextType(spaces=True)) if isinstance(crossing.writes[0].type, ListType):
            return Witness("blanks", crossing.ticket(["a b"]), crossing.arrival(["a_b"]), crossing.ticket(["a_b"]))
        case type_:
            spaced = ((value, words) for value, words in _with_words(type_, 0) if " " in words)
            found = next(spaced, None)
            if found is None:
                return None
            words = re.sub(r"\s+", "_", found[1])
            limit = _limit(crossing)
            one = not isinstance(crossing.writes[0].type, ListType)
            fits = one and _plainly(crossing) and (limit is None or limit.number >= len(words))
            return Witness("blanks", crossing.ticket(found[0]), crossing.arrival(words) if fits else None)


# ── Parts that become text ─────────────────────────────────────────────────────────────────────────────────────────


def flattened(crossing: Crossing) -> Witness | None:
    """Parts that become one text: where another ticket gives the same text, both."""
    if not crossing.writes:
        where = _heading(crossing.rule)
        return Witness(
            "structure to text", crossing.ticket(*(one_of(field.type) for field in crossing.reads)), {"text": where}
        )
    if len(crossing.reads) > 1:
        return _joined(crossing)
    if not crossing.one:
        return _come_back(crossing)
    read = crossing.reads[0].type
    joined = next((step for step in crossing.rule.steps if step.kind == "joined"), None)
    joiner = ", " if joined is None else str(joined.value)
    if crossing.way == "back" and any(step.kind in ("joined", "split") for step in crossing.rule.steps):
        return _come_back(crossing)
    if isinstance(read, ListType) and isinstance(read.item, TextType) and read.item.spaces and read.item.limit is None:
        one, two = ["a", "b"], [f"a{joiner}b"]
        there = crossing.arrival(f"a{joiner}b") if _limit(crossing) is None else None
        return Witness("structure to text", crossing.ticket(one), there, crossing.ticket(two))
    if isinstance(read, ListType):
        entries = list(samples(read.item))
        return Witness("structure to text", crossing.ticket(entries))
    return Witness("structure to text", crossing.ticket(one_of(read)))


def _heading(rule: Rule) -> str:
    """What finds the text on the other side."""
    match rule.target:
        case ToContext(label=label):
            return label
        case ToComment(heading=heading):
            return heading
        case _:
            return ""


def _joined(crossing: Crossing) -> Witness | None:
    """Texts of which the first alone gives what the second alone gives; else the fields as they are."""
    first, second, *rest = crossing.reads
    texts = all(isinstance(field.type, TextType) for field in (first, second))
    if texts and not first.required and not second.required:
        rests = [None] * len(rest)
        prefix = crossing.step("prefixed")
        there = None if prefix is not None else crossing.arrival("a")
        return Witness(
            "structure to text", crossing.ticket("a", None, *rests), there, crossing.ticket(None, "a", *rests)
        )
    return Witness("structure to text", crossing.ticket(*(one_of(field.type) for field in crossing.reads)))


def _come_back(crossing: Crossing) -> Witness | None:
    """A text that begins with what stands between the parts comes back cut elsewhere than it was put together."""
    step = next((step for step in crossing.rule.steps if step.kind in ("joined", "split")), None)
    if step is None or not step.value:
        return None
    return Witness("structure to text", crossing.ticket(f"{step.value}a"))


# ── Formatting ─────────────────────────────────────────────────────────────────────────────────────────────────────

_HTML: Final = (
    "<b>a</b>", "<i>a</i>", "<u>a</u>", "<s>a</s>", "<code>a</code>", "<sub>a</sub>",
    '<span style="color:#ff0000">a</span>', '<a href="https://example.com">a</a>', "<h2>a</h2>", "<ul><li>a</li></ul>",
    "<ol><li>a</li></ol>", "<pre>a</pre>", "<blockquote>a</blockquote>", "<code><b>a</b></code>",
    "<table><tr><td>a</td></tr></table>", "<table><tr><td><ul><li>a</li></ul></td></tr></table>",
    "<blockquote><h2>a</h2></blockquote>", "<blockquote><blockquote>a</blockquote></blockquote>", "<blink>a</blink>",
    "<form>a</form>", "<h3>a</h3>", "<h2>a<br>b</h2>", '<ol start="2"><li>a</li></ol>',
    '<pre><code class="language-c">a</code></pre>', '<table><tr><td colspan="2">a</td></tr></table>',
    "<table><tr><td>a</td><th>b</th></tr></table>", '<img src="https://example.com/a.png" alt="a, b">',
)  # fmt: skip
_ASANA: Final = tuple(
    f"<body>{inside}</body>"
    for inside in (
        "<strong>a</strong>", "<em>a</em>", "<u>a</u>", "<s>a</s>", "<code>a</code>",
        '<a href="https://example.com">a</a>', '<a data-asana-gid="1">a</a>', "<h2>a</h2>", "<hr/>",
        "<ul><li>a</li></ul>", "<ol><li>a</li></ol>", "<pre>a</pre>", "<blockquote>a</blockquote>",
        "<table><tr><td>a</td></tr></table>",
    )
)  # fmt: skip
_MARKDOWN: Final = (
    "**a**", "*a*", "~~a~~", "`a`", "[a](https://example.com)", "## a", "- a", "1. a", "```\na\n```", "> a",
    "| a |\n| --- |\n| b |", "![a](https://example.com/a.png)", "___", "### a", "2. a", "```c\na\n```",
    "<u>a</u>", "<sub>a</sub>", "**`a`**", "- > a", "> - > a", "<blink>a</blink>", "<form>a</form>",
    '<span style="color:#ff0000">a</span>', '<table><tr><td colspan="2">a</td></tr></table>',
)  # fmt: skip
_WIKI: Final = (
    "*a*", "_a_", "+a+", "-a-", "{{a}}", "~a~", "{color:#ff0000}a{color}", "[a|https://example.com]", "h2. a", "* a",
    "# a", "{code}\na\n{code}", "{quote}\na\n{quote}", "| a |", "!https://example.com/a.png!", "[~a]", "----", "h3. a",
    "{code:c}\na\n{code}", "*{{a}}*", "|| a || b |", "{quote}\n* a\n{quote}", "!a.png!", "{panel}\na\n{panel}",
    "{anchor:a}",
)  # fmt: skip
_TAGGED: Final[dict[str, tuple[str, ...]]] = {
    "html": _HTML,
    "asana_html": _ASANA,
    "asana_comment": _ASANA,
    "markdown": _MARKDOWN,
    "wiki": _WIKI,
    "journal": tuple(f"[code]{html}[/code]" for html in _HTML),
}
_UNTAGGED: Final = {"html": "<p>a</p>", "asana_html": "<body>a</body>", "asana_comment": "<body>a</body>"}
_ADF_MARKS: Final = ("strong", "em", "underline", "strike", "code", "subsup", "textColor", "link", "backgroundColor")
_ADF_ATTRS: Final[dict[str, object]] = {
    "subsup": {"type": "sub"},
    "textColor": {"color": "#ff0000"},
    "backgroundColor": {"color": "#ff0000"},
    "link": {"href": "https://example.com"},
}


def unformatted(crossing: Crossing) -> Witness | None:
    """A text with formatting that the other side lacks, and the same without it, or with what it becomes."""
    if len(crossing.reads) != 1 or not crossing.writes:
        return None
    source, target = crossing.reads[0].read_as or "plain", crossing.writes[0].written_as or "plain"
    if source not in FORMATS:
        return None
    if target not in FORMATS:
        target = "plain"
    if isinstance(crossing.writes[0].type, TextType) and not crossing.writes[0].type.rich:
        target = "plain"
    apart = lost_formatting(source, target)
    if apart is None:
        return None
    value, arrives, plain = apart
    there = crossing.arrival(_as(target, arrives)) if crossing.one and not crossing.steps else None
    other = crossing.ticket({source: plain}) if plain is not None else None
    return Witness("markup", crossing.ticket({source: value}), there, other)


@cache
def lost_formatting(source: str, target: str) -> tuple[object, object, object | None] | None:
    """A text of one format that the other cannot hold, what becomes of it, and the text without formatting that becomes
    the same, if that is so; None where every text is held."""
    for value in _marked_up(source):
        converted = convert(value, source, target)
        if converted.losses:
            plain = _unmarked(source)
            same = convert(plain, source, target).value == converted.value
            return value, converted.value, plain if same else None
    return None


def _as(format_: str, value: object) -> object:
    return value if format_ == "plain" else {format_: value}


def _marked_up(format_: str) -> Iterator[object]:
    """Small texts of a format, each with one thing that another format may lack."""
    yield from _TAGGED.get(format_, ())
    if format_ == "adf":
        for mark in _ADF_MARKS:
            attrs = {"attrs": _ADF_ATTRS[mark]} if mark in _ADF_ATTRS else {}
            yield _adf([{"type": "text", "text": "a", "marks": [{"type": mark, **attrs}]}])
        yield _adf([{"type": "emoji", "attrs": {"shortName": ":a:"}}])
        yield _adf([{"type": "mention", "attrs": {"id": "a", "text": "@a"}}])
        inside = {"type": "paragraph", "content": [{"type": "text", "text": "a"}]}
        yield _document([{"type": "panel", "attrs": {"panelType": "info"}, "content": [inside]}])


def _unmarked(format_: str) -> object:
    return _adf([{"type": "text", "text": "a"}]) if format_ == "adf" else _UNTAGGED.get(format_, "a")


def _adf(content: list[dict[str, object]]) -> dict[str, object]:
    return _document([{"type": "paragraph", "content": content}])


def _document(content: list[dict[str, object]]) -> dict[str, object]:
    return {"type": "doc", "version": 1, "content": content}
