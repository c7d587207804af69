"""When constraints keep models out: the smallest sets of constraints whose removal would let one in."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.model.fields import Plain


class RelaxationRoute(Plain):
    """A route to a model: `mask` has one bit for each constraint that it fails, `score` is what it would have in
    points.
    """

    model: str
    mask: int
    score: float | None
    can_be_had: bool = True
    """Whether what is implied once constraints are given up holds of it."""
    key: float | None = None
    """What orders a ranking, where that is not the score."""


def minimal_masks(ways: Iterable[RelaxationRoute]) -> list[int]:
    """The masks that contain no other: each is a minimal relaxation, because dropping it admits its model."""
    kept: list[int] = []
    for mask in sorted({way.mask for way in ways if way.mask}, key=lambda m: (m.bit_count(), m)):
        if not any(mask & other == other for other in kept):
            kept.append(mask)
    return kept


def admitted(mask: int, ways: Iterable[RelaxationRoute]) -> list[RelaxationRoute]:
    """The best way of every model that passes once the constraints of `mask` are dropped, best score first."""
    best: dict[str, RelaxationRoute] = {}
    for way in ways:
        if way.mask & ~mask:
            continue
        known = best.get(way.model)
        if known is None or _points_or_minimum(way) > _points_or_minimum(known):
            best[way.model] = way
    return sorted(best.values(), key=lambda w: (-_points_or_minimum(w), w.model))


def _points_or_minimum(way: RelaxationRoute) -> float:
    """The sort key of a route in points; -1 without a score, so that 0 points rank above it."""
    if way.score is None:
        return -1.0
    return way.score if way.key is None else way.key
