"""Which model, and why: verdict, ranking, the case for and against the first three, what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.recommendation import (
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
from modelpick.render.page import Block, Column, Heading, Item, Items, Page, Paragraph, Sign, Table, TableCell, table_of
from modelpick.render.views import shared

BAR, BAR_LENGTH = "█", 6
REASONED = 3
NAMED = 3

SERVICE = ("$/M in / out", "blended", "API", "offered by")
"""Columns about a service; on one's own machines they say nothing."""


def page(answer: Recommendation) -> Page:
    """The screen of `recommend`."""
    cite = Citer(answer.sources)
    blocks: list[Block] = [
        Heading(answer.verdict.text, 1, "bad" if answer.verdict.state == "none" else "strong"),
        Paragraph(_question_summary(answer), "muted", joined=True),
        ranking(answer.ranking),
        relaxations_table(answer.relaxations, "relax", "the best of them", "Relax one of these"),
        _paper_items(answer.reachable, cite),
        *(shared.case_of(ranked, cite) for ranked in answer.ranking[:REASONED]),
        *_specialist_blocks(answer, cite),
        _change_items(answer.changes, cite),
        *_left_out(answer, cite),
        *_not_ranked_blocks(answer.not_ranked),
        shared.notes(answer.notes),
        *cite.listed(),
        shared.dated(answer.as_of, answer.facts_until),
    ]
    return Page(tuple(blocks))


def ranking(ranked: tuple[Ranked, ...]) -> Table:
    """The ranking as a table."""
    at_home = bool(ranked) and all(each.offering.kind == "self_host" for each in ranked)
    monthly = any(each.offering.month_usd is not None for each in ranked)
    named = any(each.offering.machine for each in ranked)
    columns: list[Column[Ranked]] = [
        Column("#", right=True, cell=lambda each: TableCell(str(each.rank), "muted", sort=each.rank)),
        Column("model", cell=lambda each: TableCell(each.name, "strong" if each.rank == 1 else "plain")),
        Column("score", right=True, cell=lambda each: TableCell(values.score(each.score), "strong", sort=each.score)),
        Column("80%", priority=2, right=True, cell=lambda each: TableCell(f"{each.low:.0f}-{each.high:.0f}", "muted")),
        Column("P(best)", priority=3, cell=_first_share_cell),
        Column("$/M in / out", priority=4, cell=_prices_cell),
        Column("blended", priority=10, right=True, cell=_blended_price_cell),
        Column(
            "a month", priority=3, right=True, shown=monthly, cell=lambda each: values.dollars(each.offering.month_usd)
        ),
        Column("runs at", priority=2, shown=named, cell=_memory_text),
        Column("tokens/s", priority=3, right=True, shown=named, cell=_speed_cell),
        Column("context", priority=5, right=True, cell=_context_cell),
        Column("weights", priority=7, cell=lambda each: each.weights),
        Column("license", priority=8, cell=lambda each: each.license),
        Column("API", priority=6, cell=lambda each: values.stage(each.api)),
        Column("offered by", priority=9, cell=_seller_text),
        Column("evidence", priority=1, cell=_evidence_cell),
    ]
    if at_home:
        columns = [replace(column, shown=column.shown and column.title not in SERVICE) for column in columns]
    return table_of(columns, ranked)


def _prices_cell(ranked: Ranked) -> TableCell | str:
    offer = ranked.offering
    if offer.kind == "self_host":
        return TableCell("own machines", "muted")
    return values.prices(offer.price_in, offer.price_out)


def _blended_price_cell(ranked: Ranked) -> TableCell:
    offer = ranked.offering
    if offer.kind == "self_host":
        return TableCell("-", "muted")
    return values.cell_or_unknown(values.money(offer.price_blended), offer.price_blended)


def _memory_text(ranked: Ranked) -> str:
    return values.memory_at_quant(ranked.offering.memory_gb, ranked.offering.quant)


def _speed_cell(ranked: Ranked) -> TableCell:
    speed = ranked.offering.tokens_per_s
    return values.cell_or_unknown(f"{speed:.0f}" if speed else None, speed)


def _context_cell(ranked: Ranked) -> TableCell:
    return values.cell_or_unknown(values.tokens(ranked.context), ranked.context)


def _seller_text(ranked: Ranked) -> str | None:
    offer = ranked.offering
    return "own machines" if offer.kind == "self_host" else offer.provider_name or offer.provider


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


def _change_items(changes: tuple[Reason, ...], cite: Citer) -> Items:
    items = tuple(Item(change.text, "~", refs=cite(*change.sources)) for change in changes)
    return Items("What would change the answer", items)


def _left_out(answer: Recommendation, cite: Citer) -> list[Block]:
    if not answer.excluded:
        return []
    strongest = tuple(kept_out(model, cite) for model in answer.excluded[:NAMED])
    title = f"Left out: {wording.count(len(answer.excluded), 'model')}"
    return [Items(title, strongest, about=by_constraint(answer) or None, measure="score")]


def by_constraint(answer: Recommendation) -> str:
    """``By constraint: residency 12, tools 3``; empty where no constraint left anything out."""
    counts = sorted(answer.excluded_counts.items(), key=lambda item: (-item[1], item[0]))
    about = ", ".join(f"{constraint} {number}" for constraint, number in counts)
    return f"By constraint: {about}" if about else ""


def kept_out(model: Excluded, cite: Citer) -> Item:
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


def _paper_items(ways: tuple[Reachable, ...], cite: Citer) -> Items:
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
    return Items("What to get in writing", tuple(items))


def relaxations_table(ways: Sequence[Relaxation], relax: str, best: str, title: str | None = None) -> Table:
    """What each of `ways` gives up, and what that admits; `relax` and `best` head two of the columns."""
    columns: list[Column[Relaxation]] = [
        Column(relax, floor=20, cell=values.given_up),
        Column("admits", right=True, cell=lambda way: TableCell(wording.count(way.admits, "model"), sort=way.admits)),
        Column(best, floor=14, cell=lambda way: values.cell_or(way.best_name, "none has enough evidence")),
        Column("score", right=True, cell=lambda way: values.cell_or_unknown(values.score(way.score), way.score)),
    ]
    return table_of(columns, ways, title)
