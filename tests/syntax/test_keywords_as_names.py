"""Any word can be a field's name: every keyword of the grammar, in every place where a field's name can stand."""

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest

from handoffspec.diagnostics import Source
from handoffspec.syntax import ast
from handoffspec.syntax.grammar import grammar_text
from handoffspec.syntax.parser import parse_source

QUOTED = re.compile(r'"[^"]*"|/[^/\n]+/')
KEYWORDS = sorted({word for text in QUOTED.findall(grammar_text()) for word in re.findall(r"\b[a-z_]{2,}\b", text)})


def block(*lines: str) -> str:
    """Blocks in each other, the last line in the innermost: `block("a {", "b {", "c")`."""
    return "\n".join(lines) + "\n" + "}\n" * (len(lines) - 1)


def handoff(*lines: str) -> str:
    return block("handoff h {", *lines)


def extend(*lines: str) -> str:
    return block("extend z.t {", *lines)


def scenario(kind: str, line: str) -> str:
    return block('scenario "s" for h {', f"{kind} {{", line)


PLACES = {
    **{
        f"field declared, {kind}": block("system s {", "record r {", "fields {", f"@ {declared}")
        for kind, declared in {
            "plain": "text",
            "with a label": '"Label" text up to 5 characters',
            "a modifier first": "optional text",
            "a list": "list of text",
            "a record": "record { a text }",
            "a path first": 'at "x"',
            "read at a path": 'read at "x" text',
        }.items()
    },
    **{
        f"extend, {kind}": extend(f"@ {declared}")
        for kind, declared in {
            "plain": "text",
            "narrowed": "required",
            "a limit": "up to 5 items",
            "choices": "choice [a, b]",
            "with a label": '"Label" choice [a, b]',
            "to be created": "to be created",
            "a record": "record { a text }",
        }.items()
    },
    "member of a record": extend("a record { @ text, b text }"),
    "last member of a record": extend("a list of record { b text, @ text }"),
    "required when": extend("a text required when @ is b"),
    "computed from": extend("a text computed from @"),
    "lifecycle of": extend("lifecycle @ {", "a is todo"),
    "more lifecycle of": extend("lifecycle @ also {", "a is todo"),
    "status allows": extend("lifecycle s {", "a is todo, allows b and @"),
    "transition needs": extend("lifecycle s {", "from a to b needs c, @"),
    "automation sets": extend('automation "a" {', "set @ to b"),
    "automation clears": extend('automation "a" {', "clear b, @"),
    "automation tells": extend('automation "a" {', "notify @"),
    "key of a record": block("system s {", "record r {", "key @"),
    **{
        f"condition: {operator}": handoff("trigger {", f"when @ {operator}")
        for operator in (
            "is a",
            "is not a",
            "is empty",
            "is filled",
            "becomes a",
            "becomes empty",
            "changes",
            "changes from a to b",
            'has "a"',
            'has no "a"',
            'contains "a"',
            'starts with "a"',
            "> 5",
            "is a for 2d",
        )
    },
    "second of a condition": handoff("trigger {", "when a is b and @ is c or d is e"),
    "after or": handoff("trigger {", "when a is b or @ is c"),
    "in parentheses": handoff("trigger {", "when not (@ is a)"),
    **{
        f"required: {part}": handoff("require {", f"@ {part}")
        for part in ("", "at least 2 items", 'refuse "n/a"', "when a is b", 'because "x"', "otherwise stop")
    },
    **{f"map source: {sides}": handoff("map {", sides) for sides in ("@ -> a", "@, a -> b", "a, @ -> b", "@ <-> a")},
    **{
        f"map target: {sides}": handoff("map {", sides)
        for sides in ("a -> @", "a <-> @", "a -> @ once", "a -> @ when b is c", 'a -> @ because "x"', "a -> b, @")
    },
    "map target of a table": handoff("map {", "a -> @ {", "b -> c"),
    "guard of a rule": handoff("map {", "a -> b when @ is c"),
    "place of a context block": handoff("map {", 'a -> context "X" in @'),
    "table value, left": handoff("map {", "a, b -> c {", "d, @ -> e"),
    "table value, right": handoff("map {", "a -> b {", "c -> @"),
    "people table": handoff("people match by table {", "@ -> b"),
    "linked, source": handoff("linked by @ and b"),
    "linked, destination": handoff("linked by a and @, one to many"),
    "acknowledged by a change": handoff("ownership {", "acknowledge within 5m by @ changes"),
    "told": handoff("ownership {", "notify a, @"),
    "told when": handoff("ownership {", "notify @ when a is b"),
    "told, the previous": handoff("ownership {", "notify previous @"),
    "responsible when": handoff("ownership {", "responsible t when @ is b"),
    "things that change": handoff("ownership {", "notify a when b, @ change"),
    "first of things that change": handoff("ownership {", "notify a when @, b change"),
    "told of a synchronisation": handoff("sync on change {", "notify @ when a, b change"),
    "filter": handoff("sync on change {", "only when @ is a"),
    "set with a status": handoff("sync on change {", "status {", "a -> b with c d, @ e"),
    "value set with a status": handoff("sync on change {", "status {", "a -> b with c @"),
    "guard of a status": handoff("sync on change {", "status {", "a -> b when @ is c"),
    "decided": handoff("sync on change {", "conflict {", "a decides b, @"),
    "alerted": handoff("sync on change {", "audit {", "alert @ when lag > 10m"),
    "told of a failure": handoff("sync on change {", "on error {", "then hold for a and notify @"),
    "rollback when": handoff("rollback {", "when @ becomes a"),
    "rollback requires": handoff("rollback {", "require a, @"),
    "carried": handoff("rollback {", "carry b, @ -> a"),
    "carried to": handoff("rollback {", "carry a -> @"),
    "target when": handoff("sla {", "respond within 4h when @ is a"),
    "told of a delay": handoff("sla {", "tell @ when delayed past 1d"),
    "prevents": handoff('failure f "t" {', "prevented by a, @"),
    **{
        f"{kind}: {line}": scenario(kind, line)
        for kind in ("given", "before", "after", "onto", "expect")
        for line in ("@ a", '@ "a"', "@ 5", "@ [a]", "@ { a b }", "@ empty", "a b, @ c", "a { @ b }", "a @")
    },
    "expected to contain": scenario("expect", '@ contains "a"'),
    "expected to lack": scenario("expect", '@ lacks "a"'),
    "expected to be empty": scenario("expect", "@ is empty"),
    "expected to be missing": scenario("expect", "missing a, @"),
    "expected to be told": scenario("expect", "told a, @"),
    "expected to be lost": scenario("expect", "loses a, @"),
}
"""What stands there to a text in which `@` is the field's name, or a value, which is a word as well."""

