"""What stands around a place in a text: the calls, blocks and mappings that enclose it, and what they say beside it.

Nothing is parsed whole: from the place outward so far as a person would look. Braces and brackets enclose in most
languages, deeper lines in YAML; both come out as the same frames.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from modelpick.audit.filekinds import FileKind
from modelpick.model.fields import cached_property

REACH = 4000
"""Characters that are looked at to each side."""
_BEFORE = 160
"""Characters before a bracket in which stands what it belongs to."""
_MOST_FRAMES = 6
_MOST_LINES = 120
_MANY_LOOKS = 400
_STRING = "|".join(rf"{q}[^{q}\\\n]*+(?:\\.[^{q}\\\n]*+)*+{q}" for q in "\"'`")
_NEXT_BRACKET = re.compile(rf"(?:[^\[\](){{}}\"'`]++|{_STRING}|[\"'`])*+(?:(?P<mark>[\[\](){{}}])|\Z)")
_TOKENS = re.compile(
    rf"(?P<text>{_STRING})|(?P<word>[A-Za-z_$@.][\w.$@/-]*)|(?P<mark>[\[\](){{}}:=,])|(?P<number>\d[\w.-]*)"
)
_QUOTE = r"\\*[\"'`]"
TYPED = r":[ \t]*(?=[\w\[&'\"])(?:[\w.|?&*!'\" \[\]<>-]|,(?=[^=():\n]*[\]>])){1,80}?=(?![=>])"
"""The type of a name, and what gives it a value: `: List<String> =`, `: &'static str =`"""
_KEY_BEFORE = re.compile(
    rf"(?:{_QUOTE})?(?P<key>[A-Za-z_$][\w.$-]{{0,80}})(?:{_QUOTE})?\??[ \t]*"
    rf"(?:{TYPED}|:=|=>|<-|(?<![=!<>])=(?!=)|:)\s*(?:await\s+|new\s+)?(?:vec!|&)?$"
)
_BEFORE_VALUES = (":", "=", ">", "<-", "await", "new", "vec!", "&")
"""So ends what says of what a value is: the key before it."""
_BICEP_PARAM = re.compile(r"\b(?:param|var|variable|output)\s+(?P<key>\w+)(?:\s+\w+)?\s*=\s*$")
_CALL_BEFORE = re.compile(
    r"(?P<call>[A-Za-z_$][\w$]*+(?:\([^()\n]{0,200}\))?(?:\??\.[A-Za-z_$][\w$]*+(?:\([^()\n]{0,200}\))?)*)\s*(?:<[^<>()]{0,60}>)?\s*$"
)
_ROW_BEFORE = re.compile(r"\}\s*,\s*(?:(?://|#)[^\n]*\n\s*)*$")
_KEYWORDS = frozenset(
    {"return", "yield", "in", "not", "and", "or", "else", "if", "elif", "while", "for", "switch", "match", "when"}
    | {"case", "await", "new", "throw", "raise", "assert", "is", "of"}
)
"""Before a bracket they call nothing."""
MAKERS = dict.fromkeys(
    [
        *("listOf", "mutableListOf", "arrayListOf", "arrayOf", "List.of", "ImmutableList.of", "Arrays.asList"),
        *("Stream.of", "List", "Seq", "Vector", "Array", "c"),
    ],
    "[",
) | dict.fromkeys(
    ["mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf", "dict", "Dict", "Map", "array", "list"], "{"
)  # fmt: skip
"""What makes a list or a mapping of its arguments, in languages that have no brackets for it -> the bracket that others
write."""
_WORD_LIST = re.compile(r"[%~][wWiI]$")
"""Before a list of words of Ruby and Elixir."""
_LISP_BRACKET = re.compile(r"\"(?:\\.|[^\"\\])*\"|[()\[\]{}]")
"""Of Lisp, or a text, in which brackets are none."""
_LISP_PAIR = re.compile(r"(?<![\w:]):([A-Za-z][\w-]*)\s+(\"[^\"\n]*\"|[^\s()\[\]{}]*)")
_LISP_CALL, _LISP_KEY = re.compile(r"[^\s()\[\]{}\"']+"), re.compile(r":(?P<key>[\w.*+!?<>=/-]+)\s+$")
_BLOCK_BEFORE = re.compile(r"(?P<key>[A-Za-z_][\w-]*)(?P<labels>(?:[ \t]+\"[^\"\n]*\"){0,3})[ \t]*$")
_TAG = re.compile(
    r"<(?P<closed>/)?(?P<name>[A-Za-z_][\w.:-]*)(?P<said>(?:\s+[\w.:-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?P<empty>/)?>"
)
_MODEL_TAG = re.compile(r"model(?:_?(?:name|id))?$|^llm$", re.IGNORECASE)
"""An element that is called so holds the id of one, whatever the element itself is named."""
_ATTRIBUTE = re.compile(r"([\w.:-]+)\s*=\s*([\"'])(.*?)\2")
_NAMED_BEFORE = re.compile(r"<key>([^<>]{1,80})</key>\s*$")
"""Of a list of properties, where the name of a value stands in the element before it."""
_TYPED_LITERAL = re.compile(
    r"(?P<key>[A-Za-z_]\w*+)[ \t]*(?:\{[ \t]*get;[^{}]{0,40}\}[ \t]*)?:?=[ \t]*(?:new\b[ \t]*)?"
    r"&?(?:\[\w*\]|map\[\w+\])*[\w.<>*]*(?:\[\]|\(\))?[ \t]*$"
)
"""Before the values of a list whose type is written out: models := []string{"""
_YAML_LINE = re.compile(
    r"(?P<indent>[ \t]*)(?P<items>(?:-[ \t]+)*)"
    r"(?:(?P<quote>[\"']?)(?P<key>[\w./@$-][\w ./@$-]{0,80}?)(?P=quote)[ \t]*:(?:[ \t]+(?P<value>.*))?)?$"
)
_GOES_ON = re.compile(r"(?:^|[,\[{])[ \t]*(?:(?:^|(?<=[ \t]))#.*)?\n$")
"""A line of YAML after which brackets may be open: it ends with one or a comma, or says nothing."""
_COLUMN_LINE = re.compile(r"[ \t]*(?:[\"'`][^\"'`\n]*[\"'`],?[ \t]*)?(?:(?://|#)[^\n]*)?\n")
_SECTION = re.compile(r"^\[+(?P<name>[^\[\]\n]+)\]+[ \t]*(?:#.*)?$", re.MULTILINE)
_SETTING = re.compile(
    r"^[ \t]*(?P<key>[\w.-]+)[ \t]*[=:][ \t]*[\"']?(?P<value>[^\"'#\n]*?)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE
)
_YAML_VALUE = re.compile(r"[\"']?([^\"'#\n]*?)[\"']?\s*(?:\s#.*)?$")


_BLOCK_HEAD = re.compile(
    r"(?:^|[\s;}])(?:if|else|for|while|do|try|finally|switch|match|when|select|loop|unsafe|class|struct|interface|impl"
    r"|trait|enum|record|object|extension|protocol|namespace|module|mod|func|fn|fun|init|constructor)\b[^;{}\"'`=]*$"
    r"|\)[ \t]*(?:(?:->|:|throws\b)[^;{}\"'`=]*|[\w.*\[\]]+)?$|[\w)][ \t]*=>$"
)
_ENUM_HEAD = re.compile(r"\benum\b[^;{}\"'`=]*$")
_INITIALIZED = re.compile(r"\bnew\b[^()=;]*\([^()]*\)$")
"""What makes an object has its values behind it: new Request() { Model = "ID" }"""
_ESCAPED, _ESCAPED_QUOTE = re.compile(r"(?:\s|\\[nrt])*\\+\""), re.compile(r"(?:\\+[nrt])*\\+\"")
"""In a mapping that stands in a string: {\"model\": \"ID\"}"""


class Inside(NamedTuple):
    """What stands in a frame at its own depth, and where it ends."""

    said: dict[str, str]
    keys: tuple[str, ...]
    end: int


class Enclosure:
    """One thing that encloses a place: a call, or a list, block or mapping that stands under a key."""

    def __init__(self, text: str, begin: int, bracket: str, key: str, call: str, inside: Inside | None = None) -> None:
        self._text, self.begin, self.bracket = text, begin, bracket
        self.key = key
        """The key or the name of the block; empty if it has none."""
        self.call = call
        """What is called; empty where nothing is."""
        self._found = inside

    @property
    def _inside_part(self) -> Inside:
        if self._found is None:
            if _ESCAPED.match(self._text, self.begin + 1):
                part = self._text[self.begin : self.begin + REACH]
                said, keys, _ = _inside_of(_ESCAPED_QUOTE.sub('"', part), 0)
                self._found = Inside(said, keys, self.begin + len(part))
            else:
                self._found = _inside_of(self._text, self.begin)
        return self._found

    @property
    def said(self) -> dict[str, str]:
        """The keys beside the place, at this depth, in lower case, with plain values."""
        return self._inside_part.said

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys at this depth, whatever they hold; none of a block of statements, which gives values to names."""
        return () if self.is_block else self._inside_part.keys

    @property
    def follows_another(self) -> bool:
        """Whether one of its kind stands before it in a list, however far off that begins."""
        return self.bracket == "{" and bool(_ROW_BEFORE.search(self._text, max(0, self.begin - _BEFORE), self.begin))

    @property
    def before_call(self) -> str:
        """What stands before what is called."""
        return self._text[max(0, self.begin - _BEFORE) : self.begin].rstrip().removesuffix(self.call)

    @cached_property
    def is_block(self) -> bool:
        """Whether it is the body of a function, a class or a condition, and no mapping."""
        if self.bracket != "{" or self._text[self.begin] != "{":
            return False
        return bool(_BLOCK_HEAD.search(self._line_before)) and not _INITIALIZED.search(self._line_before)

    @property
    def is_enum(self) -> bool:
        """Whether it is the body of an enumeration."""
        return self.bracket == "{" and bool(_ENUM_HEAD.search(self._line_before))

    @property
    def _line_before(self) -> str:
        """What stands before it on its line."""
        return self._text[max(0, self.begin - _BEFORE) : self.begin].rstrip().rpartition("\n")[2]

    @property
    def end(self) -> int:
        return self._inside_part.end


def _inside_of(text: str, place: int) -> Inside:
    """What the mapping or call that opens at `place` says at its own depth, and where it ends."""
    said: dict[str, str] = {}
    keys: list[str] = []
    key, is_value = "", False
    at, limit = place + 1, min(len(text), place + 1 + REACH)
    end = _closing_bracket(text, at, limit)
    if text.find(":", at, end) < 0 and text.find("=", at, end) < 0:
        return Inside(said, (), end)
    while token := _TOKENS.search(text, at, limit):
        kind, word, at = token.lastgroup, token[0], token.end()
        if kind != "mark":
            plain = word[1:-1] if kind == "text" else word
            if is_value:
                said.setdefault(key.lower(), plain)
                is_value = False
            key = plain
        elif word in "[({":
            at = _closing_bracket(text, at, limit) + 1
            is_value = False
        elif word in "])}":
            return Inside(said, tuple(keys), token.start())
        else:
            is_value = word in ":=" and bool(key)
            if is_value:
                keys.append(key)
    return Inside(said, tuple(keys), limit)


def flat_lisp(forms: str) -> str:
    """Forms of Lisp with a mark in place of each that stands in brackets."""
    parts: list[str] = []
    begin = depth = 0
    for mark in _LISP_BRACKET.finditer(forms):
        if mark[0][0] == '"':
            continue
        if mark[0] in "([{":
            if not depth:
                parts.append(forms[begin : mark.start()])
            depth += 1
        elif depth:
            depth -= 1
            begin = mark.end()
    return "_".join([*parts, "" if depth else forms[begin:]])


def _inside_of_lisp(text: str, place: int) -> Inside:
    """The same of a form of Lisp: what its keywords are given."""
    limit = min(len(text), place + 1 + REACH)
    end = min(_closing_bracket(text, place + 1, limit) + 1, limit)
    pairs = _LISP_PAIR.findall(flat_lisp(text[place + 1 : end]))
    said = {key.replace("-", "_").lower(): value.strip('":') for key, value in pairs}
    return Inside(said, tuple(said), end)


def _closing_bracket(text: str, at: int, limit: int) -> int:
    """Where what opened before `at` is closed; `limit` if it is not before."""
    depth = 1
    for found in _NEXT_BRACKET.finditer(text, at, limit):
        if found.lastindex:
            depth += 1 if text[found.end() - 1] in "[({" else -1
            if not depth:
                return found.end() - 1
    return limit


def _plain_elements(inside: str) -> dict[str, str]:
    """The elements of markup that hold a text alone, by name, at the depth of `inside`."""
    said: dict[str, str] = {}
    depth, begin = 0, 0
    for tag in _TAG.finditer(inside):
        if tag["closed"]:
            depth -= 1
            if not depth and "<" not in inside[begin : tag.start()]:
                said[tag["name"].lower()] = inside[begin : tag.start()].strip()
        elif not tag["empty"]:
            begin = tag.end()
            depth += 1
    return said


def key_before(before: str) -> re.Match[str] | None:
    """The key of which the value begins behind `before`."""
    ended = before.rstrip()
    if not ended.endswith(_BEFORE_VALUES):
        return None
    # All of it but a word between the key and its value stands on one line.
    begin = 0 if ended[-1].isalpha() else ended.rfind("\n") + 1
    return _KEY_BEFORE.search(before, begin) or _BICEP_PARAM.search(before)


def _call_before(before: str) -> str:
    """What is called by the bracket behind `before`; empty where it calls nothing."""
    ended = before.rstrip()
    if not ended or not (ended[-1].isalnum() or ended[-1] in "_$)>"):
        return ""
    # All of a call but its type parameters stands on one line.
    begin = 0 if ended[-1] == ">" else ended.rfind("\n") + 1
    found = _CALL_BEFORE.search(before, begin)
    return found["call"] if found and found["call"] not in _KEYWORDS else ""


def _still_open(text: str, begin: int, end: int, opened: list[int]) -> list[int]:
    """The brackets that are open at `end`, of those `opened` before `begin` and those behind it."""
    for found in _NEXT_BRACKET.finditer(text, begin, end):
        if found.lastindex:
            place = found.end() - 1
            if text[place] in "([{":
                opened.append(place)
            elif opened:
                opened.pop()
    return opened


def flow_line(text: str, begin: int) -> int:
    """Where the line of YAML begins on which a list or a mapping in brackets is opened that goes on at `begin`; `begin`
    itself where none does."""
    top = begin
    while top > max(0, begin - REACH):
        above = text.rfind("\n", 0, top - 1) + 1
        if not _GOES_ON.search(text[above:top]):
            break
        top = above
    opened = _still_open(text, top, begin, [])
    return text.rfind("\n", 0, opened[0]) + 1 if opened else begin


class Surroundings:
    """The frames around a place of `text`, the innermost first."""

    def __init__(self, text: str, kind: FileKind) -> None:
        self._text, self._kind = text, kind
        self._frames: dict[int, Enclosure] = {}
        self._blocks: dict[tuple[int, int], Enclosure] = {}
        self._looked = 0
        self._open: list[int] = []
        self._open_from = self._open_to = 0
        self._column = -1, -1

    def around(self, at: int) -> list[Enclosure]:
        """The frames around the character `at`."""
        found: list[Enclosure] = []
        self._looked += 1
        # A file with so many ids is data: it must not take longer for that.
        reach = REACH if self._looked < _MANY_LOOKS else REACH // 3
        if self._kind.is_markup:
            found += self._markup_frames(at, max(0, at - reach))
        elif self._kind.is_yaml:
            begin = flow_line(self._text, self._text.rfind("\n", 0, at) + 1)
            found += self._bracket_frames(at, max(begin, at - reach))
            found += self._yaml_frames(begin)
        else:
            found += self._bracket_frames(at, max(0, at - reach))
            if not found and (top := self._top_of_column(at)) < at - reach:
                found += self._bracket_frames(top, max(0, top - reach))
            found += self._section_frames(at) if self._kind.has_sections else []
        return found[:_MOST_FRAMES]

    def _top_of_column(self, at: int) -> int:
        """Where the lines begin of which each holds one text alone, up to that of `at`: the rows of a long list."""
        top, bottom = self._column
        if not top <= at <= bottom:
            reached = max(0, at - REACH)
            top = self._text.rfind("\n", reached, at) + 1
            if (not top and reached) or not _COLUMN_LINE.match(self._text, top):
                return at
            begin = top
            while begin and _COLUMN_LINE.match(self._text, begin := self._text.rfind("\n", 0, begin - 1) + 1):
                top = begin
            bottom = at
            while found := _COLUMN_LINE.match(self._text, bottom if bottom != at else self._end_of_line(at) + 1):
                bottom = found.end()
            self._column = top, bottom
        return top

    def _section_frames(self, at: int) -> Iterator[Enclosure]:
        """The section of TOML or of an INI file: the settings between two headings."""
        heads = list(_SECTION.finditer(self._text, max(0, at - REACH), min(len(self._text), at + REACH)))
        begun = next((head for head in reversed(heads) if head.start() <= at), None)
        begin = begun.end() if begun else max(0, at - REACH)
        end = next((head.start() for head in heads if head.start() > at), min(len(self._text), at + REACH))
        lines = _SETTING.finditer(self._text, begin, end)
        said = {line["key"].lower(): line["value"] for line in lines}
        key = begun["name"].rpartition(".")[2] if begun else ""
        yield Enclosure(self._text, begin, "", key, "", Inside(said, tuple(said), end))

    def _markup_frames(self, at: int, start: int) -> list[Enclosure]:
        """The elements around `at`: each with its attributes and the plain elements in it as what it says, under its
        name, or under the one that it gives to its value."""
        opened: list[re.Match[str]] = []
        for tag in _TAG.finditer(self._text, start, at + REACH):
            if tag.start() >= at:
                break
            if tag["closed"]:
                while opened and opened.pop()["name"] != tag["name"]:
                    pass
            elif not tag["empty"] or tag.end() > at:
                opened.append(tag)
        frames: list[Enclosure] = []
        for tag in reversed(opened[-_MOST_FRAMES:]):
            end = self._text.find(f"</{tag['name']}", at, at + REACH) if tag.end() <= at else tag.end()
            inside = self._text[tag.end() : end] if end > tag.end() else ""
            said = {name.lower(): value for name, _, value in _ATTRIBUTE.findall(tag["said"])}
            plain = tag["name"].rpartition(":")[2]
            key = said.get("key") or said.get("name") or plain
            key = plain if _MODEL_TAG.search(plain) and not _MODEL_TAG.search(key) else key
            named = _NAMED_BEFORE.search(self._text, max(start, tag.start() - _BEFORE), tag.start())
            key = named[1].strip() if named else key
            said |= _plain_elements(inside)
            frames.append(Enclosure(self._text, tag.start(), "", key, "", Inside(said, tuple(said), end)))
        # What only says that it is a value is called as what it is the value of.
        return frames[1:] if len(frames) > 1 and frames[0].key == "value" else frames

    def _bracket_frames(self, at: int, start: int) -> Iterator[Enclosure]:
        if start and self._text[start - 1] != "\n":
            start = max(self._text.find("\n", start, at), start)
        for place in islice(reversed(self._open_brackets(start, at)), _MOST_FRAMES):
            yield self._frame_at(place)

    def _open_brackets(self, start: int, at: int) -> list[int]:
        """Where from `start` on the brackets stand that are open at a place. Strings end with their line: what is open
        where a line begins is kept for the places behind it."""
        line = self._text.rfind("\n", start, at) + 1
        if line <= start:
            return _still_open(self._text, start, at, [])
        if not (self._open_from <= start <= self._open_to <= line):
            self._open_from = self._open_to = start
            self._open = []
        self._open = _still_open(self._text, self._open_to, line, self._open)
        self._open_to = line
        found = _still_open(self._text, line, at, self._open.copy())
        return found[bisect_left(found, start) :]

    def _frame_at(self, place: int) -> Enclosure:
        if place not in self._frames:
            before = self._text[max(0, place - _BEFORE) : place]
            bracket, key, call = self._text[place], "", ""
            if self._kind.language.has_symbols:
                before = _WORD_LIST.sub("", before)
            if self._kind.is_lisp:
                key, call = self._parts_of_lisp(place, before)
            elif found := key_before(before):
                key = found["key"]
            elif bracket in "([":
                call = _call_before(before)
                if bracket == "(" and call in MAKERS:
                    bracket, before = MAKERS[call], before[: before.rindex(call)]  # type parameters may stand behind it
                    key, call = (found["key"], "") if (found := key_before(before)) else ("", "")
            elif bracket == "{" and "=" in before and (found := _TYPED_LITERAL.search(before)):
                key = found["key"]
            elif bracket == "{" and (found := _BLOCK_BEFORE.search(before.rpartition("\n")[2])):
                key = found["key"]
                if key == "variable" and found["labels"]:  # of Terraform: what it is called says what it is
                    key = found["labels"].strip(' \t"')
            inside = _inside_of_lisp(self._text, place) if self._kind.is_lisp else None
            self._frames[place] = Enclosure(self._text, place, bracket, key, call, inside)
        return self._frames[place]

    def _parts_of_lisp(self, place: int, before: str) -> tuple[str, str]:
        """The keyword before a bracket of Lisp, and what is called in it."""
        found = _LISP_KEY.search(before)
        called = _LISP_CALL.match(self._text, place + 1) if self._text[place] == "(" else None
        return found["key"] if found else "", called[0].replace("-", "_") if called else ""

    def _yaml_frames(self, begin: int) -> Iterator[Enclosure]:
        """The mappings of YAML around the line at `begin`: each with the key that it stands under."""
        depth = self._column_of_entry(begin)
        for _ in range(_MOST_FRAMES):
            top, parent_key, parent = self._yaml_parent(begin, depth)
            yield self._yaml_frame(top, depth, parent_key)
            if parent is None:
                return
            begin, depth = parent

    def _column_of_entry(self, begin: int) -> int:
        """The column at which the entry of a line stands, behind its dashes."""
        found = re.compile(r"[ \t]*(?:-[ \t]+)*").match(self._text, begin)
        return found.end() - begin if found else 0

    def _yaml_parent(self, begin: int, depth: int) -> tuple[int, str, tuple[int, int] | None]:
        """Where the mapping at `depth` begins, the key above it, and the line and depth of that key."""
        top = begin
        own = _YAML_LINE.match(self._text, begin, self._end_of_line(begin))
        if own and own["items"] and begin + depth == own.end("items"):
            dash = len(own["indent"])
            return begin, *self._yaml_key_above(begin, dash, listed=True)
        for place, line, indent, column in self._yaml_lines_above(begin):
            if column == depth:
                top = place
                if indent < column:  # the dash with which this mapping begins
                    return top, *self._yaml_key_above(place, indent, listed=True)
            elif column < depth:
                found = _YAML_LINE.fullmatch(line)
                return top, found["key"] if found and found["key"] else "", (place, column)
        return top, "", None

    def _yaml_key_above(self, begin: int, dash: int, *, listed: bool) -> tuple[str, tuple[int, int] | None]:
        """The key whose list has its dashes at column `dash`, and its line and depth."""
        for place, line, indent, column in self._yaml_lines_above(begin):
            if indent < dash or (indent == dash and column == indent and listed):
                found = _YAML_LINE.fullmatch(line)
                return found["key"] if found and found["key"] else "", (place, column)
        return "", None

    def _yaml_lines_above(self, begin: int) -> Iterator[tuple[int, str, int, int]]:
        """Each line before `begin` that says something, the nearest first: where it begins, its text, its indentation,
        and the column of its entry."""
        place = begin
        for _ in range(_MOST_LINES):
            if place == 0:
                return
            place = self._text.rfind("\n", 0, place - 1) + 1
            line = self._text[place : self._end_of_line(place)]
            if line.strip() and not line.lstrip().startswith("#"):
                yield place, line, len(line) - len(line.lstrip()), self._column_of_entry(place)

    def _end_of_line(self, begin: int) -> int:
        end = self._text.find("\n", begin)
        return len(self._text) if end < 0 else end

    def _yaml_frame(self, top: int, depth: int, key: str) -> Enclosure:
        if (top, depth) not in self._blocks:
            said: dict[str, str] = {}
            place = end = top
            for _ in range(_MOST_LINES):
                end = self._end_of_line(place)
                line = self._text[place:end]
                column = self._column_of_entry(place)
                if line.strip() and not line.lstrip().startswith("#"):
                    if place != top and (column < depth or len(line) - len(line.lstrip()) < depth):
                        break
                    if column == depth and (found := _YAML_LINE.fullmatch(line)) and found["key"] and found["value"]:
                        plain = _YAML_VALUE.match(found["value"])
                        said.setdefault(found["key"].lower(), plain[1] if plain else found["value"])
                if end >= len(self._text):
                    break
                place = end + 1
            self._blocks[top, depth] = Enclosure(self._text, top, "", key, "", Inside(said, tuple(said), end))
        return self._blocks[top, depth]
