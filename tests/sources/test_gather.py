"""Sources of several documents: whole or not at all, within limits, from their own hosts, and only what is new."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from zlib import crc32

import pytest

from modelpick.sources import gather as gathering
from modelpick.sources.adapter import ShapeChanged, SourceDocument, SourceRequest
from modelpick.sources.fetch import Unreachable
from modelpick.sources.gather import gather
from tests.sources.serving import Call, Site, Tiny, serving

NOW = (0.01, 0.01)


@dataclass(frozen=True)
class Listed(Tiny):
    """Its first document names further ones, each of which may name more."""

    def follow(self, documents: Sequence[SourceDocument]) -> tuple[SourceRequest, ...]:
        named = []
        for document in documents:
            found = json.loads(document.data)
            if not isinstance(found, dict):
                raise ShapeChanged("an object was expected")
            named += [SourceRequest(urljoin(document.url, name)) for name in found.get("more", [])]
        return tuple(named)


@dataclass(frozen=True)
class Patient(Listed):
    """What its list names may be no longer public."""

    def follow(self, documents: Sequence[SourceDocument]) -> tuple[SourceRequest, ...]:
        return tuple(each._replace(optional=True) for each in super().follow(documents))


@dataclass(frozen=True)
class Questioned(Tiny):
    """It is asked twice at one address, each time something else."""

    def requests(self, urls: Sequence[str]) -> tuple[SourceRequest, ...]:
        return tuple(SourceRequest(url, body) for url in urls for body in (b'{"of": "a"}', b'{"of": "b"}'))


@dataclass
class Shelf:
    """What the server has, path -> document; it marks each with an ETag."""

    documents: dict[str, Any]
    site: Site = field(default_factory=lambda: Site("", []))

    def answer(self, call: Call) -> None:
        if call.path not in self.documents:
            call.say(b"{}", 404)
            return
        body = json.dumps(self.documents[call.path]).encode()
        etag = f'"{crc32(body):x}"'
        if call.headers.get("If-None-Match") == etag:
            call.head(304, {})
        else:
            call.say(body, ETag=etag)

    def paths(self) -> list[str]:
        """What was asked for since this was last asked."""
        found = sorted(path for path, _ in self.site.seen)
        self.site.seen.clear()
        return found


LIST = {"/list.json": {"more": ["a.json", "b.json"]}, "/a.json": {"rows": {"a": 1}}, "/b.json": {"rows": {"b": 2}}}


def source(shelf: Shelf, **more: Any) -> Listed:
    return Listed(urls=(shelf.site.url + "/list.json",), **more)


@pytest.fixture
def shelf() -> Any:
    made = Shelf(dict(LIST))
    with serving(made.answer) as made.site:
        yield made


def test_what_a_list_names_is_fetched_with_it(shelf: Shelf) -> None:
    known = source(shelf)
    got = gather(known, known.urls, pauses=NOW)
    assert [document.url.rpartition("/")[2] for document in got.documents] == ["list.json", "a.json", "b.json"]
    assert (got.first, len(got.etags)) == (1, 3)
    assert shelf.paths() == ["/a.json", "/b.json", "/list.json"]


def test_asked_again_only_the_list_is_sent(shelf: Shelf) -> None:
    known = source(shelf)
    etags = gather(known, known.urls, pauses=NOW).etags
    shelf.site.seen.clear()
    assert gather(known, known.urls, etags=etags, pauses=NOW).documents == ()
    assert all("If-None-Match" in headers for path, headers in shelf.site.seen if path != "/list.json")
    assert shelf.paths() == ["/a.json", "/b.json", "/list.json"]


@pytest.mark.parametrize("change", ["one of the list", "one more", "one less"])
def test_a_change_anywhere_fetches_all(shelf: Shelf, change: str) -> None:
    known = source(shelf)
    etags = gather(known, known.urls, pauses=NOW).etags
    if change == "one of the list":
        shelf.documents["/b.json"] = {"rows": {"b": 3}}
    else:
        shelf.documents["/c.json"] = {}
        shelf.documents["/list.json"] = {"more": ["a.json"] if change == "one less" else ["a.json", "b.json", "c.json"]}
    got = gather(known, known.urls, etags=etags, pauses=NOW)
    assert len(got.documents) == {"one of the list": 3, "one more": 4, "one less": 2}[change]
    assert all(document.data for document in got.documents)


def test_documents_may_lead_on(shelf: Shelf) -> None:
    shelf.documents |= {"/a.json": {"more": ["page-2.json"]}, "/page-2.json": {"more": ["list.json", "a.json"]}}
    known = source(shelf)
    got = gather(known, known.urls, pauses=NOW)
    assert [document.url.rpartition("/")[2] for document in got.documents][-1] == "page-2.json"
    assert gather(known, known.urls, etags=got.etags, pauses=NOW).documents == ()


def test_one_that_is_missing_leaves_nothing(shelf: Shelf) -> None:
    del shelf.documents["/b.json"]
    known = source(shelf)
    with pytest.raises(Unreachable, match=r"b\.json answers 404 Not Found"):
        gather(known, known.urls, pauses=NOW)


def test_another_host_is_not_asked(shelf: Shelf) -> None:
    with serving(lambda call: call.say(b"{}")) as other:
        shelf.documents["/list.json"] = {"more": [other.url + "/a.json"]}
        known = source(shelf)
        with pytest.raises(Unreachable, match="none of its own addresses"):
            gather(known, known.urls, pauses=NOW)
        assert other.seen == []


def test_too_many_are_not_asked_for(shelf: Shelf) -> None:
    shelf.documents["/list.json"] = {"more": [f"{n}.json" for n in range(400)]}
    known = source(shelf)
    with pytest.raises(Unreachable, match="names 401 documents, more than the 400 that are read"):
        gather(known, known.urls, pauses=NOW)
    assert shelf.paths() == ["/list.json"]


def test_all_together_have_a_size(shelf: Shelf) -> None:
    shelf.documents |= {"/a.json": {"rows": {"a": "x" * 600}}, "/b.json": {"rows": {"b": "x" * 600}}}
    known = source(shelf, max_bytes=1000)
    with pytest.raises(Unreachable, match="the most that is read of it"):
        gather(known, known.urls, pauses=NOW)


def test_all_together_have_a_time(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 1.0, *[51.0] * 9])
    monkeypatch.setattr(gathering.time, "monotonic", lambda: next(now))
    monkeypatch.setattr(gathering, "fetch", lambda *_, **__: gathering.Fetched(json.dumps(LIST["/list.json"]).encode()))
    known = source(shelf)
    with pytest.raises(Unreachable, match="were not got within 50 seconds together"):
        gather(known, known.urls, timeout=10, pauses=NOW)


def test_a_question_is_posted() -> None:
    asked = []

    def answer(call: Call) -> None:
        asked.append((call.command, call.headers["Content-Type"], call.body))
        call.say(json.dumps({"rows": {}, "of": call.body.decode()}).encode(), ETag='"1"')

    with serving(answer) as site:
        known = Questioned(urls=(site.url + "/read",))
        got = gather(known, known.urls, pauses=NOW)
        bodies = [b'{"of": "a"}', b'{"of": "b"}']
        assert sorted(asked) == [("POST", "application/json", body) for body in bodies]
        assert [document.asked for document in got.documents] == bodies
        assert got.etags == {}
        assert len(gather(known, known.urls, etags=got.etags, pauses=NOW).documents) == 2


@pytest.mark.parametrize(("code", "followed"), [(307, True), (308, True), (302, False), (301, False)])
def test_a_question_is_not_turned_into_another_one(code: int, followed: bool) -> None:
    def answer(call: Call) -> None:
        if call.path == "/read":
            call.say(b"", code, Location="/there")
        else:
            call.say(json.dumps({"method": call.command, "asked": call.body.decode()}).encode())

    with serving(answer) as site:
        known = Questioned(urls=(site.url + "/read",))
        if followed:
            got = gather(known, known.urls, pauses=NOW)
            assert json.loads(got.documents[1].data) == {"method": "POST", "asked": '{"of": "b"}'}
        else:
            with pytest.raises(Unreachable, match="redirects a question that was posted"):
                gather(known, known.urls, pauses=NOW)


@pytest.mark.parametrize(("form", "taken"), [("json", False), ("text", True), ("archive", False)])
def test_text_may_begin_with_a_tag(form: Any, taken: bool) -> None:
    with serving(lambda call: call.say(b"<p align=center>A board</p>")) as site:
        known = Tiny(urls=(site.url + "/README.md",), form=form)
        if taken:
            assert gather(known, known.urls, pauses=NOW).documents
            assert site.seen[0][1]["Accept"] == "*/*"
        else:
            with pytest.raises(Unreachable, match="a web page instead of data"):
                gather(known, known.urls, pauses=NOW)


def test_a_page_is_no_text() -> None:
    with serving(lambda call: call.say(b"\n<!DOCTYPE html><title>Sign in</title>")) as site:
        known = Tiny(urls=(site.url + "/README.md",), form="text")
        with pytest.raises(Unreachable, match="a web page instead of data"):
            gather(known, known.urls, pauses=NOW)


@pytest.mark.parametrize("code", [401, 403, 404, 410, 500])
def test_what_is_not_public_is_left_out_where_the_others_stand_alone(shelf: Shelf, code: int) -> None:
    def answer(call: Call) -> None:
        if call.path == "/b.json" and "/b.json" not in shelf.documents:
            call.say(b"{}", code)
        else:
            shelf.answer(call)

    del shelf.documents["/b.json"]
    with serving(answer) as site:
        known = Patient(urls=(site.url + "/list.json",))
        if code == 500:
            with pytest.raises(Unreachable, match="answers 500"):
                gather(known, known.urls, pauses=NOW)
            return
        got = gather(known, known.urls, pauses=NOW)
        assert [document.url.rpartition("/")[2] for document in got.documents] == ["list.json", "a.json"]
        assert gather(known, known.urls, etags=got.etags, pauses=NOW).documents == ()
        shelf.documents["/b.json"] = {"rows": {"b": 2}}
        assert len(gather(known, known.urls, etags=got.etags, pauses=NOW).documents) == 3
