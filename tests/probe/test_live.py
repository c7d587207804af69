"""Asking servers on this machine that have the shapes of the providers', and some that mean ill, and nobody else."""

from __future__ import annotations

import gzip
import io
import json
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from modelpick.model.errors import ModelpickError
from modelpick.probe import ask, matching, trial
from modelpick.probe.check import Answer, ServerQuestion, ask_all
from modelpick.probe.endpoints import PROVIDERS
from modelpick.probe.listing import ListedModel
from modelpick.probe.openrouter import OpenRouterShape, TypicalService
from tests.sources.serving import GIVEN_UP, Call, Site, Slow, dripping, serving, silent
from tests.sources.serving import Answer as Says

KEY = "sk-very-secret-0123456789"
DAY_PAST, DAY_AHEAD = "2020-01-31", "2999-01-31"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ask, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(Call, "do_POST", Call.do_GET, raising=False)
    monkeypatch.chdir(tmp_path)
    for name in (*(n for end in PROVIDERS.values() for n in end.key_env), "OPENAI_BASE_URL", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)


def data(*ids: str, **more: Any) -> bytes:
    return json.dumps({"object": "list", "data": [{"id": id_, "object": "model", **more} for id_ in ids]}).encode()


def says(body: bytes, code: int = 200, **headers: str) -> Says:
    return lambda call: call.say(body, code, **headers)


def says_much(call: Call) -> None:
    """50 MB that travel as some kB."""
    call.say(gzip.compress(b" " * 50_000_000, 1), Content_Encoding="gzip")


def asked(site: Site, provider: str = "openai", key: str | None = KEY, timeout: float = 3.0) -> Answer:
    """What the server at `site` says when it is asked as `provider`."""
    from modelpick.model.fields import replace

    end = replace(PROVIDERS[provider], base=site.url, status_page=None)
    return ask_all([ServerQuestion(end, {"a/b": ("lab/m-1",)}, key, "A_KEY", ask_without_key=True)], timeout)[0]


def outcome(says_: Says, provider: str = "openai", key: str | None = KEY, timeout: float = 3.0) -> tuple[Any, str]:
    with serving(says_) as site:
        got = asked(site, provider, key, timeout)
    assert KEY not in repr(got)
    return got.outcome, got.text


@pytest.mark.parametrize(
    ("says_", "expected", "words"),
    [
        (says(b'{"error": {"code": "invalid_api_key"}}', 401), "key_refused", "unknown"),
        (says(b'{"error": "region"}', 403), "key_refused", "403 Forbidden"),
        (says(b'{"error": {"message": "API key not valid", "code": "API_KEY_INVALID"}}', 400), "key_refused", "400"),
        (says(b"{}", 402), "billing", "402"),
        (says(b'{"error": {"code": "insufficient_quota"}}', 429), "billing", "waiting will not help"),
        (says(b"{}", 429, Retry_After="60"), "throttled", "asks to wait; it can be asked again in 60 s"),
        (says(b"{}", 529), "trouble", "overloaded"),
        (says(b"{}", 500), "trouble", "500"),
        (says(b'{"error": {"code": 503, "message": "Loading model"}}', 503), "loading", "still loading"),
        (says(b"{}", 410), "gone", "410"),
        (says(b"{}", 404), "not_an_api", "no list of models at this address"),
        (says(b"<html>Log in</html>"), "not_an_api", "a web page"),
        (says(b"<html>Bad gateway</html>", 502), "not_an_api", "502 Bad Gateway"),
        (says(b"{}", 407), "not_an_api", "proxy"),
        (says(b"hello"), "not_an_api", "not JSON"),
        (says(b'{"message": "hello"}'), "not_an_api", "no list of models"),
        (says(b'{"data": []}'), "not_an_api", "nothing at all"),
        (says(b'{"data": ["a"]}'), "not_an_api", "no list of models"),
        (says(b"[" * 100_000), "not_an_api", "not JSON"),
        (says(data("m-1"), Content_Encoding="br"), "not_an_api", "packed"),
        (says(b"nothing", Content_Encoding="gzip"), "not_an_api", "packed wrongly"),
        (says(b"x" * 10_000_000), "not_an_api", "larger than 2 MB"),
        (says_much, "not_an_api", "larger than 2 MB"),
    ],
)
def test_the_kinds_of_refusal_are_kept_apart(says_: Says, expected: str, words: str) -> None:
    got, text = outcome(says_)
    assert got == expected
    assert words in text


