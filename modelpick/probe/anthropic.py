"""Anthropic's list: paged by the last id, and the only one that tells the retired from the unknown."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from modelpick.probe.listing import ListedModel, ListPage, Shape, day_in, rows_of, text_in

_LIFECYCLE_QUERY = "".join(f"&lifecycle%5B%5D={stage}" for stage in ("active", "deprecated", "retired"))
VERSION = {"anthropic-version": "2023-06-01"}


class Anthropic(Shape):
    """``/v1/models``. Retired models are there only when asked for."""

    always = VERSION

    def first(self, base: str) -> str:
        return f"{base}/v1/models?limit=1000{_LIFECYCLE_QUERY}"

    def headers(self, key: str | None) -> dict[str, str]:
        return {"x-api-key": key} if key else {}

    def page(self, body: Any) -> ListPage:
        models = tuple(listed for row in rows_of(body, "data") if (listed := self._listed_model(row)))
        more = isinstance(body, dict) and body.get("has_more") is True
        last = text_in(body, "last_id") if more else None
        return ListPage(models, f"&after_id={quote(last, safe='')}" if last else None)

    def _listed_model(self, row: dict[str, Any]) -> ListedModel | None:
        id_, stage = text_in(row, "id"), row.get("lifecycle")
        if id_ is None:
            return None
        # A day of retirement that is past means overdue; only the stage says that it is gone.
        left, ends = day_in(row, "deprecated_at"), day_in(row, "retires_at")
        leaving = stage == "deprecated" or bool(left or ends)
        return ListedModel(id_, (), leaving, stage == "retired", left, ends)
