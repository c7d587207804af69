"""Which model, and why: verdict, ranking, the case for and against the first three, what was left out."""

from __future__ import annotations

from modelpick.documents.results import (
    Excluded,
    NotRanked,
    Ranked,
    Reachable,
    Reason,
    Recommendation,
    Relaxation,
)
from modelpick.model import wording
from modelpick.model.fields import replace
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import (
    Block,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Sign,
    Table,
    TableCell,
    TableColumn,
)
from modelpick.render.views import shared

BAR, BAR_LENGTH = "█", 6
REASONED = 3
NAMED = 3

COLUMNS = (
    TableColumn("#", right=True),
    TableColumn("model"),
    TableColumn("score", right=True),
    TableColumn("80%", priority=2, right=True),
    TableColumn("P(best)", priority=3),
    TableColumn("$/M in / out", priority=4),
    TableColumn("blended", priority=10, right=True),
    TableColumn("a month", priority=3, right=True),
    TableColumn("runs at", priority=2),
    TableColumn("tokens/s", priority=3, right=True),
    TableColumn("context", priority=5, right=True),
    TableColumn("weights", priority=7),
    TableColumn("license", priority=8),
    TableColumn("API", priority=6),
    TableColumn("offered by", priority=9),
    TableColumn("evidence", priority=1),
)

SERVICE = ("$/M in / out", "blended", "API", "offered by")
"""Columns about a service; on one's own machines they say nothing."""


def page(answer: Recommendation) -> Page:
    """The screen of `recommend`."""
    cite = Citer(answer.sources)
    blocks: list[Block] = [
        Heading(answer.verdict.text, 1, "bad" if answer.verdict.state == "none" else "strong"),
        Paragraph(_question_summary(answer), "muted", joined=True),
        ranking(answer.ranking),
        *_relaxation_blocks(answer.relaxations),
        *_paper_blocks(answer.reachable, cite),
        *(shared.case_of(ranked, cite) for ranked in answer.ranking[:REASONED]),
        *_specialist_blocks(answer, cite),
        *_change_blocks(answer.changes, cite),
        *_left_out(answer, cite),
        *_not_ranked_blocks(answer.not_ranked),
        *shared.notes(answer.notes),
        *cite.listed(),
        shared.dated(answer.as_of, answer.facts_until),
    ]
    return Page(tuple(blocks))


def ranking(ranked: tuple[Ranked, ...]) -> Table:
    """The ranking as a table; CSV gets it with all its numbers."""
    at_home = bool(ranked) and all(each.offering.kind == "self_host" for each in ranked)
    hidden = {*(SERVICE if at_home else ())}
    hidden |= set() if any(each.offering.month_usd is not None for each in ranked) else {"a month"}
    hidden |= set() if any(each.offering.machine for each in ranked) else {"runs at", "tokens/s"}
    columns = [replace(c, shown=False) if c.title in hidden else c for c in COLUMNS]
    return Table(tuple(columns), tuple(_ranked_row(each) for each in ranked))


def _ranked_row(ranked: Ranked) -> tuple[TableCell, ...]:
    offer = ranked.offering
    own = offer.kind == "self_host"
    by = "own machines" if own else offer.provider_name or offer.provider
    return (
        TableCell(str(ranked.rank), "muted", sort=ranked.rank),
        TableCell(ranked.name, "strong" if ranked.rank == 1 else "plain"),
        TableCell(values.score(ranked.score), "strong", sort=ranked.score),
        TableCell(f"{ranked.low:.0f}-{ranked.high:.0f}", "muted"),
        _first_share_cell(ranked),
        TableCell("own machines", "muted")
        if own
        else values.cell_or_unknown(values.prices(offer.price_in, offer.price_out)),
        TableCell("-", "muted")
        if own
        else values.cell_or_unknown(values.money(offer.price_blended), offer.price_blended),
        values.cell_or_unknown(values.month(offer.month_usd)),
        values.cell_or_unknown(values.memory_at_quant(offer.memory_gb, offer.quant)),
        values.cell_or_unknown(f"{offer.tokens_per_s:.0f}" if offer.tokens_per_s else None, offer.tokens_per_s),
        values.cell_or_unknown(values.tokens(ranked.context), ranked.context),
        values.cell_or_unknown(ranked.weights),
        values.cell_or_unknown(ranked.license),
        values.cell_or_unknown(values.stage(ranked.api)),
        values.cell_or_unknown(by),
        _evidence_cell(ranked),
    )