def test_without_a_key_a_refusal_is_no_word_on_the_key() -> None:
    assert outcome(says(b"{}", 401), key=None)[0] == "no_key"


def test_a_key_that_cannot_be_one_is_not_sent() -> None:
    with serving(says(data("m-1"))) as site:
        got = asked(site, key=f"{KEY}\r\nX-Other: 1")
        assert site.seen == []
    assert got.outcome == "no_key"
    assert KEY not in repr(got)


def test_nobody_is_asked_for_a_list_that_wants_a_key_which_is_not_there() -> None:
    got = ask_all([ServerQuestion(PROVIDERS["mistral"], {}, None)], 3.0)[0]
    assert (got.outcome, "MISTRAL_API_KEY" in got.text) == ("no_key", True)


def test_a_lie_about_the_type_does_not_matter() -> None:
    assert outcome(says(data("m-1"), Content_Type="text/html"))[0] is None
    assert outcome(says(b"<!doctype html>", Content_Type="application/json"))[0] == "not_an_api"


def test_a_server_that_is_not_there() -> None:
    with serving(says(b"")) as site:
        pass
    got = asked(site)
    assert (got.outcome, got.text) == ("unreachable", "cannot be reached: no server is started there")


def test_a_name_that_nobody_has() -> None:
    got = asked(Site("https://no-such-host.invalid", []))
    assert got.outcome == "unreachable"
    assert "its name is not known" in got.text


def test_encryption_that_is_none() -> None:
    with serving(says(data("m-1"))) as site:
        got = asked(Site(site.url.replace("http:", "https:"), []))
    assert (got.outcome, "certificate or encryption" in got.text) == ("unreachable", True)


def breaks_off(call: Call) -> None:
    call.head(200, {"Content-Length": "1000"})
    call.wfile.write(b'{"data": [')


@pytest.mark.parametrize("made", [silent, dripping])
def test_a_server_that_takes_its_time_is_left(made: Callable[[], Slow]) -> None:
    slow = made()
    assert outcome(slow, timeout=0.4)[0] == "unreachable"
    slow.leave()


def test_an_answer_that_breaks_off() -> None:
    assert outcome(breaks_off) == ("unreachable", "ends in the middle of its answer")


def test_a_slow_server_does_not_hold_up_the_others() -> None:
    """It answers when both of the others have been asked, and not before."""
    from modelpick.model.fields import replace

    others = [threading.Event(), threading.Event()]

    def last(call: Call) -> None:
        if all(other.wait(GIVEN_UP) for other in others):
            call.say(data("m-1"))

    def fast(asked: threading.Event) -> Says:
        return lambda call: (asked.set(), call.say(data("m-1")))[1]

    with serving(last) as slow, serving(fast(others[0])) as second, serving(fast(others[1])) as third:
        ends = [replace(PROVIDERS["vllm"], base=site.url) for site in (slow, second, third)]
        got = ask_all([ServerQuestion(end, {}) for end in ends], GIVEN_UP / 2)
    assert [each.outcome for each in got] == [None, None, None]


def test_the_key_does_not_follow_to_another_host() -> None:
    with serving(says(data("m-1"))) as other:
        move = says(b"", 307, Location=f"{other.url}/v1/models")
        with serving(move) as site:
            got = asked(site)
            assert any(KEY in str(headers) for _, headers in site.seen)
        assert len(other.seen) == 1
        assert KEY not in str(other.seen)
    assert got.outcome == "not_an_api"
    assert "another host" in got.text or "where no key was sent" in got.text


@pytest.mark.parametrize("provider", ["openai", "anthropic", "google", "openrouter"])
def test_the_key_is_in_a_header_and_in_no_url(provider: str) -> None:
    with serving(says(b'{"data": [{"id": "m-1"}], "models": [{"name": "models/m-1"}]}')) as site:
        got = asked(site, provider)
        path, headers = site.seen[0]
    assert got.outcome is None
    assert KEY not in path
    assert KEY in str(headers)


