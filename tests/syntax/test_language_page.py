"""The page about the language leaves out nothing that the grammar has."""

import re
from functools import cache
from itertools import groupby
from pathlib import Path

from handoffspec.syntax.generator import lark_of
from handoffspec.syntax.grammar import grammar_text

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
PUNCTUATION = re.compile(r"\W+")


@cache
def written() -> str:
    """All code of the page, in fences and in lines, with one blank between words."""
    text = PAGE.read_text(encoding="utf-8")
    fenced = re.findall(r"^```handoff\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    return "\n".join(" ".join(line.split()) for line in "\n".join([*fenced, *inline]).splitlines())


def spoken(pattern: str) -> str | None:
    """The words of a phrase such as `agent[ \\t]+replies\\b`; None of what is no fixed phrase."""
    phrase = re.sub(r"\(\?[=!].*$", "", pattern, flags=re.DOTALL).replace("[ \\t]+", " ").replace("\\b", "")
    return phrase if re.fullmatch(r"[a-z_]+( [a-z_]+)*", phrase) else None


@cache
def phrases() -> set[str]:
    """Every run of words that stand next to each other in a rule of the grammar."""
    lark = lark_of(grammar_text())
    words = {terminal.name: spoken(terminal.pattern.value) for terminal in lark.terminals}
    found = set()
    for rule in lark.rules:
        for known, run in groupby(rule.expansion, key=lambda symbol: bool(symbol.is_term and words.get(symbol.name))):
            if known:
                found.add(" ".join(words[symbol.name] or "" for symbol in run))
    return found


def test_every_phrase_of_the_grammar_is_on_the_page():
    assert len(phrases()) > 200
    missing = sorted(phrase for phrase in phrases() if not re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", written()))
    assert missing == []
