"""Checks what a user asked for against what the catalog and the rules know, before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from modelpick.decide.question import unknown_name
from modelpick.lookup.choices import CHOICES
from modelpick.model.dates import Day, is_day, last_day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts
from modelpick.model.fields import replace
from modelpick.model.names import did_you_mean, fold, nearest
from modelpick.model.numbers import AT_A_TIME, LINES, NUMBER, TOKENS, WEIGHT, WHOLE
from modelpick.model.request import Request
from modelpick.model.rules import ConstraintRule, Rulebook
from modelpick.model.wording import clipped
from modelpick.use_cases.resolve import models_named, resolve

EVIDENCE = ("any", "tested", "strict")
_WORDS_FROM = {
    "lab": "labs",
    "exclude-lab": "labs",
    "residency": "regions",
    "jurisdiction": "jurisdictions",
    "certified": "certificates",
}


def validate_request(request: Request, facts: Facts, rulebook: Rulebook) -> Request:
    """`request` with names resolved and values in their proper types.

    Raises:
        ModelpickError: a value that its constraint cannot take, an unknown name, a weight that is not positive.
    """
    for id_, weight in request.needs.items():
        WEIGHT.read(weight, f"{{needs}} {clipped(id_)}")
    LINES.count(request.top, "{top}")
    AT_A_TIME.count(request.concurrency, "{concurrency}")
    if request.evidence not in EVIDENCE:
        raise ModelpickError(f"is {request.evidence!r}, expected any, tested or strict", where="{evidence}")
    if request.risk not in ("neutral", "averse"):
        raise ModelpickError(f"is {request.risk!r}, expected neutral or averse", where="{risk}")
    if request.trust not in ("all", "own"):
        raise ModelpickError(f"is {request.trust!r}, expected all or own", where="{trust}")
    _check_own_tests(request.own, facts)
    constraints = {}
    for id_, value in request.constraints.items():
        rule = rulebook.constraints.get(id_)
        if rule is None:
            raise unknown_name("constraint", id_, rulebook.constraints)
        if value is not None and value is not False:
            constraints[id_] = constraint_value(rule, value, facts)
    only = tuple(dict.fromkeys(resolve(name, facts) for name in request.only))
    context = None if request.context is None else tokens(request.context, "{context}")
    needs = _needs_meant(request.needs, rulebook, facts)
    return replace(request, needs=needs, constraints=constraints, only=only, context=context)


def _check_own_tests(own: Mapping[str, float], facts: Facts) -> None:
    """Refuse a test that is not known, and shares that leave nothing to the needs.

    Raises:
        ModelpickError: names what is wrong.
    """
    for id_ in own:
        if id_ not in facts.benchmarks:
            mine = [each.id for each in facts.benchmarks.values() if each.asked_of]
            hint = did_you_mean(id_, mine) or "`modelpick scores add MODEL NAME 12/20` makes one"
            raise ModelpickError(f"unknown test `{clipped(id_)}`", where="{own}", hint=hint)
    if any(share <= 0 for share in own.values()) or sum(own.values()) >= 1:
        said = ", ".join(f"{id_}={share:g}" for id_, share in own.items())
        raise ModelpickError(f"is {clipped(said)}, expected shares above 0 that leave some to the need", where="{own}")


FILLERS = frozenset((
    "a", "about", "ai", "an", "and", "any", "are", "at", "be", "best", "by", "can", "do", "does", "for", "from", "good",
    "great", "i", "in", "is", "it", "language", "llm", "llms", "me", "model", "models", "my", "need", "needs", "of",
    "on", "or", "our", "please", "run", "runs", "should", "some", "something", "that", "the", "this", "to", "use",
    "want", "we", "what", "which", "with", "work", "works", "you", "your",
))  # fmt: skip
"""Words of a sentence that ask for nothing."""
LONGEST_NAME = 3
"""Words of the longest name of a need."""


def needs_of_words(words: Sequence[str], rulebook: Rulebook, facts: Facts) -> tuple[list[str], list[str]]:
    """The needs that the words of a command line name, each by one of its names, and the words that name none.

    Words are read one by one, together (``medical documents``), or out of a sentence (``a model for code review``);
    a word that is much like a need's, or a model, is returned among the needs. A sentence that asks for nothing
    (``the best model``) names none.
    """
    said = [word.strip(".,;:?!\"'") for phrase in words for word in re.split(r"[\s,/]+", phrase)]
    said = [word for word in said if word]
    # No need's name has a weight in it, and one word is one need, or none.
    if len(said) < 2 or any("=" in word for word in said):
        return list(words), []
    meant, found, unread = _words_of_needs(rulebook), list[str](), list[str]()
    while said:
        sizes = range(min(len(said), LONGEST_NAME), 0, -1)
        size = next((size for size in sizes if fold(" ".join(said[:size])) in meant), 0)
        if size:
            found.append(meant[fold(" ".join(said[:size]))])
        elif fold(said[0]) not in FILLERS:
            unread.append(said[0])
        said = said[max(size, 1) :]
    if not found and not unread:
        return [], []
    known = {*rulebook.personas, *meant}
    if not found or any(_is_slip(word, known) or models_named(word, facts) for word in unread):
        return [*found, *unread], []
    return list(dict.fromkeys(found)), unread


def _is_slip(word: str, known: Iterable[str]) -> bool:
    """Whether `word` is probably a slip of one that is `known`, or a part of one is meant."""
    import difflib  # late: most words are right

    return bool(difflib.get_close_matches(fold(word), known, n=1, cutoff=0.75))


def need_named(word: str, rulebook: Rulebook, facts: Facts) -> str:
    """The id of the need that `word` names by its id or another word for it.

    Raises:
        ModelpickError: it means none; names the nearest, or the persona or model that is called so.
    """
    if fold(word) in rulebook.needs:
        return fold(word)
    meant = _words_of_needs(rulebook)
    if fold(word) in meant:
        return meant[fold(word)]
    if fold(word) in rulebook.personas:
        raise ModelpickError(f"`{word}` is a persona, not a need", hint=f"Ask for it with {{persona}} {fold(word)}")
    near = nearest(word, meant)
    # The id of a need is the better advice; other words count where no id is near.
    close = [each for each in near if each in rulebook.needs] or list(dict.fromkeys(meant[each] for each in near))
    if close:
        raise ModelpickError(
            f"unknown need `{word}`", hint=f"Did you mean {' or '.join(f'`{each}`' for each in close)}?"
        )
    if models_named(word, facts):
        raise ModelpickError(
            f"`{word}` is a model, not a need",
            hint=f"Consider it alone with {{only}} {word}, or see it: `modelpick show {fold(word)}`",
        )
    raise unknown_name("need", word, rulebook.needs)


def _words_of_needs(rulebook: Rulebook) -> dict[str, str]:
    """The id of the need for every word that names one."""
    other = {word: need.id for need in rulebook.needs.values() for word in need.also}
    return other | {id_: id_ for id_ in rulebook.needs}


def _needs_meant(needs: Mapping[str, float], rulebook: Rulebook, facts: Facts) -> dict[str, float]:
    """`needs` by their ids; the weights of several words for one need are added."""
    found: dict[str, float] = {}
    for word, weight in needs.items():
        id_ = need_named(word, rulebook, facts)
        found[id_] = found.get(id_, 0.0) + weight
    return found


def resolve_as_of(text: Day | None, today: Day) -> Day:
    """The day a question is asked for: `text`, or `today`.

    Raises:
        ModelpickError: not a date, or a day that has not come yet.
    """
    if text is None:
        return today
    if not is_day(text):
        raise ModelpickError(f"is {text!r}, expected a date", where="{as_of}", hint="Write it as 2026-04-30")
    if last_day(text) > today and text > today[: len(text)]:
        raise ModelpickError(
            f"is {text}, which is after today ({today})", where="{as_of}", hint="Facts of the future are not known"
        )
    return min(last_day(text), today)


def constraint_value(rule: ConstraintRule, value: Any, facts: Facts) -> Any:
    """`value` converted to the type of `rule`'s parameter.

    Raises:
        ModelpickError: it cannot be converted.
    """
    kind, where = rule.parameter.type, f"{{{rule.id}}}"
    if kind == "flag":
        if value is not True:
            raise ModelpickError(f"is a switch and takes no value, got {value!r}", where=where)
        return True
    if kind in ("number", "integer"):
        return _parsed_number(value, kind, where)
    if kind == "day":
        if not isinstance(value, str) or not is_day(value):
            raise ModelpickError(f"is {value!r}, expected a date", where=where, hint="Write it as 2026-04-08")
        return value
    if kind == "choice":
        return _known_word(str(value), rule.parameter.choices, where)
    if kind == "models":
        return tuple(resolve(name, facts) for name in _comma_separated_words(value))
    if kind == "score":
        return _benchmark_minimums(value, facts, where)
    known = rule.parameter.choices or known_values(rule.id, facts)
    return tuple(_known_word(word, known, where) if known else word for word in _comma_separated_words(value))


def tokens(value: Any, where: str) -> int:
    """A number of tokens, above 0: 128000, 128k, 1M.

    Raises:
        ModelpickError: it is none.
    """
    return TOKENS.count(value, where)


def _parsed_number(value: Any, kind: str, where: str) -> float | int:
    if kind == "integer":
        return WHOLE.count(value, where)
    found = float(NUMBER.read(value, where))
    return int(found) if found.is_integer() else found


MOST_CHOICES = 8
"""So many values are all named where another is given."""


PLACE_WORDS = {
    "america": "us", "australia": "au", "brazil": "br", "canada": "ca", "england": "uk", "europe": "eu",
    "european-union": "eu", "france": "fr", "gb": "uk", "germany": "de", "great-britain": "uk", "india": "in",
    "indonesia": "id", "ireland": "ie", "japan": "jp", "sweden": "se", "switzerland": "ch", "united-kingdom": "uk",
    "united-states": "us", "usa": "us",
}  # fmt: skip
"""Place as people call it -> as regions and jurisdictions are written."""
LICENSE_WORDS = ("apache", "apache-2.0", "bsd", "mit")


def _known_word(word: str, known: Iterable[str], where: str) -> str:
    by_case = {k.lower(): k for k in known}
    for spelled in (word.lower(), PLACE_WORDS.get(fold(word), "")):
        if spelled in by_case:
            return by_case[spelled]
    close = did_you_mean(word, by_case.values())
    if fold(word) in LICENSE_WORDS and "permissive" in by_case:
        close = f"`permissive` takes {word} and its like"
    if len(by_case) > MOST_CHOICES:
        hint = close or f"Known: {', '.join(sorted(by_case.values()))}"
        raise ModelpickError(f"unknown value {word!r}", where=where, hint=hint)
    raise ModelpickError(f"is {word!r}, expected one of {', '.join(by_case.values())}", where=where, hint=close)


def _comma_separated_words(value: Any) -> list[str]:
    parts = value if isinstance(value, list | tuple) else [value]
    return [word.strip() for part in parts for word in str(part).split(",") if word.strip()]


def _benchmark_minimums(value: Any, facts: Facts, where: str) -> dict[str, float | int]:
    pairs = (
        value.items()
        if isinstance(value, Mapping)
        else (_benchmark_and_minimum(word, where) for word in _comma_separated_words(value))
    )
    asked = {}
    for name, least in pairs:
        if name not in facts.benchmarks:
            hint = did_you_mean(name, facts.benchmarks) or "`modelpick catalog info` lists the benchmarks"
            raise ModelpickError(f"unknown benchmark `{name}`", where=where, hint=hint)
        asked[name] = _parsed_number(least, "number", f"{where} {name}")
    return asked


def _benchmark_and_minimum(text: str, where: str) -> tuple[str, str]:
    for sign in (">=", "="):
        name, found, least = text.partition(sign)
        if found:
            return name.strip(), least.strip()
    raise ModelpickError(f"is {text!r}, expected BENCHMARK=VALUE", where=where, hint="For example: gpqa-diamond=85")


def known_values(constraint: str, facts: Facts) -> set[str]:
    """The values that the facts know for a constraint, for completion and hints; empty where any word is valid."""
    kind = _WORDS_FROM.get(constraint)
    if kind is None:
        return set()
    return set(facts.choices[kind] if kind in facts.choices else CHOICES[kind](facts))