def test_a_redirect_that_comes_back_keeps_the_key_and_a_circle_ends() -> None:
    def moves(call: Call) -> None:
        if call.path == "/models":
            call.say(b"", 302, Location="/other")
        else:
            call.say(data("m-1"))

    with serving(moves) as site:
        assert asked(site).outcome is None
        assert all(KEY in str(headers) for _, headers in site.seen)
    assert outcome(says(b"", 302, Location="/models"))[0] == "not_an_api"
    assert outcome(says(b"", 302, Location="http://example.invalid/"))[1] == "redirects to what is not encrypted"


@pytest.mark.parametrize("wait", ["0", "0.02", formatdate(1_700_000_000, usegmt=True)])
def test_a_refusal_that_may_pass_is_asked_again(wait: str) -> None:
    def busy(call: Call) -> None:
        ready = len(call.seen) >= 3
        call.say(data("m-1") if ready else b"{}", 200 if ready else 429, **({} if ready else {"Retry_After": wait}))

    assert outcome(busy)[0] is None


def test_a_server_that_asks_to_wait_long_or_not_to_come_back_is_asked_once() -> None:
    for headers in ({"Retry_After": "3600"}, {"retry_after_ms": "900000"}, {"x_should_retry": "false"}):
        with serving(says(b"{}", 429, **headers)) as site:
            assert asked(site).outcome == "throttled"
            assert len(site.seen) == 1
    with serving(says(b"{}", 503, Retry_After="-1")) as site:
        assert asked(site).outcome == "trouble"
        assert len(site.seen) == 3


def anthropic(call: Call) -> None:
    second = "after_id=m-2" in call.path
    rows = [{"id": "m-3", "lifecycle": "retired"}, {"id": "m-4", "lifecycle": "active"}]
    if not second:
        rows = [{"id": "m-1", "lifecycle": "active", "deprecated_at": None}]
        rows += [{"id": "m-2", "lifecycle": "deprecated", "deprecated_at": "2026-01-02T00:00:00Z",
                  "retires_at": f"{DAY_AHEAD}T00:00:00Z"}]  # fmt: skip
    body = {"data": rows, "has_more": not second, "last_id": rows[-1]["id"]}
    call.say(json.dumps(body).encode())


def test_anthropic_is_read_to_its_last_page() -> None:
    with serving(anthropic) as site:
        got = asked(site, "anthropic")
        assert site.seen[0][1]["anthropic-version"] == "2023-06-01"
        assert "retired" in site.seen[0][0]
    assert got.pages == 2
    assert got.models == (
        ListedModel("m-1"),
        ListedModel("m-2", deprecated=True, deprecated_on="2026-01-02", retires_on=DAY_AHEAD),
        ListedModel("m-3", retired=True),
        ListedModel("m-4"),
    )


def test_gemini_is_read_to_its_last_page() -> None:
    def gemini(call: Call) -> None:
        last = "pageToken=a%26b" in call.path
        more = {} if last else {"nextPageToken": "a&b"}
        call.say(json.dumps({"models": [{"name": f"models/m-{int(last)}"}], **more}).encode())

    with serving(gemini) as site:
        got = asked(site, "google")
    assert [each.id for each in got.models] == ["m-0", "m-1"]


def test_a_list_that_has_no_end_or_a_broken_page_is_no_list() -> None:
    same = json.dumps({"data": [{"id": "m"}], "has_more": True, "last_id": "m"}).encode()
    assert outcome(says(same), "anthropic")[0] == "incomplete"

    def endless(call: Call) -> None:
        id_ = f"m-{len(call.seen)}"
        call.say(json.dumps({"data": [{"id": id_}], "has_more": True, "last_id": id_}).encode())

    assert outcome(endless, "anthropic")[0] == "incomplete"

    def broken(call: Call) -> None:
        call.say(same) if len(call.seen) == 1 else call.say(b"{}", 401)

    assert outcome(broken, "anthropic")[0] == "incomplete"


def test_rows_of_the_servers_that_copy_openai() -> None:
    rows = [
        {"id": "a", "aliases": ["a-latest", 3], "deprecation": "2027-01-02T03:04:05Z",
         "deprecation_replacement_model": "b"},
        {"id": "b", "shutdown_date": None, "active": False},
        {"id": "served", "root": "org/repo"}, {"key": "lm"}, {"nothing": 1}, {"id": ""}, {"id": "c", "deprecation": 3},
    ]  # fmt: skip
    for body in (rows, {"data": rows}, {"models": rows}):
        with serving(says(json.dumps(body).encode())) as site:
            got = asked(site)
        assert got.models == (
            ListedModel("a", ("a-latest",), True, retires_on="2027-01-02", replacement="b"),
            ListedModel("b", deprecated=True),
            ListedModel("served", ("org/repo",)),
            ListedModel("lm"),
            ListedModel("c"),
        )


