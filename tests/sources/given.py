"""What the tests of the adapters share: small samples of real shapes, and the real files where they lie beside us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

import pytest

from modelpick.market.records import OfferingRecord
from modelpick.sources.adapter import Parsed, SourceDocument
from modelpick.sources.registry import ADAPTERS

DAY = "2026-11-24"
SAMPLES = Path(__file__).parent / "samples"
UPSTREAM = Path(__file__).parents[3] / "shared" / "upstream"

_ADDRESSES = {
    "arena": "https://example.org/rows?config=webdev&offset=0",
    "openhands": "https://example.org/results/Example-1/scores.json",
    "chi-bench": "https://example.org/submissions/example-1/results.csv",
    "hugging-face": "https://example.org/api/datasets/cais/hle/leaderboard",
    "livebench": "https://example.org/table_2026_06_25.csv",
    "tau2-bench": "https://example.org/submissions/one/submission.json",
}
"""Of sources whose documents are told apart by their addresses."""
_LISTS = {"openhands": (b"model-path",), "chi-bench": (b'"dir"',), "hugging-face": (b"benchmark:official",)}
"""What stands in the document that names the others."""

T = TypeVar("T")


def sample(name: str) -> Any:
    return json.loads((SAMPLES / name).read_text("utf-8"))


def document(data: Any) -> SourceDocument:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return SourceDocument("https://example.org/document.json", raw)


def under_address(name: str, data: bytes) -> SourceDocument:
    """`data` as a document of that source."""
    address = _ADDRESSES.get(name, "https://example.org/x.json")
    if any(mark in data for mark in _LISTS.get(name, ())):
        address = "https://example.org/x.json"
    if name == "livebench" and data.lstrip()[:1] == b"{":
        address = "https://example.org/categories_2026_06_25.json"
    return SourceDocument(address, data)


def read(source: str, *data: Any) -> Parsed:
    """What the adapter makes of documents given as values, or as bytes."""
    return ADAPTERS[source].parse([document(one) for one in data], DAY)


def read_samples(source: str, *names: str) -> Parsed:
    return read(source, *(sample(name) for name in names))


def read_upstream(source: str, *names: str) -> Parsed:
    """What the adapter makes of the real files; skips the test where they are not there."""
    files = [UPSTREAM / name for name in names]
    if not all(file.is_file() for file in files):
        pytest.skip("the real files are not beside this checkout")
    return ADAPTERS[source].parse([SourceDocument(file.name, file.read_bytes()) for file in files], DAY)


def of(parsed: Parsed, kind: type[T]) -> list[T]:
    return [record for record in parsed.records if isinstance(record, kind)]


def offerings(parsed: Parsed) -> dict[str, OfferingRecord]:
    return {record.key: record for record in of(parsed, OfferingRecord)}
