"""Runs the examples that every rule carries, and tells what no example shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modelpick.decide.conditions import truth_of
from modelpick.decide.constraints import requirement
from modelpick.decide.scoring import known_fact, mix, total
from modelpick.decide.values import UNKNOWN, FieldValue
from modelpick.documents.rule_reports import RuleCheck
from modelpick.model.dates import Day, days_between, last_day
from modelpick.model.facts import Facts
from modelpick.model.fields import Plain
from modelpick.model.logic import Truth
from modelpick.model.rules import Advisory, ConstraintRule, Need, Persona, Rulebook
from modelpick.model.wording import listed, percent

TOLERANCE = 0.05
RECENT_DAYS = 180
MOST_UNREPORTED = 0.25


class ExampleFacts(Plain):
    """The facts of an example; a field that is not given is unknown, and so is `on_request`."""

    facts: Mapping[str, Any]

    def get(self, name: str) -> FieldValue:
        value = self.facts.get(name)
        if value in ("on_request", "conditional", "unknown") and name.startswith("route."):
            return UNKNOWN
        return FieldValue(value)


def run(rulebook: Rulebook, facts: Facts) -> Iterator[RuleCheck]:
    """Check every example of every rule."""
    for need in rulebook.needs.values():
        yield from need_examples(need, facts)
        yield weighed_once(need, facts)
    for rule in rulebook.constraints.values():
        yield from constraint_examples(rule)
    for advisory in rulebook.advisories.values():
        yield from advisory_examples(advisory)
    for persona in rulebook.personas.values():
        yield persona_example(persona, rulebook, facts)


def constraint_examples(rule: ConstraintRule) -> Iterator[RuleCheck]:
    for number, example in enumerate(rule.examples, 1):
        (asked,) = requirement(rule, example.value)
        got = asked.outcome(ExampleFacts(example.given)).truth.value
        yield _rule_check(f"constraint {rule.id}", number, got, example.expect, example.given)


def advisory_examples(advisory: Advisory) -> Iterator[RuleCheck]:
    for number, example in enumerate(advisory.examples, 1):
        truth = truth_of(advisory.when, ExampleFacts(example.given))
        got = "speaks" if truth is Truth.PASS else "silent"
        yield _rule_check(f"advisory {advisory.id}", number, got, example.expect, example.given)


def need_examples(need: Need, facts: Facts) -> Iterator[RuleCheck]:
    for number, example in enumerate(need.examples, 1):
        score, coverage = _need_score(need, example.given, facts)
        said, passed = [], True
        if example.score is not None:
            passed &= abs(score - example.score) <= TOLERANCE
            said.append(f"score {score:.2f}, expected {example.score:g}")
        if example.coverage is not None:
            passed &= abs(coverage - example.coverage) <= TOLERANCE / 10
            said.append(f"coverage {coverage:.3f}, expected {example.coverage:g}")
        if example.beats is not None:
            other, _ = _need_score(need, example.beats, facts)
            passed &= score > other
            said.append(f"{score:.2f} against {other:.2f}")
        yield RuleCheck(f"need {need.id}", number, passed, "; ".join(said) or "nothing is expected")


def weighed_once(need: Need, facts: Facts) -> RuleCheck:
    """Whether the need weighs no test twice, by itself and through its skill."""
    skills = [facts.skills[c.skill] for c in need.criteria if c.skill and c.skill in facts.skills]
    editions = [edition for skill in skills for edition in skill.editions]
    editions += [c.benchmark for c in need.criteria if c.benchmark and not c.skill]
    twice = sorted({id_ for id_ in editions if editions.count(id_) > 1})
    said = f"weighed twice: {', '.join(twice)}" if twice else "no test is weighed twice"
    return RuleCheck(f"need {need.id}", len(need.examples) + 1, not twice, said)


def persona_example(persona: Persona, rulebook: Rulebook, facts: Facts) -> RuleCheck:
    """Whether the heaviest criterion of the mix is the one that the persona names."""
    heaviest = mix(persona.needs, rulebook.needs, facts)[0].criterion.id
    text = f"heaviest criterion is {heaviest}, expected {persona.heaviest}"
    return RuleCheck(f"persona {persona.id}", 1, heaviest == persona.heaviest, text)


def unreported(rulebook: Rulebook, facts: Facts, day: Day) -> Iterator[str]:
    """A warning for each need of whose weight more than a quarter was measured on no model of the last half year."""
    new = [
        m for m in facts.models.values() if m.released and 0 <= days_between(last_day(m.released), day) <= RECENT_DAYS
    ]
    reported = {figure.benchmark for model in new for figure in model.measurements}
    for id_, need in rulebook.needs.items():
        silent = {}
        for w in mix({id_: 1.0}, {id_: need}, facts):
            editions = facts.skills[w.skill].editions if w.skill else (w.benchmark.id,) if w.benchmark else ()
            if editions and not reported.intersection(editions):
                silent[w.criterion.id] = w.weight
        share = sum(silent.values())
        if share > MOST_UNREPORTED:
            said = f"{percent(share)} of its weight was measured on no model released within {RECENT_DAYS} days"
            yield f"need {id_}: {said} ({listed(list(silent))})"


def _need_score(need: Need, given: Mapping[str, float], facts: Facts) -> tuple[float, float]:
    """Points and coverage of a model of which just `given` is known, by the scorer that ranks."""
    criteria = mix({need.id: 1.0}, {need.id: need}, facts)
    known = [known_fact(w, given[w.criterion.id]) for w in criteria if w.criterion.id in given]
    found = total(known, [w for w in criteria if w.criterion.id not in given])
    return found.value, found.coverage


def _rule_check(rule: str, number: int, got: str, expected: str, given: Mapping[str, Any]) -> RuleCheck:
    facts = ", ".join(f"{name} = {value}" for name, value in given.items()) or "nothing known"
    return RuleCheck(rule, number, got == expected, f"{facts}: {got}, expected {expected}")
