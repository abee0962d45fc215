"""How the kinds of time are drawn. Each has a form of its own, so that nobody has to tell colours apart."""

from typing import Final, Literal, TypeAlias

from handoffspec.diagnose.states import Meaning
from handoffspec.emit.web.svg import element

Kind: TypeAlias = Literal["delay", "work", "customer", "done", "count"]

MEANINGS: Final[dict[Kind, str]] = {
    "delay": "delay: nobody’s turn, or waiting for another party",
    "work": "work: somebody is at it",
    "customer": "the customer’s turn: no delay of yours",
    "done": "after the work: until it is closed",
    "count": "how often",
}
KINDS: Final[dict[Meaning, Kind]] = {
    "queue": "delay",
    "waiting": "delay",
    "work": "work",
    "customer": "customer",
    "done": "done",
}
_TALL: Final[dict[Kind, float]] = {"delay": 1.0, "work": 0.55, "customer": 1.0, "done": 0.2, "count": 1.0}
"""Of the room that there is."""


def mark(kind: Kind, x: float, y: float, width: float, height: float) -> str:
    """A stretch of time, `height` being the room that the tallest kind takes."""
    tall = height * _TALL[kind]
    return element("rect", x=x, y=y + (height - tall) / 2, width=width, height=tall, class_=f"time is-{kind}")


def hatching() -> str:
    """The patterns that style sheets fill with. They stand once on a page, in no picture of their own."""
    lines = (
        element(
            "pattern",
            element("rect", width=6, height=6, class_=f"ground is-{name}"),
            element("path", d="M 0 0 V 6", class_=f"hatch is-{name}"),
            id=f"hatch-{name}",
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        for name in ("customer", "redesign")
    )
    return element("svg", element("defs", *lines), width=0, height=0, class_="unseen", aria_hidden="true")
