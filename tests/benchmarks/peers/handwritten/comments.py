"""Comments in the HTML of Zendesk's editor as Atlassian documents, and the files that came with them."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any, Final

from tests.benchmarks.peers.handwritten import long_way
from tests.benchmarks.peers.handwritten.block import BREAK, STRONG
from tests.benchmarks.peers.handwritten.checked import RefusedError, person_of
from tests.benchmarks.peers.handwritten.losses import Loss, lossy, lost

_MOST_BYTES: Final = 50_000_000
INTERNAL: Final = [{"key": "sd.public.comment", "value": {"internal": True}}]
_TAGS: Final = re.compile(r"<([^>]*)>").split
_REFERENCES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&nbsp;", "\xa0"))
_OTHER: Final = re.compile(r"&(?!amp;)").search
_LINK: Final = re.compile(r'a href="([^"&]*)"').fullmatch
_SAFE: Final = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x20\x7f\ud800-\udfff<>\"\\]+", re.IGNORECASE).fullmatch
_MARKS: Final = {
    "strong": STRONG,
    "b": STRONG,
    "em": [{"type": "em"}],
    "i": [{"type": "em"}],
    "code": [{"type": "code"}],
}
_BEGIN: Final = '<div class="zd-comment" dir="auto"><p>'
_INNER: Final = len(_BEGIN)
_OUTER: Final = frozenset({"div", 'div class="zd-comment" dir="auto"', "/div"})
_FLAT: Final = _OUTER | {"p", "/p", "br"}


class Comment:
    """A comment that was read. `files` as Jira is given them."""

    __slots__ = ("author", "html", "public")

    def __init__(self, html: str, author: dict[str, Any] | None, *, public: bool) -> None:
        self.html = html
        self.author = author
        self.public = public


def conversation(
    comments: Iterable[Any], attachments: Iterable[Any], users: dict[Any, dict[str, Any]]
) -> tuple[list[Comment], list[dict[str, Any]]]:
    """The comments, and the files of the ticket and its comments."""
    read, said = [], []
    for number, given in enumerate(comments):
        if type(given) is not dict:
            raise RefusedError("HS1201", f"comments[{number}]")
        html = given.get("html_body")
        if type(html) is not str:
            raise RefusedError("HS1201", f"comments[{number}]" + (".html_body" if html is not None else ""))
        author = person_of(given.get("author_id"), users, f"comments[{number}].author")
        read.append(Comment(html, author, public=given.get("public") is True))
        if type(listed := given.get("attachments")) is list:
            said += [_file(file) for file in listed]
    files = [_file(file) for file in attachments]
    if files and said:
        twice = {file["url"] for file in said if "url" in file}
        files = [file for file in files if file.get("url") not in twice]
    return read, files + said


def _file(given: dict[str, Any]) -> dict[str, Any]:
    if type(given) is not dict:
        raise RefusedError("HS1201", "attachments")
    file = {}
    for part, key in (("name", "file_name"), ("type", "content_type"), ("url", "content_url")):
        if type(value := given.get(key)) is str:
            file[part] = value
    if type(size := given.get("size")) is int:
        file["size"] = size
    return file


def without_description(comments: list[Comment], description: str) -> list[Comment]:
    """The comments without the first public one where that is the description."""
    for place, comment in enumerate(comments):
        if comment.public:
            if _says(comment.html, description):
                return comments[:place] + comments[place + 1 :]
            break
    return comments


def _says(html: str, description: str) -> bool:
    """Whether a comment says what the description does, whatever blanks stand between the words."""
    parts = _TAGS(html)
    words = description.split()
    texts = parts[::2]
    if _FLAT.issuperset(parts[1::2]):
        return _unescaped(" ".join(texts)).split() == words
    first = next((text.split()[0] for text in texts if text and not text.isspace()), "")
    begins_alike = words and (words[0].startswith(unescape(first)) or not words[0][0].isalpha())
    return bool(begins_alike) and long_way.words(html) == words


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    for reference, sign in _REFERENCES:
        text = text.replace(reference, sign)
    return unescape(text) if _OTHER(text) else text.replace("&amp;", "&")


def comment_bodies(comments: list[Comment], losses: list[Loss]) -> list[dict[str, Any]]:
    """What each comment is in Jira; what of their formatting is not kept."""
    bodies: list[dict[str, Any]] = []
    not_kept: list[Loss] = []
    for comment in comments:
        line = _whose(comment)
        if len(comment.html) < 32000 and line.isprintable() and (made := _adf(comment.html)) is not None:
            content, taken = made
            tag = {"type": "paragraph", "content": [{"type": "text", "text": line, "marks": STRONG}]}
            document = {"version": 1, "type": "doc", "content": [tag, *content]}
        else:
            document, taken = long_way.comment(line, comment.html)
        not_kept += [loss for loss in taken if loss not in not_kept]
        bodies.append({"body": document} if comment.public else {"body": document, "properties": INTERNAL})
    losses += not_kept
    return bodies


def _whose(comment: Comment) -> str:
    """The line above a comment that says who wrote it, and where."""
    kind = "public" if comment.public else "internal"
    author = comment.author or {}
    name = author.get("name") or author.get("email") or author.get("id")
    source = f"Zendesk Support, {kind} comment"
    return source if name is None else f"{str(name)[:255]} · {source}"


_LINK_LOST: Final = [lossy("comments", "markup", "minor", "formatting is not kept: link")]


def _adf(html: str) -> tuple[list[dict[str, Any]], list[Loss]] | None:
    """The HTML of Zendesk's editor as blocks of an Atlassian document; None for any other."""
    if html.startswith(_BEGIN) and html.endswith("</p></div>") and (text := html[_INNER:-10]).isprintable():
        plain = "<" not in text and "&" not in text and "  " not in text
        if plain and text and text[0] != " " != text[-1] and (text.isascii() or long_way.fit(text)):
            return [{"type": "paragraph", "content": [{"type": "text", "text": text}]}], []
    parts = _TAGS(html)
    builder = _Builder()
    for place in range(0, len(parts) - 1, 2):
        if ((text := parts[place]) and not builder.text(text)) or not builder.tag(parts[place + 1]):
            return None
    if not builder.text(parts[-1]) or builder.inlines is not None or builder.items is not None:
        return None
    return builder.blocks, builder.lost


