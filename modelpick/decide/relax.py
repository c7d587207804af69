"""When constraints keep models out: the smallest sets of constraints whose removal would let one in."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.model.fields import Plain


class Way(Plain):
    """A route that fails the constraints of `mask` (one bit each), with what it would score."""

    model: str
    mask: int
    score: float | None
    can_be_had: bool = True
    """Whether what is implied once constraints are given up holds of it."""
    key: float | None = None
    """What orders a ranking, where that is not the score."""


def minimal_masks(ways: Iterable[Way]) -> list[int]:
    """The masks that contain no other: each is a minimal relaxation, because dropping it admits its model."""
    kept: list[int] = []
    for mask in sorted({way.mask for way in ways if way.mask}, key=lambda m: (m.bit_count(), m)):
        if not any(mask & other == other for other in kept):
            kept.append(mask)
    return kept


def admitted(mask: int, ways: Iterable[Way]) -> list[Way]:
    """The best way of every model that passes once the constraints of `mask` are dropped, best score first."""
    best: dict[str, Way] = {}
    for way in ways:
        if way.mask & ~mask:
            continue
        known = best.get(way.model)
        if known is None or _points(way) > _points(known):
            best[way.model] = way
    return sorted(best.values(), key=lambda w: (-_points(w), w.model))


def _points(way: Way) -> float:
    """Zero points are a score; no score ranks below it."""
    if way.score is None:
        return -1.0
    return way.score if way.key is None else way.key
