"""The formats in which servers list their models."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from modelpick.probe.listing import ListedModel, ListPage, NotAList, Shape, day_in, rows_of, text_in, texts_in

ID_PREFIX = "models/"
"""Before the ids of the Gemini API."""
_LIFECYCLE_QUERY = "".join(f"&lifecycle%5B%5D={stage}" for stage in ("active", "deprecated", "retired"))
_LATEST_TAG = ":latest"


class OpenAILike(Shape):
    """``/models``, one page: OpenAI's, which most others copy (Mistral, xAI, Groq, Meta, vLLM, LM Studio, llama.cpp).

    A field that a copy of the API leaves out is unknown, which is not the same as null.
    """

    def first(self, base: str) -> str:
        return f"{base}/models"

    def page(self, body: Any) -> ListPage:
        rows = rows_of(body, "data", "models")
        models = tuple(listed for row in rows if (listed := _model_of_row(row)))
        if rows and not models:
            raise NotAList
        return ListPage(models)


def _model_of_row(row: dict[str, Any]) -> ListedModel | None:
    """The model of a row; None where it has no id."""
    id_ = text_in(row, "id", "key", "name")
    if id_ is None:
        return None
    ends = day_in(row, "shutdown_date", "deprecation", "expiration_date")
    leaving = row.get("is_deprecated") is True or row.get("active") is False
    root = text_in(row, "root", "canonical_slug")
    return ListedModel(
        id_,
        (*texts_in(row, "aliases"), *((root,) if root else ())),
        deprecated=bool(ends) or leaving,
        retires_on=ends,
        replacement=text_in(row, "deprecation_replacement_model"),
    )


class Anthropic(Shape):
    """``/v1/models``, paged by the last id. It alone tells the retired, if asked, from the unknown."""

    always = {"anthropic-version": "2023-06-01"}

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


class Gemini(Shape):
    """``/models`` of the Gemini API, paged by a token; ids with ``models/`` in front, no dates.

    The key goes in a header: an URL is written into logs.
    """

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


class Ollama(Shape):
    """``/api/tags``, what is installed. A tag such as ``qwen3:8b`` is a size; a bare name means ``:latest``."""

    def first(self, base: str) -> str:
        return f"{base}/api/tags"

    def page(self, body: Any) -> ListPage:
        names = [name for row in rows_of(body, "models") if (name := text_in(row, "model", "name"))]
        return ListPage(
            tuple(ListedModel(name, (name.removesuffix(_LATEST_TAG), name.replace(":", "-"))) for name in names)
        )
