"""Three-valued (Kleene) logic: what is not known is neither true nor false."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Truth(StrEnum):
    """The three truth values of Kleene logic: pass, fail, unknown."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"

    @staticmethod
    def of(flag: bool) -> Truth:
        return Truth.PASS if flag else Truth.FAIL

    def __invert__(self) -> Truth:
        return {Truth.PASS: Truth.FAIL, Truth.FAIL: Truth.PASS}.get(self, Truth.UNKNOWN)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Fail if any fails, else unknown if any is unknown, else pass."""
    seen = set(truths)
    if Truth.FAIL in seen:
        return Truth.FAIL
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.PASS


def any_of(truths: Iterable[Truth]) -> Truth:
    """Pass if any passes, else unknown if any is unknown, else fail."""
    seen = set(truths)
    if Truth.PASS in seen:
        return Truth.PASS
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.FAIL
