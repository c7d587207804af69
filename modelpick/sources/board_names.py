"""How score boards write days, and a model's name: with the mode, the tools and the agent that stand behind it.

Only words that never belong to a model's own name are taken off. `max` is an effort of Claude and a model of Qwen,
`thinking` is a mode of Claude and a model of Kimi K2: such words are taken off where the rest says whose they are.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from modelpick.model.dates import Day
from modelpick.model.facts import Tools

EFFORTS = {
    word: variant
    for variant, words in {
        "minimal": "minimal",
        "low": "low",
        "medium": "medium",
        "high": "high",
        "xhigh": "xhigh x-high extra-high",
        "max": "max maximum",
        "none": "none",
        "thinking": "thinking reasoning",
        "no-thinking": "no-thinking nothinking non-thinking nonthinking no-reasoning non-reasoning",
    }.items()
    for word in words.split()
}
"""How boards write an effort or mode (lower case, hyphens) -> variant in the words of the catalog."""
_UNSTATED_WORDS = frozenset({"default", "unknown"})
"""Words that say nothing of how a model ran."""
_EFFORT_LEVELS = "none|minimal|low|medium|x-?high|high|max"
_TRAILING_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*)\)", re.DOTALL)
_MODE_GROUP = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*$")
_LEVEL_GROUP = re.compile(rf"(?:thinking[- ])?(no|{_EFFORT_LEVELS})(?:[- ](?:reasoning|thinking|effort))?")
_THINKING_BUDGET = r"(?:thinking[-_ ])?\d+k"
_LEVEL_END = re.compile(
    rf"(.*?[^-_ ])[-_ ](?:thinking[-_ ])?(?:{_THINKING_BUDGET}[-_ ])?({_EFFORT_LEVELS})(?:[-_ ]effort)?(?:[-_ ]\d+k)?"
)
_MODE_END = re.compile(r"(.*?[^-_ ])[-_ ](non?-thinking|nothinking|non-reasoning|reasoning|thinking|unknown)")
_BUDGET_END = re.compile(rf"(.*?[^-_ ])[-_ ]{_THINKING_BUDGET}()")
_DATE_END = re.compile(r"(.*[^-_ (])([-_ ](?:20\d\d-?\d\d-?\d\d|preview|latest)|\s*\((?:\d{4}|20\d{6})\))")
_TOOLS_END = re.compile(r"(.*\S)\s+(w/o|w/|with|without)\s+(tools|thinking)", re.IGNORECASE)
_HARNESS_WORDS = re.compile(r"([a-z0-9][a-z0-9 .-]*?)[- ]harness")

_LAB_PREFIX = r"(?:[a-z0-9.-]+/|(?:anthropic|deepseek|google|meta|moonshotai|openai|x-?ai|xiaomi|z-?ai)-)?"
_MAX_IS_AN_EFFORT = re.compile(rf"{_LAB_PREFIX}(?:claude|deepseek|gemini|glm|gpt|grok|hy\d|kimi|mimo|muse|o\d)")
"""Models of which `max` is an effort."""
_MODE_OF = re.compile(
    rf"{_LAB_PREFIX}(?:claude|deepseek|gem(?:ini|ma)|glm|gpt-5|grok|kimi[- ]k2\.5|mimo|muse)(?!.*codex)", re.DOTALL
)
"""Models of which `thinking` is a mode."""
_OWN_MEDIUM = re.compile(r"(?:.*[^a-z])?(?:mistral|devstral|magistral|phi-?\d?|seed)")


class BoardName(NamedTuple):
    """A model as a board names it, and what else the name says."""

    model: str
    variant: str | None = None
    tools: Tools | None = None
    harness: str | None = None


def board_name(name: str) -> BoardName:
    """The parts of a row's name on a board.

    >>> board_name("claude-opus-4-8-xhigh"), board_name("qwen3.8-max").variant
    (BoardName(model='claude-opus-4-8', variant='xhigh', tools=None, harness=None), None)
    >>> board_name("gpt-5.5-high (codex-harness)")
    BoardName(model='gpt-5.5', variant='high', tools=None, harness='codex')
    """
    found = BoardName(name.strip())
    for step in (_without_tools, _without_groups, _without_ending):
        found = step(found)
    return found


def effort(word: str | None) -> str | None:
    """The variant for a stated effort; None for the maker's default, and for words that are no effort."""
    plain = (word or "").strip().lower().replace(" ", "-").replace("_", "-")
    return None if plain in _UNSTATED_WORDS else EFFORTS.get("none" if plain in ("no", "no-reasoning") else plain)


