"""Why this model is, or is not, the answer to exactly this question."""

from __future__ import annotations

from modelpick.documents.comparison_reports import Explanation
from modelpick.documents.evidence_reports import Figure
from modelpick.documents.recommendation import Excluded, NotRanked
from modelpick.model.rules import AVAILABLE
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Column, Heading, Item, Items, Page, Paragraph, Table, TableCell, Tone, table_of
from modelpick.render.views import shared

_OUTCOME_WORDS: dict[str, tuple[str, Tone]] = {
    "pass": ("met", "good"),
    "fail": ("not met", "bad"),
    "unknown": ("not known", "warn"),
}


def page(answer: Explanation) -> Page:
    """The screen of `explain`."""
    cite = Citer(answer.sources)
    blocks: list[Block] = [
        Heading(answer.text, 1, "good" if answer.recommended else "strong"),
        Paragraph(f"{answer.request.summary} · as of {answer.as_of}", "muted", joined=True),
    ]
    blocks.append(constraints_table(answer))
    if answer.excluded:
        blocks.append(_kept_out(answer.excluded, cite))
    if answer.not_ranked:
        blocks.append(_too_little(answer.not_ranked))
    if answer.ranked:
        blocks += [shared.case_of(answer.ranked, cite), shared.contributions(answer.ranked.contributions, cite)]
    if answer.gap:
        first = answer.first.name if answer.first else "the first"
        blocks.append(Items(f"Against {first}, criterion by criterion", tuple(shared.signed(answer.gap, cite))))
    blocks += [_refused_figures(answer, cite), shared.notes(answer.notes), *cite.listed(), shared.dated(answer.as_of)]
    return Page(tuple(blocks))


def _refused_figures(answer: Explanation, cite: Citer) -> Items:
    """Figures that somebody reports and that do not count, with the reason."""
    items = tuple(Item(_why_not(f), "!", lead=f.benchmark_name, refs=cite(f.source)) for f in answer.refused)
    return Items("Figures that do not count", items)


def _why_not(refused: Figure) -> str:
    figure = f"{values.figure(refused.value, refused.unit)} ({shared.basis(refused.by)}, {refused.on})"
    return f"{figure} is {refused.state}: {refused.why or 'no reason is given'}"


def constraints_table(answer: Explanation) -> Table:
    """Each constraint that was asked, its outcome, and what that rests on."""
    columns: list[Column[tuple[str, str, str]]] = [
        Column("constraint", floor=12, cell=lambda row: row[0]),
        Column("", name="outcome", cell=lambda row: TableCell(*_OUTCOME_WORDS.get(row[1], (row[1], "plain")))),
        Column("because", floor=24, cell=lambda row: row[2]),
    ]
    asked = [row for row in answer.constraints if row[:2] != (AVAILABLE, "pass")]
    return table_of(columns, asked, "What was required")


def _kept_out(model: Excluded, cite: Citer) -> Items:
    failed = sorted(model.failed, key=lambda each: each.outcome == "unknown")
    items = (
        Item(f.reason, "?", "Not proven", lead=f.constraint, refs=cite(*f.sources))
        if f.outcome == "unknown"
        else Item(f.reason, "-", "Fails", lead=f.constraint, refs=cite(*f.sources))
        for f in failed
    )
    about = None if model.score is None else f"it would score {values.score(model.score)}"
    return Items("Why it is excluded", tuple(items), about=about)


def _too_little(model: NotRanked) -> Items:
    missing = tuple(Item(text, "?") for text in model.missing)
    about = f"figures for {values.share(model.coverage)} of the weight; missing:"
    return Items("Not enough evidence to rank it", missing, about=about)
