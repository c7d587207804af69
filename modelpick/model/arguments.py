"""Arguments as people write them: one or several, a date or its text; and what a use and a machine are described by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from modelpick.model.dates import Day
from modelpick.model.exits import ModelpickError

PROJECT_FILE = "modelpick.yaml"
"""A catalog file of the project: what is meant where none is named."""


class UsePart:
    """A part of a use: an option of the command line, a key of `usage` in Python and in a profile. `metavar` stands for
    its value in a list of options; a switch has none."""

    __slots__ = ("help", "metavar", "words")

    def __init__(self, words: str, metavar: str, help: str) -> None:
        self.words, self.metavar, self.help = words, metavar, help


USE: dict[str, UsePart] = {
    "requests": UsePart("requests a month", "N", "Requests a month: 2M."),
    "in": UsePart("input tokens", "TOKENS", "Input tokens of a request: 3k; of mixed lengths 2k..300k, or "
                  "2k..8k=70%,8k..300k=30%."),
    "out": UsePart("output tokens", "TOKENS", "Output tokens of a request: 500."),
    "cached": UsePart("cached share", "SHARE", "What a cache holds of the input: 60%, or 3k tokens."),
    "hit-rate": UsePart("hit rate", "SHARE", "How often the cached part is found there: 90%."),
    "cache-ttl": UsePart("cache lifetime", "5m|1h", "How long a cache keeps what is written to it."),
    "batch": UsePart("batch share", "SHARE", "Share of the requests that may wait: 50%."),
    "service": UsePart("class of service", "NAME", "At the price of another class of service: flex, priority or fast."),
    "per-task": UsePart("requests a task", "N", "Requests of one task."),
    "parallel": UsePart("parallel calls", "N", "Ask each request N times at once."),
    "merge": UsePart("a merging call", "", "One more call reads the request and all these answers, and merges them."),
    "hours": UsePart("hours", "HOURS", "When requests come, for prices that depend on the clock: 9-17, "
                     "'weekdays 9-17'."),
    "tz": UsePart("time zone", "ZONE", "Where these hours are counted: Europe/Berlin; UTC if you do not say."),
    "typical-length": UsePart("typical answers", "", "Output as long as is typical of each model, not exactly as "
                              "given."),
}  # fmt: skip
"""Every part of a use, by its option. Without a workload, tokens are meant exactly as they are given."""

OF_COST = {
    "lengths": "A CSV file of how long requests are, with columns in, requests and out.",
    "log": "What this log of real use costs: JSON lines of OpenAI, Anthropic, Google or LiteLLM, or CSV.",
    "on": "At the prices of this day, as far as they are announced.",
}
"""What is asked of a cost besides, by its option."""


class ArgumentText:
    """What an argument takes, and what it means: the same on the command line, in profiles and in Python."""

    __slots__ = ("meaning", "takes")

    def __init__(self, takes: str, meaning: str) -> None:
        self.takes, self.meaning = takes, meaning


ON_MACHINE: Mapping[str, ArgumentText] = {
    "hardware": ArgumentText("MACHINE", "On this machine: h100, '2x rtx-3090 + 128GB ram', 'm4-max 36GB', or detect."),
    "vram": ArgumentText("SIZE", "On a machine of which only the memory is known: 24GB."),
    "ram": ArgumentText("SIZE", "The system's own memory beside it, for what cards do not hold: 64GB."),
    "quant": ArgumentText("NAME", "At this precision of the weights: bf16, fp8, q8_0, q4_k_m ..."),
    "context": ArgumentText("TOKENS", "Tokens of each sequence that must fit there: 32k, 1M."),
    "concurrency": ArgumentText("N", "Sequences at a time there; 1 if you do not say."),
    "kv_cache": ArgumentText("NAME", "At this precision of the context: bf16, fp8, q8_0, q4_0."),
    "engine": ArgumentText("NAME", "Run by llama.cpp, ollama, vllm, sglang, tensorrt-llm or mlx."),
    "offload": ArgumentText("WHERE", "What the cards do not hold lies in RAM (auto), or nowhere (none)."),
    "prompt": ArgumentText("TOKENS", "Of each sequence, what is asked; three quarters if you do not say."),
    "min_speed": ArgumentText("N", "At least so many tokens a second for each."),
}
"""Argument of a machine and of how it is used -> what it takes and means."""
OFFLOADS = ("auto", "none")


def words(value: Any, field_name: str) -> tuple[str, ...]:
    """`value`, a text or several, as several.

    Raises:
        ModelpickError: it is neither; names the field.
    """
    if isinstance(value, str):
        return (value,)
    several = tuple(value) if isinstance(value, Iterable) and not isinstance(value, Mapping | bytes) else (value,)
    for each in several:
        if not isinstance(each, str):
            raise ModelpickError(f"is {value!r}, expected a text or a list of them", where=f"{{{field_name}}}")
    return several


def day_text(value: Any, field_name: str = "as_of") -> Day | None:
    """A date, or its text, as text; whether that names a day is asked later.

    Raises:
        ModelpickError: it is neither; names the field.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise ModelpickError(f"is {value!r}, expected a date", where=f"{{{field_name}}}", hint="Write it as 2026-04-30")


def use_texts(usage: Mapping[str, Any]) -> dict[str, str]:
    """Each part of a use as it is written; a switch as ``true`` or ``false``."""
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in usage.items()}
