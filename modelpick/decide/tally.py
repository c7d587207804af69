"""The scores of many models at once, criterion by criterion.

The sums are those of `modelpick.decide.scoring.total`, which is the reference, term by term in the same order, so that
they are the same to the last digit. What is saved is an object for every model and criterion.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import compress
from operator import add, itemgetter, mul, or_
from typing import Any, overload

from modelpick.decide.scoring import HEAVY, THIN, Known, Part, Score, Weighted, lowered_by
from modelpick.evidence.pooled import TIERS
from modelpick.model.fields import Plain

KNOWN, MEASURED, ON_TOPIC, CELL, EVIDENT, PRESS = 1, 2, 4, 8, 16, 32
"""What a value rests on, as a sum; 0 where none is known. EVIDENT: some published figure of the model is behind it."""
_GUESSED = CELL | MEASURED
_IS_KNOWN = b"\0" + b"\1" * 255
_IS_GUESSED = bytes(kind & _GUESSED == CELL for kind in range(256))
_IS_MEASURED, _IS_ON_TOPIC, _IS_PRESS = (bytes(map(mark.__and__, range(256))) for mark in (MEASURED, ON_TOPIC, PRESS))
_STRICT = bytes(kind if kind & MEASURED and kind & EVIDENT else 0 for kind in range(256))


def strictly(kinds: bytes) -> bytes:
    """`kinds` without the cells that nobody measured."""
    return kinds.translate(_STRICT)


def kind_of_cell(basis: str, known: int, on_topic: bool) -> int:
    """What a cell of that basis rests on, with `known` scores of its model; `on_topic` as in `scoring.known_cell`."""
    measured = basis in TIERS
    return (
        KNOWN
        | CELL
        | (MEASURED if measured or basis == "cannot" else 0)
        | (ON_TOPIC if measured or on_topic else 0)
        | (EVIDENT if basis != "cannot" and (known or measured) else 0)
        | (PRESS if basis == "press" else 0)
    )


class Tally(Plain):
    """One criterion of every model, as in `scoring.Known`; what is not known has the kind 0 and any number."""

    weighted: Weighted
    kinds: bytes
    values: Sequence[float]
    utilities: Sequence[float]
    spreads: Sequence[float]
    doubts: Sequence[float]
    correlations: Sequence[float]

    def of(self, members: Sequence[int]) -> Tally:
        """The same of some of the models."""
        if len(members) == len(self.kinds) and [*members] == [*range(len(members))]:
            return self
        columns = (self.values, self.utilities, self.spreads, self.doubts, self.correlations)
        pick = _picked_places(members)
        return Tally(self.weighted, bytes(pick(self.kinds)), *map(pick, columns))


def tally_of(weighted: Weighted, found: Sequence[Known | None]) -> Tally:
    """One criterion of models that were asked themselves."""
    kinds = bytes(_kind_of_known(each) if each else 0 for each in found)
    names = ("value", "utility", "spread", "doubt")
    values, utilities, spreads, doubts = ([getattr(k, name) if k else 0.0 for k in found] for name in names)
    correlations = [k.cell.correlation if k and k.cell else 0.0 for k in found]
    return Tally(weighted, kinds, values, utilities, spreads, doubts, correlations)


def _kind_of_known(known: Known) -> int:
    cell = known.cell
    if cell is None:
        return KNOWN | (0 if known.computed else MEASURED)
    return kind_of_cell(cell.basis, cell.known, known.on_topic)


def scores(criteria: Sequence[Tally], models: int) -> list[Score]:
    """The score of each of so many models."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for n, group in enumerate(_by_model([c.kinds.translate(_IS_KNOWN) for c in criteria], models)):
        groups.setdefault(group, []).append(n)
    together = _shared_correlations(criteria, models)
    found: dict[int, Score] = {}
    for group, members in groups.items():
        known = [c for c, is_known in zip(criteria, group, strict=True) if is_known]
        missing = tuple(c.weighted for c, is_known in zip(criteria, group, strict=True) if not is_known)
        found.update(zip(members, _scores_of_group(known, missing, members, together), strict=True))
    return [found[n] for n in range(models)]


