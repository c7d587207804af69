"""Where a text may name a model: runs of the letters of ids in quotes, settings, flags and lists, and not in prose."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from modelpick.audit.blocks import TextBlock, blocks_of
from modelpick.audit.constants import is_constant
from modelpick.audit.filekinds import FileKind
from modelpick.audit.languages import FILE_NAME, Language, base_of, comment_of, language_of
from modelpick.audit.places import place_of
from modelpick.audit.roles import Role
from modelpick.audit.sites import NEAR, WINDOW, LetterRun, Site
from modelpick.audit.surroundings import REACH, Surroundings, flow_line

PARTS = (
    *("gpt", "gemini", "gemma", "grok", "granite", "gecko", "babbage", "timegen-", "inkling", "glm-", "imagen-"),
    *("antigravity-", "gretel-navigator", "text-embedding", "claude", "command", "curie", "mercury", "davinci"),
    *("llama", "llava", "mellum", "molmo", "tralai", *(f"tral{sign}" for sign in "-.:/_@\"'`"), "qw", "kimi"),
    *("deepseek", "rerank", "models.haiku", "models.sonnet", "models.opus", "o1", "o3", "o4", "sonar", "nemotron"),
    *("nova_", "amazon_", "-00", "-v1", "-bison", "dall-e", "tts-1", "sora-2", "computer-use", "model-router"),
    *("kat-coder", "sentence-t5", "inference-profile", "deep-research", "nova-", "jamba-", "bria-", "phi-", "tsuzumi-"),
    *("c4ai-", "mai-", "codex-", "minimax-", "muse-", "embed-", "jais-", "whisper-", "veo-"),
)
"""Of every id that is looked for one of these is a part, in small letters."""


def _patterns_of_parts(parts: Sequence[str]) -> Iterator[re.Pattern[bytes]]:
    """Patterns for all of `parts`. Each begins with one letter that is no choice, and looks back from there: what
    begins so is searched for many times faster than one of many words."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        at = next(part.index(letter) for letter in _ANCHORS if letter in part)
        behind = re.escape(part[at + 1 :]) + (f"(?<={re.escape(part)})" if at else "")
        by_letter[part[at]].append(behind)
    for letter, rests in by_letter.items():
        # What only looks back comes last: it is tried wherever the letter stands.
        yield re.compile(f"{letter}(?:{'|'.join(sorted(rests, key=lambda rest: rest.startswith('(')))})".encode())


