"""The page of `cost --log`: what the requests of a log cost, as they are and with other models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modelpick.documents.costing import LogCost, LogCostReport
from modelpick.render.citing import Citer
from modelpick.render.html import picture
from modelpick.render.html.cost import DRAWN, short_usd
from modelpick.render.html.shared import sources_of, whole_answer
from modelpick.render.html.sheet import DecisionFact, Picture, Remark, Sheet
from modelpick.render.page import UNKNOWN
from modelpick.render.values import dollars
from modelpick.render.views.cost_log import change_in_words, costs_table, log_in_words, title

_NOW = "as they are"
_HOW_PRICED = (
    "Each request is priced at its own length and with what it read from and wrote to caches. Other models are taken "
    "to write as much."
)


def sheet(report: LogCostReport) -> Sheet:
    """The page of `report`."""
    cite = Citer(report.sources)
    known = [row for row in report.rows if row.usd.value is not None]
    return Sheet(
        kind="cost",
        heading=title(report).rstrip("."),
        lead=_HOW_PRICED,
        asked=f"{log_in_words(report.log)}; prices of {report.priced_on}",
        as_of=report.as_of,
        facts_until=None,
        facts=tuple(_decision_facts(report, known, cite)),
        picture=_requests_by_model(report, known),
        table=costs_table(report.rows[:DRAWN], cite),
        reasons=(),
        cautions=tuple(Remark("caution", text) for text in _left_out(report))[:3],
        changes=(),
        sections=(whole_answer(report, "What it rests on"),),
        sources=sources_of(report, report.sources),
    )


def _decision_facts(report: LogCostReport, known: Sequence[LogCost], cite: Citer) -> Iterable[DecisionFact]:
    most = report.used[0] if report.used else None
    remark = f"the largest part of it for {most.logged}: {dollars(most.usd)}" if most and most.usd is not None else None
    yield DecisionFact("Now", dollars(report.usd), remark)
    fitting = [row for row in known if row.fits]
    for label, row in zip(("Cheapest", "Next"), fitting, strict=False):
        where = f"{change_in_words(row.change)}, via {row.provider_name or UNKNOWN}"
        yield DecisionFact(label, f"{row.name}: {dollars(row.usd.value)}", where, cite(*row.sources))
    newest = max((row.price_on for row in known if row.price_on), default=None)
    if newest:
        yield DecisionFact("Valid until", "the next change of a price", f"the newest price is of {newest}")


def _requests_by_model(report: LogCostReport, known: Sequence[LogCost]) -> Picture | None:
    now = float(report.usd) if report.usd is not None else None
    bars = [picture.Bar(_NOW, now, now, now, "second", dollars(report.usd))] if now is not None else []
    for row in known[:DRAWN]:
        value, low, high = (
            float(end) if end is not None else 0.0 for end in (row.usd.value, row.usd.low, row.usd.high)
        )
        bars.append(picture.Bar(row.name, value, low, high, "first", dollars(row.usd.value)))
    return picture.rows(bars, "bars", "What these requests cost", "US dollars", short_usd) if bars else None


def _left_out(report: LogCostReport) -> Iterable[str]:
    unknown = [each.logged for each in report.used if each.usd is None]
    if unknown:
        yield f"no price is known of {', '.join(unknown[:3])}{' and others' if len(unknown) > 3 else ''}"
    yield from report.notes