def _scores_of_group(
    known: Sequence[Tally], missing: tuple[Weighted, ...], members: Sequence[int], together: Sequence[float]
) -> Iterator[Score]:
    """The scores of the models of which those criteria are known; `together` as from `_shared_correlations`."""
    weighed, pick = tuple(c.weighted for c in known), _picked_places(members)
    weight = sum(w.weight for w in weighed)
    shares = [w.weight / weight for w in weighed]
    kinds, utilities = [pick(c.kinds) for c in known], [pick(c.utilities) for c in known]
    bases = _bases_of(weighed, missing, _by_model(kinds, len(members)))
    points = [_scaled_column(100 * share, column) for share, column in zip(shares, utilities, strict=True)]
    guesses = [bytes(column).translate(_IS_GUESSED) for column in kinds]
    spreads = [_scaled_column(share, pick(c.spreads)) for share, c in zip(shares, known, strict=True)]
    deviations, guessed = _score_deviations(spreads, guesses, pick(together))
    lowered = _lowered_points(known, shares, members, bases, together)
    lacks_a_heavy_fact = any(w.benchmark is None and w.weight >= HEAVY for w in missing)
    rows = zip(members, _by_model(points, len(members)), _by_model(utilities, len(members)), bases, strict=True)
    for place, (n, row, of_model, basis) in enumerate(rows):
        value = sum(row)
        yield Score(
            value=value,
            sd=deviations[place],
            coverage=basis.coverage,
            known=weight,
            parts=TalliedParts(known, shares, n),
            missing=missing,
            weighed=weighed,
            utilities=of_model,
            topics=basis.topics,
            tested=basis.tested,
            key=value - lowered.get(n, 0.0),
            estimated_sd=guessed[place],
            second_hand=basis.second_hand,
            prior_only=basis.prior_only,
            lacks_a_heavy_fact=lacks_a_heavy_fact,
        )


def _lowered_points(
    known: Sequence[Tally],
    shares: Sequence[float],
    members: Sequence[int],
    bases: Sequence[_ScoreBasis],
    together: Sequence[float],
) -> dict[int, float]:
    """By how many points the order of those is lowered of which little was tested."""
    thin = {n: basis.tested for n, basis in zip(members, bases, strict=True) if basis.tested < THIN}
    pick = _picked_places([*thin])
    doubts = [_scaled_column(share, pick(c.doubts)) for share, c in zip(shares, known, strict=True)]
    guesses = [bytes(pick(c.kinds)).translate(_IS_GUESSED) for c in known]
    doubted, _ = _score_deviations(doubts, guesses, pick(together))
    return {n: lowered_by(tested, doubt) for (n, tested), doubt in zip(thin.items(), doubted, strict=True)}