def mode_word(text: str) -> str | None:
    """The variant that a board's word for an effort or mode stands for; None if it is no such word.

    >>> mode_word("Extra High"), mode_word("max effort"), mode_word("preview")
    ('xhigh', 'max', None)
    """
    word = re.sub(r"[\s_]+", "-", text.strip().lower())
    forms = (word, word.removesuffix("-effort"), word.removesuffix("-reasoning"), word.removesuffix("-thinking"))
    return next((EFFORTS[form] for form in forms if form in EFFORTS), None)


def bracketed_mode(name: str) -> BoardName:
    """A name whose effort or mode stands in brackets at its end: `Claude Opus 5 (High)`.

    Brackets that hold anything else stay, because they may name another model.

    >>> bracketed_mode("Claude Opus 5 (High)")[:2], bracketed_mode("Nova (beta)").model
    (('Claude Opus 5', 'high'), 'Nova (beta)')
    """
    found = _MODE_GROUP.search(name)
    variant = mode_word(found[1]) if found else None
    return BoardName(name[: found.start()], variant) if found and variant else BoardName(name)


def spelled_day(text: object) -> Day | None:
    """``Aug 21, 2026`` or ``March 1, 2026`` as a day; None for anything else.

    >>> spelled_day("Sep 3, 2026"), spelled_day("soon")
    ('2026-09-03', None)
    """
    if not isinstance(text, str) or len(text) > 40:
        return None
    for form in ("%b %d, %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(text.replace(".", ""), form).date().isoformat()
        except ValueError:
            continue
    return None


def _without_tools(name: BoardName) -> BoardName:
    found = _TOOLS_END.fullmatch(name.model)
    if not found:
        return name
    without = found[2].lower() in ("w/o", "without")
    if found[3].lower() == "thinking":
        return name._replace(model=found[1], variant="no-thinking" if without else "thinking")
    return name._replace(model=found[1], tools="none" if without else "with")


def _without_groups(name: BoardName) -> BoardName:
    """The name without trailing brackets and what they say; a date in brackets stays."""
    date = ""
    while found := _TRAILING_BRACKETS.fullmatch(name.model):
        inside = found[2].strip().lower()
        level, harness = _LEVEL_GROUP.fullmatch(inside), _HARNESS_WORDS.fullmatch(inside)
        if level or inside in EFFORTS or inside in _UNSTATED_WORDS:
            name = name._replace(model=found[1], variant=effort(level[1] if level else inside))
        elif harness:
            name = name._replace(model=found[1], harness=harness[1])
        elif not date and _DATE_END.fullmatch(name.model):
            date, name = f" ({found[2]})", name._replace(model=found[1])
        else:
            break
    return name._replace(model=name.model + date)


def _without_ending(name: BoardName) -> BoardName:
    dated = _DATE_END.fullmatch(name.model.lower())
    cut = len(dated[1]) if dated else len(name.model)
    whole, date = name.model[:cut], name.model[cut:]
    for pattern in (_LEVEL_END, _MODE_END, _BUDGET_END):
        found = pattern.fullmatch(whole.lower())
        word = found[2] or "thinking" if found else ""
        if found and _is_ending(found[1], word):
            return name._replace(model=whole[: len(found[1])] + date, variant=name.variant or effort(word))
    return name


def _is_ending(rest: str, word: str) -> bool:
    """Whether `word` behind `rest` says how a model runs, and is no part of its name."""
    if word == "max":
        return bool(_MAX_IS_AN_EFFORT.match(rest)) and not rest.endswith("codex")
    if word == "medium":
        return not _OWN_MEDIUM.fullmatch(rest)
    if word in ("thinking", "reasoning"):
        return bool(_MODE_OF.match(rest))
    return True
