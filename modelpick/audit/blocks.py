"""Texts in a text: configuration that stands in a string of a program or in a block of YAML, each with what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from modelpick.audit.filekinds import FileKind

_TRIPLE_QUOTES = (re.compile(r"\"(?=\"\")"), re.compile(r"'(?='')"))
_OPENERS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        (".js", ".ts", ".tsx", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".go"),
        re.compile(r"(?P<close>`)"),
    ),
    (
        (".java", ".kt", ".kts", ".scala", ".swift", ".cs", ".dart", ".ex", ".exs", ".groovy"),
        re.compile(r"(?P<close>\"\"\"|\'\'\')"),
    ),
    ((".rs",), re.compile(r"\br#(?P<close>)\"")),
    (
        (".rb", ".php", ".tf", ".tfvars", ".hcl", ".sh", ".bash", ".zsh", "dockerfile"),
        re.compile(r"<<[-~<]?[ \t]*[\"'\\]?(?P<close>[A-Z][A-Z_]+)\b[\"']?[^\n]*\n"),
    ),
)
"""How strings of several lines begin, by the ends of names. What closes one is what opened it, or the word that stood
there."""
_MOST_UNCLOSED = 20
"""Strings that are opened and never closed, after which no more are looked for: a file takes time by its size."""
_PYTHON = (".py", ".pyi", ".ipynb")
_SCALAR_HEAD = re.compile(
    r"^(?P<indent>[ \t]*)(?:-[ \t]+)*(?P<key>[\w./\"'-]+):[ \t]*[|>][-+\d]*[ \t]*(?:#.*)?\n", re.MULTILINE
)
"""Of YAML: `config.json: |`"""
_FILE_BEFORE = re.compile(
    r"[\w./-]*(?P<end>\.(?:ya?ml|json|toml|ini|env|properties|tf|tfvars|xml|http|py|sh|sql|md|txt))\b[^\n]{0,40}$"
)
_YAML_LINE = re.compile(r"[ \t]*(?:-[ \t]|-$|#|[\w./\"'@-]+[ \t]*:(?:[ \t]|$)|\{\{|\{%)")
_YAML_VALUE = re.compile(r"^[ \t]*(?:-[ \t]+)*[\w./\"'@-]+[ \t]*:[ \t]+\S", re.MULTILINE)
_CODE_LINE = re.compile(r"[^\n]*[;({][ \t]*$|[ \t]*[)}]")
"""No line of YAML: of a program that lies between two strings, or beneath a setting that holds one."""
_JSON_HEAD = re.compile(r"[ \t]*(?:[{\[][ \t]*$|\{[ \t]*[\"']|\[[ \t]*[\"'{\[])")
_TOML_HEAD = re.compile(r"[ \t]*\[{1,2}[\w.\"-]+\]{1,2}[ \t]*(?:#.*)?$")
_ENV_LINE = re.compile(r"[ \t]*(?:#|(?:export[ \t]+)?[A-Z_][A-Z0-9_]*=)")
_LOOKED_AT = 60
"""Lines of a block by which it is told what it is."""
_YAML_SHARE = 0.6
"""Of its lines so many are those of YAML; a text for people has fewer."""


class TextBlock(NamedTuple):
    """A text in another, and the end of the name that a file of its sort has: empty of a docstring, None of a text that
    may be anything."""

    begin: int
    end: int
    suffix: str | None


def blocks_of(kind: FileKind) -> list[TextBlock]:
    """The texts within a file that are read by a grammar of their own or not at all, in order; they do not touch."""
    if kind.base.endswith(_PYTHON):
        return list(_python_blocks(kind.text))
    if kind.is_yaml:
        return list(_scalar_blocks(kind.text))
    opener = next((opener for ends, opener in _OPENERS if kind.base.endswith(ends)), None)
    if opener is None:
        return []
    spans = _delimited_spans(kind.text, opener)
    return [block for begin, end in spans if (block := _data_block(kind.text, begin, end))]


def _delimited_spans(text: str, opener: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the strings of `text` begin and end that `opener` opens."""
    at = unclosed = 0
    while unclosed < _MOST_UNCLOSED and (opened := opener.search(text, at)):
        word = opened["close"] or '"#'
        if word[0].isalpha():
            found = re.compile(rf"^[ \t]*{word}\b", re.MULTILINE).search(text, opened.end())
            end, at = (found.start(), found.end()) if found else (-1, opened.end())
        else:
            end = text.find(word, opened.end())
            at = end + len(word) if end >= 0 else opened.end()
        if end >= 0:
            yield opened.end(), end
        else:
            unclosed += 1


def _python_blocks(text: str) -> Iterator[TextBlock]:
    """The docstrings of a Python file, which begin a line and are given to nothing, and the data in other strings."""
    at = 0
    for start in sorted(quote.start() for mark in _TRIPLE_QUOTES for quote in mark.finditer(text)):
        if start < at:
            continue
        end = text.find(text[start : start + 3], start + 3)
        if end < 0:
            break
        at = end + 3
        before = max(0, start - 160)
        begin = text.rfind("\n", before, start) + 1
        if (begin or not before) and not text[begin:start].strip(" \trRuU"):
            yield TextBlock(start, at, "")
        elif block := _data_block(text, start + 3, end):
            yield block


def _scalar_blocks(text: str) -> Iterator[TextBlock]:
    """The blocks of YAML behind `|` and `>` that hold data of another sort: what is indented deeper than their key."""
    at = 0
    for head in _SCALAR_HEAD.finditer(text):
        if head.start() < at:
            continue
        deeper = re.compile(rf"(?:{head['indent']}[ \t]+[^\n]*(?:\n|\Z)|[ \t]*\n)*")
        found = deeper.match(text, head.end())
        at = found.end() if found else head.end()
        if block := _data_block(text, head.end(), at):
            yield block


def _data_block(text: str, begin: int, end: int) -> TextBlock | None:
    """The block of `text`, if it has several lines; with the end of the name that a file of its sort has, None where it
    may be anything."""
    if text.find("\n", begin, end) < 0:
        return None
    above = text[max(0, begin - 120) : begin].rstrip().rpartition("\n")[2]
    named = _FILE_BEFORE.search(above)
    suffix = named["end"] if named else _suffix_by_look(text[begin:end])
    return TextBlock(begin, end, suffix)


def _suffix_by_look(content: str) -> str | None:
    """What files are called that hold such a content; None where it is text, or a program."""
    lines = [line for line in content[: _LOOKED_AT * 120].split("\n") if line.strip()][:_LOOKED_AT]
    if not lines:
        return None
    if _TOML_HEAD.match(lines[0]):
        return ".toml"
    if _JSON_HEAD.match(lines[0]):
        return ".json"
    if lines[0].lstrip().startswith("<?xml"):
        return ".xml"
    if all(_ENV_LINE.match(line) for line in lines):
        return ".env"
    if any(_CODE_LINE.match(line) for line in lines):
        return None
    shaped = sum(bool(_YAML_LINE.match(line)) for line in lines)
    return ".yaml" if shaped >= _YAML_SHARE * len(lines) and _YAML_VALUE.search(content) else None
