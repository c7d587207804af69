"""The compiled catalog is the same bytes for the same content, or no two builds of the wheel are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from modelpick.snapshot import write as writing
from modelpick.use_cases.load import CatalogInputs, compiled
from tests.conftest import DATA_DAY

SHARED = Path(__file__).resolve().parents[1] / "scenarios" / "shared"


def turned(made: Callable[..., Iterable[Any]]) -> Callable[..., list[Any]]:
    """The same parts the other way round: in what order a set is walked through is another one in each process."""
    return lambda *given: list(made(*given))[::-1]


def test_the_same_content_compiles_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = compiled(CatalogInputs((SHARED / "base.yaml",), with_bundled=False), DATA_DAY)
    writing.write(tmp_path / "one.sqlite", content, DATA_DAY)
    for name in ("_snapshot_parts", "_section_rows"):
        monkeypatch.setattr(writing, name, turned(getattr(writing, name)))
    writing.write(tmp_path / "other.sqlite", content, DATA_DAY)
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "other.sqlite").read_bytes()
