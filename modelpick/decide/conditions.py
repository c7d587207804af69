"""Evaluates typed conditions under Kleene logic: a comparison with what is not known is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from modelpick.decide.values import FieldValue
from modelpick.model.dates import first_day, is_day, last_day
from modelpick.model.fields import Plain
from modelpick.model.logic import Truth, all_of, any_of
from modelpick.model.places import answer_only_to
from modelpick.model.rules import Condition, Operator, compared

VALUE = "$value"
_ORDER_OPERATORS = ("lt", "le", "gt", "ge")


class FactLookup(Protocol):
    """Anything that conditions and templates look fields up in: a candidate, or the facts of an example."""

    def get(self, name: str) -> FieldValue: ...


class Evaluation(Plain):
    """The outcome, and the facts that were looked at: (field, fact)."""

    truth: Truth
    facts: tuple[tuple[str, FieldValue], ...]


def evaluate(condition: Condition, subject: FactLookup, value: Any = None) -> Evaluation:
    """Evaluate `condition` on `subject`; `value` stands for ``$value`` in operands and field names."""
    if condition.joined_by:
        found = [evaluate(member, subject, value) for member in condition.members]
        truths = [f.truth for f in found]
        truth = all_of(truths) if condition.joined_by == "all" else any_of(truths)
        facts = tuple(fact for f in found for fact in f.facts)
        return Evaluation(~truth if condition.joined_by == "none" else truth, facts)
    return _evaluate_test(condition, subject, value)


def truth_of(condition: Condition, subject: FactLookup, value: Any = None) -> Truth:
    """The truth of `condition` alone: of its facts no more are looked at than decide it."""
    if not condition.joined_by:
        return _evaluate_test(condition, subject, value).truth
    truths = (truth_of(member, subject, value) for member in condition.members)
    truth = all_of(truths) if condition.joined_by == "all" else any_of(truths)
    return ~truth if condition.joined_by == "none" else truth


def fields_of_test(test: Condition, value: Any) -> list[str]:
    """The fields that a test looks at: of ``$value`` in its name, one for each thing asked."""
    if VALUE not in test.field:
        return [test.field]
    return [field_for_value(test.field, part) for part in _as_sequence(value)]


def operand_of_test(test: Condition, value: Any) -> Any:
    """What a test compares with, once `value` stands for ``$value``."""
    return value if test.operand == VALUE and VALUE not in test.field else test.operand


def _evaluate_test(test: Condition, subject: FactLookup, value: Any) -> Evaluation:
    operand = value if test.operand == VALUE else test.operand
    if VALUE in test.field:
        # One field for each thing asked: data must stay in every region that was named.
        names = fields_of_test(test, value)
        found = [_compare_field(compared(name, test.operator, test.operand), subject, test.operand) for name in names]
        return Evaluation(all_of(f.truth for f in found), tuple(fact for f in found for fact in f.facts))
    return _compare_field(test, subject, operand)


def field_for_value(pattern: str, value: Any) -> str:
    """The field that `pattern` names once `value` stands for ``$value``."""
    return pattern.replace(VALUE, str(value))


def _compare_field(test: Condition, subject: FactLookup, operand: Any) -> Evaluation:
    fact = subject.get(test.field)
    return Evaluation(compared_truth(test.operator, fact.value, operand), ((test.field, fact),))


def compared_truth(operator: Operator, value: Any, operand: Any) -> Truth:
    """The truth of one comparison of a fact with what is asked."""
    if operator == "known":
        return Truth.of((value is not None) == bool(operand))
    if value is None:
        return Truth.UNKNOWN
    compare = OPERATORS[operator]
    if operator in _ORDER_OPERATORS and _is_imprecise_day(value):
        first, last = compare(first_day(value), operand), compare(last_day(value), operand)
        return Truth.of(first) if first == last else Truth.UNKNOWN
    return Truth.of(compare(value, operand))


def _is_imprecise_day(value: Any) -> bool:
    """Whether `value` is a day known only to the month or year, so that a comparison may depend on the day."""
    return isinstance(value, str) and len(value) < len("2026-04-08") and is_day(value)


def _as_sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def _order_operator(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def check(left: Any, right: Any) -> bool:
        if isinstance(left, str) != isinstance(right, str):
            return False
        if isinstance(left, Decimal) and isinstance(right, float):
            right = Decimal(str(right))
        return compare(left, right)

    return check


def _equal_values(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    if isinstance(left, Decimal) and isinstance(right, float):
        return left == Decimal(str(right))
    return bool(left == right)


def _lowercase_set(values: Any) -> set[Any]:
    return {v.lower() if isinstance(v, str) else v for v in _as_sequence(values)}


OPERATORS: dict[Operator, Callable[[Any, Any], bool]] = {
    "eq": _equal_values,
    "ne": lambda left, right: not _equal_values(left, right),
    "lt": _order_operator(lambda left, right: left < right),
    "le": _order_operator(lambda left, right: left <= right),
    "gt": _order_operator(lambda left, right: left > right),
    "ge": _order_operator(lambda left, right: left >= right),
    "in": lambda left, right: _lowercase_set(left) <= _lowercase_set(right),
    "not_in": lambda left, right: not _lowercase_set(left) & _lowercase_set(right),
    "has": lambda left, right: _lowercase_set(right) <= _lowercase_set(left),
    "has_all": lambda left, right: _lowercase_set(right) <= _lowercase_set(left),
    "has_any": lambda left, right: bool(_lowercase_set(right) & _lowercase_set(left)),
    "has_only": lambda left, right: _lowercase_set(left) <= _lowercase_set(right),
    "within": lambda left, right: answer_only_to(_as_sequence(left), _as_sequence(right)),
}
"""Left is the fact, right the operand; text compares without regard to case."""
