"""Where a text may name a model: whole quoted strings, values of settings, arguments of flags. Prose is left alone."""

from __future__ import annotations

import re
from bisect import bisect
from typing import Literal, NamedTuple

_STEM = (
    r"gpt-?\d|gpt-oss|chatgpt-\d|claude-|gemini-|gemma-?\d|llama|mistral|mixtral|ministral|magistral|codestral|devstral"
    r"|qwen|qwq-|deepseek|grok-|command-[ar]|nova-|kimi-|glm-|phi-\d|nemotron|minimax-|muse-|granite-"
)
_STEMS = re.compile(rf"{_STEM}|o[134](?:-mini|-pro|-preview|-deep-research)?(?![a-z0-9_.-])", re.IGNORECASE | re.ASCII)
_TOKEN = r"[A-Za-z0-9@][A-Za-z0-9._:/@-]{1,119}"
CANDIDATE = re.compile(
    rf"(?P<quote>[\"'`])(?P<quoted>{_TOKEN})(?P=quote)"
    rf"|--?(?:[a-z-]{{0,20}}-)?(?:model|m)(?:[ =]|[\"'],[ \t]{{0,8}}[\"'])(?P<flag>{_TOKEN})"
    r"|^[ \t]*(?:-[ \t]{1,8})?(?:(?:export|ENV|ARG)[ \t]{1,8})?[A-Za-z_][\w.-]{0,60}[ \t]{0,8}[:= ]"
    rf"[ \t]{{0,40}}(?P<value>{_TOKEN})[ \t]{{0,40}}\\?(?:#.*)?$"
    rf"|^[ \t]*-[ \t]{{1,8}}(?P<item>{_TOKEN})[ \t]{{0,40}}(?:#.*)?$",
    re.ASCII | re.MULTILINE,
)
_QUICK = (
    *("gpt", "claude", "gemini", "gemma", "llama", "stral", "ixtral", "qw", "deepseek", "grok", "command-", "nova-"),
    *("kimi-", "glm-", "phi-", "nemotron", "minimax-", "muse-", "granite-", "o1", "o3", "o4"),
)
"""What a line must have to be looked at more closely: plain searches are many times as fast as a pattern."""
_FILE = re.compile(
    r"\.(?:py|pyi|ipynb|js|jsx|ts|tsx|mjs|json|jsonl|ya?ml|toml|md|mdx|rst|txt|html?|css|csv|png|jpe?g|gif|svg|webp"
    r"|gguf|ggml|bin|safetensors|pt|pth|onnx|whl|gz|zip|tar|lock|log|sh|cfg|ini|env|go|rs|java|c|h|cpp|com|io|ai|org"
    r"|dev|net)$",
    re.IGNORECASE | re.ASCII,
)
_PARTIAL = re.compile(
    r"(?:starts?_?with|ends?_?with|removeprefix|removesuffix|startsWith|endsWith|HasPrefix|HasSuffix|includes|indexOf"
    r"|contains|Contains|replace|split|partition|compile|match|search|fullmatch|find)\(\s*[\[({]?[^)]*$"
    r"|(?:famil|prefix|suffix|substr|starts?_with)\w*[\"']?\]?\s*(?::[^=\n]*)?[=:]\s*[^=)\]}]*$",
    re.IGNORECASE,
)
"""Before what is only a part of an id."""
_ASIDE = re.compile(r"\be\.?g\.|\bsuch as\b|\bexamples?\b|\busage:|\s#\s[^\"']*$", re.IGNORECASE)
"""A comment or an example in a sentence."""
_COMMENT = re.compile(r"\s*(?:#|//|\*|<!--|--\s)")
_TRIPLE = re.compile(r"\"\"\"|'''")
_BARE = re.compile(r"o[134]", re.IGNORECASE)
_EXACTLY = re.compile(
    r"(?:model|model_?name|model_?id|deployment|engine)[\"']?\s*(?:=|:|=>|,)\s*[\"']?$", re.IGNORECASE
)
_IN = re.compile(r"\s*(?:not\s+)?in\s+[\w.]*(?:model|name|id)\w*\b(?!s\b)", re.IGNORECASE)
_NAMED = re.compile(r"model|engine|deployment|llm", re.IGNORECASE)
_SCRIPTS = (".js", ".ts", ".tsx", ".jsx")
_CONTEXT = 160

