"""The site: pages that show every handoff of some specs, opened from disk or from any web server, loading nothing.

What the pages say is worked out in `views`, pictures are made in `*_svg`, and templates lay both out.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import PurePosixPath
from typing import Final

from jinja2 import Environment

from handoffspec.emit.content import Page
from handoffspec.emit.document import Document
from handoffspec.emit.documents import pages
from handoffspec.emit.site.map_svg import Way, map_svg
from handoffspec.emit.site.story import Book, Place
from handoffspec.emit.site.views import CLASSES, MEANINGS, Href, Shown, View, overview, show
from handoffspec.emit.web import asset, environment, look
from handoffspec.emit.web.blocks import render
from handoffspec.emit.words.names import party, system
from handoffspec.emit.words.visible import visible

_HOME: Final = "Handoffs"
_PAGES: Final = (
    ("What crosses", "index.html", "handoff.html"),
    ("Lifecycles", "lifecycles.html", "lifecycles.html"),
    ("Tickets as they arrive", "tickets.html", "tickets.html"),
    ("Known failure modes", "failures.html", "failures.html"),
)
"""Pages of a handoff: their names, files and templates. The documents follow."""


def site(book: Book) -> tuple[Document, ...]:
    """Every file of the site, by its path from the site's folder. The same book gives the same bytes."""
    return tuple(_Site(book).files())


class _Site:
    """One site in the making: what its pages have in common."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._shown = [show(story) for story in book.stories]
        self._sources = {path: _source_name(n, path) for n, path in enumerate(book.sources, 1)}

    def files(self) -> Iterator[Document]:
        """All of them."""
        yield Document("assets/site.css", look(__name__, "site.css"))
        yield Document("assets/site.js", asset(__name__, "site.js"))
        yield from self._index()
        for path, name in self._sources.items():
            # A line ends where an editor shows its end, and nowhere else.
            lines = self._book.sources[path].replace("\r\n", "\n").split("\n")
            yield self._page(name, "source.html", path, path=path, text=lines)
        for one in self._shown:
            yield from self._handoff(one)

    def _index(self) -> Iterator[Document]:
        ways = [_way(one) for one in self._shown]
        drawn = map_svg(ways, "The handoffs")
        yield Document("pictures/map.svg", _alone(drawn))
        yield self._page(
            "index.html",
            "index.html",
            _HOME,
            lead="Where tickets cross from one system, team or status to another, and what becomes of them there.",
            map=drawn,
            handoffs=[_row(one) for one in self._shown],
            sources=[(path, name) for path, name in self._sources.items()],
        )

    def _handoff(self, one: Shown) -> Iterator[Document]:
        made = pages(one.story.plan)
        links = [(title, file) for title, file, _ in _PAGES] + [
            (_document_title(p.name), f"{p.name}.html") for p in made
        ]
        view = overview(one, self._href)
        for title, file, template in _PAGES:
            where = f"{one.name}/{file}"
            yield self._page(where, template, f"{title}: {one.title}", view=view, links=links, here=file)
        for page in made:
            html = render(page, lambda name: f"{name}.html", lambda part: _place(one, part, self._href))
            where = f"{one.name}/{page.name}.html"
            heading = f"{_document_title(page.name)}: {one.title}"
            yield self._page(where, "document.html", heading, document=html, links=links, here=f"{page.name}.html")
        for name, drawn in one.pictures.items():
            yield Document(f"pictures/{one.name}-{name}.svg", _alone(drawn))
        yield self._whole(one, made)

    def _whole(self, one: Shown, documents: Sequence[Page]) -> Document:
        """Everything about a handoff in one file that needs no other."""
        made = [
            (page.name, render(page, lambda name: f"#{name}", lambda part: _place(one, part, lambda _: None), deeper=1))
            for page in documents
        ]
        return self._page(
            f"{one.name}.html",
            "whole.html",
            one.title,
            standalone=True,
            css=look(__name__, "site.css"),
            js=asset(__name__, "site.js"),
            view={**overview(one, lambda _: None), "documents": made},
            links=[
                ("What crosses", "#crossing"),
                *([("Lifecycles", "#lifecycles")] if one.lifecycles else []),
                ("Tickets as they arrive", "#tickets"),
                ("Known failure modes", "#failures"),
                *((_document_title(name), f"#{name}") for name, _ in made),
            ],
        )

    def _page(self, where: str, template: str, title: str, **given: object) -> Document:
        shared = {
            "title": title,
            "home": _HOME,
            "made_by": self._book.made_by,
            "root": "../" * where.count("/"),
            "classes": CLASSES,
            "meanings": MEANINGS,
        }
        return Document(where, _templates().get_template(template).render(**shared, **given))

    def _href(self, place: Place) -> str | None:
        name = self._sources.get(place.path)
        return f"../{name}#L{place.line}" if name else None


def _way(one: Shown) -> Way:
    handoff = one.story.plan.handoff
    return Way(
        one.name,
        one.title,
        system(handoff, "source"),
        system(handoff, "destination"),
        (party(handoff, "source"), party(handoff, "destination")),
        one.crossing.tally(),
        f"{one.name}/index.html",
    )


def _row(one: Shown) -> View:
    held = sum(not example.unmet for example in one.story.examples)
    return {
        "name": one.name,
        "title": one.title,
        "href": f"{one.name}/index.html",
        "ends": one.ends,
        "tally": one.crossing.tally(),
        "open": sum(found.accepted is None for found in one.story.findings),
        "scenarios": f"{held} of {len(one.story.examples)} hold" if one.story.examples else "none",
    }


def _place(one: Shown, part: str, href: Href) -> str:
    """Where a part of a handoff stands, as HTML: a link where there is a page of the spec."""
    place = one.story.place(part)
    words, target = escape(visible(f"{place.path}:{place.line}")), href(place)
    return f'<a class="place" href="{escape(target)}">{words}</a>' if target else f'<span class="place">{words}</span>'


def _document_title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _source_name(number: int, path: str) -> str:
    """A file's name for a spec's page: numbered, since two specs in two folders may have one name."""
    stem = PurePosixPath(path.replace("\\", "/")).stem
    plain = "".join(character if character.isascii() and character.isalnum() else "-" for character in stem)[:60]
    return f"source/{number}-{plain.strip('-') or 'spec'}.html"


def _alone(drawn: str) -> str:
    """A picture as a file of its own: with the look that the pages give it."""
    head, _, rest = drawn.partition(">")
    return f"{head}><style>{look(__name__, 'site.css')}</style>{rest}\n"


@cache
def _templates() -> Environment:
    return environment(__name__)


__all__: Sequence[str] = ("Book", "site")