_ANCHORS = "gqk-clo"
"""The letters that `PARTS` are looked for by, those first that texts have fewer of."""
_WORDS = tuple(_patterns_of_parts(PARTS))
_NODE_PART = "lmchat"
"""What nodes of n8n are called that ask a model by default."""
_NODE_WORD = re.compile(_NODE_PART.encode())
ANY_PART = f"(?i){'|'.join(map(re.escape, (*PARTS, _NODE_PART)))}"
"""All of them, for who can search for many words at once."""
_GLANCE, _LONGEST_PART = 500, max(map(len, PARTS))
"""Letters of a file that are searched for all of them at a time, and those that follow, in which one may end."""
_STEMS = re.compile(
    r"gpt-?\d|gpt-oss|gpt-chat|chatgpt|claude-|gemini-|gemma-?\d|llama|stral|mixtral|pixtral|qwen|qwq-|deepseek|grok-|command|nova-|kimi-|glm-|phi-\d|nemotron|minimax-|muse-|granite-|sonar|davinci"
    r"|jamba|titan-|moonshot-v1|bison|codex-|palmyra|pegasus|lmchat|mercury|inkling|mellum|molmo|inference-profile/"
    r"|computer-use|c4ai-|llava|opus-4|j2-|text-embedding|(?<![a-z0-9-])embedding-\d|embed-|whisper-|dall-e|imagen|veo-|sora-2|tts-1|cushman"
    r"|babbage|curie|jais-|tsuzumi|kat-coder|deep-research|model-router|sentence-t5|gretel-navigator|timegen-|(?<![a-z])bria-\d|antigravity-|-ada-|gecko|rerank|mai-|(?<![a-z0-9.])(?<![a-z0-9]-)o[134](?:-mini|-pro|-preview|-deep-research)?(?![a-z0-9_.])",
    re.ASCII,
)
"""In small letters."""
_LITERAL = re.compile(r"(?P<q>\\*[\"'`])(?P<in>(?:(?!(?P=q))[^\n]){1,2000}?)(?P=q)")
_LISTED = r"[+-]?[A-Za-z0-9@~][A-Za-z0-9._:/@~+%-]*(?:=[\w.-]+(?: +[\w.-]+)*)?"
"""One of a list: +ID adds it to what there is, -ID takes it away, ID=NAME calls it so."""
_LIST = re.compile(rf"{_LISTED}(?:[ \t]*[,;|][ \t]*{_LISTED})*[,;]?")
_CALLED_SO = re.compile(r"^=[\w .-]+(?=,|$)")
_SETTING_TEXT = re.compile(r"(?P<key>[A-Za-z_][\w.-]{0,80})[ \t]*=[ \t]*(?P<rest>.*)")
_YAML_TEXT = re.compile(r"[ \t]*(?:-[ \t]+)*(?P<key>[A-Za-z_][\w.-]{0,80})[ \t]*:[ \t]+(?P<rest>\S+)[ \t]*")
"""A line of YAML in a text of several."""
_DEFAULT_HEAD = re.compile(r"(?P<key>[A-Za-z_][\w.-]*):(?![-=])|(?P<variable>[A-Za-z_]\w*|\d+):?[-=]")
"""Of Spring: ${openai.model:ID}; of the shell: ${MODEL:-ID}"""
_ASSIGNED_DEFAULT = re.compile(r"\$\{(?P<key>\w+):?=$")
_FLAG = re.compile(
    r"(?:^|[\s\"'\[,(=])--?(?!served)(?:[a-z0-9]+[-_.]){0,3}(?P<name>[mM]odel|model[-_.]id|model[-_.]name|llm|alias)s?"
    r"(?:[ \t=]+|[\"'],?\s*[\"']|=[\"'])[\"']?$"
)
_SHORT_FLAG = re.compile(
    r"(?:^|[\s\"'|&;(])(?:llm|codex|gemini|claude|aider|mods|sgpt|aichat|fabric|opencode|crush|goose|cursor-agent|qwen)\b"
    r"[^|&;\n]*\s-[mM][ \t=]+[\"']?$"
)
_SETTING_LINE = re.compile(
    r"[ \t]*(?:-[ \t]+)*(?:(?:export|ENV|ARG|set|SET|setx|local|readonly|declare)[ \t]+)?"
    r"(?:\$env:|@)?(?P<key>[A-Za-z_$][\w./$-]{0,80})[ \t]{0,40}(?::=|\?=|=|:[ \t]|[ \t])[ \t]*"
    r"(?:(?:&[\w-]+|!!?\w+)[ \t]+)?(?P<rest>.*)$"
)
_YAML_HEAD = re.compile(r"[:=]\s*(?:[&!]\S+\s+)?$")
_ITEM_LINE = re.compile(r"[ \t]*-[ \t]+$")
_REMARK = re.compile(r"\be\.?g\.|\bsuch as\b|\bexamples?\b[^\"'=:]*:?\s|\busage:|\s(?:#|//)\s[^\"']*$", re.IGNORECASE)
"""A comment or an example in a sentence."""
_REMARK_SIGNS = ("g.", "such as", "example", "usage:", "#", "//")
"""Without one of these there is none: to look for them takes less time."""
_VALUE_END = re.compile(r"[ \t,;]*\\?[\"'}\])]*[ \t,;]*\\?(?:[ \t]+#.*|[ \t]*\}.*|[ \t]*\].*)?$")
_FLOW_BEFORE = re.compile(r"[{,\[][ \t]*(?:(?P<key>[\w.$-]+):[ \t]+)?$")
_COMMAND_VARIABLE = re.compile(r"(?:^|[\s;&|])[A-Z][A-Z0-9_]*=$")
_COMMAND_AFTER = re.compile(r"[ \t]+[\w./-]+")
"""Around the value of a variable that is set for one command: MODEL=ID python run.py"""
_GIVEN_VARIABLE = re.compile(
    r"(?:(?:^|\s)(?:-e|--env|--build-arg|--(?:dart-)?define|--set(?:-string)?|-D|set[ \t]+env\b[^|;&\n]*)[ =]?"
    r"|^Environment=)"
    r"[\"']?(?:[\w.\[\]-]+=[^\s,]*,)*(?P<key>[\w.-]+)=$"
)
_GIVEN_AFTER = re.compile(r"[\s,\"'\\]|$")
"""Around the value of one that is given to a command: docker run -e MODEL=ID image, helm install --set model=ID"""
_SYMBOL_BEFORE, _SYMBOL_AFTER = re.compile(r"model\w*\s+'$"), re.compile(r"[\s)]|$")
"""Around an id that is a symbol of Lisp: (setq gptel-model 'ID)"""
_ARN_HEAD = re.compile(
    r"arn:aws|foundation-model/|(?:application-)?inference-profile/|publishers/[\w-]+/models/|amazonaws\.com/model/"
)
"""What an id needs not be set off behind: the rest of a name or an address in which a variable stands."""
_WORD_BEFORE = re.compile(
    r"(?<![-\w])(?!(?:or|and|in|return|else|case|is|default|like|then|when|select|values|model)\b)[A-Za-z]+[ \t]+$",
    re.IGNORECASE,
)
_BEFORE_SYMBOLS = frozenset(":(\n")
_SYMBOL = re.compile(r"(?:^|[\s(\[{,>]):$")
"""Before a text of Ruby without quotes."""
_BEFORE_WORDS = frozenset(" \t\n[({|")
_WORDS_BEFORE = re.compile(r"[%~][wWiI](?:\[[^\]]*|\([^)]*|\{[^}]*|\|[^|]*)$")
"""Before one of a list of words: %w[gpt-4o o1], of Elixir ~w(gpt-4o o1)"""
_BEFORE_IDS = frozenset("\"'`\\ \t=,;|{[")
"""Of these one stands before an id that is set off from what is around it."""


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
    constant: str = ""
    """The name of the constant that stands for the id."""
    host: str = ""
    """The server that is asked, where nobody knows whose it is."""


