"""Numbers as people write them, in options, files and Python: finite, in their range, exact. One type for all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain, field
from modelpick.model.wording import shown

_NUMBER_FORM = r"(?ai)([-+]?)\$?(\d[\d_,]*(?:\.\d{1,12})?|\.\d{1,12})\s*([a-z]*)"
_MOST_DIGITS = 40
THOUSANDS = {"k": 10**3, "m": 10**6, "b": 10**9}


class Bounded(Plain):
    """What a number may be, in words and in bounds. `ends` are the signs it may end with, and what they multiply by."""

    what: str
    least: int | float
    most: int | float
    whole: bool = False
    ends: Mapping[str, int] = field(default_factory=lambda: THOUSANDS)
    hint: str | None = "3k, 1.5M and 2B work too"

    def __str__(self) -> str:
        return f"{self.what} from {self.least:,} to {self.most:,}"

    def read(self, said: object, where: str) -> Decimal:
        """The number that `said` is, exactly.

        Raises:
            ModelpickError: it is none, or one out of bounds; names `where`.
        """
        value = self._value_written(said)
        if value is not None and self._is_in_bounds(value):
            return value
        if value is None:
            raise ModelpickError(f"is {shown(said)}, expected {self}", where=where, hint=self.hint)
        bare = shown(said.strip())[1:-1] if isinstance(said, str) else shown(said)
        raise ModelpickError(f"is {bare}, expected {self}", where=where)

    def count(self, said: object, where: str) -> int:
        """The same as a whole number."""
        return int(self.read(said, where))

    def _is_in_bounds(self, value: Decimal) -> bool:
        least, most = Decimal(str(self.least)), Decimal(str(self.most))  # as written: a float may lie beside it
        return least <= value <= most and (not self.whole or value == int(value))

    def _value_written(self, said: object) -> Decimal | None:
        """The number as written; None where it is no finite one. One far out of bounds may be another one far out."""
        if isinstance(said, bool):
            return None
        if isinstance(said, int):
            return Decimal(max(min(said, 10**_MOST_DIGITS), -(10**_MOST_DIGITS)))
        if isinstance(said, float | Decimal):
            value = Decimal(str(said))
            return value if value.is_finite() else None
        match = re.fullmatch(_NUMBER_FORM, said.strip()) if isinstance(said, str) else None
        if match is None or (match[3] and match[3].lower() not in self.ends):
            return None
        digits = match[2].replace("_", "").replace(",", "")
        if len(digits.partition(".")[0].lstrip("0")) > _MOST_DIGITS:
            digits = "9" * _MOST_DIGITS
        value = Decimal(digits) * self.ends.get(match[3].lower(), 1)
        return -value if match[1] == "-" else value


TRILLIONS = 10**15
ANY = Bounded("a number", -TRILLIONS, TRILLIONS)
NUMBER = Bounded("a number", 0, TRILLIONS)
WHOLE = Bounded("a whole number", 0, TRILLIONS, whole=True)
AT_LEAST_ONE = Bounded("a whole number", 1, TRILLIONS, whole=True)
TOKENS = Bounded("a number of tokens", 1, 10**9, whole=True, hint="128k and 1M work too")
TOKENS_OR_NONE = Bounded("a number of tokens for one request", 0, 10**9, whole=True)
DAYS = Bounded(
    "a number of days", 0, 36_500, whole=True,
    ends={"d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7, "mo": 30, "month": 30, "months": 30,
          "y": 365, "year": 365, "years": 365},
    hint="Write 90d or 12w",
)  # fmt: skip
SECONDS = Bounded("seconds", 0.1, 3_600, ends={"s": 1, "m": 60}, hint="Write 30 or 2m")
LINES = Bounded("a whole number", 1, 100_000, whole=True)
AT_A_TIME = Bounded("a whole number", 1, 100_000, whole=True)
SPEED = Bounded("tokens per second", 0.01, 1_000_000)
MONTHS = Bounded("a number of months", 1, 1_200, whole=True, ends={})
SHARE = Bounded("a share", -TRILLIONS, TRILLIONS, ends={})
WEIGHT = Bounded("a number", 0.001, 1_000_000, hint="Write coding=2")


Z80 = 1.2816
"""Half-width of an 80% interval in standard deviations."""


def median(values: Sequence[float]) -> float:
    """As `statistics.median`, whose import takes longer than a whole question."""
    order = sorted(values)
    half = len(order) // 2
    return order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2
