"""The calls that a handoff makes, in order: create or update, link, transitions, comments, files."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from handoffspec.execute.comments import Written
from handoffspec.execute.result import CallStep
from handoffspec.execute.status import Hop
from handoffspec.execute.values import Values
from handoffspec.execute.wire.conversation import Attachment
from handoffspec.execute.wire.write import (
    NOT_YET_KNOWN,
    attach_body,
    call_request,
    can_write,
    comment_body,
    link_body,
    transition_body,
    update_body,
)
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Operation, Record

SOURCE_NOT_KNOWN: Final = "{source.id}"
"""Stands for the id of the source's record where it is not given."""

Key: TypeAlias = str | int
"""A record's key, `NOT_YET_KNOWN` for a record that the first step makes, or `SOURCE_NOT_KNOWN`."""


def step(record: Record, operation: Operation, key: Key, body: Values) -> Iterator[CallStep]:
    """One call, if the API has it."""
    yield from _step(operation, record, operation, key, body)


def _step(called: Operation, record: Record, operation: Operation, key: Key, body: Values) -> Iterator[CallStep]:
    stands_in = key in (NOT_YET_KNOWN, SOURCE_NOT_KNOWN)
    request = call_request(record, operation, None if stands_in else key)
    if request is not None:
        path = request.path.replace(NOT_YET_KNOWN, str(key)) if stands_in else request.path
        yield CallStep(called, request.method, path, body)


def link_steps(handoff: Handoff, source_key: Key | None) -> Iterator[CallStep]:
    """The other side's id kept on the source; where the source has no field for it, a link on the destination."""
    link = handoff.link
    if link is None:
        return
    kept = handoff.source.field(link.source_field)
    if kept is not None and can_write(kept, at_creation=False):
        body = update_body(handoff.source, {kept.name: NOT_YET_KNOWN})
        key = SOURCE_NOT_KNOWN if source_key is None else source_key
        yield from _step("link", handoff.source, "update", key, body)
    elif handoff.destination.call("link") and source_key is not None:
        yield from step(handoff.destination, "link", NOT_YET_KNOWN, link_body(handoff.destination, source_key))


def transition_steps(record: Record, key: Key, hops: Sequence[Hop]) -> Iterator[CallStep]:
    """One call for each transition."""
    for hop in hops:
        yield from step(record, "transition", key, transition_body(record, hop.status, hop.transition, hop.needs))


def comment_steps(record: Record, key: Key, comments: Sequence[Written]) -> Iterator[CallStep]:
    """One call for each comment."""
    for comment in comments:
        yield from step(record, "comment", key, comment_body(record, comment.text, comment.channel, record_id=key))


def attach_steps(record: Record, key: Key, files: Sequence[Attachment]) -> Iterator[CallStep]:
    """One call for each file."""
    for file in files:
        yield from step(record, "attach", key, attach_body(record, file, key))