Span = tuple[int, int]
"""Where something begins and ends."""


def mentions(
    text: str, name: str = "", runs: Sequence[Span] | None = None, whole: FileKind | None = None
) -> list[Mention]:
    """Every candidate in `text`, in order; `name` is the file's, for what files of its sort do not have.

    Args:
        runs: where an id may stand in it, if that is known.
        whole: the file of which `text` is a part.
    """
    if runs is None:
        runs = id_runs(text.encode("ascii", "replace"), name)
    if not runs:
        return []
    kind = FileKind(name, text, whole)
    found: list[Mention] = []
    blocks = [] if kind.is_document else blocks_of(kind, [start for start, _ in runs])
    if blocks:
        runs, within = _by_block(runs, blocks)
        found += _mentions_in_blocks(within, kind)
        blocks = [block for block in blocks if block.suffix is None]
    around = Surroundings(text, kind)
    number, counted = 1, 0
    for run, begin, end in _set_off_runs(runs, kind):
        if (
            run.set_off == "quoted"
            and _block_around(blocks, run.start)
            and _is_prose(text[max(begin, run.start - NEAR) : run.start])
        ):
            continue
        place = place_of(Site(run, begin, end, kind, around))
        if place is not None:
            number += text.count("\n", counted, begin)
            counted = begin
            column = run.start + place.skipped - begin + 1
            said_of = (place.role, place.provider, place.version, kind.hint, place.doubt, place.default)
            found.append(Mention(run.text[place.skipped :], number, column, *said_of, place.constant, place.host))
    return sorted(found, key=lambda each: (each.line, each.column))


def _by_block(runs: Sequence[Span], blocks: list[TextBlock]) -> tuple[list[Span], list[tuple[TextBlock, list[int]]]]:
    """The runs that stand in none of `blocks`, and where those begin that stand in each."""
    outside: list[Span] = []
    within: dict[TextBlock, list[int]] = {}
    for start, stop in runs:
        block = _block_around(blocks, start)
        if block is None or block.suffix is None:
            outside.append((start, stop))
        else:
            within.setdefault(block, []).append(start)
    return outside, list(within.items())