def test_ollama_knows_a_bare_name() -> None:
    with serving(says(b'{"models": [{"model": "gpt-oss:120b"}, {"name": "other:latest"}]}')) as site:
        got = asked(site, "ollama", None)
        assert site.seen[0][0] == "/api/tags"
    for name, id_ in (("gpt-oss-120b", "gpt-oss:120b"), ("other", "other:latest")):
        match = matching.find((name,), got.models)
        assert match is not None
        assert match.listed.id == id_


def test_openrouter_says_how_a_model_is_served() -> None:
    def router(call: Call) -> None:
        if call.path == "/models":
            call.say(b'{"data": [{"id": "x/y"}], "links": {"next": "https://evil.test/?offset=1"}}')
        elif call.path == "/models?offset=1":
            call.say(b'{"data": [{"id": "lab/m-1", "expiration_date": "2999-01-31"}], "links": {"next": null}}')
        else:
            rows = [{"uptime_last_1d": 99.7, "latency_last_30m": {"p50": 800}}, {"uptime_last_1d": 98, "tag": "x"}]
            call.say(json.dumps({"data": {"endpoints": rows}}).encode())

    with serving(router) as site:
        got = asked(site, "openrouter", None)
    assert got.pages == 2
    served = got.served["a/b"]
    assert (served.endpoints, served.uptime, served.latency_ms) == (2, 99.7, 800)


def test_the_middle_of_several_endpoints_is_what_a_caller_gets() -> None:
    rows = [
        {"uptime_last_1d": up, "latency_last_30m": {"p50": ms, "p99": 9e4}, "throughput_last_30m": {"p50": speed}}
        for up, ms, speed in ((99.9, 400, 120), (98.0, 900, 40), (90.0, 2000, 20))
    ]
    found = OpenRouterShape().served({"data": {"endpoints": rows}})
    assert found.typical == TypicalService(98.0, 0.9, 40)
    assert (found.latency_ms, found.tokens_per_s) == (400, 120)
    silent = OpenRouterShape().served({"data": {"endpoints": [{"latency_last_30m": None, "uptime_last_1d": "99"}]}})
    assert silent.typical == TypicalService(None, None, None)


@pytest.mark.parametrize(
    ("wanted", "listed", "loose", "found"),
    [
        ("m-1", ["m-1-mini", "M-1"], False, "M-1"),
        ("m-1", ["m-1-mini", "m-10"], False, None),
        ("m-1", ["m-1-20260101", "m-1-20260201"], False, "m-1-20260201"),
        ("m-1", ["org/m-1"], False, None),
        ("m-1", ["org/m-1"], True, "org/m-1"),
        ("m-1", ["/models/M-1-Q4_K_M.gguf"], True, "/models/M-1-Q4_K_M.gguf"),
        ("m-1", ["m-1\x1b[2J"], False, None),
    ],
)
def test_a_model_is_recognized_by_its_ids_alone(wanted: str, listed: list[str], loose: bool, found: str | None) -> None:
    match = matching.find((wanted,), [ListedModel(each) for each in listed], loose=loose)
    assert (match.listed.id if match else None) == found


@pytest.mark.parametrize("url", ["http://example.com/v1", "https://a:b@example.com", "ftp://x", "", "https://x/?key=1"])
def test_a_url_that_is_not_asked(url: str) -> None:
    with pytest.raises(ModelpickError):
        ask.checked_base(url)


Run = Callable[..., Any]


def live(run: Run, site: Site | str, *more: str, model: str = "gpt-5.4") -> tuple[int, dict[str, Any]]:
    url = site if isinstance(site, str) else site.url
    result = run("status", model, "--live", "--base-url", url, "--format", "json", "--timeout", "3", *more)
    assert KEY not in result.out + result.err
    return result.code, json.loads(result.out)


