"""Fetches one document of a source: what came is the document, or a sentence says why there is none."""

from __future__ import annotations

import threading
import time

from modelpick.model.errors import Exit, ModelpickError
from modelpick.model.fields import Plain
from modelpick.sources.adapter import Adapter, Form
from modelpick.storage.http import (
    HttpQuestion,
    Limits,
    NoReply,
    Progress,
    Reply,
    ask,
    origins_of,
    same_origin,
    shown,
    status_text,
    url_fault,
    usable_key,
)

__all__ = ["Fetched", "NotModified", "NotPublic", "Progress", "Unreachable", "fetch", "same_origin", "shown"]

TIMEOUT = 120.0
"""Seconds for a document, from the first try to the last byte."""
PAUSES = (1.0, 3.0)
"""Seconds before the second and the third try."""
LONGEST_PAUSE = 30.0
"""The longest that a server may ask to wait."""
_CONNECT_SECONDS, _SILENCE_SECONDS, _MOST_REDIRECTS = 10.0, 20.0, 5
_RETRIED_STATUSES = (429, 502, 503, 504)
_NOT_MODIFIED = 304
_NOT_PUBLIC = (401, 403, 404, 410)
_PAGE_STARTS: dict[Form, tuple[bytes, ...]] = {
    "json": (b"<",),
    "text": (b"<!doctype html", b"<html", b"<head"),
    "archive": (b"<",),
}
"""How a web page begins where data were asked for. A README may begin with a tag of its own."""


class Unreachable(ModelpickError):
    """An upstream did not deliver a document; the message says why."""

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None):
        super().__init__(message, where=where, hint=hint, code=Exit.UNREACHABLE)


class NotPublic(Unreachable):
    """The upstream answers but does not serve the document, or not to everybody."""


class Fetched(Plain):
    data: bytes
    etag: str | None = None


class NotModified:
    """The document still has the ETag that was sent."""


def fetch(
    adapter: Adapter,
    url: str,
    *,
    body: bytes | None = None,
    key: str | None = None,
    etag: str | None = None,
    timeout: float = TIMEOUT,
    max_bytes: int | None = None,
    pauses: tuple[float, ...] = PAUSES,
    progress: Progress | None = None,
) -> Fetched | NotModified:
    """The document at `url`.

    Args:
        adapter: whose document it is: its key goes only to the hosts of its own `urls`, in its `key_header`.
        body: posted as JSON; without one the document is asked for by GET.
        etag: what the last answer was marked with.
        timeout: seconds for everything.
        max_bytes: of the document once unpacked; those of the adapter by default.
        pauses: seconds before each further try, after a refusal that may pass.

    Raises:
        Unreachable: it was not got, and why.
    """
    check_url(url)
    if key is not None and not usable_key(key):
        raise Unreachable(f"the key in {adapter.key_env} has characters that no key has")
    limits = Limits(
        time.monotonic() + timeout,
        max_bytes or adapter.max_bytes,
        _CONNECT_SECONDS,
        _SILENCE_SECONDS,
        _MOST_REDIRECTS,
        pauses,
        LONGEST_PAUSE,
        _RETRIED_STATUSES,
        knock_again=True,
    )
    headers = {"Accept": "application/json" if adapter.form == "json" else "*/*"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if etag and etag.isascii() and etag.isprintable():
        headers["If-None-Match"] = etag
    question = HttpQuestion(
        url, limits, headers, {adapter.key_header: key} if key and adapter.key_header else {},
        origins_of(adapter.urls), body, lambda code: code == 200, progress,
    )  # fmt: skip
    return _SourceAddress(adapter, url, key, timeout).of(question)


def check_url(url: str) -> None:
    """Check that `url` may be fetched: https, or http for this machine alone, and no password in it.

    Raises:
        Unreachable: why it is refused.
    """
    if fault := url_fault(url):
        raise Unreachable(f"{shown(url)} {fault[0]}", hint=fault[1])


class _SourceAddress:
    """What is said of the document at an address of a source."""

    def __init__(self, adapter: Adapter, url: str, key: str | None, timeout: float):
        self._adapter, self._url, self._key, self._timeout = adapter, url, key, timeout

    def of(self, question: HttpQuestion) -> Fetched | NotModified:
        """The document, or the fault, by the end of the time.

        In a thread of its own, because a name server, or a header that comes byte by byte, knows no time limit.
        """
        found: list[Reply | Exception] = []

        def work() -> None:
            try:
                found.append(ask(question))
            except Exception as error:
                found.append(error)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        try:
            worker.join(self._timeout)
        finally:
            question.stopped.set()
        answer = found[0] if found else None
        if isinstance(answer, Reply):
            return self._taken_reply(answer, asked_for="If-None-Match" in question.headers)
        if answer is None or time.monotonic() >= question.limits.until:
            raise self._unreachable_error(
                f"did not give its document within {self._timeout:g} seconds", "--timeout allows more"
            )
        if isinstance(answer, NoReply):
            raise self._silence_error(answer) from None
        raise answer from None

    def _silence_error(self, answer: NoReply) -> Unreachable:
        why = f"redirects to {answer.place}, which is not encrypted" if answer.place else answer.why
        return self._unreachable_error(f"{why}{_tries_text(answer.tries)}")

    def _taken_reply(self, reply: Reply, *, asked_for: bool) -> Fetched | NotModified:
        code, text = reply.status, status_text(reply.status)
        if code == _NOT_MODIFIED and asked_for:
            return NotModified()
        if code in _RETRIED_STATUSES:
            late = reply.wait is not None and reply.wait > 0 and reply.tries == 1
            when = f"; it can be asked again in {reply.wait:.0f} seconds" if late else _tries_text(reply.tries)
            raise self._unreachable_error(f"answers {text}{when}")
        if code in (401, 403) and self._key:
            what = "asks for a key that is another host's"
            if reply.key_sent:
                what = f"refuses the key in {self._adapter.key_env}"
            raise self._unreachable_error(f"{what} ({text})")
        if code in _NOT_PUBLIC:
            raise NotPublic(self._unreachable_error(f"answers {text}").message)
        if code != 200:
            raise self._unreachable_error(f"answers {text}")
        data = reply.body
        if data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_STARTS[self._adapter.form]):
            raise self._unreachable_error("answers with a web page instead of data")
        key = self._key
        if key and len(key) >= 8 and (key.encode() in data or key in (reply.etag or "")):
            raise self._unreachable_error("repeats the key that it was sent, so that its answer is not kept")
        return Fetched(data, reply.etag)

    def _unreachable_error(self, message: str, hint: str | None = None) -> Unreachable:
        text = f"{shown(self._url)} {message}"
        return Unreachable(text.replace(self._key, "[key]") if self._key else text, hint=hint)


def _tries_text(tries: int) -> str:
    return f", {tries} times" if tries > 1 else ""
