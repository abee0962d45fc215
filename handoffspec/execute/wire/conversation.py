"""Comments and files as an API gives them, read by the places that the catalogue names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from mimetypes import MimeTypes
from typing import Final, cast

from handoffspec.execute.wire.codecs import read_rich
from handoffspec.execute.wire.errors import VALUE_UNFIT, WireError, shown
from handoffspec.execute.wire.forms import bare, in_utc
from handoffspec.execute.wire.misfit import MisfitError
from handoffspec.execute.wire.moments import read_moment
from handoffspec.execute.wire.paths import ABSENT, get, parse_path
from handoffspec.execute.wire.people import Directory
from handoffspec.schema.systems import AttachmentFacts, Channel, Codec, CommentFacts, PathFact, Record

Comment = dict[str, object]
"""`channel` and `text` (a Document) always; `unread` where reading the text left features out; `id`, `author` (a
person), `created` (ISO 8601), `parent` (an id) and `attachments` where the API gives them."""
Attachment = dict[str, object]
"""`id`, `name`, `type`, `size`, `url` where the API gives them; of a file that came with a
comment also that comment's `channel`, and as `comment` its id. Where an API says no types, the name's ending does."""

_SIZE = re.compile(r"\d{1,18}", re.ASCII)
FILE_PARTS: dict[str, tuple[type, ...]] = {
    "id": (str, int), "name": (str,), "type": (str,), "url": (str,), "size": (int,)
}  # fmt: skip
_TYPES: Final = MimeTypes()
_TYPES.add_type("text/plain", ".log")


def read_comments(record: Record, listed: Sequence[object], directory: Directory) -> tuple[Comment, ...]:
    """Comments in the order given.

    One without a mark of visibility counts as internal, unless the system has public comments only.

    Raises:
        WireError: one is no object, or has no readable text.
    """
    facts = record.comments or CommentFacts()
    return tuple(_comment(record, facts, each, directory, f"comments[{n}]") for n, each in enumerate(listed))


def read_attachments(record: Record, listed: Sequence[object], where: str = "attachments") -> tuple[Attachment, ...]:
    """Files in the order given.

    Raises:
        WireError: one is no object.
    """
    facts = record.attachments or AttachmentFacts()
    return tuple(_attachment(record, facts, each, f"{where}[{n}]") for n, each in enumerate(listed))


def files_of(comments: Sequence[Comment], attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """The ticket's own files, then those of its comments, marked with the comment's id and channel.

    A file that is listed in both places is one file, and as visible as its comment.
    """
    said: list[Attachment] = []
    for comment in comments:
        mark = {"channel": comment["channel"]} | ({"comment": comment["id"]} if "id" in comment else {})
        said.extend({**each, **mark} for each in cast("Sequence[Attachment]", comment.get("attachments", ())))
    with_a_comment = {each["url"] for each in said if "url" in each}
    return (*(each for each in attachments if each.get("url") not in with_a_comment), *said)


def _comment(record: Record, facts: CommentFacts, given: object, directory: Directory, where: str) -> Comment:
    obj = _object(record, given, where, "a comment")
    comment: Comment = {"channel": _channel(facts, obj), **_text(record, facts, obj, where)}
    for part, value in _parts(facts.paths, obj):
        match part:
            case "id" | "parent" if isinstance(value, str | int):
                comment[part] = value
            case "created" if isinstance(value, str):
                if (moment := read_moment(in_utc(record.forms, value), "time")) is not None:
                    comment["created"] = moment
            case "author":
                comment["author"] = _author(value, directory, where)
            case "attachments" if isinstance(value, list):
                files = cast("list[object]", value)
                comment["attachments"] = read_attachments(record, files, f"{where}.attachments")
            case _:
                pass
    return comment


def _channel(facts: CommentFacts, obj: Mapping[str, object]) -> Channel:
    said = {fact.part: fact.equals for fact in facts.paths}
    marks = {part: value if said[part] is None else value == said[part] for part, value in _parts(facts.paths, obj)}
    if marks.get("public") is True or ("public" not in marks and marks.get("internal") is False):
        return "public"
    marked = any(fact.part in ("public", "internal") for fact in facts.paths)
    return "public" if not marked and facts.channels == ("public",) else "internal"


def text_parts(codec: Codec, wire: object) -> Comment:
    """The text of a comment, and what reading it left out, if anything.

    Raises:
        MisfitError: it is not in that form.
    """
    parsed = read_rich(codec, wire)
    return {"text": parsed.document, **({"unread": parsed.losses} if parsed.losses else {})}


def _text(record: Record, facts: CommentFacts, obj: Mapping[str, object], where: str) -> Comment:
    fact = next((fact for fact in facts.paths if fact.part == "text"), None)
    wire = ABSENT if fact is None else get(parse_path(fact.path), obj)
    if fact is None or wire is ABSENT or wire is None:
        named = f" at {fact.path}" if fact is not None else " that the catalogue knows"
        raise WireError(VALUE_UNFIT, f"a comment of {record.system_title} has no text{named}", where)
    try:
        return text_parts(fact.codec or facts.format, wire)
    except MisfitError as misfit:
        message = f"a comment's text holds {misfit.found}; allowed is {misfit.allowed}"
        raise WireError(misfit.code, message, f"{where}.{fact.path}") from None


def _author(value: object, directory: Directory, where: str) -> object:
    try:
        return directory.person(value)
    except MisfitError as misfit:
        message = f"a comment's author is {misfit.found}; allowed is {misfit.allowed}"
        raise WireError(misfit.code, message, f"{where}.author") from None


def _attachment(record: Record, facts: AttachmentFacts, given: object, where: str) -> Attachment:
    obj = _object(record, given, where, "a file")
    file: Attachment = {
        part: value
        for part, said in _parts(facts.paths, obj)
        for value in (_size(record, said) if part == "size" else said,)
        if isinstance(value, FILE_PARTS.get(part, ())) and not isinstance(value, bool)
    }
    name = file.get("name")
    if isinstance(name, str) and all(fact.part != "type" for fact in facts.paths):
        kind, packed = _TYPES.guess_type(f"/{name}")
        file |= {"type": kind} if kind is not None and packed is None else {}
    return file


def _size(record: Record, said: object) -> object:
    """A number, where the system gives numbers as text."""
    in_text = record.forms is not None and record.forms.text
    return int(said) if in_text and isinstance(said, str) and _SIZE.fullmatch(said) else said


def _parts(facts: Sequence[PathFact], obj: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The parts that are there and not null. A strange part is as good as none; the text is looked at apart."""
    for fact in facts:
        if fact.part == "text":
            continue
        try:
            value = get(parse_path(fact.path), obj)
        except WireError:
            continue
        if value is not ABSENT and value is not None:
            yield fact.part, value


def _object(record: Record, given: object, where: str, what: str) -> dict[str, object]:
    if not isinstance(given, dict):
        raise WireError(VALUE_UNFIT, f"{what} is a JSON object, and this is {shown(given)}", where)
    return {key: bare(record.forms, value) for key, value in cast("dict[str, object]", given).items()}
