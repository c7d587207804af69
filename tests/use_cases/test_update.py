"""`modelpick catalog update` against a real server: what goes wrong leaves the last good data, and no key gets out."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import pytest

from modelpick.cli.main import main
from modelpick.documents.market_reports import SourceUpdate, UpdateReport
from modelpick.market.checks import read_checks
from modelpick.market.read import Market
from modelpick.market.records import OfferingRecord, Record, Stored
from modelpick.model import fields
from modelpick.sources.registry import ADAPTERS
from modelpick.use_cases.update import UpdateOptions, exit_code, update, warnings
from tests.conftest import TODAY, Result, count_links
from tests.sources.given import SAMPLES, UPSTREAM
from tests.sources.serving import Answer, Call, Site, dripping, serving

HOME = Path(__file__).resolve().parents[2]
KEY_ENV = "ARTIFICIAL_ANALYSIS_API_KEY"
KEY = "aa-very-secret-0123456789"
AA = "artificial-analysis"
DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
NOW = (0.01, 0.01)
"""Pauses that a test can wait for."""

SAMPLE = {
    "models-dev": ("models-dev-api.json", "models-dev-models.json"),
    "openrouter": ("openrouter-models.json",),
    "litellm": ("litellm-prices.json",),
    "modeldeprecations": ("modeldeprecations.json",),
    AA: ("artificial-analysis.json",),
}
REAL = {
    "models-dev": ("models-dev-api-2026-07-02.json", "models-dev-models-2026-07-02.json"),
    "openrouter": ("openrouter-models-2026-05-12.json",),
    "litellm": ("litellm-prices-1.109.1.json",),
}
IS_REAL = all((UPSTREAM / name).is_file() for names in REAL.values() for name in names)
KEYLESS = ["models-dev", "openrouter", "litellm", "modeldeprecations"]


def samples(source: str) -> list[Path]:
    return [SAMPLES / name for name in SAMPLE[source]]


def real_files(source: str) -> list[Path]:
    """The real files of a source where they lie beside this checkout, else its samples."""
    return [UPSTREAM / name for name in REAL[source]] if IS_REAL and source in REAL else samples(source)


@dataclass
class House:
    """A program with folders of its own, and a server that is all its sources. `faults`: what one answers instead."""

    cache: Path
    config: Path
    documents: dict[str, bytes]
    faults: dict[str, Answer] = field(default_factory=dict)
    site: Site = field(default_factory=lambda: Site("", []))

    def answer(self, call: Call) -> None:
        source = call.path.split("/")[1]
        if source in self.faults:
            self.faults[source](call)
            return
        if call.path not in self.documents:
            call.say(b"{}", 404)
            return
        body = self.documents[call.path]
        etag = f'"{crc32(body):x}"'
        if call.headers.get("If-None-Match") == etag:
            call.head(304, {})
        else:
            call.say(body, ETag=etag)

    def ask(self, *args: object) -> Result:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main([str(arg) for arg in args])
        assert "Traceback" not in err.getvalue()
        return Result(code, out.getvalue(), err.getvalue())

    def update(self, *names: str, froms: Sequence[Path] = (), day: str = TODAY, force: bool = False) -> UpdateReport:
        """The use case. The command counts links besides, which takes a second."""
        path, files = self.cache / "market.sqlite", list(map(str, froms))
        return update(names, files, UpdateOptions(path, day, os.environ, force=force, pauses=NOW))

    def one(self, name: str, **more: Any) -> SourceUpdate:
        """What becomes of that source."""
        (only,) = self.update(name, **more).sources
        return only

    def fails(self, *args: object, source: str = "models-dev") -> str:
        """The sentence of an update that fails and changes nothing."""
        before = self.state()
        ran = self.ask("catalog", "update", "--source", source, *args, "--format", "json")
        assert (ran.code, ran.err) == (3, "")
        assert self.state() == before
        (became,) = json.loads(ran.out)["sources"]
        said: str = became["message"]
        assert became["outcome"] == "failed"
        assert said.isprintable()
        assert 40 < len(said) < 500
        return said

    def state(self) -> dict[str, tuple[bytes, int]]:
        """The market, and when each source was asked: content and time of each file."""
        files = [path for path in self.cache.iterdir() if path.is_file()]
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    def market(self) -> list[Stored[Record]]:
        with Market(self.cache / "market.sqlite") as market:
            market.check()
            return market.stored()

    def asked(self) -> list[tuple[str, dict[str, str]]]:
        """(path, headers) of each request since this was last asked."""
        seen = list(self.site.seen)
        self.site.seen.clear()
        return seen


@contextmanager
def house(folder: Path, files: dict[str, list[Path]]) -> Iterator[House]:
    paths = {id_: [f"/{id_}/{file.name}" for file in chosen] for id_, chosen in files.items()}
    documents = {f"/{id_}/{file.name}": file.read_bytes() for id_, chosen in files.items() for file in chosen}
    with house_with(folder, documents, paths) as made:
        yield made


def at_once(names: Sequence[str], froms: Sequence[str], asked: UpdateOptions, **more: Any) -> UpdateReport:
    """An update that waits for no source."""
    return update(names, froms, fields.replace(asked, pauses=NOW), **more)


@contextmanager
def house_with(folder: Path, documents: dict[str, bytes], paths: Mapping[str, Sequence[str]]) -> Iterator[House]:
    """A house whose server has `documents`; `paths` are those that each source is asked for first."""
    made = House(folder / "cache", folder / "config", documents)
    with serving(made.answer) as made.site, pytest.MonkeyPatch.context() as patch:
        for id_, known in ADAPTERS.items():
            urls = tuple(made.site.url + path for path in paths.get(id_, ()))
            patch.setitem(ADAPTERS, id_, replace(known, urls=urls))  # type: ignore[type-var]
        patch.setattr("modelpick.use_cases.update.update", at_once)
        patch.setenv("MODELPICK_CACHE_DIR", str(made.cache))
        patch.setenv("MODELPICK_CONFIG_DIR", str(made.config))
        patch.delenv(KEY_ENV, raising=False)
        patch.chdir(folder)
        yield made


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Nothing is synced yet, and the sources are small samples."""
    monkeypatch.setattr("modelpick.use_cases.load.link_counts", count_links)
    with house(tmp_path, {source: samples(source) for source in SAMPLE}) as made:
        yield made