def _mentions_in_blocks(within: list[tuple[TextBlock, list[int]]], kind: FileKind) -> Iterator[Mention]:
    """What the blocks of data in a file mention, each as a file of its own would; nothing of a text for people."""
    text, line, counted = kind.text, 0, 0
    for block, starts in within:
        if not block.suffix:
            continue
        line += text.count("\n", counted, block.begin)
        counted = block.begin
        column = block.begin - text.rfind("\n", 0, block.begin) - 1
        part = block.content(text)
        inner = f"block{block.suffix}"
        runs = list(_letter_runs(part, [start - block.begin for start in starts], language_of(inner)))
        for each in mentions(part, inner, runs, kind):
            yield each._replace(line=each.line + line, column=each.column + (column if each.line == 1 else 0))


def decoded(data: bytes, runs: list[Span]) -> tuple[str, list[Span]]:
    """The text of `data`, and where in it the `runs` of its bytes stand."""
    if data.isascii():
        return data.decode("ascii"), runs
    parts: list[str] = []
    moved: list[Span] = []
    at = length = 0
    for start, stop in runs:
        part = data[at:start].decode("utf-8", "replace")
        parts.append(part)
        at, length = start, length + len(part)
        moved.append((length, length + stop - start))
    return "".join(parts) + data[at:].decode("utf-8", "replace"), moved


def id_runs(data: bytes, name: str, has_part: Callable[[str], bool] | None = None) -> list[Span]:
    """Where in the bytes of the file `name` an id may stand; nowhere in one that is worth no closer look. `has_part`
    tells whether a text holds any of `ANY_PART`."""
    language = language_of(base_of(name))
    if language.is_table:
        return []
    # Ids are of ASCII: whatever else a text is written in, they stand in it where they stand in its bytes.
    text = data.decode("latin-1")
    spans = list(_spans_of_parts(text, has_part)) if has_part else [(0, len(text))]
    places = [place for begin, end in spans for place in word_places(data, name, begin, end)]
    return list(_letter_runs(text, places, language))


def _spans_of_parts(text: str, has_part: Callable[[str], bool]) -> Iterator[Span]:
    """The spans of `text` that hold a part of an id; of a file that holds none, there is none."""
    if not has_part(text):
        return
    begin, end = 0, 0
    for at in range(0, len(text), _GLANCE):
        if has_part(text[at : at + _GLANCE + _LONGEST_PART]):
            if at > end:
                yield begin, end
                begin = at
            end = at + _GLANCE + _LONGEST_PART
    if end:
        yield begin, end


def word_places(data: bytes, name: str, begin: int = 0, end: int | None = None) -> list[int]:
    """Where in the bytes of a file something stands that is a part of ids, in those from `begin` to `end`."""
    low = data[begin:end].lower()
    words = (*_WORDS, _NODE_WORD) if name.endswith(".json") else _WORDS
    return sorted([begin + place.start() for word in words for place in word.finditer(low)])


def _letter_runs(text: str, places: Sequence[int], language: Language) -> Iterator[Span]:
    """The runs around `places` that may be set off as ids are, or name a constant."""
    is_program, is_markup = language.is_program, language.is_markup
    for start, stop in _runs_around(text, places):
        if stop - start < 2:
            continue
        before = text[start - 2 : start - 1] if text[start - 1 : start] == "+" else text[start - 1 : start]
        if (
            before in _BEFORE_IDS
            or (before == ">" and is_markup)
            or (before in _BEFORE_SYMBOLS and language.has_symbols)
        ):
            token = text[start:stop]
            if _has_stem(token) or (is_program and is_constant(token)):
                yield start, stop
        elif is_program and is_constant(text[start:stop]):
            yield start, stop
        else:
            token = text[start:stop]
            if ("://" in token or _ARN_HEAD.match(token)) and _has_stem(token):
                yield start, stop


def _set_off_runs(runs: Sequence[Span], kind: FileKind) -> Iterator[tuple[LetterRun, int, int]]:
    """What may be an id of `runs`, with where its line begins and ends."""
    text, line = kind.text, None
    for start, stop in runs:
        token = text[start:stop]
        if line is None or start >= line.end:
            line = LineParts(text, start, kind)
        if start > line.comment:
            continue
        for run in _runs_of_token(text, token, start, stop, line):
            if not _is_other_text(run, text, line.begin):
                yield run, line.begin, line.end