def _first_share_cell(ranked: Ranked) -> TableCell:
    """Share of the simulations in which it is first, with a bar that says the same."""
    said = values.share(ranked.first_share)
    bar = BAR * round(ranked.first_share * BAR_LENGTH)
    return TableCell(f"{said} {bar}".strip(), sort=ranked.first_share, short=said)


def _evidence_cell(ranked: Ranked) -> TableCell:
    """How many of the criteria rest on figures, and what is doubtful about it."""
    doubts = [wording.count(ranked.conflicts, "conflict")] if ranked.conflicts else []
    doubts += [f"{name} unknown" for name in ranked.admitted_unknown]
    share = f"{ranked.measured} of {ranked.criteria}"
    return TableCell(
        ", ".join([f"{share} measured", *doubts]),
        "warn" if doubts else "plain",
        short=", ".join([share, *doubts]),
    )


def _question_summary(answer: Recommendation) -> str:
    until = f"facts up to {answer.facts_until}" if answer.facts_until else "date of the facts unknown"
    return " · ".join(part for part in (answer.request.summary, until) if part)


def _specialist_blocks(answer: Recommendation, cite: Citer) -> list[Block]:
    if not answer.specialists:
        return []
    says = answer.request.criteria[0].says
    title = f'Best at what weighs most, "{says}"'
    return [Heading(title), *(shared.case_of(ranked, cite) for ranked in answer.specialists)]


def _change_blocks(changes: tuple[Reason, ...], cite: Citer) -> list[Block]:
    items = tuple(Item(change.text, "~", refs=cite(*change.sources)) for change in changes)
    return [Items("What would change the answer", items)] if items else []


def _left_out(answer: Recommendation, cite: Citer) -> list[Block]:
    if not answer.excluded:
        return []
    counts = sorted(answer.excluded_counts.items(), key=lambda item: (-item[1], item[0]))
    about = " · ".join(f"{number} {constraint}" for constraint, number in counts)
    strongest = tuple(_kept_out(model, cite) for model in answer.excluded[:NAMED])
    title = f"Left out: {wording.count(len(answer.excluded), 'model')}"
    return [Items(title, strongest, about=about or None, measure="score")]


def _kept_out(model: Excluded, cite: Citer) -> Item:
    """One of the strongest excluded models in a line: the constraints that fail, then those that are unknown."""
    fails = [f.reason for f in model.failed if f.outcome == "fail"]
    unproven = [f.reason for f in model.failed if f.outcome == "unknown"]
    refs = cite(*(id_ for failed in model.failed for id_ in failed.sources))
    sign: Sign = "-" if fails else "?"
    text = "; ".join([*fails, *unproven])
    return Item(text, sign, lead=model.name, refs=refs, points=values.score(model.score))


def _not_ranked_blocks(models: tuple[NotRanked, ...]) -> list[Block]:
    if not models:
        return []
    names = [f"{m.name} ({values.share(m.coverage)} of the weight)" for m in models]
    return [
        Heading(f"Not enough evidence to rank: {wording.count(len(models), 'model')}"),
        Paragraph(shared.first_names(names), joined=True),
    ]


def _paper_blocks(ways: tuple[Reachable, ...], cite: Citer) -> list[Block]:
    """What to get in writing, provider by provider, and how to record it."""
    items = [
        Item(
            f"{paper.note or 'nothing is published'}; recorded by `{paper.command}`",
            "?",
            lead=f"{way.provider_name}, {paper.says}, for {wording.count(len(way.models), 'model')}",
            refs=cite(*paper.sources),
        )
        for way in ways
        for paper in way.papers
    ]
    return [Items("What to get in writing", tuple(items))] if items else []


def _relaxation_blocks(ways: tuple[Relaxation, ...]) -> list[Block]:
    if not ways:
        return []
    columns = (
        TableColumn("relax", floor=20),
        TableColumn("admits", right=True),
        TableColumn("the best of them", floor=14),
        TableColumn("score", right=True),
    )
    rows = tuple(
        (
            TableCell(values.given_up(way)),
            TableCell(wording.count(way.admits, "model"), sort=way.admits),
            TableCell(way.best_name) if way.best_name else TableCell("none has enough evidence", "muted"),
            values.cell_or_unknown(values.score(way.score), way.score),
        )
        for way in ways
    )
    return [Table(columns, rows, "Relax one of these")]
