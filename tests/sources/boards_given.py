"""Samples of score boards as they come: under the address that tells what they are."""

from __future__ import annotations

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import Parsed, SourceDocument
from modelpick.sources.registry import ADAPTERS
from tests.sources.given import DAY, SAMPLES, of


def at(name: str, url: str | None = None) -> SourceDocument:
    """The sample file `name`, as if it came from `url`."""
    return SourceDocument(url or name, (SAMPLES / name).read_bytes())


def scores(source: str, *documents: SourceDocument) -> tuple[Parsed, dict[tuple[str, str, str | None], ScoreRecord]]:
    """What the adapter makes of `documents`, and its scores by model, benchmark and variant."""
    parsed = ADAPTERS[source].parse(documents, DAY)
    return parsed, {(one.model, one.benchmark, one.variant): one for one in of(parsed, ScoreRecord)}


def with_text(document: SourceDocument, old: str, new: str) -> SourceDocument:
    """`document` with one piece of its text replaced."""
    text = document.data.decode()
    assert old in text
    return document._replace(data=text.replace(old, new, 1).encode())
