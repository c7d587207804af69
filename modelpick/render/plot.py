"""Drawings for the terminal: self-host or API by tokens a month, and a ranking by price and score."""

from __future__ import annotations

import math
import shutil
from importlib import import_module
from typing import Any

from modelpick.documents.costing import CostReport
from modelpick.documents.recommendation import Recommendation
from modelpick.model.errors import ModelpickError
from modelpick.render.values import frontier

_FIGURE_HEIGHT = 18
_MOST_WIDTH = 100


def drawing_of(document: Any) -> str:
    """The drawing of a document that has one."""
    return ranking_drawing(document) if isinstance(document, Recommendation) else drawing(document)


def drawing(report: CostReport) -> str:
    """The lines of the drawing, dollars a month by tokens a month; empty where there is nothing to draw.

    Raises:
        ModelpickError: plotext is not installed.
    """
    plotext = _import_plotext()
    points = report.self_host.points if report.self_host else ()
    points = tuple(p for p in points if p.tokens > 0 and p.api_usd > 0 and p.self_host_usd > 0)
    if not points:
        return ""
    tokens = [math.log10(p.tokens) for p in points]
    _begin_figure(plotext)
    plotext.plot(tokens, [math.log10(p.api_usd) for p in points], label="API", marker="a")
    plotext.plot(tokens, [math.log10(p.self_host_usd) for p in points], label="self-host", marker="s")
    for scale, values in (
        (plotext.xticks, tokens),
        (plotext.yticks, [math.log10(v) for p in points for v in (p.api_usd, p.self_host_usd)]),
    ):
        ticks = list(range(math.floor(min(values)), math.ceil(max(values)) + 1))
        scale(ticks, [_power_label(tick) for tick in ticks])
    plotext.xlabel("tokens a month")
    plotext.ylabel("US dollars a month")
    return _finished_figure(plotext)


def ranking_drawing(answer: Recommendation) -> str:
    """The ranked models by blended price (logarithmic) and score, each by its name, and the frontier: those of which
    none is cheaper and better. Empty where fewer than two have a known price.

    Raises:
        ModelpickError: plotext is not installed.
    """
    plotext = _import_plotext()
    priced = [(line, float(line.offering.price_blended)) for line in answer.ranking if line.offering.price_blended]
    if len(priced) < 2:
        return ""
    width = _begin_figure(plotext)
    at = [(math.log10(price), line.score) for line, price in priced]
    low, high = min(x for x, _ in at), max(x for x, _ in at)
    # Names stand to the right of their points and need room there.
    room = (high - low or 1.0) * max(len(line.name) + 4 for line, _ in priced) / width
    plotext.xlim(low - room / 8, high + room * 1.6)
    best = frontier(priced, lambda pair: pair[1], lambda pair: pair[0].score)
    plotext.plot([math.log10(price) for _, price in best], [line.score for line, _ in best], marker=".")
    on_it = {line.model for line, _ in best}
    for (line, _), (x, y) in zip(priced, at, strict=True):
        plotext.text(f"o {line.name}{' *' if line.model in on_it else ''}", x, y, alignment="left")
    ticks = _round_prices(low, high)
    plotext.xticks([math.log10(usd) for usd in ticks], [f"${usd:g}" for usd in ticks])
    plotext.xlabel("US dollars per million tokens, 3 in : 1 out")
    plotext.ylabel("score")
    unpriced = len(answer.ranking) - len(priced)
    legend = "* and the dotted line: none of these is both cheaper and better"
    legend += f"; {unpriced} without a known price are not drawn" if unpriced else ""
    return f"{_finished_figure(plotext)}{legend}\n"


def _round_prices(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten between two powers of ten, at most a dozen."""
    found = [
        step * 10.0**power
        for power in range(math.floor(low), math.ceil(high) + 1)
        for step in (1, 2, 5)
        if low - 0.1 <= math.log10(step) + power <= high + 0.1
    ]
    return found[:: max(1, len(found) // 12 + (len(found) % 12 > 0 and len(found) > 12))]


def _import_plotext() -> Any:
    try:
        return import_module("plotext")
    except ImportError:
        hint = "Install it with: pip install 'modelpick[plot]'"
        raise ModelpickError("needs plotext, which is not installed", where="--plot", hint=hint) from None


def _begin_figure(plotext: Any) -> int:
    """A new figure as wide as the terminal; its width."""
    width = min(shutil.get_terminal_size((80, 24)).columns, _MOST_WIDTH)
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(width, _FIGURE_HEIGHT)
    return width


def _finished_figure(plotext: Any) -> str:
    lines = plotext.uncolorize(plotext.build()).splitlines()
    return "\n" + "\n".join(line.rstrip() for line in lines) + "\n"


def _power_label(exponent: int) -> str:
    """``1k``, ``10M``."""
    if exponent < 3:
        return f"{10.0**exponent:g}"
    group = min(exponent // 3, 4)
    return f"{10 ** (exponent - 3 * group)}{'kMBT'[group - 1]}"
