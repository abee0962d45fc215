"""A value that does not fit, before it is known whose it is."""

from collections.abc import Sequence

from handoffspec.execute.wire.errors import WireCode, shown

_NAMED = 12


class MisfitError(Exception):
    """A value that cannot be read as, or is not allowed by, a type. `read` makes a `WireError` of it.

    Attributes:
        code: as of `WireError`.
        found: what there is: `"super"`, `a list`, `160 characters`. Not shown where a field is personal or secret.
        allowed: what there may be: `one of urgent, high, normal, low`.
        inside: where in the value: `[2].step`.
    """

    def __init__(self, code: WireCode, found: str, allowed: str, inside: str = "") -> None:
        super().__init__(f"{found}, where {allowed} is allowed")
        self.code: WireCode = code
        self.found = found
        self.allowed = allowed
        self.inside = inside

    def within(self, step: str) -> "MisfitError":
        """The same, seen from one level up."""
        return MisfitError(self.code, self.found, self.allowed, step + self.inside)


def unfit(code: WireCode, value: object, allowed: str) -> MisfitError:
    """A misfit that shows the value itself."""
    return MisfitError(code, shown(value), allowed)


def one_of(names: Sequence[str]) -> str:
    """`one of urgent, high, normal, low`, cut after a dozen."""
    if len(names) == 1:
        return f"{names[0]} only"
    more = f" or {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"one of {', '.join(names[:_NAMED])}{more}"
