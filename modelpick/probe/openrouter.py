"""OpenRouter: a public list, and for each model who serves it, how reliably and how fast."""

from __future__ import annotations

from statistics import median
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from modelpick.model.fields import Plain
from modelpick.probe.listing import ListPage, rows_of, text_in
from modelpick.probe.shapes import OpenAILike


class Served(Plain):
    """The performance of a model's best endpoint; `endpoints` 0: listed, but served by nobody.

    `typical` is what the middle one of the endpoints does: which of them answers is not for the caller to know.
    """

    endpoints: int
    uptime: float | None
    latency_ms: float | None
    tokens_per_s: float | None = None
    typical: TypicalService | None = None


class TypicalService(Plain):
    """The median over the endpoints of a model, figure by figure."""

    uptime: float | None
    first_token_s: float | None
    tokens_per_s: float | None


class OpenRouterShape(OpenAILike):
    """``/models``, by offset where it comes in pages; rows as OpenAI has them, and the day on which a route ends."""

    def page(self, body: Any) -> ListPage:
        models = super().page(body).models
        links = body.get("links") if isinstance(body, dict) else None
        following = text_in(links, "next") if isinstance(links, dict) else None
        offset = parse_qs(urlsplit(following).query).get("offset", [""])[0] if following else ""
        return ListPage(models, f"?offset={offset}" if offset.isdecimal() else None)

    def detail(self, base: str, id_: str) -> str:
        """Where the endpoints of a model are listed."""
        return f"{base}/models/{quote(id_, safe='/:')}/endpoints"

    def served(self, body: Any) -> Served:
        """The endpoints of a model.

        Raises:
            NotAList: it is something else.
        """
        inner = body.get("data") if isinstance(body, dict) else None
        rows = rows_of(inner if isinstance(inner, dict) else {}, "endpoints")
        uptimes = [n for row in rows if (n := _valid_number(row.get("uptime_last_1d"))) is not None]
        latencies = [n for row in rows if (n := _median_latency(row.get("latency_last_30m"))) is not None]
        speeds = [n for row in rows if (n := _median_latency(row.get("throughput_last_30m"))) is not None]
        first = median(latencies) / _MS_A_SECOND if latencies else None
        typical = TypicalService(median(uptimes) if uptimes else None, first, median(speeds) if speeds else None)
        best = max(uptimes, default=None), min(latencies, default=None), max(speeds, default=None)
        return Served(len(rows), *best, typical if rows else None)


_MS_A_SECOND = 1000


def _median_latency(value: Any) -> float | None:
    """The median where there are several percentiles."""
    return _valid_number(value.get("p50")) if isinstance(value, dict) else _valid_number(value)


def _valid_number(value: Any) -> float | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
    return float(value) if good else None