# The whole market


QUESTIONS = [
    ("list", "--provider", "amazon-bedrock"),
    ("recommend", "--need", "coding", "--residency", "eu", "--allow-unknown", "residency"),
    ("status", "claude-sonnet-4.5"),
]


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Everything that needs no key is synced, from the real files where they are there."""
    with house(tmp_path_factory.mktemp("whole"), {source: real_files(source) for source in SAMPLE}) as made:
        report = made.update()
        assert exit_code(report) == 0
        assert outcomes(report) == dict.fromkeys(KEYLESS, "updated")
        yield made


def outcomes(report: UpdateReport) -> dict[str, str]:
    return {each.name: each.outcome for each in report.sources}


@pytest.fixture
def whole(synced: House) -> House:
    """The same for each test, whose sources are all well when it begins."""
    synced.faults.clear()
    return synced


@pytest.fixture(scope="module")
def answers(synced: House) -> list[Result]:
    """What is answered from the good data."""
    found = [synced.ask(*question) for question in QUESTIONS]
    assert [each.code for each in found] == [0, 0, 0]
    return found


def cut(call: Call) -> None:
    body = (SAMPLES / "models-dev-api.json").read_bytes()
    call.head(200, {"Content-Length": str(len(body))})
    call.wfile.write(body[: len(body) // 2])


FAULTS: dict[str, tuple[Answer, str]] = {
    "500": (lambda call: call.say(b"{}", 500), "answers 500 Internal Server Error"),
    "503": (lambda call: call.say(b"{}", 503), "answers 503 Service Unavailable, 3 times"),
    "slow": (dripping(), "did not give its document within 0.4 seconds"),
    "cut": (cut, "ends in the middle of its answer"),
    "no answer": (lambda call: None, "ends in the middle of its answer"),
    "page": (lambda call: call.say(b"<!doctype html><h1>Sign in</h1>"), "answers with a web page instead of data"),
    "no JSON": (lambda call: call.say(b'{"anthropic": {"models": {'), "a shape that this version does not know"),
    "wrong shape": (lambda call: call.say(b'{"data": [1, 2]}'), "a shape that this version does not know"),
    "empty": (lambda call: call.say(b""), "a shape that this version does not know"),
    "too large": (lambda call: call.head(200, {"Content-Length": str(300 << 20)}), "is larger than 67 MB"),
    "to http": (lambda call: call.say(b"", 302, Location="http://models.test/a"), "test/a, which is not encrypted"),
    "to no URL": (lambda call: call.say(b"", 302, Location="javascript:alert(1)"), "redirects to what is no URL"),
}


class TestTheWholeMarket:
    def test_all_is_read_and_counted(self, whole: House) -> None:
        report = whole.update(force=True)
        assert outcomes(report) == dict.fromkeys(KEYLESS, "unchanged")
        rows = report.sources[0].rows
        if IS_REAL:
            assert (rows["offering"], rows["model"]) == (5276, 231)
        for each in report.sources:
            assert sum(each.rows.values()) > 0
            assert each.skipped == sum(group.count for group in each.reasons)
        assert len(whole.market()) == sum(sum(each.rows.values()) for each in report.sources)

    def test_asked_again_nothing_is_fetched_or_written(self, whole: House) -> None:
        before = whole.state()["market.sqlite"]
        whole.asked()
        report = whole.update()
        assert exit_code(report) == 0
        assert set(outcomes(report).values()) == {"not_modified"}
        assert whole.state()["market.sqlite"] == before
        asked = whole.asked()
        assert len(asked) == sum(len(SAMPLE[source]) for source in KEYLESS)
        assert all("If-None-Match" in headers for _, headers in asked)

    @pytest.mark.parametrize("fault", FAULTS)
    def test_the_last_good_data_answer(self, whole: House, answers: list[Result], fault: str) -> None:
        answer, says = FAULTS[fault]
        whole.faults["models-dev"] = answer
        said = whole.fails("--timeout", "0.4" if fault == "slow" else "20")
        assert says in said
        assert "; what it said before is kept" in said
        # What was answered is forgotten, so that it is answered from the data and not from memory.
        shutil.rmtree(whole.cache / "answers", ignore_errors=True)
        assert whole.ask(*QUESTIONS[-1]) == answers[-1]

    def test_the_same_answers_after_all_of_that(self, whole: House, answers: list[Result]) -> None:
        shutil.rmtree(whole.cache / "answers", ignore_errors=True)
        assert [whole.ask(*question) for question in QUESTIONS] == answers

    def test_a_body_without_end_is_stopped_early(self, whole: House) -> None:
        sent = []

        def pour(call: Call) -> None:
            call.head(200, {"Transfer-Encoding": "chunked"})
            part = b"100000\r\n" + b" " * (1 << 20) + b"\r\n"
            for _ in range(300):
                call.wfile.write(part)
                sent.append(1)

        whole.faults["models-dev"] = pour
        assert "is larger than 67 MB, the most that is read" in whole.fails()
        assert len(sent) < 150

    def test_no_server(self, whole: House) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{taken.getsockname()[1]}/api.json?token=t0ken"
            said = whole.fails("--from", url)
        assert said.startswith(f"{url.partition('?')[0]} cannot be reached")
        assert said.endswith(f"; what it said before is kept, read on {TODAY}")

    def test_one_that_fails_does_not_hold_up_the_others(self, whole: House) -> None:
        whole.faults["openrouter"] = FAULTS["500"][0]
        report = whole.update(force=True)
        assert exit_code(report) == 0
        assert outcomes(report) == {**dict.fromkeys(KEYLESS, "unchanged"), "openrouter": "failed"}
        assert report.sources[1].rows
        (warning,) = warnings(report)
        assert warning.startswith("openrouter could not be read: http://127.0.0.1:")
        assert warning.endswith(f"; what it said before is kept, read on {TODAY}")
        assert exit_code(whole.update("openrouter", "modeldeprecations", force=True)) == 3

    def test_the_age_of_what_is_kept(self, whole: House) -> None:
        whole.faults["openrouter"] = FAULTS["500"][0]
        (failed,) = whole.update("openrouter", day="2126-01-02").sources
        assert failed.message
        assert failed.message.endswith(" days ago")
        assert warnings(whole.update("openrouter")) == []


def test_the_page_of_an_update(small: House) -> None:
    small.faults["openrouter"] = FAULTS["500"][0]
    page = small.ask("catalog", "update")
    said = " ".join(page.out.split())
    assert page.code == 0
    assert page.err.startswith("warning: openrouter could not be read: http://127.0.0.1:")
    assert page.err.count("\n") == 1
    assert "1 of 4 sources could not be read" in said
    assert "openrouter: http://127.0.0.1:" in said
    assert "answers 500 Internal Server Error; nothing of it is held" in said
    assert f"{KEY_ENV} is not set" in said


def test_nothing_at_all_can_be_read(small: House) -> None:
    small.faults |= dict.fromkeys(KEYLESS, FAULTS["500"][0])
    page = small.ask("catalog", "update")
    assert (page.code, page.err) == (3, "")
    assert "4 of 4 sources could not be read" in page.out


# What counts as new


def test_a_new_stamp_on_the_same_content(small: House) -> None:
    small.update("litellm")
    before = small.state()["market.sqlite"]
    small.faults["litellm"] = lambda call: call.say(small.documents["/litellm/litellm-prices.json"], ETag='"new"')
    assert small.one("litellm").outcome == "unchanged"
    assert small.state()["market.sqlite"] == before
    small.faults["litellm"] = lambda call: call.head(304 if call.headers["If-None-Match"] == '"new"' else 500, {})
    assert small.one("litellm").outcome == "not_modified"


def test_one_document_of_two_has_changed(small: House) -> None:
    small.update("models-dev")
    api = json.loads(small.documents["/models-dev/models-dev-api.json"])
    api["openai"]["models"]["gpt-5.4"]["cost"]["input"] = 77
    small.documents["/models-dev/models-dev-api.json"] = json.dumps(api).encode()
    small.asked()
    became = small.one("models-dev")
    assert (became.outcome, became.added, became.changed, became.gone) == ("updated", 0, 1, 0)
    assert [path for path, _ in small.asked()].count("/models-dev/models-dev-models.json") == 2


@pytest.mark.parametrize("change", [b'"program": "', b'"digest": "'])
def test_a_stamp_counts_only_for_what_was_made_of_it(small: House, change: bytes) -> None:
    """Another version of the program, or another market, asks for the whole document."""
    small.update("litellm")
    checks = small.cache / "checks.json"
    checks.write_bytes(checks.read_bytes().replace(change, change + b"0"))
    small.asked()
    assert small.one("litellm").outcome == "unchanged"
    assert "If-None-Match" not in small.asked()[0][1]


@pytest.mark.parametrize("content", [b"", b"{", b'{"sources": {"litellm": 1}}', b"[" * 5000, b"\xff"])
def test_damaged_notes_are_made_anew(small: House, content: bytes) -> None:
    small.update("litellm")
    (small.cache / "checks.json").write_bytes(content)
    assert small.one("litellm").outcome == "unchanged"
    assert small.one("litellm").outcome == "not_modified"


def test_half_of_the_rows_gone_is_a_fault_unless_the_user_says_so(small: House) -> None:
    small.update("litellm")
    path = "/litellm/litellm-prices.json"
    document = json.loads(small.documents[path])
    small.documents[path] = json.dumps({key: document[key] for key in ("sample_spec", "gpt-5.4")}).encode()
    said = small.fails(source="litellm")
    assert "rows where it had" in said
    assert said.endswith("--force takes it all the same")
    assert small.one("litellm", force=True).outcome == "updated"
    assert {each.record.id for each in small.market() if isinstance(each.record, OfferingRecord)} == {"gpt-5.4"}


def test_nothing_that_can_be_read_is_a_fault_whatever_the_user_says(small: House) -> None:
    small.update("litellm")
    small.documents["/litellm/litellm-prices.json"] = b'{"sample_spec": {"litellm_provider": "x"}}'
    assert "; what it said before is kept" in small.fails("--force", source="litellm")


def test_a_damaged_market_is_named_and_replaced_when_asked(small: House) -> None:
    small.update("litellm")
    market = small.cache / "market.sqlite"
    market.write_bytes(market.read_bytes()[:5000])
    before = market.read_bytes()
    refused = small.ask("catalog", "update", "--source", "litellm")
    assert refused.code == 2
    assert "the synced market cannot be read" in refused.err
    assert "catalog update --force" in refused.err
    assert market.read_bytes() == before
    ran = small.ask("catalog", "update", "--source", "litellm", "--force")
    assert ran.code == 0
    (aside,) = small.cache.glob("market.damaged-*.sqlite")
    assert aside.read_bytes() == before
    assert aside.name in ran.out
    assert small.market()


# From files


def test_from_files(small: House) -> None:
    ran = small.ask("catalog", "update", *(f"--from={path}" for path in samples("models-dev")), "--as-of", DAY)
    assert (ran.code, ran.err) == (0, "")
    assert {(each.source, each.first) for each in small.market()} == {("models-dev", DAY)}
    assert small.asked() == []
    small.update(froms=[SAMPLES / "every-eval-ever.json"])
    assert {each.source for each in small.market()} == {"models-dev", "every-eval-ever"}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--from", "nothing.json"), "nothing.json: does not exist"),
        (("--from", "."), ".: holds no data file"),
        (("--from", SAMPLES / "litellm-prices.json", "--source", "openrouter"), "an OpenRouter answer"),
        (("--from", Path(__file__)), "is of no source that is known"),
        (("--from", SAMPLES / "litellm-prices.json", "--from", "https://models.test/"), "mixes files and URLs"),
        (("--from", "https://models.test/"), "needs the source whose data it is"),
        (("--from", "x", "--source", "litellm", "--source", "openrouter"), "is for one source at a time"),
        (("--source", "litelm"), "unknown source 'litelm'"),
        (("--as-of", DAY), "says of which day a file is"),
        (("--scores", "--source", "litellm"), "--scores: reads every source of scores"),
        (("--from", SAMPLES / "litellm-prices.json", "--as-of", "2126-01-01"), "expected a past day"),
        (("--source", AA), f"needs a key of yours in {KEY_ENV}"),
    ],
)
def test_a_wrong_question_is_exit_2(small: House, args: Sequence[object], says: str) -> None:
    ran = small.ask("catalog", "update", *args)
    assert ran.code == 2
    assert says in " ".join((ran.err + ran.out).split())
    assert not (small.cache / "market.sqlite").exists()


@pytest.mark.parametrize("url", ["http://models.test/a.json", "https://me:secret@models.test/", "ftp://models.test/"])
def test_an_address_that_is_not_asked(small: House, url: str) -> None:
    ran = small.ask("catalog", "update", "--source", "litellm", "--from", url)
    assert ran.code == 2
    assert "models.test" in ran.err
    assert "secret" not in ran.out + ran.err


def test_what_a_file_does_not_speak_of_stays(small: House) -> None:
    """The endpoints of one model come besides the list; a second results file besides the first."""
    small.update(froms=[SAMPLES / "openrouter-models.json"], day=DAY)
    before = {each.record.key for each in small.market()}
    became = small.one("openrouter", froms=[SAMPLES / "openrouter-endpoints.json"], day=NEXT_DAY)
    assert (became.outcome, became.gone) == ("updated", 0)
    assert {each.record.key for each in small.market()} > before


# Keys


def leaks(place: House, *said: Result) -> list[str]:
    """Where the key is to be found."""
    files = [path for folder in (place.cache, place.config) for path in folder.rglob("*") if path.is_file()]
    found = [str(path) for path in files if KEY.encode() in path.read_bytes()]
    return found + [text for each in said for text in (each.out, each.err) if KEY in text]


def test_a_key_goes_to_its_own_host(small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)
    ran = small.ask("catalog", "update")
    assert ran.code == 0
    keyed = [path for path, headers in small.asked() if KEY in str(headers)]
    assert keyed == [f"/{AA}/artificial-analysis.json"]
    assert small.one(AA).outcome == "not_modified"
    assert "for your own use alone" in ran.out
    assert leaks(small, ran, small.ask("catalog", "sources")) == []


@pytest.mark.parametrize("code", [401, 500])
def test_a_key_goes_nowhere_else(small: House, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Neither along a redirect nor where the user sends the program."""
    monkeypatch.setenv(KEY_ENV, KEY)
    with serving(lambda call: call.say(b"{}", code)) as other:
        at_other = small.ask("catalog", "update", "--source", AA, "--from", other.url + "/a.json")
        small.faults[AA] = lambda call: call.say(b"", 302, Location=other.url + "/b.json?x=1")
        ran = small.ask("catalog", "update", "--source", AA)
        assert (at_other.code, ran.code) == (3, 3)
        assert [path for path, _ in other.seen] == ["/a.json", "/b.json?x=1"]
        assert KEY not in str(other.seen)
    assert leaks(small, at_other, ran) == []


