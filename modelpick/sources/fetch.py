"""Fetches one document over the network, within limits of time and size, and never further than it should.

https only, http for this machine itself; redirects are followed by hand, and a key goes to its own host alone.
"""

from __future__ import annotations

import ipaddress
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from modelpick.domain.errors import Exit, ModelpickError
from modelpick.domain.fields import Plain
from modelpick.sources.adapter import Adapter, Form

REDIRECTS = 5
CONNECT = 10.0
"""Seconds for a connection."""
SILENCE = 20.0
"""Seconds without a byte."""
TIMEOUT = 120.0
"""Seconds for a document, from the first try to the last byte."""
PAUSES = (1.0, 3.0)
"""Seconds before the second and the third try."""
LONGEST_PAUSE = 30.0
"""The longest that a server may ask to wait."""
_AGAIN = (429, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)
_AS_BEFORE = (307, 308)
"""Redirects that are followed with the same question; the others would make another one of it."""
_NOT_MODIFIED = 304
_NOT_PUBLIC = (401, 403, 404, 410)
_PAGES: dict[Form, tuple[bytes, ...]] = {
    "json": (b"<",),
    "text": (b"<!doctype html", b"<html", b"<head"),
    "archive": (b"<",),
}
"""How a web page begins where data were asked for. A README may begin with a tag of its own."""

Progress = Callable[[int, int | None], None]
"""Told how many bytes are here, and of how many where that is known."""


class Unreachable(ModelpickError):
    """An upstream did not give what it should; says why."""

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None):
        super().__init__(message, where=where, hint=hint, code=Exit.UNREACHABLE)


class NotPublic(Unreachable):
    """The upstream answers, and does not have the document, or not for everybody."""


class Fetched(Plain):
    data: bytes
    etag: str | None = None


class NotModified:
    """The document is what the ETag says."""


class _TryAgain(Exception):
    """`pause`: seconds that the server asked for."""

    def __init__(self, why: str, pause: float | None = None):
        super().__init__(why)
        self.pause = pause


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
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise Unreachable(f"the key in {adapter.key_env} has characters that no key has")
    task = _Task(adapter, url, body, key, etag, timeout, max_bytes or adapter.max_bytes, pauses, progress)
    return task.within()


