"""What is known of one cell (model x benchmark) once its measurements are added up."""

from __future__ import annotations

from typing import Literal

from modelpick.model.facts import By, Measurement
from modelpick.model.fields import Fact

TIERS: tuple[By, ...] = ("self", "independent", "vendor", "rival", "press")
"""Best first: only figures of the best tier that a cell has are used."""


class OwnResult(Fact):
    """What the user's own results of a cell add up to: value and deviation in the benchmark's unit, of how many
    attempts and distinct tasks."""

    value: float
    sd: float
    passed: float
    n: int
    tasks: int


class Cell(Fact):
    """Evidence of a cell: `value` and `sd` in the benchmark's unit, and what is behind it.

    `used` carry the value; `comparable` are all that may disagree with it; `flags` say what is odd. An estimated cell
    has no measurements: `drivers` are the benchmarks that weigh most in it, `known` how many scores the model has.
    A carried cell joins an estimate with a figure on another edition of the test. What a model is known to be unable
    to do is worth what the worst result is worth, and nobody need measure it.
    """

    benchmark: str
    value: float
    sd: float
    basis: By | Literal["carried", "estimated", "cannot"]
    used: tuple[Measurement, ...] = ()
    comparable: tuple[Measurement, ...] = ()
    conflict: bool = False
    flags: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    known: int = 0
    correlation: float = 0.0
    """Of an estimate: how its error goes together with those of the model's other estimates."""
    sources: tuple[str, ...] = ()
    """Who carries the value: of an estimate, the sources of the cells that drive it."""
    siblings: tuple[str, ...] = ()
    """Of a cell that nobody measured: the benchmarks of the same skill on which the model was measured."""
    doubt: float = 0.0
    """Of an estimate: how far below it the value lies if it turns out one deviation worse, in the unit."""
    own: OwnResult | None = None
    """The user's own results, where these say of how many tasks they are."""
    prior: Cell | None = None
    """What the cell was without them."""

    @property
    def measured(self) -> bool:
        return self.basis in TIERS

    @property
    def newest(self) -> str | None:
        return max((m.on for m in self.used), default=None)
