"""The elements of HTML that a document is built from, and what each does."""

from handoffspec.text.document import Mark

MARKS = {
    "b": Mark.BOLD,
    "strong": Mark.BOLD,
    "i": Mark.ITALIC,
    "em": Mark.ITALIC,
    "u": Mark.UNDERLINE,
    "ins": Mark.UNDERLINE,
    "s": Mark.STRIKE,
    "strike": Mark.STRIKE,
    "del": Mark.STRIKE,
    "code": Mark.CODE,
    "kbd": Mark.CODE,
    "samp": Mark.CODE,
    "tt": Mark.CODE,
    "sub": Mark.SUB,
    "sup": Mark.SUP,
}
INLINE = frozenset({*MARKS, "a", "span", "font"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CONTAINERS = frozenset({"ul", "ol", "li", "blockquote", "table", "tr", "td", "th"})
#: Elements that only part what is before them from what is after.
DIVISIONS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "menu",
        "nav",
        "section",
        "summary",
        "tbody",
        "tfoot",
        "thead",
    ]
)
#: Elements that carry something this model has no place for, and nothing to read inside.
FOREIGN = frozenset(["input", "button", "embed", "frame", "frameset", "applet"])

#: What closes at a start tag, and where the search for it ends.
CLOSED_BY = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "td", "th", "blockquote"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
}
#: An end tag does not reach out of these, except their own.
WALLS = frozenset({"td", "th", "table"})