def check_url(url: str) -> None:
    """Refuse an URL that would be fetched in the open, or that holds a password.

    Raises:
        Unreachable: why it is refused.
    """
    parts = _parts(url)
    if parts is None:
        raise Unreachable(f"{shown(url)} is not a URL that can be fetched")
    if parts.userinfo:
        raise Unreachable(f"{shown(url)} holds a user name", hint="Give the URL without it")
    if parts.scheme == "http" and not _loopback(parts.host):
        raise Unreachable(f"{shown(url)} is not encrypted", hint="Use https; http is for this machine alone")


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses are of one scheme, host and port."""
    first, second = _parts(one), _parts(other)
    return first is not None and second is not None and _origin(first) == _origin(second)


def shown(url: str) -> str:
    """`url` as it is printed and kept: without what may be secret in it."""
    parts = _parts(url)
    if parts is None:
        return url.partition("?")[0].rpartition("@")[2]
    port = f":{parts.port}" if parts.port else ""
    host = f"[{parts.host}]" if ":" in parts.host else parts.host
    return f"{parts.scheme}://{host}{port}{parts.path}"


def _parts(url: Any) -> Any:
    import httpx2

    try:
        parts = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError, TypeError):
        return None
    # A character that no host has is not refused there, but written as %5B.
    good = parts.scheme in ("http", "https") and parts.host and "%" not in parts.host
    return parts if good else None


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(url: Any) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


class _Task:
    """One document: its tries, redirects and limits."""

    def __init__(
        self,
        adapter: Adapter,
        url: str,
        body: bytes | None,
        key: str | None,
        etag: str | None,
        timeout: float,
        max_bytes: int,
        pauses: tuple[float, ...],
        progress: Progress | None,
    ):
        self._adapter, self._url, self._key, self._etag = adapter, url, key, etag
        self._posted = body
        self._timeout, self._max, self._pauses, self._progress = timeout, max_bytes, pauses, progress
        self._until = time.monotonic() + timeout
        self._homes = {_origin(home) for home in map(_parts, adapter.urls) if home is not None}
        self._late = threading.Event()
        self._found: Fetched | NotModified | Exception | None = None

    def within(self) -> Fetched | NotModified:
        """The document, or the fault, by the end of the time.

        In a thread of its own, because a name server, or a header that comes byte by byte, knows no time limit.
        """
        worker = threading.Thread(target=self._run, daemon=True)
        worker.start()
        try:
            worker.join(self._timeout)
        finally:
            self._late.set()
        if self._found is None:
            raise self._fault(f"did not give its document within {self._timeout:g} seconds", "--timeout allows more")
        if isinstance(self._found, Exception):
            raise self._found from None
        return self._found

    def _run(self) -> None:
        try:
            self._found = self._tried()
        except Exception as error:
            self._found = error

    def _tried(self) -> Fetched | NotModified:
        for pause in (*self._pauses, None):
            try:
                return self._followed()
            except _TryAgain as refusal:
                wait = pause if refusal.pause is None else refusal.pause
                if pause is None or wait is None:
                    raise self._fault(f"{refusal}, {len(self._pauses) + 1} times") from None
                if wait > min(LONGEST_PAUSE, self._until - time.monotonic()):
                    raise self._fault(f"{refusal}; it can be asked again in {wait:.0f} seconds") from None
            if self._late.wait(wait):
                break
        raise self._fault("was given up")

    def _followed(self) -> Fetched | NotModified:
        """The answer at the end of at most `REDIRECTS` redirects."""
        import httpx2

        at = httpx2.URL(self._url)
        for _ in range(REDIRECTS + 1):
            try:
                with self._client(at) as client, self._asked(client, at) as answer:
                    if answer.status_code not in _MOVED:
                        return self._answer(answer, at)
                    if self._posted is not None and answer.status_code not in _AS_BEFORE:
                        raise self._fault("redirects a question that was posted")
                    place = answer.headers.get("location", "")
            except httpx2.InvalidURL:
                # Earlier versions look at where an answer leads before they hand it over.
                raise self._fault("redirects to what is no URL") from None
            except (httpx2.HTTPError, OSError) as error:
                # Some of these texts quote a header, so that none is passed on but the system's own.
                raise self._translated(error) from None
            at = self._next(at, place)
        raise self._fault(f"redirects more than {REDIRECTS} times")

    def _asked(self, client: Any, at: Any) -> Any:
        method = "GET" if self._posted is None else "POST"
        return client.stream(method, at, headers=self._headers(at), content=self._posted)

    def _client(self, at: Any) -> Any:
        import httpx2

        silence, connect = min(SILENCE, self._timeout), min(CONNECT, self._timeout)
        accept = "application/json" if self._adapter.form == "json" else "*/*"
        head = {"User-Agent": "modelpick", "Accept": accept, "Accept-Encoding": "gzip"}
        # No proxy stands between this machine and itself.
        return httpx2.Client(
            headers=head, timeout=httpx2.Timeout(silence, connect=connect), trust_env=not _loopback(at.host)
        )

    def _headers(self, at: Any) -> dict[str, str]:
        headers = {} if self._posted is None else {"Content-Type": "application/json"}
        if self._etag and self._etag.isascii() and self._etag.isprintable():
            headers["If-None-Match"] = self._etag
        if self._key and self._adapter.key_header and _origin(at) in self._homes:
            headers[self._adapter.key_header] = self._key
        return headers

    def _next(self, at: Any, place: str) -> Any:
        """Where a redirect leads."""
        import httpx2

        try:
            to = _parts(at.join(place))
        except (httpx2.InvalidURL, ValueError):
            to = None
        if not place or to is None:
            raise self._fault("redirects to what is no URL")
        if to.scheme == "http" and (at.scheme == "https" or not _loopback(to.host)):
            raise self._fault(f"redirects to {shown(str(to))}, which is not encrypted")
        return to.copy_with(userinfo=b"", fragment=None)

    def _answer(self, answer: Any, at: Any) -> Fetched | NotModified:
        code = answer.status_code
        if code == _NOT_MODIFIED and self._etag:
            return NotModified()
        if code in _AGAIN:
            raise _TryAgain(f"answers {_status(code)}", _pause(answer.headers.get("retry-after", "")))
        if code in (401, 403) and self._key:
            sent = _origin(at) in self._homes
            what = f"refuses the key in {self._adapter.key_env}" if sent else "asks for a key that is another host's"
            raise self._fault(f"{what} ({_status(code)})")
        if code in _NOT_PUBLIC:
            raise NotPublic(self._fault(f"answers {_status(code)}").message)
        if code != 200:
            raise self._fault(f"answers {_status(code)}")
        data = self._body(answer)
        if data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES[self._adapter.form]):
            raise self._fault("answers with a web page instead of data")
        etag = answer.headers.get("etag")
        if self._key and len(self._key) >= 8 and (self._key.encode() in data or self._key in (etag or "")):
            raise self._fault("repeats the key that it was sent, so that its answer is not kept")
        return Fetched(data, etag)

    def _body(self, answer: Any) -> bytes:
        """The document, unpacked, as long as it is not too long."""
        packing = answer.headers.get("content-encoding", "identity").strip().lower()
        length = answer.headers.get("content-length", "")
        expected = int(length) if packing == "identity" and length.isdecimal() and len(length) < 16 else None
        if expected is not None and expected > self._max:
            raise self._too_large()
        if packing not in ("identity", "gzip"):
            raise self._fault("is packed in a way that was not asked for")
        unpack = zlib.decompressobj(31) if packing == "gzip" else None
        data = bytearray()
        try:
            for part in answer.iter_raw():
                data += unpack.decompress(part, self._max + 1 - len(data)) if unpack else part
                if len(data) > self._max:
                    raise self._too_large()
                if self._late.is_set():
                    raise self._fault("was given up")
                if self._progress:
                    self._progress(len(data), expected)
        except zlib.error:
            raise self._fault("is packed wrongly") from None
        if unpack and not unpack.eof:
            raise self._fault("ends in the middle of its document")
        return bytes(data)

    def _too_large(self) -> Unreachable:
        return self._fault(f"is larger than {self._max / 1e6:,.0f} MB, the most that is read of this source")

    def _translated(self, error: Any) -> Exception:
        import httpx2

        if isinstance(error, httpx2.ConnectTimeout):
            return _TryAgain("cannot be reached: no connection in time")
        if isinstance(error, httpx2.ConnectError):
            return _TryAgain(f"cannot be reached ({error})")
        if isinstance(error, httpx2.TimeoutException):
            return self._fault(f"sent nothing for {min(SILENCE, self._timeout):g} seconds")
        if isinstance(error, httpx2.RemoteProtocolError | httpx2.ReadError):
            return self._fault("ends in the middle of its answer")
        return self._fault(f"cannot be read ({type(error).__name__})")

    def _fault(self, message: str, hint: str | None = None) -> Unreachable:
        text = f"{shown(self._url)} {message}"
        return Unreachable(text.replace(self._key, "[key]") if self._key else text, hint=hint)


def _status(code: int) -> str:
    """``503 Service Unavailable``."""
    with suppress(ValueError):
        return f"{code} {HTTPStatus(code).phrase}"
    return str(code)


def _pause(text: str) -> float | None:
    """The seconds that a Retry-After asks for, given in seconds or as a date."""
    text = text.strip()
    if text.isdecimal() and len(text) < 10:
        return float(text)
    try:
        day: float = parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, day - time.time())
