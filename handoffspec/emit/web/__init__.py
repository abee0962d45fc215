"""What every page for a browser shares: the frame, the look, and the small means that pictures are drawn with.

A page loads nothing from elsewhere and obeys nothing that stands in it: words are escaped by the templates, and only
what `svg` and `blocks` made is put in as it is.
"""

from functools import cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from handoffspec.emit.web.filters import FILTERS


def environment(package: str) -> Environment:
    """The templates of a package, in front of those of this one."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package, "templates"), PackageLoader(__name__, "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(standalone=False, js="", root="", links=(), here="")
    return made


@cache
def look(package: str, name: str) -> str:
    """The style sheet of a package's pages: what all share, then its own."""
    return asset(__name__, "page.css") + asset(package, name)


@cache
def asset(package: str, name: str) -> str:
    """A file of a package's `assets`."""
    return files(package).joinpath("assets", name).read_text(encoding="utf-8")
