"""What part an id plays at its place: it is asked, or it is only told of, offered, or a key of a table."""

from __future__ import annotations

import re
from typing import Literal

from modelpick.audit.offers import is_offered
from modelpick.audit.sites import NEAR, QUOTE, Site

Role = Literal["value", "key", "offer", "doc"]
"""`value`: this model is asked. `key`: it names an entry of a table, such as one of prices; `offer`: it is one of
several that may be chosen; `doc`: it is told of in a document. None of these pins anything."""
_KEY_AFTER = re.compile(
    rf"{QUOTE}(?:\s*:(?<!\s:)|\s+:(?!\w)|\s*[-=]>|\]?[ \t]*=(?![=>])|[ \t]+to[ \t]|[ \t]*\{{)"
    rf"|{QUOTE}(?:\s*,\s*{QUOTE}[^\"'`\n]*{QUOTE})+\s*->"
)
"""What follows an id that something is said of: in a mapping, in the arms of a choice, as the label of a block."""
_ARM_AFTER = re.compile(rf"{QUOTE}(?:\s*,\s*{QUOTE}[^\"'`\n]*{QUOTE})+\s*=>")
_ARM_BEFORE = re.compile(r"\s*(?:[\"'][^\"'\n]*[\"']\s*,\s*)*")
"""Of several that begin a line, before what is said of all: 'gpt-4', 'gpt-4-turbo' => 8192"""
_CHOICE_BEFORE = re.compile(rf"\?\s*(?:{QUOTE})?$")
_TABLE_HEAD = re.compile(r"[ \t]*\[+[\w.-]*$")
"""Of TOML: [overrides."ID"]"""
_TABLE_HEAD_AFTER = re.compile(rf"{QUOTE}\]")
_SUBSCRIPT, _SUBSCRIPT_AFTER = re.compile(r"[\w)\]]\[\s*$"), re.compile(rf"{QUOTE}\s*\]")
"""What is looked up in a table."""
_TEXT_FOR_PEOPLE = re.compile(
    r"content|description|notes?|comments?|summary|question|answer|title|changes?|one_liner|evidence|reason|body|text|message|prompt"
    r"|input|output|completion|response|review|instructions?|query|snippet|markdown|readme|html|abstract|details?|reply"
    r"|thinking|reasoning|stdout|stderr|log|diff|patch|transcript|explanation|rationale|system_?prompt|value",
    re.IGNORECASE,
)
"""What a string of JSON is said of that people read."""
_JSON_KEY = re.compile(r"\"([\w .-]{1,60})\"\s*:\s*$")
_DATA_HEAD, _DATA_END = re.compile(r"(?:\s|\\[nrt]|=)*[{\[<]"), re.compile(r"[}\]>](?:\s|\\[nrt])*$")
"""So begins and ends data that a string of JSON holds."""
_CODE_KEY = re.compile(r".*(?:code|script|command|cmd|func|function|source|config|expression)s?", re.IGNORECASE)
"""What a string of JSON is said of that holds a program."""
_PROSE = re.compile(r"```|(?:\b[a-z]+[ ,]+){5}")
_ANSWERED = frozenset(
    {"choices", "finish_reason", "stop_reason", "stop_sequence", "system_fingerprint", "candidates", "usagemetadata"}
    | {"completion_tokens", "prompt_tokens", "output_tokens"}
)
"""What is told beside the id in an answer that somebody kept."""
_MEASURED = re.compile(
    r"pass_?rate|accuracy|win_?rate|(?:^|_)(?:elo|scores?|rank|test_cases|latency|total_cost)(?:_|$)"
)
"""What is told beside the id in a table of results."""
_ANSWER_CALL = re.compile(r"[a-z](?:Response|Stream|Chunk|Completion|Message|Result)\w*$")
_ERROR_CALL = re.compile(r"(?:Error|Exception)$")
"""What makes an answer or an error, as a test does."""
_TOLD_IN_CALLS = _ANSWERED | {"usage", "parts", "timestamp", "response_id"}
_ANSWER_NAME = re.compile(r"\b(?:resp|response|reply|answer|chunk|completion)\w*\.\w*[mM]odel\s*=\s*$")
"""What an answer says that it is from, as a test sets it up."""
_TELEMETRY_KEY = "stringValue"
"""Under which OpenTelemetry keeps what was asked."""
_TRACED = re.compile(rf"{QUOTE}(?:(?:llm|gen_ai|ai)\.[\w.]*model[\w.]*|openai-model){QUOTE}\s*(?:[:,]|=>)\s*$")
"""Attributes under which traces keep it, and the header of an answer."""
_REQUEST_KEYS = frozenset({"messages", "prompt", "input", "contents", "instructions", "system", "documents"})
"""What is asked beside the id in a line of a file of requests."""
_KEPT_PAIRS = (
    frozenset({"id", "object"}), frozenset({"id", "usage"}), frozenset({"role", "usage"}),
    frozenset({"object", "usage"}),
)  # fmt: skip