def _runs_around(text: str, places: Sequence[int]) -> Iterator[Span]:
    """The runs of the letters of ids around `places`, each once, of a length that an id may have."""
    looked = 0
    for place in places:
        if place < looked:
            continue
        head = text[max(looked, place - _LONGEST) : place]
        head = head[len(head.rstrip(_RUN_LETTERS)) :].lstrip(_RUN_SIGNS)
        found = _RUN_TAIL.match(text, place)
        looked = found.end() if found else place + 1
        yield place - len(head), looked


@lru_cache(maxsize=10_000)
def _has_stem(token: str) -> bool:
    return bool(_STEMS.search(token.lower()))


def _is_other_text(run: LetterRun, text: str, begin: int) -> bool:
    """Whether the run is the name of a file, a part of an id, or told of in a remark."""
    if FILE_NAME.search(run.text) or not run.text or (run.text[-1] in "-./:@" and "://" not in run.text):
        return True
    if run.set_off == "flag":
        return False
    before = text[max(begin, run.start - NEAR) : run.start].rstrip("\\\"'`")
    low = before.lower()
    return any(sign in low for sign in _REMARK_SIGNS) and bool(_REMARK.search(before))


_RUN_SIGNS = "._:/+%-"
"""Of the letters of ids those with which none begins."""
_RUN_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ@~" + _RUN_SIGNS
_RUN_TAIL = re.compile(r"[A-Za-z0-9._:/@~+%-]{1,200}", re.ASCII)
_LONGEST = 200


_TRAILING_COMMENT = re.compile(r"(?<=[\s,;)\]}])(?:#|//)\s")


def _runs_of_token(text: str, token: str, start: int, stop: int, line: LineParts) -> Iterator[LetterRun]:
    """The run at a place, if it is set off from what is around it as an id is."""
    before = text[max(line.begin, start - NEAR) : start]
    is_symbol = line.kind.language.has_symbols and token.isidentifier() and bool(_SYMBOL.search(before))
    is_name = is_symbol or (line.kind.is_program and is_constant(token))
    if is_name and not line.is_in_string(start, stop):
        # What stands before a symbol stands before its colon.
        symbol = LetterRun(token, start, stop, "quoted", opened=start - 1)
        yield symbol if is_symbol else LetterRun(token, start, stop, "constant")
    elif not _has_stem(token):
        return
    elif "://" in token or _ARN_HEAD.match(token):
        yield LetterRun(token, start, stop, "quoted")
    elif before.endswith("${") and (head := _DEFAULT_HEAD.match(token)):
        yield LetterRun(token[head.end() :], start + head.end(), stop, "quoted", head["key"] or head["variable"])
    elif assigned := _ASSIGNED_DEFAULT.search(before):
        yield LetterRun(token, start, stop, "quoted", assigned["key"])
    elif "-" in before and (flag := _FLAG.search(before) or _SHORT_FLAG.search(before)):
        yield LetterRun(token, start, stop, "flag", "alias" if flag.groupdict().get("name") == "alias" else "model")
    elif text.startswith('\\"', start - 2) and text.startswith('\\"', stop):
        if _is_prose(before[:-2]):
            return
        yield LetterRun(token, start, stop, "quoted")
    elif inside := line.string_around(start, stop):
        if line.is_long and _is_prose(before[:-1]):
            return
        yield from _runs_in_string(text, token, start, stop, inside)
    else:
        yield from _bare_runs(text, token, start, stop, line)


