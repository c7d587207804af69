"""Where a text may name a model: whole quoted strings, values of settings, arguments of flags. Prose is left alone."""

from __future__ import annotations

import re
from bisect import bisect
from typing import Literal, NamedTuple

_ID_STEM = (
    r"gpt-?\d|gpt-oss|chatgpt-\d|claude-|gemini-|gemma-?\d|llama|mistral|mixtral|ministral|magistral|codestral|devstral"
    r"|qwen|qwq-|deepseek|grok-|command-[ar]|nova-|kimi-|glm-|phi-\d|nemotron|minimax-|muse-|granite-"
)
_ID_STEMS = re.compile(
    rf"{_ID_STEM}|o[134](?:-mini|-pro|-preview|-deep-research)?(?![a-z0-9_.-])", re.IGNORECASE | re.ASCII
)
_ID_TOKEN = r"[A-Za-z0-9@][A-Za-z0-9._:/@-]{1,119}"
CANDIDATE = re.compile(
    rf"(?P<quote>[\"'`])(?P<quoted>{_ID_TOKEN})(?P=quote)"
    rf"|--?(?:[a-z-]{{0,20}}-)?(?:model|m)(?:[ =]|[\"'],[ \t]{{0,8}}[\"'])(?P<flag>{_ID_TOKEN})"
    r"|^[ \t]*(?:-[ \t]{1,8})?(?:(?:export|ENV|ARG)[ \t]{1,8})?[A-Za-z_][\w.-]{0,60}[ \t]{0,8}[:= ]"
    rf"[ \t]{{0,40}}(?P<value>{_ID_TOKEN})[ \t]{{0,40}}\\?(?:#.*)?$"
    rf"|^[ \t]*-[ \t]{{1,8}}(?P<item>{_ID_TOKEN})[ \t]{{0,40}}(?:#.*)?$",
    re.ASCII | re.MULTILINE,
)
_QUICK_WORDS = (
    *("gpt", "claude", "gemini", "gemma", "llama", "stral", "ixtral", "qw", "deepseek", "grok", "command-", "nova-"),
    *("kimi-", "glm-", "phi-", "nemotron", "minimax-", "muse-", "granite-", "o1", "o3", "o4"),
)
"""What a line must have to be looked at more closely: plain searches are many times as fast as a pattern."""
_FILE_NAME = re.compile(
    r"\.(?:py|pyi|ipynb|js|jsx|ts|tsx|mjs|json|jsonl|ya?ml|toml|md|mdx|rst|txt|html?|css|csv|png|jpe?g|gif|svg|webp"
    r"|gguf|ggml|bin|safetensors|pt|pth|onnx|whl|gz|zip|tar|lock|log|sh|cfg|ini|env|go|rs|java|c|h|cpp|com|io|ai|org"
    r"|dev|net)$",
    re.IGNORECASE | re.ASCII,
)
_PARTIAL_MATCH_CALL = re.compile(
    r"(?:starts?_?with|ends?_?with|removeprefix|removesuffix|startsWith|endsWith|HasPrefix|HasSuffix|includes|indexOf"
    r"|contains|Contains|replace|split|partition|compile|match|search|fullmatch|find)\(\s*[\[({]?[^)]*$"
    r"|(?:famil|prefix|suffix|substr|starts?_with)\w*[\"']?\]?\s*(?::[^=\n]*)?[=:]\s*[^=)\]}]*$",
    re.IGNORECASE,
)
"""Before what is only a part of an id."""
_EXAMPLE_REMARK = re.compile(r"\be\.?g\.|\bsuch as\b|\bexamples?\b|\busage:|\s#\s[^\"']*$", re.IGNORECASE)
"""A comment or an example in a sentence."""
_COMMENT_START = re.compile(r"\s*(?:#|//|\*|<!--|--\s)")
_TRIPLE_QUOTES = re.compile(r"\"\"\"|'''")
_BARE_ID = re.compile(r"o[134]", re.IGNORECASE)
_MODEL_SETTING = re.compile(
    r"(?:model|model_?name|model_?id|deployment|engine)[\"']?\s*(?:=|:|=>|,)\s*[\"']?$", re.IGNORECASE
)
_MEMBERSHIP_TEST = re.compile(r"\s*(?:not\s+)?in\s+[\w.]*(?:model|name|id)\w*\b(?!s\b)", re.IGNORECASE)
_MODEL_WORD = re.compile(r"model|engine|deployment|llm", re.IGNORECASE)
_SCRIPT_SUFFIXES = (".js", ".ts", ".tsx", ".jsx")
_CONTEXT_LENGTH = 160

