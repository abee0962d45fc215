"""What may stand in a page for a browser, whatever went into it."""

from tests.site.reading import Element

# What our own templates and pictures are made of. Nothing else may come out, whatever goes in.
TAGS = {
    "html", "head", "meta", "title", "link", "style", "script", "body", "a", "header", "nav", "ul", "ol", "li", "main",
    "footer", "section", "article", "aside", "figure", "figcaption", "div", "span", "p", "h1", "h2", "h3", "h4", "h5",
    "b", "i", "em", "strong", "code", "pre", "br", "table", "caption", "thead", "tbody", "tr", "th", "td", "dl", "dt",
    "dd", "button", "input", "label", "svg", "desc", "defs", "lineargradient", "stop", "g", "path", "rect", "circle",
    "text", "pattern", "details", "summary",
}  # fmt: skip


def assert_ours(page: Element, scripts: int) -> None:
    """Only elements of ours, so many scripts, no attribute that runs anything, and no address but our own."""
    elements = page.all()
    assert {element.tag for element in elements} <= TAGS
    assert sum(element.tag == "script" for element in elements) == scripts
    for element in elements:
        assert not [name for name in element.attributes if name.startswith("on") or name == "srcdoc"]
        for name in ("href", "src"):
            address = element.attributes.get(name, "")
            assert ":" not in address.partition("/")[0]
            assert "//" not in address