KEY_FAULTS: dict[str, Answer] = {
    "refused": lambda call: call.say(b"no such key: " + KEY.encode(), 403),
    "broken": lambda call: call.say(KEY.encode(), 500),
    "repeated": lambda call: call.say(json.dumps({"data": [{"slug": "a", "name": KEY}]}).encode()),
    "as the stamp": lambda call: call.say((SAMPLES / "artificial-analysis.json").read_bytes(), ETag=f'"{KEY}"'),
    "in the place": lambda call: call.say(b"", 302, Location=f"http://models.test/{KEY}"),
    "not JSON": lambda call: call.say(b'{"data": ' + KEY.encode()),
    "cut": lambda call: call.head(200, {"Content-Length": "9", "X-Key": KEY}),
    "slow": dripping(),
}


@pytest.mark.parametrize("fault", KEY_FAULTS)
def test_no_fault_shows_a_key(small: House, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)
    small.faults[AA] = KEY_FAULTS[fault]
    ran = small.ask("catalog", "update", "--source", AA, "--timeout", "0.4")
    assert ran.code == 3
    assert KEY in str(small.asked())
    assert leaks(small, ran) == []


def test_a_key_that_is_none(small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_ENV, KEY + " and more")
    ran = small.ask("catalog", "update", "--source", AA)
    assert ran.code == 3
    assert f"the key in {KEY_ENV} has characters that no key has" in " ".join(ran.out.split())
    assert small.asked() == []
    assert leaks(small, ran) == []