def _bare_runs(text: str, token: str, start: int, stop: int, line: LineParts) -> Iterator[LetterRun]:
    """The run that stands in no string: a symbol of Lisp, the text of an element, a value that needs no quotes."""
    before = text[max(line.begin, start - NEAR) : start]
    if line.kind.language.has_symbols:
        if text[start - 1] in _BEFORE_WORDS and _WORDS_BEFORE.search(text, max(0, start - REACH), start):
            yield LetterRun(token, start, stop, "word")
    elif before.endswith("'") and _SYMBOL_BEFORE.search(before) and _SYMBOL_AFTER.match(text, stop):
        yield LetterRun(token, start, stop, "setting", "model")
    elif line.kind.is_markup and text[max(0, start - NEAR) : start].rstrip().endswith(">"):
        if text[stop : stop + NEAR].lstrip().startswith("</"):
            yield LetterRun(token, start, stop, "setting")
    elif line.kind.has_plain_values:
        yield from _plain_runs(text, start, stop, line)


def _is_prose(before: str) -> bool:
    """Whether what stands before a quotation in a string are words, and nothing that takes a value."""
    return bool(_WORD_BEFORE.search(before.rstrip("\\\"'`")))


class LineParts:
    """The line around a place: its strings, and where a comment begins in it."""

    def __init__(self, text: str, place: int, kind: FileKind) -> None:
        self.kind, self._text = kind, text
        self.begin = begin = text.rfind("\n", 0, place) + 1
        end = text.find("\n", place)
        self.end = end = len(text) if end < 0 else end
        self._strings: list[tuple[int, int]] | None = None
        self.comment = -1 if self._is_comment() else end
        if self.comment == end and end - begin <= 4 * WINDOW:
            self._strings = [found.span("in") for found in _LITERAL.finditer(text, begin, end)]
            self.comment = self._comment_start(begin, end, self._strings)

    def _is_comment(self) -> bool:
        opened = comment_of(self.kind.language)
        return bool(opened.match(self._text, self.begin, min(self.end, self.begin + WINDOW)))

    def _comment_start(self, begin: int, end: int, strings: list[tuple[int, int]]) -> int:
        if self._text.find("#", begin, end) < 0 and self._text.find("//", begin, end) < 0:
            return end
        for found in _TRAILING_COMMENT.finditer(self._text, begin, end):
            if not any(first <= found.start() < last for first, last in strings):
                return found.start()
        return end

    @property
    def is_long(self) -> bool:
        """Whether it is too long for its strings to be told apart."""
        return self._strings is None

    def string_around(self, start: int, stop: int) -> tuple[int, int] | None:
        """The string that holds a run; of a very long line only one that begins and ends beside it is found."""
        if self._strings is not None:
            return next(((first, last) for first, last in self._strings if first <= start and stop <= last), None)
        quote = self._text[start - 1 : start]
        closed = quote and quote in "\"'`" and self._text[stop : stop + 1] in (quote, "\\")
        return (start, stop) if closed else None

    def is_in_string(self, start: int, stop: int) -> bool:
        """Whether a run is text; of a very long line, whether it may be."""
        return self._strings is None or self.string_around(start, stop) is not None


def _runs_in_string(text: str, token: str, start: int, stop: int, inside: tuple[int, int]) -> Iterator[LetterRun]:
    """The run in a string: all of it, an item of a list, the value of a setting, or a string inside of it."""
    first, last = inside
    if text.find("\\n", first, last) >= 0:  # the lines of a text that is written on one
        first = max(first, text.rfind("\\n", first, start) + 2)
        last = end if (end := text.find("\\n", stop, last)) >= 0 else last
    content = text[first:last]
    if content.strip(" \t=") == token:  # n8n begins with a sign what it works out
        yield LetterRun(token, start, stop, "quoted")
    elif _LIST.fullmatch(content) and _begins_item(text, start, first):
        yield LetterRun(token, start, stop, "quoted", opened=first)
    elif content.startswith("{") and content.endswith("}") and (flow := _FLOW_BEFORE.search(text, first, start)):
        yield LetterRun(token, start, stop, "quoted", flow["key"] or "")
    elif said := _setting_in_string(content, token, is_part=inside != (first, last)):
        yield LetterRun(token, start, stop, "quoted", said["key"])
    elif start > first and _is_quoted_again(text, start, stop) and not _is_shown(text, start, inside):
        yield LetterRun(token, start, stop, "quoted")


def _begins_item(text: str, start: int, first: int) -> bool:
    """Whether one of a list begins at `start`, or before it with the sign that adds it."""
    begin = start - (start > first and text[start - 1] == "+")
    return begin == first or text[begin - 1] in ",;| \t"


