"""One question to one server, within limits of time and size; a key goes to the origin that was named and no further.

No text of a server's or of the HTTP library's is passed on: some of them quote the headers that they were sent.
"""

from __future__ import annotations

import functools
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from modelpick.domain.errors import ModelpickError

MAX_BYTES = 2_000_000
REDIRECTS = 3
CONNECT = 5.0
PAUSES = (0.5, 1.5)
"""Seconds before the second and the third try."""
LONGEST_PAUSE = 5.0
"""The longest that a server may ask to wait."""
_AGAIN = (408, 409, 429, 500, 502, 503, 504, 529)
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer. `moved`: the other host that it came from; `wait`: seconds that it asks for."""

    status: int
    body: bytes
    key_sent: bool = False
    moved: str | None = None
    wait: float | None = None
    retry: bool = True


class NoReply(Exception):
    """There was none; says why. `foreign`: there was one, but none that a server of models gives."""

    def __init__(self, why: str, foreign: bool = False):
        super().__init__(why)
        self.why = why
        self.foreign = foreign


def checked_base(url: str, where: str = "{base_urls}") -> str:
    """`url` without a slash at its end.

    Raises:
        ModelpickError: a question there would be sent in the open, or it holds a password.
    """
    parts = _parts(url)
    if parts is None or parts.query or parts.fragment:
        raise ModelpickError("is not a URL that can be asked", where=where, hint="Write https://host/v1")
    if parts.userinfo:
        raise ModelpickError("holds a user name", where=where, hint="Give the URL without it, the key by {key_env}")
    if parts.scheme == "http" and not loopback(parts.host):
        raise ModelpickError("is not encrypted", where=where, hint="Use https; http is for this machine alone")
    return url.rstrip("/")


def loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """Host and port of `url`, without what may be secret in it."""
    parts = _parts(url)
    if parts is None:
        return "?"
    return f"{parts.host}:{parts.port}" if parts.port else str(parts.host)


def get(url: str, headers: Mapping[str, str], key: Mapping[str, str], until: float) -> Reply:
    """The answer of `url`, asked again after a refusal that may pass, by the moment `until`.

    Args:
        key: the headers that carry the key.

    Raises:
        NoReply: there was none, and why.
    """
    for pause in (*PAUSES, None):
        reply = _followed(url, headers, key, until)
        if pause is None or reply.status not in _AGAIN or not reply.retry:
            return reply
        wait = pause if reply.wait is None else reply.wait
        if wait > LONGEST_PAUSE or time.monotonic() + wait >= until:
            return reply
        time.sleep(wait)
    raise AssertionError  # pragma: no cover


def _followed(url: str, headers: Mapping[str, str], key: Mapping[str, str], until: float) -> Reply:
    import httpx2

    home = at = httpx2.URL(url)
    for _ in range(REDIRECTS + 1):
        ours = _origin(at) == _origin(home)
        sent = {**headers, **(key if ours else {})}
        try:
            with client(at, until) as session, session.stream("GET", at, headers=sent) as answer:
                if answer.status_code not in _MOVED:
                    moved = None if ours else host_of(str(at))
                    return _reply(answer, body_of(answer, until), bool(key) and ours, moved)
                place = answer.headers.get("location", "")
        except (httpx2.HTTPError, OSError) as error:
            raise NoReply(why(error, at.host)) from None
        at = _next(at, place)
    raise NoReply(f"redirects more than {REDIRECTS} times", foreign=True)


def client(at: Any, until: float) -> Any:
    """What asks: unpacked or gzip, in the time that is left. No proxy stands between this machine and itself."""
    import httpx2

    left = max(0.05, until - time.monotonic())
    head = {"User-Agent": "modelpick", "Accept": "application/json", "Accept-Encoding": "gzip"}
    limits = httpx2.Timeout(left, connect=min(CONNECT, left))
    return httpx2.Client(headers=head, timeout=limits, verify=_trust(), trust_env=not loopback(at.host))


@functools.cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are accepted; read once, for reading them takes longer than a question."""
    import httpx2

    return httpx2.create_ssl_context()


def _reply(answer: Any, body: bytes, key_sent: bool, moved: str | None) -> Reply:
    again = answer.headers.get("x-should-retry", "").lower() != "false"
    return Reply(answer.status_code, body, key_sent, moved, _pause(answer.headers), again)


def body_of(answer: Any, until: float) -> bytes:
    """The body, unpacked, as long as it is neither too long nor too late."""
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip"):
        raise NoReply("is packed in a way that was not asked for", foreign=True)
    unpack = zlib.decompressobj(31) if packing == "gzip" else None
    data = bytearray()
    try:
        for part in answer.iter_raw():
            data += unpack.decompress(part, MAX_BYTES + 1 - len(data)) if unpack else part
            if len(data) > MAX_BYTES:
                raise NoReply(f"sends more than {MAX_BYTES / 1e6:.0f} MB", foreign=True)
            if time.monotonic() > until:
                raise NoReply("did not end its answer in time")
    except zlib.error:
        raise NoReply("is packed wrongly", foreign=True) from None
    return bytes(data)


def _next(at: Any, place: str) -> Any:
    import httpx2

    try:
        to = _parts(at.join(place))
    except (httpx2.InvalidURL, ValueError):
        to = None
    if not place or to is None:
        raise NoReply("redirects to what is no URL", foreign=True)
    if to.scheme == "http" and (at.scheme == "https" or not loopback(to.host)):
        raise NoReply("redirects to what is not encrypted", foreign=True)
    return to.copy_with(userinfo=b"", fragment=None)


def _parts(url: Any) -> Any:
    import httpx2

    try:
        parts = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError, TypeError):
        return None
    return parts if parts.scheme in ("http", "https") and parts.host and "%" not in parts.host else None


def _origin(url: Any) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def why(error: BaseException, host: str) -> str:
    """Which kind of silence it was, in our words."""
    import httpx2

    causes = _causes(error)
    if isinstance(error, httpx2.ProxyError):
        return "cannot be reached: the proxy refuses"
    if any(isinstance(each, ssl.SSLError) for each in causes) or "SSL" in str(error) or "CERT" in str(error):
        return "cannot be reached: its certificate or encryption is not accepted"
    if any(isinstance(each, socket.gaierror) for each in causes):
        return "cannot be reached: its name is not known here (no network, or a wrong name)"
    if any(isinstance(each, ConnectionRefusedError) for each in causes):
        what = "no server is started there" if loopback(host) else "the connection is refused"
        return f"cannot be reached: {what}"
    if isinstance(error, httpx2.ConnectTimeout):
        return "cannot be reached: no connection in time"
    if isinstance(error, httpx2.TimeoutException):
        return "gave no answer in time"
    if isinstance(error, httpx2.ConnectError):
        return "cannot be reached: no connection"
    return "ends in the middle of its answer"


def _causes(error: BaseException | None) -> list[BaseException]:
    """The error, what it comes from, and so on; ten at most."""
    found: list[BaseException] = []
    while error is not None and len(found) < 10:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _pause(headers: Any) -> float | None:
    """The seconds to wait that are asked for: in milliseconds, in seconds or as a date."""
    exact, text = headers.get("retry-after-ms", "").strip(), headers.get("retry-after", "").strip()
    with suppress(ValueError):
        if exact and 0 <= (wait := float(exact) / 1000) < 1e9:
            return wait
    with suppress(ValueError):
        if text and 0 <= (wait := float(text)) < 1e9:
            return wait
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment: float = parsedate_to_datetime(text).timestamp()
        return max(0.0, moment - time.time())
    return None
