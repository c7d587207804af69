"""Checks what a user asked for against what the catalog and the rules know, before anything is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from modelpick.decide.question import unknown_name
from modelpick.model.dates import Day, is_day, last_day
from modelpick.model.ends import ENDED
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts
from modelpick.model.fields import replace
from modelpick.model.names import did_you_mean, fold
from modelpick.model.numbers import AT_A_TIME, LINES, NUMBER, TOKENS, WEIGHT, WHOLE
from modelpick.model.places import PLACE_WORDS
from modelpick.model.request import Request
from modelpick.model.rules import ConstraintRule, Rulebook, needs_by_word
from modelpick.model.wording import clipped, shown

EVIDENCE = ("any", "tested", "strict")
_PLACES = ("residency", "jurisdiction")
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
    only = tuple(dict.fromkeys(_models_meant(request.only, facts)))
    context = None if request.context is None else TOKENS.count(request.context, "{context}")
    if context is not None and not (request.hardware or request.vram or request.found):
        # Without a machine nothing has to hold it: what is meant is that the model takes so much.
        constraints["min-context"] = max(context, constraints.get("min-context", 0))
        context = None
    where = request.where
    if where:
        from modelpick.decide.where import comparisons  # late: few questions have a test of their own

        where = comparisons(where)
    needs = _needs_meant(request.needs, rulebook, facts)
    return replace(request, needs=needs, constraints=constraints, only=only, where=where, context=context)


def _models_meant(names: Iterable[str], facts: Facts) -> Iterator[str]:
    """The ids of the models that `names` mean."""
    for name in names:
        from modelpick.use_cases.resolve import resolve  # late: most questions name no model

        id_ = resolve(name, facts)
        if id_.startswith(f"{ENDED}/"):
            hint = f"`modelpick status {name}` says when, and what to take instead"
            raise ModelpickError(f"{name!r} is known by its end alone", where="{only}", hint=hint)
        yield id_


def _check_own_tests(own: Mapping[str, float], facts: Facts) -> None:
    """Refuse a test that is not known, and shares that leave nothing to the needs.

    Raises:
        ModelpickError: names what is wrong.
    """
    for id_ in own:
        if id_ not in facts.benchmarks:
            mine = [each.id for each in facts.benchmarks.values() if each.asked_of]
            hint = did_you_mean(id_, mine) or "`modelpick scores add MODEL NAME 12/20` makes one"
            raise ModelpickError(f"unknown test {shown(id_)}", where="{own}", hint=hint)
    if any(share <= 0 for share in own.values()) or sum(own.values()) >= 1:
        said = ", ".join(f"{id_}={share:g}" for id_, share in own.items())
        raise ModelpickError(f"is {clipped(said)}, expected shares above 0 that leave some to the need", where="{own}")


def _needs_meant(needs: Mapping[str, float], rulebook: Rulebook, facts: Facts) -> dict[str, float]:
    """`needs` by their ids; the weights of several words for one need are added."""
    found: dict[str, float] = {}
    for word, weight in needs.items():
        # Most people write a need by its id, and the others need not be read.
        id_ = word if word in rulebook.needs else needs_by_word(rulebook).get(word)
        if id_ is None:
            from modelpick.use_cases.needs_named import need_named  # late: few say it in words of their own

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
        return _parsed_number(_without_unit(value, rule.parameter.unit), kind, where)
    if kind == "day":
        if not isinstance(value, str) or not is_day(value):
            raise ModelpickError(f"is {value!r}, expected a date", where=where, hint="Write it as 2026-04-08")
        return value
    if kind == "choice":
        if rule.id == "license" and (named := _license_named(str(value), facts)):
            from modelpick.decide.subject import PERMISSIVE  # late: a slip

            like = f"`permissive` takes {named} and its like. " if named in PERMISSIVE else ""
            hint = f"{like}The license itself is asked for with {{where}} 'license.id = {named}'"
            raise ModelpickError(f"is {value!r}, expected {', '.join(rule.parameter.choices)}", where=where, hint=hint)
        return _known_word(str(value), rule.parameter.choices, where)
    if kind == "models":
        return tuple(_models_meant(_comma_separated_words(value), facts))
    if kind == "providers":
        from modelpick.use_cases.resolve import resolve_provider  # late, as above

        return tuple(dict.fromkeys(resolve_provider(name, facts) for name in _comma_separated_words(value)))
    if kind == "score":
        return _benchmark_minimums(value, facts, where)
    known = rule.parameter.choices or known_values(rule.id, facts)
    said = PLACE_WORDS if rule.id in _PLACES else {}
    return tuple(_known_word(word, known, where, said) if known else word for word in _comma_separated_words(value))


_UNITS = {
    "percent": r"%|percent", "seconds": r"s|sec|seconds?", "tokens per second": r"t(?:ok(?:en)?s?)?/s(?:ec)?|tps",
}  # fmt: skip
"""Unit of a parameter -> how people write it behind the number."""


def _without_unit(value: Any, unit: str | None) -> Any:
    """A number as it was said, without its unit: 1s, 99.9%, 80 tok/s."""
    import re

    said = _UNITS.get(unit or "")
    return re.sub(rf"(?i)\s*(?:{said})\s*$", "", value) if said and isinstance(value, str) else value


def _license_named(word: str, facts: Facts) -> str | None:
    """The license of some model that is called `word`; None where none is."""
    ids = {m.license.id for m in facts.models.values() if m.license}
    return next((id_ for id_ in sorted(ids) if fold(id_) == fold(word)), None)


def _parsed_number(value: Any, kind: str, where: str) -> float | int:
    if kind == "integer":
        return WHOLE.count(value, where)
    found = float(NUMBER.read(value, where))
    return int(found) if found.is_integer() else found


MOST_CHOICES = 8
"""So many values are all named where another is given."""


def _known_word(word: str, known: Iterable[str], where: str, said: Mapping[str, str] = MappingProxyType({})) -> str:
    """The one of `known` that `word` is in any case, or that `said` has for it."""
    by_case = {k.lower(): k for k in known}
    for form in (word.lower(), said.get(fold(word), "")):
        if form in by_case:
            return by_case[form]
    close = did_you_mean(word, by_case.values())
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
            raise unknown_benchmark(name, facts.benchmarks, where)
        asked[name] = _parsed_number(least, "number", f"{where} {name}")
    return asked


def unknown_benchmark(name: str, known: Iterable[str], where: str | None = None) -> ModelpickError:
    """The error for a `name` that no benchmark has."""
    hint = did_you_mean(name, known) or "`modelpick catalog info` lists the benchmarks"
    return ModelpickError(f"unknown benchmark {name!r}", where=where, hint=hint)


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
    if kind in facts.choices:
        return set(facts.choices[kind])
    from modelpick.lookup.choices import CHOICES  # late: a compiled catalog holds them

    return set(CHOICES[kind](facts))
