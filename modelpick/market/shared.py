"""What many rows of a large market say alike, in memory once."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

NO_ORIGINS: dict[str, str] = {}
"""The origins of a row that says nothing beside its source. Nobody adds to it."""


@lru_cache(maxsize=1 << 16)
def kept_once(value: T) -> T:
    """`value`, as the first object that was equal to it."""
    return value
