"""Every text of a catalog is data: what would steer a terminal is shown, never sent."""

from __future__ import annotations

import re

from modelpick.model.wording import json_escape

_STEERING_CHARACTER = r"[^ -~]"
_PLAIN_CHARACTERS = {
    "·": "-",
    "×": "x",
    "░": ".",
    "τ": "tau",
    "²": "2",
    "¢": "c",
    "…": "...",
    "±": "+/-",
    "■": "#",
    "◧": "+",
    "□": ".",
    "█": "#",
    "▲": "^",
    "✓": "+",
    "✗": "x",
    "–": "-",
    "—": "-",
    "’": "'",
    "“": '"',
    "”": '"',
}
"""What stands for a sign where its stream has none for it."""


def visible(text: str) -> str:
    r"""`text` on one line, control, bidirectional and invisible characters written out as ``\x1b``.

    >>> visible("a\x1b[31mb\nc")
    'a\\x1b[31mb c'
    """
    return (
        text
        if text.isprintable()
        else re.sub(_STEERING_CHARACTER, lambda match: _visible_character(match.group()), text)
    )


def encodable(text: str, encoding: str | None, *, as_json: bool = False) -> str:
    """`text` with what `encoding` cannot express replaced, so that no answer ends in an encoding error.

    >>> encodable("7 × é", "ascii"), encodable('["×"]', "ascii", as_json=True)
    ('7 x e', '["\\\\u00d7"]')
    """
    name = encoding or "utf-8"
    try:
        text.encode(name)
    except UnicodeEncodeError as error:
        lacking = {char for char in set(text[error.start :]) if not _can_encode(name, char)}
        stand_in = json_escape if as_json else _plain_character
        return text.translate({ord(char): stand_in(char) for char in lacking})
    return text


def _can_encode(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _plain_character(char: str) -> str:
    if char in _PLAIN_CHARACTERS:
        return _PLAIN_CHARACTERS[char]
    import unicodedata  # late: few streams lack a character

    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char.encode("ascii", "backslashreplace").decode("ascii")


def _visible_character(char: str) -> str:
    code = ord(char)
    if char in "\n\t" or (code > 0x9F and char.isspace() and char not in "\u2028\u2029"):
        return " "
    if char.isprintable():
        return char
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
