"""The truth of every requirement of a question on every way, worked out on columns: a condition is asked of the few
distinct values of a field, and the codes of all ways are translated at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, reduce
from typing import Any

from modelpick.decide.asked import AskedColumns
from modelpick.decide.conditions import compared_truth, fields_of_test, operand_of_test
from modelpick.decide.constraints import Requirement
from modelpick.model.fields import Plain
from modelpick.model.logic import Truth
from modelpick.model.rules import Condition, Operator

_FAIL, _UNKNOWN, _PASS = 0, 1, 2
_CODES = {Truth.FAIL: _FAIL, Truth.UNKNOWN: _UNKNOWN, Truth.PASS: _PASS}


def fields_named(condition: Condition, value: Any) -> Iterator[str]:
    """Every field that a condition looks at; `value` stands for ``$value``."""
    if condition.joined_by:
        for member in condition.members:
            yield from fields_named(member, value)
    else:
        yield from fields_of_test(condition, value)


class CheckedWays:
    """The truth of every requirement on every way to every model, or on their users' `own` machines."""

    def __init__(self, requirements: Sequence[Requirement], columns: AskedColumns, own: bool) -> None:
        on = _ColumnsOn(columns, own)
        self._truths = [_truths_of_condition(r.condition, r.operand, on) for r in requirements]
        self._holds = [_held_codes(truths, r) for truths, r in zip(self._truths, requirements, strict=True)]
        self.all_hold = _all_held(self._holds, columns.ways(own))

    def missed(self, way: int) -> tuple[int, ...]:
        """The places of the requirements that do not hold."""
        return () if self.all_hold[way] else tuple(n for n, held in enumerate(self._holds) if not held[way])

    def unproven(self, way: int) -> tuple[int, ...]:
        """Those of the missed that do not hold because something is not known."""
        return tuple(n for n in self.missed(way) if self._truths[n][way] == _UNKNOWN)

    def nearest(self, ways: range) -> int:
        """The first of the `ways` that are least far from passing: of which the fewest requirements do not hold, and
        of these the fewest fail.
        """
        missed = self._missed_counts[ways.start : ways.stop]
        least = min(missed)
        near = [way for way, count in zip(ways, missed, strict=True) if count == least]
        return min(near, key=self._failed_counts.__getitem__) if len(near) > 1 else near[0]

    @cached_property
    def _missed_counts(self) -> Sequence[int]:
        """How many requirements do not hold, way by way."""
        return _added_up([held.translate(_NOT_HELD) for held in self._holds], len(self.all_hold))

    @cached_property
    def _failed_counts(self) -> Sequence[int]:
        """How many fail, way by way; one that fails never holds."""
        return _added_up([truths.translate(_FAILED) for truths in self._truths], len(self.all_hold))


class _ColumnsOn(Plain):
    """Columns by the ways to the models, or by their users' own machines."""

    columns: AskedColumns
    own: bool


def _truths_of_condition(condition: Condition, value: Any, on: _ColumnsOn) -> bytes:
    """The truth of a condition on every way: 0 fails, 1 is not known, 2 passes."""
    if condition.joined_by:
        parts = [_truths_of_condition(member, value, on) for member in condition.members]
        if condition.joined_by == "all":
            return _joined_truths(_LEAST, parts)
        return _joined_truths(_MOST, parts).translate(_NOT if condition.joined_by == "none" else None)
    names, operand = fields_of_test(condition, value), operand_of_test(condition, value)
    found = [_truths_of_field(condition.operator, operand, name, on) for name in names]
    return _joined_truths(_LEAST, found) if found else bytes([_PASS]) * on.columns.ways(on.own)


def _joined_truths(table: bytes, parts: Sequence[bytes]) -> bytes:
    """What `table` says of every two truths, way by way."""
    return reduce(lambda one, other: _paired_truths(one, other).translate(table), parts)


def _paired_truths(one: bytes, other: bytes) -> bytes:
    """Two truths as one code, way by way."""
    both = int.from_bytes(one, "little") * _TRUTHS + int.from_bytes(other, "little")
    return both.to_bytes(len(one), "little")


def _truths_of_field(operator: Operator, operand: Any, name: str, on: _ColumnsOn) -> bytes:
    field = on.columns.field(name, on.own)
    table = bytes(_CODES[compared_truth(operator, value, operand)] for value in field.values)
    if on.own:
        return _looked_up(table, field.own)
    if field.of_ways is not None:
        return _looked_up(table, field.of_ways)
    return on.columns.repeated(_looked_up(table, field.own))


def _looked_up(table: bytes, codes: Sequence[int]) -> bytes:
    if len(table) <= 256:
        return bytes(codes).translate(table.ljust(256, b"\0"))
    return bytes(map(table.__getitem__, codes))


def _held_codes(truths: bytes, requirement: Requirement) -> bytes:
    """1 where the requirement holds, else 0."""
    return truths.translate(_ADMITTING if requirement.admit_unknown else _STRICT)


def _added_up(counts: Sequence[bytes], ways: int) -> Sequence[int]:
    """The sums of what is counted, way by way."""
    if len(counts) > 255:  # more than a byte holds
        return list(map(sum, zip(*counts, strict=True)))
    return sum(int.from_bytes(each, "little") for each in counts).to_bytes(ways, "little")


def _all_held(held: Sequence[bytes], ways: int) -> bytes:
    joined = int.from_bytes(b"\1" * ways, "little")
    for each in held:
        joined &= int.from_bytes(each, "little")
    return joined.to_bytes(ways, "little")


_TRUTHS = len(_CODES)
_LEAST, _MOST = (
    bytes(choose(divmod(code, _TRUTHS)) for code in range(_TRUTHS**2)).ljust(256, b"\0") for choose in (min, max)
)
"""Of two truths, the lower and the higher one, by their code as a pair."""
_NOT = bytes([_PASS, _UNKNOWN, _FAIL]).ljust(256, b"\0")
_STRICT = bytes([0, 0, 1]).ljust(256, b"\0")
_ADMITTING = bytes([0, 1, 1]).ljust(256, b"\0")
_NOT_HELD = bytes([1, 0]).ljust(256, b"\0")
_FAILED = bytes([1, 0, 0]).ljust(256, b"\0")
