"""Every text of a catalog is data: what would steer a terminal is shown, never sent."""

from __future__ import annotations

import re

_STEERING = re.compile(r"[^ -~]")
_WITHOUT_UNICODE = str.maketrans(
    {
        "·": "-",
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
)


def visible(text: str) -> str:
    r"""`text` on one line, control, bidirectional and invisible characters written out as ``\x1b``.

    >>> visible("a\x1b[31mb\nc")
    'a\\x1b[31mb c'
    """
    return text if text.isprintable() else _STEERING.sub(lambda match: _shown(match.group()), text)


def encodable(text: str, encoding: str | None) -> str:
    """`text` with what `encoding` cannot express replaced, so that no answer ends in an encoding error."""
    name = encoding or "utf-8"
    try:
        text.encode(name)
    except UnicodeEncodeError:
        return text.translate(_WITHOUT_UNICODE).encode(name, "backslashreplace").decode(name)
    return text


def _shown(char: str) -> str:
    code = ord(char)
    if char in "\n\t" or (code > 0x9F and char.isspace() and char not in "\u2028\u2029"):
        return " "
    if char.isprintable():
        return char
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
