"""Two or more models side by side: who leads where and by how much, and what one has that the other has not."""

from __future__ import annotations

import math
from collections.abc import Sequence

from modelpick.decide.announced import announced
from modelpick.decide.candidate import Candidate, candidate
from modelpick.decide.citing import Citations
from modelpick.decide.constraints import failing_outcomes
from modelpick.decide.question import Question
from modelpick.decide.recommend import ranking
from modelpick.decide.routes import routes
from modelpick.decide.standing import RankAnalysis
from modelpick.decide.status import status
from modelpick.decide.templates import show
from modelpick.decide.verdict import CERTAIN, subject_of, verdict
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.card_reports import FactLine
from modelpick.documents.command import use_flags
from modelpick.documents.comparison_reports import CHEAPEST_PRICE, ComparedCell, Comparison
from modelpick.documents.evidence_reports import CellView, PairedTest
from modelpick.documents.recommendation import Ahead, Reason, Verdict
from modelpick.lookup.card import cell_views, fact_lines
from modelpick.model.dates import Day, days_after, last_day
from modelpick.model.facts import Benchmark, Facts, Model
from modelpick.model.freshness import BUNDLED_DAYS
from modelpick.model.wording import chance, count, figure, listed, sentence

ABILITY_UNITS = ("percent", "elo", "index", "points", "ratio")
LIKELY = 0.7
"""From this chance on one is called probably better; below it is a tie."""
COMPARED = ("released", "weights", "license.id", "license.commercial", "context", "max_output", "input", "reasoning")


def compare(models: Sequence[Model], facts: Facts, day: Day, question: Question | None) -> Comparison:
    """Compare `models` on `day`; with a `question` also for its needs. `facts` are those of the day."""
    views = {m.id: {c.benchmark: c for c in cell_views(m, facts)} for m in models}
    weights = {w.benchmark.id: w.weight for w in question.criteria if w.benchmark} if question else {}
    cells = _compared_cells(models, views, facts, weights)
    candidates = [candidate(question, m) for m in models] if question else []
    scored = {c.model.id: c.score for c in candidates}
    thin = [m.name for m in models if scored and not scored[m.id].enough]
    table = _compared_facts(models, facts, day)
    only = tuple(_only_one_has(models, views, facts))
    citations = Citations(facts.sources)
    for cell in cells:
        for view in cell.cells.values():
            citations.cite(f.source for f in view.figures)
    for _, row in table:
        for line in row.values():
            citations.cite(line.sources)
    citations.cite_reasons(only)
    ahead = _announced_for_models(models, candidates, facts, day)
    for change in ahead:
        citations.cite(change.sources)
    leads, shared = _test_leads(models, cells)
    judged = _verdict_of_passing(question, candidates) if question else None
    text, sure = _needs_judgment(question, candidates, judged) if question else ("", "")
    return Comparison(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        models={m.id: m.name for m in models},
        request=question.view() if question else None,
        verdict=judged,
        scores={id_: s.value if s.enough else None for id_, s in scored.items()},
        coverage={id_: s.coverage for id_, s in scored.items()},
        facts=table,
        cells=cells,
        only_one_has=only,
        notes=(f"{listed(thin)}: too little is known for a score",) if thin else (),
        sources=citations.references(),
        text=text or _by_tests(models, leads, shared),
        sure=sure,
        leads=leads,
        shared=shared,
        ahead=ahead,
        ask_again=days_after(day, BUNDLED_DAYS),
        paired=_paired_on_own_tasks(models, facts),
        use=use_flags(question.asked or question.request, question.usual) if question else (),
    )


def _paired_on_own_tasks(models: Sequence[Model], facts: Facts) -> tuple[PairedTest, ...]:
    """Each two of `models` on the same tasks of the user's own."""
    if not any(m.run for model in models for m in model.measurements):
        return ()
    from modelpick.lookup.own_results import paired_tests

    return paired_tests(models, facts)


