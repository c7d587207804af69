"""Numbers the sources of an answer in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from modelpick.documents.recommendation import Excluded, Ranked, Reason, SourceRef
from modelpick.model.facts import Source


def references(sources: Mapping[str, Source], ids: Iterable[str]) -> tuple[SourceRef, ...]:
    """The sources `ids`, numbered in that order, each once."""
    citations = Citations(sources)
    citations.cite(ids)
    return citations.references()


class Citations:
    """Collects source ids; a number is given at the first mention and never changes."""

    def __init__(self, sources: Mapping[str, Source]):
        self._sources = sources
        self._numbers: dict[str, int] = {}

    def cite(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            self._numbers.setdefault(id_, len(self._numbers) + 1)

    def cite_reasons(self, reasons: Iterable[Reason]) -> None:
        for reason in reasons:
            self.cite(reason.sources)

    def cite_ranking(self, ranked: Sequence[Ranked]) -> None:
        """Reasons of all first, because they are read first; then what the other contributions rest on."""
        for line in ranked:
            for reasons in (line.for_, line.against, line.cautions, line.unknown):
                self.cite_reasons(reasons)
        for line in ranked:
            for part in line.contributions:
                self.cite(part.sources)
            self.cite(line.offering.sources)
            for change in line.ahead:
                self.cite(change.sources)
            for proof in line.proofs:
                self.cite(proof.sources)

    def cite_failures(self, excluded: Iterable[Excluded]) -> None:
        for model in excluded:
            for failed in model.failed:
                self.cite(failed.sources)

    def references(self) -> tuple[SourceRef, ...]:
        return tuple(self._source_reference(id_, number) for id_, number in self._numbers.items())

    def _source_reference(self, id_: str, number: int) -> SourceRef:
        source = self._sources.get(id_)
        if source is None:
            return SourceRef(number, id_, id_, "unknown publisher", None, None, None)
        return SourceRef(
            number, id_, source.title, source.publisher, source.date, source.url, source.license, source.via
        )
