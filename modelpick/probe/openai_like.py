"""The list that OpenAI has and that most others copy: Mistral, xAI, Groq, Meta, vLLM, LM Studio, llama.cpp."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelpick.model.fields import Plain
from modelpick.probe.listing import ListedModel, ListPage, NotAList, day_in, rows_of, text_in, texts_in


class OpenAILike(Plain):
    """One page at `path`. A field that a copy of the API leaves out is unknown, which is not the same as null."""

    path: str = "/models"

    @property
    def always(self) -> Mapping[str, str]:
        return {}

    def first(self, base: str) -> str:
        return base + self.path

    def headers(self, key: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"} if key else {}

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