def _announced_for_models(
    models: Sequence[Model], candidates: Sequence[Candidate], facts: Facts, day: Day
) -> tuple[Ahead, ...]:
    """What is announced of each model by the way that the need takes to it, or else by the cheapest."""
    ways = [c.subject.route for c in candidates] or [routes(m, facts, day)[0] for m in models]
    return tuple(sorted((a for way in ways for a in announced(way)), key=lambda a: (last_day(a.on), a.text)))


def _test_leads(models: Sequence[Model], cells: Sequence[ComparedCell]) -> tuple[dict[str, int], int]:
    """How many shared tests each model leads, and how many tests at least two models have; costs are not counted as
    tests.
    """
    shared = [cell for cell in cells if sum(view.value is not None for view in cell.cells.values()) > 1]
    shared = [cell for cell in shared if cell.unit in ABILITY_UNITS]
    return {m.id: sum(cell.leader == m.id for cell in shared) for m in models}, len(shared)


def _by_tests(models: Sequence[Model], leads: dict[str, int], shared: int) -> str:
    """A sentence on who leads more tests; a tie unless the difference is more than chance would give."""
    names = {m.id: m.name for m in models}
    if not shared:
        return f"{listed(list(names.values()), 4)} share no test: name a need to compare them by what it weighs."
    order = sorted(leads, key=lambda id_: (-leads[id_], id_))
    told = ", ".join(f"{names[id_]} on {leads[id_]}" for id_ in order)
    if leads[order[0]] - leads[order[1]] <= math.sqrt(shared):
        return f"A tie by tests alone: of {count(shared, 'shared test')}, {told}."
    return f"{names[order[0]]} leads: of {count(shared, 'shared test')}, {told}."


def _needs_judgment(question: Question, candidates: Sequence[Candidate], judged: Verdict | None) -> tuple[str, str]:
    """Two sentences: who is ahead for the needs and how sure that is, then the constraints that one of them fails."""
    ranked = sorted(ranking(question, candidates), key=lambda c: -c.score.value)
    about = subject_of(question)
    if len(ranked) < 2:
        return (judged.text, judged.sure) if judged else ("", "")
    one, other = ranked[:2]
    ahead = RankAnalysis.of(question, ranked).chance_ahead(one, other)
    points = f"{one.score.value:.1f} to {other.score.value:.1f} points"
    against = f" than {other.model.name}" if len(ranked) > 2 else ""
    if ahead >= CERTAIN:
        text = f"{one.model.name} beats {other.model.name} for {about}: {points}, clearly."
    elif ahead >= LIKELY:
        text = f"{one.model.name} is probably better{against} for {about}: {points} ({chance(ahead)})."
    else:
        text = f"A tie for {about}: {one.model.name} and {other.model.name}, {points}."
    barely = [c.model.name for c in (one, other) if not c.score.is_tested]
    doubts = [f"Barely tested, scores mostly estimated: {listed(barely)}."] if barely else []
    short = ((c, failing_outcomes(c.outcomes)) for c in candidates)
    doubts += [sentence(f"{c.model.name}: {failed[0].reason(c.subject)[0]}") for c, failed in short if failed]
    return text, " ".join(doubts)


def _verdict_of_passing(question: Question, candidates: Sequence[Candidate]) -> Verdict:
    passing = [c for c in candidates if c.passes]
    return verdict(question, RankAnalysis.of(question, ranking(question, passing)), len(passing))


def _compared_cells(
    models: Sequence[Model], views: dict[str, dict[str, CellView]], facts: Facts, weights: dict[str, float]
) -> tuple[ComparedCell, ...]:
    """Benchmarks that the need weighs, heaviest first, then those that at least two of the models have."""
    shared = [
        id_
        for id_ in dict.fromkeys(id_ for by in views.values() for id_ in by)
        if id_ in weights or sum(id_ in by for by in views.values()) > 1
    ]
    shared.sort(key=lambda id_: (-weights.get(id_, 0.0), facts.benchmarks[id_].kind == "efficiency", id_))
    return tuple(_compared_cell(models, views, facts.benchmarks[id_], weights.get(id_)) for id_ in shared)


