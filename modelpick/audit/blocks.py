"""Texts in a text: configuration that stands in a string of a program or in a block of YAML, each with what it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modelpick.audit.filekinds import FileKind
from modelpick.audit.languages import Strings

_TRIPLE_QUOTES = (re.compile(r"\"(?=\"\")"), re.compile(r"'(?='')"))
_OPENERS: dict[Strings, re.Pattern[str]] = {
    "backtick": re.compile(r"(?P<close>`)"),
    "triple": re.compile(r"(?P<close>\"\"\"|\'\'\')"),
    "verbatim": re.compile(r"(?P<close>\"{3,})|(?:@\$?|\$@)(?P<doubled>\")"),
    "rust": re.compile(r"\bb?r(?P<hashes>#*)\""),
    "raw": re.compile(r"\bR\"(?P<mark>[^\s()\\\"]{0,16})\("),
    "heredoc": re.compile(r"<<[-~<]?[ \t]*[\"'\\]?(?P<word>[A-Z][A-Z_]+)\b[\"']?[^\n]*\n"),
}
"""How strings begin that hold several lines or quotes as they are. What closes one is what opened it, or the word that
stood there."""
_VERBATIM_END = re.compile(r"[^\"]*(?:\"\"[^\"]*)*(?P<end>\")(?!\")")
_COMMENTS = ((re.compile(r"/\*"), "*/"), (re.compile("<!--"), "-->"))
_DEEPEST = 400
"""Blanks before a comment that begins its line."""
_DOCUMENTED = re.compile(r"@(?:module|type)?doc[ \t]+(?:~[sS])?$")
"""Before the text of Elixir that tells people what a module does."""
_GIVEN = ("(", "[", "{", ",", "=", "+", "\\")
"""At the end of a line whose next begins with a string that is used, and no docstring."""
_MOST_UNCLOSED = 20
"""Strings that are opened and never closed, after which no more are looked for: a file takes time by its size."""
_MARGIN, _MARGIN_HEAD = re.compile(r"^[ \t]*\|", re.MULTILINE), re.compile(r"[ \t]*\n[ \t]*\|[^|\n]*\n[ \t]*\|")
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
_JSON_HEAD = re.compile(r"[ \t]*(?:[{\[]{1,2}[ \t]*$|\{{1,2}[ \t]*[\"']|\[[ \t]*[\"'{\[])")
_TOML_HEAD = re.compile(r"[ \t]*\[{1,2}[\w.\"-]+\]{1,2}[ \t]*(?:#.*)?$")
_ENV_LINE = re.compile(r"[ \t]*(?:#|(?:export[ \t]+)?[A-Z_][A-Z0-9_]*=)")
_LOOKED_AT = 60
"""Lines of a block by which it is told what it is."""
_YAML_SHARE = 0.6
"""Of its lines so many are those of YAML; a text for people has fewer."""


class TextBlock(NamedTuple):
    """A text in another, and the end of the name that a file of its sort has: empty of a docstring or a comment, None
    of a text that may be anything."""

    begin: int
    end: int
    suffix: str | None
    doubled: bool = False
    """Whether each quote in it is written twice."""
    margin: bool = False
    """Whether its lines begin behind a bar, as texts of Scala do."""

    def content(self, text: str) -> str:
        """What the block of `text` holds, as long as it stands there: a bar, and one of two quotes, is a blank."""
        written = text[self.begin : self.end]
        if self.margin:
            return _MARGIN.sub(lambda found: " " * len(found[0]), written)
        if not self.doubled:
            return written
        parts = written.split('""')
        return "".join(part + (' "', '" ')[number % 2] for number, part in enumerate(parts[:-1])) + parts[-1]


def blocks_of(kind: FileKind, places: Sequence[int]) -> list[TextBlock]:
    """The texts within a file that hold one of `places` and are read by a grammar of their own or not at all, in
    order; they do not touch."""
    strings = kind.language.strings
    if strings == "python":
        return list(_python_blocks(kind.text, places))
    if strings == "yaml":
        return list(_scalar_blocks(kind.text, places))
    found = list(_delimited_blocks(kind.text, strings, places)) if strings else []
    if not kind.has_plain_values and (comments := list(_long_comments(kind.text, places[-1]))):
        found = list(_outer_blocks(sorted(found + comments, key=lambda block: block.begin)))
    return [block for block in found if _holds_one(places, block.begin, block.end)]


def _holds_one(places: Sequence[int], begin: int, end: int) -> bool:
    """Whether one of `places`, which are in order, lies there."""
    number = bisect_left(places, begin)
    return number < len(places) and places[number] < end


def _long_comments(text: str, last: int) -> Iterator[TextBlock]:
    """The comments of several lines that begin one, up to the place `last`."""
    opened = [(*mark.span(), closing) for each, closing in _COMMENTS for mark in each.finditer(text, 0, last)]
    at = 0
    for start, stop, closing in sorted(opened):
        head = text[max(0, start - _DEEPEST) : start]
        begin = start - len(head) + len(head.rstrip(" \t"))
        if begin < at or (begin and text[begin - 1] != "\n"):
            continue
        end = text.find(closing, stop)
        if end < 0:
            return
        at = end + len(closing)
        yield TextBlock(begin, at, "")


def _outer_blocks(blocks: list[TextBlock]) -> Iterator[TextBlock]:
    """Those of `blocks` that begin in no other."""
    end = 0
    for block in blocks:
        if block.begin >= end:
            yield block
            end = block.end


def _delimited_blocks(text: str, strings: Strings, places: Sequence[int]) -> Iterator[TextBlock]:
    """The strings of `text`, of which those that hold one of `places` are read by a grammar of their own. Those that
    hold quotes as they are may stand on one line."""
    several = strings in ("backtick", "heredoc")
    for opened, end in _delimited_spans(text, _OPENERS[strings], places[-1]):
        begin = opened.end()
        if several and text.find("\n", begin, end) < 0:
            continue
        block = TextBlock(begin, end, "", bool(opened.groupdict().get("doubled")))
        if _holds_one(places, begin, end):
            above = text[max(0, begin - 120) : opened.start()].rpartition("\n")[2]
            block = block if _DOCUMENTED.search(above) else _data_block(text, block)
        yield block


def _delimited_spans(text: str, opener: re.Pattern[str], last: int) -> Iterator[tuple[re.Match[str], int]]:
    """What opens each string of `text` by `opener` before the place `last`, and where the string ends."""
    at = unclosed = 0
    while unclosed < _MOST_UNCLOSED and (opened := opener.search(text, at, last)):
        end, at = _end_of_string(text, opened)
        if end >= 0:
            yield opened, end
        else:
            unclosed += 1


def _end_of_string(text: str, opened: re.Match[str]) -> tuple[int, int]:
    """Where the string ends that is `opened`, -1 if it does not, and from where on the next may begin."""
    said, begin = opened.groupdict(), opened.end()
    if said.get("word"):
        found = re.compile(rf"^[ \t]*{said['word']}\b", re.MULTILINE).search(text, begin)
        return (found.start(), found.end()) if found else (-1, begin)
    if said.get("doubled"):
        found = _VERBATIM_END.match(text, begin)
        return (found.start("end"), found.end()) if found else (-1, begin)
    close = said.get("close") or (f'){said["mark"]}"' if "mark" in said else '"' + said["hashes"])
    end = text.find(close, begin)
    return end, end + len(close) if end >= 0 else begin


def _python_blocks(text: str, places: Sequence[int]) -> Iterator[TextBlock]:
    """The docstrings of a Python file, which begin a line and are given to nothing, and the data in other strings."""
    at, last = 0, places[-1]
    for start in sorted(quote.start() for mark in _TRIPLE_QUOTES for quote in mark.finditer(text, 0, last)):
        if start < at or text[start - 1 : start] == "\\":
            continue
        end = text.find(text[start : start + 3], start + 3)
        while end > 0 and text[end - 1] == "\\":
            end = text.find(text[start : start + 3], end + 1)
        if end < 0:
            break
        at = end + 3
        if not _holds_one(places, start, at):
            continue
        before = max(0, start - 160)
        begin = text.rfind("\n", before, start) + 1
        first = (begin or not before) and not text[begin:start].strip(" \trRuU")
        if first and not text[before:begin].rstrip().endswith(_GIVEN):
            yield TextBlock(start, at, "")
        else:
            yield _data_block(text, TextBlock(start + 3, end, None))


def _scalar_blocks(text: str, places: Sequence[int]) -> Iterator[TextBlock]:
    """The blocks of YAML behind `|` and `>` that hold data of another sort: what is indented deeper than their key."""
    at = 0
    for head in _SCALAR_HEAD.finditer(text, 0, places[-1]):
        if head.start() < at:
            continue
        deeper = re.compile(rf"(?:{head['indent']}[ \t]+[^\n]*(?:\n|\Z)|[ \t]*\n)*")
        found = deeper.match(text, head.end())
        at = found.end() if found else head.end()
        if text.find("\n", head.end(), at) >= 0 and _holds_one(places, head.end(), at):
            yield _data_block(text, TextBlock(head.end(), at, None))


def _data_block(text: str, block: TextBlock) -> TextBlock:
    """The block of `text` with the end of the name that a file of its sort has, None where it may be anything."""
    begin, end, *_ = block
    if text.startswith(".stripMargin", end + 3) or _MARGIN_HEAD.match(text, begin, end):
        block = block._replace(margin=True)
    if text.find("\n", begin, end) < 0:
        return block._replace(suffix=".json" if _JSON_HEAD.match(text, begin, end) else None)
    above = text[max(0, begin - 120) : begin].rstrip().rpartition("\n")[2]
    named = _FILE_BEFORE.search(above)
    return block._replace(suffix=named["end"] if named else _suffix_by_look(block.content(text)))


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
