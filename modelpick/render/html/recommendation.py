"""The page of `recommend`: the decision, the ranking to weigh anew, the case for and against, what was left out."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.documents.recommendation import Excluded, Proof, Ranked, Recommendation
from modelpick.model import wording
from modelpick.model.fields import replace
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.html import pick, picture
from modelpick.render.html.ranking import whole_ranking
from modelpick.render.html.shared import remarks_of, valid_until
from modelpick.render.html.sheet import Case, DecisionFact, Picture, Remark, Section, Sheet, kinds_of
from modelpick.render.page import UNKNOWN, Column, Table, TableCell, table_of
from modelpick.render.views import shared
from modelpick.render.views.recommendation import by_constraint, kept_out, relaxations_table

SHOWN, REASONED, FOR, CAUTIONS, CHANGES, NAMED = 5, 3, 3, 2, 2, 25
KINDS = (("tested", "tested: at least half was measured"), ("promising", "promising: mostly estimated"))


def sheet(answer: Recommendation) -> Sheet:
    """The page of `answer`."""
    cite = Citer(answer.sources)
    chosen = pick.picked(answer)
    caution_of = chosen.cautions if chosen else ()
    made = Sheet(
        kind="recommendation",
        heading=pick.heading(answer, chosen) if chosen else "Nothing fits",
        lead=pick.how_sure(answer, chosen) if chosen else answer.verdict.text,
        asked=answer.request.summary,
        as_of=answer.as_of,
        facts_until=answer.facts_until,
        facts=tuple(_decision_facts(answer, chosen, cite)) if chosen else (),
        picture=price_and_quality(answer, chosen),
        table=_first_ones(answer, chosen) if chosen else _ways_out(answer),
        table_note=_table_note(answer) if chosen else None,
        reasons=tuple(remarks_of(chosen.for_[:FOR], "for", cite)) if chosen else (),
        cautions=tuple(remarks_of(caution_of[:CAUTIONS], "caution", cite)),
        changes=tuple(Remark("note", each.text, refs=cite(*each.sources)) for each in answer.changes[:CHANGES]),
        ranking=whole_ranking(answer),
        cases=tuple(case_of(each, cite) for each in _models_with_case(answer, chosen)),
        sections=tuple(_appendix_sections(answer, cite)),
        sources=(),
    )
    return _with_sources(made, cite)


def _with_sources(made: Sheet, cite: Citer) -> Sheet:
    return replace(made, sources=tuple(ref for block in cite.listed() for ref in block.refs))


def _decision_facts(answer: Recommendation, chosen: Ranked, cite: Citer) -> Iterable[DecisionFact]:
    bet = pick.best_bet(answer, chosen)
    label = "Best tested" if bet else "Pick"
    yield DecisionFact(label, chosen.name, in_short(chosen), cite(*chosen.offering.sources))
    if bet:
        yield DecisionFact("Best bet", bet.name, in_short(bet), cite(*bet.offering.sources))
    second = pick.runner_up(answer, chosen)
    if second is not None:
        yield DecisionFact("Runner-up", second.name, in_short(second), cite(*second.offering.sources))
    before = [each for each in pick.above(answer, chosen) if each not in (bet, second)]
    if before:
        names = wording.listed([ranked.name for ranked in before])
        yield DecisionFact("Above it", names, "by estimates: less than half tested, or not to be had today")
    yield valid_until(chosen.ahead, answer.ask_again, "nothing is announced that ends it sooner", cite)


def in_short(ranked: Ranked) -> str:
    """Score, how much of it was measured, and how it is reached, in a line."""
    return (
        f"{values.score(ranked.score)} points (likely {ranked.low:.0f} to {ranked.high:.0f}), "
        f"{values.share(ranked.tested)} tested, {way_in_words(ranked)}"
    )


def way_in_words(ranked: Ranked) -> str:
    """How a model is reached, and what that costs."""
    way = ranked.offering
    if way.kind == "none":
        return "no offering known"
    if way.kind == "self_host":
        place = f"on {way.machine}" if way.machine else "on your own machines"
        needs = f", {values.memory_at_quant(way.memory_gb, way.quant)}" if way.memory_gb is not None else ""
        return place + needs
    price = values.prices(way.price_in, way.price_out)
    cost = "price unknown" if price == UNKNOWN else f"{price} per M tokens in / out"
    month = f", {values.dollars(way.month_usd)} a month" if way.month_usd is not None else ""
    return f"via {way.provider_name or way.provider or UNKNOWN}, {cost}{month}"


def price_and_quality(answer: Recommendation, chosen: Ranked | None) -> Picture | None:
    """The picture: quality against what a month, or else a million tokens, costs; quality alone where prices lack."""
    if chosen is None or len(answer.ranking) < 2:
        return None
    monthly = sum(r.offering.month_usd is not None for r in answer.ranking) >= 2
    second = pick.runner_up(answer, chosen)
    named = {each.model for each in (chosen, second) if each}
    points: list[picture.ScatterPoint] = []
    unpriced: list[str] = []
    free: list[str] = []
    for ranked in answer.ranking:
        price = ranked.offering.month_usd if monthly else ranked.offering.price_blended
        if not price:
            (unpriced if price is None else free).append(ranked.name)
            continue
        kind = "pick" if ranked.model == chosen.model else ranked.standing
        of_it = ranked.score, ranked.low, ranked.high
        points.append(picture.ScatterPoint(ranked.name, float(price), *of_it, kind, ranked.model in named))
    if len({point.price for point in points}) < 2:
        return _scores_alone(answer, chosen)
    asked = "US dollars a month" if monthly else "US dollars per million tokens, three in to one out"
    # The pick and the runner-up are labelled first: room for a name is scarce.
    points.sort(key=lambda point: (point.kind != "pick", not point.named))
    drawn = picture.scatter(points, asked, "score", _dollar_amount)
    return replace(drawn, legend=(("pick", "the pick"), *KINDS), note=_not_drawn(unpriced, free))


def _not_drawn(unpriced: list[str], free: list[str]) -> str | None:
    """Who has no place on a scale of prices, and why: an unknown price is not zero, and zero has no logarithm."""
    said = [
        *([f"no price is known of {wording.listed(unpriced, 6)}"] if unpriced else []),
        *([f"{wording.listed(free, 6)} {'is' if len(free) == 1 else 'are'} given away"] if free else []),
    ]
    return f"Not drawn: {'; '.join(said)}." if said else None


def _scores_alone(answer: Recommendation, chosen: Ranked) -> Picture:
    bars = [
        picture.Bar(
            ranked.name, ranked.score, ranked.low, ranked.high,
            "pick" if ranked.model == chosen.model else ranked.standing,
            f"{ranked.score:.1f} points ({ranked.low:.0f} to {ranked.high:.0f})",
        )
        for ranked in answer.ranking[:10]
    ]  # fmt: skip
    drawn = picture.rows(bars, "dots", "Score of the first ten", "points; the line is the likely range", "{:g}".format)
    return replace(drawn, legend=(("pick", "the pick"), *KINDS))


def _dollar_amount(value: float) -> str:
    return f"${value:,.0f}" if value >= 1 and value == round(value) else f"${value:,.2f}"


def _first_ones(answer: Recommendation, chosen: Ranked) -> Table:
    """The first five as the answer ranks them, and the pick and the runner-up where they come later."""
    second = pick.runner_up(answer, chosen)
    bet = pick.best_bet(answer, chosen)
    told = {second.model: "runner-up"} if second else {}
    told |= {bet.model: "best bet", chosen.model: "best tested"} if bet else {chosen.model: "the pick"}
    shown = [r for r in answer.ranking if r.rank <= SHOWN or r.model in told]
    at_home = all(r.offering.kind == "self_host" for r in shown)
    taken = "takes" if any(r.offering.machine for r in shown) else "machine"
    columns: list[Column[Ranked]] = [
        Column("#", right=True, cell=lambda r: str(r.rank)),
        Column("model", cell=lambda r: TableCell(r.name, "strong", more=(told[r.model],) if r.model in told else ())),
        Column("score", right=True, cell=lambda r: TableCell(values.score(r.score), "strong")),
        Column("likely", right=True, cell=lambda r: f"{r.low:.0f} to {r.high:.0f}"),
        Column("tested", right=True, cell=_tested_cell),
        Column("chance of being best", cell=lambda r: wording.chance(r.first_share)),
        Column(taken if at_home else "from, $ per M tokens in / out", cell=lambda r: TableCell(_way_in_short(r))),
    ]
    return table_of(columns, shown, "The first of the ranking")


def _tested_cell(ranked: Ranked) -> TableCell:
    return TableCell(values.share(ranked.tested), more=() if ranked.standing == "tested" else ("promising",))


def _way_in_short(ranked: Ranked) -> str:
    way = ranked.offering
    if way.kind == "self_host" and not way.machine:
        return way.smallest_machine or "none known to hold it"
    if way.kind != "api":
        return way_in_words(ranked).removeprefix(f"on {way.machine}, ")
    month = f", {values.dollars(way.month_usd)} a month" if way.month_usd is not None else ""
    return f"{way.provider_name or way.provider or UNKNOWN}, {values.prices(way.price_in, way.price_out)}{month}"


def _table_note(answer: Recommendation) -> str:
    more = f" {len(answer.ranking)} are ranked in the appendix." if len(answer.ranking) > SHOWN else ""
    return (
        "Likely: 8 times in 10 the true score lies there. Tested: share of the weight of the tests that was measured "
        f"on topic, not estimated.{more}"
    )


def _ways_out(answer: Recommendation) -> Table | None:
    """What could be given up where nothing meets all constraints, and what that admits; None where something does."""
    ways = answer.relaxations
    return relaxations_table(ways, "give up", "the best of them", "Relax one of these") if ways else None


def _models_with_case(answer: Recommendation, chosen: Ranked | None) -> list[Ranked]:
    """The pick, then the first ones, then those who are best at what weighs most."""
    wanted = [*([chosen] if chosen else []), *answer.ranking[:REASONED], *answer.specialists]
    return list({ranked.model: ranked for ranked in wanted}.values())


def case_of(ranked: Ranked, cite: Citer) -> Case:
    """All that speaks for and against one model."""
    beaten = ranked.dominated_by
    every = [
        *([Remark("note", ranked.contrast.text)] if ranked.contrast else []),
        *([Remark("against", f"{beaten} is at least as good on every criterion and better on one")] if beaten else []),
        *remarks_of(ranked.for_, "for", cite),
        *remarks_of(ranked.against, "against", cite),
        *(_proof_remark(proof, cite) for proof in ranked.proofs),
        *remarks_of(ranked.cautions, "caution", cite),
        *remarks_of(ranked.unknown, "unknown", cite),
        *(Remark("note", f"from {each.on} on {each.text}", refs=cite(*each.sources)) for each in ranked.ahead),
    ]
    return Case(f"{ranked.rank}. {ranked.name}", in_short(ranked), tuple(every))


def _proof_remark(proof: Proof, cite: Citer) -> Remark:
    item = shared.proof_item(proof, cite)
    return Remark("note", item.text, proof.says, refs=item.refs)


def _paper_remarks(answer: Recommendation, cite: Citer) -> Iterable[Remark]:
    """What to get in writing, and the command that records it."""
    for way in answer.reachable:
        for paper in way.papers:
            said = f"{paper.note or 'nothing is published'}. Recorded by {paper.command}"
            yield Remark("unknown", said, f"{way.provider_name}, {paper.says}", cite(*paper.sources))


def _appendix_sections(answer: Recommendation, cite: Citer) -> Iterable[Section]:
    if answer.reachable:
        yield Section("What to get in writing", texts=tuple(_paper_remarks(answer, cite)))
    if answer.excluded:
        yield _left_out(answer, cite)
    if answer.not_ranked:
        texts = tuple(Remark("unknown", each.why, each.name) for each in answer.not_ranked[:NAMED])
        rest = _and_more([each.name for each in answer.not_ranked[NAMED:]])
        yield Section(f"Not ranked: {wording.count(len(answer.not_ranked), 'model')}", texts=texts, rest=rest)
    if answer.relaxations and (ways := _ways_out(answer)) and answer.ranking:
        yield Section("Relax one of these", blocks=kinds_of([ways]))
    if answer.notes:
        yield Section("Notes", texts=tuple(Remark("note", text) for text in answer.notes))


def _left_out(answer: Recommendation, cite: Citer) -> Section:
    rest = _and_more([model.name for model in answer.excluded[NAMED:]])
    texts = tuple(_kept_out(model, cite) for model in answer.excluded[:NAMED])
    title = f"Left out, and why: {wording.count(len(answer.excluded), 'model')}"
    return Section(title, texts=texts, about=f"{by_constraint(answer)}.", rest=rest)


def _kept_out(model: Excluded, cite: Citer) -> Remark:
    item = kept_out(model, cite)
    points = f"would score {values.score(model.score)}" if model.score is not None else None
    return Remark("against" if item.sign == "-" else "unknown", item.text, model.name, item.refs, points)


def _and_more(names: list[str]) -> str | None:
    return f"And: {', '.join(names)}." if names else None
