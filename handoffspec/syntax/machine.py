"""The parser: a stack of states and a stack of values, driven by the table."""

from collections.abc import Callable, Sequence
from typing import Any

from handoffspec.syntax.nodes import RULES, Builder, Kids
from handoffspec.syntax.table import Rule, Table
from handoffspec.syntax.token import Token


class Machine:
    """One reading of one text."""

    def __init__(self, table: Table, builder: Builder) -> None:
        """Ready for the first token."""
        self.table = table
        self.states = [table.start]
        self.values: list[Any] = []
        """One fewer than states."""
        self._builder = builder

    def feed(self, token: Token) -> bool:
        """Take a token; False where it cannot stand, with all that is complete before it reduced."""
        states, actions = self.states, self.table.states
        while True:
            action = actions[states[-1]].get(token.type)
            if action is None:
                return False
            if action >= 0:
                states.append(action)
                self.values.append(token)
                return True
            self._reduce(self.table.rules[~action])

    def finish(self, end: Token) -> Any:  # noqa: ANN401 - the node of the first rule
        """What the whole text is; None where it cannot end here."""
        while True:
            action = self.table.states[self.states[-1]].get(end.type)
            if action is None:
                return None
            self._reduce(self.table.rules[~action])
            if self.states[-1] == self.table.end:
                return self.values[-1]

    def cut(self, height: int) -> None:
        """Forget everything above so many states."""
        del self.states[height:]
        del self.values[height - 1 :]

    def _reduce(self, rule: Rule) -> None:
        states, values = self.states, self.values
        parts: list[Any] = []
        if rule.size:
            parts = values[-rule.size :]
            del states[-rule.size :]
            del values[-rule.size :]
        if rule.inlined:
            parts = _flat(parts, rule.inlined)
        states.append(self.table.states[states[-1]][rule.origin])
        if rule.origin[0] == "_":
            values.append(parts)
            return
        kids = Kids(self._builder, parts, rule.made)
        make: Callable[[Kids], Any] | None = RULES.get(rule.made)
        values.append(make(kids) if make else kids)


def _flat(parts: list[Any], inlined: Sequence[int]) -> list[Any]:
    """The values with lists opened. The first list is lengthened, so that a long one is not copied at each step."""
    flat: list[Any] = parts[0] if inlined[0] == 0 else []
    for at, part in enumerate(parts):
        if at in inlined:
            if part is not flat:
                flat += part
        else:
            flat.append(part)
    return flat
