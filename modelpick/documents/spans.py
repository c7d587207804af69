"""A figure that is not certain. Money is exact `Decimal` US dollars."""

from __future__ import annotations

from decimal import Decimal

from modelpick.model.fields import DocumentPart


class Span(DocumentPart):
    """A figure with its range; all three are None where it is unknown."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    def times(self, factor: Decimal | int) -> Span:
        """Each end multiplied by `factor`, which is not negative."""
        ends = [None if end is None else end * factor for end in (self.value, self.low, self.high)]
        return Span(*ends)
