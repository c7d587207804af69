"""The list of the Gemini API: paged by a token, ids with ``models/`` in front, no dates."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from modelpick.probe.listing import ListedModel, ListPage, Shape, rows_of, text_in

ID_PREFIX = "models/"


class Gemini(Shape):
    """``/models``. The key goes in a header: an URL is written into logs."""

    def first(self, base: str) -> str:
        return f"{base}/models?pageSize=1000"

    def headers(self, key: str | None) -> dict[str, str]:
        return {"x-goog-api-key": key} if key else {}

    def page(self, body: Any) -> ListPage:
        rows = rows_of(body if body != {} else [], "models")
        names = [(text_in(row, "name"), text_in(row, "baseModelId")) for row in rows]
        models = tuple(ListedModel(n.removeprefix(ID_PREFIX), (n, *((b,) if b else ()))) for n, b in names if n)
        token = text_in(body, "nextPageToken") if isinstance(body, dict) else None
        return ListPage(models, f"&pageToken={quote(token, safe='')}" if token else None)
