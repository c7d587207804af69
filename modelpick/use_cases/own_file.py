"""Rows that are added to, or taken out of, a catalog file of the user's; whatever else is in it stays to the byte."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from modelpick.catalog.reader import parse_yaml
from modelpick.model.dates import is_day
from modelpick.model.fields import Fact, names_of
from modelpick.use_cases.writing import (
    end_of_item,
    end_of_list,
    indent_of,
    line_of_item,
    lines_of,
    must_say,
    with_lines,
)

_WORD = re.compile(r"[a-z][a-z0-9._/-]*", re.ASCII)
_OTHER_VALUES = ("true", "false", "null")
"""Words that a catalog file reads as no text; `yes` and `no` it does."""


def flow_row(fact: Fact) -> str:
    """A fact as one line of YAML, by the keys that people write, without what it leaves unsaid."""
    keys = zip(names_of(fact), fact.__struct_encode_fields__, strict=True)
    said = {key: getattr(fact, name) for name, key in keys}
    return flow_mapping({key: value for key, value in said.items() if value not in (None, (), {})})


def flow_mapping(values: Mapping[str, Any]) -> str:
    """A mapping as one line of YAML."""
    return "{" + ", ".join(f"{_plain_text(str(key))}: {_flow_value(value)}" for key, value in values.items()) + "}"


def _flow_value(value: Any) -> str:
    if isinstance(value, Fact):
        return flow_row(value)
    if isinstance(value, Mapping):
        return flow_mapping(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow_value, value)) + "]"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value)
    return _plain_text(str(value))


def _plain_text(text: str) -> str:
    """Text without quotes where YAML reads it as that text all the same."""
    is_date = len(text) > 4 and is_day(text)  # a year alone reads as a number
    plain = is_date or (_WORD.fullmatch(text) and text not in _OTHER_VALUES)
    return text if plain else json.dumps(text, ensure_ascii=not text.isprintable())


def with_rows(text: str, section: str, rows: Sequence[str], name: str, what: str | None = None) -> str:
    """`text` with `rows`, flow mappings, after the last of the section's, or under a new one at the end.

    Raises:
        ModelpickError: `what` cannot be put there without touching anything else in the file `name`.
    """
    if not rows:
        return text
    document = parse_yaml(text, name)
    data = document.data if isinstance(document.data, dict) else {}
    had = data.get(section) or []
    lines = lines_of(text)
    if section not in data:
        place, indent, head = len(lines), 2, [f"{section}:"]
    elif not had:
        place, indent, head = (document.mark((section,)) or (len(lines), 1))[0], 2, []
    else:
        (place, indent), head = end_of_list(document, lines, (section,), len(had)), []
    new = [*head, *(f"{' ' * indent}- {row}" for row in rows)]
    draft = with_lines(text, place, new)
    want = {**data, section: [*had, *(parse_yaml(row, name).data for row in rows)]}
    by_hand = f"Add it by hand under `{section}:`: {rows[0][:300]}"
    must_say(draft, want, name, what or f"a {section.removesuffix('s')}", by_hand)
    return draft


def without_rows(text: str, section: str, places: Sequence[int], name: str) -> str:
    """`text` without the rows at `places` (from 0) of the section; the section goes with its last row.

    Raises:
        ModelpickError: they cannot be taken out without touching anything else.
    """
    document = parse_yaml(text, name)
    data = document.data if isinstance(document.data, dict) else {}
    had = data.get(section) or []
    lines = lines_of(text)
    gone: set[int] = set()
    for place in places:
        first = line_of_item(document, lines, (section, place))
        gone.update(range(first, end_of_item(lines, first + 1, indent_of(lines[first]))))
    left = [row for place, row in enumerate(had) if place not in set(places)]
    want: dict[str, Any] = {**data, section: left}
    if not left:
        head = (document.mark((section,)) or (1, 1))[0] - 1
        # Its key stands above the first row, where comments may lie between.
        while head > 0 and not lines[head].startswith(f"{section}:"):
            head -= 1
        gone.add(head)
        del want[section]
    draft = with_lines("", 0, [line for place, line in enumerate(lines) if place not in gone])
    if "\r\n" in text:
        draft = draft.replace("\n", "\r\n")
    must_say(draft, want or None, name, f"a row of {section}", f"Take it out by hand under `{section}:`")
    return draft
