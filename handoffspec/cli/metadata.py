"""Metadata files: read, and parsed as JSON or YAML without ever running anything in them."""

import json
import re
import sys
from pathlib import Path
from typing import Final

from handoffspec.cli.failure import CannotRunError

_MOST: Final = 128 * 1024 * 1024
"""Bytes of one file."""
_PAGE: Final = re.compile(rb"\s*(<!doctype\s+html|<html|<head|<body|<!--)", re.IGNORECASE)


def read_metadata(path: str) -> object:
    """The content of a file, `-` for standard input.

    Raises:
        CannotRunError: it cannot be read, or is neither JSON nor YAML.
    """
    shown = "standard input" if path == "-" else path
    data = _bytes(path, shown)
    if _PAGE.match(data[:4096]):
        raise CannotRunError(
            f"{shown} is a page for a browser, no JSON.",
            "Most often that is a login page. Log in, or give the token, and save the answer of the API again.",
        )
    text = _text(data, shown)
    if text.lstrip().startswith("<?xml"):
        raise CannotRunError(f"{shown} is XML, no JSON.", "Export it as JSON.")
    if not text.strip():
        raise CannotRunError(f"{shown} is empty.", "Save the answer of the API again.")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if text.lstrip()[:1] in "{[":
            where = f"line {error.lineno}, column {error.colno}"
            raise CannotRunError(
                f"{shown} is no JSON from {where} on: {error.msg}.", "Save the answer of the API again, all of it."
            ) from None
        return _yaml(text, shown)
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise CannotRunError(f"{shown} is JSON that no API writes.", "Save the answer of the API again.") from None


def _bytes(path: str, shown: str) -> bytes:
    try:
        if path == "-":
            if sys.stdin.isatty():
                raise CannotRunError("nothing comes from standard input.", "Name a file, or pipe one in.")
            data = sys.stdin.buffer.read(_MOST + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(_MOST + 1)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no path"
        raise CannotRunError(f"{shown} cannot be read: {reason}.", "Name a file.") from None
    if len(data) > _MOST:
        raise CannotRunError(f"{shown} is larger than {_MOST // 1024 // 1024} MB.", "Split it, and name all parts.")
    return data


def _text(data: bytes, shown: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CannotRunError(
            f"byte {error.start + 1} of {shown} is not UTF-8.", "Save the file again with the encoding UTF-8."
        ) from None


def _yaml(text: str, shown: str) -> object:
    from ruamel.yaml import YAML  # noqa: PLC0415 - an import of JSON reads no YAML
    from ruamel.yaml.constructor import SafeConstructor  # noqa: PLC0415
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415
    from ruamel.yaml.nodes import ScalarNode  # noqa: PLC0415

    class Plain(SafeConstructor):
        """A bare `=` is a text: descriptions of APIs list it as an operator, YAML 1.1 gave it a meaning of its own."""

        def equals_sign(self, node: ScalarNode) -> str:
            return str(node.value)

    Plain.add_constructor("tag:yaml.org,2002:value", Plain.equals_sign)
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Plain
    try:
        content: object = yaml.load(text)
    except (YAMLError, RecursionError, ValueError):
        content = None
    # Any text without punctuation is YAML, a table with commas too.
    if not isinstance(content, dict | list):
        raise CannotRunError(f"{shown} is neither JSON nor YAML.", "Export it as JSON, or save the API's answer again.")
    return content
