"""How the servers of models are asked: briefly, and their answers are short."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.model.errors import ModelpickError
from modelpick.storage import http
from modelpick.storage.http import HttpQuestion, Limits, Reply, url_fault

PAUSES = (0.5, 1.5)
"""Seconds before the second and the third try."""
_RETRIED_STATUSES = (408, 409, 429, 500, 502, 503, 504, 529)


def limits(until: float) -> Limits:
    """What is allowed of a question that must be answered by the moment `until`."""
    return Limits(until, 2_000_000, 5.0, 3600.0, 3, PAUSES, 5.0, _RETRIED_STATUSES)


def get(url: str, headers: Mapping[str, str], key: Mapping[str, str], until: float) -> Reply:
    """The answer of `url` by the moment `until`; `key` are the headers that carry the key.

    Raises:
        NoReply: there was none, and why.
    """
    return http.ask(HttpQuestion(url, limits(until), headers, key))


def checked_base(url: str, where: str = "{base_urls}") -> str:
    """`url` without a trailing slash.

    Raises:
        ModelpickError: a question there would be sent in the open, or it holds a password.
    """
    parts, fault = http.parts_of(url), url_fault(url)
    if parts is None or parts.query or parts.fragment:
        raise ModelpickError("is not a URL that can be asked", where=where, hint="Write https://host/v1")
    if fault is not None:
        hint = "Give the URL without it, the key by {key_env}" if parts.userinfo else fault[1]
        raise ModelpickError(fault[0], where=where, hint=hint)
    return url.rstrip("/")