def test_a_model_that_is_listed(run: Run) -> None:
    with serving(says(data("gpt-5.4", "other"))) as site:
        code, report = live(run, site)
    line = report["lines"][0]
    assert (code, report["verdict"], line["outcome"], line["id"]) == (0, "listed", "listed", "gpt-5.4")
    assert report["catalog"][0]["model"] == "openai/gpt-5.4"


def test_a_model_that_is_leaving_and_one_that_is_gone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with serving(says(data("gpt-5.4-2026-03-05", shutdown_date=DAY_AHEAD))) as site:
        code, report = live(run, f"openai={site.url}")
    line = report["lines"][0]
    assert (code, line["outcome"], line["retires_on"]) == (0, "listed_deprecated", DAY_AHEAD)
    assert (line["id"], line["catalog_stage"], line["key_sent"]) == ("gpt-5.4-2026-03-05", "ga", True)
    with serving(says(data("claude-opus-4-6", lifecycle="retired"))) as site:
        code, report = live(run, f"anthropic={site.url}", model="opus 4.6")
    assert (code, report["lines"][0]["outcome"]) == (1, "gone")


def test_a_model_that_is_not_listed(run: Run) -> None:
    with serving(says(data("other"))) as site:
        code, report = live(run, site)
    assert (code, report["verdict"], report["lines"][0]["outcome"]) == (1, "not_listed", "not_listed")
    assert report["lines"][0]["text"] == "not among the 1 model that it lists without a key"


def test_without_keys_and_network_the_catalog_answers(run: Run) -> None:
    result = run("status", "gpt-5.4", "--live", "--provider", "mistral", "--timeout", "2")
    assert result.code == 3
    assert "no key in $MISTRAL_API_KEY" in result.out
    assert "GPT-5.4 has been generally available" in result.out


def test_a_known_provider_that_is_asked_elsewhere_gets_its_key_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with serving(says(data("gpt-5.4"))) as site:
        assert live(run, site)[0] == 0
        assert KEY not in str(site.seen)  # nobody said that this server is OpenAI's
        assert live(run, site, "--provider", "openai")[0] == 0
        assert KEY in str(site.seen)
    monkeypatch.setenv("MY_KEY", "sk-mine-1234")
    with serving(says(data("gpt-5.4"))) as site:
        assert live(run, site, "--key-env", "MY_KEY")[0] == 0
        assert site.seen[0][1]["Authorization"] == "Bearer sk-mine-1234"


def test_variables_say_where_a_server_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says(b'{"models": [{"model": "gpt-oss:120b"}]}')) as site:
        monkeypatch.setenv("OLLAMA_HOST", site.url.removeprefix("http://"))
        result = run("status", "gpt-oss-120b", "--live", "--provider", "ollama", "--format", "json")
    report = json.loads(result.out)
    assert (result.code, report["lines"][0]["id"]) == (0, "gpt-oss:120b")
    assert "$OLLAMA_HOST" in report["notes"][0]


def test_escapes_of_a_server_do_not_reach_the_screen(run: Run) -> None:
    with serving(says(data("x/gpt-5.4", "\x1b[2J\x1b]0;gpt\x07", aliases=["\x1b[31m"]))) as site:
        result = run("status", "gpt-5.4", "--live", "--base-url", site.url)
    assert result.code == 0
    assert "\x1b" not in result.out + result.err
    with serving(says(data("\x1b[2J/gpt-5.4", deprecation_replacement_model="\x1b[2Jnew"))) as site:
        result = run("status", "gpt-5.4", "--live", "--base-url", site.url)
    assert result.code == 0
    assert "\x1b" not in result.out + result.err
    assert "\\x1b[2Jnew" in result.out