def _picked_places(members: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What takes the values at those places of a column; of one alone an `itemgetter` gives no tuple."""
    return itemgetter(*members) if len(members) > 1 else lambda column: [column[n] for n in members]


def _by_model(columns: Sequence[Sequence[Any]], models: int) -> list[tuple[Any, ...]]:
    return list(zip(*columns, strict=True)) if columns else [()] * models


def _scaled_column(factor: float, column: Sequence[float]) -> list[float]:
    return [factor * value for value in column]


def _shared_correlations(criteria: Sequence[Tally], models: int) -> list[float]:
    """By model how far the errors of its estimates go together; 0 where none is estimated."""
    found = [0.0] * models
    for criterion in criteria:
        guesses = criterion.kinds.translate(_IS_GUESSED)
        if any(guesses):
            found = [own if g else r for own, g, r in zip(criterion.correlations, guesses, found, strict=True)]
    return found


def _score_deviations(
    spreads: Sequence[list[float]], guesses: Sequence[bytes], together: Sequence[float]
) -> tuple[list[float], list[float]]:
    """By model the deviation of the weighted `spreads`, and that of the estimated ones alone
    (`scoring._variance_of_score`)."""
    independent = sums = squares = [0.0] * len(together)
    for column, guess in zip(spreads, guesses, strict=True):
        if not any(column):
            continue
        squared = list(map(mul, column, column))
        independent = list(map(add, independent, squared))
        if any(guess):
            sums = list(map(add, sums, map(mul, column, guess)))
            squares = list(map(add, squares, map(mul, squared, guess)))
    shared = [r * (t * t - s) for r, t, s in zip(together, sums, squares, strict=True)]
    return list(map(math.sqrt, map(add, independent, shared))), list(map(math.sqrt, map(add, squares, shared)))


class _ScoreBasis(Plain):
    """What scores of the same kinds have in common, as in `Score`."""

    coverage: float
    tested: float
    topics: frozenset[str]
    second_hand: bool
    prior_only: bool


def _bases_of(
    weighed: Sequence[Weighted], missing: Sequence[Weighted], rows: Sequence[tuple[int, ...]]
) -> list[_ScoreBasis]:
    """What each score rests on, of which the row tells the kinds; some are alike."""
    tests = math.fsum(w.weight for w in (*weighed, *missing) if w.benchmark)
    weights, topics = [w.weight for w in weighed], [w.benchmark.id if w.benchmark else None for w in weighed]
    found = {kinds: _basis_of(bytes(kinds), weights, topics, tests) for kinds in {*rows}}
    return [found[kinds] for kinds in rows]


def _basis_of(kinds: bytes, weights: Sequence[float], topics: Sequence[str | None], tests: float) -> _ScoreBasis:
    """What a score of those kinds rests on: the weight of each criterion, and the benchmark that it is, if it is one.
    `tests` is the weight of all benchmarks, known or not."""
    on_topic, any_of = kinds.translate(_IS_ON_TOPIC), reduce(or_, kinds, 0)
    return _ScoreBasis(
        coverage=sum(compress(weights, kinds.translate(_IS_MEASURED))),
        tested=math.fsum(compress(weights, on_topic)) / tests if tests else 1.0,
        topics=frozenset(filter(None, compress(topics, on_topic))),
        second_hand=any(on_topic) and all(compress(kinds.translate(_IS_PRESS), on_topic)),
        prior_only=bool(any_of & CELL) and not any_of & EVIDENT,
    )


class TalliedParts(Sequence[Part]):
    """The parts of one model's score, made when they are asked for; a tally does not know what is behind them."""

    __slots__ = ("_criteria", "_made", "_number", "_shares")

    def __init__(self, criteria: Sequence[Tally], shares: Sequence[float], number: int) -> None:
        self._criteria, self._shares, self._number = criteria, shares, number
        self._made: tuple[Part, ...] | None = None

    def _tallied_parts(self) -> tuple[Part, ...]:
        if self._made is None:
            self._made = tuple(map(self._tallied_part, self._criteria, self._shares))
        return self._made

    def _tallied_part(self, c: Tally, share: float) -> Part:
        n = self._number
        kind, utility = c.kinds[n], c.utilities[n]
        return Part(
            weighted=c.weighted,
            value=c.values[n],
            utility=utility,
            weight=share,
            points=100 * share * utility,
            sd=c.spreads[n],
            cell=None,
            sources=(),
            computed=not kind & _GUESSED,
            measured=bool(kind & MEASURED),
            on_topic=bool(kind & ON_TOPIC),
            doubt=c.doubts[n],
        )

    @overload
    def __getitem__(self, place: int) -> Part: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Part, ...]: ...
    def __getitem__(self, place: int | slice) -> Part | tuple[Part, ...]:
        if self._made is None and isinstance(place, int):
            return self._tallied_part(self._criteria[place], self._shares[place])
        return self._tallied_parts()[place]

    def __iter__(self) -> Iterator[Part]:
        return iter(self._tallied_parts())

    def __len__(self) -> int:
        return len(self._criteria)
