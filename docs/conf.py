"""How these pages become a site: `sphinx-build -W -n -c docs . build/docs`, from the folder above this one.

The root is the repository and not `docs/`, so that a link to a spec or to the page of a diagnostic is the same link on
the site, on GitHub and in an editor.
"""

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent))

from highlighting import HandoffLexer

from handoffspec import __version__
from handoffspec.diagnostics import explain

project = "handoffspec"
copyright = "the authors of handoffspec"  # noqa: A001 - Sphinx's name for it
release = __version__
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["docs/*.md", "handoffspec/diagnostics/pages/*.md", "specs/README.md"]
# Not to be looked through at all.
exclude_patterns = [".*", "build", "tests"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "handoffspec"
html_extra_path = ["_site"]
html_copy_source = False
html_show_sourcelink = False
pygments_style = "friendly"
pygments_dark_style = "monokai"


def titled(_app: Sphinx, page: str, text: list[str]) -> None:
    """The page of a diagnostic has its title in the catalogue, as `handoff explain` shows it."""
    folder, _, code = page.rpartition("/")
    if folder.endswith("diagnostics/pages"):
        text[0] = f"---\norphan: true\n---\n\n{explain.page(code)}"


def setup(app: Sphinx) -> None:
    app.add_lexer("handoff", HandoffLexer)
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", titled)