def role_at(site: Site) -> Role:
    """The part that the id plays at its place."""
    if site.is_key_of_lisp if site.kind.is_lisp else _is_key_before_value(site):
        return "key"
    if _ARM_AFTER.match(site.after) and site.low == site.begin and _ARM_BEFORE.fullmatch(site.before):
        return "key"
    if _SUBSCRIPT.search(site.near) and _SUBSCRIPT_AFTER.match(site.after):
        return "key"
    if _TABLE_HEAD.match(site.before) and _TABLE_HEAD_AFTER.match(site.after):
        return "key"
    if site.kind.is_document or _is_told_of(site):
        return "doc"
    return "offer" if is_offered(site) else "value"


def _is_key_before_value(site: Site) -> bool:
    return site.run.set_off == "quoted" and bool(_KEY_AFTER.match(site.after)) and not _CHOICE_BEFORE.search(site.near)


def _is_told_of(site: Site) -> bool:
    """Whether the id stands in a text for people that a file of JSON holds, such as a note beside a workflow, or in an
    answer that somebody kept."""
    opened = site.kind.string_start(site.run.start) if site.kind.is_json else site.run.start
    if opened is None:
        return True
    if not site.text[opened : site.run.start].strip("\\\"'` \t"):
        return _is_kept_answer(site)
    key = _JSON_KEY.search(site.text, max(0, opened - NEAR), opened - 1)
    if key is not None and key[1] == _TELEMETRY_KEY:
        return True
    return _is_text_for_people(site, key[1] if key else "", opened) or _is_kept_answer(site)


def _is_text_for_people(site: Site, key: str, opened: int) -> bool:
    """Whether a string of JSON that is `opened` at a place before the id is text, and no data or program."""
    if _DATA_HEAD.match(site.text, opened):
        end = site.kind.string_end(site.run.start)
        return end < len(site.text) and not _DATA_END.search(site.text, max(opened, end - 80), end)
    if key and _TEXT_FOR_PEOPLE.fullmatch(key):
        return True
    if not key or _CODE_KEY.fullmatch(key):
        return False
    end = min(site.kind.string_end(site.run.start), site.run.end + 2 * NEAR)
    return bool(_PROSE.search(site.text, max(opened, site.run.start - 2 * NEAR), end))


def _is_kept_answer(site: Site) -> bool:
    inner = site.inner
    if _ANSWER_NAME.search(site.near) or _TRACED.search(site.near):
        return True
    if inner is None or inner.bracket == "(":
        call = inner.call if inner is not None else ""
        if _ERROR_CALL.search(call):
            return True
        return bool(_ANSWER_CALL.search(call)) and not _TOLD_IN_CALLS.isdisjoint(inner.keys if inner else ())
    if site.key == "id" and len(site.frames) > 1 and site.frames[1].key == "data":
        return True  # a list of models, as an API gives it
    keys = {key.lower() for key in inner.keys}  # lists have none, but in languages that have no other mappings
    if "default" in keys:
        return False  # of a setting that may be chosen
    if any(_MEASURED.search(key) for key in keys):
        return True
    if not inner.bracket:
        return False
    if site.kind.language.sort == "jsonl" and _REQUEST_KEYS.isdisjoint(keys):
        return True
    return not _ANSWERED.isdisjoint(keys) or any(pair <= keys for pair in _KEPT_PAIRS)
