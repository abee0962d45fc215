"""Requirements in words: what is asked for, and what happens without it."""

from handoffspec.emit.words.amounts import capital, clipped, count, limit, listed
from handoffspec.emit.words.conditions import condition
from handoffspec.emit.words.names import bare, outcome, quoted
from handoffspec.emit.words.types import type_name
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff, Requirement

_TYPES = {"image": "images", "video": "videos", "audio": "recordings", "text": "text files", "application": "documents"}


def need_title(handoff: Handoff, need: Requirement) -> str:
    """What is asked for: the field's label, `Attachments`, `Conversation`."""
    return bare(handoff, need.subject) if isinstance(need.subject, FieldRef) else capital(need.subject)


def demands(handoff: Handoff, need: Requirement) -> str:
    """What it has to be, in a few words."""
    parts = [_kind(handoff, need)]
    if need.at_least:
        several = need.subject == "attachments"
        parts.append(f"at least {count(need.at_least.number, 'file') if several else limit(need.at_least)}")
    if need.refuse:
        parts.append(f"not just {listed((quoted(phrase) for phrase in need.refuse), 'or')}")
    if need.when:
        parts.append(f"only when {condition(handoff, need.when, 'source')}")
    if need.reason:
        parts.append(f"why: {clipped(need.reason)}")
    return capital("; ".join(parts))


def _kind(handoff: Handoff, need: Requirement) -> str:
    if isinstance(need.subject, FieldRef):
        found = handoff.record(need.subject.side).field(need.subject.field)
        return type_name(found.type) if found else "filled in"
    if need.subject == "attachments":
        return f"of type {listed(map(media_type, need.types), 'or')}" if need.types else "of any type"
    channels = listed(need.channels)
    return f"the {channels} comments" if channels else "the comments"


def media_type(pattern: str) -> str:
    """`image/*` as `images (image/*)`; a single type as it is."""
    whole, _, part = pattern.partition("/")
    if part == "*" and whole in _TYPES:
        return f"{_TYPES[whole]} ({pattern})"
    return clipped(pattern, 80)


def absence(handoff: Handoff, need: Requirement) -> str:
    """What happens when it is missing."""
    return outcome(handoff, need.otherwise)
