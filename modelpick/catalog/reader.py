"""Reads a YAML file as YAML 1.2 core, strictly and with positions.

PyYAML's own loaders accept duplicate keys, read `NO` as false and `on` as true, and follow aliases without bound.
Here one pass over the parser's events builds plain values and remembers where each stands; nesting is a stack of
our own, so that depth cannot exhaust Python's. Rows of one line are read by themselves (`flow_rows`), unless something
in the file is at fault: that is found and told here. Anchors, aliases and tags are refused: no catalog needs them, and
they are how a small file becomes a large one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from modelpick.catalog.flow_rows import TakenRow, rows_taken_out
from modelpick.model.errors import InputErrors
from modelpick.model.problems import Problem
from modelpick.storage.reading import MAX_BYTES, LargeFile, Reads, UnreadableFile, read_regular

MAX_DEPTH = 40
TOO_DEEP = f"nested more than {MAX_DEPTH} deep"

_YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NO_KEY = object()
_ROW = "\ue000row"
"""What the parser is given in place of a row that was read already."""
_OTHER_LINE_ENDS = "\r\x85\u2028\u2029"
"""Signs that end a line of YAML, besides the usual one."""
_INTEGER_FORM = re.compile(r"[-+]?[0-9]{1,30}")
_FIRST_OF_NUMBERS = frozenset("+-.0123456789")
_FLOAT_FORM = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?")

OLD_KEYS = {"licence": "license", "licences": "licenses"}
"""Keys of files written for earlier versions, and what they are called now."""

Mark = tuple[int, int]


@dataclass(slots=True)
class YamlDocument:
    """Plain values, and the line and column (from 1) of every key and item."""

    file: str
    data: Any
    marks: dict[int, list[Any]] = field(default_factory=dict)
    """By the identity of a mapping or list, the mark of YAML of each of its keys or items, in their order."""
    rows: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By the identity of a mapping that one line says, the number of the line, and the line."""
    comments: bool = False
    """Whether it says nothing, and that on purpose: it holds comments alone."""

    def mark(self, path: Sequence[Any]) -> Mark | None:
        """The line and column of the value at `path`, or of the deepest existing part of it; None in an empty
        document.
        """
        here, found = self.data, None
        for depth, step in enumerate(path):
            if id(here) in self.rows:
                return self._mark_in_row(*self.rows[id(here)], path[depth:])
            place = _place_in(here, step)
            if place is None:
                break
            found, here = self.marks[id(here)][place], here[step]
        return _line_and_column(found) if found else None

    def _mark_in_row(self, number: int, line: str, path: Sequence[Any]) -> Mark:
        """The line and column of what lies at `path` in a row."""
        _, column = _parsed_events(line, self.file).mark((0, *path)) or (None, 1)
        return number, column

    def problem(self, path: Sequence[Any], message: str, hint: str | None = None) -> Problem:
        line, column = self.mark(path) or (None, None)
        return Problem(self.file, line, column, message, hint)


def read_yaml(path: Path, reads: Reads | None = None) -> YamlDocument:
    """Read one YAML document.

    Args:
        reads: what reads the file, for whoever keeps something about its content.

    Raises:
        InputErrors: the file cannot be read, is too large, is not UTF-8 or YAML, or uses what is refused here.
    """
    return parse_yaml(read_text(path, reads), str(path))


def parse_yaml(text: str, file: str) -> YamlDocument:
    try:
        document = _parsed_by_rows(text, file) or _parsed_events(text, file)
    except yaml.MarkedYAMLError as error:
        raise InputErrors([_syntax_problem(error, text, file)]) from None
    except yaml.reader.ReaderError as error:
        raise InputErrors([_character_problem(error, text, file)]) from None
    document.comments = document.data is None and bool(text.strip())
    return document


def _parsed_by_rows(text: str, file: str) -> YamlDocument | None:
    """The document, of which the rows were read by themselves; None where all of it is to be read, as something in it
    is at fault or a line only looks like a row.
    """
    if _ROW in text or any(sign in text for sign in _OTHER_LINE_ENDS):
        return None
    rest, rows = rows_taken_out(text, _ROW, _PlainValues(), _PlainKeys())
    if rows:
        with suppress(yaml.YAMLError, InputErrors):
            document = _parsed_events(rest, file, rows)
            if len(document.rows) == len(rows):
                return document
    return None


def _parsed_events(text: str, file: str, rows: Sequence[TakenRow] = ()) -> YamlDocument:
    # Event by event without `yaml.parse`, which asks twice for each.
    return _build_document(iter(_YAML_LOADER(text).get_event, None), file, _QuotedTexts(rows))


class _PlainValues(dict[str, Any]):
    """What plain text says, which most of a catalog says again and again."""

    def __missing__(self, text: str) -> Any:
        value = self[text] = _scalar_value(text)
        return value


class _QuotedTexts(dict[str, Any]):
    """What quoted text says: itself, or in place of `_ROW` the next of some rows."""

    def __init__(self, rows: Sequence[TakenRow]) -> None:
        self._rows = iter(rows)
        self.placed: dict[int, tuple[int, str]] = {}
        """By the identity of each row that has its place, the number of its line, and the line."""

    def __missing__(self, text: str) -> Any:
        row = next(self._rows, None) if text == _ROW else None
        if row is None:
            return text
        number, line, value = row
        self.placed[id(value)] = number, line
        return value


class _PlainKeys(dict[str, Any]):
    """The same of keys, under their names of today."""

    def __missing__(self, text: str) -> Any:
        key = _scalar_value(text)
        key = self[text] = OLD_KEYS.get(key, key)
        return key


