"""A word of the field."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.card_reports import GlossaryCard, RelatedTerm
from modelpick.model.facts import GlossaryEntry


def glossary_card(entry: GlossaryEntry, glossary: Mapping[str, GlossaryEntry]) -> GlossaryCard:
    related = (glossary[id_] for id_ in entry.see_also if id_ in glossary)
    return GlossaryCard(
        schema_version=SCHEMA_VERSION,
        term=entry.id,
        name=entry.name,
        also=entry.also,
        says=entry.says,
        why=entry.why,
        see_also=tuple(RelatedTerm(other.id, other.name) for other in related),
    )
