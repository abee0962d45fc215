"""SVG as text: elements with escaped words, and numbers rounded so that the same input gives the same bytes."""

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

from handoffspec.emit.words.visible import visible

Attribute: TypeAlias = "str | float | None"

CHARACTER = 8.0
"""The width of a character in the pictures' type, a little more than its mean, in the pictures' own units."""


def number(value: float) -> str:
    """A coordinate with at most one decimal: `12`, `12.5`."""
    return f"{value:.1f}".removesuffix(".0")


def element(tag: str, *inside: str, **attributes: Attribute) -> str:
    """An element. `inside` is SVG already. Attributes are escaped; `_` in their names is `-`, None leaves one out."""
    named = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(v)}"' for name, v in attributes.items() if v is not None
    )
    return f"<{tag}{named}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{named}/>"


def words(text: str) -> str:
    """Words as they stand."""
    return escape(visible(text))


def text(label: str, x: float, y: float, room: float | None = None, size: float = 1, **attributes: Attribute) -> str:
    """A line of text; what has no `room` is cut, and the whole stands in its title. `size`: of the usual type."""
    shown = visible(label)
    most = len(shown) if room is None else max(1, int(room / (CHARACTER * size)))
    if len(shown) > most:
        return element(
            "text", element("title", words(label)), escape(shown[: most - 1].rstrip() + "…"), x=x, y=y, **attributes
        )
    return element("text", escape(shown), x=x, y=y, **attributes)


def room(labels: Iterable[str], bounds: tuple[float, float]) -> float:
    """The width that all of these need, within bounds."""
    return min(max(bounds[0], *(CHARACTER * len(visible(label)) for label in labels)), bounds[1])


def path(*steps: str | float) -> str:
    """The data of a path: letters and coordinates."""
    return " ".join(step if isinstance(step, str) else number(step) for step in steps)


def picture(
    name: str,
    title: str,
    summary: str,
    width: float,
    height: float,
    *inside: str,
    role: str = "img",
    kind: str | None = None,
) -> str:
    """A picture by itself, with a title and a summary for those who do not see it.

    `name` makes its ids its own. `role` is `group` where something in it can be chosen. `kind`: its look, where several
    pictures have the same.
    """
    return element(
        "svg",
        element("title", words(title), id=f"{name}-title"),
        element("desc", words(summary), id=f"{name}-desc"),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role=role,
        aria_labelledby=f"{name}-title {name}-desc",
        class_=f"picture {kind or name}",
    )


def _value(value: str | float) -> str:
    return escape(visible(value)) if isinstance(value, str) else number(value)