def _compared_cell(
    models: Sequence[Model], views: dict[str, dict[str, CellView]], benchmark: Benchmark, weight: float | None
) -> ComparedCell:
    here = {m.id: views[m.id][benchmark.id] for m in models if benchmark.id in views[m.id]}
    valued = [(v.value, id_) for id_, v in here.items() if v.value is not None]
    valued.sort(key=lambda pair: pair[0], reverse=benchmark.better == "higher")
    leader, lead = None, None
    if len(valued) > 1 and valued[0][0] != valued[1][0]:
        leader, lead = valued[0][1], abs(valued[0][0] - valued[1][0])
    return ComparedCell(benchmark.id, benchmark.name, benchmark.unit, here, leader, lead, weight)


def _compared_facts(models: Sequence[Model], facts: Facts, day: Day) -> tuple[tuple[str, dict[str, FactLine]], ...]:
    cards = {m.id: fact_lines(m, facts, day) for m in models}
    rows = []
    for name in COMPARED:
        row = {id_: lines[name] for id_, lines in cards.items() if name in lines}
        if any(line.value is not None for line in row.values()):
            rows.append((next(iter(row.values())).label, row))
    for line_of in (_api_line, _cheapest_price_line, _providers_line):
        row = {m.id: line_of(m, facts, day) for m in models}
        rows.append((next(iter(row.values())).label, row))
    return tuple(rows)


def _api_line(model: Model, facts: Facts, day: Day) -> FactLine:
    now = status(model, facts, day).api
    stage = None if now.is_ == "unknown" else show("api", now.is_)
    stage = "GA" if stage == "ga" else stage
    return FactLine("API", stage and f"{stage} since {now.since}", (now.source,) if now.source else ())


def _cheapest_price_line(model: Model, facts: Facts, day: Day) -> FactLine:
    cheapest = routes(model, facts, day)[0]
    price = cheapest.price
    if price is None or price.input is None or price.output is None or cheapest.offering is None:
        return FactLine(CHEAPEST_PRICE, None)
    at = cheapest.provider.name if cheapest.provider else cheapest.offering.provider
    text = f"{show('price.in', price.input)} / {show('price.in', price.output)} at {at}, {price.on}"
    return FactLine(CHEAPEST_PRICE, text, (price.source,) if price.source else ())


def _providers_line(model: Model, _facts: Facts, _day: Day) -> FactLine:
    names = sorted({o.provider for o in model.offerings})
    return FactLine("providers", listed(names, 4) if names else None)


def _only_one_has(models: Sequence[Model], views: dict[str, dict[str, CellView]], facts: Facts) -> list[Reason]:
    """The modalities, open weights and figures that one of two models has and the other lacks."""
    said = []
    for m in models:
        others = [o for o in models if o.id != m.id]
        if m.weights == "open" and all(o.weights == "closed" for o in others):
            said.append(Reason(f"only {m.name} has open weights", subject=m.id))
        takes = [o.modalities.inputs if o.modalities else () for o in others]
        extra = [i for i in m.modalities.inputs if all(t and i not in t for t in takes)] if m.modalities else []
        if m.modalities and extra:
            source = (m.modalities.source,) if m.modalities.source else ()
            said.append(Reason(f"only {m.name} takes {listed(extra)}", source, subject=m.id))
        theirs = {id_ for o in others for id_, v in views[o.id].items() if v.value is not None}
        alone = [v for id_, v in views[m.id].items() if v.value is not None and id_ not in theirs]
        alone = [v for v in alone if facts.benchmarks[v.benchmark].kind != "efficiency"]
        names = [f"{v.benchmark_name} ({figure(v.value or 0.0, v.unit)})" for v in alone]
        if names:
            said.append(Reason(f"only {m.name} has a figure on {listed(sorted(names), 6)}", subject=m.id))
    return said