def _setting_in_string(content: str, token: str, *, is_part: bool) -> re.Match[str] | None:
    """The setting that a string is, or that a line is of the several in it."""
    said = _SETTING_TEXT.fullmatch(content)
    if said and _LIST.fullmatch(said["rest"]):
        return said
    said = _YAML_TEXT.fullmatch(content) if is_part else None
    return said if said and said["rest"] == token else None


def _is_shown(text: str, start: int, inside: tuple[int, int]) -> bool:
    """Whether a text shows it to people: "Use `LM(model='ID')` for this", "It is 'ID' by default"."""
    first, last = inside
    if _is_prose(text[max(first, start - NEAR) : start]):
        return True
    return text[first - 1] != "`" and text.count("`", first, start - 1) % 2 == 1 and "`" in text[start:last]


def _is_quoted_again(text: str, start: int, stop: int) -> bool:
    """Whether it is a string inside a string, as in the argument of a shell: '{"model": "ID"}'"""
    quote, after = text[start - 1], text[stop : stop + 2]
    return quote in "\"'`" and (after[:1] == quote or after == f"\\{quote}")


def _plain_runs(text: str, start: int, stop: int, line: LineParts) -> Iterator[LetterRun]:
    """The run without quotes: an item of a list of lines, the value of a setting, a part of a mapping on one line."""
    begin, end, kind = line.begin, line.end, line.kind
    token, before = text[start:stop], text[max(begin, start - 2 * WINDOW) : start]
    after = text[stop : min(end, stop + 4 * WINDOW)]
    if _ITEM_LINE.fullmatch(before) and _VALUE_END.fullmatch(after):
        yield LetterRun(token, start, stop, "item")
        return
    said = _SETTING_LINE.match(f"{before}x") if start - begin <= WINDOW else None
    begun = said is not None and _begins_value(said["rest"][:-1], before, said["key"], kind)
    alone = _ends_value(after) or (_COMMAND_VARIABLE.search(before) and _COMMAND_AFTER.match(after))
    if said and begun and alone:
        yield LetterRun(token, start, stop, "setting", said["key"])
    elif (given := _GIVEN_VARIABLE.search(before)) and _GIVEN_AFTER.match(after):
        yield LetterRun(token, start, stop, "setting", given["key"])
    elif kind.is_yaml and _stands_in_flow(text, begin, before[-WINDOW:], after):
        yield LetterRun(token, start, stop, "flow")


def _stands_in_flow(text: str, begin: int, before: str, after: str) -> bool:
    """Whether what stands between is one of a list or a mapping of YAML in brackets, which may go on over lines."""
    starts, ends = bool(_FLOW_BEFORE.search(before)), after.lstrip()[:1] in (",", "}", "]")
    if starts and ends:
        return True
    may_start, may_end = starts or _FLOW_BEFORE.match(f",{before}"), ends or _VALUE_END.fullmatch(after)
    return bool(may_start and may_end) and flow_line(text, begin) < begin


def _begins_value(rest: str, before: str, key: str, kind: FileKind) -> bool:
    """Whether a value, or more items of a list, may follow what stands behind the name of a setting."""
    rest = rest.removesuffix("+")
    if rest:
        return bool(_LIST.fullmatch(rest.rstrip(" \t,;") or "-")) or rest[-1] in "[\"'"
    return not kind.is_yaml or bool(_YAML_HEAD.search(before)) or key.isupper()


def _ends_value(after: str) -> bool:
    """Whether a value may end so: nothing more, a comment, or more items of a list."""
    if _VALUE_END.fullmatch(after):
        return True
    rest = _CALLED_SO.sub("", after.lstrip())
    if not rest.strip():
        return True
    if rest[:1] not in (",", ";"):
        return False
    plain = re.sub(r"\s#.*$", "", rest[1:]).strip(" \t\\\"'")
    return bool(_LIST.fullmatch(plain))


def _block_around(blocks: list[TextBlock], at: int) -> TextBlock | None:
    """The one of `blocks` that holds a place; they are in order and do not touch."""
    number = bisect(blocks, at, key=lambda block: block.begin)
    return blocks[number - 1] if number and at < blocks[number - 1].end else None
