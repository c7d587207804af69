"""Where a text may name a model: runs of the letters of ids in quotes, settings, flags and lists, and not in prose."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modelpick.audit.filekinds import FileKind
from modelpick.audit.places import place_of
from modelpick.audit.roles import Role
from modelpick.audit.sites import NEAR, WINDOW, LetterRun, Site
from modelpick.audit.surroundings import Surroundings

_FIRST_WORDS = (
    *(
        "gpt",
        "claude",
        "gemini",
        "llama",
        "tral",
        "deepseek",
        "grok",
        "qw",
        "gemma",
        "command",
        "kimi",
        "nova-",
        "glm-",
    ),
    *("phi-", "nemotron", "minimax", "o1", "o3", "o4"),
)
_MORE_WORDS = (
    *("-v1", "-00", "sonar", "jamba", "granite", "muse-", "bison", "codex-", "llava", "mercury", "inkling", "embed-"),
    *("inference-profile", "computer-use", "c4ai-", "text-embedding", "deep-research"),
)
_MORE_WHERE = (b"model", b"bedrock", b"llm")
"""What a file has that may name one of the less common models."""
_NODE_WORDS = ("lmchat",)
"""What nodes of n8n are called that ask a model by default."""
_STEMS = re.compile(
    r"gpt-?\d|gpt-oss|chatgpt|claude-|gemini-|gemma-?\d|llama|stral|mixtral|pixtral|qwen|qwq-|deepseek|grok-|command|nova-|kimi-|glm-|phi-\d|nemotron|minimax-|muse-|granite-|sonar|davinci"
    r"|jamba|titan-|moonshot-v1|bison|codex-|palmyra|pegasus|lmchat|mercury|inkling|mellum|molmo|inference-profile/"
    r"|computer-use|c4ai-|llava|opus-4|j2-|text-embedding|embed-|whisper-|dall-e|imagen|veo-|sora-2|tts-1|cushman"
    r"|babbage|curie|jais-|tsuzumi|kat-coder|deep-research|model-router|antigravity-|-ada-|gecko|rerank|mai-|(?<![a-z0-9.])(?<![a-z0-9]-)o[134](?:-mini|-pro|-preview|-deep-research)?(?![a-z0-9_.])",
    re.ASCII,
)
"""In small letters."""
_FILE_NAME = re.compile(
    r"\.(?:py|pyi|ipynb|js|jsx|ts|tsx|mjs|json|jsonl|ya?ml|toml|mdx?|rst|txt|html?|css|csv|png|jpe?g|gif|svg|webp"
    r"|gguf|ggml|bin|safetensors|pt|pth|onnx|whl|gz|zip|tar|lock|log|sh|cfg|ini|env|go|rs|java|c|h|cpp|com|io|ai|org"
    r"|dev|net)(?::.*)?$",
    re.IGNORECASE | re.ASCII,
)
_LITERAL = re.compile(r"(?P<q>\\*[\"'`])(?P<in>(?:(?!(?P=q))[^\n]){1,2000}?)(?P=q)")
_LIST = re.compile(r"[A-Za-z0-9@~][A-Za-z0-9._:/@~+%-]*(?:[ \t]*[,;|][ \t]*[A-Za-z0-9@~][A-Za-z0-9._:/@~+%-]*)*[,;]?")
_SETTING_TEXT = re.compile(r"(?P<key>[A-Za-z_][\w.-]{0,80})[ \t]*=[ \t]*(?P<rest>.*)")
_DEFAULT = re.compile(r"\$\{(?P<key>[A-Za-z_]\w*|\d+):?[-=?](?P<default>[^{}]*)\}")
_DEFAULT_HEAD = re.compile(r"(?P<key>[A-Za-z_]\w*|\d+):?[-=]")
_FLAG = re.compile(
    r"(?:^|[\s\"'\[,(=])--?(?:[a-z0-9]+-){0,3}(?P<name>model|model-id|model-name|llm|alias)s?"
    r"(?:[ \t=]+|[\"'],?\s*[\"']|=[\"'])[\"']?$"
)
_SHORT_FLAG = re.compile(
    r"(?:^|[\s\"'|&;(])(?:llm|codex|gemini|claude|aider|mods|sgpt|aichat|fabric|opencode|crush|goose|cursor-agent|qwen)\b"
    r"[^|&;\n]*\s-[mM][ \t=]+[\"']?$"
)
_SETTING_LINE = re.compile(
    r"[ \t]*(?:-[ \t]+)*(?:(?:export|ENV|ARG|set|SET|setx|local|readonly|declare)[ \t]+)?"
    r"(?:\$env:)?(?P<key>[A-Za-z_$][\w./$-]{0,80})[ \t]{0,40}(?::=|\?=|=|:[ \t]|[ \t])[ \t]*(?P<rest>.*)$"
)
_ITEM_LINE = re.compile(r"[ \t]*-[ \t]+$")
_COMMENT_START = re.compile(r"\s*(?:#|//|\*|<!--|--\s|;)")
_REMARK = re.compile(r"\be\.?g\.|\bsuch as\b|\bexamples?\b[^\"'=:]*:?\s|\busage:|\s(?:#|//)\s[^\"']*$", re.IGNORECASE)
"""A comment or an example in a sentence."""
_TRIPLE_QUOTES = re.compile(r"\"\"\"|'''")
_VALUE_END = re.compile(r"[ \t,;]*\\?[\"'}\])]*[ \t,;]*\\?(?:[ \t]+#.*|[ \t]*\}.*|[ \t]*\].*)?$")
_FLOW_BEFORE = re.compile(r"[{,\[][ \t]*(?:[\w.$-]+:[ \t]+)?$")
_ARN_HEAD = re.compile(r"arn:aws|foundation-model/|(?:application-)?inference-profile/")


class Mention(NamedTuple):
    """A possible model id with its place. `provider`: whose API the place asks, None where it does not say, empty for
    one's own machine. `hint`: whose API the file is about, where it is about one alone.
    """

    text: str
    line: int
    column: int
    role: Role = "value"
    provider: str | None = None
    version: str | None = None
    hint: str | None = None
    doubt: bool = False
    """Whether it may be the name of a deployment."""
    default: str | None = None
    """The id that holds because none is named."""


def mentions(
    text: str, name: str = "", data: bytes | None = None, words: Sequence[bytes] | None = None
) -> list[Mention]:
    """Every candidate in `text`, in order; `name` is the file's, for what files of its sort do not have.

    Args:
        data: the bytes of the text, where it is plain ASCII: they are searched faster.
        words: those that `words_in` found in it.
    """
    hits = _word_places(text, name, data, words)
    kind = FileKind(name, text) if hits else None
    if kind is None or kind.is_table:
        return []
    around = Surroundings(text, kind.is_yaml, kind.has_sections)
    said: list[tuple[int, int]] | None = None if name.endswith(".py") else []
    found: list[Mention] = []
    number, counted = 1, 0
    for begin, end, places in _lines_of_places(text, hits):
        for run in _runs_of_line(text, begin, end, places, kind):
            if said is None:
                said = _docstring_spans(text)
            if said and _is_within(said, run.start):
                continue
            place = place_of(Site(run, begin, end, kind, around))
            if place is not None:
                number += text.count("\n", counted, begin)
                counted = begin
                column = run.start + place.skipped - begin + 1
                said_of = (place.role, place.provider, place.version, kind.hint, place.doubt, place.default)
                found.append(Mention(run.text[place.skipped :], number, column, *said_of))
    return found


def words_in(data: bytes, name: str) -> tuple[bytes, ...]:
    """The words of ids that a file with these bytes may have; none where nothing in it is worth a closer look."""
    # Without blanks and marks there is less to search, many times over.
    dense = data.lower().translate(None, _MARKS)
    more = _MORE_BYTES if any(word in dense for word in _MORE_WHERE) else ()
    nodes = _NODE_BYTES if name.endswith(".json") else ()
    return tuple(word for word in (*_FIRST_BYTES, *more, *nodes) if word in dense)


_MARKS = bytes(letter for letter in range(128) if not chr(letter).isalnum() and chr(letter) != "-")
_FIRST_BYTES = tuple(word.encode() for word in _FIRST_WORDS)
_MORE_BYTES = tuple(word.encode() for word in _MORE_WORDS)
_NODE_BYTES = tuple(word.encode() for word in _NODE_WORDS)


def _word_places(text: str, name: str, data: bytes | None, words: Sequence[bytes] | None) -> list[int]:
    """Where in `text` a word stands that ids of models have."""
    # Bytes are searched faster; what is no ASCII becomes one byte a letter, so that places stay.
    plain = text.encode("ascii", "replace") if data is None else data
    low = plain.lower()
    found: list[int] = []
    for word in words_in(plain, name) if words is None else words:
        at = low.find(word)
        while at >= 0:
            found.append(at)
            at = low.find(word, at + len(word))
    return sorted(found)


def _lines_of_places(text: str, hits: list[int]) -> Iterator[tuple[int, int, list[int]]]:
    """The lines with the places in each."""
    at = 0
    while at < len(hits):
        begin = text.rfind("\n", 0, hits[at]) + 1
        end = text.find("\n", hits[at])
        end = len(text) if end < 0 else end
        first = at
        while at < len(hits) and hits[at] < end:
            at += 1
        yield begin, end, hits[first:at]


def _runs_of_line(text: str, begin: int, end: int, places: list[int], kind: FileKind) -> Iterator[LetterRun]:
    opened = _COMMENT_START.match(text, begin, min(end, begin + WINDOW))
    if opened and not (text.startswith("-", opened.end() - 2) or opened[0].strip() == ";"):
        return
    line: LineParts | None = None
    looked = begin
    for place in places:
        if place < looked:
            continue
        start, stop = _run_around(text, place, max(begin, looked))
        looked = max(stop, place + 1)
        if stop - start < 2 or not _STEMS.search(text[start:stop].lower()):
            continue
        line = line or LineParts(text, begin, end, kind)
        if start > line.comment:
            return
        for run in _set_off_runs(text, start, stop, begin, end, line):
            if not _is_other_text(run, text, begin):
                yield run


def _is_other_text(run: LetterRun, text: str, begin: int) -> bool:
    """Whether the run is the name of a file, a part of an id, or told of in a remark."""
    if _FILE_NAME.search(run.text) or not run.text or (run.text[-1] in "-./:@" and "://" not in run.text):
        return True
    before = text[max(begin, run.start - NEAR) : run.start]
    return run.set_off != "flag" and bool(_REMARK.search(before.rstrip("\\\"'`")))


def _run_around(text: str, place: int, least: int) -> tuple[int, int]:
    """The run of the letters of ids around a place, of a length that an id may have."""
    start, least = place, max(least, place - _LONGEST)
    while start > least and text[start - 1] in _RUN_LETTERS:
        start -= 1
    while start < place and text[start] not in _RUN_FIRST:
        start += 1
    found = _RUN_TAIL.match(text, place)
    return start, found.end() if found else place


_RUN_FIRST = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@~")
_RUN_LETTERS = _RUN_FIRST | frozenset("._:/+%-")
_RUN_TAIL = re.compile(r"[A-Za-z0-9._:/@~+%-]{1,200}", re.ASCII)
_LONGEST = 200


_TRAILING_COMMENT = re.compile(r"(?<=[\s,;)\]}])(?:#|//)\s")


def _set_off_runs(text: str, start: int, stop: int, begin: int, end: int, line: LineParts) -> Iterator[LetterRun]:
    """The run at a place, if it is set off from what is around it as an id is."""
    token, before = text[start:stop], text[max(begin, start - NEAR) : start]
    if "://" in token or _ARN_HEAD.match(token):
        yield LetterRun(token, start, stop, "quoted")
    elif before.endswith("${") and (head := _DEFAULT_HEAD.match(token)):
        yield LetterRun(token[head.end() :], start + head.end(), stop, "quoted", head["key"])
    elif flag := _FLAG.search(before) or _SHORT_FLAG.search(before):
        yield LetterRun(token, start, stop, "flag", "alias" if flag.groupdict().get("name") == "alias" else "model")
    elif text.startswith('\\"', start - 2) and text.startswith('\\"', stop):
        yield LetterRun(token, start, stop, "quoted")
    elif inside := line.string_around(start, stop):
        yield from _runs_in_string(text, token, start, stop, inside)
    elif line.kind.has_plain_values:
        yield from _plain_runs(text, start, stop, begin, end, line.kind)


class LineParts:
    """The strings of a line, and where a comment behind them begins."""

    def __init__(self, text: str, begin: int, end: int, kind: FileKind) -> None:
        self.kind, self._text = kind, text
        self._strings: list[tuple[int, int]] | None = None
        self.comment = end
        if end - begin <= 4 * WINDOW:
            self._strings = [found.span("in") for found in _LITERAL.finditer(text, begin, end)]
            self.comment = self._comment_start(begin, end, self._strings)

    def _comment_start(self, begin: int, end: int, strings: list[tuple[int, int]]) -> int:
        for found in _TRAILING_COMMENT.finditer(self._text, begin, end):
            if not any(first <= found.start() < last for first, last in strings):
                return found.start()
        return end

    def string_around(self, start: int, stop: int) -> tuple[int, int] | None:
        """The string that holds a run; of a very long line only one that begins and ends beside it is found."""
        if self._strings is not None:
            return next(((first, last) for first, last in self._strings if first <= start and stop <= last), None)
        quote = self._text[start - 1 : start]
        closed = quote and quote in "\"'`" and self._text[stop : stop + 1] in (quote, "\\")
        return (start, stop) if closed else None


def _runs_in_string(text: str, token: str, start: int, stop: int, inside: tuple[int, int]) -> Iterator[LetterRun]:
    """The run in a string: all of it, an item of a list, the value of a setting, or a string inside of it."""
    first, last = inside
    content = text[first:last]
    if content.strip() == token:
        yield LetterRun(token, start, stop, "quoted")
    elif _LIST.fullmatch(content) and (text[start - 1] in ",;| \t" or start == first):
        yield LetterRun(token, start, stop, "quoted", opened=first)
    elif (said := _SETTING_TEXT.fullmatch(content)) and _LIST.fullmatch(said["rest"]):
        yield LetterRun(token, start, stop, "quoted", said["key"])
    elif start > first and _is_quoted_again(text, start, stop):
        yield LetterRun(token, start, stop, "quoted")


def _is_quoted_again(text: str, start: int, stop: int) -> bool:
    """Whether it is a string inside a string, as in the argument of a shell: '{"model": "ID"}'"""
    quote, after = text[start - 1], text[stop : stop + 2]
    return quote in "\"'`" and (after[:1] == quote or after == f"\\{quote}")


def _plain_runs(text: str, start: int, stop: int, begin: int, end: int, kind: FileKind) -> Iterator[LetterRun]:
    """The run without quotes: an item of a list of lines, the value of a setting, a part of a mapping on one line."""
    token, before = text[start:stop], text[max(begin, start - 2 * WINDOW) : start]
    after = text[stop : min(end, stop + 4 * WINDOW)]
    if _ITEM_LINE.fullmatch(before) and _VALUE_END.fullmatch(after):
        yield LetterRun(token, start, stop, "item")
        return
    said = _SETTING_LINE.match(f"{before}x") if start - begin <= WINDOW else None
    if said and _begins_value(said["rest"][:-1], before, said["key"], kind) and _ends_value(after):
        yield LetterRun(token, start, stop, "setting", said["key"])
    elif kind.is_yaml and _FLOW_BEFORE.search(before[-WINDOW:]) and after.lstrip()[:1] in (",", "}", "]"):
        yield LetterRun(token, start, stop, "flow")


def _begins_value(rest: str, before: str, key: str, kind: FileKind) -> bool:
    """Whether a value, or more items of a list, may follow what stands behind the name of a setting."""
    if rest:
        return bool(_LIST.fullmatch(rest.rstrip(" \t,;") or "-")) or rest[-1] in "[\"'"
    return not kind.is_yaml or before.rstrip().endswith((":", "=")) or key.isupper()


def _ends_value(after: str) -> bool:
    """Whether a value may end so: nothing more, a comment, or more items of a list."""
    if _VALUE_END.fullmatch(after):
        return True
    rest = after.lstrip()
    if rest[:1] not in (",", ";"):
        return False
    plain = re.sub(r"\s#.*$", "", rest[1:]).strip(" \t\\\"'")
    return bool(_LIST.fullmatch(plain))


def _docstring_spans(text: str) -> list[tuple[int, int]]:
    """Where the docstrings of a Python file stand: what begins a line and is given to nothing."""
    found: list[tuple[int, int]] = []
    at = 0
    while opening := _TRIPLE_QUOTES.search(text, at):
        end = text.find(opening[0], opening.end())
        if end < 0:
            break
        at = end + 3
        before = max(0, opening.start() - 160)
        begin = text.rfind("\n", before, opening.start()) + 1
        if (begin or not before) and not text[begin : opening.start()].strip(" \trRuU"):
            found.append((opening.start(), at))
    return found


def _is_within(places: list[tuple[int, int]], at: int) -> bool:
    """Whether `at` lies in one of `places`, which are in order and do not touch."""
    number = bisect(places, at, key=lambda place: place[0])
    return number > 0 and at < places[number - 1][1]
