"""The page of `explain`: why a model is, or is not, the answer."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.documents.comparison_reports import Explanation
from modelpick.model import wording
from modelpick.model.fields import replace
from modelpick.render.citing import Citer
from modelpick.render.html import picture
from modelpick.render.html.recommendation import case_of, in_short
from modelpick.render.html.shared import remarks_of, sources_of, whole_answer
from modelpick.render.html.sheet import DecisionFact, Picture, Remark, Sheet
from modelpick.render.views.explanation import constraints_table

MOST = 10


def sheet(answer: Explanation) -> Sheet:
    """The page of `answer`."""
    cite = Citer(answer.sources)
    mine = answer.ranked
    made = Sheet(
        kind="explanation",
        heading=_page_heading(answer),
        lead=wording.sentence(answer.text),
        asked=answer.request.summary,
        as_of=answer.as_of,
        facts_until=None,
        facts=tuple(_decision_facts(answer, cite)),
        picture=_score_gap_picture(answer),
        table=required if (required := constraints_table(answer)).rows else None,
        reasons=tuple(remarks_of(mine.for_[:3], "for", cite)) if mine else (),
        cautions=tuple(remarks_of((*mine.against[:2], *mine.cautions[:1]), "against", cite))
        if mine
        else _kept_out(answer, cite),
        changes=(),
        cases=(case_of(mine, cite),) if mine else (),
        sections=(whole_answer(answer, "In full"),),
        sources=(),
    )
    shown = {ref.id: ref for block in cite.listed() for ref in block.refs}
    shown |= {ref.id: ref for ref in sources_of(answer, answer.sources)}
    return replace(made, sources=tuple(sorted(shown.values(), key=lambda ref: ref.number)))


def _page_heading(answer: Explanation) -> str:
    if answer.recommended:
        return f"{answer.name} is the answer"
    if answer.rank:
        return f"{answer.name} is number {answer.rank}"
    return f"{answer.name} is {'left out' if answer.excluded else 'not ranked'}"


def _decision_facts(answer: Explanation, cite: Citer) -> Iterable[DecisionFact]:
    if answer.ranked:
        yield DecisionFact("This one", answer.name, in_short(answer.ranked), cite(*answer.ranked.offering.sources))
    if answer.first:
        yield DecisionFact("The first", answer.first.name, in_short(answer.first), cite(*answer.first.offering.sources))
    if answer.ranked and answer.ranked.ahead:
        soonest = answer.ranked.ahead[0]
        yield DecisionFact("Valid until", soonest.on, f"then {soonest.text}", cite(*soonest.sources))
    elif answer.ranked:
        yield DecisionFact("Valid until", "the next change of the facts", "nothing is announced that ends it")
    if answer.not_ranked:
        covered = f"figures for {wording.percent(answer.not_ranked.coverage)} of the weight"
        yield DecisionFact("Not ranked", answer.not_ranked.why, covered)


def _score_gap_picture(answer: Explanation) -> Picture | None:
    """Criterion by criterion, ahead of the first or behind it; of the first itself, what its score adds up from."""
    if answer.gap and answer.first:
        says = {c.id: c.says for c in answer.request.criteria}
        bars = [
            picture.Bar(says.get(r.subject or "", r.subject or ""), r.points, r.points, r.points,
                        "ahead" if r.points > 0 else "behind", f"{r.points:+.1f}")
            for r in answer.gap if r.points is not None
        ][:MOST]  # fmt: skip
        title = f"{answer.name} against {answer.first.name}"
    else:
        parts = answer.ranked.contributions if answer.ranked else ()
        bars = [picture.Bar(p.says, p.points, p.points, p.points, "first", f"{p.points:.1f}") for p in parts][:MOST]
        title = f"What the score of {answer.name} adds up from"
    return picture.rows(bars, "bars", title, "points of the score", "{:g}".format) if bars else None


def _kept_out(answer: Explanation, cite: Citer) -> tuple[Remark, ...]:
    if answer.not_ranked is not None:
        return tuple(Remark("unknown", f"no figure: {text}") for text in answer.not_ranked.missing)
    if answer.excluded is None:
        return ()
    failed = sorted(answer.excluded.failed, key=lambda each: each.outcome == "unknown")
    return tuple(
        Remark("unknown" if f.outcome == "unknown" else "against", f.reason, f.constraint, cite(*f.sources))
        for f in failed
    )
