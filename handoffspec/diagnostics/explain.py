"""The pages behind the codes: what to avoid, what to prefer, and why.

A page file holds those three sections only; its title comes from the catalogue, so that the two cannot disagree.
"""

from pathlib import Path
from typing import Final

from handoffspec.diagnostics import codes
from handoffspec.diagnostics.suggest import closest

PAGES: Final = Path(__file__).parent / "pages"


class UnknownCodeError(LookupError):
    """Asked for a code or a name that the catalogue does not have; the message says what to write."""


def page(code_or_name: str) -> str:
    """The Markdown page of `HS0102` or `unknown-field`, in any case.

    Raises:
        UnknownCodeError: the catalogue has no such code or name.
    """
    code = codes.find(code_or_name.strip())
    if code is None:
        near = closest(code_or_name.strip(), codes.names())
        advice = f"did you mean {near}?" if near else "`handoff explain` lists them all"
        raise UnknownCodeError(f"there is no diagnostic {code_or_name.strip()!r}; {advice}")
    body = (PAGES / f"{code.code}.md").read_text(encoding="utf-8")
    return f"# {code.code} {code.name}\n\n{code.summary}. Severity: {code.severity}.\n\n{body}"


def index() -> list[str]:
    """One line for every diagnostic, code first, sorted by code."""
    width = max(len(code.name) for code in codes.CATALOGUE.values())
    return [
        f"{code.code}  {code.name:<{width}}  {code.severity:<7}  {code.summary}"
        for code in sorted(codes.CATALOGUE.values(), key=lambda code: code.code)
    ]
