"""What the parser would do with a token, asked of its table without running it."""

from collections.abc import Iterable, Sequence

from handoffspec.syntax.table import Table


class Automaton:
    """The LALR table, walked on states only: no values, nothing made, nothing changed."""

    def __init__(self, table: Table) -> None:
        """For the table that a running parser uses."""
        self._states = table.states
        self._rules = table.rules

    def shifted(self, stack: Sequence[int], kind: str) -> list[int] | None:
        """The stack after a token of this kind, or None where it cannot stand."""
        states = list(stack)
        while True:
            action = self._states[states[-1]].get(kind)
            if action is None:
                return None
            if action >= 0:
                states.append(action)
                return states
            rule = self._rules[~action]
            if rule.size:
                del states[-rule.size :]
            states.append(self._states[states[-1]][rule.origin])

    def accepted(self, stack: Sequence[int]) -> list[str]:
        """The kinds of token that can stand next, sorted."""
        return sorted(
            kind for kind in self._states[stack[-1]] if kind.isupper() and self.shifted(stack, kind) is not None
        )

    def leads_to(self, stack: Sequence[int], tokens: Iterable[Iterable[str]]) -> bool:
        """Whether tokens can stand next, one after the other; of the kinds that each could be, the first that fits."""
        states = list(stack)
        for kinds in tokens:
            after = next((found for kind in kinds if (found := self.shifted(states, kind)) is not None), None)
            if after is None:
                return False
            states = after
        return True

    def way_to(self, stack: Sequence[int], kind: str, longest: int) -> list[str] | None:
        """The shortest run of tokens (at most `longest`) after which `kind` can stand; names and texts first."""
        edge: list[tuple[list[int], list[str]]] = [(list(stack), [])]
        for _ in range(longest + 1):
            following: list[tuple[list[int], list[str]]] = []
            for states, way in edge:
                if self.shifted(states, kind) is not None:
                    return way
                for step in sorted(self.accepted(states), key=_plainness):
                    after = self.shifted(states, step)
                    if after is not None and step not in ("_NL", "RBRACE", "$END"):
                        following.append((after, [*way, step]))
            edge = following[:400]
        return None


def _plainness(kind: str) -> tuple[int, str]:
    order = ("NAME", "STRING", "QNAME", "NUMBER")
    return (order.index(kind) if kind in order else len(order), kind)
