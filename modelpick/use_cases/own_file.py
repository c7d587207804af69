"""Rows that are added to, or taken out of, a catalog file of the user's: all of them or none, and whatever else is in
it stays to the byte."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelpick.catalog.reader import YamlDocument, decoded_text, parse_yaml
from modelpick.model.dates import is_day
from modelpick.model.errors import InputErrors, ModelpickError
from modelpick.model.fields import Fact, names_of, replace
from modelpick.model.problems import Problem
from modelpick.storage.folders import cache_folder, make_private
from modelpick.storage.lock import Busy, Turn
from modelpick.storage.reading import MAX_BYTES, MissingFile, Reads, read_regular
from modelpick.storage.writing import write_file

if TYPE_CHECKING:
    from modelpick.use_cases.catalog import OpenCatalog

MODELINE = "# modelpick: your own models, prices, aliases and scores, laid over the bundled catalog\n"
_BYTE_ORDER_MARK = "\ufeff"
"""What some editors put before UTF-8."""
_LINE_END = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")
"""A line as YAML counts them, with its end."""
_LOCK_PATIENCE = 10.0
"""Seconds to wait for another process that adds to a file."""
_WORD = re.compile(r"[a-z][a-z0-9._/-]*", re.ASCII)
_OTHER_VALUES = ("true", "false", "null")
"""Words that a catalog file reads as no text; `yes` and `no` it does."""


def change_catalog(file: Path, catalog: OpenCatalog, change: Callable[[str], str]) -> None:
    """Put what `change` makes of the text of `file` in its place, unless that is faulty; a missing file is begun.

    The text may name whatever any file that `catalog` was read from defines.

    Raises:
        InputErrors: every fault; nothing was written.
        ModelpickError: the file cannot be written to.
    """
    with _edit_turn():
        begun = False
        try:
            before = read_regular(file, limit=MAX_BYTES)
        except MissingFile:
            before, begun = MODELINE.encode(), True
        text = decoded_text(before, str(file))
        after = change(text)
        if after == text:
            return
        mark = _BYTE_ORDER_MARK if before.startswith(_BYTE_ORDER_MARK.encode()) else ""
        content = (mark + after).encode("utf-8")
        _refuse_faults(file, None if begun else before, content, catalog)
        write_file(file, content)


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
        first = _line_of_item(document, lines, (section, place))
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


def lines_of(text: str) -> list[str]:
    """The lines of `text` as YAML counts them, without their ends."""
    return [line.rstrip("\n\r\x85\u2028\u2029") for line in _lines_with_ends(text)]


def with_lines(text: str, place: int, new: Sequence[str]) -> str:
    """`text` with the lines `new` before its line `place` (from 0), which end as its lines do."""
    lines = _lines_with_ends(text)
    end = "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"
    before = "".join(lines[:place])
    if before and before == before.rstrip("\n\r\x85\u2028\u2029"):
        before += end
    return before + "".join(line + end for line in new) + "".join(lines[place:])


def indent_of(line: str) -> int:
    """The number of spaces at the start of `line`."""
    return len(line) - len(line.lstrip(" "))


def end_of_item(lines: Sequence[str], place: int, indent: int) -> int:
    """The end of the list item that begins before line `place`, whose dash stands `indent` in."""
    end = place
    for at in range(place, len(lines)):
        if lines[at].strip() and indent_of(lines[at]) > indent:
            end = at + 1
        elif lines[at].strip() and not lines[at].lstrip().startswith("#"):
            break
    return end


def must_say(draft: str, want: Any, file: str, what: str, by_hand: str) -> None:
    """Refuse a draft that says anything but `want`.

    Raises:
        ModelpickError: the file is written in a way that `what` cannot be added to; `by_hand` says what is to be added.
    """
    try:
        got = parse_yaml(draft, file).data
    except InputErrors:
        got = None
    if got != want:
        raise ModelpickError(f"is written in a way that {what} cannot be added to", where=file, hint=by_hand)


def end_of_list(document: YamlDocument, lines: Sequence[str], at: Sequence[Any], count: int) -> tuple[int, int]:
    """The end of the `count` items of the list at `at`, and how far their dashes stand in."""
    last = _line_of_item(document, lines, (*at, count - 1))
    indent = indent_of(lines[last])
    return end_of_item(lines, last + 1, indent), indent


def _line_of_item(document: YamlDocument, lines: Sequence[str], at: Sequence[Any]) -> int:
    """The line, from 0, with the dash of the list item at `at`; what it holds may begin below."""
    first = (document.mark(at) or (1, 1))[0] - 1
    while first > 0 and not lines[first].lstrip().startswith("-"):
        first -= 1
    return first


def _lines_with_ends(text: str) -> list[str]:
    return [line for line in _LINE_END.findall(text) if line]


def _refuse_faults(file: Path, before: bytes | None, after: bytes, catalog: OpenCatalog) -> None:
    """Tell the faults of the file as it stands with their lines, those of what is added without: it has none yet."""
    faults = _faults_of(file, after, catalog)
    if not faults:
        return
    old = [] if before is None else _faults_of(file, before, catalog)
    new = [replace(fault, line=None, column=None, message=f"not added: {fault.message}") for fault in faults]
    raise InputErrors(old or new)


def _faults_of(file: Path, content: bytes, catalog: OpenCatalog) -> list[Problem]:
    from modelpick.catalog.load import check

    return check([[file]], catalog.today, catalog.facts, Reads({file: content}))[1]


@contextmanager
def _edit_turn() -> Iterator[None]:
    """One process at a time changes the user's files, where the cache folder can hold a lock."""
    with ExitStack() as stack:
        with suppress(OSError, sqlite3.Error, Busy):
            make_private(cache_folder())
            stack.enter_context(Turn(cache_folder() / "edit.lock", _LOCK_PATIENCE))
        yield
