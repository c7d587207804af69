"""Arguments as people write them: one or several, a date or its text; and what those about a machine mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from modelpick.model.dates import Day
from modelpick.model.exits import ModelpickError


class ArgumentText(NamedTuple):
    """What an argument takes, and what it means: the same on the command line, in profiles and in Python."""

    takes: str
    meaning: str


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
