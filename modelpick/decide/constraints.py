"""Hard requirements. Each is checked on every route of a model; one route must satisfy them all together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelpick.decide.conditions import FactLookup, evaluate, truth_of
from modelpick.decide.templates import amount, fill
from modelpick.model.fields import Plain
from modelpick.model.logic import Truth
from modelpick.model.rules import Condition, ConstraintRule, compared, joined
from modelpick.model.wording import lowered

NAME = "$name"
AT_MOST, AT_LEAST = " at most", " at least"


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
    unit: str = ""

    @property
    def phrase(self) -> str:
        """The requirement with its value: ``Output price at most $20``."""
        if self.value is None or self.value is True:
            return self.title
        return f"{self.title} {quantity(self.value, self.unit)}{self._on_what}"

    @property
    def given_up(self) -> str:
        """What is given up with it, behind "without": ``the output price limit of $20``."""
        words, value = lowered(self.title), quantity(self.value, self.unit)
        if words.endswith(AT_MOST):
            return f"the {words.removesuffix(AT_MOST)} limit of {value}{self._on_what}"
        if words.endswith(AT_LEAST):
            return f"the minimum {words.removesuffix(AT_LEAST)} of {value}{self._on_what}"
        return f'"{lowered(self.phrase)}"'

    @property
    def _on_what(self) -> str:
        return f" on {self.name}" if self.name else ""

    def outcome(self, subject: FactLookup) -> RequirementOutcome:
        return RequirementOutcome(self, truth_of(self.condition, subject, self.operand))


class RequirementOutcome(Plain):
    """The truth of one requirement for one candidate."""

    requirement: Requirement
    truth: Truth

    @property
    def holds(self) -> bool:
        """Unknown never satisfies a hard constraint, unless the user admits it."""
        return self.truth is Truth.PASS or (self.truth is Truth.UNKNOWN and self.requirement.admit_unknown)

    def reason(self, subject: FactLookup) -> tuple[str, tuple[str, ...]]:
        """Why the requirement fails or is unknown, and the ids of the sources of that."""
        asked = self.requirement
        text = asked.unknown if self.truth is Truth.UNKNOWN else asked.fail
        found = evaluate(asked.condition, subject, asked.operand)
        said, sources = fill(text, subject, asked.value, asked.name, asked.unit)
        notes = [fact.note for _, fact in found.facts if fact.note and fact.note not in said]
        looked = [source for _, fact in found.facts for source in fact.sources]
        return "; ".join([said, *notes[:1]]), tuple(dict.fromkeys([*sources, *looked]))


def quantity(value: Any, unit: str) -> str:
    """What was asked, with its unit: ``$20``, ``128k``, ``eu, us``."""
    is_named = unit and unit != "tokens" and not unit.startswith("USD")
    return f"{amount(value, unit)} {unit}" if is_named else amount(value, unit)


def requirement(rule: ConstraintRule, value: Any, admit_unknown: bool = False) -> list[Requirement]:
    """The requirements that `rule` makes of the value asked; a mapping makes one for each of its names."""
    if isinstance(value, dict):
        return [_single_requirement(rule, least, admit_unknown, name) for name, least in value.items()]
    return [_single_requirement(rule, value, admit_unknown)]


def _single_requirement(rule: ConstraintRule, value: Any, admit_unknown: bool, name: str | None = None) -> Requirement:
    means = rule.parameter.means
    return Requirement(
        id=rule.id,
        title=rule.title,
        condition=_bind_name(rule.require, name) if name else rule.require,
        fail=rule.fail,
        unknown=rule.unknown,
        value=value,
        operand=means.get(value, value) if isinstance(value, str) else value,
        name=name,
        admit_unknown=admit_unknown,
        unit=rule.parameter.unit or "",
    )


def _bind_name(condition: Condition, name: str) -> Condition:
    if condition.joined_by:
        return joined(condition.joined_by, tuple(_bind_name(member, name) for member in condition.members))
    return compared(condition.field.replace(NAME, name), condition.operator, condition.operand)


def failing_outcomes(outcomes: Sequence[RequirementOutcome]) -> list[RequirementOutcome]:
    """The outcomes that fail, or are unknown and not admitted."""
    return [outcome for outcome in outcomes if not outcome.holds]
