"""Comments and files that cross, read from their JSON and written as steps without a document between the two.

For comments that are HTML here and Atlassian documents there. What does not depend on a ticket (places, channels,
limits) is looked up once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from handoffspec.execute.calls import attach_steps, comment_steps
from handoffspec.execute.comments import Copied, Written, copy_comment, copy_files, file_rule, whose
from handoffspec.execute.compiled import html
from handoffspec.execute.compiled.adf import Node
from handoffspec.execute.compiled.people import Users
from handoffspec.execute.compiled.runtime import unusual
from handoffspec.execute.fitting import Taken, markup_clause
from handoffspec.execute.losses import as_json, copy_losses
from handoffspec.execute.wire.conversation import FILE_PARTS, Attachment, Comment
from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.people import Directory
from handoffspec.execute.wire.write import NOT_YET_KNOWN
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.syncing import LONGEST_NAME
from handoffspec.schema.systems import Channel, PathFact, Record
from handoffspec.schema.types import Json
from handoffspec.text.adf_write import write_adf
from handoffspec.text.document import Document, Paragraph, Text
from handoffspec.text.features import Feature
from handoffspec.text.html import MAX_SOURCE, parse_html

_TOLD: Final = ("name", "type", "size", "url")
"""What a step says of a file."""
_CHANNELS: Final[tuple[Channel, ...]] = ("public", "internal")
_READ: Final = frozenset({"id", "text", "author", "public", "created", "attachments"})

_LINK_LOST: Final = Taken("markup", markup_clause((Feature.LINK,)))

Step = Callable[[Node], Json]


@dataclass(slots=True)
class Said:
    """A comment that was read."""

    channel: Channel
    source: str
    author: object
    """As it came: an id, or what stands for a person in a rarer form."""


def conversation_of(handoff: Handoff) -> "Conversation | None":
    """What copies the comments of a handoff; None where they are of another kind."""
    source, there, sync = handoff.source, handoff.destination.comments, handoff.sync
    rule = sync.comments if sync is not None else None
    facts, files = source.comments, source.attachments
    if rule is None or rule.flow not in ("out", "both") or facts is None or there is None or files is None:
        return None
    parts = {fact.part: fact for fact in facts.paths}
    if source.forms is not None or not {"text", "public"} <= parts.keys() <= _READ or parts["public"].equals:
        return None
    plain = all(fact.path.isidentifier() for fact in (*facts.paths, *files.paths))
    formats = (parts["text"].codec or facts.format) == "html" and there.format == "adf"
    roomy = there.limit is None or (there.limit.unit == "characters" and there.limit.number > html.LONGEST + 1000)
    typed = {fact.part for fact in files.paths} >= {"type"} and all(fact.part != "listed" for fact in files.paths)
    steps = {channel: _step_of(handoff.destination, channel) for channel in there.channels}
    known = {channel: step for channel, step in steps.items() if step is not None}
    if not (plain and formats and roomy and typed and len(known) == len(steps)):
        return None
    return Conversation(handoff, {fact.part: fact.path for fact in facts.paths}, _file_reader(files.paths), known)


class Conversation:
    """Copies the comments and files of one handoff."""

    def __init__(
        self,
        handoff: Handoff,
        keys: Mapping[str, str],
        files: Callable[[list[Any]], list[Attachment]],
        steps: Mapping[Channel, Step],
    ) -> None:
        """`keys`: of the parts of a comment. `files` reads files. `steps`: by the channel there."""
        rule = handoff.sync.comments if handoff.sync else None
        assert rule is not None  # noqa: S101 - see `conversation_of`
        self._handoff, self._rule = handoff, rule
        self._text, self._public = keys["text"], keys["public"]
        self._author, self._attached = keys.get("author"), keys.get("attachments")
        self._files = files
        self._steps = steps
        self._channels = {here: there for here, there in rule.channels if there in steps}
        merged = set(self._channels.values())
        self._unnamed = {channel: whose(rule, {"channel": channel}, handoff.source) for channel in _CHANNELS}
        self._alike = len(merged) < len(self._channels)
        """Whether comments of two channels become alike, which is a loss that the interpreter words."""

    def read(self, listed: object, people: Users | Directory) -> tuple[list[Said], list[Attachment]]:
        """The comments of a list, and their files.

        Raises:
            UnusualError: it is no list of comments with texts.
        """
        if listed is None:
            return [], []
        said: list[Said] = []
        files: list[Attachment] = []
        for given in listed if type(listed) is list else unusual():
            source = given.get(self._text) if type(given) is dict else unusual()
            if type(source) is not str or len(source) > MAX_SOURCE:
                unusual()
            channel: Channel = "public" if given.get(self._public) is True else "internal"
            author = given.get(self._author) if self._author is not None else None
            if author is not None and type(author) is not int:
                people.person(author)  # which says if it is nobody
            said.append(Said(channel, source, author))
            if self._attached is not None and type(attached := given.get(self._attached)) is list and attached:
                id_ = given.get("id")
                mark = {"channel": channel, **({"comment": id_} if type(id_) is int or type(id_) is str else {})}
                files += [{**file, **mark} for file in self._files(attached)]
        return said, files

    def files(self, listed: object, said: list[Attachment]) -> list[Attachment]:
        """The ticket's own files and then those of its comments, each once.

        Raises:
            UnusualError: it is no list of files.
        """
        if listed is None or listed == []:
            return said
        own = self._files(listed) if type(listed) is list else unusual()
        if not said:
            return own
        with_a_comment = {each["url"] for each in said if "url" in each}
        return [*(each for each in own if each.get("url") not in with_a_comment), *said]

    def without_description(self, said: list[Said], description: str | None) -> list[Said]:
        """The comments without the first public one, where that is what the description says."""
        for place, comment in enumerate(said):
            if comment.channel == "public":
                # For the interpreter a description that is not there says None.
                same = html.says(comment.source, str(description))
                return said[:place] + said[place + 1 :] if same else said
        return said

    def steps(self, said: Sequence[Said], people: Users | Directory, losses: list[Json]) -> list[Json]:
        """A step for each comment that crosses. What is lost is added to `losses`."""
        steps: list[Json] = []
        taken: list[Taken] = []
        for comment in said:
            channel = self._channels.get(comment.channel)
            if channel is None:
                continue
            author = people.person(comment.author) if comment.author is not None else {}
            content = None if self._alike or len(comment.source) > html.LONGEST else html.content(comment.source)
            if content is None:
                written, lost = copy_comment(
                    self._rule,
                    _as_interpreted(comment, author),
                    channel,
                    self._handoff.source,
                    self._handoff.destination,
                )
                taken += lost
                steps += (step.to_json() for step in comment_steps(self._handoff.destination, NOT_YET_KNOWN, [written]))
                continue
            blocks = content.blocks
            if content.link_lost:
                taken.append(_LINK_LOST)
            if line := self._whose(comment.channel, author):
                run = {"type": "text", "text": line, "marks": [{"type": "strong"}]}
                blocks = [{"type": "paragraph", "content": [run]}, *blocks]
            steps.append(self._steps[channel]({"version": 1, "type": "doc", "content": blocks}))
        if taken or len(steps) < len(said):
            self._lose(len(said), len(said) - len(steps), taken, losses)
        return steps

    def _copy(
        self, comment: Said, author: Mapping[str, object], channel: Channel, steps: list[Json]
    ) -> tuple[Taken, ...]:
        """A comment of a rarer form, by way of a document."""
        source, destination = self._handoff.source, self._handoff.destination
        written, lost = copy_comment(self._rule, _as_interpreted(comment, author), channel, source, destination)
        steps += (step.to_json() for step in comment_steps(destination, NOT_YET_KNOWN, [written]))
        return lost

    def _whose(self, channel: Channel, author: Mapping[str, object]) -> str:
        """As `comments.whose`, where a name is short and plain."""
        name = author.get("name") or author.get("email") or author.get("id")
        if self._rule.tag_author and name is not None:
            named = str(name)
            if len(named) > LONGEST_NAME or not named.isprintable():
                return whose(self._rule, {"channel": channel, "author": author}, self._handoff.source)
            source = self._unnamed[channel]
            return f"{named} · {source}" if source else named
        return self._unnamed[channel]

    def _lose(self, number: int, behind: int, taken: Sequence[Taken], losses: list[Json]) -> None:
        count = f"{number} comment" if number == 1 else f"{number} comments"
        lost = (Taken("visibility", f"{behind} of {count} stay behind"),) if behind else ()
        copied = Copied(taken=tuple(dict.fromkeys(taken)), lost=lost)
        losses += as_json(copy_losses(self._handoff, "out", "comments", copied))


class Files:
    """Makes the steps for the files of one handoff that cross."""

    def __init__(self, handoff: Handoff) -> None:
        self._handoff = handoff
        rule, there = file_rule(handoff, "out"), handoff.destination.attachments
        limits = [rule.max_bytes if rule is not None else None, there.max_bytes if there is not None else None]
        self._most = min((limit for limit in limits if limit), default=None)
        self._free = rule is not None and not rule.types
        """Whether files of every type cross."""
        self._step = _file_step(handoff.destination)

    def steps(self, files: Sequence[Attachment], losses: list[Json]) -> list[Json]:
        """A step for each file that crosses. What is lost is added to `losses`."""
        if self._free and self._step is not None and all(map(self._crosses, files)):
            return [
                {**self._step, "body": {"file": {part: cast("Json", file[part]) for part in _TOLD if part in file}}}
                for file in files
            ]
        copied = copy_files(self._handoff, "out", files)
        losses += as_json(copy_losses(self._handoff, "out", "attachments", copied))
        return [step.to_json() for step in attach_steps(self._handoff.destination, NOT_YET_KNOWN, copied.files)]

    def _crosses(self, file: Attachment) -> bool:
        size = file.get("size")
        return bool(file.get("name")) and (type(size) is not int or self._most is None or size <= self._most)


def _file_step(record: Record) -> dict[str, Json] | None:
    """The step for a file, but for its body; None where a body says more than which file it is."""
    call = record.call("attach")
    steps = [step.to_json() for step in attach_steps(record, NOT_YET_KNOWN, [{}])] if call is not None else []
    return steps[0] if call is not None and not call.parts and isinstance(steps[0], dict) else None


def _as_interpreted(said: Said, author: Mapping[str, object]) -> Comment:
    parsed = parse_html(said.source)
    unread = {"unread": parsed.losses} if parsed.losses else {}
    return {"channel": said.channel, "text": parsed.document, **unread, "author": author}


def _step_of(record: Record, channel: Channel) -> Step | None:
    """What makes the step for a comment's document; None where the document does not stand by itself in the body."""
    sample = Document((Paragraph((Text("sample"),)),))
    try:
        steps = [step.to_json() for step in comment_steps(record, NOT_YET_KNOWN, [Written(channel, sample)])]
    except WireError:
        return None
    (step,) = steps or ({},)
    assert isinstance(step, dict)  # noqa: S101 - steps are objects
    body = step.get("body")
    places = [key for key, value in body.items() if value == write_adf(sample).value] if isinstance(body, dict) else []
    if len(places) != 1 or not isinstance(body, dict):
        return None
    return lambda document: {**step, "body": {**body, places[0]: document}}


def _file_reader(paths: Sequence[PathFact]) -> Callable[[list[Any]], list[Attachment]]:
    parts = [(fact.part, fact.path, FILE_PARTS[fact.part]) for fact in paths if fact.part in FILE_PARTS]

    def read(listed: list[Any]) -> list[Attachment]:
        files: list[Attachment] = []
        for given in listed:
            if type(given) is not dict:
                unusual()
            said = ((part, given.get(key), types) for part, key, types in parts)
            files.append({part: value for part, value, types in said if type(value) in types})
        return files

    return read
