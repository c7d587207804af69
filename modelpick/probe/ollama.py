"""What an Ollama server has installed. A tag such as ``qwen3:8b`` is a size; a bare name means ``:latest``."""

from __future__ import annotations

from typing import Any

from modelpick.probe.listing import ListedModel, ListPage, Shape, rows_of, text_in

_LATEST_TAG = ":latest"


class Ollama(Shape):
    """``/api/tags``."""

    def first(self, base: str) -> str:
        return f"{base}/api/tags"

    def page(self, body: Any) -> ListPage:
        names = [name for row in rows_of(body, "models") if (name := text_in(row, "model", "name"))]
        return ListPage(
            tuple(ListedModel(name, (name.removesuffix(_LATEST_TAG), name.replace(":", "-"))) for name in names)
        )