Role = Literal["value", "key"]


class Mention(NamedTuple):
    """A possible model id with its position.

    `role`: a dictionary key names an entry, such as one of prices, and pins nothing.
    """

    text: str
    line: int
    column: int
    role: Role


def mentions(text: str, name: str = "") -> list[Mention]:
    """Every candidate in `text`, in order; `name` is the file's, for what files of its sort do not have."""
    found: list[Mention] = []
    number, at = 1, 0
    lines = _candidate_lines(text)
    said = _docstring_spans(text) if lines and name.endswith(".py") else []
    for begin, end in lines:
        number += text.count("\n", at, begin)
        at = begin
        opened = _COMMENT_START.match(text, begin, end)
        comment = opened.end() - 1 if opened else end
        for match in CANDIDATE.finditer(text, begin, end):
            group = match.lastgroup or ""
            token, start = match[group], match.start(group)
            if not _ID_STEMS.search(token) or _FILE_NAME.search(token) or "//" in token:
                continue
            before = text[max(0, match.start() - _CONTEXT_LENGTH) : match.start()]
            if comment < start or _is_within(said, start):
                continue
            if _EXAMPLE_REMARK.search(before.rpartition("\n")[2]):
                continue
            if not _is_model_position(match, token, before, text[match.end() : match.end() + 60], name):
                continue
            after = text[match.end() : match.end() + 3].lstrip(" ")
            role: Role = "key" if match["quote"] and after.startswith(":") else "value"
            found.append(Mention(token, number, start - begin + 1, role))
    return found


def _docstring_spans(text: str) -> list[tuple[int, int]]:
    """Where the docstrings of a Python file stand: what begins a line and is given to nothing."""
    found: list[tuple[int, int]] = []
    at = 0
    while opening := _TRIPLE_QUOTES.search(text, at):
        end = text.find(opening[0], opening.end())
        if end < 0:
            break
        at = end + 3
        before = max(0, opening.start() - _CONTEXT_LENGTH)
        begin = text.rfind("\n", before, opening.start()) + 1
        if (begin or not before) and not text[begin : opening.start()].strip(" \trRuU"):
            found.append((opening.start(), at))
    return found


def _is_within(places: list[tuple[int, int]], at: int) -> bool:
    """Whether `at` lies in one of `places`, which are in order and do not touch."""
    number = bisect(places, at, key=lambda place: place[0])
    return number > 0 and at < places[number - 1][1]


def _candidate_lines(text: str) -> list[tuple[int, int]]:
    """Where the lines begin and end that may name a model."""
    low = text.lower()
    if len(low) != len(text):
        low = text  # some capitals become two letters, and places would move
    found: set[tuple[int, int]] = set()
    for stem in _QUICK_WORDS:
        at = low.find(stem)
        while at >= 0:
            end = low.find("\n", at)
            end = len(low) if end < 0 else end
            found.add((low.rfind("\n", 0, at) + 1, end))
            at = low.find(stem, end)
    return sorted(found)


def _is_model_position(match: re.Match[str], token: str, before: str, after: str, name: str) -> bool:
    """Whether the position is one of a model id, and not part of a longer name, a package, a route or prose."""
    if match["quote"] == "`" and not name.endswith(_SCRIPT_SUFFIXES):
        return False
    if _PARTIAL_MATCH_CALL.search(before) or (match["quote"] and _MEMBERSHIP_TEST.match(after)):
        return False
    if token.endswith(("-", ".", "/", ":", "@")):
        return False
    if match["flag"] or match["item"]:
        return not _BARE_ID.fullmatch(token) or bool(match["flag"])
    said = before + match[0][: match.start(match.lastgroup or 0) - match.start()]
    if _BARE_ID.fullmatch(token):
        return bool(_MODEL_SETTING.search(said))
    return not match["value"] or bool(_MODEL_WORD.search(said.rpartition("\n")[2]))
