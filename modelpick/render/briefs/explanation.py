"""The answer of `explain` on one screen: where the model stands, why it is excluded, what it lacks."""

from __future__ import annotations

from modelpick.documents.comparison_reports import Explanation
from modelpick.documents.recommendation import Ranked, Reason
from modelpick.model.rules import AVAILABLE
from modelpick.render import values
from modelpick.render.briefs import lines
from modelpick.render.briefs.recommendation import UNASKED
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Column, FactRow, Heading, Page, Paragraph, Table, TableCell, table_of

GAPS, CAUTIONS, FAILED = 5, 2, 5


def page(answer: Explanation) -> Page:
    """The short page of `explain`."""
    cite = Citer(answer.sources)
    blocks: list[Block] = [Heading(answer.text, 1, "good" if answer.recommended else "strong")]
    if answer.ranked:
        blocks.append(Paragraph(_standing_sentence(answer.ranked), joined=True))
    asked = [part for part in answer.request.summary.split(" · ") if part not in UNASKED]
    blocks.append(lines.muted_line(f"For {' · '.join(asked)} · as of {answer.as_of}"))
    facts: list[FactRow] = []
    if answer.excluded:
        for number, failed in enumerate(answer.excluded.failed[:FAILED]):
            label = "Fails" if failed.outcome == "fail" else "Not proven"
            repeated = number and answer.excluded.failed[number - 1].outcome == failed.outcome
            facts.append(FactRow("" if repeated else label, failed.reason, "bad", cite(*failed.sources)))
        met = [name for name, outcome, _ in answer.constraints if outcome == "pass" and name != AVAILABLE]
        facts += [FactRow("Meets", ", ".join(met))] if met else []
        if answer.excluded.score is not None:
            facts.append(FactRow("Else", f"it would score {values.score(answer.excluded.score)}"))
    if answer.not_ranked:
        facts += lines.labeled("Missing", answer.not_ranked.missing[:FAILED])
    if answer.gap and answer.ranked:
        blocks.append(_score_gap_table(answer, cite))
    elif answer.ranked:
        facts += lines.reason_facts("For", answer.ranked.for_[:3], cite, whole=True)
    if answer.ranked:
        facts += lines.reason_facts("But", answer.ranked.cautions[:CAUTIONS], cite, whole=True)
    facts += [FactRow("Note", note) for note in lines.notes_on_reading(answer.notes, answer.name)]
    facts += [FactRow("Next", _next_command(answer)), lines.more("--details")]
    return Page((*blocks, *lines.fact_block(facts), *cite.listed()))


def _standing_sentence(ranked: Ranked) -> str:
    tested = f"{lines.glyphs(ranked.contributions)} {values.share(ranked.tested)} of the test weight was measured"
    return f"Likely {ranked.low:.0f} to {ranked.high:.0f} points · {tested}."


def _score_gap_table(answer: Explanation, cite: Citer) -> Table:
    """The criteria that cost or gain most against the first."""
    known = [reason for reason in answer.gap if reason.points is not None]
    largest = sorted(known, key=lambda reason: -abs(reason.points or 0.0))[:GAPS]
    shown = [reason for reason in known if reason in largest]
    first = answer.first.name if answer.first else "the first"
    columns: list[Column[Reason]] = [
        Column(f"against {first}", cell=lambda reason: TableCell(reason.text, refs=cite(*reason.sources))),
        Column("points", right=True, cell=lambda reason: TableCell(values.points(reason.points) or "", "strong")),
    ]
    return table_of(columns, shown)


def _next_command(answer: Explanation) -> str:
    asked = answer.request.command
    if answer.first and answer.first.model != answer.model and answer.ranked:
        return lines.command("compare", lines.slug(answer.first.model), lines.slug(answer.model), *asked)
    return lines.command("recommend", *asked)
