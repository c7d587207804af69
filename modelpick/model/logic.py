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
    """Fail if any fails, else unknown if any is unknown, else pass; one that fails ends it."""
    found = Truth.PASS
    for truth in truths:
        if truth is Truth.FAIL:
            return truth
        found = Truth.UNKNOWN if truth is Truth.UNKNOWN else found
    return found


def any_of(truths: Iterable[Truth]) -> Truth:
    """Pass if any passes, else unknown if any is unknown, else fail; one that passes ends it."""
    found = Truth.FAIL
    for truth in truths:
        if truth is Truth.PASS:
            return truth
        found = Truth.UNKNOWN if truth is Truth.UNKNOWN else found
    return found