def test_an_incident_explains_a_silence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from modelpick.model.fields import replace
    from modelpick.use_cases import live_where

    def both(call: Call) -> None:
        if "summary.json" in call.path:
            incidents = [{"name": "Elevated\x1b[2J errors", "status": "identified", "impact": "major",
                          "created_at": "2026-11-21T09:00:00Z"}, {"name": "Old", "status": "resolved"}]  # fmt: skip
            parts = [{"name": "API", "status": "partial_outage"}, {"name": "Chat", "status": "operational"}]
            call.say(json.dumps({"incidents": incidents, "components": parts}).encode())
        else:
            call.say(b"{}", 500)

    with serving(both) as site:
        end = replace(PROVIDERS["mistral"], base=site.url, status_page=site.url)
        monkeypatch.setattr(live_where, "endpoint_of", lambda _: end)
        monkeypatch.setenv("MISTRAL_API_KEY", KEY)
        result = run("status", "gpt-5.4", "--live", "--provider", "mistral", "--format", "json")
        pages = [headers for path, headers in site.seen if "summary" in path]
    report = json.loads(result.out)
    assert result.code == 3
    assert report["lines"][0]["outcome"] == "incident"
    assert [each["text"] for each in report["incidents"]] == ["Elevated\x1b[2J errors", "API: partial outage"]
    assert KEY not in str(pages)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--base-url", "http://example.com/v1", "--live"), "is not encrypted"),
        (("--live", "--as-of", "2026-01-01"), "--live asks about now"),
        (("--live", "--timeout", "0"), "expected seconds from 0.1 to 3,600"),
        (("--live", "--provider", "nobody-x"), "unknown provider"),
        (("--probe",), "Add --live"),
        (
            ("--live", "--provider", "openai", "--provider", "xai", "--base-url", "https://x"),
            "one of several providers",
        ),
    ],
)
def test_what_cannot_be_asked(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run("status", "gpt-5.4", *words)
    assert result.code == 2
    assert said in result.err


def streams(call: Call) -> None:
    if call.command != "POST":
        call.say(data("gpt-5.4", "claude-opus-4-6"))
        return
    body = json.loads(call.rfile.read(int(call.headers["Content-Length"])))
    call.seen.append(("body", body))
    call.head(200, {"Content-Type": "text/event-stream", "Connection": "close"})
    for _ in range(4):
        piece: dict[str, Any] = {"choices": [{"delta": {"content": "ok"}}]}
        if call.path == "/v1/messages":
            piece = {"type": "content_block_delta", "delta": {"text": "ok"}}
        call.wfile.write(b"data: " + json.dumps(piece).encode() + b"\n\n")
        call.wfile.flush()
    call.wfile.write(b"data: [DONE]\n\n")


@pytest.mark.parametrize(("provider", "model"), [("custom", "gpt-5.4"), ("anthropic", "opus 4.6")])
def test_one_small_request_is_timed(run: Run, monkeypatch, provider: str, model: str) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    ticks, now = count(), time.monotonic()
    monkeypatch.setattr(trial, "time", SimpleNamespace(monotonic=lambda: now + next(ticks) / 100))
    with serving(streams) as site:
        url = site.url if provider == "custom" else f"{provider}={site.url}"
        code, report = live(run, url, "--probe", "--yes", model=model)
        bodies = [what for path, what in site.seen if path == "body"]
    assert code == 0
    probe = report["probes"][0]
    assert probe["answered"]
    assert 0 < probe["first_token_s"] < probe["total_s"]
    # The clock is looked at for each line, one with a piece and one without, and once more for the piece.
    assert probe["tokens_per_s"] == pytest.approx(100 / 3, abs=0.1)
    assert len(bodies) == 1
    assert bodies[0]["max_tokens"] <= 16


def test_no_request_is_sent_unless_somebody_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(streams) as site:
        result = run("status", "gpt-5.4", "--live", "--base-url", site.url, "--probe", "--format", "json")
        assert [path for path, _ in site.seen] == ["/models"]
    assert json.loads(result.out)["probes"] == []
    assert "no request was sent" in result.err
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with serving(streams) as site:
        result = run("status", "gpt-5.4", "--live", "--base-url", site.url, "--probe", "--format", "json")
    assert json.loads(result.out)["probes"][0]["answered"]


def test_a_request_that_is_refused_and_one_that_hangs(run: Run) -> None:
    def refuses(call: Call) -> None:
        call.say(data("gpt-5.4")) if call.command == "GET" else call.say(b'{"error": "' + KEY.encode() + b'"}', 404)

    with serving(refuses) as site:
        _, report = live(run, site, "--probe", "--yes")
    assert report["probes"][0]["text"] == "says that there is no such model for this key (404 Not Found)"

    slow = silent()

    def hangs(call: Call) -> None:
        call.say(data("gpt-5.4")) if call.command == "GET" else slow(call)

    with serving(hangs) as site:
        _, report = live(run, site, "--probe", "--yes", "--timeout", "0.4")
    slow.leave()
    assert report["probes"][0]["text"] == "gave no answer in time"
