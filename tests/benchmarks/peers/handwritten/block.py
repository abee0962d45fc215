"""The description with its context block, as an Atlassian document and as plain text."""

import re
from typing import Any, Final

from tests.benchmarks.peers.handwritten import long_way
from tests.benchmarks.peers.handwritten.checked import ACTION, FUNCTION, IMPACT, IMPACTS, PEOPLE, STEPS, SYSTEM
from tests.benchmarks.peers.handwritten.losses import Loss, lossy

TITLE: Final = "Service desk escalates to engineering"
PROBLEM, FOLLOW_UP = -1, -2
"""Where the two numbers stand among the values of the block, beside the custom fields."""
STRONG: Final = [{"type": "strong"}]
BREAK: Final = {"type": "hardBreak"}
_HEAD: Final = f"Handoff context · escalation · {TITLE}"
_FOOT: Final = "End of handoff context · escalation (8 entries)"
_RULE_NODE: Final = {"type": "rule"}
_HEAD_NODE: Final = {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": _HEAD}]}
_FOOT_NODE: Final = {"type": "paragraph", "content": [{"type": "text", "text": _FOOT, "marks": [{"type": "em"}]}]}
_HEAD_TEXT: Final = f"---\n\n{_HEAD}\n\n"
_HOLDS: Final = 32767
_CUT: Final = lossy("description", "truncation", "minor", "over 32,767 characters, context block included, is cut")
_MARKERS: Final = frozenset({"(none)", "(empty text)", "(empty list)", "(empty record)"})
_FENCE: Final = re.compile(r"^\\*(?:Handoff context|End of handoff context) · ", re.MULTILINE).search


def _label(label: str) -> dict[str, Any]:
    return {"type": "text", "text": f"{label}:", "marks": STRONG}


_ACTION_LABEL: Final = _label("Expected next action")
_IMPACT_LABEL: Final = _label("Customer impact")
_PEOPLE_LABEL: Final = _label("Affected users")
_SYSTEM_LABEL: Final = _label("Affected system")
_FUNCTION_LABEL: Final = _label("Business function affected")
_STEPS_LABEL: Final = _label("Troubleshooting steps")
_PROBLEM_LABEL: Final = _label("Zendesk problem")
_FOLLOW_UP_LABEL: Final = _label("Follow-up of Zendesk ticket")


class _OddError(Exception):
    """A text that the short way has no spelling for."""


def description(text: str, custom: dict[int, Any], losses: list[Loss]) -> tuple[dict[str, Any], str]:
    """The description as an Atlassian document, and as plain text."""
    try:
        nodes, block = _block(custom)
    except _OddError:
        return long_way.description(text, custom, losses)
    if not _plain(text) or ("andoff context · " in text and _FENCE(text)):
        return long_way.description(text, custom, losses)
    if not text:
        return _document(nodes), block
    whole = f"{text}\n\n{block}"
    inlines = _lines(text)
    if len(whole) > _HOLDS:
        room = _HOLDS - len(block) - 2
        if room < 1:
            return long_way.description(text, custom, losses)
        losses.append(_CUT)
        inlines, kept = _shortened(text, room - 1)
        whole = f"{kept}\n\n{block}"
    return _document([{"type": "paragraph", "content": inlines}, *nodes]), whole


def _document(content: list[dict[str, Any]]) -> dict[str, Any]:
    return {"version": 1, "type": "doc", "content": content}


def _shortened(text: str, most: int) -> tuple[list[dict[str, Any]], str]:
    """So much of a text, and an ellipsis that stands by itself after a whole line."""
    kept = text[:most]
    inlines = _lines(kept) if kept else []
    if inlines and "text" in inlines[-1] and text[most] != "\n":
        inlines[-1] = {"type": "text", "text": inlines[-1]["text"] + "…"}
    else:
        inlines.append({"type": "text", "text": "…"})
    return inlines, f"{kept}…"


def _plain(text: str) -> bool:
    """Whether a text says everything with line feeds and what can be seen."""
    if text.isascii() and (text.isprintable() or text.replace("\n", "").isprintable()):
        return True
    return long_way.HIDDEN(text) is None


def _lines(text: str) -> list[dict[str, Any]]:
    """A text as inlines, with a break between lines."""
    if "\n" not in text:
        return [{"type": "text", "text": text}]
    inlines = []
    for line in text.split("\n"):
        if line:
            inlines.append({"type": "text", "text": line})
        inlines.append(BREAK)
    inlines.pop()
    return inlines


def _block(custom: dict[int, Any]) -> tuple[list[dict[str, Any]], str]:
    nodes, said = [_RULE_NODE, _HEAD_NODE], [_HEAD_TEXT]
    _entry(_ACTION_LABEL, _text(custom[ACTION]), nodes, said)
    _entry(_IMPACT_LABEL, IMPACTS[custom[IMPACT]], nodes, said)
    _people(custom[PEOPLE], nodes, said)
    _entry(_SYSTEM_LABEL, _text(custom[SYSTEM]), nodes, said)
    _entry(_FUNCTION_LABEL, _text(custom[FUNCTION]), nodes, said)
    _steps_taken(custom[STEPS], nodes, said)
    _entry(_PROBLEM_LABEL, _number(custom[PROBLEM]), nodes, said)
    _entry(_FOLLOW_UP_LABEL, _number(custom[FOLLOW_UP]), nodes, said)
    nodes.append(_FOOT_NODE)
    said.append(_FOOT)
    return nodes, "".join(said)


def _entry(label: dict[str, Any], words: str, nodes: list[dict[str, Any]], said: list[str]) -> None:
    """A value beside its label; one of several lines is a quotation below it."""
    if "\n" not in words:
        nodes.append({"type": "paragraph", "content": [label, {"type": "text", "text": f" {words}"}]})
        said.append(f"{label['text']} {words}\n\n")
        return
    quoted = words.replace("\n", "\n> ")
    nodes.append({"type": "paragraph", "content": [label]})
    nodes.append({"type": "blockquote", "content": [{"type": "paragraph", "content": _lines(words)}]})
    said.append(f"{label['text']}\n\n> {quoted}\n\n")


def _text(value: str | None) -> str:
    if value is None:
        return "(none)"
    if not value:
        return "(empty text)"
    if not _plain(value):
        raise _OddError
    return value if "\n" in value else _quoted(value)


def _quoted(words: str) -> str:
    """Words between signs where they could be taken for something else."""
    odd = words[0] in '"(' and (words[0] == '"' or words in _MARKERS)
    return words if not odd and "\n" not in words and words == words.strip() else f'"{words}"'


def _number(value: str | int | None) -> str:
    return _text(value) if value is None or type(value) is str else str(value)


def _inside(value: str | None) -> str:
    """A text inside a list."""
    if not value:
        return "(none)" if value is None else "(empty text)"
    if not _plain(value):
        raise _OddError
    return _quoted(value)


def _people(people: list[str] | None, nodes: list[dict[str, Any]], said: list[str]) -> None:
    if not people:
        _entry(_PEOPLE_LABEL, "(none)" if people is None else "(empty list)", nodes, said)
        return
    items = [_inside(person) for person in people]
    nodes.append({"type": "paragraph", "content": [_PEOPLE_LABEL]})
    nodes.append({"type": "bulletList", "content": [_item(item) for item in items]})
    lines = "\n- ".join([item.replace("\n", "\n  ") for item in items])
    said.append(f"Affected users:\n\n- {lines}\n\n")


def _item(text: str) -> dict[str, Any]:
    return {"type": "listItem", "content": [{"type": "paragraph", "content": _lines(text)}]}


def _steps_taken(steps: list[dict[str, str]] | None, nodes: list[dict[str, Any]], said: list[str]) -> None:
    if not steps:
        _entry(_STEPS_LABEL, "(none)" if steps is None else "(empty list)", nodes, said)
        return
    items = [
        "\n".join(
            [f"{name}: {_inside(step[name])}".replace("\n", "\n  ") for name in ("step", "outcome") if name in step]
        )
        or "(empty record)"
        for step in steps
    ]
    nodes.append({"type": "paragraph", "content": [_STEPS_LABEL]})
    nodes.append({"type": "orderedList", "attrs": {"order": 1}, "content": [_item(item) for item in items]})
    said.append("Troubleshooting steps:\n\n")
    for number, item in enumerate(items, 1):
        said.append(f"{number}. " + item.replace("\n", "\n" + " " * (2 + len(str(number)))) + "\n")
    said.append("\n")
