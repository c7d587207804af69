"""The whole ranking, and all that the page's script needs to weigh it anew by the rule of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from modelpick.documents.recommendation import AskedCriterion, Contribution, Ranked, Recommendation
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.html.sheet import CriterionSlider, Ranking, RankingLine, Value
from modelpick.render.page import UNKNOWN

NOTE = (
    "The chance of being best is that of the weights as asked: it is not worked out anew. Models that the answer does "
    "not rank take no part here."
)


def whole_ranking(answer: Recommendation) -> Ranking | None:
    """All the ranked models of the answer; None where there are none to weigh."""
    if not answer.ranking or answer.ordering is None:
        return None
    columns = [column for column in _COLUMNS if not _lacks_everywhere(column, answer.ranking)]
    lines = tuple(
        RankingLine(each.model, each.lab, each.weights == "open", tuple(column.value(each) for column in columns))
        for each in answer.ranking
    )
    criteria = tuple(_weighed_criterion(answer, each) for each in answer.request.criteria)
    return Ranking(
        tuple((column.title, column.numbers) for column in columns), lines, criteria, _script_numbers(answer), NOTE
    )


class _RankingColumn(NamedTuple):
    """A column of the whole ranking, and whether it holds numbers and goes where nobody has one."""

    title: str
    value: Callable[[Ranked], Value]
    numbers: bool = True
    optional: bool = False


def _lacks_everywhere(column: _RankingColumn, ranking: Iterable[Ranked]) -> bool:
    return column.optional and all(column.value(ranked).text == UNKNOWN for ranked in ranking)


def _price_value(ranked: Ranked) -> Value:
    way = ranked.offering
    return Value(values.prices(way.price_in, way.price_out), _float_or_none(way.price_blended), "price")


def _month_value(ranked: Ranked) -> Value:
    return Value(values.dollars(ranked.offering.month_usd), _float_or_none(ranked.offering.month_usd))


def _memory_value(ranked: Ranked) -> Value:
    memory = ranked.offering.memory_gb
    return Value(UNKNOWN if memory is None else f"{memory:.0f}", memory)


_COLUMNS = (
    _RankingColumn("#", lambda ranked: Value(str(ranked.rank), ranked.rank, "rank")),
    _RankingColumn("model", lambda ranked: Value(ranked.name, ranked.name.lower()), numbers=False),
    _RankingColumn("score", lambda ranked: Value(values.score(ranked.score), ranked.score, "score")),
    _RankingColumn("likely", lambda ranked: Value(f"{ranked.low:.0f} to {ranked.high:.0f}", ranked.low, "likely")),
    _RankingColumn("tested", lambda ranked: Value(values.share(ranked.tested), ranked.tested, "tested")),
    _RankingColumn(
        "chance of being best", lambda ranked: Value(wording.chance(ranked.first_share), ranked.first_share)
    ),
    _RankingColumn("price per M tokens, in / out", _price_value, optional=True),
    _RankingColumn("a month", _month_value, optional=True),
    _RankingColumn("memory, GB", _memory_value, optional=True),
    _RankingColumn("context", lambda ranked: Value(values.tokens(ranked.context), ranked.context, "context")),
    _RankingColumn("weights", lambda ranked: Value(ranked.weights or UNKNOWN, ranked.weights), numbers=False),
    _RankingColumn("license", lambda ranked: Value(ranked.license or UNKNOWN, ranked.license), numbers=False),
)


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
