"""Characters that rich text cannot hold, made visible and brought back exactly.

Rich text has line breaks of one kind and no control characters. So that a plain text comes back
as it was, each of these is shown by its picture from the Unicode block "Control Pictures":

==================================  ==========================================================
in the plain text                   in the rich text
==================================  ==========================================================
``\\n``                              a line break
a tab                               a tab
every line end is ``\\r\\n``          line breaks, and ``␍␊`` once at the end of the paragraph
any other ``\\r``                    ``␍``
another control character           its picture: ``␀`` to ``␟``, ``␡``
one of these pictures, or ``␛``     the same character after a ``␛``
half of a surrogate pair, U+FFFE/F  ``␛uD800;`` with its number
==================================  ==========================================================
"""

from __future__ import annotations

import re

_ESCAPE = "␛"
_CRLF_THROUGHOUT = "␍␊"
_PICTURES = {chr(code): chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
_PICTURES["\x7f"] = "␡"
_CONTROLS = {picture: control for control, picture in _PICTURES.items() if picture != _ESCAPE}
# ESC itself has the escape's picture, so it is written by number like a surrogate.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2400-\u241f\u2421\ud800-\udfff\ufffe\uffff]")
_PICTURE = re.compile("[\u2400-\u2421]")
_SHOWN = re.compile("␛u([0-9A-F]{4});|␛(.)|([\u2400-\u241a\u241c-\u241f\u2421])", re.DOTALL)


def show(text: str) -> str:
    """Characters made visible one by one; ``\\n`` and tab stay."""
    return _HIDDEN.sub(lambda found: _show_one(found[0]), text)


def shows_itself(text: str) -> bool:
    """Whether `show` and `hide` leave a text as it is."""
    # Most texts are plain, which is seen in a fraction of the time that looking for what is not takes.
    return (text.isascii() and text.replace("\n", "").isprintable()) or _HIDDEN.search(text) is None


def hide(text: str) -> str:
    """What `show` was given."""
    # Most texts hold no picture, and looking for one takes a fraction of looking for what one may stand for.
    return text if text.isascii() or _PICTURE.search(text) is None else _SHOWN.sub(_hide_one, text)


def show_paragraph(text: str) -> str:
    """As `show`, but Windows line ends throughout are said once, at the end."""
    if "\r\n" in text and text.count("\r\n") == text.count("\n") == text.count("\r"):
        return show(text.replace("\r\n", "\n")) + _CRLF_THROUGHOUT
    return show(text)


def hide_paragraph(text: str) -> str:
    """What `show_paragraph` was given."""
    if text.endswith(_CRLF_THROUGHOUT) and not _ends_in_escape(text[: -len(_CRLF_THROUGHOUT)]):
        return hide(text[: -len(_CRLF_THROUGHOUT)]).replace("\n", "\r\n")
    return hide(text)


def cut_before_half_escape(text: str) -> str:
    """A text cut anywhere, without the beginning of an escape left at its end."""
    return text[:-1] if _ends_in_escape(text) else text


def _ends_in_escape(text: str) -> bool:
    return (len(text) - len(text.rstrip(_ESCAPE))) % 2 == 1


def _show_one(char: str) -> str:
    if char == "\x1b" or "\ud800" <= char <= "\udfff" or char >= "\ufffe":
        return f"{_ESCAPE}u{ord(char):04X};"
    return _PICTURES.get(char) or _ESCAPE + char


def _hide_one(found: re.Match[str]) -> str:
    number, escaped, picture = found.groups()
    if number is not None:
        return chr(int(number, 16))
    if escaped is not None:
        return str(escaped)
    return _CONTROLS.get(picture, picture)
