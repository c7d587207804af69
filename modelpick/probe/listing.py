"""What a list of models says, whatever its shape."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from modelpick.model.dates import Day, is_day
from modelpick.model.fields import Plain


class NotAList(Exception):
    """The answer is not a list of models."""


class ListedModel(Plain):
    """A model of a server's list; a date of None was not stated, which does not mean that there is none."""

    id: str
    aliases: tuple[str, ...] = ()
    deprecated: bool = False
    retired: bool = False
    deprecated_on: Day | None = None
    retires_on: Day | None = None
    replacement: str | None = None


class ListPage(Plain):
    """One page of a list.

    `next`: the query to append to the first page's URL for the following page; never a URL of the server.
    """

    models: tuple[ListedModel, ...]
    next: str | None = None


class Shape:
    """An API format of model servers. Its key goes as a bearer's, unless it says otherwise."""

    always: Mapping[str, str] = MappingProxyType({})
    """Headers that go with every request, key or not."""

    def first(self, base: str) -> str:
        """The URL of the first page of the list."""
        raise NotImplementedError

    def headers(self, key: str | None) -> dict[str, str]:
        """The headers that carry `key`; empty without one."""
        return {"Authorization": f"Bearer {key}"} if key else {}

    def page(self, body: Any) -> ListPage:
        """The models of a page, and the query for the next one.

        Raises:
            NotAList: it is no list of models.
        """
        raise NotImplementedError


def rows_of(body: Any, *keys: str) -> list[dict[str, Any]]:
    """The rows under the first of `keys` that there is, or a bare list.

    Raises:
        NotAList: there are none, or they are no mappings.
    """
    rows = body
    if isinstance(body, dict):
        rows = next((body[key] for key in keys if isinstance(body.get(key), list)), None)
    if not isinstance(rows, list):
        raise NotAList
    found = mappings_in(rows)
    if rows and not found:
        raise NotAList
    return found


def mappings_in(rows: Any) -> list[dict[str, Any]]:
    """The mappings among `rows`; none where it is no list."""
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def text_in(row: dict[str, Any], *keys: str) -> str | None:
    """The first of `keys` that holds a text that is not empty."""
    return next((row[key] for key in keys if isinstance(row.get(key), str) and row[key].strip()), None)


def texts_in(row: dict[str, Any], key: str) -> tuple[str, ...]:
    found = row.get(key)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def day_in(row: dict[str, Any], *keys: str) -> Day | None:
    """The day of the first of `keys` that holds a moment in ISO form."""
    text = text_in(row, *keys)
    return text[:10] if text and len(text) >= 10 and is_day(text[:10]) else None