_NOT_A_VALUE = {"any", "empty", "otherwise"}
_TOLD = {"previous"}
TAKEN = {
    **{
        place: {"nothing", "undecided"}
        for place in PLACES
        if place.startswith("map target") and not place.endswith(", @")
    },
    "carried to": {"nothing"},
    "table value, left": _NOT_A_VALUE,
    "table value, right": _NOT_A_VALUE,
    "people table": _NOT_A_VALUE,
    "value set with a status": {"empty"},
    **{f"{kind}: a @": {"empty"} for kind in ("given", "before", "after", "onto", "expect")},
    "told": _TOLD,
    "told when": _TOLD,
    "told of a synchronisation": _TOLD,
    "told of a failure": _TOLD,
    "told of a delay": _TOLD,
    "alerted": _TOLD,
    "automation tells": _TOLD,
    "told, the previous": {"when"},
    "expect: @ a": {"missing", "told", "loses"},
    "expect: @ empty": {"missing", "told", "loses"},
    'expect: @ "a"': {"told"},
    "expected to be told": {"previous"},
}
"""Where a bare word means something else, and is written qualified: `-> jira.nothing`."""


def nodes(node: object) -> Iterator[ast.Node]:
    if isinstance(node, tuple):
        for one in node:
            yield from nodes(one)
    elif isinstance(node, ast.Node):
        yield node
        for part in fields(node):
            yield from nodes(getattr(node, part.name))


def stands(place: str, word: str) -> bool:
    """Whether the word is read, without a complaint, as the name it is written for."""
    text = PLACES[place]
    result = parse_source(Source("a.handoff", text.replace("@", word)))
    return not result.diagnostics and any(
        isinstance(node, ast.Name | ast.Ref) and node.text == word and node.span.start == text.index("@")
        for node in nodes(result.file)
    )


def test_the_keywords_are_those_of_the_grammar():
    assert len(KEYWORDS) > 230
    assert {"when", "becomes", "lifecycle", "configuration_item", "nothing", "replies", "created", "us"} <= {*KEYWORDS}


@pytest.mark.parametrize("place", PLACES)
def test_every_keyword_can_be_a_name(place: str):
    assert stands(place, "anything_else")
    assert {word for word in KEYWORDS if not stands(place, word)} == TAKEN.get(place, set())


@pytest.mark.parametrize(("place", "word"), [(place, word) for place, taken in TAKEN.items() for word in sorted(taken)])
def test_where_a_bare_word_means_something_else_the_qualified_one_is_the_field(place: str, word: str):
    assert stands(place, f"jira.{word}")