Role = Literal["value", "key"]


class Mention(NamedTuple):
    """A candidate. `role`: a key is a name in a table, such as one of prices, and pins nothing."""

    text: str
    line: int
    column: int
    role: Role


def mentions(text: str, name: str = "") -> list[Mention]:
    """Every candidate in `text`, in order; `name` is the file's, for what files of its sort do not have."""
    found: list[Mention] = []
    number, at = 1, 0
    lines = _lines(text)
    said = _docstrings(text) if lines and name.endswith(".py") else []
    for begin, end in lines:
        number += text.count("\n", at, begin)
        at = begin
        opened = _COMMENT.match(text, begin, end)
        comment = opened.end() - 1 if opened else end
        for match in CANDIDATE.finditer(text, begin, end):
            group = match.lastgroup or ""
            token, start = match[group], match.start(group)
            if not _STEMS.search(token) or _FILE.search(token) or "//" in token:
                continue
            before = text[max(0, match.start() - _CONTEXT) : match.start()]
            if comment < start or _within(said, start):
                continue
            if _ASIDE.search(before.rpartition("\n")[2]):
                continue
            if not _speaks(match, token, before, text[match.end() : match.end() + 60], name):
                continue
            after = text[match.end() : match.end() + 3].lstrip(" ")
            role: Role = "key" if match["quote"] and after.startswith(":") else "value"
            found.append(Mention(token, number, start - begin + 1, role))
    return found


def _docstrings(text: str) -> list[tuple[int, int]]:
    """Where the docstrings of a Python file stand: what begins a line and is given to nothing."""
    found: list[tuple[int, int]] = []
    at = 0
    while opening := _TRIPLE.search(text, at):
        end = text.find(opening[0], opening.end())
        if end < 0:
            break
        at = end + 3
        before = max(0, opening.start() - _CONTEXT)
        begin = text.rfind("\n", before, opening.start()) + 1
        if (begin or not before) and not text[begin : opening.start()].strip(" \trRuU"):
            found.append((opening.start(), at))
    return found


def _within(places: list[tuple[int, int]], at: int) -> bool:
    """Whether `at` lies in one of `places`, which are in order and do not touch."""
    number = bisect(places, at, key=lambda place: place[0])
    return number > 0 and at < places[number - 1][1]


def _lines(text: str) -> list[tuple[int, int]]:
    """Where the lines begin and end that may name a model."""
    low = text.lower()
    if len(low) != len(text):
        low = text  # some capitals become two letters, and places would move
    found: set[tuple[int, int]] = set()
    for stem in _QUICK:
        at = low.find(stem)
        while at >= 0:
            end = low.find("\n", at)
            end = len(low) if end < 0 else end
            found.add((low.rfind("\n", 0, at) + 1, end))
            at = low.find(stem, end)
    return sorted(found)


def _speaks(match: re.Match[str], token: str, before: str, after: str, name: str) -> bool:
    """Whether the place is one at which an id is meant, and not a part of one, a package, a route or prose."""
    if match["quote"] == "`" and not name.endswith(_SCRIPTS):
        return False
    if _PARTIAL.search(before) or (match["quote"] and _IN.match(after)):
        return False
    if token.endswith(("-", ".", "/", ":", "@")):
        return False
    if match["flag"] or match["item"]:
        return not _BARE.fullmatch(token) or bool(match["flag"])
    said = before + match[0][: match.start(match.lastgroup or 0) - match.start()]
    if _BARE.fullmatch(token):
        return bool(_EXACTLY.search(said))
    return not match["value"] or bool(_NAMED.search(said.rpartition("\n")[2]))
