"""The simulations that stand behind a chance: always the same 2,000, in whole numbers.

Nothing here is random. The simulations are points of an additive recurrence (Richtmyer: multiples of square roots of
primes modulo 1), turned into normals by the inverse cdf and into weights by -ln(1 - u). A column of them is one long
integer with a lane of 64 bits for each simulation, so that a sum or a comparison over all of them is one operation of
Python's; and as everything is whole numbers, the counts do not depend on the platform or on the order of additions.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

SIMULATIONS = 2000
FRACTION, COEFFICIENT = 30, 20
"""Binary places of what is drawn, and of what it is multiplied with; a product has the sum of both."""
_LANE_BYTES = 8
_BIAS = 1 << 33
"""Added to every normal, so that no lane is negative."""
_OFFSET = 600 << (FRACTION + COEFFICIENT)
"""Added to every outcome, for the same reason; in points."""
_LARGEST_SD = 80.0
"""In points; whoever is less known than that may be anywhere, and the lanes hold no more."""
_IS_BIG_ENDIAN = array("H", [1]).tobytes() == b"\0\1"
_PLACE_BITS = 16
_LAST_PLACE = (1 << _PLACE_BITS) - 1
_ONES = int.from_bytes((1).to_bytes(_LANE_BYTES, "little") * SIMULATIONS, "little")
_TOP_BITS = _ONES << 63
_WITHOUT_PLACE = _ONES * ((1 << 63) - 1 - _LAST_PLACE)


def nothing_kept(_: Sequence[str]) -> dict[str, bytes]:
    """Nothing: no column was worked out before."""
    return {}


class Draws:
    """Columns of the simulations. `kept` gives those of some names that were worked out before; the others are worked
    out when they are asked for.
    """

    def __init__(self, kept: Callable[[Sequence[str]], dict[str, bytes]] = nothing_kept) -> None:
        self._kept = kept

    def normals(self, dimensions: range) -> Iterator[int]:
        """Columns of standard normals, each raised by a bias; one after the other, as they are large."""
        kept = self._kept([normal_name(each) for each in dimensions])
        columns = (kept.pop(normal_name(each), b"") or normal_column(each) for each in dimensions)
        return (int.from_bytes(column, "little") for column in columns)

    def simplex(self, k: int) -> list[int]:
        """`k` columns: of each simulation a point, uniform on the simplex of `k` weights."""
        whole = self._kept([simplex_name(k)]).get(simplex_name(k)) or simplex_columns(k)
        size = len(whole) // k
        return [_widened_lanes(whole[start : start + size]) for start in range(0, len(whole), size)]


def normal_name(dimension: int) -> str:
    return f"normal/{dimension}"


def simplex_name(k: int) -> str:
    return f"simplex/{k}"


@cache
def normal_column(dimension: int) -> bytes:
    """The inverse normal cdf of one dimension of the sequence, as lanes."""
    from statistics import NormalDist

    quantile, scale = NormalDist().inv_cdf, 1 << FRACTION
    return _as_lanes([round(quantile(u) * scale) + _BIAS for u in uniform_column(dimension)])


@cache
def simplex_columns(k: int) -> bytes:
    """Normalized exponentials of the first `k` dimensions of the sequence, as lanes of half the width; the columns
    stand one after the other.
    """
    exponentials = [_exponential_draws(dimension) for dimension in range(k)]
    totals = list(map(sum, zip(*exponentials, strict=True)))
    scale = 1 << FRACTION
    return b"".join(
        _as_lanes([round(e / total * scale) for e, total in zip(column, totals, strict=True)], "I")
        for column in exponentials
    )


@cache
def _exponential_draws(dimension: int) -> tuple[float, ...]:
    return tuple(-math.log(1 - u) for u in uniform_column(dimension))


def uniform_column(dimension: int) -> list[float]:
    """One dimension of `SIMULATIONS` points of the open unit cube."""
    step = math.sqrt(_nth_prime(dimension)) % 1.0
    return [(0.5 + n * step) % 1.0 or 0.5 for n in range(1, SIMULATIONS + 1)]


def outcome(expected: float, sd: float, pulls: Sequence[float], normal: int, simplex: Sequence[int]) -> int:
    """A column of outcomes in points: `expected`, plus a normal error, plus the weights of `simplex` times `pulls`."""
    spread = _scaled_number(min(sd, _LARGEST_SD), COEFFICIENT)
    constant = _scaled_number(expected, FRACTION + COEFFICIENT) + _OFFSET - spread * _BIAS
    total = normal * spread + _ONES * constant
    for weights, pull in zip(simplex, pulls, strict=True):
        total += weights * _scaled_number(pull, COEFFICIENT)
    return total


def places(outcomes: Iterable[int]) -> tuple[list[int], list[int]]:
    """How often each of `outcomes` is the highest, and how often among the highest three; of equals the earlier one
    goes before.
    """
    best, second, third, count = 0, 0, 0, 0
    for place, column in enumerate(outcomes):
        count = place + 1
        marked = (column & _WITHOUT_PLACE) | (_ONES * (_LAST_PLACE - place))
        best, marked = _higher_and_lower(best, marked)
        second, marked = _higher_and_lower(second, marked)
        third, _ = _higher_and_lower(third, marked)
    counts = [_counted_places(column, count) for column in (best, second, third)]
    return counts[0], [sum(each) for each in zip(*counts, strict=True)]


def _higher_and_lower(one: int, other: int) -> tuple[int, int]:
    """Lane by lane, the higher and the lower of two columns."""
    lower = (other | _TOP_BITS) - one & _TOP_BITS
    if not lower:
        return one, other
    swap = (one ^ other) & (lower - (lower >> 63))
    return one ^ swap, other ^ swap


def _counted_places(column: int, n: int) -> list[int]:
    """How often each place stands in the lowest bits of the lanes; a lane without any is empty."""
    marks = array("H", column.to_bytes(_LANE_BYTES * SIMULATIONS, "little"))[::4]
    if _IS_BIG_ENDIAN:
        marks.byteswap()
    found = Counter(marks)
    return [found[_LAST_PLACE - place] for place in range(n)]


def _scaled_number(value: float, places: int) -> int:
    return round(value * (1 << places))


def _as_lanes(values: Iterable[int], width: Literal["I", "Q"] = "Q") -> bytes:
    lanes = array(width, values)
    if _IS_BIG_ENDIAN:
        lanes.byteswap()
    return lanes.tobytes()


def _widened_lanes(column: bytes) -> int:
    """A column whose lanes have half the width, with lanes of the whole."""
    wide = array("I", bytes(2 * len(column)))
    wide[::2] = array("I", column)
    return int.from_bytes(wide.tobytes(), "little")


def _nth_prime(index: int) -> int:
    while len(_PRIMES_FOUND) <= index:
        candidate = _PRIMES_FOUND[-1] + 2
        while any(candidate % p == 0 for p in _PRIMES_FOUND if p * p <= candidate):
            candidate += 2
        _PRIMES_FOUND.append(candidate)
    return _PRIMES_FOUND[index]


_PRIMES_FOUND = [2, 3]
