"""Self-host or API as a drawing for the terminal: dollars a month by tokens a month, both scales logarithmic."""

from __future__ import annotations

import math
import shutil
from importlib import import_module

from modelpick.domain.costing import CostReport
from modelpick.domain.errors import ModelpickError

_HEIGHT = 18
_MOST_WIDTH = 100


def drawing(report: CostReport) -> str:
    """The lines of the drawing, empty where there is nothing to draw.

    Raises:
        ModelpickError: plotext is not installed.
    """
    try:
        plotext = import_module("plotext")
    except ImportError:
        hint = "Install it with: pip install 'modelpick[plot]'"
        raise ModelpickError("needs plotext, which is not installed", where="--plot", hint=hint) from None
    points = report.self_host.points if report.self_host else ()
    points = tuple(p for p in points if p.tokens > 0 and p.api_usd > 0 and p.self_host_usd > 0)
    if not points:
        return ""
    tokens = [math.log10(p.tokens) for p in points]
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(min(shutil.get_terminal_size((80, 24)).columns, _MOST_WIDTH), _HEIGHT)
    plotext.plot(tokens, [math.log10(p.api_usd) for p in points], label="API", marker="a")
    plotext.plot(tokens, [math.log10(p.self_host_usd) for p in points], label="self-host", marker="s")
    for scale, values in (
        (plotext.xticks, tokens),
        (plotext.yticks, [math.log10(v) for p in points for v in (p.api_usd, p.self_host_usd)]),
    ):
        ticks = list(range(math.floor(min(values)), math.ceil(max(values)) + 1))
        scale(ticks, [_power(tick) for tick in ticks])
    plotext.xlabel("tokens a month")
    plotext.ylabel("US dollars a month")
    drawn = plotext.build()
    return "\n" + "\n".join(line.rstrip() for line in plotext.uncolorize(drawn).splitlines()) + "\n"


def _power(exponent: int) -> str:
    """``1k``, ``10M``."""
    if exponent < 3:
        return f"{10.0**exponent:g}"
    group = min(exponent // 3, 4)
    return f"{10 ** (exponent - 3 * group)}{'kMBT'[group - 1]}"
