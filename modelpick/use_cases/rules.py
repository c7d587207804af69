"""Rules as people read them, and their examples run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelpick.decide.citing import references
from modelpick.decide.conditions import OPERATORS
from modelpick.decide.scoring import benchmark_id
from modelpick.decide.templates import show
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.rule_reports import RuleLine, RuleList, RulePage, RuleTest
from modelpick.lookup import examples
from modelpick.model.errors import ModelpickError
from modelpick.model.names import check_word, did_you_mean
from modelpick.model.rules import (
    Advisory,
    Condition,
    ConstraintRule,
    Example,
    Need,
    NeedExample,
    Persona,
    Rule,
    Suggestion,
)
from modelpick.model.wording import figure
from modelpick.use_cases.catalog import OpenCatalog

KINDS = ("need", "constraint", "advisory", "persona")
_OPERATOR_WORDS = {
    "eq": "is",
    "ne": "is not",
    "lt": "is below",
    "le": "is at most",
    "gt": "is above",
    "ge": "is at least",
    "in": "is one of",
    "not_in": "is none of",
    "has": "has",
    "has_all": "has all of",
    "has_any": "has any of",
    "has_only": "has nothing but",
    "within": "lies within",
}
assert set(_OPERATOR_WORDS) == set(OPERATORS)
_JOINING_WORDS = {"all": " and ", "any": " or ", "none": " nor "}


def rule_list(catalog: OpenCatalog, kind: str | None = None) -> RuleList:
    """All rules, or those of one kind."""
    if kind is not None:
        check_word(kind, KINDS, "{kind}")
    lines = [
        RuleLine(each, rule.id, rule.title, rule.about, _rule_origin(catalog, each, rule.id))
        for each in KINDS
        if kind in (None, each)
        for rule in _rules_of_kind(catalog, each).values()
    ]
    return RuleList(SCHEMA_VERSION, tuple(lines))


def rule_page(catalog: OpenCatalog, name: str) -> RulePage:
    """One rule in full; `name` is its id, with its kind before it where two kinds share an id.

    Raises:
        ModelpickError: there is no such rule, or there are two.
    """
    kind, rule = _find_rule(catalog, name)
    return RulePage(
        schema_version=SCHEMA_VERSION,
        kind=kind,
        id=rule.id,
        title=rule.title,
        about=rule.about,
        because=rule.because if isinstance(rule, Need | Persona) else None,
        flag=_flag_of_rule(rule),
        lines=tuple(_rule_lines(catalog, rule)),
        examples=_example_texts(rule),
        sources=references(catalog.facts.sources, rule.sources),
        origin=_rule_origin(catalog, kind, rule.id),
    )


def rule_test(catalog: OpenCatalog) -> RuleTest:
    """Run every example of every rule."""
    checks = tuple(examples.run(catalog.rulebook, catalog.facts))
    passed = sum(check.passed for check in checks)
    stale = tuple(examples.unreported(catalog.rulebook, catalog.facts, catalog.today))
    return RuleTest(SCHEMA_VERSION, checks, passed, len(checks) - passed, stale)


def in_words(condition: Condition) -> str:
    """``weights is open and (route.api is ga or route.api is public_preview)``."""
    if condition.joined_by:
        parts = [f"({in_words(m)})" if m.joined_by else in_words(m) for m in condition.members]
        return ("neither " if condition.joined_by == "none" else "") + _JOINING_WORDS[condition.joined_by].join(parts)
    if condition.operator == "known":
        return f"{condition.field} is {'known' if condition.operand else 'not known'}"
    operand = "what you ask" if condition.operand == "$value" else show(condition.field, condition.operand)
    return f"{condition.field} {_OPERATOR_WORDS[condition.operator]} {operand}"


def _rules_of_kind(catalog: OpenCatalog, kind: str) -> Mapping[str, Rule]:
    book = catalog.rulebook
    by_kind: dict[str, Mapping[str, Rule]] = {
        "need": book.needs,
        "constraint": book.constraints,
        "advisory": book.advisories,
        "persona": book.personas,
    }
    return by_kind[kind]


def _find_rule(catalog: OpenCatalog, name: str) -> tuple[str, Rule]:
    prefix, _, id_ = name.rpartition("/")
    found = [
        (k, _rules_of_kind(catalog, k)[id_]) for k in KINDS if prefix in ("", k) and id_ in _rules_of_kind(catalog, k)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise ModelpickError(f"several rules are called {name!r}", hint=" or ".join(f"{k}/{id_}" for k, _ in found))
    known = [id_ for kind in KINDS for id_ in _rules_of_kind(catalog, kind)]
    raise ModelpickError(f"unknown rule {name!r}", hint=did_you_mean(id_, known) or "`modelpick rules list` shows them")


def _flag_of_rule(rule: Rule) -> str | None:
    if isinstance(rule, ConstraintRule):
        return f"--{rule.id}" + ("" if rule.parameter.type == "flag" else f" {rule.parameter.type.upper()}")
    if isinstance(rule, Need | Persona):
        return f"--{'need' if isinstance(rule, Need) else 'persona'} {rule.id}"
    return None


def _rule_lines(catalog: OpenCatalog, rule: Rule) -> list[tuple[str, str]]:
    if isinstance(rule, Need):
        total = sum(c.weight for c in rule.criteria)
        lines = [(f"{c.weight / total:.0%} {c.says}", _criterion_text(catalog, c)) for c in rule.criteria]
        lines += [("also called", ", ".join(rule.also))] if rule.also else []
        return lines + ([("usual workload", rule.workload)] if rule.workload else [])
    if isinstance(rule, ConstraintRule):
        lines = [("asks for", rule.parameter.about + (f", {rule.parameter.unit}" if rule.parameter.unit else ""))]
        lines += [(f"{choice} means", show("", values)) for choice, values in rule.parameter.means.items()]
        return [*lines, ("holds when", in_words(rule.require)), ("if not", rule.fail), ("if unknown", rule.unknown)]
    if isinstance(rule, Advisory):
        needs = [("for needs", ", ".join(rule.needs))] if rule.needs else []
        return [*needs, ("speaks when", in_words(rule.when)), ("says", rule.says)]
    mix = ", ".join(f"{id_} {weight:g}" for id_, weight in rule.needs.items())
    suggested = [(f"consider {_suggested_flag(each)}", each.because) for each in rule.constraints]
    reads = [("reads first", ", ".join(rule.advisories)), ("weighs most", rule.heaviest)]
    return [("mix of needs", mix), *suggested, *reads]


def _suggested_flag(each: Suggestion) -> str:
    """A suggested constraint as it is written on the command line."""
    return f"--{each.ask}" + ("" if each.value is True else f" {show('', each.value)}")


def _criterion_text(catalog: OpenCatalog, criterion: Any) -> str:
    benchmark = catalog.facts.benchmarks.get(benchmark_id(criterion, catalog.facts.skills) or "")
    anchors = criterion.anchors or (benchmark.anchors if benchmark else None)
    unit = benchmark.unit if benchmark else criterion.unit or ""
    name = benchmark.name if benchmark else criterion.field or criterion.benchmark
    scale = f", 0 at {figure(anchors.worst, unit)}, 1 at {figure(anchors.best, unit)}" if anchors else ""
    log = " (log)" if anchors and anchors.scale == "log" else ""
    return f"{name}{scale}{log}. {criterion.because}"


def _example_texts(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, Persona):
        return ()
    return tuple(_example_text(example) for example in rule.examples)


def _example_text(example: Example | NeedExample) -> str:
    given = ", ".join(f"{name} = {show('', value)}" for name, value in example.given.items()) or "nothing known"
    if isinstance(example, Example):
        asked = f"asked {show('', example.value)}; " if example.value is not None else ""
        return f"{asked}{given}: {example.expect}"
    said = [f"score {example.score:g}"] if example.score is not None else []
    said += [f"coverage {example.coverage:.0%}"] if example.coverage is not None else []
    if example.beats is not None:
        said.append("beats " + ", ".join(f"{name} = {value:g}" for name, value in example.beats.items()))
    return f"{given}: {'; '.join(said)}"


def _rule_origin(catalog: OpenCatalog, kind: str, id_: str) -> str:
    path = catalog.rule_file(kind, id_)
    return str(path) if path else "unknown"
