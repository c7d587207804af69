"""What the oldest versions that are supported do otherwise, where the program does not depend on it."""

from __future__ import annotations

from importlib.metadata import version

import pytest


def _is_older(package: str, least: tuple[int, int]) -> bool:
    return tuple(map(int, version(package).split(".")[:2])) < least


WRITES_SCHEMAS = pytest.mark.skipif(_is_older("pydantic", (2, 14)), reason="pydantic says less in schemas before 2.14")
PASSES_OVER_PATHS = pytest.mark.skipif(
    _is_older("platformdirs", (4, 14)), reason="platformdirs took a path that is not whole before 4.14"
)
