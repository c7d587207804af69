"""What `modelpick` alone shows: how to begin."""

from __future__ import annotations

import textwrap

from modelpick import api

EXAMPLES = (
    ("modelpick recommend coding", "best to call, and why"),
    ("modelpick recommend coding --hardware rtx-4090", "best on your machine"),
    ("modelpick compare opus-4.6 gpt-5.5 --need coding", "the two side by side"),
    ("modelpick cost gpt-5.5 --workload rag --requests 200k", "what a month costs"),
    ("modelpick status gpt-5.5", "who has it, how long"),
)
OWN_WORDS = "Or in your own words: modelpick code review      modelpick gpt-5.5 opus-4.6"
_SCREEN_WIDTH = 80


def start_screen() -> str:
    """Five commands to begin with, the needs and the personas: at most 20 lines of 80 columns."""
    left = max(len(command) for command, _ in EXAMPLES)
    lines = ["modelpick: which language model, why, and how sure.", ""]
    lines += [f"  {command:<{left}}  {told}" for command, told in EXAMPLES]
    lines += ["", OWN_WORDS, "", *_rule_names_line("needs"), *_rule_names_line("personas")]
    lines += ["", "Be asked instead: modelpick recommend      All commands: modelpick --help"]
    return "\n".join(lines)


def _rule_names_line(kind: str) -> list[str]:
    """The bundled rules of a kind, by the names of their files: nothing is read for it."""
    names = sorted(path.stem for path in (api.shipped_folder("rules") / kind).glob("*.yaml"))
    head = f"{kind}: "
    return textwrap.wrap(
        head + ", ".join(names), _SCREEN_WIDTH, subsequent_indent=" " * len(head), break_on_hyphens=False
    )