class _Builder:
    """Paragraphs, and lists of one paragraph in each item. False: this is no HTML of the editor's."""

    __slots__ = ("after_blank", "blocks", "inlines", "items", "lost", "marks", "open")

    def __init__(self) -> None:
        self.blocks: list[dict[str, Any]] = []
        self.items: list[dict[str, Any]] | None = None
        self.inlines: list[dict[str, Any]] | None = None
        self.marks: list[dict[str, Any]] | None = None
        self.open = ""
        self.after_blank = True
        self.lost: list[Loss] = []

    def text(self, source: str) -> bool:
        if not source:
            return True
        inlines = self.inlines
        if inlines is None:
            return source.isspace()
        if "<" in source or "  " in source or not source.isprintable() or (self.after_blank and source[0] == " "):
            return False
        self.after_blank = source[-1] == " "
        if "&" in source:
            source = _unescaped(source).replace("\xa0", " ")
        if not source.isascii() and not long_way.fit(source):
            return False
        marks = self.marks
        if inlines and "text" in (last := inlines[-1]) and last.get("marks") is marks:
            last["text"] += source
        elif marks is None:
            inlines.append({"type": "text", "text": source})
        else:
            inlines.append({"type": "text", "text": source, "marks": marks})
        return True

    def tag(self, tag: str) -> bool:
        if tag == "p":
            return self.items is None and self._begin()
        if tag == "/p":
            return self.items is None and self._end_paragraph()
        if tag == "br":
            return self._break()
        if tag in _MARKS:
            return self._mark(tag, _MARKS[tag])
        if tag == self.open:
            self.open, self.marks = "", None
            return self.inlines is not None
        if tag[:2] == "a ":
            return self._link(tag)
        return self._list(tag) or (tag in _OUTER and self.inlines is None and self.items is None)

    def _list(self, tag: str) -> bool:
        if tag == "ul" and self.items is None and self.inlines is None:
            self.items = []
            return True
        if tag == "li" and self.items is not None:
            return self._begin()
        if tag == "/li" and self.items is not None:
            return self._end_item()
        if tag == "/ul" and self.items and self.inlines is None:
            self.blocks.append({"type": "bulletList", "content": self.items})
            self.items = None
            return True
        return False

    def _begin(self) -> bool:
        if self.inlines is not None:
            return False
        self.inlines, self.after_blank = [], True
        return True

    def _end_paragraph(self) -> bool:
        if (inlines := self.inlines) is None or self.open or (self.after_blank and inlines and "text" in inlines[-1]):
            return False
        self.blocks.append({"type": "paragraph", "content": inlines} if inlines else {"type": "paragraph"})
        self.inlines = None
        return True

    def _end_item(self) -> bool:
        inlines = self.inlines
        if not inlines or self.open or self.items is None or self.after_blank:
            return False
        self.items.append({"type": "listItem", "content": [{"type": "paragraph", "content": inlines}]})
        self.inlines = None
        return True

    def _break(self) -> bool:
        if (inlines := self.inlines) is None or (self.after_blank and inlines and "text" in inlines[-1]):
            return False
        inlines.append(BREAK)
        self.after_blank = True
        return True

    def _mark(self, tag: str, marks: list[dict[str, Any]]) -> bool:
        if self.open or self.inlines is None:
            return False
        self.open, self.marks = f"/{tag}", marks
        return True

    def _link(self, tag: str) -> bool:
        if self.open or self.inlines is None or (found := _LINK(tag)) is None:
            return False
        self.open = "/a"
        href = found[1].strip()
        if _SAFE(href):
            self.marks = [{"type": "link", "attrs": {"href": href}}]
        else:
            self.lost = _LINK_LOST
        return True


def crossing(files: list[dict[str, Any]], losses: list[Loss]) -> list[dict[str, Any]]:
    """The files that Zendesk and Jira both take."""
    if not files:
        return []
    crossing = [file for file in files if file.get("size", 0) <= _MOST_BYTES and file.get("name")]
    if behind := len(files) - len(crossing):
        noun = "file" if len(files) == 1 else "files"
        detail = f"{behind} of {len(files)} {noun} stay behind"
        losses.append(lost("attachments", "truncation", "undecided", detail))
    return crossing
