"""Source ids become the numbers of this answer; a page lists only the sources that it cites."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.documents.recommendation import SourceRef
from modelpick.render.page import Sources, TableCell


class Citer:
    """Remembers which sources a page has cited."""

    def __init__(self, sources: Iterable[SourceRef]):
        self._by_id = {source.id: source for source in sources}
        self._cited: set[str] = set()

    def __call__(self, *ids: str | None) -> tuple[int, ...]:
        """The numbers of `ids`, in ascending order; ids that the answer does not list are left out."""
        found = [id_ for id_ in ids if id_ in self._by_id]
        self._cited.update(found)
        return tuple(sorted({self._by_id[id_].number for id_ in found}))

    def cell(self, *ids: str | None) -> TableCell:
        """A cell of these numbers alone."""
        return TableCell("", refs=self(*ids))

    def listed(self) -> tuple[Sources, ...]:
        """The block of sources, if any was cited."""
        refs = sorted((self._by_id[id_] for id_ in self._cited), key=lambda source: source.number)
        return (Sources(tuple(refs)),) if refs else ()
