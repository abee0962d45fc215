"""Bodies and calls: what the API of a system is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from handoffspec.execute.wire.codecs import encode, write_rich
from handoffspec.execute.wire.errors import NO_PLACE, WireError
from handoffspec.execute.wire.forms import as_written
from handoffspec.execute.wire.misfit import MisfitError
from handoffspec.execute.wire.paths import Key, Path, enclosing, parse_path, put
from handoffspec.schema.systems import Call, Channel, Codec, Field, Operation, Record, Transition
from handoffspec.schema.types import ChoiceType, TextType, Wire
from handoffspec.text.document import Document

NOT_YET_KNOWN: Final = "{destination.id}"
"""Stands for the id of a record that the first step makes."""

Body = dict[str, object]


@dataclass(frozen=True, slots=True)
class Request:
    """Method and path of a call."""

    method: str
    path: str


def call_request(record: Record, operation: Operation, id_: str | int | None) -> Request | None:
    """The call for an operation on the record of that id; None: the API has no such call.

    The id is made safe for a path; `NOT_YET_KNOWN` stays as it is.
    """
    call = record.call(operation)
    if call is None:
        return None
    safe = NOT_YET_KNOWN if id_ is None or id_ == NOT_YET_KNOWN else quote(str(id_), safe="", errors="replace")
    return Request(call.method, call.path.replace("{id}", safe))


# ── Records ────────────────────────────────────────────────────────────────────────────────────────────────────────


def create_body(record: Record, values: Mapping[str, object]) -> Body:
    """The body that creates a record: every writable field that has a value, in the order of the record's fields.

    None is left out, for there is nothing to clear yet. Fields that cannot be written are left out too.

    Raises:
        WireError: a value cannot be put into its field's form.
    """
    filled = {name: value for name, value in values.items() if value is not None}
    return _fields_body(record, record.call("create"), filled, at_creation=True)


def update_body(record: Record, values: Mapping[str, object]) -> Body:
    """The body that changes a record: the writable fields among `values`, None clearing one.

    Fields that can only be given at creation are left out, and so is clearing a field that is never cleared.

    Raises:
        WireError: as for `create_body`.
    """
    return _fields_body(record, record.call("update"), values, at_creation=False)


def can_write(field: Field, *, at_creation: bool) -> bool:
    """Whether a call that creates, or one that changes, takes the field."""
    return field.writable and (at_creation or not field.at_creation)


def _fields_body(record: Record, call: Call | None, values: Mapping[str, object], *, at_creation: bool) -> Body:
    body: Body = {}
    inside = envelope(call, body)
    for field in record.fields:
        if field.name in values and can_write(field, at_creation=at_creation):
            value = values[field.name]
            if value is not None or not field.never_cleared:
                put_field(record, field, inside, value)
    return body


def put_field(record: Record, field: Field, inside: Body, value: object) -> None:
    """Puts a field's value at its place in a body.

    Raises:
        WireError: it cannot be put into the field's form.
    """
    path = parse_path(field.written_at or "")
    if value is None:
        path = _what_null_clears(record, path)
    try:
        wire = encode(field.type, field.written_as, value)
        put(path, inside, as_written(record.forms, field.type, field.written_as, wire))
    except MisfitError as misfit:
        message = f"{field.label} cannot be written: it holds {misfit.found}, where {misfit.allowed} is allowed."
        raise WireError(misfit.code, message, path.text + misfit.inside) from None


def _what_null_clears(record: Record, path: Path) -> Path:
    """`fields.priority` for `fields.priority.name`: an object that stands for this one value is cleared whole.

    An object at the top, or one that other fields stand in too, is more than the value.
    """
    outer = enclosing(path)
    if outer is None or len(outer.steps) < 2 or not isinstance(path.steps[-1], Key):
        return path
    if not all(isinstance(step, Key) for step in outer.steps):
        return path
    others = (f.written_at for f in record.fields if f.writable and f.written_at not in (None, path.text))
    shared = any(parse_path(other or "").steps[: len(outer.steps)] == outer.steps for other in others)
    return path if shared else outer


def envelope(call: Call | None, body: Body) -> Body:
    """The object inside a body where fields are put."""
    for fact in call.parts if call is not None else ():
        if fact.envelope:
            inside: Body = {}
            put(parse_path(fact.path), body, inside)
            return inside
    return body


# ── Status, comments, links, files ─────────────────────────────────────────────────────────────────────────────────


def transition_body(
    record: Record, target: str, transition: Transition | None = None, needs: Mapping[str, object] | None = None
) -> Body:
    """The body that brings a record to a status, with the fields the transition needs.

    A system whose status is written takes the status's form in the API, at the place that the call names, else at
    the field's own; one that makes transitions takes the transition's identifier, or its name, or the status's name
    where no environment has given one.

    Raises:
        WireError: the API has no call for it, or a value cannot be put into its field's form.
    """
    call = _call(record, "transition", "changing the status")
    body: Body = {}
    inside = envelope(call, body)
    named = any(fact.part in ("status", "transition") for fact in call.parts)
    status = record.lifecycle.field if record.lifecycle is not None and not named else None
    written = {**(needs or {}), **({status: target} if status is not None else {})}
    for field in record.fields:
        if field.name in written and field.writable:
            put_field(record, field, inside, written[field.name])
    for fact in call.parts:
        if fact.part == "status":
            put(parse_path(fact.path), body, _status_wire(record, target))
        elif fact.part == "transition":
            put(parse_path(fact.path), body, _transition_wire(target, transition))
    return body


def _status_wire(record: Record, target: str) -> Wire:
    field = record.field(record.lifecycle.field) if record.lifecycle is not None else None
    options = field.type.options if field is not None and isinstance(field.type, ChoiceType) else ()
    return next((option.wire for option in options if option.name == target), target)


def _transition_wire(target: str, transition: Transition | None) -> Wire:
    if transition is None:
        return target
    return transition.wire if transition.wire is not None else transition.name or target


def comment_body(
    record: Record,
    text: Document,
    channel: Channel,
    *,
    record_id: str | int | None = None,
    author: str | int | None = None,
    parent: str | int | None = None,
    uploads: Sequence[object] = (),
) -> Body:
    """The body that adds a comment. `record_id`, `author` and `parent` are ids on this side, `uploads` what `attach`
    answered. Where the call's path does not name the record, its part `id` does.

    Where the API marks public comments the mark is always written, where it marks internal ones it is written for
    these; where each channel has a place of its own the text goes there. An author, a parent or uploads that the API
    has no place for are left out.

    Raises:
        WireError: the API has no call for comments, or cannot keep an internal one internal.
    """
    call = _call(record, "comment", "comments")
    call = replace(call, parts=tuple(fact for fact in call.parts if fact.channel in (None, channel)))
    apart = any(fact.part == "text" and fact.channel is not None for fact in call.parts)
    marked = apart or any(fact.part in ("public", "internal") for fact in call.parts)
    only_internal = record.comments is not None and record.comments.channels == ("internal",)
    if channel == "internal" and not marked and not only_internal:
        raise WireError(NO_PLACE, f"{record.system_title} cannot keep a comment internal, so this one must not cross")
    if all(fact.part != "text" for fact in call.parts):
        raise WireError(NO_PLACE, f"{record.system_title} has no place for a {channel} comment")
    return _by_parts(
        call,
        {
            "id": record_id,
            "text": write_rich(_comment_codec(record, call), text),
            "public": channel == "public",
            "internal": True if channel == "internal" else None,
            "author": author,
            "parent": parent,
            "attachments": list(uploads) or None,
        },
    )


def _comment_codec(record: Record, call: Call) -> Codec | None:
    for fact in call.parts:
        if fact.part == "text" and fact.codec is not None:
            return fact.codec
    return record.comments.format if record.comments is not None else None


def link_body(record: Record, id_: str | int, url: str | None = None, title: str | None = None) -> Body:
    """The body that keeps another record's id, and its address and title where the API has a place for them.

    Raises:
        WireError: the API has no call for links.
    """
    kept = as_written(record.forms, TextType(), None, id_)
    return _by_parts(_call(record, "link", "links"), {"id": kept, "url": url, "title": title})


def attach_body(record: Record, attachment: Mapping[str, object], record_id: str | int | None = None) -> Body:
    """What is sent with a file. The file itself is no JSON: where it goes (the call's part `file`, else `file`) the
    body says which one that is, `{name, type, size, url}` as far as they are known.

    Raises:
        WireError: the API has no call for files.
    """
    call = _call(record, "attach", "files")
    known = {part: attachment[part] for part in ("name", "type", "size", "url") if part in attachment}
    body = _by_parts(call, {**known, "id": record_id, "file": known})
    return body if any(fact.part == "file" for fact in call.parts) else {**body, "file": known}


def _by_parts(call: Call, given: Mapping[str, object]) -> Body:
    """Each part where the call has its place; what is None, or has no place, is left out."""
    body: Body = {}
    for fact in call.parts:
        if (value := given.get(fact.part)) is not None:
            put(parse_path(fact.path), body, value)
    return body


def _call(record: Record, operation: Operation, what: str) -> Call:
    call = record.call(operation)
    if call is None:
        raise WireError(NO_PLACE, f"{record.system_title} has no call for {what} of a {record.title.lower()}")
    return call
