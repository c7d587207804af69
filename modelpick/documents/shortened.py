"""Which lines of a ranking its short page shows; of the others an answer in short need not tell more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeVar

ROWS, PROMISING = 5, 2
LEAST_SHARE = 0.005
"""A model that is the best more seldom, and not among the first, promises nothing."""


class LineStanding(Protocol):
    """A line of a ranking, as the choice among them needs it."""

    @property
    def rank(self) -> int: ...
    @property
    def standing(self) -> Literal["tested", "promising"]: ...
    @property
    def first_share(self) -> float: ...


Line = TypeVar("Line", bound=LineStanding)


def lines_shown(ranking: Sequence[Line], rows: int = ROWS) -> list[Line]:
    """The first `rows`, the promising ones after the tested; one that is far behind takes the place of none."""
    promising = [each for each in ranking if each.standing == "promising"]
    tested = [each for each in ranking if each.standing == "tested"]
    near = sum(each.rank <= rows or each.first_share >= LEAST_SHARE for each in promising)
    best = tested[: rows - min(near, PROMISING)]
    chances = sorted(promising, key=lambda each: (each.rank != 1, -each.first_share, each.rank))[: rows - len(best)]
    return [*best, *sorted(chances, key=lambda each: each.rank)]
