"""The one HTTP client: a question to a server, within limits of time and size; a key goes no further than it should.

https only, http for this machine itself; redirects are followed by hand. No text of a server's or of the HTTP library's
is passed on: some of them quote the headers that they were sent.
"""

from __future__ import annotations

import functools
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

_REDIRECT_STATUSES = (301, 302, 303, 307, 308)
_AS_BEFORE = (307, 308)
"""Redirects that are followed with the same question; the others would make another one of it."""

Origin = tuple[str, str, int | None]
Progress = Callable[[int, int | None], None]
"""Told how many bytes are here, and of how many where that is known."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`until` is the moment by which all must have come; `connect` and `silence` are seconds; `pauses` those before
    each further try, `longest_pause` the longest that a server may ask to wait; `again` are the codes of refusals that
    may pass; `knock_again` says whether a server that cannot be reached is tried again too."""

    until: float
    max_bytes: int
    connect: float
    silence: float
    redirects: int
    pauses: tuple[float, ...]
    longest_pause: float
    again: Collection[int]
    knock_again: bool = False


@dataclass(slots=True)
class Reply:
    """An HTTP answer. `moved`: the other host that it came from; `wait`: seconds that it asks for."""

    status: int
    body: bytes
    key_sent: bool = False
    moved: str | None = None
    wait: float | None = None
    retry: bool = True
    etag: str | None = None
    tries: int = 1


class NoReply(Exception):
    """There was none; says why.

    Args:
        foreign: there was one, but none that the server asked for gives.
        passing: it may be another at the next try.
        place: where it leads, without what may be secret in it; it may hold whatever the server put there.
    """

    def __init__(self, why: str, foreign: bool = False, *, passing: bool = False, place: str | None = None):
        super().__init__(why)
        self.why = why
        self.foreign = foreign
        self.passing = passing
        self.place = place
        self.tries = 1


@dataclass(frozen=True)
class HttpQuestion:
    """What is asked.

    Args:
        key: the headers that carry the key; sent to `homes` alone, by default where `url` lies.
        body: posted; without one it is asked by GET.
        wants_body: of which answers the body is read.
        stopped: set when nobody waits any more.
    """

    url: str
    limits: Limits
    headers: Mapping[str, str] = field(default_factory=dict)
    key: Mapping[str, str] = field(default_factory=dict, repr=False)
    homes: frozenset[Origin] | None = None
    body: bytes | None = None
    wants_body: Callable[[int], bool] = lambda _: True
    progress: Progress | None = None
    stopped: threading.Event = field(default_factory=threading.Event)


def url_fault(url: str) -> tuple[str, str | None] | None:
    """Why no question goes to `url`, and what to do: it would be sent in the open, or it holds a password."""
    parts = parts_of(url)
    if parts is None:
        return "is not a URL that can be fetched", None
    if parts.userinfo:
        return "holds a user name", "Give the URL without it"
    if parts.scheme == "http" and not loopback(parts.host):
        return "is not encrypted", "Use https; http is for this machine alone"
    return None


def usable_key(key: str) -> bool:
    """Whether `key` can stand in a header."""
    return bool(key) and key.isascii() and key.isprintable() and " " not in key


def loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses are of one scheme, host and port."""
    return origins_of([one]) == origins_of([other]) != frozenset()


def origins_of(urls: Iterable[str]) -> frozenset[Origin]:
    """Scheme, host and port of each of `urls` that is one."""
    return frozenset(_url_origin(parts) for parts in map(parts_of, urls) if parts is not None)


def host_of(url: str) -> str:
    """Host and port of `url`, without what may be secret in it."""
    parts = parts_of(url)
    if parts is None:
        return "?"
    return f"{parts.host}:{parts.port}" if parts.port else str(parts.host)


def shown(url: str) -> str:
    """`url` as it is printed and kept: without what may be secret in it."""
    parts = parts_of(url)
    if parts is None:
        return url.partition("?")[0].rpartition("@")[2]
    port = f":{parts.port}" if parts.port else ""
    host = f"[{parts.host}]" if ":" in parts.host else parts.host
    return f"{parts.scheme}://{host}{port}{parts.path}"


def parts_of(url: Any) -> Any:
    """The parts of an URL of http or https; None of anything else."""
    import httpx2

    try:
        parts = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError, TypeError):
        return None
    # A character that no host has is not refused there, but written as %5B.
    return parts if parts.scheme in ("http", "https") and parts.host and "%" not in parts.host else None


def ask(question: HttpQuestion) -> Reply:
    """The answer, asked again after a refusal that may pass as long as there is time.

    Raises:
        NoReply: there was none, and why.
    """
    limits = question.limits
    for tries, pause in enumerate((*limits.pauses, None), 1):
        found = _reply_or_fault(question)
        found.tries, wait = tries, pause
        if isinstance(found, Reply):
            wait = pause if found.wait is None else found.wait
            passing = found.status in limits.again and found.retry
        else:
            passing = found.passing and limits.knock_again
        too_late = wait is None or wait > limits.longest_pause or time.monotonic() + wait >= limits.until
        if pause is None or not passing or too_late or wait_to_ask_again(question, wait):
            break
    if isinstance(found, NoReply):
        raise found
    return found


def wait_to_ask_again(question: HttpQuestion, seconds: float | None) -> bool:
    """Let `seconds` pass; whether nobody waits for the answer any more."""
    return question.stopped.wait(seconds)


def _reply_or_fault(question: HttpQuestion) -> Reply | NoReply:
    try:
        return follow(question)
    except NoReply as error:
        return error


def follow(question: HttpQuestion) -> Reply:
    """The answer at the end of the redirects.

    Raises:
        NoReply: there was none, and why.
    """
    import httpx2

    limits, at = question.limits, httpx2.URL(question.url)
    start = _url_origin(at)
    for _ in range(limits.redirects + 1):
        ours = _url_origin(at) == start if question.homes is None else _url_origin(at) in question.homes
        sent = {**question.headers, **(question.key if ours else {})}
        try:
            with client(at, limits) as session, _open_stream(session, at, sent, question.body) as answer:
                if answer.status_code not in _REDIRECT_STATUSES:
                    moved = None if _url_origin(at) == start else host_of(str(at))
                    body = body_of(answer, question) if question.wants_body(answer.status_code) else b""
                    return _reply_of_answer(answer, body, bool(question.key) and ours, moved)
                if question.body is not None and answer.status_code not in _AS_BEFORE:
                    raise NoReply("redirects a question that was posted", foreign=True)
                place = answer.headers.get("location", "")
        except httpx2.InvalidURL:
            # Earlier versions look at where an answer leads before they hand it over.
            raise NoReply("redirects to what is no URL", foreign=True) from None
        except (httpx2.HTTPError, OSError) as error:
            raise silence_of(error, at.host) from None
        at = next_place(at, place)
    raise NoReply(f"redirects more than {limits.redirects} times", foreign=True)


def client(at: Any, limits: Limits) -> Any:
    """What asks: unpacked or gzip, in the time that is left. No proxy stands between this machine and itself."""
    import httpx2

    left = max(0.05, limits.until - time.monotonic())
    head = {"User-Agent": "modelpick", "Accept": "application/json", "Accept-Encoding": "gzip"}
    seconds = httpx2.Timeout(min(limits.silence, left), connect=min(limits.connect, left))
    return httpx2.Client(headers=head, timeout=seconds, verify=_ssl_context(), trust_env=not loopback(at.host))


def body_of(answer: Any, question: HttpQuestion) -> bytes:
    """The body, unpacked, as long as it is neither too long nor too late.

    Raises:
        NoReply: it is, or it is packed wrongly.
    """
    limits, data = question.limits, bytearray()
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    length = answer.headers.get("content-length", "")
    expected = int(length) if packing == "identity" and length.isdecimal() and len(length) < 16 else None
    if packing not in ("identity", "", "gzip"):
        raise NoReply("is packed in a way that was not asked for", foreign=True)
    unpack = zlib.decompressobj(31) if packing == "gzip" else None
    if (expected or 0) > limits.max_bytes:
        raise too_large(limits)
    try:
        for part in answer.iter_raw():
            data += unpack.decompress(part, limits.max_bytes + 1 - len(data)) if unpack else part
            if len(data) > limits.max_bytes:
                raise too_large(limits)
            if question.stopped.is_set() or time.monotonic() > limits.until:
                raise NoReply("did not end its answer in time")
            if question.progress:
                question.progress(len(data), expected)
    except zlib.error:
        raise NoReply("is packed wrongly", foreign=True) from None
    if unpack and data and not unpack.eof:
        raise NoReply("ends in the middle of its answer")
    return bytes(data)


def too_large(limits: Limits) -> NoReply:
    """That an answer is larger than allowed."""
    return NoReply(f"is larger than {limits.max_bytes / 1e6:,.0f} MB, the most that is read", foreign=True)


def next_place(at: Any, place: str) -> Any:
    """Where a redirect from `at` to `place` leads.

    Raises:
        NoReply: nowhere that is gone to.
    """
    import httpx2

    try:
        to = parts_of(at.join(place))
    except (httpx2.InvalidURL, ValueError):
        to = None
    if not place or to is None:
        raise NoReply("redirects to what is no URL", foreign=True)
    if to.scheme == "http" and (at.scheme == "https" or not loopback(to.host)):
        raise NoReply("redirects to what is not encrypted", foreign=True, place=shown(str(to)))
    return to.copy_with(userinfo=b"", fragment=None)


def silence_of(error: BaseException, host: str) -> NoReply:
    """Which kind of silence it was, in our words."""
    import httpx2

    causes = _chained_causes(error)
    why, passing = "ends in the middle of its answer", False
    if isinstance(error, httpx2.ProxyError):
        why, passing = "cannot be reached: the proxy refuses", True
    elif any(isinstance(each, ssl.SSLError) for each in causes) or "SSL" in str(error) or "CERT" in str(error):
        why, passing = "cannot be reached: its certificate or encryption is not accepted", True
    elif any(isinstance(each, socket.gaierror) for each in causes):
        why, passing = "cannot be reached: its name is not known here (no network, or a wrong name)", True
    elif any(isinstance(each, ConnectionRefusedError) for each in causes):
        what = "no server is started there" if loopback(host) else "the connection is refused"
        why, passing = f"cannot be reached: {what}", True
    elif isinstance(error, httpx2.ConnectTimeout):
        why, passing = "cannot be reached: no connection in time", True
    elif isinstance(error, httpx2.TimeoutException):
        why = "gave no answer in time"
    elif isinstance(error, httpx2.ConnectError):
        why, passing = "cannot be reached: no connection", True
    return NoReply(why, passing=passing)


def status_text(code: int) -> str:
    """``503 Service Unavailable``."""
    with suppress(ValueError):
        return f"{code} {HTTPStatus(code).phrase}"
    return str(code)


@functools.cache
def _ssl_context() -> ssl.SSLContext:
    """Whose certificates are accepted; read once, for reading them takes longer than a question."""
    import httpx2

    return httpx2.create_ssl_context()


def _open_stream(session: Any, at: Any, headers: Mapping[str, str], body: bytes | None) -> Any:
    return session.stream("GET" if body is None else "POST", at, headers=headers, content=body)


def _reply_of_answer(answer: Any, body: bytes, key_sent: bool, moved: str | None) -> Reply:
    again, wait = answer.headers.get("x-should-retry", "").lower() != "false", _retry_after_seconds(answer.headers)
    return Reply(answer.status_code, body, key_sent, moved, wait, again, answer.headers.get("etag"))


def _url_origin(url: Any) -> Origin:
    return url.scheme, url.host, url.port


def _chained_causes(error: BaseException | None) -> list[BaseException]:
    """The error, what it comes from, and so on; ten at most."""
    found: list[BaseException] = []
    while error is not None and len(found) < 10:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _retry_after_seconds(headers: Any) -> float | None:
    """The seconds to wait that are asked for: in milliseconds, in seconds or as a date."""
    exact, text = headers.get("retry-after-ms", "").strip(), headers.get("retry-after", "").strip()
    for said, unit in ((exact, 1000), (text, 1)):
        with suppress(ValueError):
            if said and 0 <= (wait := float(said) / unit) < float("inf"):
                return wait
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment: float = parsedate_to_datetime(text).timestamp()
        return max(0.0, moment - time.time())
    return None