def read_text(path: Path, reads: Reads | None = None) -> str:
    """The text of a file.

    Raises:
        InputErrors: it is none.
    """
    try:
        content = reads.read(path) if reads else read_regular(path, limit=MAX_BYTES)
    except UnreadableFile as error:
        hint = "Split it into several files" if isinstance(error, LargeFile) else error.hint
        raise InputErrors([Problem(str(path), None, None, error.message, hint)]) from None
    return decoded_text(content, str(path))


def decoded_text(content: bytes, name: str) -> str:
    """The text that `content` is, without the mark that some editors put before UTF-8.

    Raises:
        InputErrors: it is none.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise InputErrors([Problem(name, line, column, message, "Save the file as UTF-8 text")]) from None


def _place_in(container: Any, step: Any) -> int | None:
    """Which of the keys or items of `container` a step is; None where it is none."""
    if isinstance(container, dict):
        return [*container].index(step) if step in container else None
    return step if isinstance(container, list) and isinstance(step, int) and step < len(container) else None


def _line_and_column(mark: Any) -> Mark:
    return mark.line + 1, mark.column + 1


def _build_document(events: Iterator[Any], file: str, quoted: _QuotedTexts) -> YamlDocument:
    """The document that the events of YAML make up. The loop is long because it is run for every value of a file."""
    document, documents, plain = YamlDocument(file, None, rows=quoted.placed), 0, _PlainValues()
    around: list[tuple[Any, list[Any], Any]] = []
    container: Any = None
    marks: list[Any] = []
    key: Any = _NO_KEY
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                _refuse_tricks(event, file)
            value = plain[event.value] if event.implicit[0] else quoted[event.value]
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            _refuse_tricks(event, file, len(around))
            value = {} if kind is yaml.MappingStartEvent else []
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            container, marks, key = around.pop()
            continue
        else:
            documents += kind is yaml.DocumentStartEvent
            _refuse_event(event, file, documents)
            continue
        if container is None:
            document.data = value
        elif key is not _NO_KEY:
            container[key] = value
            key = _NO_KEY
        elif type(container) is list:
            marks.append(event.start_mark)
            container.append(value)
        else:
            key = OLD_KEYS.get(value, value) if kind is yaml.ScalarEvent else value
            if kind is not yaml.ScalarEvent or key in container:
                raise _refused_key(key, container, marks, event, file)
            marks.append(event.start_mark)
        if kind is not yaml.ScalarEvent:
            around.append((container, marks, key))
            container, key = value, _NO_KEY
            marks = document.marks[id(container)] = []
    return document


def _refused_key(value: Any, mapping: dict[Any, Any], marks: list[Any], event: Any, file: str) -> InputErrors:
    """Why `value` is no new key of a mapping: it is no text, or the mapping has it."""
    mark = _line_and_column(event.start_mark)
    if isinstance(value, dict | list):
        return InputErrors([Problem(file, *mark, "a key must be plain text")])
    first, _ = _line_and_column(marks[[*mapping].index(value)])
    message = f"key {value!r} is given twice, first in line {first}"
    return InputErrors([Problem(file, *mark, message, "Keep one of them")])


def _refuse_event(event: Any, file: str, documents: int) -> None:
    """Refuse an alias, and a second one of `documents`."""
    mark = _line_and_column(event.start_mark)
    if isinstance(event, yaml.AliasEvent):
        raise InputErrors([Problem(file, *mark, f"alias *{event.anchor} is not allowed", "Write the value out")])
    if isinstance(event, yaml.DocumentStartEvent) and documents > 1:
        raise InputErrors([Problem(file, *mark, "a second YAML document", "Keep one document in a file")])


def _refuse_tricks(event: Any, file: str, depth: int = 0) -> None:
    """Refuse anchors, tags and other constructs that catalog files may not use."""
    if event.anchor is None and event.tag in (None, "!") and depth < MAX_DEPTH:
        return
    mark = _line_and_column(event.start_mark)
    if event.anchor is not None:
        raise InputErrors([Problem(file, *mark, f"anchor &{event.anchor} is not allowed", "Write the value out")])
    if event.tag is not None and event.tag != "!":
        raise InputErrors([Problem(file, *mark, f"tag {event.tag} is not allowed", "Write a plain value")])
    raise InputErrors([Problem(file, *mark, TOO_DEEP)])


def _scalar_value(text: str) -> Any:
    """What plain text means in YAML 1.2 core: only null, true/false and numbers are not text. Dates stay text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST_OF_NUMBERS:
        return text
    if _INTEGER_FORM.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT_FORM.fullmatch(text) else text


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    message = error.problem or "not YAML"
    hint = None
    if message.startswith("exceeded maximum nesting depth"):
        # libyaml has a limit of its own from PyYAML 6.0.4 on, and counts what lies ahead.
        message = TOO_DEEP
    elif mark and _stands_on_tab(text, mark.line, mark.column):
        message, hint = "a tab stands where YAML wants spaces", "Indent with spaces"
    elif error.context:
        message = f"{message} {error.context}"
    return Problem(file, line, column, message, hint)


def _stands_on_tab(text: str, line: int, column: int) -> bool:
    lines = text.splitlines()
    return line < len(lines) and "\t" in lines[line][: column + 1]


def _character_problem(error: yaml.reader.ReaderError, text: str, file: str) -> Problem:
    place = error.position if isinstance(error.position, int) and error.position <= len(text) else 0
    code = error.character if isinstance(error.character, int) else ord(str(error.character)[:1] or "?")
    line, column = text.count("\n", 0, place) + 1, place - (text.rfind("\n", 0, place) + 1) + 1
    message = f"character U+{code:04X} is not allowed in YAML; this does not look like a text file"
    return Problem(file, line, column, message, "Name a YAML file")
