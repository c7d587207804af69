"""Which model, and why: verdict, ranking, the case for and against the first three, what was left out."""

from __future__ import annotations

from modelpick.documents.results import Excluded, NotRanked, Ranked, Reason, Recommendation, Relaxation
from modelpick.model import wording
from modelpick.model.fields import replace
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Heading, Item, Items, Page, Paragraph, Sign, Table
from modelpick.render.views import shared

BAR, BAR_LENGTH = "█", 6
REASONED = 3
NAMED = 3

COLUMNS = (
    Column("rank", "#", right=True),
    Column("name", "model"),
    Column("score", "score", right=True),
    Column("", "80%", priority=2, right=True),
    Column("first", "P(best)", priority=3),
    Column("", "$/M in / out", priority=4),
    Column("price_in", "", shown=False),
    Column("price_out", "", shown=False),
    Column("price_blended", "blended", priority=10, right=True),
    Column("", "a month", priority=3, right=True),
    Column("month_usd", "", shown=False),
    Column("month_usd_low", "", shown=False),
    Column("month_usd_high", "", shown=False),
    Column("", "runs at", priority=2),
    Column("machine", "", shown=False),
    Column("quant", "", shown=False),
    Column("memory_gb", "", shown=False),
    Column("tokens_per_s", "tokens/s", priority=3, right=True),
    Column("context", "context", priority=5, right=True),
    Column("weights", "weights", priority=7),
    Column("license", "license", priority=8),
    Column("api", "API", priority=6),
    Column("offering", "offered by", priority=9),
    Column("", "evidence", priority=1),
    Column("model", "", shown=False),
    Column("coverage", "", shown=False),
    Column("low", "", shown=False),
    Column("high", "", shown=False),
    Column("sd", "", shown=False),
    Column("top_three", "", shown=False),
    Column("measured", "", shown=False),
    Column("estimated", "", shown=False),
    Column("criteria", "", shown=False),
    Column("conflicts", "", shown=False),
)

SERVICE = ("$/M in / out", "blended", "API", "offered by")
"""Columns about a service; on one's own machines they say nothing."""


