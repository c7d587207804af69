"""Downloads, from real servers on this machine that answer well, badly, slowly, and with ill will."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from modelpick.model.errors import Exit
from modelpick.sources.fetch import Fetched, NotModified, Unreachable, check_url, fetch, shown
from modelpick.storage import http
from modelpick.storage.http import HttpQuestion
from tests.sources.serving import (
    Answer,
    Call,
    Site,
    Slow,
    Tiny,
    dripping,
    dripping_header,
    rows,
    serving,
    silent,
)  # fmt: skip

KEY = "sk-very-secret-0123456789"
NOW = (0.01, 0.01)
"""Pauses that a test can wait for."""


@pytest.fixture
def served(request: pytest.FixtureRequest) -> Iterator[Site]:
    with serving(request.param) as site:
        yield site


def get(url: str, adapter: Tiny | None = None, **more: object) -> Fetched | NotModified:
    return fetch(adapter or Tiny(), url, **{"timeout": 5.0, "pauses": NOW, **more})  # type: ignore[arg-type]


def refused(url: str, adapter: Tiny | None = None, **more: object) -> str:
    """The sentence of a download that fails."""
    with pytest.raises(Unreachable) as found:
        get(url, adapter, **more)
    assert found.value.code == Exit.UNREACHABLE
    assert KEY not in repr(found.value) + str(found.value) + str(found.value.__cause__)
    return str(found.value)


def of(answer: Answer, **more: object) -> str:
    with serving(answer) as site:
        return refused(site.url + "/a.json", **more)


def test_a_document_and_its_etag() -> None:
    with serving(lambda call: call.say(rows(2), ETag='"one"')) as site:
        assert get(site.url + "/a.json") == Fetched(rows(2), '"one"')
        (path, headers), *_ = site.seen
    assert path == "/a.json"
    assert headers["User-Agent"] == "modelpick"
    assert "If-None-Match" not in headers


def test_not_modified() -> None:
    def answer(call: Call) -> None:
        assert call.headers["If-None-Match"] == '"one"'
        call.head(304, {})

    with serving(answer) as site:
        assert isinstance(get(site.url, etag='"one"'), NotModified)


def test_not_modified_that_nobody_asked_for() -> None:
    assert "304" in of(lambda call: call.head(304, {}))


def test_a_packed_document() -> None:
    with serving(lambda call: call.say(gzip.compress(rows(500)), Content_Encoding="gzip")) as site:
        assert get(site.url) == Fetched(rows(500), None)


@pytest.mark.parametrize(
    ("body", "packing", "says"),
    [
        (gzip.compress(rows(500))[:-20], "gzip", "ends in the middle"),
        (b"not packed at all", "gzip", "packed wrongly"),
        (rows(1), "br", "not asked for"),
    ],
)
def test_bad_packing(body: bytes, packing: str, says: str) -> None:
    assert says in of(lambda call: call.say(body, Content_Encoding=packing))


def test_no_server() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/a.json"
        said = refused(url)
    assert said.startswith(url)
    assert "cannot be reached" in said
    assert said.endswith("no server is started there, 3 times")


@pytest.mark.parametrize("made", [silent, dripping, dripping_header])
def test_a_server_that_is_slow_is_left_before_its_end(made: Callable[[], Slow]) -> None:
    slow = made()
    assert "within 0.3 seconds" in of(slow, timeout=0.3)
    slow.leave()


@pytest.mark.parametrize("code", [500, 404, 204, 206, 418, 599])
def test_other_answers(code: int) -> None:
    with serving(lambda call: call.say(b"", code)) as site:
        assert f"answers {code}" in refused(site.url)
        assert len(site.seen) == 1


@pytest.mark.parametrize("code", [429, 502, 503, 504])
def test_asked_three_times(code: int) -> None:
    with serving(lambda call: call.say(b"", code)) as site:
        assert f"{code}" in refused(site.url)
        assert len(site.seen) == 3


def test_better_the_second_time() -> None:
    with serving(lambda call: call.say(rows(1), 200 if len(call.seen) > 1 else 503)) as site:
        assert isinstance(get(site.url), Fetched)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """The seconds that a download would wait before it asks again, for which nobody waits here."""
    found: list[float | None] = []

    def no_wait(question: HttpQuestion, seconds: float | None) -> bool:
        found.append(seconds)
        return question.stopped.is_set()

    monkeypatch.setattr(http, "wait_to_ask_again", no_wait)
    return found


@pytest.mark.parametrize("after", ["17", "date"])
def test_retry_after_is_honored(after: str, waits: list[float | None]) -> None:
    def answer(call: Call) -> None:
        day = datetime.now(UTC) + timedelta(seconds=25)
        wait = format_datetime(day, usegmt=True) if after == "date" else after
        call.say(rows(1), 200 if len(call.seen) > 1 else 429, Retry_After=wait)

    with serving(answer) as site:
        assert isinstance(get(site.url, timeout=60), Fetched)
    assert len(waits) == 1
    assert waits == [17] if after == "17" else 0.01 < (waits[0] or 0) <= 25


@pytest.mark.parametrize(
    ("after", "says", "pauses"),
    [
        ("3600", "it can be asked again in 3600 seconds", []),
        ("99999999999999999999", "it can be asked again in ", []),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "it can be asked again in ", []),
    ],
)
def test_nobody_waits_for_an_hour(after: str, says: str, pauses: list[float], waits: list[float | None]) -> None:
    said = of(lambda call: call.say(b"", 429, Retry_After=after))
    assert "answers 429" in said
    assert says in said
    assert waits == pauses


@pytest.mark.parametrize("chunked", [False, True])
def test_a_truncated_body(chunked: bool) -> None:
    def answer(call: Call) -> None:
        call.head(200, {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": "5000"})
        call.wfile.write(b"400\r\n" + b" " * 100 if chunked else rows(3))

    assert "ends in the middle" in of(answer)


@pytest.mark.parametrize("page", [b"<!doctype html><p>Sign in", b"\xef\xbb\xbf\r\n <html>"])
def test_a_web_page(page: bytes) -> None:
    assert "web page" in of(lambda call: call.say(page))


class TestSize:
    MOST = 1_000_000

    def test_said_beforehand(self) -> None:
        def answer(call: Call) -> None:
            call.head(200, {"Content-Length": str(300 * 1024 * 1024)})

        assert "larger than 1 MB" in of(answer, max_bytes=self.MOST)

    def test_not_said(self) -> None:
        sent = []

        def answer(call: Call) -> None:
            call.head(200, {"Transfer-Encoding": "chunked"})
            for _ in range(300):
                call.wfile.write(b"100000\r\n" + b" " * 0x100000 + b"\r\n")
                sent.append(1)

        assert "larger than 1 MB" in of(answer, max_bytes=self.MOST)
        assert len(sent) < 30

    def test_packed(self) -> None:
        """300 MB that travel as 300 kB."""
        body = gzip.compress(b"\0" * (300 * 1024 * 1024), 1)
        assert len(body) < 2_000_000
        assert "larger than 1 MB" in of(lambda call: call.say(body, Content_Encoding="gzip"), max_bytes=self.MOST)

    def test_as_large_as_it_may_be(self) -> None:
        with serving(lambda call: call.say(b"1" * 1000)) as site:
            assert isinstance(get(site.url, max_bytes=1000), Fetched)
            assert "larger" in refused(site.url, max_bytes=999)


class TestRedirects:
    def test_followed(self) -> None:
        def answer(call: Call) -> None:
            if call.path == "/end":
                call.say(rows(1))
            else:
                call.say(b"", 302, Location="/end")

        with serving(answer) as site:
            assert isinstance(get(site.url + "/start"), Fetched)

    def test_in_a_circle(self) -> None:
        with serving(lambda call: call.say(b"", 307, Location="/again")) as site:
            assert "more than 5 times" in refused(site.url)
            assert len(site.seen) == 6

    @pytest.mark.parametrize(
        ("place", "says"),
        [
            ("http://models.test/a.json?key=x", "http://models.test/a.json, which is not encrypted"),
            ("ftp://models.test/", "no URL"),
            ("file:///etc/passwd", "no URL"),
            ("http://[bad", "no URL"),
            ("", "no URL"),
        ],
    )
    def test_refused(self, place: str, says: str) -> None:
        assert says in of(lambda call: call.say(b"", 301, Location=place))

    def test_never_from_https_to_http(self) -> None:
        """Not even to this machine; the server that sends one there would need a certificate, so the rule is asked."""
        import httpx2

        from modelpick.storage.http import NoReply, next_place

        with pytest.raises(NoReply, match="not encrypted"):
            next_place(httpx2.URL("https://models.test/a"), "http://127.0.0.1/a")
        assert str(next_place(httpx2.URL("https://models.test/a"), "/b")) == "https://models.test/b"


class TestKey:
    def source(self, url: str) -> Tiny:
        return Tiny(urls=(url + "/a.json",), key_env="TINY_KEY", key_header="X-Api-Key")

    def test_goes_to_its_own_host(self) -> None:
        with serving(lambda call: call.say(rows(1))) as site:
            get(site.url + "/a.json", self.source(site.url), key=KEY)
            assert site.seen[0][1]["X-Api-Key"] == KEY

    def test_goes_nowhere_else(self) -> None:
        """Neither along a redirect nor where the user sends the program."""
        with serving(lambda call: call.say(rows(1))) as other:
            with serving(lambda call: call.say(b"", 302, Location=other.url + "/b.json")) as site:
                source = self.source(site.url)
                get(site.url + "/a.json", source, key=KEY)
                get(other.url + "/c.json", source, key=KEY)
                assert site.seen[0][1]["X-Api-Key"] == KEY
            assert [path for path, _ in other.seen] == ["/b.json", "/c.json"]
            assert KEY not in str(other.seen)

    def test_is_in_no_message(self) -> None:
        place = f"http://models.test/{KEY}/a"
        for answer in (
            lambda call: call.say(b"", 401),
            lambda call: call.say(KEY.encode(), 500),
            lambda call: call.say(b"", 302, Location=place),
            lambda call: call.say(rows(1, note=KEY)),
        ):
            with serving(answer) as site:
                refused(site.url + "/a.json", self.source(site.url), key=KEY)

    def test_refused(self) -> None:
        with serving(lambda call: call.say(b"", 403)) as site:
            assert "refuses the key in TINY_KEY" in refused(site.url, self.source(site.url), key=KEY)

    @pytest.mark.parametrize("key", [KEY + "\n", KEY + "é", KEY + " x", "\x00" + KEY])
    def test_with_bad_characters(self, key: str) -> None:
        with serving(lambda call: call.say(rows(1))) as site:
            assert "characters" in refused(site.url, self.source(site.url), key=key)
            assert site.seen == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://models.test/a.json?token=x", "http://models.test/a.json is not encrypted"),
        ("http://10.0.0.1/a", "not encrypted"),
        ("http://127.0.0.1.evil.test/a", "not encrypted"),
        ("https://user:pass@models.test/a", "https://models.test/a holds a user name"),
        ("file:///etc/passwd", "not a URL"),
        ("https://", "not a URL"),
        ("https://[x/", "not a URL"),
    ],
)
def test_refused_urls(url: str, says: str) -> None:
    said = refused(url)
    assert says in said
    assert "pass@" not in said
    assert "token" not in said


def test_allowed_urls() -> None:
    for url in ("https://models.test/a", "http://localhost:1/a", "http://127.0.0.1/a", "http://[::1]:8080/a"):
        check_url(url)
    assert shown("http://[::1]:8080/a?b=c#d") == "http://[::1]:8080/a"


def test_progress() -> None:
    told = []
    with serving(lambda call: call.say(rows(100))) as site:
        get(site.url, progress=lambda done, expected: told.append((done, expected)))
    assert told[-1] == (len(rows(100)), len(rows(100)))
