"""Reads list items that are one mapping on one line, `- {benchmark: hle, value: 56.3}`: nine tenths of the catalog.

What is here is read as YAML reads it, in a third of the time. A line that says anything less plain is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

MOST_DEPTH = 8
"""So deep may the mappings and lists of a row be nested."""
MOST_INDENT = 14
"""So far may it be indented. Around it lie at most a mapping and a list a column, 30 of them: with its own, no more
than a file may hold.
"""
_ROW_START = re.compile(rf" {{0,{MOST_INDENT}}}- (?=\{{[a-z_])")
_KEY = r"([a-z_][a-z0-9_-]{0,99}): "
_PLAIN_TEXT = (
    r"""((?:[^ \-?:,\[\]{}#&*!|>'"%@`]|-(?=[0-9.]))"""  # no sign that means something at the start
    r"[^?,\[\]{}:#]*(?:(?::(?=[^ ?,\[\]{}])|(?<! )#)[^?,\[\]{}:#]*)*(?<! ))"
)
_QUOTED = r""""([^"\\]*)"|'([^']*)'"""
_ROW_PART = re.compile(rf"(?:{_KEY})?(?:([\[{{])|(?:{_PLAIN_TEXT}|{_QUOTED})([\]}}]*)(?:, |$))|(.+)")
"""A key, if there is one, and what opens or what is said, with what closes after it; or what is no part of a row."""

TakenRow = tuple[int, str, dict[Any, Any]]
"""The number of its line, from 1, the line, and what it says."""


def rows_taken_out(
    text: str, mark: str, values: Mapping[str, Any], keys: Mapping[str, Any]
) -> tuple[str, list[TakenRow]]:
    """`text` with `mark` in quotes in place of each row, and the rows.

    Args:
        values, keys: what plain text says, as a value and as a key.
    """
    lines = text.split("\n")
    rows: list[TakenRow] = []
    for number, line in enumerate(lines):
        start = _ROW_START.match(line) if line.endswith("}") and line.isprintable() else None
        row = _row_said(_ROW_PART.findall(line, start.end() + 1), values, keys) if start else None
        if start and row is not None:
            rows.append((number + 1, line, row))
            lines[number] = f'{start[0]}"{mark}"'
    return "\n".join(lines), rows


def _row_said(
    parts: Sequence[tuple[str, ...]], values: Mapping[str, Any], keys: Mapping[str, Any]
) -> dict[Any, Any] | None:
    """What the parts of a row say, from behind its first bracket on; None if they make up none."""
    row: dict[Any, Any] = {}
    inside: Any = row
    around: list[Any] = [None]
    for key, opens, plain, double, single, closes, other in parts:
        if other:
            return None
        value = values[plain] if plain else ({} if opens == "{" else []) if opens else double or single
        if key and type(inside) is dict and (name := keys[key]) not in inside:
            inside[name] = value
        elif not key and type(inside) is list:
            inside.append(value)
        else:
            return None
        if opens:
            around.append(inside)
            inside = value
            if len(around) > MOST_DEPTH:
                return None
        elif closes:
            for end in closes:
                if type(inside) is not (dict if end == "}" else list):
                    return None
                inside = around.pop()
    return row if inside is None else None
