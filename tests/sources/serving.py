"""A real HTTP server on this machine, whose answers a test writes by hand, and a source that is read at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from modelpick.market.records import OfferingRecord
from modelpick.model.facts import Charges, Rates
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, Skip, SourceDocument

Answer = Callable[["Call"], None]
GIVEN_UP = 60.0
"""Seconds after which a server that nobody leaves ends its answer, so that a test fails instead of hanging."""


class Call(BaseHTTPRequestHandler):
    """One request; `say` gives a whole answer."""

    protocol_version = "HTTP/1.1"
    answer: Answer
    seen: list[Any]
    body: bytes
    """What was posted."""

    def do_GET(self) -> None:
        self.body = b""
        self._answered()

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answered()

    def _answered(self) -> None:
        self.seen.append((self.path, dict(self.headers)))
        self.close_connection = True
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has heard enough
            type(self).answer(self)

    def say(self, body: bytes, code: int = 200, **headers: str) -> None:
        self.head(code, {"Content-Length": str(len(body)), **{k.replace("_", "-"): v for k, v in headers.items()}})
        self.wfile.write(body)

    def head(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Site:
    """`url` ends without a slash; `seen` holds (path, headers) of each request."""

    url: str
    seen: list[Any]


class Slow:
    """An answer that goes on, `drop` by `drop` after `head`, until whoever asked has left.

    Where nobody leaves it comes to its end, and `finished` says so: no clock is needed to see that it was not waited
    for.
    """

    def __init__(self, head: bytes = b"", drop: bytes = b"") -> None:
        self.finished = False
        self._head, self._drop, self._left = head, drop, threading.Event()

    def __call__(self, call: Call) -> None:
        call.wfile.write(self._head)
        for _ in range(round(GIVEN_UP / 0.05)):
            if self._left.wait(0.05):
                return
            call.wfile.write(self._drop)
        self.finished = True

    def leave(self) -> None:
        """Whoever asked has left."""
        assert not self.finished
        self._left.set()


def silent() -> Slow:
    """Says nothing."""
    return Slow()


def dripping() -> Slow:
    """Each byte of the document comes in time, the whole does not."""
    return Slow(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" ")


def dripping_header() -> Slow:
    return Slow(b"HTTP/1.1 200 OK\r\nX: ", b"a")


@contextmanager
def serving(answer: Answer) -> Iterator[Site]:
    seen: list[Any] = []
    handler = type("Handler", (Call,), {"answer": answer, "seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_address[1]}", seen)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Tiny(Adapter):
    """A source whose document is ``{"rows": {id: price}}``."""

    id: str = "tiny"
    title: str = "Tiny prices"
    publisher: str = "Nobody"
    home: str = "https://tiny.test"
    license: str = "CC0-1.0"
    attribution: str = "Tiny"

    def parse(self, documents: Sequence[SourceDocument], day: str) -> Parsed:
        parsed = Parsed()
        for document in documents:
            try:
                rows = json.loads(document.data)["rows"].items()
            except (ValueError, KeyError, TypeError, AttributeError):
                raise ShapeChanged("expected a mapping with rows") from None
            for id_, price in rows:
                if isinstance(price, int | float | str):
                    parsed.records.append(OfferingRecord("shop", id_, charges=Charges(Rates(Decimal(str(price))))))
                else:
                    parsed.skipped.append(Skip(f"rows.{id_}", "expected a price"))
        return parsed


def rows(count: int, price: float = 1.5, **more: Any) -> bytes:
    """The document of `Tiny` with so many rows of that price, and some more."""
    return json.dumps({"rows": {**{f"m-{n}": price for n in range(count)}, **more}}).encode()
