"""The list that OpenAI has and that most others copy: Mistral, xAI, Groq, Meta, vLLM, LM Studio, llama.cpp."""

from __future__ import annotations

from typing import Any

from modelpick.probe.listing import ListedModel, ListPage, NotAList, Shape, day_in, rows_of, text_in, texts_in


class OpenAILike(Shape):
    """``/models``, one page. A field that a copy of the API leaves out is unknown, which is not the same as null."""

    def first(self, base: str) -> str:
        return f"{base}/models"

    def page(self, body: Any) -> ListPage:
        rows = rows_of(body, "data", "models")
        models = tuple(listed for row in rows if (listed := read(row)))
        if rows and not models:
            raise NotAList
        return ListPage(models)


def read(row: dict[str, Any]) -> ListedModel | None:
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
