"""Hard requirements. Each is checked on every route of a model; one route must satisfy them all together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelpick.advise.conditions import Asked, evaluate
from modelpick.advise.templates import fill
from modelpick.domain.fields import Plain
from modelpick.domain.logic import Truth
from modelpick.domain.rules import Condition, ConstraintRule, compared, joined

NAME = "$name"


class Requirement(Plain):
    """A constraint as asked. `value` is what the user said; `operand` what that means in the condition."""

    id: str
    title: str
    condition: Condition
    fail: str
    unknown: str
    value: Any = None
    operand: Any = None
    name: str | None = None
    admit_unknown: bool = False
    of_need: bool = False
    """Whether a need asks it and not the user: nobody can give it up without giving up the need."""

    def outcome(self, subject: Asked) -> Outcome:
        return Outcome(self, evaluate(self.condition, subject, self.operand).truth)


class Outcome(Plain):
    requirement: Requirement
    truth: Truth

    @property
    def holds(self) -> bool:
        """Unknown never satisfies a hard constraint, unless the user admits it."""
        return self.truth is Truth.PASS or (self.truth is Truth.UNKNOWN and self.requirement.admit_unknown)

    def reason(self, subject: Asked) -> tuple[str, tuple[str, ...]]:
        """Why it fails or is not known, and the sources that say so."""
        asked = self.requirement
        text = asked.unknown if self.truth is Truth.UNKNOWN else asked.fail
        found = evaluate(asked.condition, subject, asked.operand)
        said, sources = fill(text, subject, asked.value, asked.name)
        notes = [fact.note for _, fact in found.facts if fact.note and fact.note not in said]
        looked = [source for _, fact in found.facts for source in fact.sources]
        return "; ".join([said, *notes[:1]]), tuple(dict.fromkeys([*sources, *looked]))


def requirement(rule: ConstraintRule, value: Any, admit_unknown: bool = False) -> list[Requirement]:
    """What `rule` requires when the user asks `value`; a mapping asks once for each of its names."""
    if isinstance(value, dict):
        return [_one(rule, least, admit_unknown, name) for name, least in value.items()]
    return [_one(rule, value, admit_unknown)]


def _one(rule: ConstraintRule, value: Any, admit_unknown: bool, name: str | None = None) -> Requirement:
    means = rule.parameter.means
    return Requirement(
        id=rule.id,
        title=rule.title,
        condition=_bind(rule.require, name) if name else rule.require,
        fail=rule.fail,
        unknown=rule.unknown,
        value=value,
        operand=means.get(value, value) if isinstance(value, str) else value,
        name=name,
        admit_unknown=admit_unknown,
    )


def _bind(condition: Condition, name: str) -> Condition:
    if condition.joined_by:
        return joined(condition.joined_by, tuple(_bind(member, name) for member in condition.members))
    return compared(condition.field.replace(NAME, name), condition.operator, condition.operand)


def failing(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if not outcome.holds]
