"""The whole ranking, and all that the page's script needs to weigh it anew by the rule of the answer."""

from __future__ import annotations

from typing import Any

from modelpick.documents.results import AskedCriterion, Contribution, Ranked, Recommendation
from modelpick.render import values
from modelpick.render.html.sheet import CriterionSlider, Ranking, RankingLine, Value
from modelpick.render.page import UNKNOWN

COLUMNS = (
    ("#", True),
    ("model", False),
    ("score", True),
    ("likely", True),
    ("tested", True),
    ("chance of being best", True),
    ("price per M tokens, in / out", True),
    ("a month", True),
    ("memory, GB", True),
    ("context", True),
    ("weights", False),
    ("license", False),
)
NOTE = (
    "The chance of being best is that of the weights as asked: it is not worked out anew. Models that the answer does "
    "not rank take no part here."
)


def whole_ranking(answer: Recommendation) -> Ranking | None:
    """All the ranked models of the answer; None where there are none to weigh."""
    if not answer.ranking or answer.ordering is None:
        return None
    kept = [at for at, (title, _) in enumerate(COLUMNS) if title not in _empty_columns(answer.ranking)]
    lines = tuple(_ranking_line(ranked, kept) for ranked in answer.ranking)
    criteria = tuple(_weighed_criterion(answer, each) for each in answer.request.criteria)
    return Ranking(tuple(COLUMNS[at] for at in kept), lines, criteria, _script_numbers(answer), NOTE)


def _empty_columns(ranking: tuple[Ranked, ...]) -> set[str]:
    ways = [ranked.offering for ranked in ranking]
    return {
        *(
            ["price per M tokens, in / out"]
            if all(way.price_in is None and way.price_out is None for way in ways)
            else []
        ),
        *(["a month"] if all(way.month_usd is None for way in ways) else []),
        *(["memory, GB"] if all(way.memory_gb is None for way in ways) else []),
    }


def _ranking_line(ranked: Ranked, kept: list[int]) -> RankingLine:
    way = ranked.offering
    cells = (
        Value(str(ranked.rank), ranked.rank, "rank"),
        Value(ranked.name, ranked.name.lower()),
        Value(values.score(ranked.score), ranked.score, "score"),
        Value(f"{ranked.low:.0f} to {ranked.high:.0f}", ranked.low, "likely"),
        Value(f"{100 * ranked.tested:.0f}%", ranked.tested, "tested"),
        Value(chance_in_words(ranked.first_share), ranked.first_share),
        Value(values.prices(way.price_in, way.price_out), _float_or_none(way.price_blended), "price"),
        Value(values.month(way.month_usd), _float_or_none(way.month_usd)),
        Value(UNKNOWN if way.memory_gb is None else f"{way.memory_gb:.0f}", way.memory_gb),
        Value(values.tokens(ranked.context), ranked.context, "context"),
        Value(ranked.weights or UNKNOWN, ranked.weights),
        Value(ranked.license or UNKNOWN, ranked.license),
    )
    return RankingLine(ranked.model, ranked.lab, ranked.weights == "open", tuple(cells[at] for at in kept))


def chance_in_words(share: float) -> str:
    """``about 4 in 10``; the chance of a model that is hardly ever first is said to be less than 1 in 10."""
    tenths = round(10 * share)
    if tenths < 1:
        return "less than 1 in 10"
    return "more than 9 in 10" if tenths > 9 else f"about {tenths} in 10"


def _weighed_criterion(answer: Recommendation, asked: AskedCriterion) -> CriterionSlider:
    parts = (part for ranked in answer.ranking for part in ranked.contributions if part.criterion == asked.id)
    name = next((part.benchmark_name for part in parts if part.benchmark_name), asked.benchmark or "catalog fact")
    return CriterionSlider(asked.id, asked.says, name, asked.weight)


def _script_numbers(answer: Recommendation) -> dict[str, Any]:
    """What the script reads. A part is criterion, utility, spread, doubt, on topic, measured, of a benchmark,
    correlation; `missing` are the criteria without a value."""
    rule, places = answer.ordering, {c.id: at for at, c in enumerate(answer.request.criteria)}
    assert rule is not None
    return {
        "criteria": [{"benchmark": c.benchmark is not None, "weight": c.weight} for c in answer.request.criteria],
        "rule": {
            "thin": rule.thin_below,
            "doubts": rule.doubts,
            "atMost": rule.lowered_at_most,
            "z": rule.z,
            "least": rule.least_known,
            "heavy": rule.heavy,
            "tested": rule.tested_from,
            "averse": rule.averse,
            "testedOnly": answer.request.evidence == "tested",
        },
        "models": [
            {
                "id": ranked.model,
                "parts": [_contribution_numbers(part, places) for part in ranked.contributions],
                "missing": [places[id_] for id_ in ranked.missing_criteria if id_ in places],
            }
            for ranked in answer.ranking
        ],
    }


def _contribution_numbers(part: Contribution, places: dict[str, int]) -> list[float | int]:
    return [
        places[part.criterion],
        part.utility,
        part.spread,
        part.doubt,
        int(part.on_topic),
        int(not part.estimated),
        int(part.benchmark is not None),
        part.correlation,
    ]


def _float_or_none(value: Any) -> float | None:
    return None if value is None else float(value)
