"""Evaluates typed conditions under Kleene logic: a comparison with what is not known is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from modelpick.decide.subject import Fact
from modelpick.model.dates import first_day, is_day, last_day
from modelpick.model.fields import Plain
from modelpick.model.logic import Truth, all_of, any_of
from modelpick.model.rules import Condition, Operator, compared

VALUE = "$value"
_ORDERED = ("lt", "le", "gt", "ge")


class Asked(Protocol):
    def get(self, name: str) -> Fact: ...


class Finding(Plain):
    """The outcome, and the facts that were looked at: (field, fact)."""

    truth: Truth
    facts: tuple[tuple[str, Fact], ...]


def evaluate(condition: Condition, subject: Asked, value: Any = None) -> Finding:
    """Evaluate `condition` on `subject`; `value` stands for ``$value`` in operands and field names."""
    if condition.joined_by:
        found = [evaluate(member, subject, value) for member in condition.members]
        truths = [f.truth for f in found]
        truth = all_of(truths) if condition.joined_by == "all" else any_of(truths)
        facts = tuple(fact for f in found for fact in f.facts)
        return Finding(~truth if condition.joined_by == "none" else truth, facts)
    return _test(condition, subject, value)


def _test(test: Condition, subject: Asked, value: Any) -> Finding:
    operand = value if test.operand == VALUE else test.operand
    if VALUE in test.field:
        # One field for each thing asked: data must stay in every region that was named.
        parts = [subject_field(test.field, part) for part in _each(operand if test.operand == VALUE else value)]
        found = [_compare(compared(name, test.operator, test.operand), subject, test.operand) for name in parts]
        return Finding(all_of(f.truth for f in found), tuple(fact for f in found for fact in f.facts))
    return _compare(test, subject, operand)


def subject_field(pattern: str, value: Any) -> str:
    return pattern.replace(VALUE, str(value))


def _compare(test: Condition, subject: Asked, operand: Any) -> Finding:
    fact = subject.get(test.field)
    seen = ((test.field, fact),)
    if test.operator == "known":
        return Finding(Truth.of((fact.value is not None) == bool(operand)), seen)
    if fact.value is None:
        return Finding(Truth.UNKNOWN, seen)
    compare = OPERATORS[test.operator]
    if test.operator in _ORDERED and _imprecise(fact.value):
        first, last = compare(first_day(fact.value), operand), compare(last_day(fact.value), operand)
        return Finding(Truth.of(first) if first == last else Truth.UNKNOWN, seen)
    return Finding(Truth.of(compare(fact.value, operand)), seen)


def _imprecise(value: Any) -> bool:
    """A day known to the month or year only: what it compares to may depend on the day that it was."""
    return isinstance(value, str) and len(value) < len("2026-04-08") and is_day(value)


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def _order(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def check(left: Any, right: Any) -> bool:
        if isinstance(left, str) != isinstance(right, str):
            return False
        if isinstance(left, Decimal) and isinstance(right, float):
            right = Decimal(str(right))
        return compare(left, right)

    return check


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    if isinstance(left, Decimal) and isinstance(right, float):
        return left == Decimal(str(right))
    return bool(left == right)


def _lower(values: Any) -> set[Any]:
    return {v.lower() if isinstance(v, str) else v for v in _each(values)}


OPERATORS: dict[Operator, Callable[[Any, Any], bool]] = {
    "eq": _same,
    "ne": lambda left, right: not _same(left, right),
    "lt": _order(lambda left, right: left < right),
    "le": _order(lambda left, right: left <= right),
    "gt": _order(lambda left, right: left > right),
    "ge": _order(lambda left, right: left >= right),
    "in": lambda left, right: _lower(left) <= _lower(right),
    "not_in": lambda left, right: not _lower(left) & _lower(right),
    "has": lambda left, right: _lower(right) <= _lower(left),
    "has_all": lambda left, right: _lower(right) <= _lower(left),
    "has_any": lambda left, right: bool(_lower(right) & _lower(left)),
    "has_only": lambda left, right: _lower(left) <= _lower(right),
}
"""Left is the fact, right the operand; text compares without regard to case."""
