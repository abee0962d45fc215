"""The colours of `.handoff` text on the site."""

from pygments.lexer import RegexLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text

_STATEMENTS = (
    "adds after allow attachments audit automation before calendar call checklist comments conflict "
    "custom expect extend failure fields from given handoff let lifecycle linked loses map onto ownership "
    "people record require responsible rollback scenario sla sync system team to trigger use values when "
    "within "
)


class HandoffLexer(RegexLexer):
    """Words that begin a line, texts, numbers, arrows and comments; the grammar decides what is right."""

    name = "handoff"
    aliases = ["handoff"]
    filenames = ["*.handoff"]
    tokens = {
        "root": [
            (rf"(?m)^[ \t]*({'|'.join(_STATEMENTS.split())})\b", Keyword),
            (r"#[^\n]*", Comment.Single),
            (r'"(\\.|[^"\\\n])*"', String),
            (r"<->|->|<-|[<>]=?", Operator),
            (r"\bHS\d{4}\b", Name.Constant),
            (r"\b\d[\d.:]*(s|m|h|d|w)?\b", Number),
            (r"\w+", Name),
            (r"[{}\[\](),.]", Punctuation),
            (r"\s+", Text),
            (r".", Text),
        ],
    }
