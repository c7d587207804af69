"""What data terms rest on, and which papers lack, as lines of a short page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modelpick.documents.recommendation import Paper, Proof, Ranked, Reachable
from modelpick.model import wording
from modelpick.model.facts import YOU
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import FactRow

MOST_PROOFS, MOST_WAYS = 3, 2
LONGEST_NAME = 24
_SHORT_NAMES = {"baa": "BAA", "dpa": "Article 28 agreement"}
_CLAUSE_END = r"[;.:](?= |$)"
_SAID = {"on_request": "on request", "conditional": "under conditions", None: "nothing published"}


def proof_rows(ranked: Ranked, cite: Citer) -> list[FactRow]:
    """What the terms that were asked rest on at the provider that is named: a line each, the last for all others."""
    shown, rest = ranked.proofs[:MOST_PROOFS], ranked.proofs[MOST_PROOFS:]
    if rest:
        shown, rest = ranked.proofs[: MOST_PROOFS - 1], ranked.proofs[MOST_PROOFS - 1 :]
    texts = [_proof_line(proof) for proof in shown]
    if rest:
        others = [proof for proof in rest if proof.read_by not in (None, YOU)]
        said = f", {len(others)} of them read by others" if others else ""
        texts.append(f"and {wording.count(len(rest), 'term')} more{said} (--details)")
    if texts:
        offer = ranked.offering
        name = lines.short_provider(offer.provider_name or offer.provider or "", LONGEST_NAME)
        texts[0] = f"{name}: {texts[0]}"
    refs = [cite(*proof.sources) for proof in shown] + ([cite(*(s for p in rest for s in p.sources))] if rest else [])
    rows = (FactRow("", text, refs=of_text) for text, of_text in zip(texts, refs, strict=True))
    return lines.under_label("Terms", rows)


def _proof_line(proof: Proof) -> str:
    """``BAA: accepted once in AWS Artifact (read by others, 2026-06-12)``."""
    reader = {None: "its own page", YOU: "your own paper"}.get(proof.read_by, "read by others")
    of_day = f" ({reader}, {proof.on})" if proof.on else f" ({reader})"
    clause = first_clause(proof.note)
    short = _SHORT_NAMES.get(proof.term, proof.says)
    long = f"{short}: {clause[:1].lower()}{clause[1:]}{of_day}"
    return (
        long
        if clause and not proof.term.startswith("residency.") and len(long) <= lines.WIDEST
        else proof.says + of_day
    )


def first_clause(note: str | None) -> str:
    """The beginning of a note, up to its first stop."""
    return re.split(_CLAUSE_END, note or "", maxsplit=1)[0].strip()


def paper_rows(ways: Sequence[Reachable], cite: Citer) -> list[FactRow]:
    """The papers that would admit a provider, and how to record the first of them."""
    if not ways:
        return []
    rows = []
    for way in ways[:MOST_WAYS]:
        more = f" and {len(way.models) - 1} more" if len(way.models) > 1 else ""
        refs = cite(*(source for paper in way.papers for source in paper.sources))
        text = f"{way.provider_name}, for {way.best_name}{more}: {wording.listed([*map(_paper_words, way.papers)])}"
        rows.append(FactRow("", text, refs=refs))
    return [*lines.under_label("In writing", rows), FactRow("Record it", ways[0].papers[0].command)]


def _paper_words(paper: Paper) -> str:
    return f"{_SHORT_NAMES.get(paper.term, paper.says)} ({_SAID.get(paper.said, paper.said)})"