def page(answer: Recommendation) -> Page:
    """The screen of `recommend`."""
    cite = Citer(answer.sources)
    blocks: list[Block] = [
        Heading(answer.verdict.text, 1, "bad" if answer.verdict.state == "none" else "strong"),
        Paragraph(_asked(answer), "muted", joined=True),
        ranking(answer.ranking),
        *_relaxations(answer.relaxations),
        *(shared.case_of(ranked, cite) for ranked in answer.ranking[:REASONED]),
        *_specialists(answer, cite),
        *_changes(answer.changes, cite),
        *_left_out(answer, cite),
        *_apart(answer.not_ranked),
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
    return Table(tuple(columns), tuple(_row(each) for each in ranked), primary=True, shown=bool(ranked))


def _row(ranked: Ranked) -> tuple[Cell, ...]:
    offer = ranked.offering
    own = offer.kind == "self_host"
    by = "own machines" if own else offer.provider_name or offer.provider
    return (
        Cell(str(ranked.rank), "muted", raw=ranked.rank),
        Cell(ranked.name, "strong" if ranked.rank == 1 else "plain"),
        Cell(values.score(ranked.score), "strong", raw=ranked.score),
        Cell(f"{ranked.low:.0f}-{ranked.high:.0f}", "muted"),
        _first(ranked),
        Cell("own machines", "muted") if own else values.known(values.prices(offer.price_in, offer.price_out)),
        values.known(values.money(offer.price_in), offer.price_in),
        values.known(values.money(offer.price_out), offer.price_out),
        Cell("-", "muted", raw=UNKNOWN)
        if own
        else values.known(values.money(offer.price_blended), offer.price_blended),
        values.known(values.month(offer.month_usd)),
        values.known(values.money(offer.month_usd), offer.month_usd),
        values.known(values.money(offer.month_usd_low), offer.month_usd_low),
        values.known(values.money(offer.month_usd_high), offer.month_usd_high),
        values.known(values.runs_at(offer.memory_gb, offer.quant)),
        Cell(offer.machine or UNKNOWN),
        Cell(offer.quant or UNKNOWN),
        values.known(f"{offer.memory_gb:.1f}" if offer.memory_gb else None, offer.memory_gb),
        values.known(f"{offer.tokens_per_s:.0f}" if offer.tokens_per_s else None, offer.tokens_per_s),
        values.known(values.tokens(ranked.context), ranked.context),
        values.known(ranked.weights),
        values.known(ranked.license),
        values.known(values.stage(ranked.api), ranked.api),
        values.known(by),
        _evidence(ranked),
        Cell(ranked.model),
        Cell(values.share(ranked.coverage), raw=ranked.coverage),
        Cell(values.score(ranked.low), raw=ranked.low),
        Cell(values.score(ranked.high), raw=ranked.high),
        Cell(values.score(ranked.sd), raw=ranked.sd),
        Cell(values.share(ranked.top_three_share), raw=ranked.top_three_share),
        Cell(str(ranked.measured), raw=ranked.measured),
        Cell(str(ranked.estimated), raw=ranked.estimated),
        Cell(str(ranked.criteria), raw=ranked.criteria),
        Cell(str(ranked.conflicts), raw=ranked.conflicts),
    )


def _first(ranked: Ranked) -> Cell:
    """Share of the simulations in which it is first, with a bar that says the same."""
    said = values.share(ranked.first_share)
    bar = BAR * round(ranked.first_share * BAR_LENGTH)
    return Cell(f"{said} {bar}".strip(), raw=ranked.first_share, short=said)


def _evidence(ranked: Ranked) -> Cell:
    """How many of the criteria rest on figures, and what is doubtful about it."""
    doubts = [wording.count(ranked.conflicts, "conflict")] if ranked.conflicts else []
    doubts += [f"{name} unknown" for name in ranked.admitted_unknown]
    share = f"{ranked.measured} of {ranked.criteria}"
    return Cell(
        ", ".join([f"{share} measured", *doubts]),
        "warn" if doubts else "plain",
        short=", ".join([share, *doubts]),
    )


def _asked(answer: Recommendation) -> str:
    until = f"facts up to {answer.facts_until}" if answer.facts_until else "date of the facts unknown"
    return " · ".join(part for part in (answer.request.summary, until) if part)


def _specialists(answer: Recommendation, cite: Citer) -> list[Block]:
    if not answer.specialists:
        return []
    says = answer.request.criteria[0].says
    title = f'Best at what weighs most, "{says}"'
    return [Heading(title), *(shared.case_of(ranked, cite) for ranked in answer.specialists)]


def _changes(changes: tuple[Reason, ...], cite: Citer) -> list[Block]:
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
    """One of the strongest in a line: what fails, then what is not proven."""
    fails = [f.reason for f in model.failed if f.outcome == "fail"]
    unproven = [f.reason for f in model.failed if f.outcome == "unknown"]
    refs = cite(*(id_ for failed in model.failed for id_ in failed.sources))
    sign: Sign = "-" if fails else "?"
    text = "; ".join([*fails, *unproven])
    return Item(text, sign, lead=model.name, refs=refs, points=values.score(model.score))


def _apart(models: tuple[NotRanked, ...]) -> list[Block]:
    if not models:
        return []
    names = [f"{m.name} ({values.share(m.coverage)} of the weight)" for m in models]
    return [
        Heading(f"Not enough evidence to rank: {wording.count(len(models), 'model')}"),
        Paragraph(shared.few(names), joined=True),
    ]


def _relaxations(ways: tuple[Relaxation, ...]) -> list[Block]:
    if not ways:
        return []
    columns = (
        Column("relax", "relax", floor=20),
        Column("admits", "admits", right=True),
        Column("best", "the best of them", floor=14),
        Column("score", "score", right=True),
    )
    rows = tuple(
        (
            Cell(values.given_up(way)),
            Cell(wording.count(way.admits, "model"), raw=way.admits),
            Cell(way.best_name) if way.best_name else Cell("none has enough evidence", "muted"),
            values.known(values.score(way.score), way.score),
        )
        for way in ways
    )
    return [Table(columns, rows, "Relax one of these")]
