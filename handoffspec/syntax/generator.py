"""From the text of the grammar to its table, by lark. Only where no table of the same grammar is kept."""

from collections.abc import Iterator, Sequence

from lark import Lark, Token
from lark.grammar import Rule as LarkRule
from lark.lark import PostLex
from lark.lexer import PatternStr, TerminalDef
from lark.parsers.lalr_analysis import Shift

from handoffspec.syntax.layout import EVERYWHERE
from handoffspec.syntax.table import Rule, Table, Terminal


class _Layout(PostLex):
    """Tells lark which terminals to keep although no rule names them."""

    always_accept = EVERYWHERE

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The layout pass works on tokens of our own."""
        return stream


def lark_of(grammar: str, *, strict: bool = False, debug: bool = False) -> Lark:
    """Lark's own parser of a grammar. With `strict` it minds words that two terminals match, with `debug` it logs.

    Raises:
        lark.exceptions.LarkError: the grammar has a mistake or a conflict.
    """
    return Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        postlex=_Layout(),
        keep_all_tokens=True,
        maybe_placeholders=False,
        strict=strict,
        debug=debug,
    )


def table_of(grammar: str) -> Table:
    """The table of a grammar.

    Raises:
        lark.exceptions.LarkError: the grammar has a mistake or a conflict.
    """
    lark = lark_of(grammar)
    made = lark.parser.parser._parse_table  # noqa: SLF001 - lark has no public way to its table
    numbers = {rule: number for number, rule in enumerate(lark.rules)}
    states: list[dict[str, int]] = [{} for _ in made.states]
    for state, actions in made.states.items():
        for symbol, (action, argument) in actions.items():
            states[state][symbol] = argument if action is Shift else ~numbers[argument]
    return Table(
        terminals=tuple(_terminal(one) for one in sorted(lark.terminals, key=_rank)),
        ignored=frozenset(lark.lexer_conf.ignore),
        rules=tuple(_rule(rule) for rule in lark.rules),
        states=states,
        start=made.start_states["start"],
        end=made.end_states["start"],
    )


def _rank(terminal: TerminalDef) -> tuple[int, int, int, str]:
    """The order in which lark's own lexer tries terminals."""
    pattern = terminal.pattern
    return (-terminal.priority, -pattern.max_width, -len(pattern.value), terminal.name)


def _terminal(terminal: TerminalDef) -> Terminal:
    literal = terminal.pattern.value if isinstance(terminal.pattern, PatternStr) else None
    return Terminal(terminal.name, terminal.pattern.to_regexp(), literal)


def _rule(rule: LarkRule) -> Rule:
    expansion: Sequence[object] = rule.expansion
    inlined = (at for at, part in enumerate(rule.expansion) if not part.is_term and part.name.startswith("_"))
    return Rule(rule.origin.name, rule.alias or rule.origin.name, len(expansion), tuple(inlined))
