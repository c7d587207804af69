"""What a person says it is for, read as a need of the rules: its id, another word for it, or words that hold one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from modelpick.idents.kinds import kind_of_words
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, names_of_models
from modelpick.model.names import american, fold, meant_hint, nearest
from modelpick.model.rules import Rulebook, needs_by_word
from modelpick.model.wording import listed
from modelpick.use_cases.resolve import models_named

_SLIP = 0.85
"""So alike is what was meant, but for a slip of the hand."""
_LEAST_OF_VERB = 3
_LIMITS = {
    "fast": "Speed is a limit, not a need: {min-throughput} and {max-latency} as measured of a service, {min-speed} on "
    "your own machine",
    "free": "A price is a limit, not a need: {max-price} 0.5, or the need low-cost. What is free to run is on your own "
    "machine: {hardware} or {vram}",
    "private": "Where data go is a limit, not a need: {self-host}, or {residency} eu {zero-retention} {no-training}",
    "offline": "Where it runs is a limit, not a need: {self-host}, with {hardware} or {vram}",
    "small": "Size is a limit, not a need: {hardware} or {vram} of the machine, or {where} 'params.total_b < 10'",
    "chinese": "Who trained it and who serves it are limits: {exclude-lab} deepseek,qwen,... and {jurisdiction} US,EU",
    "dollars": "An amount is a month's, or a million tokens': {max-monthly} 3000, or {max-price} 3",
    "euro": "All prices are in US dollars, as the price lists are: {max-price} 3",
    "uncensored": "Nothing here measures what a model refuses. Open weights can be changed: {open-weights}",
    "security": "No test of finding holes in systems is weighed. The nearest needs: coding, agentic",
}
"""Words that are asked of a model and are no need -> what to ask for instead."""
_AMOUNTS = (("small", r"\d+(?:\.\d+)?b"), ("dollars", r"\$[\d,.]+k?"))
"""Limit -> how an amount of it is written."""
_SAID_FOR_LIMITS = {
    "fastest": "fast", "speed": "fast", "latency": "fast", "quick": "fast", "realtime": "fast", "real-time": "fast",
    "privacy": "private", "gdpr": "private", "confidential": "private", "tiny": "small", "lightweight": "small",
    "smaller": "small",
    "dollar": "dollars", "usd": "dollars", "bucks": "dollars", "non-chinese": "chinese", "euros": "euro",
    "eur": "euro", "€": "euro", "local": "offline",
    "unfiltered": "uncensored", "nsfw": "uncensored", "abliterated": "uncensored",
    "pentest": "security", "pentesting": "security", "cybersecurity": "security", "hacking": "security",
}  # fmt: skip


def need_named(word: str, rulebook: Rulebook, facts: Facts) -> str:
    """The id of the need that `word` names by its id, another word for it, or as the only one in a phrase.

    Raises:
        ModelpickError: it means none, or several; names them, the nearest, or the limit that is meant.
    """
    meant = needs_by_word(rulebook)
    if id_ := meant.get(fold(word)) or meant.get(american(fold(word))):
        return id_
    if fold(word) in rulebook.personas:
        raise ModelpickError(f"{word!r} is a persona, not a need", hint=f"Ask for it with {{persona}} {fold(word)}")
    if kind := kind_of_words(word):
        said = f"{word!r} asks for {kind.what}, and this catalog holds models that answer in text"
        raise ModelpickError(said, hint=f"Compare such models on {kind.board}")
    words = fold(word).replace(",", "-").strip("-.?!").split("-")
    found, limit = _needs_read(words, meant) if len(words) > 1 else [], limit_meant(word)
    if len(found) == 1 and limit is None:
        return found[0]
    if len(found) == 1:
        raise ModelpickError(f"{word!r} asks for {{needs}} {found[0]} and for more", hint=limit)
    if found:
        each = " or ".join(f"`{id_}`" for id_ in found)
        both = " ".join(f"{{needs}} {id_}" for id_ in found)
        raise ModelpickError(f"{word!r} may mean {each}", hint=f"Name one of them, or ask for all: {both}")
    if limit:
        raise ModelpickError(f"unknown need {word!r}", hint=limit)
    raise _unknown_need(word, meant, rulebook, facts)


def is_models(word: str, facts: Facts) -> bool:
    """Whether `word` begins as the names of models do: `super` stands in one, and means none."""
    begun = {id_.partition("/")[2].partition("-")[0] for id_ in names_of_models(facts.models)}
    return fold(word).partition("-")[0] in begun and bool(models_named(word, facts))


def _unknown_need(word: str, meant: Mapping[str, str], rulebook: Rulebook, facts: Facts) -> ModelpickError:
    if is_models(word, facts):
        return ModelpickError(
            f"{word!r} is a model, not a need",
            hint=f"Consider it alone with {{only}} {word}, or see it: `modelpick show {fold(word)}`",
        )
    near = nearest(word, meant)
    if near and SequenceMatcher(None, fold(word), near[0]).ratio() >= _SLIP:
        near = near[:1]
    # The id of a need is the better advice; other words count where no id is near.
    close = [each for each in near if each in rulebook.needs] or list(dict.fromkeys(meant[each] for each in near))
    if close:
        hint = meant_hint(close)
    else:
        known = listed(list(rulebook.needs), len(rulebook.needs))
        hint = f"Known: {known}. `modelpick rules show NEED` tells what one weighs; `general` is for all else"
    return ModelpickError(f"unknown need {word!r}", hint=hint)


def need_of_words(words: Sequence[str], meant: Mapping[str, str]) -> str | None:
    """The need that `words` name together, in the singular, the plural or as what is being done: ``extracting``."""
    said = american(fold(" ".join(words)))
    done = said.removesuffix("ing")
    forms = (said, said.removesuffix("s"), f"{said}s", *((done, f"{done}e") if len(done) > _LEAST_OF_VERB else ()))
    return next((meant[form] for form in forms if form in meant), None)


def _needs_read(words: Sequence[str], meant: Mapping[str, str]) -> list[str]:
    """The needs that words name one by one or together, each once; the longest names are read first: `contract review`
    is one of legal, and `agentic coding` one of each of two."""
    found, place = dict[str, None](), 0
    longest = max((name.count("-") + 1 for name in meant), default=1)
    while place < len(words):
        ends = range(min(place + longest, len(words)), place, -1)
        after, need = next(
            ((end, need) for end in ends if (need := need_of_words(words[place:end], meant))), (place + 1, None)
        )
        found |= {need: None} if need else {}
        place = after
    return list(found)


def limit_meant(phrase: str) -> str | None:
    """What to ask for instead of a need where `phrase` names a limit."""
    words = [fold(phrase), *fold(phrase).split("-")]
    unit = next((unit for unit, form in _AMOUNTS if re.fullmatch(form, fold(phrase))), None)
    named = (unit or _SAID_FOR_LIMITS.get(word, word) for word in words)
    return next((_LIMITS[said] for said in named if said in _LIMITS), None)