# Killed, and several at once


UPDATE = """
import json, os, signal, sys
from pathlib import Path
from modelpick.use_cases.update import UpdateOptions, update
from modelpick.market import checks, write as market_write

place, day, source, file, last = sys.argv[1:]
passed = []

def step(frame, event, argument):
    if frame.f_code.co_filename not in (market_write.__file__, checks.__file__):
        return None
    at = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
    if event == "line" and at not in passed:
        passed.append(at)
        if at == last:
            os.kill(os.getpid(), signal.SIGKILL)
    return step

sys.settrace(step)
update([source], [file], UpdateOptions(Path(place), day, {}))
sys.settrace(None)
print(json.dumps(passed))
"""


def updating(folder: Path, source: str, file: Path, last: str = "") -> subprocess.Popen[str]:
    """An update that is killed when it comes to the line `last` of what writes, or tells which lines it passed."""
    command = [sys.executable, "-c", UPDATE, folder / "market.sqlite", NEXT_DAY, source, file, last]
    return subprocess.Popen([str(word) for word in command], cwd=HOME, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nobody is killed like that here")
def test_killed_at_ten_points_it_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    def read(folder: Path, document: Path, day: str) -> str:
        asked = UpdateOptions(folder / "market.sqlite", day, {})
        return update(["litellm"], [str(document)], asked).sources[0].outcome

    def held(folder: Path) -> list[Stored[Record]]:
        with Market(folder / "market.sqlite") as market:
            market.check()
            return market.stored()

    (first,) = samples("litellm")
    old, new, second = tmp_path / "old", tmp_path / "new", tmp_path / "second.json"
    rows = json.loads(first.read_bytes())
    rows["gpt-5.4"]["input_cost_per_token"] = 9e-6
    rows["claude-new"] = rows.pop("claude-opus-4-6")
    second.write_text(json.dumps(rows))
    assert read(old, first, DAY) == "updated"
    shutil.copytree(old, new)
    whole = updating(new, "litellm", second)
    points = json.loads(whole.communicate(timeout=60)[0])
    assert whole.returncode == 0
    before, after = held(old), held(new)
    assert before != after

    # One point of each tenth of the way, so that the first comes before the data stand, and the last when they do.
    bounds, picked = [len(points) * n // 10 for n in range(11)], Random(4)
    chosen = [points[picked.randrange(*ends)] for ends in pairwise(bounds)]
    places = [Path(shutil.copytree(old, tmp_path / f"at-{n}")) for n in range(10)]
    ends = [updating(place, "litellm", second, point) for place, point in zip(places, chosen, strict=True)]
    for end in ends:
        end.communicate(timeout=60)
    assert {end.returncode for end in ends} == {-signal.SIGKILL}
    found = [held(place) for place in places]
    assert all(state in (before, after) for state in found)
    assert (found[0], found[-1]) == (before, after)
    for place, state in zip(places, found, strict=True):
        assert read(place, second, NEXT_DAY) == ("updated" if state == before else "unchanged")
        assert held(place) == after
        assert sorted(path.name for path in place.iterdir()) == ["checks.json", "market.lock", "market.sqlite"]


def test_two_updates_at_once_both_land(tmp_path: Path) -> None:
    (prices,), (models,) = samples("litellm"), samples("openrouter")
    runs = [updating(tmp_path, source, file) for source, file in (("litellm", prices), ("openrouter", models))]
    for run in runs:
        run.communicate(timeout=60)
    assert [run.returncode for run in runs] == [0, 0]
    with Market(tmp_path / "market.sqlite") as market:
        assert {read.source for read in market.reads()} == {"litellm", "openrouter"}
        assert len(market.stored()) == sum(read.rows for read in market.reads())
    assert set(read_checks(tmp_path)) == {"litellm", "openrouter"}
